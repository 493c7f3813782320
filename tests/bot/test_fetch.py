"""Fetching files: what ends on the disk, what is refused, and that nothing else is ever left there."""

import asyncio
import errno
import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.errors import Refused
from bot.seams import DiskDraft, DiskFiles, Draft
from tests.bot.jobbing import PERSON, ScriptedNetwork, bench, child_process, until
from tests.files.samples import bomb, encoded, screenshot

T = TypeVar("T")
PNG = encoded(screenshot(), "PNG")
CHUNKS = [PNG[at : at + 1000] for at in range(0, len(PNG), 1000)]


def network(**scripts: list[bytes | Exception | asyncio.Event]) -> ScriptedNetwork:
    made = ScriptedNetwork(max_file=100_000)
    made.scripts = {file_id: [script] for file_id, script in scripts.items()}
    return made


async def test_a_picture_is_stored_as_received(tmp_path: Path) -> None:
    async with child_process() as worker, bench(tmp_path, network(a=[*CHUNKS]), worker=worker) as b:
        await b.says("picture a 订单.png")
        assert await b.hears() == ["stored 1"]
        await b.rests()
        (exhibit,) = (await b.case()).exhibits
        assert exhibit.path is not None
        assert (b.database.evidence.person(PERSON) / exhibit.path).read_bytes() == PNG
        assert (exhibit.sha256, exhibit.size) == (hashlib.sha256(PNG).hexdigest(), len(PNG))
        assert b.on_disk() == [exhibit.path] == ["1-1"]
        assert await b.table() == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([bytes(60_000)] * 2, "too_large"),
        ([PNG[: len(PNG) // 2]], "broken"),
        ([bomb()], "bomb"),
        ([], "empty"),
        ([b"MZ\x90", bytes(99)], "not_evidence"),
        ([Refused("getFile", "file_too_big")], "too_large"),
        ([PNG[:1000], Refused("file", "file_gone")], "gone"),
    ],
)
async def test_what_is_refused_leaves_no_byte(tmp_path: Path, data: list[bytes | Exception], code: str) -> None:
    async with bench(tmp_path, network(a=[*data])) as b:
        await b.says("picture a")
        assert await b.hears() == [f"refused 1 {code}"]
        await b.rests()
        assert b.on_disk() == []
        assert await b.table() == []
        assert b.network.fetched == ["a"]


async def test_too_large_is_noticed_on_the_way(tmp_path: Path) -> None:
    """The rest of the file is not even asked for."""
    never = asyncio.Event()
    async with bench(tmp_path, network(a=[bytes(60_000), bytes(60_000), never, b"more"])) as b:
        await b.says("picture a")
        assert await b.hears() == ["refused 1 too_large"]
        assert b.network.open == 0


class FullDisk(DiskFiles):
    """Takes some bytes, and then no more."""

    def __init__(self, room: int) -> None:
        self.room = room

    async def draft(self, folder: Path) -> Draft:
        draft = await super().draft(folder)
        assert isinstance(draft, DiskDraft)
        return FullDraft(self, draft)


class FullDraft:
    """A draft on a full disk."""

    def __init__(self, disk: FullDisk, draft: DiskDraft) -> None:
        self._disk, self._draft = disk, draft

    async def write(self, data: bytes) -> None:
        self._disk.room -= len(data)
        if self._disk.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        await self._draft.write(data)

    async def keep(self, name: str) -> Path:
        return await self._draft.keep(name)

    async def discard(self) -> None:
        await self._draft.discard()


async def test_a_full_disk_refuses_files_and_keeps_nothing_of_them(tmp_path: Path) -> None:
    disk = FullDisk(len(PNG) + 2000)
    async with bench(tmp_path, network(a=[*CHUNKS]), files=disk) as b:
        await b.says("picture a")
        await b.hears()
        await b.says("picture a")
        assert await b.hears(2) == ["stored 1", "refused 2 disk_full"]
        await b.rests()
        assert b.on_disk() == ["1-1"]


class LostCache(DiskFiles):
    """A disk that tells whether the file was safe when its event was made."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def run(self, work: Callable[[], T]) -> T:
        result = await super().run(work)
        if isinstance(result, Path):
            self.calls.append(f"kept {result.name}")
        return result


async def test_the_file_is_safe_before_anybody_hears_of_it(tmp_path: Path) -> None:
    disk = LostCache()
    async with bench(tmp_path, network(a=[*CHUNKS]), files=disk) as b:
        b.turns.on_taken(lambda taken: disk.calls.extend(row.message.text for row in taken.rows))
        await b.says("picture a")
        await b.hears()
        assert disk.calls == ["kept 1-1", "stored 1"]


@pytest.mark.parametrize("deleting", ["drop 1", "forget", "undo 1"])
async def test_a_file_for_what_was_deleted_meanwhile_is_removed(tmp_path: Path, deleting: str) -> None:
    """Deleted while the last bytes came: nothing may remain of it."""
    held = asyncio.Event()
    async with bench(tmp_path, network(a=[PNG[:1000], held, PNG[1000:]])) as b:
        await b.says("picture a")
        await until(lambda: b.network.open)
        await b.says(deleting)
        held.set()
        await b.rests()
        await b.database.sweep()
        assert b.on_disk() == []


async def test_a_file_whose_turn_failed_is_kept_for_the_replay(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=["聊天记录".encode()])) as b:
        await b.says("picture a")
        assert await b.hears() == ["sorry INC-1"]
        await b.rests()
        assert b.on_disk() == ["1-1"]


def fetch_and_die(folder: Path, where: str) -> None:
    """In a process of its own, to be killed for good."""
    command = [sys.executable, "-m", "tests.bot.killed_fetch", str(folder), where]
    run = subprocess.run(command, check=False, capture_output=True)
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()


@pytest.mark.parametrize("where", ["file_renamed", "stream"])
async def test_a_process_killed_on_the_way(tmp_path: Path, where: str) -> None:
    """Killed between rename and event, or while the bytes come: one file and one event after the restart."""
    fetch_and_die(tmp_path, where)
    async with bench(tmp_path, network(a=[*CHUNKS]), running=False) as b:
        left = [path.name for path in (tmp_path / "evidence" / "1").iterdir()]
        assert left == (["1-1"] if where == "file_renamed" else [])  # the database's start swept the half file
        assert [(state, attempts) for state, attempts, _ in await b.table()] == [("running", 1)]
    async with bench(tmp_path, network(a=[*CHUNKS])) as b:
        assert await b.hears() == ["stored 1"]
        await b.rests()
        assert b.on_disk() == ["1-1"]
        assert (await b.case()).exhibits[0].state == "stored"
        assert (b.database.evidence.person(PERSON) / "1-1").read_bytes() == PNG
        assert b.network.fetched == ["a"]
        assert [row.message.text for row in b.said] == ["stored 1"]


async def test_the_folder_is_for_us_alone(tmp_path: Path) -> None:
    async with bench(tmp_path, network(a=[*CHUNKS])) as b:
        await b.says("picture a")
        await b.hears()
        assert b.database.evidence.person(PERSON).stat().st_mode & 0o077 == 0
