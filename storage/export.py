"""Everything stored of a person, as plain data: for /export (PIPL 45) and for whoever has to answer for it."""

import json
import sqlite3
from typing import Any

from pydantic import BaseModel

from storage.cases import StoredCases
from storage.documents import MESSAGE, PERSON, SESSION


def export_data(conn: sqlite3.Connection, person_id: int, number: int | None = None) -> dict[str, Any]:
    """JSON values: `complaints` (whole documents), and for all of a person (`number` None) also `person`, `accounts`
    with their open conversation, planned `reminders`, and events that `failed` and wait for a repair.

    Instants are UTC seconds, money is 分. A person or case that is gone has no complaints.
    """
    cases = StoredCases(conn, person_id)
    if number is not None:
        case = cases.get(number)
        return {"complaints": [] if case is None else [_plain(case)]}
    return {
        "person": _person(conn, person_id),
        "accounts": _accounts(conn, person_id),
        "complaints": [_plain(case) for case in cases.all()],
        "reminders": _reminders(conn, person_id),
        "failed": _failed(conn, person_id),
    }


def files_to_send(conn: sqlite3.Connection, person_id: int) -> set[str]:
    """Paths of the files of messages that are still to be sent."""
    rows = conn.execute(
        "SELECT schema_version, document FROM outbox WHERE person_id = ? AND state = 'unsent'",
        (person_id,),
    )
    messages = [MESSAGE.read(version, text) for version, text in rows]
    return {message.file.path for message in messages if message.file is not None}


def _plain(document: BaseModel) -> dict[str, Any]:
    return document.model_dump(mode="json")


def _person(conn: sqlite3.Connection, person_id: int) -> dict[str, Any] | None:
    row = conn.execute("SELECT schema_version, document FROM person WHERE id = ?", (person_id,)).fetchone()
    return None if row is None else _plain(PERSON.read(*row))


def _accounts(conn: sqlite3.Connection, person_id: int) -> list[dict[str, Any]]:
    rows = conn.execute(
        "SELECT a.network, a.bot, a.user, a.reachable, s.schema_version, s.document "
        "FROM account a JOIN session s ON s.account_id = a.id WHERE a.person_id = ? ORDER BY a.id",
        (person_id,),
    )
    return [
        {
            "network": network,
            "bot": bot,
            "user": user,
            "reachable": bool(reachable),
            "session": _plain(SESSION.read(version, text)),
        }
        for network, bot, user, reachable, version, text in rows
    ]


def _reminders(conn: sqlite3.Connection, person_id: int) -> list[dict[str, Any]]:
    rows = conn.execute(
        "SELECT case_number, clock, due_at, fire_at FROM reminder WHERE person_id = ? ORDER BY fire_at, id",
        (person_id,),
    )
    return [dict(zip(("case", "clock", "due_at", "fire_at"), row, strict=True)) for row in rows]


def _failed(conn: sqlite3.Connection, person_id: int) -> list[dict[str, Any]]:
    rows = conn.execute("SELECT incident, event, at FROM dead WHERE person_id = ? ORDER BY at", (person_id,))
    return [{"incident": incident, "event": json.loads(event), "at": at} for incident, event, at in rows]
