"""Reminder rows: found by time, one event a person, gone when handled."""

import sqlite3
from functools import partial

from dialogs.events import ClockReached, Due
from storage.database import Database
from storage.reminders import due, next_fire, replan
from storage.turns import STALE
from tests.storage.world import NOW, Phone


async def reached(database: Database, now: int, limit: int = 10) -> list[ClockReached]:
    return await database.read(partial(due, now=now, limit=limit))


async def test_the_next_one(phone: Phone, database: Database) -> None:
    assert await database.read(next_fire) is None
    await phone.says("open a")
    assert await database.read(next_fire) == NOW + 400
    assert await reached(database, NOW + 399) == []


async def test_one_event_a_person_with_all_that_is_due(phone: Phone, other: Phone, database: Database) -> None:
    await phone.says("open a")
    phone.now += 10
    await phone.says("open b")
    await other.says("open c")
    mine, theirs = await reached(database, NOW + 500)
    assert mine.due == (Due(1, "C0.1", 0, 600), Due(2, "C0.1", 0, 600))
    assert (mine.chat, mine.at) == (phone.chat, NOW + 500)
    assert theirs.due == (Due(1, "C0.1", 0, 600),)
    assert [event.chat for event in await reached(database, NOW + 500, limit=1)] == [phone.chat]


async def test_asking_again_gives_the_same_event(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    (first,) = await reached(database, NOW + 400)
    (second,) = await reached(database, NOW + 401)
    assert first.id == second.id
    (third,) = await reached(database, NOW + 1000)
    assert third.id != first.id


async def test_a_handled_event_takes_its_rows(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    (event,) = await reached(database, NOW + 400)
    taken = await phone.sends(event)
    assert taken.fresh
    assert taken.reminders_changed
    assert await reached(database, NOW + 999) == []
    assert await database.read(next_fire) == NOW + 1000
    assert await phone.sends(event) == STALE


async def test_rows_handled_by_an_earlier_event_are_left_out(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    (first,) = await reached(database, NOW + 400)
    (both,) = await reached(database, NOW + 1000)
    assert (await phone.sends(first)).rows[0].message.text == "1/C0.1/600"
    assert (await phone.sends(both)).rows[0].message.text == "1/C0.1/0"


async def test_rows_planned_anew_leave_the_old_event_empty(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    (event,) = await reached(database, NOW + 400)
    await phone.says("extend 1")
    assert await phone.sends(event) == STALE
    assert await database.read(next_fire) == NOW + 1400


async def test_the_chat_used_last_is_spoken_to(phone: Phone, other: Phone, database: Database) -> None:
    await phone.says("open a")
    other.now += 10
    await other.says("plain hello")
    await database.write(_one_person)
    (event,) = await reached(database, NOW + 400)
    assert event.chat == other.chat
    await database.write(lambda conn: conn.execute("UPDATE account SET reachable = 0 WHERE user = '2002'"))
    (event,) = await reached(database, NOW + 400)
    assert event.chat == phone.chat


def _one_person(conn: sqlite3.Connection) -> None:
    """What linking two accounts of one person leaves."""
    conn.execute("UPDATE account SET person_id = 1")
    conn.execute("UPDATE session SET person_id = 1")


async def test_many_rows_cost_nothing_to_look_at(phone: Phone, database: Database) -> None:
    """By the plan of the query, not by the clock: the index gives the answer, no row is read in vain, none sorted."""
    await phone.says("open a")

    def plans(conn: sqlite3.Connection) -> list[str]:
        seen: list[str] = []
        conn.set_trace_callback(seen.append)
        next_fire(conn)
        due(conn, NOW + 400, 1)
        replan(conn, 1, 9, ())
        conn.set_trace_callback(None)
        return [row[3] for query in seen for row in conn.execute(f"EXPLAIN QUERY PLAN {query}") if "reminder" in row[3]]

    steps = await database.write(plans)
    assert len(steps) == 4
    assert all("USING" in step and "INDEX" in step for step in steps)
