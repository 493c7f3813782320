"""One round: a bot in a process of its own, a crowd of phones in this one, real HTTP between them."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Protocol

from benchmarks import seed
from benchmarks.phones import Crowd, Dialog, Tally, intake, six_turns
from benchmarks.processes import at, descendants, peak, running, used
from sandbox import OwnClock, Phone, Sandbox
from storage.database import NAME

PHONES = 200
WARM_UP = 2.0
"""Seconds of talking that are left out."""
MEASURED = 4.0
"""Seconds after which no new dialog begins; the round ends when all have ended and no job is left."""
PATIENCE = 30.0
"""Seconds for a bot to start."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was measured."""

    rate: float
    """Updates a second that were answered while the crowd talked."""
    settled: float
    """The same, with the time until the last picture that came meanwhile was fetched and looked at."""
    own: float
    """CPU milliseconds an update, of the bot's process."""
    children: float
    """The same, of the processes that it started."""
    p99: float
    """Milliseconds from an act to its answer."""
    peak: float
    """MiB of the bot's process."""
    peak_children: float
    """MiB of the processes that it started and that run at the end."""
    load: float
    """Share of one processor that the phones and the server themselves used."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot and what people say to it."""

    module: str
    dialog: Dialog
    new_people: bool = False
    """Every dialog is that of somebody new; else each person goes on with the next one."""
    prepare: Callable[[Path, str, list[int]], Awaitable[None]] | None = None
    """Called with the data folder, the bot's id and the users before the bot starts."""


GUIDE = Subject("benchmarks.guide", six_turns, prepare=seed.people)
PLAIN = Subject("benchmarks.plain", six_turns)
INTAKE = Subject("bot", intake, new_people=True)


async def play(subject: Subject, phones: int = PHONES, warm_up: float = WARM_UP, measured: float = MEASURED) -> Round:
    """A round from an empty data folder."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with Sandbox(clock=OwnClock()) as sandbox:
            people = [sandbox.phone() for _ in range(phones)]
            if subject.prepare is not None:
                await subject.prepare(folder, sandbox.token.partition(":")[0], [one.user_id for one in people])
            async with running(at(sandbox), folder, subject.module) as pid:
                await sandbox.called("getUpdates", patience=PATIENCE)
                crowd = Crowd(_new(sandbox) if subject.new_people else people.__getitem__, phones, subject.dialog)
                return await measure(crowd, pid, folder, warm_up, measured)


def _new(sandbox: Sandbox) -> Callable[[int], Phone]:
    return lambda _: sandbox.phone()


class People(Protocol):
    """A crowd that talks."""

    tally: Tally

    async def stop(self) -> None:
        """When all dialogs have ended."""


async def measure(crowd: People, pid: int, folder: Path, warm_up: float, measured: float) -> Round:
    """What the bot of that process did while the crowd talked, which begins now."""
    await asyncio.sleep(warm_up)
    crowd.tally.empty()
    began, before, mine = perf_counter(), used(pid), process_time()
    await asyncio.sleep(measured)
    await crowd.stop()
    talked = perf_counter() - began
    while jobs_left(folder / NAME):  # noqa: ASYNC110 -- another process's, which tells us nothing
        await asyncio.sleep(0.02)
    seconds, after, load = perf_counter() - began, used(pid), process_time() - mine
    updates = crowd.tally.updates
    return Round(
        rate=updates / talked,
        settled=updates / seconds,
        own=1000 * (after.own - before.own) / updates,
        children=1000 * (after.children - before.children) / updates,
        p99=1000 * crowd.tally.p99,
        peak=peak(pid),
        peak_children=sum(map(peak, descendants(pid))),
        load=load / seconds,
    )


def jobs_left(database: Path) -> bool:
    """Whether our bot has still pictures to fetch; a bot without such a database fetches them before it answers."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM job)").fetchone()[0])
