"""Data folders as they are after some use."""

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bot.seams import SystemClock
from complaints.complaint import Complaint
from complaints.person import Consent, Person
from complaints.reminders import Planned
from complaints.times import DAY, Instant
from dialogs.events import Chat
from dialogs.model import Session
from storage import persons, reminders
from storage.cases import StoredCases
from storage.database import Database

SLICE = 200
EACH = 5
"""Reminders of one person."""


async def people(folder: Path, bot: str, users: Iterable[int], network: str = "telegram") -> None:
    """Persons who have consented to everything, so that their dialog begins with its first question."""
    now = SystemClock().now()
    chats = [Chat(network, bot, str(user)) for user in users]
    database = await Database.open(folder)
    for some in _slices(chats):
        await database.write(partial(_meet, chats=some, now=now))
    await database.close()


async def pending(folder: Path, count: int) -> None:
    """`count` reminders, due in the next two months."""
    now = SystemClock().now()
    chats = [Chat("telegram", "1", str(user)) for user in range(1, count // EACH + 1)]
    database = await Database.open(folder)
    await asyncio.gather(*(database.write(partial(_wait, chats=some, now=now)) for some in _slices(chats)))
    await database.close()


def _slices(chats: Sequence[Chat]) -> Iterator[Sequence[Chat]]:
    """A transaction each."""
    return (chats[start : start + SLICE] for start in range(0, len(chats), SLICE))


def _meet(conn: sqlite3.Connection, chats: Sequence[Chat], now: Instant) -> list[int]:
    consent = Consent(version="benchmark", at=now)
    person = Person(consent=consent, upload_consent=consent, next_number=2)
    met = [persons.welcome(conn, chat, now) for chat in chats]
    for seat in met:
        persons.save(conn, seat, person, Session(), now)
    return [seat.person_id for seat in met]


def _wait(conn: sqlite3.Connection, chats: Sequence[Chat], now: Instant) -> None:
    case = Complaint(number=1, opened=now, touched=now)
    for person in _meet(conn, chats, now):
        StoredCases(conn, person).save(case, now)
        due = [now + DAY * (1 + (person + 12 * place) % 60) for place in range(EACH)]
        reminders.replan(conn, person, 1, [Planned("C1.1", 0, 0, at, at) for at in due])
