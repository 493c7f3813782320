"""Child processes: their limits bite, their end is told, nothing of them survives or is shared."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bot.workers import ANSWERING, AT_ONCE, LIMITS, ChildProcess, Inline, Limits, WorkerFailed
from tests.bot.jobbing import child_process, until
from tests.files.samples import bomb, encoded, screenshot

MB = 1 << 20
BAD = "tests.bot.misbehave"


@asynccontextmanager
async def child(
    memory: int = 500 * MB, cpu: int = 20, wall: float = 60, idle: float = 60
) -> AsyncIterator[ChildProcess]:
    """A worker with such limits; nothing of it is left behind."""
    worker = ChildProcess({BAD: Limits(memory, cpu, wall), "files": Limits(memory, cpu, wall)}, idle)
    try:
        yield worker
    finally:
        await worker.stop()
    assert not servers()


async def result(worker: ChildProcess, do: str, **more: object) -> Any:
    return (await worker.run(BAD, {"do": do, **more}))["result"]


async def reason(worker: ChildProcess, do: str, **more: object) -> str:
    with pytest.raises(WorkerFailed) as caught:
        await worker.run(BAD, {"do": do, **more})
    return caught.value.code


# ------------------------------------------------------------------------------------------------------- the answer
async def test_both_forms_give_the_same_answer(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(encoded(screenshot(), "PNG"))
    request = {"path": str(path), "name": "证据.png", "mime": None}
    async with child_process() as worker:
        found = await worker.run("files", request)
    assert found["mime"] == "image/png"
    assert found == await Inline().run("files", request)


async def test_requests_and_answers_may_be_long() -> None:
    async with child() as worker:
        words = "证\n" * 300_000
        assert (await result(worker, "echo", words=words))["words"] == words


async def test_what_libraries_print_is_no_answer() -> None:
    async with child() as worker:
        assert (await result(worker, "chatter"))["do"] == "chatter"
        assert (await result(worker, "echo"))["do"] == "echo"


async def test_an_error_is_told_without_the_words_of_a_user() -> None:
    async with child() as worker:
        assert re.fullmatch(r"FileNotFoundError in misbehave\.py:\d+", await reason(worker, "fail"))
        assert await reason(worker, "exit") == "no answer"


async def test_the_event_loop_goes_on_meanwhile() -> None:
    """Ordering, not time: the loop answers another task while the child works."""
    order: list[str] = []

    async def work(worker: ChildProcess) -> None:
        await worker.run(BAD, {"do": "echo"})
        order.append("child")

    async def tick() -> None:
        await asyncio.sleep(0)
        order.append("tick")

    async with child() as worker:
        await asyncio.gather(work(worker), tick())
    assert order == ["tick", "child"]


# ------------------------------------------------------------------------------------------------------- the limits
async def test_memory_is_limited() -> None:
    async with child() as worker:
        assert await result(worker, "grow", bytes=100 * MB) == 100 * MB
        assert (await reason(worker, "grow", bytes=600 * MB)).startswith("MemoryError in ")


async def test_limits_cannot_be_raised_again() -> None:
    async with child(memory=400 * MB, cpu=7) as worker:
        assert await result(worker, "limits") == [[400 * MB] * 2, [7] * 2]


async def test_a_picture_that_does_not_fit_into_memory_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bomb())
    request = {"path": str(path), "max_pixels": 200 * MB}
    async with child(memory=200 * MB) as worker:
        assert await worker.run("files", request) == {"refused": "bomb"}


async def test_the_largest_picture_fits_into_the_default_memory(tmp_path: Path) -> None:
    """A progressive JPEG: its decoder keeps all coefficients."""
    path = tmp_path / "x"
    path.write_bytes(encoded(screenshot(size=(7000, 7100)), "JPEG", progressive=True, subsampling=0))
    async with child_process() as worker:
        assert (await worker.run("files", {"path": str(path)}))["width"] == 7000


async def test_processor_time_is_limited() -> None:
    async with child(cpu=1) as worker:
        assert await reason(worker, "spin") in ("signal 24", "signal 9")
        assert await result(worker, "echo"), "another request has time of its own"


async def test_waiting_time_is_limited() -> None:
    async with child(wall=0.5) as worker:
        assert await reason(worker, "hang") == "timeout"
        assert not servers()


async def test_a_crash_is_told_by_its_signal() -> None:
    async with child() as worker:
        assert await reason(worker, "crash") == "signal 11"


async def test_a_child_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "110201543:secret")
    async with child() as worker:
        environment = await result(worker, "environment")
    assert "PATH" in environment
    assert "secret" not in str(environment)


# ------------------------------------------------------------------------------------------------------- the servers
async def test_every_request_has_a_process_of_its_own() -> None:
    async with child() as worker:
        await result(worker, "remember", what="of another person")
        assert await result(worker, "recall") is None
        first, second = [await result(worker, "processes") for _ in range(2)]
    assert first["own"] != second["own"]
    assert first["server"] == second["server"] == first["group"]


async def test_requests_at_once_do_not_wait_for_each_other() -> None:
    async with child() as worker:
        hanging = asyncio.create_task(worker.run(BAD, {"do": "hang"}))
        await until(servers)
        assert await result(worker, "echo")
        hanging.cancel()
        await asyncio.wait([hanging])
        assert await result(worker, "echo")


async def test_too_many_at_once_wait_for_a_place() -> None:
    async with child() as worker:
        hanging = [asyncio.create_task(worker.run(BAD, {"do": "hang"})) for _ in range(AT_ONCE)]
        waiting = asyncio.create_task(worker.run(BAD, {"do": "echo"}))
        await until(lambda: len(servers()) == AT_ONCE)
        hanging[0].cancel()
        assert await waiting
        hanging[1].cancel()
        await asyncio.wait(hanging)


async def test_a_server_has_one_thread_when_it_forks(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(encoded(screenshot(), "JPEG"))
    async with child() as worker:
        for module, request in (("files", {"path": str(path)}), (BAD, {"do": "echo"})):
            await worker.run(module, request)
        assert [len([*Path(f"/proc/{server}/task").iterdir()]) for server in servers()] == [1, 1]


async def test_a_server_leaves_when_idle() -> None:
    async with child(idle=0.05) as worker:
        before = (await result(worker, "processes"))["server"]
        await until(lambda: not servers())
        assert (await result(worker, "processes"))["server"] != before


async def test_a_server_that_died_is_replaced() -> None:
    async with child() as worker:
        os.kill((await result(worker, "processes"))["server"], signal.SIGKILL)
        await until(lambda: not servers())
        with suppress(WorkerFailed):  # the event loop hears of the death a moment after the kernel
            await result(worker, "echo")
        assert await result(worker, "echo")


async def test_nobody_survives_the_end_of_a_server() -> None:
    async with child() as worker:
        assert await reason(worker, "kill the server") == "no answer"


async def test_nobody_survives_a_cancelled_request() -> None:
    async with child() as worker:
        group = (await result(worker, "processes"))["group"]
        task = asyncio.create_task(worker.run(BAD, {"do": "hang"}))
        await until(lambda: len(members(group)) == 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: not members(group))


@pytest.mark.skipif(sys.platform != "linux", reason="a scheduling policy of Linux")
async def test_patient_children_let_all_others_go_first_and_take_no_place_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(encoded(screenshot(), "PNG"))
    worker = ChildProcess({BAD: Limits(500 * MB, 20, 60, patient=True)})
    try:
        assert await result(worker, "policy") == os.SCHED_IDLE
        hanging = [asyncio.create_task(worker.run(BAD, {"do": "hang"})) for _ in range(AT_ONCE)]
        await asyncio.sleep(0)
        assert (await worker.run("files", {"path": str(tmp_path / "x")}))["kind"] == "picture"
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
    finally:
        await worker.stop()


def test_every_kind_of_work_has_limits() -> None:
    assert set(LIMITS) == set(ANSWERING) == {"files", "packs", "pictures", "screens"}


# ------------------------------------------------------------------------------------------------------- what runs
def servers() -> set[int]:
    """Process ids of our children."""
    found: set[int] = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(OSError):  # a thread that just ended
            found.update(map(int, (task / "children").read_text().split()))
    return found


def members(group: int) -> set[int]:
    """Processes of that group that still run."""
    return {int(process.name) for process in Path("/proc").glob("[0-9]*") if runs_in(group, process)}


def runs_in(group: int, process: Path) -> bool:
    with suppress(OSError):  # it may just have ended
        state, _, its_group, *_ = (process / "stat").read_text().rpartition(")")[2].split()
        return state != "Z" and its_group == str(group)
    return False
