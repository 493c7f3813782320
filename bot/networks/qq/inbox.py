"""What comes in, each user's in its order, until it is durable.

OneBot never says anything twice, so what could not be kept is kept here and tried again. Nothing here is waited for by
whoever reads the socket: what can be read at once is submitted at once, everything else waits in a line of its user.
"""

import asyncio
import logging
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Final

from bot.errors import NetworkFailure, Refused
from bot.networks import Submit
from bot.networks.qq.account import Account, Json
from bot.networks.qq.reading import user_of
from bot.seams import Clock
from dialogs.events import Event
from storage.errors import StorageError

log = logging.getLogger(__name__)

Read = Callable[[Account, Json], list[Event] | Awaitable[list[Event]]]
Results = asyncio.Future[list[str | BaseException | None]]
Tell = Callable[[Account, str], None]

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
BUSY_SECONDS: Final = 0.05
LOOK_UPS: Final = 5
"""Attempts to look up a forwarded record."""
MOST_WAITING: Final = 50_000
"""Frames in memory; what comes on top is left for the history."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A frame of a user; `place` counts what comes in."""

    place: int
    account: Account
    user: str
    frame: Json


class Inbox:
    """`not_kept` tells a user that something waits, `unreadable` that a forwarded record cannot be opened."""

    def __init__(
        self, read: Read, submit: Submit, clock: Clock, *, busy: Callable[[], bool], not_kept: Tell, unreadable: Tell
    ) -> None:
        self._read, self._submit, self._clock, self._busy = read, submit, clock, busy
        self._not_kept, self._unreadable = not_kept, unreadable
        self._lines: dict[tuple[str, str], deque[_Said]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._places = count()

    @property
    def waiting(self) -> int:
        """Frames that are not durable yet and wait in memory."""
        return self._waiting

    def take(self, account: Account, frame: Json) -> None:
        """Submit what a frame says, or let it wait behind what its user said before."""
        user = user_of(frame)
        if user is None:
            return
        one = _Said(next(self._places), account, user, frame)
        if (account.bot, user) in self._lines or self._busy():
            self._wait(one)
            return
        events = self._events(one)
        if events is None:
            self._wait(one)
        elif events:
            self._at_once(one, events)

    async def stop(self) -> None:
        """Give up what waits; the history tells it again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _events(self, one: _Said) -> list[Event] | None:
        """None when the frame has to wait for a record."""
        try:
            events = self._read(one.account, one.frame)
        except Refused:
            self._unreadable(one.account, one.user)
            return []
        if isinstance(events, list):
            return events
        close = getattr(events, "close", None)  # it is begun again, in the line of its user
        if close is not None:
            close()
        return None

    def _at_once(self, one: _Said, events: list[Event]) -> None:
        """Nothing is awaited before the last of them is with the writer."""
        kept = [asyncio.ensure_future(self._submit(event)) for event in events]
        asyncio.gather(*kept, return_exceptions=True).add_done_callback(lambda done: self._settled(one, done))

    def _settled(self, one: _Said, done: Results) -> None:
        if not done.cancelled() and any(isinstance(result, StorageError) for result in done.result()):
            self._not_kept(one.account, one.user)
            self._wait(one)

    # -------------------------------------------------------------------------------------------------- the lines
    def _wait(self, one: _Said) -> None:
        """Put it into the line of its user, at the place where it was said."""
        if self._waiting >= MOST_WAITING:
            log.error("too much waits: a message of QQ is left to its history")
            return
        self._waiting += 1
        key = (one.account.bot, one.user)
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = deque()
            task = asyncio.create_task(self._drain(key, line))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        insort(line, one, key=lambda said: said.place)

    async def _drain(self, key: tuple[str, str], line: deque[_Said]) -> None:
        try:
            while line:
                while self._busy():
                    await self._clock.sleep(BUSY_SECONDS)
                one = line.popleft()
                try:
                    await self._keep(one)
                finally:
                    self._waiting -= 1
        finally:
            self._waiting -= len(line)
            del self._lines[key]

    async def _keep(self, one: _Said) -> None:
        """Return when the frame is durable, or is nothing to us."""
        events = await self._looked_up(one)
        wait = FIRST_WAIT
        while events:
            # Together, so that what one of them makes superfluous is not sent.
            results = await asyncio.gather(*map(self._submit, events), return_exceptions=True)
            events = [event for event, result in zip(events, results, strict=True) if isinstance(result, StorageError)]
            if events:
                self._not_kept(one.account, one.user)
                log.warning("a message of QQ waits: the database failed")
                await self._clock.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)

    async def _looked_up(self, one: _Said) -> list[Event]:
        """The events, a record included. One that cannot be opened is said to be so."""
        for attempt in range(LOOK_UPS):
            try:
                events = self._read(one.account, one.frame)
                return events if isinstance(events, list) else await events
            except Refused:
                break
            except NetworkFailure as failure:
                log.info("%s failed (%s), attempt %d", failure.call, failure.code, attempt + 1)
                await self._clock.sleep(FIRST_WAIT * 2**attempt)
            except Exception as error:
                # Whatever cannot be read now cannot be read later; its words are private.
                log.error("a message of QQ is malformed and was left out: %s", type(error).__name__)
                return []
        self._unreadable(one.account, one.user)
        return []
