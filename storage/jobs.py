"""Slow work that a turn asked for. A job's row goes in the turn that handles its result."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from complaints.times import Instant
from dialogs.events import Chat
from dialogs.model import Job
from storage.documents import JOB


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job. Its result is an event of `chat` with the id `job:<id>`."""

    id: int
    chat: Chat
    person: int
    job: Job
    attempts: int
    """How often it was begun, this time included."""
    not_before: Instant


_SELECT = "SELECT id, network, bot, user, person_id, schema_version, document, attempts, not_before FROM job "

_READY = """
SELECT min(id) FROM job waiting WHERE state = 'ready' AND not_before <= ?
AND NOT EXISTS (SELECT 1 FROM job WHERE person_id = waiting.person_id AND state = 'running')
GROUP BY person_id ORDER BY 1 LIMIT ?
"""


def add(conn: sqlite3.Connection, chat: Chat, person_id: int, jobs: Sequence[Job], now: Instant) -> tuple[JobRow, ...]:
    """Write the jobs of a turn, ready from now on. One that waits already is not written again: asking for an export
    a hundred times makes no hundred archives."""
    return tuple(_add(conn, chat, person_id, job, now) for job in jobs if not _waits(conn, chat, person_id, job))


def reset_running(conn: sqlite3.Connection) -> None:
    """At start: what ran when the process ended is ready again."""
    conn.execute("UPDATE job SET state = 'ready' WHERE state = 'running'")


def ready(conn: sqlite3.Connection, now: Instant, limit: int) -> list[JobRow]:
    """Jobs that may begin, oldest first: one per person, none for a person of whom one is running."""
    found = [row_id for (row_id,) in conn.execute(_READY, (now, limit)).fetchall()]
    return [row for row_id in found if (row := _find(conn, row_id)) is not None]


def next_ready(conn: sqlite3.Connection) -> Instant | None:
    """The earliest `not_before` of a ready job; None when there is none."""
    row = conn.execute("SELECT min(not_before) FROM job WHERE state = 'ready'").fetchone()
    return None if row[0] is None else int(row[0])


def begin(conn: sqlite3.Connection, job_id: int) -> JobRow | None:
    """Take a ready job, counting the attempt; None when it is gone (its case was deleted) or is running."""
    began = conn.execute(
        "UPDATE job SET state = 'running', attempts = attempts + 1 WHERE id = ? AND state = 'ready'", (job_id,)
    )
    return _find(conn, job_id) if began.rowcount else None


def later(conn: sqlite3.Connection, job_id: int, not_before: Instant, *, counted: bool = True) -> None:
    """Try again, not before that time. Not `counted`: the world was to blame, so this attempt was none."""
    conn.execute(
        "UPDATE job SET state = 'ready', not_before = ?, attempts = attempts - ? WHERE id = ?",
        (not_before, 0 if counted else 1, job_id),
    )


def finish(conn: sqlite3.Connection, job_id: int) -> bool:
    """The job is done with; False when it was not wanted any more."""
    return bool(conn.execute("DELETE FROM job WHERE id = ?", (job_id,)).rowcount)


def exists(conn: sqlite3.Connection, job_id: int) -> bool:
    """Whether the job is still wanted."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM job WHERE id = ?)", (job_id,)).fetchone()[0])


def _waits(conn: sqlite3.Connection, chat: Chat, person_id: int, job: Job) -> bool:
    same = (person_id, chat.network, chat.bot, chat.user, JOB.write(job))
    return bool(
        conn.execute(
            "SELECT EXISTS (SELECT 1 FROM job WHERE person_id = ? AND state = 'ready' "
            "AND network = ? AND bot = ? AND user = ? AND document = ?)",
            same,
        ).fetchone()[0]
    )


def _add(conn: sqlite3.Connection, chat: Chat, person_id: int, job: Job, now: Instant) -> JobRow:
    job_id = conn.execute(
        "INSERT INTO job (person_id, network, bot, user, case_number, schema_version, document, not_before) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (person_id, chat.network, chat.bot, chat.user, job.case, JOB.version, JOB.write(job), now),
    ).lastrowid
    assert job_id is not None
    return JobRow(job_id, chat, person_id, job, 0, now)


def _find(conn: sqlite3.Connection, job_id: int) -> JobRow | None:
    row = conn.execute(_SELECT + "WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        return None
    found, network, bot, user, person_id, version, text, attempts, not_before = row
    return JobRow(found, Chat(network, bot, user), person_id, JOB.read(version, text), attempts, not_before)
