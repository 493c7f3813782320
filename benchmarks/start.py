"""`start`: from the start of the process to its first poll, and memory at rest. `reminders`: with 100,000 of them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from benchmarks import figures, seed
from benchmarks.processes import at, peak, resident, running, used
from sandbox import OwnClock, Sandbox

RUNS = 5
PENDING = 100_000
IDLE_SECONDS = 1.5
"""At rest before memory is looked at: the command menu is set by then."""
PATIENCE = 60.0


class Started(NamedTuple):
    """One start."""

    seconds: float
    cpu: float
    """Seconds of processor time until then, which depend less on who else is at work."""
    idle: float
    """MiB."""
    peak: float


async def empty(runs: int = RUNS) -> str:
    """A data folder with nothing in it."""
    return await _report("Start with an empty database", runs, _nothing)


async def pending(runs: int = RUNS) -> str:
    """One with all these reminders, none of them due."""
    return await _report(f"Start with {PENDING:,} pending reminders", runs, _reminders)


async def _nothing(_: Path) -> None:
    return


async def _reminders(folder: Path) -> None:
    await seed.pending(folder, PENDING)


async def _report(head: str, runs: int, prepare: Callable[[Path], Awaitable[None]]) -> str:
    with TemporaryDirectory() as name:
        await prepare(Path(name))
        started = [await _start(Path(name)) for _ in range(runs)]
    lines = [
        ("", "this bot"),
        ("seconds to the first poll", figures.column(started, lambda one: one.seconds, ".2f")),
        ("CPU seconds until then", figures.column(started, lambda one: one.cpu, ".2f")),
        ("memory MiB at rest", figures.column(started, lambda one: one.idle, ".0f")),
        ("peak memory MiB", figures.column(started, lambda one: one.peak, ".0f")),
    ]
    return "\n".join([f"{head}, {runs} runs: median (range)", figures.table(lines), figures.machine()])


async def _start(folder: Path) -> Started:
    async with Sandbox(clock=OwnClock()) as sandbox:
        began = perf_counter()
        async with running(at(sandbox), folder, "bot") as pid:
            await sandbox.called("getUpdates", patience=PATIENCE)
            seconds, cpu = perf_counter() - began, used(pid).own
            await asyncio.sleep(IDLE_SECONDS)
            return Started(seconds, cpu, resident(pid), peak(pid))
