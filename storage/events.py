"""Keys of events: what makes a turn happen at most once, however often its event comes."""

import hashlib
import sqlite3

from dialogs.events import Event

JOB = "job:"


def first_time(conn: sqlite3.Connection, event: Event) -> bool:
    """Record the event's key; False when it was recorded before."""
    chat = event.chat
    return bool(
        conn.execute(
            "INSERT OR IGNORE INTO event (network, bot, key, at) VALUES (?, ?, ?, ?)",
            (chat.network, chat.bot, _key(event), event.at),
        ).rowcount
    )


def job_id(event: Event) -> int | None:
    """The job whose result this event is."""
    return int(event.id[len(JOB) :]) if event.id.startswith(JOB) else None


def _key(event: Event) -> str:
    """Keys stay when the person is deleted, so an id that contains the user's own id is kept as a hash."""
    if event.chat.user not in event.id:
        return event.id
    return hashlib.sha256(f"{event.chat.user}\0{event.id}".encode()).hexdigest()
