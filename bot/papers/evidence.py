"""The papers of a case as PDF: what of its exhibits can be shown, in words and pictures."""

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.export import entry_name
from bot.papers.files import desk, paper
from bot.papers.progress import Progress
from bot.workers import AT_ONCE, TIMEOUT, WorkerFailed
from bot.workshop import Workshop
from complaints.complaint import Complaint, Exhibit
from complaints.knowledge.models import Pack
from complaints.packing import packed
from complaints.times import Instant
from packs.dossier import compose
from packs.subject import LOST, Shown, Subject
from storage.jobs import JobRow

MOST_PICTURES = 90
"""On the pages of a pack; some 25 MB, and 450 MB of memory while they are set. Long screenshots get fewer pieces where
there are many exhibits."""
UNSHOWN = Shown(why_not="unshown")
NO_PICTURE = Shown(why_not="no_picture")


class CannotMake(Exception):
    """This machine lacks something. `code`: texts `pack.failed.<code>`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """A PDF on disk and what it could not show."""

    path: str
    """In the person's folder."""
    sha256: str
    size: int
    """Bytes."""
    shown: Mapping[int, Shown]

    @property
    def unshown(self) -> tuple[int, ...]:
        """Exhibits whose file cannot be opened."""
        return tuple(number for number, shown in self.shown.items() if shown == UNSHOWN)

    @property
    def lost(self) -> tuple[int, ...]:
        """Exhibits whose file is gone or changed."""
        return tuple(number for number, shown in self.shown.items() if shown == LOST)


async def evidence_papers(row: JobRow, shop: Workshop, case: Complaint, pack: Pack, at: Instant) -> Papers:
    """Make the PDF for one reader. Raises CannotMake, WorkerFailed, OSError, StorageError."""
    folder = await shop.files.run(partial(desk, row, shop))
    try:
        shown = await _shown(row, shop, packed(case, pack), folder)
        names = {exhibit.number: entry_name(exhibit, shop) for exhibit in packed(case, pack)}
        subject = Subject(
            case=case, pack=pack, knowledge=shop.knowledge, texts=shop.texts, at=at, shown=shown, names=names
        )
        path = paper(row, ".pdf")
        made = await asked(
            shop,
            make="papers",
            layout="evidence",
            words=compose(subject),
            folder=str(folder),
            out=str(shop.folder(row) / path),
            at=at,
            form="pdf",
        )
    finally:
        await shop.files.run(partial(shutil.rmtree, folder, ignore_errors=True))
    return Papers(path=path, sha256=str(made["sha256"]), size=int(str(made["size"])), shown=shown)


async def asked(shop: Workshop, **request: object) -> Mapping[str, object]:
    """What the worker of packs/ made. Raises CannotMake, WorkerFailed, OSError."""
    answer = await shop.worker.run("packs", request)
    if "refused" in answer:
        raise CannotMake(str(answer["refused"]))
    return answer


def received(exhibit: Exhibit, name: str) -> dict[str, object]:
    """The file of an exhibit as packs/ asks for it."""
    return {"path": exhibit.path, "name": name, "sha256": exhibit.sha256, "at": exhibit.received_at}


async def _shown(row: JobRow, shop: Workshop, exhibits: Sequence[Exhibit], folder: Path) -> dict[int, Shown]:
    """What can be shown of each."""
    files = [received(exhibit, str(exhibit.number)) for exhibit in exhibits]
    missing = (await asked(shop, make="missing", folder=str(shop.folder(row)), files=files))["missing"]
    assert isinstance(missing, list)
    shown = {exhibit.number: LOST if str(exhibit.number) in missing else NO_PICTURE for exhibit in exhibits}
    pictures = [one for one in exhibits if shown[one.number] != LOST and (one.mime or "").startswith("image/")]
    copied = await Copying(row, shop, pictures, folder).all()
    return shown | copied


class Copying:
    """Copies pictures for print, by as many processes as may work at once."""

    def __init__(self, row: JobRow, shop: Workshop, pictures: Sequence[Exhibit], folder: Path) -> None:
        self._shop, self._from, self._to = shop, shop.folder(row), folder
        self._waiting = iter(pictures)
        self._pieces = max(1, MOST_PICTURES // max(1, len(pictures)))
        self._progress = Progress(row, shop, len(pictures))
        self._shown: dict[int, Shown] = {}
        self._full = False

    async def all(self) -> dict[int, Shown]:
        """What became of each, by its exhibit's number. Raises CannotMake, OSError."""
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._some())
        if self._full:
            raise CannotMake("disk_full")
        return self._shown

    async def _some(self) -> None:
        """Until none waits. A picture that breaks its process is not shown, the others are."""
        for exhibit in self._waiting:
            self._shown[exhibit.number] = await self._copied(exhibit)
            await self._progress.step()

    async def _copied(self, exhibit: Exhibit) -> Shown:
        try:
            copied: Mapping[str, Any] = await self._shop.worker.run("pictures", self._request(exhibit))
        except WorkerFailed as failure:
            if failure.code == TIMEOUT:  # others wanted the processor all the time: no fault of the picture
                raise
            return UNSHOWN
        if "refused" not in copied:
            return Shown(tuple(copied["pictures"]), copied["wide"])
        self._full = self._full or copied["refused"] == "disk_full"
        return UNSHOWN

    def _request(self, exhibit: Exhibit) -> dict[str, object]:
        return {
            "path": str(self._from / str(exhibit.path)),
            "mime": exhibit.mime,
            "folder": str(self._to),
            "name": str(exhibit.number),
            "pieces": self._pieces,
        }
