"""The bot as a process of its own, with the settings of a test and nothing else."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT")
TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_01234"
OPERATOR = {"OPERATOR_NAME": "n", "OPERATOR_CONTACT": "c", "SERVER_REGION": "r"}

PATIENCE = 30.0


class Ended(NamedTuple):
    """How a process ended and what it said."""

    status: int | None
    out: str
    err: str


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """No variable of ours but these; data in `folder`, a free port, no reading of pictures: it takes a second each."""
    assert variables.keys() <= {name.upper() for name in Settings.model_fields}
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    ours = {"DATA_DIR": str(folder / "data"), "HTTP_PORT": "0", "READ_SCREENSHOTS": "no"}
    return {**kept, "PYTHONPATH": str(ROOT), **ours, **variables}


async def start(folder: Path, *arguments: str, **variables: str) -> Process:
    """`python -m bot` with `arguments`, in `folder`, which has no .env unless the test wrote one."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env=environment(folder, **variables),
        stdout=PIPE,
        stderr=PIPE,
    )


async def ended(folder: Path, *arguments: str, **variables: str) -> Ended:
    """Run it to its end. On an idle machine that takes a second; PATIENCE is for a busy one and ends what hangs."""
    process = await start(folder, *arguments, **variables)
    try:
        async with asyncio.timeout(PATIENCE):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    return Ended(process.returncode, out.decode(), err.decode())


@asynccontextmanager
async def running(folder: Path, *arguments: str, **variables: str) -> AsyncIterator[tuple[Process, str]]:
    """The process and its first line, which comes when it serves; killed at the end of the block if it still runs."""
    process = await start(folder, *arguments, **variables)
    assert process.stdout
    assert process.stderr
    try:
        line = (await process.stdout.readline()).decode()
        assert line, (await process.stderr.read()).decode()
        yield process, line
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
