"""Waking up when reminders are due. APScheduler is given real run dates only; what is due is asked of the database.

One job stands for all reminders: at the earliest row, and at most 30 s away. Bot time is turned into real run dates by
the clock seam, so a clock that jumps or runs fast needs nothing else than a new plan. Jobs that are late run late
(`misfire_grace_time=None`): after a suspended night everything due comes at once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, timedelta
from functools import partial
from typing import NamedTuple

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.seams import Clock, Writer
from complaints.times import DAY, Instant
from dialogs.events import Event
from storage.errors import StorageError
from storage.reminders import due, next_fire

log = logging.getLogger(__name__)

MOST_PUSHES = 100
"""Pushes waiting to be sent above which no more reminders are taken up."""
AT_ONCE = 50
"""Persons taken up in one go."""
LONGEST = 30.0
"""Real seconds to the next look at most."""
SHORTEST = 0.2
"""Real seconds to the next look at least, so that a burst of changes is one look."""
TROUBLE = 5.0
"""Real seconds to the next look while the database fails or too many pushes wait."""


DAILY_AFTER = 60.0
"""Real seconds after the start of the first daily work: who waits for a first answer goes before."""


class Daily(NamedTuple):
    """Work done soon after the start and every 24 hours of bot time from then on."""

    name: str
    work: Callable[[], Awaitable[None]]


async def quietly(work: Callable[[], Awaitable[None]]) -> None:
    """What the scheduler runs: work cut short by a stop is no error, though APScheduler would log one."""
    with suppress(asyncio.CancelledError):
        await work()


class Reminders:
    """Turns due reminders into events while few pushes wait, and runs the daily work."""

    def __init__(
        self,
        database: Writer,
        clock: Clock,
        submit: Callable[[Event], Awaitable[object]],
        pushes_waiting: Callable[[], int],
        daily: Sequence[Daily] = (),
    ) -> None:
        self._database, self._clock, self._submit = database, clock, submit
        self._pushes_waiting, self._daily = pushes_waiting, daily
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2}
        )
        self._sweeping = asyncio.Lock()
        self._stirred = False
        self._looked = clock.monotonic()
        self._first_day = clock.real_now() + timedelta(seconds=DAILY_AFTER)
        self._days: dict[str, Instant] = {}

    def wake(self) -> None:
        """The earliest reminder may have changed: look soon. Cheap, callable any number of times."""
        if not self._stirred and self._scheduler.running:
            self._stirred = True
            self._plan(SHORTEST)

    async def run(self) -> None:
        """Until cancelled. It watches the scheduler, which sleeps for days when the machine's clock is set back."""
        self._clock.on_change(self._replan)
        self._scheduler.start()
        try:
            self._replan()
            while True:
                await self._clock.sleep(LONGEST)
                if self._clock.monotonic() - self._looked > 2 * LONGEST:
                    self._replan()
        finally:
            self._scheduler.shutdown(wait=False)

    def age(self) -> float:
        """Real seconds since the last look."""
        return self._clock.monotonic() - self._looked

    def _replan(self) -> None:
        self._stirred = False
        self.wake()
        for daily in self._daily:
            self._plan_day(daily)

    def _plan(self, seconds: float, at: Instant | None = None) -> None:
        """Look in `seconds`, or at bot time `at` when that comes first."""
        now = self._clock.real_now()
        when = now + timedelta(seconds=seconds)
        if at is not None:
            when = min(when, max(self._clock.real_date(at), now + timedelta(seconds=SHORTEST)))
        self._scheduler.add_job(quietly, "date", [self._look], run_date=when, id="reminders", replace_existing=True)

    async def _look(self) -> None:
        async with self._sweeping:
            self._stirred, self._looked = False, self._clock.monotonic()
            seconds, earliest = await self._sweep()
            if not self._stirred:  # else a look is planned or waits for this one to end
                self._plan(seconds, earliest)

    async def _sweep(self) -> tuple[float, Instant | None]:
        """Take up what is due; real seconds to the next look at most, and the bot time of the earliest reminder."""
        try:
            asked = await self._take_up()
            earliest = await self._database.read(next_fire)
        except StorageError as error:
            log.warning("reminders wait: the database failed (%s)", type(error).__name__)
            return TROUBLE, None
        if self._room() <= 0:
            return TROUBLE, None
        if earliest is not None and earliest <= asked:
            log.error("a reminder due at %d cannot be taken up", earliest)
            return LONGEST, None
        return LONGEST, earliest

    async def _take_up(self) -> Instant:
        """Submit what is due until nothing new is, or too many pushes wait; the bot time for which that holds."""
        seen: set[str] = set()
        now = self._clock.now()
        while (room := self._room()) > 0:
            now = self._clock.now()
            events = await self._database.read(partial(due, now=now, limit=min(AT_ONCE, room)))
            fresh = [event for event in events if event.id not in seen]
            if not fresh:
                break
            seen.update(event.id for event in fresh)
            results = await asyncio.gather(*map(self._submit, fresh), return_exceptions=True)
            for error in results:
                if isinstance(error, BaseException):
                    raise error
        return now

    def _room(self) -> int:
        return MOST_PUSHES - self._pushes_waiting()

    def _plan_day(self, daily: Daily) -> None:
        at = self._days.get(daily.name)
        when = self._first_day if at is None else max(self._clock.real_date(at), self._clock.real_now())
        work = partial(self._run_day, daily)
        self._scheduler.add_job(quietly, "date", [work], run_date=when, id=f"daily {daily.name}", replace_existing=True)

    async def _run_day(self, daily: Daily) -> None:
        self._days[daily.name] = self._clock.now() + DAY
        try:
            await daily.work()
        except Exception:
            log.exception("the daily work %s failed and is tried again tomorrow", daily.name)
        self._plan_day(daily)
