"""Turns: once, whole or not at all."""

from storage.database import Database
from storage.turns import Taken
from tests.storage.conftest import Phone


def said(taken: Taken) -> list[str]:
    return [row.message.text for row in taken.rows]


async def test_a_first_contact_makes_a_person(phone: Phone, database: Database) -> None:
    taken = await phone.says("hello")
    assert taken.fresh
    assert said(taken) == ["hello"]
    assert taken.rows[0].chat == phone.chat
    assert await database.read(lambda c: c.execute("SELECT count(*) FROM person").fetchone()) == (1,)


async def test_an_event_is_handled_once(phone: Phone) -> None:
    event = phone.text("hello")
    assert (await phone.sends(event)).fresh
    again = await phone.sends(event)
    assert again == Taken(fresh=False)


async def test_open(phone: Phone) -> None:
    taken = await phone.says("open story")
    assert said(taken) == ["投诉1 story"]
    assert taken.jobs[0].job.kind == "fetch"
    assert taken.reminders_changed
    assert said(await phone.says("count")) == ["1 of 1"]
