"""The runner: order, repeats, failures."""

import asyncio
import logging
from pathlib import Path

import pytest

from storage.errors import StorageUnavailable
from tests.bot.parts import bench


async def test_turns_run_in_the_order_of_submission_and_their_words_are_handed_on_in_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as one:
        done = [one.turns.submit(one.text(f"{100 + n % 7}", f"plain {n}")) for n in range(300)]
        assert one.turns.waiting == 300
        await asyncio.gather(*done)
        assert one.turns.waiting == 0
    assert [row.message.text for row in one.said] == [f"{n}" for n in range(300)]
    assert [row.id for row in one.said] == sorted(row.id for row in one.said)


async def test_words_are_handed_on_before_the_event_is_done(tmp_path: Path) -> None:
    async with bench(tmp_path) as one:
        await one.turns.submit(one.text("7", "plain hello"))
        assert [row.message.text for row in one.said] == ["hello"]


async def test_an_event_is_done_with_the_step_that_its_turn_ended_in(tmp_path: Path) -> None:
    async with bench(tmp_path) as one:
        assert await one.turns.submit(one.text("7", "step intake.goods")) == "intake.goods"
        assert await one.turns.submit(one.text("7", "crash")) is None


async def test_an_event_that_comes_again_is_done_in_silence(tmp_path: Path) -> None:
    async with bench(tmp_path) as one:
        event = one.text("7", "plain hello")
        await asyncio.gather(one.turns.submit(event), one.turns.submit(event))
        await one.turns.submit(event)
    assert [row.message.text for row in one.said] == ["hello"]
    assert one.turns.counts == {"taken": 1, "repeated": 2}


async def test_a_failing_turn_tells_the_user_and_logs_no_word_of_theirs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench(tmp_path) as one:
        with caplog.at_level(logging.ERROR):
            await one.says("7", "crash 我的卡密")
        await one.says("7", "plain on")
    assert [row.message.text for row in one.said] == ["sorry INC-1", "on"]
    assert one.turns.counts == {"taken": 1, "dead": 1}
    assert "INC-1" in caplog.text
    assert "LookupError" in caplog.text
    assert "卡密" not in caplog.text


async def test_what_cannot_even_be_kept_as_dead_holds_up_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench(tmp_path) as one:
        with caplog.at_level(logging.ERROR):
            assert await one.turns.submit(one.text("7", "crash \ud800")) is None
        await one.says("7", "plain on")
    assert [row.message.text for row in one.said] == ["on"]
    assert one.turns.counts == {"taken": 1, "given_up": 1}
    assert "given up: PydanticSerializationError" in caplog.text


async def test_what_cannot_be_kept_is_told_to_who_submitted_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as one:
        await one.database.write(lambda connection: connection.execute("PRAGMA max_page_count = 1"))
        text = "plain " + "long " * 10_000
        results = await asyncio.gather(
            *(one.turns.submit(one.text("7", text)) for _ in range(5)), return_exceptions=True
        )
        assert all(isinstance(error, StorageUnavailable) for error in results)
        assert one.turns.waiting == 0
        assert one.said == []
        await one.database.write(lambda connection: connection.execute("PRAGMA max_page_count = 100000"))
        await one.says("7", "plain again")
    assert [row.message.text for row in one.said] == ["again"]
    assert one.turns.counts["failed"] == 5
