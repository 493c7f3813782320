"""The export: real archives, unpacked and verified by tools that are not ours."""

import errno
import hashlib
import json
import re
import resource
import subprocess
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

import complaints
import dialogs
from packs.answering import answer as answered
from packs.archive import MANIFEST, Archive
from packs.errors import BadEntry, Changed, OutsideFolder
from packs.export import export
from packs.readable import TIMES
from packs.request import Evidence, Request
from packs.sources import Source

RECEIVED = 1_763_600_000  # 2025-11-20 08:53:20 in Shanghai


def answer(request: dict[str, Any]) -> dict[str, object]:
    """As the child process does."""
    return answered({"make": "archive", **request})


class Folder:
    """A person's evidence folder and a request to export it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.request: dict[str, Any] = {
            "folder": str(path),
            "target": "export-7",
            "limit": 45_000_000,
            "at": RECEIVED + 60,
            "data": {"complaints": [{"number": 3, "opened": RECEIVED, "facts": {"goods": "点卡", "amount": 9805}}]},
            "data_name": "投诉资料.json",
            "readme": "这里是你的全部资料。",
            "readme_name": "说明.txt",
            "missing": "缺失：",
            "changed": "变了：",
            "changed_folder": "变了",
            "files": [],
        }

    def add(self, number: int, data: bytes, name: str = "订单页.jpg") -> str:
        """Put a file there and into the request; gives its name in the archive."""
        (self.path / f"3-{number}").write_bytes(data)
        entry = f"投诉3/证{number}-{name}"
        self.request["files"].append(
            {"path": f"3-{number}", "name": entry, "sha256": hashlib.sha256(data).hexdigest(), "at": RECEIVED}
        )
        return entry

    def names(self) -> list[str]:
        """What lies in the folder."""
        return sorted(path.name for path in self.path.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "17")


def unpacked(archive: Path, into: Path) -> dict[str, bytes]:
    """The files of a ZIP, after `sha256sum -c` said that its manifest is right."""
    with zipfile.ZipFile(archive) as bundle:
        assert bundle.testzip() is None
        bundle.extractall(into)
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", MANIFEST], cwd=into, check=True)
    files = {str(path.relative_to(into)): path.read_bytes() for path in into.rglob("*") if path.is_file()}
    assert len(files.pop(MANIFEST).splitlines()) == len(files)
    return files


def test_everything_as_received(folder: Folder, tmp_path: Path) -> None:
    emoji = folder.add(1, b"\xff\xd8\xff" + bytes(range(256)) * 40, "付款👨‍👩‍👧.jpg")
    record = folder.add(2, "聊天".encode("gbk"), "聊天记录.txt")
    assert answer(folder.request) == {"archives": ("export-7.zip",), "missing": ()}
    assert folder.names() == ["3-1", "3-2", "export-7.zip"]
    files = unpacked(folder.path / "export-7.zip", tmp_path / "out")
    assert files[emoji] == b"\xff\xd8\xff" + bytes(range(256)) * 40
    assert files[record].decode("gbk") == "聊天"
    assert files["说明.txt"].decode() == "这里是你的全部资料。\n"
    assert set(files) == {emoji, record, "说明.txt", "投诉资料.json"}


def test_the_data_can_be_read_by_its_owner(folder: Folder, tmp_path: Path) -> None:
    answer(folder.request)
    text = unpacked(folder.path / "export-7.zip", tmp_path / "out")["投诉资料.json"].decode()
    assert "点卡" in text
    complaint = json.loads(text)["complaints"][0]
    assert complaint["opened"] == "2025-11-20T08:53:20+08:00"
    assert complaint["facts"]["amount"] == "98.05"
    assert complaint["number"] == 3


def test_every_time_of_the_domain_becomes_readable() -> None:
    """A field that is added as an `Instant` must be known to the export."""
    folders = [Path(package.__path__[0]) for package in (complaints, dialogs)]
    models = (folders[0] / "complaint.py", folders[0] / "person.py", folders[1] / "model.py")
    fields = {name for path in models for name in re.findall(r"^    (\w+): Instant\b", path.read_text(), re.MULTILINE)}
    assert {"received_at", "touched", "due"} <= fields
    assert fields - {"now"} <= TIMES


def test_the_same_data_gives_the_same_bytes(folder: Folder) -> None:
    folder.add(1, bytes(5000))
    answer(folder.request)
    once = (folder.path / "export-7.zip").read_bytes()
    (folder.path / "3-1").touch()
    answer(folder.request)
    assert (folder.path / "export-7.zip").read_bytes() == once


def test_times_in_the_archive_are_those_of_the_data(folder: Folder) -> None:
    entry = folder.add(1, b"x")
    answer(folder.request)
    with zipfile.ZipFile(folder.path / "export-7.zip") as bundle:
        assert bundle.getinfo(entry).date_time == (2025, 11, 20, 8, 53, 20)
        assert bundle.getinfo("说明.txt").date_time == (2025, 11, 20, 8, 54, 20)


def test_gone_and_changed_files_are_told_apart_from_the_rest(folder: Folder, tmp_path: Path) -> None:
    gone, changed, kept = folder.add(1, b"a"), folder.add(2, b"b"), folder.add(3, b"c")
    (folder.path / "3-1").unlink()
    (folder.path / "3-2").write_bytes(b"B")
    assert answer(folder.request)["missing"] == (changed, gone)
    files = unpacked(folder.path / "export-7.zip", tmp_path / "out")
    assert files[kept] == b"c"
    assert files[f"变了/{changed}"] == b"B"
    assert files["说明.txt"].decode() == f"这里是你的全部资料。\n\n缺失：\n{gone}\n\n变了：\n{changed}\n"
    assert not {gone, changed} & set(files)


def test_more_than_can_be_sent_is_split(folder: Folder, tmp_path: Path) -> None:
    entries = [folder.add(number, bytes([number]) * 40_000) for number in range(1, 8)]
    folder.request["limit"] = 100_000
    archives = export(Request.read(folder.request)).archives
    assert archives == ("export-7-1.zip", "export-7-2.zip", "export-7-3.zip", "export-7-4.zip")
    files: dict[str, bytes] = {}
    for archive in archives:
        assert (folder.path / archive).stat().st_size <= 100_000
        part = unpacked(folder.path / archive, tmp_path / archive)
        assert "说明.txt" in part
        assert ("投诉资料.json" in part) == (archive == "export-7-1.zip")
        files |= part
    assert [files[entry][0] for entry in entries] == list(range(1, 8))


def test_the_limit_is_reached_and_never_passed(folder: Folder) -> None:
    for number in (1, 2):
        folder.add(number, bytes(1000))
    answer(folder.request)
    size = (folder.path / "export-7.zip").stat().st_size
    folder.request["limit"] = size
    assert len(export(Request.read(folder.request)).archives) == 1
    folder.request["limit"] = size - 1
    assert len(export(Request.read(folder.request)).archives) == 2


def test_a_file_above_the_limit_gets_an_archive_of_its_own(folder: Folder) -> None:
    for number, size in ((1, 100), (2, 5000), (3, 100)):
        folder.add(number, bytes(size))
    folder.request["limit"] = 3000
    assert len(export(Request.read(folder.request)).archives) == 3


@pytest.mark.parametrize("path", ["../secret", "/etc/hostname", "a/../../secret", "link", "."])
def test_no_path_leads_out_of_the_folder(folder: Folder, path: str) -> None:
    folder.add(1, b"x")
    (folder.path.parent / "secret").write_bytes(b"x")
    (folder.path / "link").symlink_to(folder.path.parent / "secret")
    folder.request["files"][0]["path"] = path
    with pytest.raises(OutsideFolder):
        answer(folder.request)
    assert folder.names() == ["3-1", "link"]


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a/../../x", "a\\..\\x", "c:x", "a\nb", "", "说明.txt", MANIFEST, "a\x00b"]
)
def test_no_name_leads_out_of_where_it_is_unpacked(folder: Folder, name: str) -> None:
    folder.add(1, b"x")
    folder.request["files"][0]["name"] = name
    with pytest.raises(BadEntry):
        answer(folder.request)
    assert folder.names() == ["3-1"]


def test_a_disk_that_fills_up_leaves_nothing_behind(folder: Folder) -> None:
    """The limit on a file's size stands in for a full disk: the write fails in the middle with an OSError."""
    folder.add(1, bytes(200_000))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            answer(folder.request)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert folder.names() == ["3-1"]


def test_a_full_disk_is_an_answer(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert answer(folder.request) == {"refused": "disk_full"}
    assert folder.names() == []


def test_a_file_that_changes_while_it_is_packed_is_an_error(folder: Folder) -> None:
    folder.add(1, b"new")
    checked = Evidence(path="3-1", name="x", sha256=hashlib.sha256(b"old").hexdigest(), at=RECEIVED)
    archive = Archive(folder.path / "x.zip", RECEIVED)
    with pytest.raises(Changed):
        archive.add_source(Source(checked, folder.path / "3-1", 3))
    archive.abandon()


def test_files_pass_through_in_pieces(folder: Folder) -> None:
    folder.add(1, bytes(20_000_000))
    tracemalloc.start()
    try:
        answer(folder.request)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_what_a_killed_export_left_is_replaced(folder: Folder) -> None:
    (folder.path / ".export-7.zip.part").write_bytes(b"half")
    assert answer(folder.request)["archives"] == ("export-7.zip",)
    assert folder.names() == ["export-7.zip"]
