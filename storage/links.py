"""One person on two networks: link codes, and making one person of two.

The rows move in the turn. Files move right after its commit, before anything else of the former person is removed; a
crash in between leaves rows in `moving`, which are worked off at the next start.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from complaints.complaint import Complaint
from complaints.merging import renumbered
from complaints.person import Person
from complaints.times import Instant
from dialogs.events import Chat
from dialogs.model import LinkAccounts, LinkedAccount, LinkOwner, OfferLink, PushTo, Session, UnlinkAccount
from storage import outbox, persons
from storage.cases import StoredCases
from storage.documents import SESSION
from storage.evidence import EvidenceFolders
from storage.persons import Seat

LinkEffect = OfferLink | LinkAccounts | UnlinkAccount | PushTo


class StoredLinks:
    """What `dialogs.model.Links` promises, inside one transaction."""

    def __init__(self, conn: sqlite3.Connection, seat: Seat, new_code: Callable[[], str]) -> None:
        self._conn, self._seat, self._new_code = conn, seat, new_code

    def accounts(self) -> Sequence[LinkedAccount]:
        """All accounts of this chat's person, oldest first."""
        return [
            LinkedAccount(id=row_id, network=network, here=row_id == self._seat.account, preferred=bool(preferred))
            for row_id, network, preferred in self._conn.execute(
                "SELECT id, network, preferred FROM account WHERE person_id = ? ORDER BY id", (self._seat.person_id,)
            ).fetchall()
        ]

    def new_code(self) -> str:
        """Eight digits that nobody can foresee."""
        return self._new_code()

    def owner(self, code: str, now: Instant) -> LinkOwner | None:
        """Who was given that code, if it is still good and not this chat's person's own."""
        found = _owner(self._conn, code, now)
        if found is None or found == self._seat.person_id:
            return None
        networks = self._conn.execute("SELECT network FROM account WHERE person_id = ?", (found,)).fetchall()
        return LinkOwner(
            next_number=persons.read(self._conn, found).next_number, networks=frozenset(name for (name,) in networks)
        )

    def newest(self) -> str:
        """The network's id of the newest message in this chat that we know of, where ids count; else empty."""
        chat = self._seat.chat
        found = self._conn.execute(
            "SELECT max(CAST(message_id AS INTEGER)) FROM outbox WHERE person_id = ? AND network = ? AND bot = ? "
            "AND user = ? AND message_id IS NOT NULL",
            (self._seat.person_id, chat.network, chat.bot, chat.user),
        ).fetchone()[0]
        return "" if found is None else str(found)

    def busy(self) -> bool:
        """Whether files of this chat's person are under way: a job, or a message with a file."""
        return bool(
            self._conn.execute(
                "SELECT EXISTS (SELECT 1 FROM job WHERE person_id = ?1) OR EXISTS (SELECT 1 FROM outbox "
                "WHERE person_id = ?1 AND state = 'unsent' AND document ->> '$.file' IS NOT NULL)",
                (self._seat.person_id,),
            ).fetchone()[0]
        )


def apply(conn: sqlite3.Connection, seat: Seat, effect: LinkEffect, now: Instant) -> outbox.Added:
    """Carry out one effect; what is said in other chats because of it."""
    match effect:
        case OfferLink():
            _offer(conn, seat, effect)
        case UnlinkAccount():
            _unlink(conn, seat, effect.account, now)
        case PushTo():
            conn.execute(
                "UPDATE account SET preferred = (id IS ?) WHERE person_id = ?", (effect.account, seat.person_id)
            )
        case LinkAccounts():
            return _link(conn, seat, effect, now)
    return outbox.Added((), ())


# ------------------------------------------------------------------------------------------------------------ codes
def _offer(conn: sqlite3.Connection, seat: Seat, effect: OfferLink) -> None:
    conn.execute(
        "INSERT OR REPLACE INTO link_code (person_id, account_id, hash, until) VALUES (?, ?, ?, ?)",
        (seat.person_id, seat.account, _hash(effect.code), effect.until),
    )


def _owner(conn: sqlite3.Connection, code: str, now: Instant) -> int | None:
    row = conn.execute("SELECT person_id FROM link_code WHERE hash = ? AND until > ?", (_hash(code), now)).fetchone()
    return None if row is None else int(row[0])


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


# ------------------------------------------------------------------------------------------------- one person of two
def _link(conn: sqlite3.Connection, seat: Seat, effect: LinkAccounts, now: Instant) -> outbox.Added:
    """The chat's person and all that is theirs come to the owner of the code. Raises LookupError without one."""
    owner = _owner(conn, effect.code, now)
    if owner is None:
        raise LookupError("the code is not good any more")
    offering = _chat_of_code(conn, owner)
    numbers = dict(effect.numbers)
    anew = outbox.renumber(conn, seat, numbers, now)
    _move_cases(conn, seat.person_id, owner, numbers, now)
    _join_settings(conn, seat.person_id, owner, len(numbers))
    for table in ("account", "session", "outbox", "dead"):
        conn.execute(f"UPDATE {table} SET person_id = ? WHERE person_id = ?", (owner, seat.person_id))
    conn.execute("UPDATE account SET preferred = 0 WHERE id = ?", (seat.account,))
    conn.execute("DELETE FROM link_code WHERE person_id = ?", (owner,))
    conn.execute("DELETE FROM person WHERE id = ?", (seat.person_id,))
    conn.execute("INSERT INTO purge (person_id) VALUES (?)", (seat.person_id,))
    there = persons.find(conn, offering)
    assert there is not None
    told = outbox.add(conn, there, [effect.notice], now)
    return outbox.Added((*anew.rows, *told.rows), (*anew.dropped, *told.dropped))


def _chat_of_code(conn: sqlite3.Connection, person_id: int) -> Chat:
    row = conn.execute(
        "SELECT a.network, a.bot, a.user FROM link_code l JOIN account a ON a.id = l.account_id WHERE l.person_id = ?",
        (person_id,),
    ).fetchone()
    return Chat(*row)


def _move_cases(conn: sqlite3.Connection, source: int, owner: int, numbers: Mapping[int, int], now: Instant) -> None:
    theirs, ours = StoredCases(conn, source), StoredCases(conn, owner)
    for case in theirs.all():
        number = numbers[case.number]
        ours.save(_with_files(conn, renumbered(case, numbers), source, owner), now)
        conn.execute(
            "UPDATE reminder SET person_id = ?, case_number = ? WHERE person_id = ? AND case_number = ?",
            (owner, number, source, case.number),
        )


def _with_files(conn: sqlite3.Connection, case: Complaint, source: int, owner: int) -> Complaint:
    """The case with files that are to move to names that the owner's cases do not use."""
    names = {
        one.number: f"{case.number}-{one.number}{PurePosixPath(one.path).suffix}" for one in case.exhibits if one.path
    }
    conn.executemany(
        "INSERT INTO moving (person_id, source, path, name) VALUES (?, ?, ?, ?)",
        [(owner, source, one.path, names[one.number]) for one in case.exhibits if one.path],
    )
    return case.changed(exhibits=tuple(one.model_copy(update={"path": names.get(one.number)}) for one in case.exhibits))


def _join_settings(conn: sqlite3.Connection, source: int, owner: int, cases: int) -> None:
    """The owner's settings and consents; what they lack comes from the other."""
    kept, other = persons.read(conn, owner), persons.read(conn, source)
    joined = kept.model_copy(
        update={
            "upload_consent": kept.upload_consent or other.upload_consent,
            "quiet_hours": kept.quiet_hours or other.quiet_hours,
            "next_number": kept.next_number + cases,
            "reachable": True,
        }
    )
    persons.write(conn, owner, joined)


# ------------------------------------------------------------------------------------------------------ going apart
def _unlink(conn: sqlite3.Connection, seat: Seat, account: int, now: Instant) -> None:
    """The account belongs to somebody whom we do not know any more; what was to be said there is not said.

    Their numbers go on where those of the person ended: a button of that chat's past must never mean a case of its
    future. A code that was made there ends, or whoever holds that account could come back with it.
    """
    if not conn.execute(
        "SELECT 1 FROM account WHERE id = ? AND person_id = ? AND id <> ?", (account, seat.person_id, seat.account)
    ).fetchone():
        return
    person_id = persons.create(conn, Person(next_number=persons.read(conn, seat.person_id).next_number))
    network, bot, user = conn.execute("SELECT network, bot, user FROM account WHERE id = ?", (account,)).fetchone()
    waiting = "person_id = ? AND network = ? AND bot = ? AND user = ?"
    conn.execute(f"DELETE FROM outbox WHERE {waiting}", (seat.person_id, network, bot, user))
    conn.execute(f"DELETE FROM job WHERE {waiting}", (seat.person_id, network, bot, user))
    conn.execute("DELETE FROM link_code WHERE person_id = ?", (seat.person_id,))
    conn.execute("UPDATE account SET person_id = ?, preferred = 0 WHERE id = ?", (person_id, account))
    before = conn.execute("SELECT schema_version, document FROM session WHERE account_id = ?", (account,)).fetchone()
    session = Session(revision=SESSION.read(*before).revision)
    conn.execute(
        "UPDATE session SET person_id = ?, schema_version = ?, document = ?, heard_at = ? WHERE account_id = ?",
        (person_id, SESSION.version, SESSION.write(session), now, account),
    )


# -------------------------------------------------------------------------------------------------- after the commit
def move_files(conn: sqlite3.Connection, evidence: EvidenceFolders) -> None:
    """Work off `moving`. Raises OSError, and is made again then."""
    for row_id, person_id, source, path, name in conn.execute(
        "SELECT id, person_id, source, path, name FROM moving"
    ).fetchall():
        evidence.move(source, path, person_id, name)
        conn.execute("DELETE FROM moving WHERE id = ?", (row_id,))
