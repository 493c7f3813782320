"""The job `export`: all that is known of a person, or of one case, as ZIP archives; it ends as JobDone."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bot.workshop import Workshop
from complaints.complaint import Complaint, Exhibit
from complaints.file_names import safe_name
from complaints.times import date_of
from dialogs.events import JobDone, JobFailed
from dialogs.model import OutFile
from storage.cases import StoredCases
from storage.export import export_data
from storage.jobs import JobRow

ARCHIVE = "export-{job}"
"""Name of a job's archives on disk, before `.zip` or the number of the part."""
ARCHIVES = "export-*.zip"


async def export(row: JobRow, shop: Workshop, most_bytes: int | None = None) -> JobDone | JobFailed:
    """An archive is at most as large as the network takes, or `most_bytes`.

    Raises WorkerFailed, OSError, StorageError; then nothing is left behind.
    """
    folder = shop.folder(row)
    await shop.files.run(partial(folder.mkdir, mode=0o700, parents=True, exist_ok=True))
    data, cases = await shop.database.read(partial(_read, person=row.person, number=row.job.case))
    request = _words(shop) | {
        "make": "archive",
        "folder": str(folder),
        "target": ARCHIVE.format(job=row.id),
        "limit": most_bytes or shop.network(row).capabilities.max_upload,
        "at": max((case.touched for case in cases), default=0),
        "data": data,
        "files": list(_files(cases, shop)),
    }
    answer: Mapping[str, Any] = await shop.worker.run("packs", request)
    if "refused" in answer:
        return JobFailed(**shop.about(row), code=answer["refused"])
    first, *more = _out_files(answer["archives"], shop)
    return JobDone(**shop.about(row), path=first.path, name=first.name, more=tuple(more))


def _read(conn: sqlite3.Connection, person: int, number: int | None) -> tuple[dict[str, Any], Sequence[Complaint]]:
    cases = StoredCases(conn, person)
    wanted = cases.all() if number is None else [case for case in [cases.get(number)] if case is not None]
    return export_data(conn, person, number), wanted


def _words(shop: Workshop) -> dict[str, object]:
    names = ("data_name", "readme_name", "readme", "missing", "changed", "changed_folder")
    return {name: shop.texts(f"export.{name}") for name in names}


def _files(cases: Sequence[Complaint], shop: Workshop) -> Iterator[dict[str, object]]:
    for case in cases:
        for exhibit in case.exhibits:
            if exhibit.state == "stored":
                yield {
                    "path": exhibit.path,
                    "name": f"{_flat(shop.texts('export.folder', number=case.number))}/{entry_name(exhibit, shop)}",
                    "sha256": exhibit.sha256,
                    "at": exhibit.received_at,
                }


def entry_name(exhibit: Exhibit, shop: Workshop) -> str:
    """证1-订单页-IMG_0001.jpg: number, what it shows, and what its sender called it."""
    mime = exhibit.mime or ""
    kind = shop.knowledge.exhibits.get(exhibit.kind)
    name = shop.texts("export.exhibit", number=exhibit.number, kind=_flat(kind.name if kind else exhibit.kind))
    given = f"-{safe_name(exhibit.name, mime)}" if exhibit.name else ""
    return safe_name(name + given, mime, longest=180)


def _flat(name: str) -> str:
    """Without what would make a folder of it."""
    return name.replace("/", "_").replace("\\", "_")


def _out_files(archives: Sequence[str], shop: Workshop) -> list[OutFile]:
    """The archives under the names that the user sees."""
    day = date_of(shop.clock.now()).isoformat()
    if len(archives) == 1:
        return [OutFile(path=archives[0], name=shop.texts("export.name", date=day))]
    return [
        OutFile(path=path, name=shop.texts("export.part_name", date=day, part=part, parts=len(archives)))
        for part, path in enumerate(archives, 1)
    ]
