"""What is done once a day: forget what has served its time, give space back, look whether the file is sound."""

import sqlite3
from functools import partial

from complaints.times import DAY, Instant
from storage import deletion
from storage.database import Database

SLICE = 500
"""Rows removed in one call, so that turns wait for a few milliseconds only."""

STRANGERS = 50
"""Persons deleted in one call: each takes rows of many tables along."""

KEYS_KEPT = 8 * DAY
"""Networks deliver an event again for at most a day (Telegram) or a week."""
MESSAGES_KEPT = 7 * DAY
DEAD_KEPT = 30 * DAY
UNCONSENTED_KEPT = DAY
"""What came before consent is erased after this much silence (PIPL 13, 47)."""

ANY_SIZE = 1 << 62

PAGES = 1000
"""Free pages given back to the disk in one step."""


async def daily_round(database: Database, now: Instant) -> list[str]:
    """The whole round; gives what is wrong with the database file, normally nothing. Raises StorageUnavailable."""
    while await database.write(partial(daily, now=now)):
        pass
    await database.sweep()
    await database.alone(partial(deletion.scrub, at_most=ANY_SIZE))
    while await database.alone(_give_back):
        pass
    await database.alone(lambda _: database.ballast.make())
    return await database.faults()


def daily(conn: sqlite3.Connection, now: Instant) -> bool:
    """Forget one slice of everything whose time is over; True while there is more."""
    full = (
        _forget_strangers(conn, now - UNCONSENTED_KEPT),
        _forget(conn, _KEYS, now - KEYS_KEPT),
        _forget(conn, _MESSAGES, now - MESSAGES_KEPT),
        _forget(conn, _DEAD, now - DEAD_KEPT),
    )
    return any(full)


# Ids grow with time: the oldest rows come first without an index on the time.
_KEYS = "DELETE FROM event WHERE id IN (SELECT id FROM event ORDER BY id LIMIT ?) AND at < ?"
_MESSAGES = (
    "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state <> 'unsent' ORDER BY id LIMIT ?) "
    "AND created_at < ?"
)
_DEAD = "DELETE FROM dead WHERE incident IN (SELECT incident FROM dead ORDER BY at LIMIT ?) AND at < ?"


def _forget(conn: sqlite3.Connection, statement: str, before: Instant) -> bool:
    """Whether the slice was full."""
    return conn.execute(statement, (SLICE, before)).rowcount == SLICE


def _forget_strangers(conn: sqlite3.Connection, before: Instant) -> bool:
    """Persons who never consented and have been silent since `before`; whether the slice was full."""
    strangers = conn.execute(
        "SELECT id FROM person WHERE consented = 0 "
        "AND NOT EXISTS (SELECT 1 FROM session WHERE person_id = person.id AND heard_at >= ?) LIMIT ?",
        (before, STRANGERS),
    ).fetchall()
    for (person_id,) in strangers:
        deletion.delete_person(conn, person_id)
    return len(strangers) == STRANGERS


def _give_back(conn: sqlite3.Connection) -> bool:
    """Give some free pages back to the disk; whether there are more. Outside any transaction."""
    before = _free_pages(conn)
    conn.execute(f"PRAGMA incremental_vacuum({PAGES})").fetchall()
    return 0 < _free_pages(conn) < before


def _free_pages(conn: sqlite3.Connection) -> int:
    return int(conn.execute("PRAGMA freelist_count").fetchone()[0])
