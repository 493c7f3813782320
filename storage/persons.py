"""Persons, their accounts, and the session of each private chat."""

import sqlite3
from dataclasses import dataclass

from complaints.person import Person
from complaints.times import Instant
from dialogs.events import Chat
from dialogs.model import Session
from storage.documents import PERSON, SESSION


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is behind a chat and where the conversation stands, as stored. Documents are read when they are needed."""

    chat: Chat
    account: int
    person_id: int
    reachable: bool
    stored_person: tuple[int, str]
    """Schema version and JSON text."""
    stored_session: tuple[int, str]

    def person(self) -> Person:
        """The person's settings and consents."""
        return PERSON.read(*self.stored_person)

    def session(self) -> Session:
        """The state of this chat."""
        return SESSION.read(*self.stored_session)


_FIND = """
SELECT a.id, a.person_id, a.reachable, p.schema_version, p.document, s.schema_version, s.document
FROM account a JOIN person p ON p.id = a.person_id JOIN session s ON s.account_id = a.id
WHERE a.network = ? AND a.bot = ? AND a.user = ?
"""


def find(conn: sqlite3.Connection, chat: Chat) -> Seat | None:
    """The seat of a chat, None when we have never met or have forgotten."""
    row = conn.execute(_FIND, (chat.network, chat.bot, chat.user)).fetchone()
    if row is None:
        return None
    account, person_id, reachable, person_version, person, session_version, session = row
    return Seat(chat, account, person_id, bool(reachable), (person_version, person), (session_version, session))


def welcome(conn: sqlite3.Connection, chat: Chat, now: Instant) -> Seat:
    """A new person with this account."""
    person, session = Person(), SESSION.write(Session())
    person_id = create(conn, person)
    account = conn.execute(
        "INSERT INTO account (person_id, network, bot, user) VALUES (?, ?, ?, ?)",
        (person_id, chat.network, chat.bot, chat.user),
    ).lastrowid
    assert account is not None
    conn.execute(
        "INSERT INTO session (account_id, person_id, schema_version, document, heard_at) VALUES (?, ?, ?, ?, ?)",
        (account, person_id, SESSION.version, session, now),
    )
    return Seat(chat, account, person_id, True, (PERSON.version, PERSON.write(person)), (SESSION.version, session))


def create(conn: sqlite3.Connection, person: Person) -> int:
    """A new person, without an account yet; their id."""
    person_id = conn.execute(
        "INSERT INTO person (schema_version, document) VALUES (?, ?)", (PERSON.version, PERSON.write(person))
    ).lastrowid
    assert person_id is not None
    return person_id


def read(conn: sqlite3.Connection, person_id: int) -> Person:
    """A person's settings and consents."""
    row = conn.execute("SELECT schema_version, document FROM person WHERE id = ?", (person_id,)).fetchone()
    return PERSON.read(*row)


def write(conn: sqlite3.Connection, person_id: int, person: Person) -> None:
    """Replace them."""
    _put(conn, person_id, person, PERSON.write(person))


def _put(conn: sqlite3.Connection, person_id: int, person: Person, document: str) -> None:
    conn.execute(
        "UPDATE person SET schema_version = ?, document = ?, consented = ? WHERE id = ?",
        (PERSON.version, document, person.consent is not None, person_id),
    )


def save(conn: sqlite3.Connection, seat: Seat, person: Person, session: Session, heard_at: Instant | None) -> None:
    """Write what differs from what is stored. `heard_at` is None when it was not the user who caused the turn."""
    text = PERSON.write(person)
    if text != seat.stored_person[1]:
        _put(conn, seat.person_id, person, text)
    text = SESSION.write(session)
    if heard_at is not None or text != seat.stored_session[1]:
        conn.execute(
            "UPDATE session SET schema_version = ?, document = ?, heard_at = coalesce(?, heard_at) "
            "WHERE account_id = ?",
            (SESSION.version, text, heard_at, seat.account),
        )


def set_reachable(conn: sqlite3.Connection, chat: Chat, reachable: bool) -> int | None:
    """Note on account and person whether the chat can be written to; the person's id, None for a stranger."""
    seat = find(conn, chat)
    if seat is None:
        return None
    conn.execute("UPDATE account SET reachable = ? WHERE id = ?", (reachable, seat.account))
    write(conn, seat.person_id, seat.person().model_copy(update={"reachable": reachable}))
    return seat.person_id


def chat_of(conn: sqlite3.Connection, person_id: int) -> Chat | None:
    """The chat in which to speak to a person unasked: a reachable one, the one they chose, the one they used last."""
    row = conn.execute(
        "SELECT a.network, a.bot, a.user FROM account a JOIN session s ON s.account_id = a.id "
        "WHERE a.person_id = ? ORDER BY a.reachable DESC, a.preferred DESC, s.heard_at DESC LIMIT 1",
        (person_id,),
    ).fetchone()
    return None if row is None else Chat(*row)


def lately(conn: sqlite3.Connection, network: str, bot: str, since: Instant) -> tuple[Instant | None, list[str]]:
    """When any user last did anything with one of our accounts, and the users who did since then."""
    rows = conn.execute(
        "SELECT a.user, s.heard_at FROM account a JOIN session s ON s.account_id = a.id "
        "WHERE a.network = ? AND a.bot = ? ORDER BY s.heard_at DESC",
        (network, bot),
    ).fetchall()
    return (rows[0][1] if rows else None), [user for user, at in rows if at >= since]


def heard_at(conn: sqlite3.Connection, chat: Chat) -> Instant | None:
    """When the user last did anything in that chat."""
    row = conn.execute(
        "SELECT s.heard_at FROM account a JOIN session s ON s.account_id = a.id "
        "WHERE a.network = ? AND a.bot = ? AND a.user = ?",
        (chat.network, chat.bot, chat.user),
    ).fetchone()
    return None if row is None else int(row[0])
