"""The runner of jobs: how many at once, what is tried again and when, what a restart makes of it."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import NotSent, Refused, TryLater, Uncertain
from bot.jobs import AT_ONCE, LONGEST_PAUSE, TRIES, TROUBLE_UP_TO
from bot.workers import Inline, WorkerFailed
from storage import jobs
from storage.errors import StorageUnavailable
from tests.bot.jobbing import Bench, Script, ScriptedNetwork, bench, until
from tests.files.samples import encoded, screenshot

PNG = encoded(screenshot(), "PNG")


def network(**scripts: list[Script]) -> ScriptedNetwork:
    made = ScriptedNetwork()
    made.scripts = dict(scripts)
    return made


async def later(b: Bench, seconds: int) -> None:
    """Bot time passes while nothing runs."""
    await b.rests()
    b.clock.jump(seconds)


async def test_trouble_of_the_network_is_waited_out(tmp_path: Path) -> None:
    """More failures than a job has tries, and of every kind; none of them counts."""
    failures: list[Script] = [
        [NotSent("getFile", "connect")],
        [PNG[:500], Uncertain("file", "broken_off")],
        [TryLater("getFile", 3)],
        *[[NotSent("getFile", "bad_gateway", answered=True)]] * 8,
    ]
    async with bench(tmp_path, network(a=[*failures, [PNG]])) as b:
        await b.says("picture a")
        for _ in failures:
            await later(b, LONGEST_PAUSE)
        assert await b.hears() == ["stored 1"]
        assert len(b.network.fetched) == len(failures) + 1
        await b.rests()
        assert b.on_disk() == ["1-1"]


async def test_the_pause_is_as_long_as_the_network_asks(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[[TryLater("getFile", 1800)], [PNG]])) as b:
        await b.says("picture a")
        began = b.clock.now()
        await b.rests()
        ((state, attempts, not_before),) = await b.table()
        assert (state, attempts) == ("ready", 0)
        assert not_before - began >= 1800


async def test_trouble_without_end_is_given_up(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[[NotSent("getFile", "connect")]])) as b:
        await b.says("picture a")
        await later(b, TROUBLE_UP_TO + 1)
        for _ in range(TRIES):
            await later(b, LONGEST_PAUSE)
        assert await b.hears() == ["failed fetch failed"]
        assert await b.table() == []


async def test_a_network_that_is_gone_is_trouble_too(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[[PNG]]), running=False) as b:
        b.shop = replace(b.shop, networks={})
        b.run_jobs()
        await b.says("picture a")
        await later(b, 60)
        await b.rests()
        assert [attempts for _, attempts, _ in await b.table()] == [0]


async def test_a_trickle_does_not_hold_a_place_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetch.LONGEST", 0.05)
    never = asyncio.Event()
    async with bench(tmp_path, network(a=[[PNG[:500], never], [PNG]])) as b:
        await b.says("picture a")
        await b.rests()
        assert b.on_disk() == []
        monkeypatch.undo()
        b.clock.jump(60)
        assert await b.hears() == ["stored 1"]


async def test_what_the_network_never_does_is_given_up_at_once(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[[Refused("getFile", "forbidden")]])) as b:
        await b.says("picture a")
        assert await b.hears() == ["failed fetch forbidden"]
        assert b.network.fetched == ["a"]


class Failing(Inline):
    """Gives no answer the first `times`."""

    def __init__(self, times: int, error: Exception) -> None:
        self.times, self.error = times, error

    async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, object]:
        self.times -= 1
        if self.times >= 0:
            raise self.error
        return await super().run(module, request)


ERRORS = [WorkerFailed("files", "signal 9"), OSError(5, "Input/output error"), KeyError("our own mistake")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_a_job_that_fails_has_three_tries(tmp_path: Path, error: Exception) -> None:
    async with bench(tmp_path, network(a=[[PNG]]), worker=Failing(TRIES - 1, error)) as b:
        await b.says("picture a")
        for _ in range(TRIES - 1):
            await later(b, 60)
        assert await b.hears() == ["stored 1"]
        assert len(b.network.fetched) == TRIES


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_after_three_tries_it_is_given_up_and_nothing_is_left(
    tmp_path: Path, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench(tmp_path, network(a=[[PNG]]), worker=Failing(99, error)) as b:
        await b.says("picture a 秘密.png")
        for _ in range(TRIES):
            await later(b, 60)
        assert await b.hears() == ["failed fetch failed"]
        assert len(b.network.fetched) == TRIES
        await b.rests()
        assert b.on_disk() == []
        assert await b.table() == []
    assert "秘密" not in caplog.text
    assert "our own mistake" not in caplog.text


async def test_a_job_that_makes_no_sense_harms_no_other(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[[PNG]])) as b:
        await b.says("broken", user="1")
        await b.says("picture a", user="2")
        assert await b.hears() == ["stored 1"]


async def test_some_at_once_and_one_a_person(tmp_path: Path) -> None:
    gate = asyncio.Event()
    async with bench(tmp_path, network(a=[[gate, PNG]]), running=False) as b:
        for user in (1, *range(1, AT_ONCE + 2)):
            await b.says("picture a", user=str(user))
        b.run_jobs()
        await until(lambda: b.network.open == AT_ONCE)
        running = [state for state, _, _ in await b.table()]
        assert running == ["running", "ready", *["running"] * (AT_ONCE - 1), "ready"]
        gate.set()
        await b.hears(AT_ONCE + 2)
        await b.rests()
        assert b.network.most_open == AT_ONCE
        assert b.on_disk(1) == ["1-1", "1-2"]
        assert b.on_disk(AT_ONCE + 1) == ["1-1"]


async def test_others_are_served_while_one_waits_for_its_next_try(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[[NotSent("getFile", "connect")]], b=[[PNG]])) as b:
        for user in ("1", "2", "3"):
            await b.says("picture a", user=user)
        await b.says("picture b", user="4")
        assert await b.hears() == ["stored 1"]


async def test_stopping_gives_up_what_runs_and_a_start_begins_it_again(tmp_path: Path) -> None:
    never = asyncio.Event()
    async with bench(tmp_path, network(a=[[PNG[:500], never]])) as b:
        await b.says("picture a")
        await until(lambda: b.network.open)
    assert b.network.open == 0
    assert b.on_disk() == []
    async with bench(tmp_path, network(a=[[PNG]])) as b:
        assert await b.hears() == ["stored 1"]


async def test_a_job_that_ends_every_process_is_given_up_at_last(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[[PNG]]), running=False) as b:
        await b.says("picture a")
        await b.database.write(lambda conn: conn.execute("UPDATE job SET attempts = 20, state = 'running'").close())
    async with bench(tmp_path, network(a=[[PNG]])) as b:
        assert await b.hears() == ["failed fetch crashed"]
        assert b.network.fetched == []


async def test_a_result_waits_for_a_database_that_fails(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The file is not fetched a second time."""
    async with bench(tmp_path, network(a=[[PNG]]), running=False) as b:
        fails = iter([StorageUnavailable("full"), StorageUnavailable("io")])

        async def submit(event: object) -> None:
            if (error := next(fails, None)) is not None:
                raise error
            await b.turns.submit(event)  # type: ignore[arg-type]  # an Event, passed on

        b.clock.quick = True
        b.run_jobs(submit)
        await b.says("picture a")
        assert await b.hears() == ["stored 1"]
        assert b.network.fetched == ["a"]
    assert caplog.text.count("the database failed") == 2


async def test_a_speedy_clock_shortens_the_pauses(tmp_path: Path) -> None:
    """Nobody moves the clock here: the runner wakes itself at the job's time."""
    async with bench(tmp_path, network(a=[[TryLater("getFile", 300)], [PNG]])) as b:
        b.clock.speed = 3600
        await b.says("picture a")
        assert await b.hears() == ["stored 1"]


async def test_the_table_is_read_again_after_every_job(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with bench(tmp_path, network(a=[[PNG]])) as b:
        for _ in range(5):
            await b.says("picture a")
        assert await b.hears(5) == [f"stored {number}" for number in range(1, 6)]
        await b.rests()
        assert await b.database.read(jobs.next_ready) is None
    assert caplog.text == ""
