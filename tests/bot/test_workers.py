"""Child processes: their limits bite, their end is told, nothing of them survives."""

import asyncio
import os
import re
from pathlib import Path

import pytest

from bot.workers import LIMITS, ChildProcess, Inline, Limits, WorkerFailed
from tests.files.samples import bomb, encoded, screenshot

MB = 1 << 20
BAD = "tests.bot.misbehave"


def child(memory: int = 500 * MB, cpu: int = 20, wall: float = 60) -> ChildProcess:
    return ChildProcess({BAD: Limits(memory, cpu, wall), "files": Limits(memory, cpu, wall)})


async def reason(worker: ChildProcess, do: str, **more: object) -> str:
    with pytest.raises(WorkerFailed) as caught:
        await worker.run(BAD, {"do": do, **more})
    return caught.value.code


async def test_both_forms_give_the_same_answer(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(encoded(screenshot(), "PNG"))
    request = {"path": str(path), "name": "证据.png", "mime": None}
    found = await ChildProcess().run("files", request)
    assert found["mime"] == "image/png"
    assert found == await Inline().run("files", request)


async def test_memory_is_limited() -> None:
    assert (await child().run(BAD, {"do": "grow", "bytes": 100 * MB}))["result"] == 100 * MB
    assert (await reason(child(), "grow", bytes=600 * MB)).startswith("MemoryError in ")


async def test_a_picture_that_does_not_fit_into_memory_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(bomb())
    request = {"path": str(path), "max_pixels": 200 * MB}
    assert await child(memory=200 * MB).run("files", request) == {"refused": "bomb"}


async def test_the_largest_picture_fits_into_the_default_memory(tmp_path: Path) -> None:
    """A progressive JPEG: its decoder keeps all coefficients."""
    path = tmp_path / "x"
    path.write_bytes(encoded(screenshot(size=(7000, 7100)), "JPEG", progressive=True, subsampling=0))
    found = await ChildProcess().run("files", {"path": str(path)})
    assert found["width"] == 7000


async def test_processor_time_is_limited() -> None:
    assert await reason(child(cpu=1), "spin") in ("signal 24", "signal 9")


async def test_waiting_time_is_limited() -> None:
    assert await reason(child(wall=0.5), "hang") == "timeout"


async def test_a_crash_is_told_by_its_signal() -> None:
    assert await reason(child(), "crash") == "signal 11"


async def test_an_error_is_told_without_the_words_of_a_user() -> None:
    assert re.fullmatch(r"FileNotFoundError in misbehave\.py:\d+", await reason(child(), "fail"))


async def test_a_child_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "110201543:secret")
    environment = (await child().run(BAD, {"do": "environment"}))["result"]
    assert "PATH" in environment
    assert "secret" not in str(environment)


async def test_nobody_survives_a_cancelled_request(tmp_path: Path) -> None:
    before = children()
    task = asyncio.create_task(child().run(BAD, {"do": "hang"}))
    while not children() - before:  # noqa: ASYNC110 -- the kernel sends no event
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not children() - before


async def test_the_event_loop_goes_on_meanwhile() -> None:
    """Ordering, not time: the loop answers another task while the child works."""
    order: list[str] = []

    async def work() -> None:
        await child().run(BAD, {"do": "echo"})
        order.append("child")

    async def tick() -> None:
        await asyncio.sleep(0)
        order.append("tick")

    await asyncio.gather(work(), tick())
    assert order == ["tick", "child"]


def test_every_module_has_limits() -> None:
    assert set(LIMITS) == {"files", "packs"}


def children() -> set[str]:
    """Process ids of our children."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    return {child for task in tasks.iterdir() for child in (task / "children").read_text().split()}
