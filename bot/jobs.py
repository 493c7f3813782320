"""The runner of slow work: some jobs at once, one a person, each ending as an event that is submitted like any other.

A job that fails is tried three times, with pauses. Trouble of the network counts as no try, for a day. What ran when
the process ended is begun again, so every job must stand being done twice; its event is handled once.
"""

import asyncio
import logging
import math
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bot.errors import NetworkFailure, Refused, TryLater
from bot.export import export
from bot.fetch import fetch
from bot.leftovers import Archives, tidy
from bot.papers.calendar import calendar
from bot.papers.mail import mail
from bot.papers.pack import pack
from bot.papers.picture import picture
from bot.papers.text import text
from bot.reading import read
from bot.workers import WorkerFailed
from bot.workshop import Workshop
from complaints.times import DAY, MINUTE, Instant
from dialogs.events import Event, JobFailed
from storage import jobs
from storage.dead import place
from storage.errors import StorageError
from storage.jobs import JobRow

T = TypeVar("T")
log = logging.getLogger(__name__)

AT_ONCE = 16
"""Jobs mostly wait for the network; how many processes work for them at once is for `bot.workers` to say."""
TRIES = 3
ONE_TRY = frozenset({"read"})
"""Kinds of jobs that nobody was promised anything of: a picture that breaks its reader is not read again."""
ONE_AT_A_TIME = frozenset({"read"})
"""Kinds of jobs for which one process works: the others of them give their places to other people's files meanwhile."""
TURN_AGAIN = 2
"""Seconds until such a one asks again."""
PAUSES = (5, 30)
"""Seconds after the first and the second failed try."""
CRASHES = 20
"""Attempts that ended with the process before a job counts as the reason."""
LONGEST_PAUSE = 5 * MINUTE
"""Between two attempts while the network is in trouble."""
TROUBLE_UP_TO = DAY
"""How long the network's trouble counts as no try."""
LONGEST_REST = 30.0
"""Real seconds to the next look at the table at most."""
STORAGE_PAUSE = 5.0
"""Real seconds to the next attempt while the database fails."""
NO_PAPERS = frozenset({"fetch", "read"})
"""Kinds of jobs that leave no file to send."""
_WORK: dict[str, Callable[[JobRow, Workshop], Awaitable[Event]]] = {
    "fetch": fetch,
    "read": read,
    "export": export,
    "pack": pack,
    "calendar": calendar,
    "mail": mail,
    "text": text,
    "picture": picture,
}


@dataclass(slots=True)
class Trouble:
    """Network failures of one job in a row."""

    since: Instant
    times: int = 0


class Jobs:
    """Runs what the table of jobs holds."""

    def __init__(self, shop: Workshop, submit: Callable[[Event], Awaitable[object]], *, at_once: int = AT_ONCE) -> None:
        """`submit` gives None when the engine did not decide: the event was for something that is gone, or is dead."""
        self._shop, self._submit, self._at_once = shop, submit, at_once
        self._woken = asyncio.Event()
        self._busy: set[int] = set()
        self._under_way: set[str] = set()
        """Of ONE_AT_A_TIME."""
        self._trouble: dict[int, Trouble] = {}
        self._archives = Archives(shop)

    def wake(self) -> None:
        """There may be something to begin. Cheap, callable any number of times."""
        self._woken.set()

    @property
    def running(self) -> int:
        """Jobs under way."""
        return len(self._busy)

    async def run(self) -> None:
        """Until cancelled; then what is under way is given up, to be begun again at the next start."""
        self._shop.clock.on_change(self.wake)
        await self._kept(partial(self._shop.database.write, jobs.reset_running))
        await self._archives.find()
        async with asyncio.TaskGroup() as group:
            while True:
                self._woken.clear()
                await self._rest(await self._kept(partial(self._round, group)))

    # ------------------------------------------------------------------------------------------------- the rounds
    async def _round(self, group: asyncio.TaskGroup) -> float:
        """Begin what can be begun; real seconds until the next round. A job that ends wakes us for another one."""
        if len(self._busy) >= self._at_once:
            return LONGEST_REST
        begun, earliest = await self._shop.database.write(self._begin)
        for row in begun:
            self._busy.add(row.person)
            group.create_task(self._work(row))
        await self._archives.clear(self._busy)
        return self._until(earliest)

    def _begin(self, conn: sqlite3.Connection) -> tuple[list[JobRow], Instant | None]:
        """What begins now, and the time of the earliest that waits."""
        ready = jobs.ready(conn, self._shop.clock.now(), self._at_once - len(self._busy))
        begun = [row for one in ready if (row := jobs.begin(conn, one.id)) is not None]
        return begun, jobs.next_ready(conn)

    def _until(self, earliest: Instant | None) -> float:
        """Real seconds. What is ready by now waits for a job of its person to end."""
        clock = self._shop.clock
        if earliest is None or earliest <= clock.now():
            return LONGEST_REST
        return min(LONGEST_REST, max(0.0, (clock.real_date(earliest) - clock.real_now()).total_seconds()))

    async def _rest(self, seconds: float) -> None:
        if self._woken.is_set():
            return
        waiting = [asyncio.ensure_future(self._woken.wait()), asyncio.ensure_future(self._shop.clock.sleep(seconds))]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for future in waiting:
                future.cancel()

    async def _kept(self, act: Callable[[], Awaitable[T]]) -> T:
        """What `act` gives, tried again until the database takes it."""
        while True:
            try:
                return await act()
            except StorageError as error:
                log.warning("jobs wait: the database failed (%s)", error.code)
            await self._shop.clock.sleep(STORAGE_PAUSE)

    # ------------------------------------------------------------------------------------------------- one job
    async def _work(self, row: JobRow) -> None:
        try:
            event = await self._attempt(row)
            if event is not None:
                await self._tell(row, event)
        finally:
            self._busy.discard(row.person)
            self.wake()

    async def _tell(self, row: JobRow, event: Event) -> None:
        step = await self._kept(partial(self._submit, event))
        if step is None:  # the engine has not decided what becomes of the file
            await self._kept(partial(tidy, self._shop, row, event))
        self._trouble.pop(row.id, None)
        if row.job.kind not in NO_PAPERS:
            self._archives.made(row.person)

    async def _attempt(self, row: JobRow) -> Event | None:
        """The job's result, None when it is tried again later."""
        if row.attempts > CRASHES:
            return self._given_up(row, "crashed")
        kind = row.job.kind
        if kind in self._under_way:
            await self._later(row, self._shop.clock.now() + TURN_AGAIN, counted=False)
            return None
        self._under_way |= {kind} & ONE_AT_A_TIME
        try:
            return await _WORK[kind](row, self._shop)
        except Refused as refused:
            return self._given_up(row, refused.code)
        except (NetworkFailure, StorageError) as failure:
            return await self._in_trouble(row, failure)
        except WorkerFailed as failure:
            return await self._failed(row, str(failure))
        except Exception as error:  # as with a turn: our own mistake costs one job, not the bot
            return await self._failed(row, place(error))
        finally:
            self._under_way.discard(kind)

    async def _in_trouble(self, row: JobRow, failure: NetworkFailure | StorageError) -> Event | None:
        now = self._shop.clock.now()
        trouble = self._trouble.setdefault(row.id, Trouble(now))
        if now - trouble.since > TROUBLE_UP_TO:
            return await self._failed(row, failure.code)
        trouble.times += 1
        pause = min(2**trouble.times, LONGEST_PAUSE)
        if isinstance(failure, TryLater):
            pause = max(pause, math.ceil(failure.after))
        log.info("job %d waits %d s: %s", row.id, pause, failure.code)
        await self._later(row, now + pause, counted=False)
        return None

    async def _failed(self, row: JobRow, reason: str) -> Event | None:
        log.warning("job %d (%s) failed, attempt %d: %s", row.id, row.job.kind, row.attempts, reason)
        if row.attempts >= TRIES or row.job.kind in ONE_TRY:
            return self._given_up(row, "failed")
        await self._later(row, self._shop.clock.now() + PAUSES[row.attempts - 1])
        return None

    async def _later(self, row: JobRow, not_before: Instant, *, counted: bool = True) -> None:
        await self._kept(
            lambda: self._shop.database.write(
                partial(jobs.later, job_id=row.id, not_before=not_before, counted=counted)
            )
        )

    def _given_up(self, row: JobRow, code: str) -> JobFailed:
        log.error("job %d (%s) is given up: %s", row.id, row.job.kind, code)
        return JobFailed(**self._shop.about(row), exhibit=row.job.exhibit, code=code)
