"""Turns: once, whole or not at all; what failed is kept for a replay."""

import asyncio
import sqlite3
from dataclasses import replace
from functools import partial

import pytest

from complaints.person import Person
from dialogs.events import Blocked, Chat, ClockReached, Event, FileStored, UserTap, UserText
from dialogs.model import Context, Session, Turn
from storage import dead, jobs, outbox, persons
from storage.cases import StoredCases
from storage.database import Database
from storage.errors import Overtaken, StorageUnavailable, UnknownIncident
from storage.reminders import due
from storage.turns import STALE, Taken, replay, take
from tests.storage.world import NOW, Phone


def said(taken: Taken) -> list[str]:
    return [row.message.text for row in taken.rows]


async def count(database: Database, table: str) -> int:
    return int(await database.read(lambda conn: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]))


async def seat(phone: Phone) -> persons.Seat:
    found = await phone.database.read(partial(persons.find, chat=phone.chat))
    assert found is not None
    return found


# ---------------------------------------------------------------------------------------------- once
async def test_a_first_contact_makes_a_person(phone: Phone, database: Database) -> None:
    taken = await phone.says("hello")
    assert taken.fresh
    assert said(taken) == ["hello"]
    assert taken.rows[0].chat == phone.chat
    assert await count(database, "person") == 1
    await phone.says("again")
    assert await count(database, "person") == 1


async def test_a_first_contact_by_tap_makes_a_person(phone: Phone, database: Database) -> None:
    taken = await phone.sends(
        UserTap(id="1", chat=phone.chat, at=NOW, said_at=NOW, message="3", value="q:9:old button")
    )
    assert said(taken) == ["UserTap"]
    assert await count(database, "person") == 1


async def test_only_users_make_persons(phone: Phone, database: Database) -> None:
    stored = FileStored(id="job:1", chat=phone.chat, at=NOW, case=1, exhibit=1, path="p", sha256="s", size=1, mime="m")
    assert await phone.sends(stored) == STALE
    assert await phone.sends(Blocked(id="1", chat=phone.chat, at=NOW)) == STALE
    assert await phone.sends(ClockReached(id="2", chat=phone.chat, at=NOW, due=())) == STALE
    assert await count(database, "person") == 0


async def test_an_event_is_handled_once(phone: Phone, database: Database) -> None:
    event = phone.text("hello")
    assert (await phone.sends(event)).fresh
    assert await phone.sends(event) == STALE
    taken = await asyncio.gather(*(phone.sends(event) for _ in range(10)))
    assert taken == [STALE] * 10
    assert await count(database, "outbox") == 1


async def test_the_same_id_from_another_bot_is_another_event(phone: Phone) -> None:
    event = phone.text("hello")
    other = replace(event, chat=Chat("telegram", "100", phone.chat.user))
    assert (await phone.sends(event)).fresh
    assert (await phone.sends(other)).fresh


async def test_turns_run_in_the_order_of_submission(phone: Phone) -> None:
    taken = await asyncio.gather(*(phone.says(f"plain {n}") for n in range(300)))
    rows = [row for one in taken for row in one.rows]
    assert [row.message.text for row in rows] == [str(n) for n in range(300)]
    assert [row.id for row in rows] == sorted(row.id for row in rows)
    assert (await seat(phone)).session().revision == 300


# ---------------------------------------------------------------------------------------------- whole
async def test_a_turn_is_written_whole(phone: Phone, database: Database) -> None:
    taken = await phone.says("open 点卡没到")
    assert said(taken) == ["投诉1 点卡没到"]
    assert taken.jobs[0].job.kind == "fetch"
    assert taken.jobs[0].chat == phone.chat
    assert taken.reminders_changed
    assert taken.step == "idle"
    found = await seat(phone)
    assert found.person().next_number == 2
    case = await database.read(lambda conn: StoredCases(conn, found.person_id).get(1))
    assert case is not None
    assert case.facts.story == "点卡没到"
    assert await database.read(outbox.unsent) == list(taken.rows)
    assert await database.read(partial(jobs.ready, now=NOW, limit=5)) == list(taken.jobs)
    assert len(await database.read(partial(due, now=NOW + 1000, limit=5))) == 1


async def test_cases_are_read_lazily_and_seen_whole(phone: Phone) -> None:
    await phone.says("open a")
    await phone.says("open b")
    assert said(await phone.says("count")) == ["2 of 2"]


async def test_cases_of_another_person_do_not_exist(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    stranger = Phone(database, phone.world, Chat("telegram", "99", "2002"))
    assert said(await stranger.says("count")) == ["0 of 0"]


async def test_when_the_user_was_heard_counts_only_the_user(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    phone.now += 700
    (event,) = await database.read(partial(due, now=phone.now, limit=5))
    await phone.sends(event)
    assert await database.read(partial(persons.heard_at, chat=phone.chat)) == NOW


# ---------------------------------------------------------------------------------------------- or not at all
async def test_an_engine_that_raises_makes_a_dead_event(phone: Phone, database: Database) -> None:
    await phone.says("plain hello")
    before = await seat(phone)
    taken = await phone.says("crash 我的订单号")
    assert taken.incident == "INC-1"
    assert said(taken) == ["sorry INC-1"]
    assert taken.failure is not None
    assert taken.failure.startswith("LookupError in engine.py:")
    assert "订单" not in taken.failure
    assert await seat(phone) == before
    assert [row[0] for row in await database.read(dead.incidents)] == ["INC-1"]
    assert said(await phone.says("plain on")) == ["on"]


async def test_a_turn_that_cannot_be_saved_is_undone_and_dead(phone: Phone, database: Database) -> None:
    await phone.says("plain hello")
    before = await seat(phone)
    taken = await phone.says("spoil")
    assert said(taken) == ["sorry INC-1"]
    assert taken.failure is not None
    assert taken.failure.startswith("PydanticSerializationError in documents.py:")
    assert await seat(phone) == before
    assert [row.message.text for row in await database.read(outbox.unsent)] == ["hello", "sorry INC-1"]


async def test_a_dead_first_contact_keeps_the_person(phone: Phone, database: Database) -> None:
    assert (await phone.says("crash")).incident
    assert await count(database, "person") == 1
    assert (await seat(phone)).session() == Session()


async def test_one_failing_turn_among_ten(phone: Phone, database: Database) -> None:
    phones = [Phone(database, phone.world, Chat("telegram", "99", str(n))) for n in range(10)]
    taken = await asyncio.gather(*(one.says("crash" if n == 4 else f"plain {n}") for n, one in enumerate(phones)))
    assert [one.incident for one in taken] == [None] * 4 + ["INC-1"] + [None] * 5
    assert [said(one)[0] for one in taken if not one.incident] == [str(n) for n in range(10) if n != 4]


async def test_a_dead_event_does_not_come_again(phone: Phone) -> None:
    event = phone.text("crash")
    assert (await phone.sends(event)).incident
    assert await phone.sends(event) == STALE


async def test_a_replay_after_the_fix(phone: Phone, database: Database) -> None:
    await phone.says("crash")

    def mended(context: Context, event: Event) -> Turn:
        assert isinstance(event, UserText)
        return phone.world.advance(context, replace(event, text=f"open {context.now}"))

    again = await database.write(replay("INC-1", phone.world, NOW + 50))
    assert again.incident == "INC-1"
    assert not again.rows
    taken = await database.write(replay("INC-1", replace(phone.world, advance=mended), NOW + 60))
    assert said(taken) == [f"投诉1 {NOW + 60}"]
    assert await count(database, "dead") == 0
    with pytest.raises(UnknownIncident):
        await database.write(replay("INC-1", phone.world, NOW))


async def test_words_are_not_replayed_once_the_user_went_on(phone: Phone, database: Database) -> None:
    await phone.says("crash 98")
    phone.now += 60
    await phone.says("plain on")
    with pytest.raises(Overtaken):
        await database.write(replay("INC-1", phone.world, NOW + 120))
    assert await count(database, "dead") == 1


def broken(context: Context, event: Event) -> Turn:
    raise LookupError


async def test_a_dead_clock_event_is_not_told_and_not_asked_again(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    (event,) = await database.read(partial(due, now=NOW + 1000, limit=5))
    taken = await database.write(take(event, replace(phone.world, advance=broken)))
    assert taken.incident
    assert not taken.rows
    assert await database.read(partial(due, now=NOW + 1000, limit=5)) == []
    assert said(await database.write(replay("INC-1", phone.world, NOW + 1001))) == ["1/C0.1/600 1/C0.1/0"]


async def test_a_failing_storage_keeps_nothing_and_the_event_may_come_again(phone: Phone, database: Database) -> None:
    await phone.says("plain hello")
    event = phone.text("open " + "很长" * 50_000)
    pages = await database.write(lambda conn: conn.execute("PRAGMA page_count").fetchone()[0])
    await database.alone(lambda conn: conn.execute(f"PRAGMA max_page_count = {pages + 5}"))
    with pytest.raises(StorageUnavailable, match="full"):
        await phone.sends(event)
    assert await count(database, "dead") == 0
    await database.alone(lambda conn: conn.execute("PRAGMA max_page_count = 100000"))
    assert (await phone.sends(event)).fresh
    assert (await phone.sends(event)) == STALE


async def test_an_interrupted_turn_is_no_dead_event(phone: Phone, database: Database) -> None:
    def interrupted(context: Context, event: object) -> Turn:
        raise interruption

    interruption = sqlite3.OperationalError("interrupted")
    interruption.sqlite_errorcode = sqlite3.SQLITE_INTERRUPT
    event = phone.text("plain hello")
    with pytest.raises(StorageUnavailable, match="interrupted"):
        await database.write(take(event, replace(phone.world, advance=interrupted)))
    assert await count(database, "dead") == 0
    assert said(await phone.sends(event)) == ["hello"]


# ---------------------------------------------------------------------------------------------- results of jobs
def stored(taken: Taken, path: str = "1-1") -> FileStored:
    row = taken.jobs[0]
    assert row.job.case is not None
    key, case = f"job:{row.id}", row.job.case
    return FileStored(id=key, chat=row.chat, at=NOW, case=case, exhibit=1, path=path, sha256="a", size=1, mime="m")


async def test_a_result_ends_its_job(phone: Phone, database: Database) -> None:
    event = stored(await phone.says("open a"))
    assert said(await phone.sends(event)) == ["stored"]
    assert await count(database, "job") == 0
    assert await phone.sends(event) == STALE


async def test_a_result_for_a_deleted_case_is_dropped(phone: Phone, database: Database) -> None:
    event = stored(await phone.says("open a"))
    await phone.says("drop 1")
    assert await phone.sends(event) == STALE
    assert await count(database, "complaint") == 0


async def test_a_result_that_kills_the_engine_still_ends_its_job(phone: Phone, database: Database) -> None:
    event = stored(await phone.says("open a"))
    taken = await database.write(take(event, replace(phone.world, advance=broken)))
    assert taken.incident
    assert said(taken) == ["sorry INC-1"]
    assert await count(database, "job") == 0
    assert said(await database.write(replay("INC-1", phone.world, NOW + 9))) == ["stored"]


# ---------------------------------------------------------------------------------------------- coming and going
async def test_a_blocked_chat_and_the_way_back(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    await phone.sends(Blocked(id="b", chat=phone.chat, at=NOW))
    assert await database.read(outbox.unsent) == []
    (event,) = await database.read(partial(due, now=NOW + 400, limit=5))
    assert (await phone.sends(event)).rows == ()
    assert not (await seat(phone)).reachable
    assert said(await phone.says("plain back")) == ["back"]
    assert (await seat(phone)).reachable


async def test_unchanged_persons_are_not_written(phone: Phone, database: Database) -> None:
    await phone.says("plain hello")
    found = await seat(phone)
    assert found.person() == Person()

    def writes(conn: sqlite3.Connection) -> int:
        before = conn.total_changes
        persons.save(conn, found, found.person(), found.session(), None)
        return conn.total_changes - before

    assert await database.write(writes) == 0
