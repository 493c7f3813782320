"""Bots as processes of their own, and what they use, as Linux tells it in /proc (proc(5))."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from sandbox import Sandbox

ROOT = Path(__file__).parents[1]
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
TICKS = os.sysconf("SC_CLK_TCK")
FREE = "1000000"
"""Limits that are there for people and not for benchmarks."""


EVERY = 0.02
"""Seconds between two looks at memory."""


class Used(NamedTuple):
    """Seconds of processor time, in the program and in the kernel for it."""

    own: float
    children: float
    """Of all processes that it started, those that ended included."""


@asynccontextmanager
async def running(server: Mapping[str, str], folder: Path, module: str) -> AsyncIterator[int]:
    """`python -m module` with the settings that lead to a server and its data in `folder`; its process id.

    It is killed in the end.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        cwd=folder,
        env=environment(server, folder),
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 20)
        if process.returncode is None:
            process.kill()
            await process.wait()


def at(sandbox: Sandbox) -> dict[str, str]:
    """The settings that lead to it."""
    return {"TELEGRAM_BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.base_url, "REAL_PEOPLE": "no"}


def environment(server: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Nothing of ours but what a bot needs."""
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": str(folder),
        "HTTP_PORT": "0",
        **server,
        "MESSAGES_PER_MINUTE": FREE,
        "MAX_USER_MB": FREE,
        "READ_SCREENSHOTS": "no",
        "LOG_LEVEL": "WARNING",
    }


def used(pid: int) -> Used:
    """Since the process began."""
    own, ended = _times(pid)
    return Used(own, ended + sum(sum(_times(child)) for child in descendants(pid)))


def resident(pid: int) -> float:
    """MiB in memory now."""
    return _memory(pid, "VmRSS")


def peak(pid: int) -> float:
    """Most MiB that were ever in memory."""
    return _memory(pid, "VmHWM")


def proportional(pid: int) -> float:
    """MiB in memory now, of the process and of all that it started; a page that several share counts once."""
    return sum(map(_share, [pid, *descendants(pid)]))


async def most(pid: int) -> float:
    """The highest of looks at `proportional`, until cancelled."""
    highest = 0.0
    with suppress(asyncio.CancelledError):
        while True:
            highest = max(highest, proportional(pid))
            await asyncio.sleep(EVERY)
    return highest


def descendants(pid: int) -> Iterator[int]:
    """Processes that run now and come from this one."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that just ended
            for child in tasks.read_text().split():
                yield int(child)
                yield from descendants(int(child))


def _times(pid: int) -> tuple[float, float]:
    """Own seconds, and those of children that ended and were waited for; nothing of one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    user, system, children_user, children_system = (int(field) / TICKS for field in fields[11:15])
    return user + system, children_user + children_system


def _share(pid: int) -> float:
    """`Pss`; nothing of a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _memory(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
