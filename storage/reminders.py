"""Reminder rows: derived from the clocks of complaints, found by the time they are to be sent.

Only rows still to come are stored, so whatever their number, the next one is one step down an index.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace as changed

from complaints.reminders import Planned
from complaints.times import Instant
from dialogs.events import ClockReached, Due
from storage import persons


def replan(conn: sqlite3.Connection, person_id: int, case: int, plan: Sequence[Planned]) -> None:
    """Put the new plan of a case in the place of the old one."""
    conn.execute("DELETE FROM reminder WHERE person_id = ? AND case_number = ?", (person_id, case))
    conn.executemany(
        "INSERT INTO reminder (person_id, case_number, clock, revision, lead, due_at, fire_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(person_id, case, row.clock, row.revision, row.lead, row.due_at, row.fire_at) for row in plan],
    )


def next_fire(conn: sqlite3.Connection) -> Instant | None:
    """When the earliest reminder is to be sent; None when there is none."""
    row = conn.execute("SELECT fire_at FROM reminder ORDER BY fire_at LIMIT 1").fetchone()
    return None if row is None else int(row[0])


def due(conn: sqlite3.Connection, now: Instant, limit: int) -> list[ClockReached]:
    """What has come due, longest due first: one event a person with all that is due, for at most `limit` persons.

    Asking changes nothing. The same rows make the same event id, so an event submitted twice is handled once.
    """
    people: dict[int, None] = {}
    for (person_id,) in conn.execute(
        "SELECT person_id FROM reminder WHERE fire_at <= ? ORDER BY fire_at, person_id", (now,)
    ):
        people[person_id] = None
        if len(people) == limit:
            break
    events = [_event(conn, person_id, now) for person_id in people]
    return [event for event in events if event is not None]


def handled(conn: sqlite3.Connection, person_id: int, event: ClockReached) -> ClockReached | None:
    """Remove the event's rows; the event with those that were still there, or None when there were none."""
    there = tuple(row for row in event.due if _remove(conn, person_id, row))
    return changed(event, due=there) if there else None


def _event(conn: sqlite3.Connection, person_id: int, now: Instant) -> ClockReached | None:
    chat = persons.chat_of(conn, person_id)
    if chat is None:
        return None
    rows = conn.execute(
        "SELECT id, case_number, clock, revision, lead FROM reminder WHERE person_id = ? AND fire_at <= ? "
        "ORDER BY due_at, id",
        (person_id, now),
    ).fetchall()
    newest = max(row[0] for row in rows)
    return ClockReached(id=f"clock:{person_id}:{newest}", chat=chat, at=now, due=tuple(Due(*row[1:]) for row in rows))


def _remove(conn: sqlite3.Connection, person_id: int, row: Due) -> bool:
    return bool(
        conn.execute(
            "DELETE FROM reminder WHERE person_id = ? AND case_number = ? AND clock = ? AND revision = ? AND lead = ?",
            (person_id, row.case, row.clock, row.revision, row.lead),
        ).rowcount
    )
