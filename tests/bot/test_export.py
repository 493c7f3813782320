"""The export as a job: complete data, files under readable names, archives that go once they were sent."""

import json
import subprocess
import zipfile
from functools import partial
from pathlib import Path

import pytest

from bot.errors import NotSent
from bot.export import entry_name, export
from bot.leftovers import Archives
from complaints.complaint import Exhibit
from dialogs.events import Chat, JobDone
from dialogs.model import Job
from dialogs.texts import load
from packs.archive import MANIFEST
from storage import outbox
from storage.jobs import JobRow
from tests.bot.jobbing import PERSON, TEXTS, Bench, ScriptedNetwork, bench, child_process
from tests.files.samples import encoded, screenshot

PNG = encoded(screenshot(), "PNG")
LARGE = encoded(screenshot(size=(1080, 9360)), "PNG")
"""Much larger than all that an export says of a case."""


def network(picture: bytes = PNG) -> ScriptedNetwork:
    made = ScriptedNetwork()
    made.scripts = {"a": [[picture]], "gone": [[NotSent("getFile", "connect")]]}
    return made


async def pictures(b: Bench, *names: str, user: str = "1") -> None:
    """A case with stored pictures."""
    for name in names:
        await b.says(f"picture a {name}", user)
    await b.hears(len(names))
    await b.rests()


def unpack(archive: Path, into: Path) -> list[str]:
    """Names of the files in an archive whose manifest is right."""
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(into)
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", MANIFEST], cwd=into, check=True)
    return sorted(str(path.relative_to(into)) for path in into.rglob("*") if path.is_file())


async def test_everything_of_a_person(tmp_path: Path) -> None:
    async with child_process() as worker, bench(tmp_path / "data", network(), worker=worker) as b:
        await pictures(b, "IMG_0001.PNG", "../../etc/passwd", "")
        await pictures(b, "somebody else's.png", user="2")
        await b.says("export")
        assert (await b.hears(5))[-1] == "export"
        (file,) = [row.message.file for row in b.said if row.message.file]
        assert file.name.startswith("资料-20")
        names = unpack(b.database.evidence.person(PERSON) / file.path, tmp_path / "out")
    assert names == [
        MANIFEST,
        "投诉1/证1-订单页-IMG_0001.PNG",
        "投诉1/证2-订单页-passwd.png",
        "投诉1/证3-订单页.png",
        "投诉资料.json",
        "说明.txt",
    ]
    assert (tmp_path / "out" / names[1]).read_bytes() == PNG
    data = json.loads((tmp_path / "out" / "投诉资料.json").read_text(encoding="utf-8"))
    assert set(data) == {"person", "accounts", "complaints", "reminders", "failed"}
    assert data["accounts"][0]["user"] == "1"
    assert data["complaints"][0]["exhibits"][0]["received_at"].endswith("+08:00")


async def test_no_name_makes_folders(tmp_path: Path) -> None:
    exhibit = Exhibit(number=4, kind="付款/扣款", message="1", received_at=0, name="a/b\\c.png", mime="image/png")
    async with bench(tmp_path, running=False) as b:
        assert entry_name(exhibit, b.shop) == "证4-付款_扣款-c.png"


async def test_one_case_alone(tmp_path: Path) -> None:
    async with bench(tmp_path / "data", network()) as b:
        await pictures(b, "x.png")
        await b.says("export 1")
        await b.hears(2)
        folder = b.database.evidence.person(PERSON)
        names = unpack(next(folder.glob("export-*.zip")), tmp_path / "out")
    assert "投诉1/证1-订单页-x.png" in names
    assert set(json.loads((tmp_path / "out" / "投诉资料.json").read_text(encoding="utf-8"))) == {"complaints"}


async def test_a_person_without_any_case(tmp_path: Path) -> None:
    async with bench(tmp_path / "data", network()) as b:
        await b.says("export")
        assert await b.hears() == ["export"]


async def test_an_exhibit_still_on_its_way_is_not_packed(tmp_path: Path) -> None:
    async with bench(tmp_path / "data", network()) as b:
        await b.says("picture gone x.png")
        await b.rests()
        await b.says("export")
        await b.hears()
        names = unpack(next(b.database.evidence.person(PERSON).glob("export-*.zip")), tmp_path / "out")
    assert names == [MANIFEST, "投诉资料.json", "说明.txt"]


async def test_a_file_that_is_gone_is_listed(tmp_path: Path) -> None:
    async with bench(tmp_path / "data", network()) as b:
        await pictures(b, "x.png", "y.png")
        (b.database.evidence.person(PERSON) / "1-1").unlink()
        await b.says("export")
        await b.hears(3)
        unpack(next(b.database.evidence.person(PERSON).glob("export-*.zip")), tmp_path / "out")
    assert (tmp_path / "out" / "说明.txt").read_text(encoding="utf-8").endswith("缺失：\n投诉1/证1-订单页-x.png\n")


async def test_more_than_one_message_can_carry(tmp_path: Path) -> None:
    async with bench(tmp_path, network(LARGE)) as b:
        await pictures(b, "x.png", "y.png", "z.png")
        await b.stop()  # else the runner would clear archives that no message waits for
        chat = Chat("telegram", "99", "1")
        row = JobRow(7, chat, PERSON, Job(kind="export"), 1, 0)
        done = await export(row, b.shop, most_bytes=int(1.5 * len(LARGE)))
        assert isinstance(done, JobDone)
        assert (done.id, done.path) == ("job:7", "export-7-1.zip")
        assert [file.path for file in done.more] == ["export-7-2.zip", "export-7-3.zip"]
        assert (done.name or "").endswith("-1之3.zip")
        assert b.on_disk() == ["1-1", "1-2", "1-3"] + [f"export-7-{part}.zip" for part in (1, 2, 3)]


async def test_archives_go_as_soon_as_they_were_sent(tmp_path: Path) -> None:
    async with bench(tmp_path, network()) as b:
        await pictures(b, "x.png")
        await b.says("export")
        await b.hears(2)
        await b.rests()
        await b.stop()
        (archive,) = [name for name in b.on_disk() if name != "1-1"]
        archives = Archives(b.shop)
        await archives.find()
        await archives.clear(frozenset())
        assert archive in b.on_disk()
        sent = [(row.id, "55") for row in b.said]
        await b.database.write(partial(outbox.mark_sent, sent=sent, now=b.clock.now()))
        await archives.clear({PERSON})
        assert archive in b.on_disk()  # a job of the person may be making another
        await archives.clear(frozenset())
        assert b.on_disk() == ["1-1"]


async def test_the_runner_clears_archives_by_itself(tmp_path: Path) -> None:
    async with bench(tmp_path, network()) as b:
        await pictures(b, "x.png")
        await b.says("export")
        await b.hears(2)
        await b.database.write(partial(outbox.mark_sent, sent=[(row.id, "55") for row in b.said], now=b.clock.now()))
        await b.rests()
        await b.says("picture a")
        await b.hears(3)
        await b.rests()
        assert b.on_disk() == ["1-1", "1-2"]


async def test_an_export_for_a_person_who_is_gone_leaves_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path, network(), running=False) as b:
        await b.says("picture a x.png")
        await b.says("export")
        await b.says("forget")
        b.run_jobs()
        await b.rests()
        await b.database.sweep()
        assert b.on_disk() == []


async def test_a_full_disk_is_told_and_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    async with bench(tmp_path, network()) as b:
        await pictures(b, "x.png")
        monkeypatch.setattr("packs.archive.os.fsync", full)
        await b.says("export")
        assert (await b.hears(2))[-1] == "failed export disk_full"
        monkeypatch.undo()
        await b.rests()
        assert b.on_disk() == ["1-1"]
        assert await b.table() == []


def test_the_real_texts_have_every_word_that_the_archives_need() -> None:
    real = load(Path(__file__).parents[2] / "texts")
    for key in TEXTS.keys() - {"edge.incident"}:
        assert real.placeholders(key) == TEXTS.placeholders(key)
