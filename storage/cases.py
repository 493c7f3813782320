"""The person's complaints, read when they are asked for and not before."""

import sqlite3
from collections.abc import Sequence

from complaints.complaint import Complaint, Stage
from complaints.times import Instant
from storage.documents import COMPLAINT

_UPDATE = """
UPDATE complaint SET schema_version = ?, document = ?, stage = ?, updated_at = ? WHERE person_id = ? AND number = ?
"""

_INSERT = """
INSERT INTO complaint (schema_version, document, stage, updated_at, person_id, number) VALUES (?, ?, ?, ?, ?, ?)
"""


class StoredCases:
    """What `dialogs.model.Cases` promises, inside one transaction. Each complaint is read at most once a turn."""

    def __init__(self, conn: sqlite3.Connection, person_id: int) -> None:
        self._conn, self._person_id = conn, person_id
        self._read: dict[int, Complaint | None] = {}

    def get(self, number: int) -> Complaint | None:
        """The complaint of that number, or None."""
        if number not in self._read:
            row = self._conn.execute(
                "SELECT schema_version, document FROM complaint WHERE person_id = ? AND number = ?",
                (self._person_id, number),
            ).fetchone()
            self._read[number] = None if row is None else COMPLAINT.read(*row)
        return self._read[number]

    def open(self) -> Sequence[Complaint]:
        """All that are not closed, lowest number first."""
        return self._some("AND stage <> ?", Stage.CLOSED)

    def all(self) -> Sequence[Complaint]:
        """All, lowest number first."""
        return self._some("")

    def save(self, complaint: Complaint, now: Instant) -> None:
        """Insert or replace."""
        text = COMPLAINT.write(complaint)
        values = (COMPLAINT.version, text, complaint.stage, now, self._person_id, complaint.number)
        if not self._conn.execute(_UPDATE, values).rowcount:
            self._conn.execute(_INSERT, values)
        self._read[complaint.number] = complaint

    def delete(self, number: int) -> None:
        """Remove the document alone; `deletion.delete_case` removes what belongs to it."""
        self._conn.execute("DELETE FROM complaint WHERE person_id = ? AND number = ?", (self._person_id, number))
        self._read[number] = None

    def any_runs(self, clocks: Sequence[tuple[int, str, int]]) -> bool:
        """Whether one of these (case, clock key, revision) still runs at that revision."""
        return any(self._runs(*clock) for clock in clocks)

    def _runs(self, number: int, key: str, revision: int) -> bool:
        case = self.get(number)
        return case is not None and any(
            clock.key == key and clock.revision == revision and clock.state == "running" for clock in case.clocks
        )

    def _some(self, condition: str, *values: str) -> list[Complaint]:
        rows = self._conn.execute(
            f"SELECT number, schema_version, document FROM complaint WHERE person_id = ? {condition} ORDER BY number",
            (self._person_id, *values),
        ).fetchall()
        for number, *stored in rows:
            if number not in self._read:
                self._read[number] = COMPLAINT.read(*stored)
        return [case for number, *_ in rows if (case := self._read[number]) is not None]
