"""The program on a Bot API server of the test: as a process that may be killed, or inside this process."""

import asyncio
import json
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, Self

from bot.app import App, build
from bot.opening import CLOCK, PEOPLE
from bot.seams import Seams
from bot.settings import Settings
from complaints.complaint import Complaint
from complaints.times import Instant
from sandbox import Phone, Sandbox, buttons
from storage import meta
from storage.database import NAME, Database
from tests.bot.process import environment

PATIENCE = 90.0
"""Real seconds for what an idle machine does at once. It only ends a test that would wait for ever."""
STANDSTILL = 1e-6
"""Bot seconds that pass in a real one where a test wants every text to be the same each time."""


class StillClock:
    """The server's clock where bot time stands still: so far ahead that no message is older than bot time."""

    speed = 1.0

    def __init__(self) -> None:
        self._now = int(time.time() + 1.2 / STANDSTILL)

    def now(self) -> Instant:
        return self._now

    def jump(self, seconds: int, /) -> None:
        self._now += seconds


class Program:
    """`python -m bot` on one data folder; started, killed and started again. `log` is what it wrote to stderr."""

    def __init__(self, folder: Path, sandbox: Sandbox | None, *, module: str = "bot", **variables: str) -> None:
        self.data, self.log = folder / "data", folder / "log"
        self._folder, self._module = folder, module
        self._variables = (server(sandbox) if sandbox is not None else {}) | variables
        self._process: Process | None = None

    async def start(self, *arguments: str) -> Self:
        """Return when it serves."""
        process = await self.begin(*arguments)
        assert process.stdout
        async with asyncio.timeout(PATIENCE):
            line = await process.stdout.readline()
        assert line, self.log.read_text()
        return self

    async def begin(self, *arguments: str) -> Process:
        """Return while it is still starting."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self._module, *arguments),
                cwd=self._folder,
                env=environment(self._folder, **self._variables),
                stdout=PIPE,
                stderr=log,
            )
        return self._process

    async def kill(self) -> None:
        """SIGKILL: nothing of ours is run any more."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM, and its exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        process = self._process
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(number)
        async with asyncio.timeout(PATIENCE):
            await process.communicate()
        self._process = None
        assert process.returncode is not None
        return process.returncode


@asynccontextmanager
async def running(program: Program, *arguments: str) -> AsyncIterator[Program]:
    """The program while the block runs; it must stop cleanly when the block is left without an error."""
    await program.start(*arguments)
    try:
        yield program
    except BaseException:
        await program.kill()
        raise
    assert await program.stop() == 0, program.log.read_text()


@asynccontextmanager
async def inside(folder: Path, sandbox: Sandbox, *, speed: float | None = None, **more: Any) -> AsyncIterator[App]:
    """The same parts in this process, for tests that reach into them. `more` are settings."""
    given = {name.lower(): value for name, value in server(sandbox).items()}
    settings = Settings(_env_file=None, **{"data_dir": folder / "data", "http_port": 0, **given, **more})
    stopped = asyncio.Event()
    async with build(settings, Seams(), speed=speed) as app:
        life = asyncio.create_task(app.run(stopped))
        try:
            yield app
        finally:
            stopped.set()
            await life


def server(sandbox: Sandbox) -> dict[str, str]:
    """The settings that lead to it."""
    return {"TELEGRAM_BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.base_url, "REAL_PEOPLE": "no"}


async def set_clock(data: Path, at: Instant) -> None:
    """Make the next start begin at this bot time. It then runs at the speed of the command line."""
    data.mkdir(parents=True, exist_ok=True)
    database = await Database.open(data)
    try:
        line = json.dumps([time.time(), at + 0.5, STANDSTILL])
        await database.write(lambda conn: meta.put(conn, CLOCK, line))
        await database.write(lambda conn: meta.put(conn, PEOPLE, "nobody"))
    finally:
        await database.close()


async def until(there: Callable[[], object], patience: float = PATIENCE) -> None:
    """Return when it is so, for what tells nobody."""
    async with asyncio.timeout(patience):
        while not there():  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.02)


async def offered(phone: Phone, label: str) -> None:
    """Wait until a button of that label is on the phone's newest message that has buttons."""
    await phone.wait(lambda message: any(one["text"] == label for one in buttons(message)), PATIENCE, f"[{label}]")


# ---------------------------------------------------------------------------------------------------- the database
def rows(data: Path, select: str, *values: object) -> list[Any]:
    """What is stored, read from outside while the program may be running."""
    with closing(sqlite3.connect(f"{(data / NAME).as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(select, values).fetchall()


def complaints(data: Path, user: int) -> list[Complaint]:
    """All complaints of the person with this Telegram account."""
    found = rows(
        data,
        "SELECT document FROM complaint JOIN account USING (person_id) WHERE user = ? ORDER BY number",
        str(user),
    )
    return [Complaint.model_validate_json(document) for (document,) in found]


def only_complaint(data: Path, user: int) -> Complaint:
    """The one complaint of somebody who has one."""
    (case,) = complaints(data, user)
    return case


def outbox(data: Path) -> Mapping[str, int]:
    """Outbox rows by state."""
    return dict(rows(data, "SELECT state, count(*) FROM outbox GROUP BY state"))


def person_folder(data: Path, user: int) -> Path:
    """Where the files of the person with this account are."""
    ((person,),) = rows(data, "SELECT person_id FROM account WHERE user = ?", str(user))
    return data / "evidence" / str(person)
