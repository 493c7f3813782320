"""Waking up for reminders, on a clock that jumps and runs fast.

The tiny engine's `open` makes a case whose clock ends in 1,000 s, with reminders 600 s before and at its end.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.reminders import MOST_PUSHES, Daily, Reminders
from tests.bot.parts import Bench, bench


@asynccontextmanager
async def waking(
    one: Bench, *, waiting: Callable[[], int] = lambda: 0, daily: tuple[Daily, ...] = ()
) -> AsyncIterator[None]:
    reminders = Reminders(one.database, one.clock, one.turns.submit, waiting, daily)
    one.turns.on_taken(lambda taken: reminders.wake() if taken.reminders_changed else None)
    task = asyncio.create_task(reminders.run())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(there: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(1000):
        if there():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came")


async def test_a_jump_of_the_clock_brings_what_falls_due_by_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as one, waking(one):
        await one.says("7", "open card")
        one.clock.jump(300)
        await asyncio.sleep(0.5)
        assert one.pushes() == []
        one.clock.jump(110)
        await until(lambda: bool(one.pushes()))
        assert one.pushes() == ["1/C0.1/600"]
        one.clock.jump(600)
        await until(lambda: len(one.pushes()) == 2)
        assert one.pushes() == ["1/C0.1/600", "1/C0.1/0"]


async def test_a_fast_clock_brings_them_when_bot_time_gets_there(tmp_path: Path) -> None:
    async with bench(tmp_path) as one:
        one.clock.speed = 1000
        async with waking(one):
            await one.says("7", "open card")
            await until(lambda: len(one.pushes()) == 2)
    assert one.pushes() == ["1/C0.1/600", "1/C0.1/0"]


async def test_what_was_missed_comes_at_the_start_in_one_event_a_person(tmp_path: Path) -> None:
    async with bench(tmp_path) as one:
        for user in ("7", "8", "9"):
            await one.says(user, "open card")
        one.clock.jump(86_400)
        async with waking(one):
            await until(lambda: len(one.pushes()) == 3)
    assert one.pushes() == ["1/C0.1/600 1/C0.1/0"] * 3
    assert {row.chat.user for row in one.said if row.message.lane == "push"} == {"7", "8", "9"}


async def test_none_comes_twice_and_none_for_a_clock_that_was_set_anew(tmp_path: Path) -> None:
    async with bench(tmp_path) as one, waking(one):
        await one.says("7", "open card")
        await one.says("7", "extend 1")
        one.clock.jump(1300)
        await asyncio.sleep(0.5)
        assert one.pushes() == []
        one.clock.jump(200)
        await until(lambda: bool(one.pushes()))
        for _ in range(3):
            one.clock.jump(1)
            await asyncio.sleep(0.3)
    assert one.pushes() == ["1/C0.1/600"]


async def test_while_many_pushes_wait_no_more_are_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reminders.TROUBLE", 0.3)
    sent = 0

    def waiting() -> int:
        return len(one.pushes()) - sent

    async with bench(tmp_path) as one:
        await asyncio.gather(*(one.turns.submit(one.text(f"{user}", "open card")) for user in range(1000, 1250)))
        one.clock.jump(500)
        async with waking(one, waiting=waiting):
            await until(lambda: waiting() >= MOST_PUSHES)
            await asyncio.sleep(0.5)
            assert waiting() == MOST_PUSHES
            sent = 90
            await until(lambda: waiting() >= MOST_PUSHES)
            sent = 200
            await until(lambda: len(one.pushes()) == 250)


async def test_a_failing_database_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reminders.TROUBLE", 0.3)
    async with bench(tmp_path) as one:
        await one.says("7", "open card")
        await one.database.alone(lambda connection: connection.execute("PRAGMA query_only = ON"))
        one.clock.jump(500)
        async with waking(one):
            await until(lambda: one.turns.counts["failed"] > 1)
            assert one.pushes() == []
            await one.database.alone(lambda connection: connection.execute("PRAGMA query_only = OFF"))
            await until(lambda: bool(one.pushes()))
    assert one.pushes() == ["1/C0.1/600"]


async def test_a_reminder_that_nobody_can_take_up_does_not_keep_us_busy(tmp_path: Path) -> None:
    looks = 0

    def waiting() -> int:
        nonlocal looks
        looks += 1
        return 0

    async with bench(tmp_path) as one:
        await one.says("7", "open card")
        await one.database.write(lambda connection: connection.execute("DELETE FROM account"))
        one.clock.jump(2000)
        async with waking(one, waiting=waiting):
            await until(lambda: looks > 0)
            await asyncio.sleep(1)
    assert looks < 10


async def test_daily_work_is_done_soon_and_every_day_of_bot_time_whatever_became_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reminders.DAILY_AFTER", 0.2)
    done: list[int] = []

    async def work() -> None:
        done.append(one.clock.now())
        if len(done) == 1:
            raise OSError("no")

    async with bench(tmp_path) as one, waking(one, daily=(Daily("round", work),)):
        await until(lambda: len(done) == 1)
        one.clock.jump(86_000)
        await asyncio.sleep(0.3)
        assert len(done) == 1
        one.clock.jump(500)
        await until(lambda: len(done) == 2)
        one.clock.jump(5 * 86_400)
        await until(lambda: len(done) == 3)
