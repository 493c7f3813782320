"""What the edge says and does by itself, past the outbox: worth nothing when late, harmless when lost or said twice."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from bot.errors import NetworkFailure
from bot.networks.qq.account import Account, Json
from bot.seams import Clock
from complaints.times import date_of
from dialogs.texts import Texts

NOT_KEPT_EVERY: Final = 600.0
"""Seconds between two words to a user that their messages cannot be kept."""


class Courtesy:
    """Tells groups where to go, answers friend requests, tells people what was not kept or not opened."""

    def __init__(self, texts: Texts, clock: Clock, *, accept_friends: bool) -> None:
        self._texts, self._clock, self._accept = texts, clock, accept_friends
        self._doing: set[asyncio.Task[None]] = set()
        self._greeted: tuple[object, set[tuple[str, str]]] = (None, set())
        self._warned: dict[tuple[str, str], float] = {}

    def greet_group(self, account: Account, group: str) -> None:
        """Once a day and group: only in a private chat can a complaint be told."""
        today = date_of(self._clock.now())
        if self._greeted[0] != today:
            self._greeted = (today, set())
        if not group.isdecimal() or (account.bot, group) in self._greeted[1]:
            return
        self._greeted[1].add((account.bot, group))
        text = self._texts("edge.group_qq", bot=account.bot)
        self._do(account, "send_group_msg", {"group_id": int(group), "message": message_of(text)})

    def friend_request(self, account: Account, flag: str) -> None:
        """Accept it, or leave it to whoever owns the account."""
        if self._accept and flag:
            self._do(account, "set_friend_add_request", {"flag": flag, "approve": True})

    def not_kept(self, account: Account, user: str) -> None:
        """The message could not be stored; it will be taken up when it can."""
        now = self._clock.monotonic()
        self._warned = {one: at for one, at in self._warned.items() if now - at < NOT_KEPT_EVERY}
        if (account.bot, user) not in self._warned:
            self._warned[account.bot, user] = now
            self._tell(account, user, "edge.not_kept")

    def unreadable(self, account: Account, user: str) -> None:
        """A forwarded record is too old or empty: what to do instead."""
        self._tell(account, user, "edge.record.gone")

    async def stop(self) -> None:
        """Do nothing more."""
        doing = list(self._doing)
        for task in doing:
            task.cancel()
        await asyncio.gather(*doing, return_exceptions=True)

    def _tell(self, account: Account, user: str, key: str) -> None:
        self._do(account, "send_private_msg", {"user_id": int(user), "message": message_of(self._texts(key))})

    def _do(self, account: Account, action: str, params: Json) -> None:
        self._spawn(self._call(account, action, params))

    def _spawn(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(call)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def _call(self, account: Account, action: str, params: Json) -> None:
        try:
            await account.call(action, params)
        except NetworkFailure:
            return


def message_of(text: str) -> list[Json]:
    """A text as a message."""
    return [{"type": "text", "data": {"text": text}}]
