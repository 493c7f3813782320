"""Deleting for good. Rows go in the turn; bytes in files and in the database's free space go right after its commit.

`secure_delete` overwrites a deleted row, but not the copies that remain when SQLite moves rows between pages, nor the
write-ahead log: hence VACUUM and a truncating checkpoint. A crash in between leaves rows in `purge`, and these are
worked off at the next start.
"""

import hashlib
import sqlite3

from complaints.times import Instant
from dialogs.events import Chat
from dialogs.model import DeleteCase, DeleteFile, Effect
from storage import links, meta
from storage.cases import StoredCases
from storage.connections import size
from storage.evidence import EvidenceFolders

VACUUM_AT_ONCE = 32 * 1024 * 1024
"""Bytes up to which the database is rewritten at once (0.3 s); a larger one waits for the daily round."""

VACUUM_WANTED = "vacuum"


def apply(conn: sqlite3.Connection, person_id: int, effect: Effect, cases: StoredCases) -> None:
    """What a turn wants deleted, save the person, after which nothing else counts."""
    if isinstance(effect, DeleteCase):
        delete_case(conn, person_id, effect.case, cases)
    elif isinstance(effect, DeleteFile):
        _purge_files(conn, person_id, {effect.path}, cases)


def delete_case(conn: sqlite3.Connection, person_id: int, number: int, cases: StoredCases) -> None:
    """Remove a case with all that belongs to it. A file that another case of the person shows too stays."""
    paths = _paths(cases, number)
    cases.delete(number)
    for table in ("reminder", "job"):
        conn.execute(f"DELETE FROM {table} WHERE person_id = ? AND case_number = ?", (person_id, number))
    conn.execute("DELETE FROM dead WHERE person_id = ?", (person_id,))  # an event may quote any case
    _purge_files(conn, person_id, paths, cases)
    conn.execute("INSERT INTO purge DEFAULT VALUES")


def delete_person(conn: sqlite3.Connection, person_id: int) -> None:
    """Remove a person with every row of theirs."""
    conn.execute("DELETE FROM person WHERE id = ?", (person_id,))
    conn.execute("INSERT INTO purge (person_id) VALUES (?)", (person_id,))


def leave_tombstones(conn: sqlite3.Connection, person_id: int, now: Instant) -> None:
    """Note the hashes of the person's accounts, so that a restored backup forgets them again."""
    accounts = conn.execute("SELECT network, bot, user FROM account WHERE person_id = ?", (person_id,)).fetchall()
    conn.executemany(
        "INSERT OR REPLACE INTO tombstone (account, at) VALUES (?, ?)",
        [(account_hash(Chat(*account)), now) for account in accounts],
    )


def account_hash(chat: Chat) -> bytes:
    """SHA-256 of an account's address."""
    return hashlib.sha256(f"{chat.network}\0{chat.bot}\0{chat.user}".encode()).digest()


# ----------------------------------------------------------------------------------------------- after the commit
def waits(conn: sqlite3.Connection) -> bool:
    """Whether bytes are still to be removed."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM purge)").fetchone()[0])


def remove_files(conn: sqlite3.Connection, evidence: EvidenceFolders) -> None:
    """Work off `purge`: remove files and folders, leave the rest to `scrub`. Raises OSError, and is made again then.

    What belongs to somebody else by now is moved away first.
    """
    links.move_files(conn, evidence)
    rows = conn.execute("SELECT id, person_id, path FROM purge").fetchall()
    for row_id, person_id, path in rows:
        if person_id is not None:
            evidence.remove(person_id, path)
        conn.execute("DELETE FROM purge WHERE id = ?", (row_id,))
    if any(path is None for _, _, path in rows):
        meta.put(conn, VACUUM_WANTED, "yes")


def sweep_folders(conn: sqlite3.Connection, evidence: EvidenceFolders) -> None:
    """At start: remove half written files, and folders of persons who are gone (a file job outlived the deletion).

    What a crash kept from being moved to somebody else is moved before.
    """
    links.move_files(conn, evidence)
    for person_id in evidence.persons():
        if conn.execute("SELECT 1 FROM person WHERE id = ?", (person_id,)).fetchone() is None:
            evidence.remove(person_id, None)
        else:
            evidence.remove_unfinished(person_id)


def scrub(conn: sqlite3.Connection, at_most: int = VACUUM_AT_ONCE) -> None:
    """Remove what deleted rows left in the database file and in its log. Outside any transaction.

    A file above `at_most` bytes is not rewritten now; nor is any while a goodbye waits, after which this comes again.
    """
    if meta.get(conn, VACUUM_WANTED) is not None and not _goodbye_waits(conn) and size(conn) <= at_most:
        conn.execute("VACUUM")
        meta.put(conn, VACUUM_WANTED, None)
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _goodbye_waits(conn: sqlite3.Connection) -> bool:
    return conn.execute("SELECT 1 FROM outbox WHERE person_id IS NULL").fetchone() is not None


def _purge_files(conn: sqlite3.Connection, person_id: int, paths: set[str], cases: StoredCases) -> None:
    shown = {path for case in cases.all() for path in _paths(cases, case.number)}
    conn.executemany(
        "INSERT INTO purge (person_id, path) VALUES (?, ?)", [(person_id, path) for path in sorted(paths - shown)]
    )


def _paths(cases: StoredCases, number: int) -> set[str]:
    case = cases.get(number)
    return set() if case is None else {exhibit.path for exhibit in case.exhibits if exhibit.path is not None}
