"""The job `mail`: the letter by e-mail as a file for a computer, with the evidence as one PDF."""

from functools import partial
from typing import Final

from bot.papers.evidence import CannotMake, asked, evidence_papers
from bot.papers.files import paper
from bot.papers.pack import pdf_name, read_case
from bot.workshop import Workshop
from complaints.complaint import Complaint
from complaints.packing import packed
from complaints.times import Instant, date_of
from dialogs.events import JobDone, JobFailed
from storage.jobs import JobRow

PLATFORM: Final = "platform"
"""The pack that goes to the other side."""
MOST_BYTES: Final = 20_000_000
"""What mail servers take of one message, about."""


async def mail(row: JobRow, shop: Workshop, most_bytes: int = MOST_BYTES) -> JobDone | JobFailed:
    """Raises WorkerFailed, OSError, StorageError."""
    case = await shop.database.read(partial(read_case, person=row.person, number=row.job.case))
    if case is None:
        return JobFailed(**shop.about(row))
    at, path = shop.clock.now(), paper(row, ".eml")
    try:
        attachments = await _attachments(row, shop, case, at)
        made = await asked(shop, make="mail", out=str(shop.folder(row) / path), attachments=attachments, **row.job.args)
        if int(str(made["size"])) > most_bytes:
            raise CannotMake("too_large")
    except CannotMake as error:
        return JobFailed(**shop.about(row), code=error.code)
    name = shop.texts("pack.mail.file", number=case.number, date=date_of(at).isoformat())
    return JobDone(**shop.about(row), path=path, name=name)


async def _attachments(row: JobRow, shop: Workshop, case: Complaint, at: Instant) -> list[dict[str, str]]:
    """The papers as one PDF; nothing without any exhibit. Raises CannotMake."""
    pack = shop.knowledge.packs[PLATFORM]
    if not packed(case, pack):
        folder = shop.folder(row)
        await shop.files.run(partial(folder.mkdir, mode=0o700, parents=True, exist_ok=True))
        return []
    papers = await evidence_papers(row, shop, case, pack, at)
    path = str(shop.folder(row) / papers.path)
    return [{"path": path, "name": pdf_name(shop, case, pack, at), "type": "application/pdf"}]
