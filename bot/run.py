"""The life of the process: start, crash, start again, stop."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from contextlib import suppress

from bot.app import Crashed, build
from bot.disk import DiskWatch
from bot.logs import log_loop_errors
from bot.opening import data_files, opened
from bot.seams import Seams
from bot.settings import CannotStart, Settings
from bot.world import world
from dialogs.model import MIB
from storage import turns
from storage.errors import Overtaken, UnknownIncident

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
QUICK = 60.0
"""A crash within so many seconds of the start counts as one more in a row."""
MOST_IN_A_ROW = 5


async def run(
    settings: Settings, seams: Seams, announce: Callable[[str], None], *, sandbox: bool, speed: float | None
) -> int:
    """Run until SIGTERM or SIGINT: 0. Raises CannotStart. `announce` is told where the bot is once it is there.

    Everything kept is on disk, so a part that crashes is not patched up: all parts are closed and built anew, with a
    growing pause. Five quick crashes in a row end the process with 1, for whoever watches it.
    """
    stopped = stop_signals()
    crashes = 0
    while not stopped.is_set():
        started = seams.clock.monotonic()
        try:
            async with build(settings, seams, sandbox=sandbox, speed=speed) as app:
                settle_memory()
                announce(app.greeting)
                await app.run(stopped)
        except Crashed as crash:
            crashes = crashes + 1 if seams.clock.monotonic() - started < QUICK else 1
            if crashes == MOST_IN_A_ROW:
                log.critical("the bot crashed %d times in a row and gives up", crashes)
                return 1
            wait = min(2.0 ** (crashes - 1), LONGEST_WAIT)
            log.exception("%s; all is closed and started again in %g s", crash, wait)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), wait)
    return 0


async def replay(
    settings: Settings, seams: Seams, announce: Callable[[str], None], incident: str, *, sandbox: bool
) -> int:
    """Handle a dead event again: 0, or 1 when it fails again or comes too late. Raises CannotStart, also for an unknown
    incident."""
    files = data_files()
    async with opened(settings, seams, sandbox=sandbox) as (database, seams):
        disk = DiskWatch(seams.files, seams.clock, database.folder, settings.disk_reserve_mb * MIB)
        turn = turns.replay(incident, world(settings, seams, files, disk.low), seams.clock.now())
        try:
            taken = await database.write(turn)
        except UnknownIncident:
            raise CannotStart(f"Incident {incident} is unknown: it was replayed, or is older than 30 days.") from None
        except Overtaken:
            announce("Nothing was done: the user went on since, and what they said then would answer another question.")
            return 1
    if taken.incident:
        announce(f"The event failed again and is kept: {taken.failure}")
        return 1
    announce(f"The event was handled; {len(taken.rows)} messages are sent when the bot runs.")
    return 0


def settle_memory() -> None:
    """Collect garbage from now on, which `__main__` had put off, but not among what was imported and built.

    And seldom: turns leave next to none in cycles, and looking for it every 700 objects takes a twentieth of our time.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


def stop_signals() -> asyncio.Event:
    """Set by the first SIGTERM or SIGINT. A second one ends the process at once, as if nobody listened."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    loop.set_exception_handler(log_loop_errors)

    def stop() -> None:
        stopped.set()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    return stopped
