"""Everything the bot says: rows written in the turn, sent afterwards. Only an unsent row still has its text."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from complaints.times import Instant
from dialogs.events import Chat
from dialogs.model import Message
from storage import persons
from storage.cases import StoredCases
from storage.documents import MESSAGE

NOBODY = 0
"""`OutboxRow.person` of a goodbye: the person is deleted already."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One message to send: one API call."""

    id: int
    chat: Chat
    person: int
    message: Message
    created: Instant
    attempts: int = 0
    """How often a push was claimed."""
    edits: str | None = None
    """The network's id of the message that `replaces` names, as far as it was known when this row was read."""


class Added(NamedTuple):
    """What a turn put into the outbox, and which waiting rows that made superfluous."""

    rows: tuple[OutboxRow, ...]
    dropped: tuple[int, ...]


class Waiting(NamedTuple):
    """How many rows are unsent."""

    replies: int
    pushes: int


# ------------------------------------------------------------------------------------------------------ in the turn
def add(conn: sqlite3.Connection, seat: persons.Seat, messages: Sequence[Message], now: Instant) -> Added:
    """Write what a turn says. An unsent message of the same chat and key goes; so does the one that `replaces` names.

    To a chat that cannot be reached replies are not written, and pushes only as undelivered.
    """
    rows: list[OutboxRow] = []
    dropped: list[int] = []
    for message in messages:
        names = {name for name in (message.key, message.replaces) if name is not None}
        for name in names:
            dropped += _supersede(conn, seat, name)
        if seat.reachable:
            row_id = _insert(conn, seat.chat, seat.person_id, message, now)
            edits = _message_id(conn, seat.person_id, seat.chat, message.replaces)
            rows.append(OutboxRow(row_id, seat.chat, seat.person_id, message, now, edits=edits))
        elif message.lane == "push":
            settle(conn, _insert(conn, seat.chat, seat.person_id, message, now), "undelivered")
    return Added(tuple(row for row in rows if row.id not in dropped), tuple(dropped))


def add_goodbye(conn: sqlite3.Connection, chat: Chat, messages: Sequence[Message], now: Instant) -> Added:
    """The last words to a person who is deleted: rows that belong to nobody and go when they are settled."""
    rows = tuple(OutboxRow(_insert(conn, chat, None, message, now), chat, NOBODY, message, now) for message in messages)
    return Added(rows, ())


def drop_outdated(conn: sqlite3.Connection, person_id: int, cases: StoredCases) -> tuple[int, ...]:
    """Drop the person's unsent pushes none of whose clocks still runs at that revision; gives the ids."""
    pushes = conn.execute(
        "SELECT id, schema_version, document FROM outbox WHERE person_id = ? AND state = 'unsent' AND lane = 'push'",
        (person_id,),
    ).fetchall()
    dropped = tuple(row_id for row_id, version, text in pushes if _out_of_date(MESSAGE.read(version, text), cases))
    for row_id in dropped:
        settle(conn, row_id, "dropped")
    return dropped


def renumber(conn: sqlite3.Connection, seat: persons.Seat, numbers: Mapping[int, int], now: Instant) -> Added:
    """Cases got other numbers. Waiting pushes name the former ones and go; waiting replies whose buttons do come anew.

    `numbers`: former → new. Rows of the seat's person, before they change hands.
    """
    waiting = conn.execute(
        "SELECT id, lane, schema_version, document FROM outbox WHERE person_id = ? AND state = 'unsent'",
        (seat.person_id,),
    ).fetchall()
    dropped, again = [], []
    for row_id, lane, version, text in waiting:
        message = MESSAGE.read(version, text)
        renumbered = message.renumbered(numbers)
        if lane == "push" or renumbered != message:
            settle(conn, row_id, "dropped")
            dropped.append(row_id)
        if lane == "reply" and renumbered != message:
            again.append(renumbered)
    return Added(add(conn, seat, again, now).rows, tuple(dropped))


def waiting_of(conn: sqlite3.Connection, person_id: int) -> tuple[int, ...]:
    """Ids of what waits for a person, on any of their accounts: nobody is told of a case that was deleted."""
    rows = conn.execute("SELECT id FROM outbox WHERE person_id = ? AND state = 'unsent'", (person_id,)).fetchall()
    return tuple(row_id for (row_id,) in rows)


# ------------------------------------------------------------------------------------------------------ for the sender
_SELECT = """
SELECT id, network, bot, user, person_id, schema_version, document, created_at, attempts FROM outbox
WHERE state = 'unsent'
"""


def unsent(conn: sqlite3.Connection) -> list[OutboxRow]:
    """All that waits, in the order in which it was said."""
    return [_row(conn, row) for row in conn.execute(_SELECT + "ORDER BY +id").fetchall()]  # + keeps to the index


def claim_push(conn: sqlite3.Connection, row_id: int) -> OutboxRow | None:
    """To be asked right before a push is sent: the row, or None when it no longer applies (it is dropped then)."""
    found = conn.execute(_SELECT + "AND id = ?", (row_id,)).fetchone()
    if found is None:
        return None
    row = _row(conn, found)
    if _out_of_date(row.message, StoredCases(conn, row.person)):
        settle(conn, row_id, "dropped")
        return None
    conn.execute("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", (row_id,))
    return row


def mark_sent(conn: sqlite3.Connection, sent: Iterable[tuple[int, str]], now: Instant) -> None:
    """Rows that the network took: (row id, the network's message id). Their texts go."""
    conn.executemany(
        "UPDATE outbox SET state = 'sent', document = '', message_id = ?, sent_at = ? WHERE id = ?",
        [(message_id, now, row_id) for row_id, message_id in sent],
    )
    _forget_goodbyes(conn)


def mark_uncertain(conn: sqlite3.Connection, row_id: int, code: str) -> None:
    """Nobody knows whether the message arrived; it is not tried again."""
    settle(conn, row_id, "uncertain", code)


def mark_failed(conn: sqlite3.Connection, row_id: int, code: str) -> None:
    """The network will never take this message."""
    settle(conn, row_id, "failed", code)


def mark_undelivered(conn: sqlite3.Connection, row_id: int, code: str) -> None:
    """A push that the network does not let us make now; what fell due is said at the next contact."""
    settle(conn, row_id, "undelivered", code)


def unreachable(conn: sqlite3.Connection, chat: Chat) -> None:
    """The network says that the user blocked us: waiting replies are dropped, waiting pushes undelivered."""
    person_id = persons.set_reachable(conn, chat, False)
    for row_id, lane in conn.execute(
        "SELECT id, lane FROM outbox "
        "WHERE person_id IS ? AND network = ? AND bot = ? AND user = ? AND state = 'unsent'",
        (person_id, chat.network, chat.bot, chat.user),
    ).fetchall():
        settle(conn, row_id, "undelivered" if lane == "push" else "dropped", "unreachable")


def resolve_edit(conn: sqlite3.Connection, chat: Chat, key: str) -> str | None:
    """The network's id of the latest message of that key that was sent to the chat."""
    row = conn.execute(
        "SELECT person_id FROM account WHERE network = ? AND bot = ? AND user = ?", (chat.network, chat.bot, chat.user)
    ).fetchone()
    return None if row is None else _message_id(conn, row[0], chat, key)


def waiting_counts(conn: sqlite3.Connection) -> Waiting:
    """How many replies and pushes are unsent."""
    counts = dict(conn.execute("SELECT lane, count(*) FROM outbox WHERE state = 'unsent' GROUP BY lane").fetchall())
    return Waiting(counts.get("reply", 0), counts.get("push", 0))


def settle(conn: sqlite3.Connection, row_id: int, state: str, code: str | None = None) -> None:
    """End a row that was not sent. Its text goes; a goodbye goes altogether."""
    conn.execute(
        "UPDATE outbox SET state = ?, code = ?, document = '' WHERE id = ? AND state <> 'sent'", (state, code, row_id)
    )
    _forget_goodbyes(conn)


# ------------------------------------------------------------------------------------------------------ inside
def _insert(conn: sqlite3.Connection, chat: Chat, person_id: int | None, message: Message, now: Instant) -> int:
    row_id = conn.execute(
        "INSERT INTO outbox (person_id, network, bot, user, lane, key, schema_version, document, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            person_id,
            chat.network,
            chat.bot,
            chat.user,
            message.lane,
            message.key if person_id is not None else None,
            MESSAGE.version,
            MESSAGE.write(message),
            now,
        ),
    ).lastrowid
    assert row_id is not None
    return row_id


def _supersede(conn: sqlite3.Connection, seat: persons.Seat, key: str) -> list[int]:
    """A new row takes the place of an unsent one, never its id: the sender may be sending that one at this moment."""
    chat = seat.chat
    waiting = conn.execute(
        "SELECT id FROM outbox WHERE person_id = ? AND key = ? AND state = 'unsent' "
        "AND network = ? AND bot = ? AND user = ?",
        (seat.person_id, key, chat.network, chat.bot, chat.user),
    ).fetchall()
    for (row_id,) in waiting:
        settle(conn, row_id, "dropped")
    return [row_id for (row_id,) in waiting]


def _message_id(conn: sqlite3.Connection, person_id: int, chat: Chat, key: str | None) -> str | None:
    if key is None:
        return None
    row = conn.execute(
        "SELECT message_id FROM outbox WHERE person_id = ? AND key = ? AND message_id IS NOT NULL "
        "AND network = ? AND bot = ? AND user = ? ORDER BY id DESC LIMIT 1",
        (person_id, key, chat.network, chat.bot, chat.user),
    ).fetchone()
    return None if row is None else str(row[0])


def _row(conn: sqlite3.Connection, row: tuple[int, str, str, str, int | None, int, str, int, int]) -> OutboxRow:
    row_id, network, bot, user, person_id, version, text, created, attempts = row
    chat, message = Chat(network, bot, user), MESSAGE.read(version, text)
    edits = None if person_id is None else _message_id(conn, person_id, chat, message.replaces)
    return OutboxRow(row_id, chat, NOBODY if person_id is None else person_id, message, created, attempts, edits)


def _out_of_date(message: Message, cases: StoredCases) -> bool:
    return bool(message.clocks) and not cases.any_runs(message.clocks)


def _forget_goodbyes(conn: sqlite3.Connection) -> None:
    if conn.execute("DELETE FROM outbox WHERE person_id IS NULL AND state <> 'unsent'").rowcount:
        conn.execute("INSERT INTO purge DEFAULT VALUES")
