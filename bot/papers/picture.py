"""The job `picture`: where a case stands, drawn for a phone's screen."""

import shutil
from functools import partial

from bot.papers.evidence import CannotMake, asked
from bot.papers.files import desk, paper
from bot.papers.pack import read_case
from bot.workshop import Workshop
from dialogs.events import JobDone, JobFailed
from packs.progress import progress
from storage.jobs import JobRow


async def picture(row: JobRow, shop: Workshop) -> JobDone | JobFailed:
    """Raises WorkerFailed, OSError, StorageError."""
    case = await shop.database.read(partial(read_case, person=row.person, number=row.job.case))
    if case is None:
        return JobFailed(**shop.about(row))
    at, path = shop.clock.now(), paper(row, ".png")
    folder = await shop.files.run(partial(desk, row, shop))
    try:
        await asked(
            shop,
            make="papers",
            layout="progress",
            words=progress(case, shop.knowledge, shop.texts, at),
            folder=str(folder),
            out=str(shop.folder(row) / path),
            at=at,
            form="png",
        )
    except CannotMake as error:
        return JobFailed(**shop.about(row), code=error.code)
    finally:
        await shop.files.run(partial(shutil.rmtree, folder, ignore_errors=True))
    return JobDone(**shop.about(row), path=path, name=shop.texts("pack.picture.file", number=case.number))
