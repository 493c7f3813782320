"""Numbered steps from a blank database to the present schema; `PRAGMA user_version` says how many were taken.

A step is a file `NNNN_name.sql` or a module `mNNNN_name.py` with `migrate(connection)`. Steps are never edited after a
release. A step also belongs to every new schema version of a document, even if it has only a comment to say: so a
program of before refuses the database instead of stumbling over single documents.
"""

import sqlite3
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from storage.errors import CannotOpen

Step = Callable[[sqlite3.Connection], object]


def steps() -> tuple[Step, ...]:
    """All steps of this release, in order."""
    folder = Path(__file__).parent
    found = {path.name.removeprefix("m")[:4]: path for path in sorted(folder.glob("*[0-9]_*.*")) if path.is_file()}
    return tuple(_step(found[f"{number:04}"]) for number in range(1, len(found) + 1))


def migrate(connection: sqlite3.Connection, wanted: Sequence[Step]) -> None:
    """Take the steps that the database has not taken, each in a transaction of its own.

    Raises CannotOpen(newer) when the database has taken more steps than there are.
    """
    taken: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if taken > len(wanted):
        raise CannotOpen("newer", f"the database is at {taken}, this program at {len(wanted)}")
    for number, step in enumerate(wanted[taken:], start=taken + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _step(path: Path) -> Step:
    if path.suffix == ".sql":
        return lambda connection: _run_script(connection, path.read_text(encoding="utf-8"))
    step: Step = import_module(f"{__name__}.{path.stem}").migrate
    return step


def _run_script(connection: sqlite3.Connection, script: str) -> None:
    """Statement by statement: `executescript` would commit the transaction it is in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
