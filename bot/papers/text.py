"""The job `text`: a letter as a text file, to keep, to print or to take to a computer."""

from functools import partial

from bot.papers.evidence import CannotMake, asked
from bot.papers.files import paper
from bot.workshop import Workshop
from complaints.file_names import safe_name
from complaints.times import date_of
from dialogs.events import JobDone, JobFailed
from storage.jobs import JobRow

MIME = "text/plain"


async def text(row: JobRow, shop: Workshop) -> JobDone | JobFailed:
    """Raises WorkerFailed, OSError, StorageError."""
    path, folder = paper(row, ".txt"), shop.folder(row)
    await shop.files.run(partial(folder.mkdir, mode=0o700, parents=True, exist_ok=True))
    try:
        await asked(shop, make="text", out=str(folder / path), text=row.job.args["text"])
    except CannotMake as error:
        return JobFailed(**shop.about(row), code=error.code)
    date = date_of(shop.clock.now()).isoformat()
    name = shop.texts("pack.text.file", letter=row.job.args["letter"], number=row.job.case, date=date)
    return JobDone(**shop.about(row), path=path, name=safe_name(name, MIME))
