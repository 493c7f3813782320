"""Dead events: what the engine could not handle, kept whole until it can be replayed."""

import sqlite3
import traceback
from pathlib import Path

from complaints.times import Instant
from dialogs.events import EVENTS, Event
from storage.errors import UnknownIncident

ROOT = Path(__file__).parents[1]


def keep(conn: sqlite3.Connection, incident: str, person_id: int, event: Event, error: Exception) -> str:
    """Store the event under its incident id; gives the place of the error."""
    where = place(error)
    conn.execute(
        "INSERT OR REPLACE INTO dead (incident, person_id, event, place, at) VALUES (?, ?, ?, ?, ?)",
        (incident, person_id, EVENTS.dump_json(event).decode(), where, event.at),
    )
    return where


def find(conn: sqlite3.Connection, incident: str) -> Event:
    """The event of an incident. Raises UnknownIncident."""
    row = conn.execute("SELECT event FROM dead WHERE incident = ?", (incident,)).fetchone()
    if row is None:
        raise UnknownIncident("unknown_incident", incident)
    return EVENTS.validate_json(row[0])


def remove(conn: sqlite3.Connection, incident: str) -> None:
    """The event was handled after all."""
    conn.execute("DELETE FROM dead WHERE incident = ?", (incident,))


def incidents(conn: sqlite3.Connection) -> list[tuple[str, str, Instant]]:
    """All of them, oldest first: (incident id, place, when)."""
    return conn.execute("SELECT incident, place, at FROM dead ORDER BY at").fetchall()


def place(error: BaseException) -> str:
    """`KeyError in scene.py:77 find`: what, and where in our own code; no message, which may quote the user."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((frame for frame in reversed(frames) if _is_ours(Path(frame.filename))), None)
    name = type(error).__name__
    return name if frame is None else f"{name} in {Path(frame.filename).name}:{frame.lineno} {frame.name}"


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts
