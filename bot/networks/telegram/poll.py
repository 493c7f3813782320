"""The poll loop: a batch is taken, made durable, and acknowledged by asking for what comes after it.

Telegram keeps what is not acknowledged for 24 hours. https://core.telegram.org/bots/api#getting-updates
So nothing is lost while we are down, cannot store, or choose not to ask.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from bot.errors import NetworkFailure, SecondInstance, TokenRejected, TryLater, Uncertain
from bot.networks.telegram.api import Api, Json
from bot.seams import Clock, KillPoint

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 25
"""For which Telegram holds a request when there is nothing to say."""
SLACK_SECONDS: Final = 10.0
LIVE_SECONDS: Final = 90.0
"""Without a completed getUpdates for so long, something is wrong."""
BATCH: Final = 100
CONFLICT_SECONDS: Final = 10.0
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
BUSY_SECONDS: Final = 0.05
ALLOWED: Final = ["message", "edited_message", "callback_query", "my_chat_member"]

Take = Callable[[Json], Awaitable[object]]
"""Takes a raw update at once; what it gives is done when the update needs not come again, and fails when it must."""


class Poll:
    """Asks for updates until cancelled. A long poll takes `seconds` and its answer at most `slack` more."""

    def __init__(
        self,
        api: Api,
        take: Take,
        clock: Clock,
        *,
        busy: Callable[[], bool],
        reached: Callable[[KillPoint], None],
        seconds: int = POLL_SECONDS,
        slack: float = SLACK_SECONDS,
    ) -> None:
        self._api, self._take, self._clock, self._busy, self._reached = api, take, clock, busy, reached
        self._seconds, self._slack = seconds, slack
        self._offset: int | None = None
        self._wait = FIRST_WAIT
        self.completed: float | None = None
        """Monotonic time of the last completed getUpdates."""

    async def run(self) -> None:
        """Never returns."""
        while True:
            while self._busy():
                await self._clock.sleep(BUSY_SECONDS)
            batch = await self._fetch()
            if batch and not await self._settle(batch):
                await self._pause("updates could not be acknowledged")
            elif batch is not None:
                self._wait = FIRST_WAIT
                # Once everything is acknowledged no offset is needed, and Telegram may begin a new row of numbers,
                # lower ones too, after a week without updates. https://core.telegram.org/bots/api#update
                self._offset = self._offset if batch else None

    async def _fetch(self) -> Sequence[Any] | None:
        """The waiting updates; None after a failure, which was waited out."""
        # The first is answered at once, so that it is known from the start whether we are alive.
        seconds = 0 if self.completed is None else self._seconds
        fields: Json = {"timeout": seconds, "limit": BATCH, "allowed_updates": ALLOWED}
        if self._offset is not None:
            fields["offset"] = self._offset
        try:
            batch = await self._api.call("getUpdates", fields, read_seconds=self._seconds + self._slack)
            if not isinstance(batch, list):
                raise Uncertain("getUpdates", "no_list")
        except NetworkFailure as failure:
            await self._after(failure)
            return None
        self.completed = self._clock.monotonic()
        return batch

    async def _after(self, failure: NetworkFailure) -> None:
        match failure:
            case SecondInstance():
                log.error(
                    "Another program is fetching updates with the same bot token. Stop it, or use a token of its own; "
                    "asking again in %g s.",
                    CONFLICT_SECONDS,
                )
                await self._clock.sleep(CONFLICT_SECONDS)
            case TokenRejected():
                await self._pause("Telegram does not accept TELEGRAM_BOT_TOKEN any more")
            case TryLater(after=seconds):
                await self._clock.sleep(seconds)
            case _:
                await self._pause(str(failure))

    async def _pause(self, why: str) -> None:
        log.warning("%s; asking again in %g s", why, self._wait)
        wait, self._wait = self._wait, min(2 * self._wait, LONGEST_WAIT)
        await self._clock.sleep(wait)

    async def _settle(self, batch: Sequence[Any]) -> bool:
        """Take all updates in one go and wait until they are durable; whether the offset could move past all of them.

        An update after one that failed may be durable too: it comes again and its key is found.
        """
        numbered = [(raw["update_id"], self._take(raw)) for raw in batch if _is_numbered(raw)]
        results = await asyncio.gather(*(done for _, done in numbered), return_exceptions=True)
        self._reached("before_ack")
        for (number, _), result in zip(numbered, results, strict=True):
            if isinstance(result, BaseException):
                log.warning("update %d was not kept: %s", number, type(result).__name__)
                return False
            self._offset = number + 1
        return bool(numbered)


def _is_numbered(raw: object) -> bool:
    if isinstance(raw, dict) and isinstance(raw.get("update_id"), int):
        return True
    log.error("an update without a number was skipped")
    return False
