"""Packs as jobs on real parts: pictures copied and papers set in processes of their own, archives that verify."""

import asyncio
import hashlib
import subprocess
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.jobs import PAUSES, TRIES
from bot.leftovers import Archives
from bot.papers.evidence import MOST_PICTURES
from bot.papers.pack import pack
from bot.papers.progress import EVERY
from bot.seams import Worker
from bot.workers import Inline, WorkerFailed
from dialogs.events import Chat, JobDone, JobFailed
from dialogs.model import Job
from packs.archive import MANIFEST
from storage import outbox
from storage.jobs import JobRow
from tests.bot.jobbing import PERSON, Bench, ScriptedNetwork, bench, child_process, until
from tests.files.samples import encoded, screenshot
from tests.packs.samples import opened, pages, text_of, the_texts

EXIF = Image.Exif()
EXIF[0x8825] = {1: "N", 2: (39.0, 54.0, 20.0)}
PHOTO = encoded(screenshot(), "JPEG", exif=EXIF)
PNG = encoded(screenshot(2), "PNG")


def network() -> ScriptedNetwork:
    made = ScriptedNetwork()
    made.scripts = {"photo": [[PHOTO]], "png": [[PNG]]}
    return made


@asynccontextmanager
async def shop(folder: Path, worker: Worker | None = None, pictures: int = 2) -> AsyncIterator[Bench]:
    """A case with stored pictures, and the real texts."""
    async with bench(folder, network(), worker=worker, running=False) as b:
        b.shop = replace(b.shop, texts=the_texts())
        b.run_jobs()
        for number in range(pictures):
            await b.says(f"picture {'photo' if number == 0 else 'png'} IMG_{number}😊.png")
        await b.hears(pictures)
        await b.rests()
        yield b


def paper(b: Bench, ending: str) -> Path:
    """What a job made."""
    (path,) = b.database.evidence.person(PERSON).glob(f"pack-*{ending}")
    return path


def unpacked(archive: Path, into: Path) -> dict[str, bytes]:
    """The files of an archive whose manifest is right."""
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(into)
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", MANIFEST], cwd=into, check=True)
    return {str(path.relative_to(into)): path.read_bytes() for path in into.rglob("*") if path.is_file()}


async def test_a_pack_of_papers_and_files_as_received(tmp_path: Path) -> None:
    async with child_process() as worker, shop(tmp_path / "data", worker) as b:
        await b.says("pack police")
        assert (await b.hears(4))[-2:] == ["pack", "pack"]
        names = [row.message.file.name for row in b.said if row.message.file]
        pdf, archive = paper(b, ".pdf").read_bytes(), paper(b, ".zip")
        assert [name.partition("-2")[0] for name in names] == ["报案材料-投诉1", "原始文件-投诉1"]
        files = unpacked(archive, tmp_path / "out")
    assert files["原始文件/证1-订单页-IMG_0😊.jpg"] == PHOTO
    assert files["原始文件/证2-订单页-IMG_1😊.png"] == PNG
    assert files[names[0]] == pdf
    text = text_of(pdf)
    assert hashlib.sha256(PHOTO).hexdigest() in text
    assert "证1-订单页-IMG_0😊.jpg" in text
    assert "说明不了内容真假" in files["说明.txt"].decode()


async def test_without_any_file_there_is_no_archive_of_files(tmp_path: Path) -> None:
    """A swindler's message alone makes papers; nothing was received that could go with them."""
    async with child_process() as worker, shop(tmp_path / "data", worker, pictures=1) as b:
        await b.says("undo 1")
        await b.says("pack police")
        await until(lambda: any(row.message.file for row in b.said))
        await b.rests()
        assert [row.message.file.name[-4:] for row in b.said if row.message.file] == [".pdf"]


async def test_the_papers_tell_no_place_and_what_was_received_stays(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("pack own")
        await b.hears(4)
        pdf = paper(b, ".pdf").read_bytes()
        assert (b.database.evidence.person(PERSON) / "1-1").read_bytes() == PHOTO
        assert b"Exif\0\0" in PHOTO
        assert b"Exif" not in pdf
        with opened(pdf) as document:
            images = [item for page in document for item in page.get_objects() if item.type == 3]
            assert len(images) == 2
            assert images[0].get_px_size() == screenshot().size


async def test_some_readers_get_the_papers_alone(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("pack payment")
        await b.hears(3)
        await b.rests()
        assert [row.message.text for row in b.said] == ["stored 1", "stored 2", "pack"]


async def test_a_file_that_became_unreadable_is_named_and_kept(tmp_path: Path) -> None:
    """Its bytes are as received, yet no picture comes out of them; another one is gone, and one was changed."""

    class Blind(Inline):
        async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
            if module == "pictures" and request["name"] == "1":
                raise WorkerFailed(module, "signal 9")
            return await super().run(module, request)

    async with shop(tmp_path, Blind(), pictures=4) as b:
        (b.database.evidence.person(PERSON) / "1-3").unlink()
        (b.database.evidence.person(PERSON) / "1-4").write_bytes(PNG[:1000])
        await b.says("pack own")
        assert (await b.hears(6))[-1] == "pack without (1, 3, 4)"
        text = text_of(paper(b, ".pdf").read_bytes())
        assert "无法显示：这个文件打不开" in text
        assert "文件已经不在" in text
        with zipfile.ZipFile(paper(b, ".zip")) as bundle:
            assert bundle.read("原始文件/证1-订单页-IMG_0😊.jpg") == PHOTO
            assert not [name for name in bundle.namelist() if "证3" in name]
            (changed,) = [name for name in bundle.namelist() if "证4" in name]
            assert changed.startswith("和收到时不一样/原始文件/")
            assert bundle.read(changed) == PNG[:1000]
            assert "证3-订单页" in bundle.read("说明.txt").decode()


async def test_equal_packs_are_equal_bytes(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.stop()
        row = JobRow(7, Chat("telegram", "99", "1"), PERSON, Job(kind="pack", case=1, args={"pack": "own"}), 1, 0)
        frozen = b.clock.now()
        b.clock.now = lambda: frozen  # type: ignore[method-assign]
        made = []
        for _ in range(2):
            assert isinstance(await pack(row, b.shop), JobDone)
            made.append((paper(b, ".pdf").read_bytes(), paper(b, ".zip").read_bytes()))
        assert made[0] == made[1]


async def test_more_than_one_message_can_carry(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.stop()
        row = JobRow(7, Chat("telegram", "99", "1"), PERSON, Job(kind="pack", case=1, args={"pack": "own"}), 1, 0)
        done = await pack(row, b.shop)
        assert isinstance(done, JobDone)
        size = paper(b, ".pdf").stat().st_size
        paper(b, ".zip").unlink()
        split = await pack(row, b.shop, most_bytes=size + 5000)
        assert isinstance(split, JobDone)
        assert [file.path for file in split.more] == ["pack-7-1.zip", "pack-7-2.zip"]
        failed = await pack(row, b.shop, most_bytes=size - 1)
        assert isinstance(failed, JobFailed)
        assert failed.code == "too_large"


async def test_progress_is_told_now_and_then(tmp_path: Path) -> None:
    """A step takes a second and a half of the clock's time: every second one is told, the last one by the files."""

    class Slow(Inline):
        async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
            if module == "pictures":
                time[0] += 0.75 * EVERY
            return await super().run(module, request)

    time = [0.0]
    async with shop(tmp_path, Slow(), pictures=6) as b:
        await b.stop()
        b.clock.monotonic = lambda: time[0]  # type: ignore[method-assign]
        b.run_jobs()
        await b.says("pack payment")
        assert (await b.hears(9))[6:] == ["2 of 6", "4 of 6", "pack"]


async def test_a_pack_that_fails_is_tried_again_and_then_explained(tmp_path: Path) -> None:
    class Broken(Inline):
        async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
            if request.get("make") == "papers":
                tries.append(1)
                raise WorkerFailed(module, "signal 9")
            return await super().run(module, request)

    tries: list[int] = []
    async with shop(tmp_path, Broken()) as b:
        await b.says("pack own")
        for pause in PAUSES:
            await b.rests()
            b.clock.jump(pause)
        assert (await b.hears(3))[-1] == "failed pack failed"
        await b.rests()
        assert len(tries) == TRIES
        assert b.on_disk() == ["1-1", "1-2"]


@pytest.mark.parametrize(
    "place", ["packs.papers.os.fsync", "packs.archive.os.fsync", "files.printing.Path.write_bytes"]
)
async def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with shop(tmp_path) as b:
        monkeypatch.setattr(place, full)
        await b.says("pack own")
        assert (await b.hears(3))[-1] == "failed pack disk_full"
        monkeypatch.undo()
        await b.rests()
        await b.says("picture png again.png")  # the next round clears what was made
        await b.hears(4)
        await b.rests()
        assert b.on_disk() == ["1-1", "1-2", "1-3"]


async def test_no_font_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fontless(Inline):
        async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
            return {"refused": "no_font"} if request.get("make") == "papers" else await super().run(module, request)

    async with shop(tmp_path, Fontless()) as b:
        await b.says("pack own")
        assert (await b.hears(3))[-1] == "failed pack no_font"


async def test_papers_go_as_soon_as_they_were_sent_and_so_does_what_a_crash_left(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("pack own")
        await b.hears(4)
        await b.rests()
        await b.stop()
        folder = b.database.evidence.person(PERSON)
        (folder / "pack-99").mkdir()
        (folder / "pack-99" / "1-1.jpg").write_bytes(PNG)
        archives = Archives(b.shop)
        await archives.find()
        await archives.clear(frozenset())
        assert b.on_disk() == ["1-1", "1-2", "pack-3.pdf", "pack-3.zip"]
        sent = [(row.id, "55") for row in b.said]
        await b.database.write(partial(outbox.mark_sent, sent=sent, now=b.clock.now()))
        await archives.clear(frozenset())
        assert b.on_disk() == ["1-1", "1-2"]


@pytest.mark.parametrize("deletion", ["drop 1", "forget"])
async def test_a_pack_of_what_was_deleted_meanwhile_leaves_nothing(tmp_path: Path, deletion: str) -> None:
    class Waiting(Inline):
        async def run(self, module: str, request: Mapping[str, object]) -> Mapping[str, Any]:
            if request.get("make") == "papers":
                reached.set()
                await goes_on.wait()
            return await super().run(module, request)

    reached, goes_on = asyncio.Event(), asyncio.Event()
    async with shop(tmp_path, Waiting()) as b:
        await b.says("pack own")
        await reached.wait()
        await b.says(deletion)
        goes_on.set()
        await until(lambda: not b.jobs.running)
        await b.database.sweep()
        await b.says("picture png x.png", user="2")
        await until(lambda: b.on_disk() == [])
        assert [row.message.text for row in b.said if "pack" in row.message.text] == []


async def test_many_long_screenshots_get_fewer_pieces(tmp_path: Path) -> None:
    long = encoded(Image.new("RGB", (100, 20_000), "white"), "PNG")
    b_network = network()
    b_network.scripts["long"] = [[long]]
    async with bench(tmp_path, b_network, running=False) as b:
        b.shop = replace(b.shop, texts=the_texts())
        b.run_jobs()
        for number in range(4):
            await b.says(f"picture long {number}.png")
        await b.hears(4)
        await b.says("pack payment")
        await b.hears(5)
        text = "".join("".join(pages(paper(b, ".pdf").read_bytes())).split())
        assert f"共{MOST_PICTURES // 4}段" in text
