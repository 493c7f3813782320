"""The job `pack`: papers for one reader and, where they are wanted, the files as received; it ends as JobDone."""

import sqlite3
from functools import partial

from bot.export import entry_name
from bot.papers.evidence import CannotMake, Papers, asked, evidence_papers, received
from bot.papers.files import paper
from bot.workshop import Workshop
from complaints.complaint import Complaint
from complaints.knowledge.models import Pack
from complaints.packing import packed
from complaints.times import Instant, date_of
from dialogs.events import JobDone, JobFailed
from dialogs.model import OutFile
from storage.cases import StoredCases
from storage.jobs import JobRow


async def pack(row: JobRow, shop: Workshop, most_bytes: int | None = None) -> JobDone | JobFailed:
    """Each file is at most as large as the network takes, or `most_bytes`.

    Raises WorkerFailed, OSError, StorageError, NotSent.
    """
    case = await shop.database.read(partial(read_case, person=row.person, number=row.job.case))
    wanted = shop.knowledge.packs.get(str(row.job.args.get("pack")))
    if case is None or wanted is None:
        return JobFailed(**shop.about(row))
    at, most_bytes = shop.clock.now(), most_bytes or shop.network(row).capabilities.max_upload
    try:
        papers = await evidence_papers(row, shop, case, wanted, at)
        if papers.size > most_bytes:
            raise CannotMake("too_large")
        received_any = wanted.originals and bool(packed(case, wanted))
        archives = await _archives(row, shop, case, wanted, papers, at, most_bytes) if received_any else []
    except CannotMake as error:
        return JobFailed(**shop.about(row), code=error.code)
    files = [OutFile(path=papers.path, name=pdf_name(shop, case, wanted, at)), *archives]
    return JobDone(
        **shop.about(row),
        path=files[0].path,
        name=files[0].name,
        more=tuple(files[1:]),
        unshown=papers.unshown,
        lost=papers.lost,
    )


def read_case(conn: sqlite3.Connection, person: int, number: int | None) -> Complaint | None:
    """The case of a job."""
    return None if number is None else StoredCases(conn, person).get(number)


def pdf_name(shop: Workshop, case: Complaint, wanted: Pack, at: Instant) -> str:
    """What the reader sees as the name of the papers."""
    return shop.texts("pack.name.pdf", title=wanted.title, number=case.number, date=date_of(at).isoformat())


async def _archives(
    row: JobRow, shop: Workshop, case: Complaint, wanted: Pack, papers: Papers, at: Instant, most_bytes: int
) -> list[OutFile]:
    """The PDF and the files as received, in as many ZIPs as the network's limit wants. Raises CannotMake."""
    folder = shop.texts("pack.name.folder")
    pdf = {"path": papers.path, "name": pdf_name(shop, case, wanted, at), "sha256": papers.sha256, "at": at}
    files = [received(one, f"{folder}/{entry_name(one, shop)}") for one in packed(case, wanted)]
    made = await asked(
        shop,
        make="archive",
        folder=str(shop.folder(row)),
        target=paper(row, ""),
        limit=most_bytes,
        at=at,
        readme=shop.texts("pack.paper.readme"),
        readme_name=shop.texts("pack.name.readme"),
        missing=shop.texts("export.missing"),
        changed=shop.texts("export.changed"),
        changed_folder=shop.texts("export.changed_folder"),
        files=[pdf, *files],
    )
    archives = made["archives"]
    assert isinstance(archives, list)
    return [
        OutFile(path=path, name=_zip_name(shop, case, at, part, len(archives))) for part, path in enumerate(archives, 1)
    ]


def _zip_name(shop: Workshop, case: Complaint, at: Instant, part: int, parts: int) -> str:
    about = {"number": case.number, "date": date_of(at).isoformat()}
    return (
        shop.texts("pack.name.zip", **about)
        if parts == 1
        else shop.texts("pack.name.zip_part", **about, part=part, parts=parts)
    )
