"""The life of the process: crashes are survived, a crash loop is not, dead events are replayed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import Crashed
from bot.run import MOST_IN_A_ROW, run
from bot.seams import Seams
from bot.settings import Settings
from storage.database import Database
from tests.bot.parts import bench
from tests.bot.process import ended


class Parts:
    """Stands for the app: what each of its lives does is told beforehand."""

    def __init__(self, *lives: str) -> None:
        self.lives = list(lives)
        self.built = self.closed = 0
        self.greeting = "here"

    @asynccontextmanager
    async def build(self, *_: object, **__: object) -> AsyncIterator["Parts"]:
        self.built += 1
        try:
            yield self
        finally:
            self.closed += 1

    async def run(self, stopped: asyncio.Event) -> None:
        if self.lives.pop(0) == "crash":
            raise Crashed("a part ended")
        os.kill(os.getpid(), signal.SIGTERM)
        await stopped.wait()


async def live(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    said: list[str] = []
    monkeypatch.setattr("bot.run.build", parts.build)
    monkeypatch.setattr("bot.run.LONGEST_WAIT", 0.01)
    status = await run(Settings(_env_file=None), Seams(), said.append, sandbox=True, speed=None)
    return status, said


async def test_a_signal_ends_it_and_everything_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts("stop")
    assert await live(parts, monkeypatch) == (0, ["here"])
    assert (parts.built, parts.closed) == (1, 1)


async def test_after_a_crash_all_parts_are_built_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    parts = Parts("crash", "crash", "stop")
    status, said = await live(parts, monkeypatch)
    assert (status, len(said)) == (0, 3)
    assert (parts.built, parts.closed) == (3, 3)
    assert "a part ended" in caplog.text


async def test_a_crash_loop_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts(*["crash"] * 20)
    status, _ = await live(parts, monkeypatch)
    assert status == 1
    assert parts.built == parts.closed == MOST_IN_A_ROW


async def test_a_signal_also_ends_the_pause_after_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts("crash")
    asyncio.get_running_loop().call_later(0.3, os.kill, os.getpid(), signal.SIGTERM)
    monkeypatch.setattr("bot.run.build", parts.build)
    status = await run(Settings(_env_file=None), Seams(), lambda _: None, sandbox=True, speed=None)
    assert (status, parts.built) == (0, 1)


async def test_a_dead_event_is_replayed_once_after_the_repair(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "sandbox"
    folder.mkdir(parents=True)
    async with bench(folder) as one:
        await one.says("7", "crash 我要投诉")
    replayed = await ended(tmp_path, "replay", "INC-1")
    assert replayed.status == 0, replayed.err
    assert "The event was handled" in replayed.out
    again = await ended(tmp_path, "replay", "INC-1")
    assert again.status == 2
    assert "INC-1" in again.err
    database = await Database.open(folder)
    try:
        rows = await database.read(lambda connection: connection.execute("SELECT count(*) FROM outbox").fetchone())
    finally:
        await database.close()
    assert rows[0] > 1
