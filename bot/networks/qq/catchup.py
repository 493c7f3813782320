"""What was said while nobody listened: after each connection the histories of recent chats are read once.

OneBot gives every event once, to whoever is connected. Histories are NapCat's and go-cqhttp's; where there are none,
what was said meanwhile is lost. Every message goes the usual way, so what was handled before is found by its key.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, NamedTuple

from bot.errors import NetworkFailure
from bot.networks.qq.account import Account, Json
from complaints.times import DAY, MINUTE, Instant

log = logging.getLogger(__name__)

LONGEST: Final = DAY
"""Seconds that are caught up with; as long as Telegram keeps messages."""
SLACK: Final = 5 * MINUTE
"""Seconds before the last event we know of, since events are handled in another order than they are said."""
CONTACTS: Final = 100
MESSAGES: Final = 50
"""Of one chat, the newest."""
PRIVATE: Final = frozenset({"1", "100"})
"""NapCat's chat types: with a friend, and out of a group."""


class Known(NamedTuple):
    """What storage knows of an account's chats."""

    since: Instant
    """Bot time at which the account connected for the first time; what was said before is none of our business."""
    last: Instant | None = None
    """Bot time of the last event of any user."""
    users: Sequence[str] = ()
    """Who spoke in the last day."""


Ask = Callable[[str], Awaitable[Known]]


class CatchUp:
    """`ask` is asked for an account's chats; `dated` gives bot time at the date of a message."""

    def __init__(
        self,
        ask: Ask,
        take: Callable[[Account, Json], None],
        now: Callable[[], Instant],
        dated: Callable[[int], Instant],
    ) -> None:
        self._ask, self._take, self._now, self._dated = ask, take, now, dated

    async def run(self, account: Account) -> int:
        """How many messages were looked at again. Raises what storage raises."""
        known = await self._ask(account.bot)
        since = max(known.since, (known.last or known.since) - SLACK, self._now() - LONGEST)
        count = 0
        for user in await self._users(account, known, since):
            for message in await self._history(account, user, since):
                self._take(account, message)
                count += 1
        return count

    async def _users(self, account: Account, known: Known, since: Instant) -> list[str]:
        """Who spoke to us lately, as far as that is known, whoever was first."""
        told = await _told(account, "get_recent_contact", {"count": CONTACTS})
        recent = told if isinstance(told, list) else []
        fresh = [
            str(one.get("peerUin", ""))
            for one in recent
            if isinstance(one, dict)
            and str(one.get("chatType", "")) in PRIVATE
            and self._dated(_seconds(one.get("msgTime"))) >= since
        ]
        return [user for user in dict.fromkeys([*fresh, *known.users]) if user.isdecimal() and user != account.bot]

    async def _history(self, account: Account, user: str, since: Instant) -> list[Json]:
        """Messages of a user since then, oldest first."""
        told = await _told(account, "get_friend_msg_history", {"user_id": int(user), "count": MESSAGES})
        messages = told.get("messages") if isinstance(told, dict) else None
        found = [
            {**one, "post_type": "message", "message_type": "private"}
            for one in (messages if isinstance(messages, list) else [])
            if isinstance(one, dict)
            and str(one.get("user_id")) == user
            and self._dated(_seconds(one.get("time"))) >= since
        ]
        return sorted(found, key=lambda one: _seconds(one.get("time")))


async def _told(account: Account, action: str, params: Json) -> Any:
    """What the implementation tells, None when it does not have the action or has nothing to tell."""
    if action in account.unknown:
        return None
    try:
        return await account.call(action, params)
    except NetworkFailure as failure:
        log.info("%s of the QQ account %s: %s", action, account.bot, failure.code)
        return None


def _seconds(told: object) -> int:
    text = str(told)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
