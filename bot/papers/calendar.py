"""The job `calendar`: the running deadlines of one case, or of all, as a file for the phone's calendar."""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial

from bot.papers.evidence import CannotMake, asked
from bot.papers.files import paper
from bot.workshop import Workshop
from complaints import clocks
from complaints.complaint import Clock, Complaint
from complaints.times import DAY, Instant, date_of
from dialogs.events import JobDone, JobFailed
from dialogs.wording import case_title
from storage.cases import StoredCases
from storage.jobs import JobRow

ALWAYS = (DAY, 0)
"""Seconds before its end at which every deadline has an alarm, beside those of its kind."""


async def calendar(row: JobRow, shop: Workshop) -> JobDone | JobFailed:
    """Raises WorkerFailed, OSError, StorageError."""
    cases = await shop.database.read(partial(_cases, person=row.person, number=row.job.case))
    at = shop.clock.now()
    path = paper(row, ".ics")
    folder = shop.folder(row)
    await shop.files.run(partial(folder.mkdir, mode=0o700, parents=True, exist_ok=True))
    try:
        await asked(
            shop,
            make="calendar",
            out=str(folder / path),
            name=shop.texts("pack.calendar.name"),
            at=at,
            deadlines=[deadline for case in cases for deadline in _deadlines(case, shop, at)],
        )
    except CannotMake as error:
        return JobFailed(**shop.about(row), code=error.code)
    name = shop.texts("pack.calendar.file", date=date_of(at).isoformat())
    return JobDone(**shop.about(row), path=path, name=name)


def _cases(conn: sqlite3.Connection, person: int, number: int | None) -> Sequence[Complaint]:
    cases = StoredCases(conn, person)
    return cases.open() if number is None else [case for case in [cases.get(number)] if case is not None]


def _deadlines(case: Complaint, shop: Workshop, at: Instant) -> Iterator[dict[str, object]]:
    """Fields of `packs.calendar.Deadline`, for each clock whose end is still to come."""
    for clock in clocks.running(case):
        if clock.due > at:
            yield _deadline(case, clock, shop, at)


def _deadline(case: Complaint, clock: Clock, shop: Workshop, at: Instant) -> dict[str, object]:
    rule = shop.knowledge.clocks[clock.id]
    title = case_title(case, shop.texts, shop.knowledge)
    key = "pack.calendar.title" if clock.certain else "pack.calendar.title_about"
    leads = sorted({lead for lead in (*rule.leads, *ALWAYS) if lead >= 0 and clock.due - lead > at}, reverse=True)
    return {
        "uid": f"{case.opened}-{case.number}-{clock.key}@complaint-guide",
        "revision": clock.revision,
        "due": clock.due,
        "title": shop.texts(key, title=title, clock=rule.name),
        "about": shop.texts("pack.calendar.about", says=rule.says),
        "alarms": leads,
    }
