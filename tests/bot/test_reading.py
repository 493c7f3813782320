"""Pictures that wait to be read, on real parts: one at a time, and nobody else's files wait for them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.workers import WorkerFailed
from tests.bot.jobbing import Bench, ScriptedNetwork, bench, child_process
from tests.files.samples import encoded, screenshot
from tests.files.test_screens import drawn

PNG = encoded(screenshot(), "PNG")


def put(b: Bench, data: bytes, person: int = 1) -> None:
    """A picture in the person's folder."""
    folder = b.database.evidence.person(person)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1-1").write_bytes(data)


class Slow:
    """A worker that reads when it is told to, and notes how many it has at once."""

    def __init__(self, *, fails: bool = False) -> None:
        self.told, self.fails = asyncio.Event(), fails
        self.now = self.most = self.times = 0

    async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
        if module != "screens":
            return {"kind": "picture", "mime": "image/png", "likeness": None}
        self.now, self.times = self.now + 1, self.times + 1
        self.most = max(self.most, self.now)
        await self.told.wait()
        self.now -= 1
        if self.fails:
            raise WorkerFailed(module, "signal 9")
        return {"lines": [["你好", 0, 0, 50, 20]]}


async def test_a_picture_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    async with child_process() as worker, bench(tmp_path, worker=worker) as b:
        put(b, encoded(drawn(apart=70), "PNG"))
        await b.says("read 1-1")
        assert await b.hears() == ["read KM2026112512345678 订单编号 KM2026112512345678 实付款 ¥98.00"]


async def test_a_picture_that_is_gone_shows_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        await b.says("read 1-1")
        assert await b.hears() == ["read None "]


async def test_nothing_is_read_where_it_may_not_be(tmp_path: Path) -> None:
    worker = Slow()
    async with bench(tmp_path, worker=worker, running=False) as b:
        put(b, PNG)
        b.shop = replace(b.shop, reads_pictures=False)
        b.run_jobs()
        await b.says("read 1-1")
        assert await b.hears() == ["read None "]
    assert worker.times == 0


async def test_one_is_read_at_a_time_and_others_files_do_not_wait(tmp_path: Path) -> None:
    worker, network = Slow(), ScriptedNetwork()
    network.scripts = {"a": [[PNG]]}
    async with bench(tmp_path, network, worker=worker) as b:
        b.clock.quick = True
        for person in range(1, 21):
            put(b, PNG, person)
            await b.says("read 1-1", user=str(person))
        await b.says("picture a", user="21")
        assert await b.hears() == ["stored 1"]
        worker.told.set()
        b.clock.jump(60)
        while len(b.said) < 21:
            b.clock.jump(5)
            b.jobs.wake()
            await asyncio.sleep(0.01)
    assert worker.most == 1


async def test_a_picture_that_breaks_its_reader_is_not_read_again(tmp_path: Path) -> None:
    worker = Slow(fails=True)
    worker.told.set()
    async with bench(tmp_path, worker=worker) as b:
        put(b, PNG)
        await b.says("read 1-1")
        assert await b.hears() == ["failed read failed"]
    assert worker.times == 1
