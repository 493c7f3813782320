"""QQ as one of the bot's networks: any number of QQ accounts, each served by a OneBot implementation that connects."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bot.errors import NetworkFailure, NotSent, Uncertain
from bot.networks import Facts, Submit
from bot.networks.qq.account import Account, Json
from bot.networks.qq.catchup import Ask, CatchUp
from bot.networks.qq.courtesy import Courtesy
from bot.networks.qq.deliver import Courier, parts_of
from bot.networks.qq.endpoint import Endpoint
from bot.networks.qq.inbox import Inbox
from bot.networks.qq.media import Media
from bot.networks.qq.reading import NETWORK, Reader, mentions
from bot.seams import Clock, Files
from complaints.knowledge.models import MediaHost
from dialogs.events import Chat
from dialogs.model import MIB, Capabilities, Message
from dialogs.texts import Texts
from storage.errors import StorageError

log = logging.getLogger(__name__)

PATIENCE: Final = 120.0
"""Seconds for which a reminder waits for an account that went away; NapCat connects again every few."""
REACH_SECONDS: Final = 10.0
"""For which one question whether an account is there waits for the answer."""
FRIENDS_EVERY: Final = 600.0
"""Seconds between two looks at the list of friends."""


class QQ:
    """See `bot.networks.Network`. `ask` tells what storage knows of an account's chats; `busy` that too much waits.

    `dated` gives bot time at the date of a message. `local`: implementations are stand-ins on this machine.
    """

    name: Final = NETWORK
    capabilities: Final = Capabilities(
        buttons=False, edits=False, copy_text=False, max_file=20 * MIB, max_upload=30_000_000
    )

    def __init__(
        self,
        endpoint: Endpoint,
        submit: Submit,
        *,
        clock: Clock,
        texts: Texts,
        files: Files,
        new_id: Callable[[], str],
        hosts: Sequence[MediaHost],
        ask: Ask,
        dated: Callable[[int], int],
        accept_friends: bool = True,
        local: bool = False,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._endpoint, self._clock, self._texts = endpoint, clock, texts
        self._courtesy = Courtesy(texts, clock, accept_friends=accept_friends)
        self._media = Media(hosts, local=local)
        self._courier = Courier(texts, files, new_id)
        self._inbox = Inbox(
            Reader(clock.now, dated, texts).read,
            submit,
            clock,
            busy=busy,
            not_kept=self._courtesy.not_kept,
            unreadable=self._courtesy.unreadable,
        )
        self._catch_up = CatchUp(ask, self._inbox.take, clock.now, dated)
        self._welcoming: set[asyncio.Task[None]] = set()
        self._friends_asked: dict[str, float] = {}

    # ----------------------------------------------------------------------------------------------------- life
    async def start(self) -> None:
        """From now on implementations may connect."""
        self._endpoint.attach(self._heard, self._came)

    async def run(self) -> None:
        """Nothing is asked for: events come. Until cancelled."""
        await asyncio.get_running_loop().create_future()

    async def stop(self) -> None:
        """Close the connections and give up what waits in memory; histories tell it at the next start."""
        await self._endpoint.close()
        for task in self._welcoming:
            task.cancel()
        await asyncio.gather(*self._welcoming, return_exceptions=True)
        await self._inbox.stop()
        await self._courtesy.stop()
        await self._media.stop()

    def serves(self, bot: str) -> bool:
        """Every QQ account: which there are is known only when their implementations connect."""
        return bot.isdecimal()

    def state(self) -> tuple[bool, Facts]:
        """Alive when there is an account and all of them can be used."""
        troubles = [account.trouble() for account in self._endpoint.accounts]
        worst = next((trouble for trouble in troubles if trouble is not None), None)
        facts = {
            "accounts": len(troubles),
            "usable": troubles.count(None),
            "reason": worst if troubles else "nobody_connected",
            "waiting": self._inbox.waiting,
        }
        return bool(troubles) and worst is None, facts

    # ------------------------------------------------------------------------------------------------- sending
    def parts(self, message: Message) -> tuple[Message, ...]:
        """See `deliver.parts_of`."""
        return parts_of(message, self._texts)

    async def deliver(self, chat: Chat, message: Message, edits: str | None, file: Path | None) -> str:
        """Send one part; OneBot's message id. Nothing can be edited, so `edits` is no matter."""
        account = self._usable(chat.bot, "send_private_msg")
        try:
            return await self._courier.send(account, chat.user, message, file)
        except Uncertain as failure:
            # NapCat runs out of time too when the user is no friend any more, which nobody is told of.
            if failure.code == "timeout":
                await self._learn_friends(account)
            raise

    def push_refused(self, chat: Chat) -> str | None:
        """`offline`: the account has been away for a while; `not_friend`: strangers may not be written to unasked."""
        account = self._endpoint.account(chat.bot)
        if account.away > PATIENCE:
            return "offline"
        if account.friends is not None and chat.user not in account.friends:
            self._ask_for_friends(account)
            return "not_friend"
        return None

    async def reach(self, bot: str) -> None:
        """Return as soon as the account can be used; raises NotSent when it is not there within some seconds."""
        account = self._endpoint.account(bot)
        if account.trouble() is not None:
            try:
                async with asyncio.timeout(REACH_SECONDS):
                    await account.coming()
            except TimeoutError:
                raise NotSent("reach", account.trouble() or "offline") from None

    async def fetch(self, chat: Chat, file_id: str) -> AsyncIterator[bytes]:
        """A user's file; after a restart its account is waited for a little."""
        await self.reach(chat.bot)
        async for chunk in self._media.fetch(self._endpoint.account(chat.bot), file_id):
            yield chunk

    def _usable(self, bot: str, action: str) -> Account:
        account = self._endpoint.account(bot)
        trouble = account.trouble()
        if trouble in ("not_connected", "offline"):
            raise NotSent(action, trouble)
        return account

    # ------------------------------------------------------------------------------------------------- hearing
    def _heard(self, account: Account, frame: Json) -> None:
        """One event. Nothing is waited for: answers come through the same socket."""
        match frame.get("post_type"):
            case "message":
                self._message(account, frame)
            case "notice":
                self._notice(account, frame)
            case "request" if frame.get("request_type") == "friend":
                self._courtesy.friend_request(account, str(frame.get("flag", "")))
            case "meta_event" if frame.get("meta_event_type") == "heartbeat":
                account.beat(frame.get("status"), frame.get("interval"))

    def _message(self, account: Account, frame: Json) -> None:
        if frame.get("message_type") == "group":
            if mentions(account, frame) and str(frame.get("user_id")) != account.bot:
                self._courtesy.greet_group(account, str(frame.get("group_id", "")))
            return
        group = frame.get("group_id") or (frame.get("sender") or {}).get("group_id")
        if frame.get("sub_type") == "group" and isinstance(group, int):
            account.groups[str(frame.get("user_id"))] = group
        self._inbox.take(account, frame)

    def _notice(self, account: Account, frame: Json) -> None:
        kind = frame.get("notice_type")
        if kind == "bot_offline":
            account.kicked()
            return
        if kind == "friend_add" and account.friends is not None:
            account.friends |= {str(frame.get("user_id"))}
        self._inbox.take(account, frame)

    # ---------------------------------------------------------------------------------------------- connecting
    def _came(self, account: Account) -> None:
        task = asyncio.create_task(self._welcome(account))
        self._welcoming.add(task)
        task.add_done_callback(self._welcoming.discard)

    async def _welcome(self, account: Account) -> None:
        """Hear what was said while nobody listened; get to know friends and implementation."""
        try:
            count = await self._catch_up.run(account)
        except StorageError as error:
            log.warning("nothing is caught up with: the database failed (%s)", type(error).__name__)
            count = 0
        if count:
            log.info("%d messages of the QQ account %s were looked at again", count, account.bot)
        await self._learn_friends(account)
        about = await self._told(account, "get_version_info")
        account.implementation = str(about.get("app_name", "")) if isinstance(about, dict) else ""
        log.info("the QQ account %s is served by %s", account.bot, account.implementation or "something unknown")

    async def _learn_friends(self, account: Account) -> None:
        self._friends_asked[account.bot] = self._clock.monotonic()
        friends = await self._told(account, "get_friend_list")
        if isinstance(friends, list):
            account.friends = frozenset(str(one.get("user_id")) for one in friends if isinstance(one, dict))

    def _ask_for_friends(self, account: Account) -> None:
        """The list may be old: whoever seems to be no friend may have become one."""
        now = self._clock.monotonic()
        if now - self._friends_asked.get(account.bot, -FRIENDS_EVERY) >= FRIENDS_EVERY:
            self._friends_asked[account.bot] = now
            task = asyncio.create_task(self._learn_friends(account))
            self._welcoming.add(task)
            task.add_done_callback(self._welcoming.discard)

    async def _told(self, account: Account, action: str) -> Any:
        try:
            return await account.call(action)
        except NetworkFailure as failure:
            log.info("%s of the QQ account %s: %s", action, account.bot, failure.code)
            return None
