"""A look at a data folder from outside, for `doctor`: nothing is taken, raised or written."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage import migrations
from storage.connections import cannot_open, check
from storage.database import NAME
from storage.errors import CannotOpen
from storage.lock import FolderLock


@dataclass(frozen=True, slots=True)
class State:
    """What is in the folder; `str()` is one line for the operator."""

    steps: int
    """Migrations taken; 0 when there is no database yet."""
    persons: int = 0
    cases: int = 0
    incidents: int = 0
    in_use: bool = False

    def __str__(self) -> str:
        if not self.steps:
            return "none yet, it is made at the first start"
        what = f"sound, {self.persons} persons, {self.cases} cases, {self.incidents} incidents"
        use = ", in use by a running bot" if self.in_use else ""
        old = f", raised from version {self.steps} at the next start" if self.steps < len(migrations.steps()) else ""
        return what + use + old


def inspect(folder: Path) -> State:
    """Read all of the database file. Raises CannotOpen: damaged, newer than this program, cannot be read."""
    path = folder / NAME
    if not path.exists():
        return State(0)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return _state(connection, _in_use(folder))
    except sqlite3.Error as error:
        raise cannot_open(error) from error


def _state(connection: sqlite3.Connection, in_use: bool) -> State:
    steps: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if steps > len(migrations.steps()):
        raise CannotOpen("newer", str(steps))
    if faults := check(connection):
        raise CannotOpen("damaged", faults[0])
    if not steps:
        return State(0)
    persons, cases, incidents = (_count(connection, table) for table in ("person", "complaint", "dead"))
    return State(steps, persons, cases, incidents, in_use)


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _in_use(folder: Path) -> bool:
    try:
        FolderLock.take(folder).release()
    except CannotOpen:
        return True
    return False
