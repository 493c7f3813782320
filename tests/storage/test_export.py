"""The copy of everything stored of a person: complete, and of nobody else."""

import json
from functools import partial

from dialogs.model import Message, OutFile
from storage import outbox
from storage.database import Database
from storage.export import export_data, files_to_send
from storage.persons import Seat, find
from tests.storage.world import Phone

EXPORTED = {"person", "account", "session", "complaint", "reminder", "dead"}
PASSING = {"outbox", "job", "purge", "link_code", "moving"}
"""Tables of what is being done for a person: messages on their way, work, files to remove."""


async def seat(database: Database, phone: Phone) -> Seat:
    found = await database.read(partial(find, chat=phone.chat))
    assert found is not None
    return found


async def test_everything_of_one_person(phone: Phone, other: Phone, database: Database) -> None:
    await phone.says("open 点卡没到")
    await phone.says("crash on this")
    await other.says("open 别人的事")
    person = (await seat(database, phone)).person_id
    data = await database.read(partial(export_data, person_id=person))
    text = json.dumps(data, ensure_ascii=False)
    assert "点卡没到" in text
    assert "crash on this" in text
    assert "别人的事" not in text
    assert data["person"]["next_number"] == 2
    assert [account["user"] for account in data["accounts"]] == [phone.chat.user]
    assert [case["number"] for case in data["complaints"]] == [1]
    assert [reminder["clock"] for reminder in data["reminders"]] == ["C0.1", "C0.1"]
    assert len(data["failed"]) == 1


async def test_one_case(phone: Phone, database: Database) -> None:
    await phone.says("open 第一件")
    await phone.says("open 第二件")
    person = (await seat(database, phone)).person_id
    data = await database.read(partial(export_data, person_id=person, number=2))
    assert list(data) == ["complaints"]
    assert data["complaints"][0]["facts"]["story"] == "第二件"
    assert await database.read(partial(export_data, person_id=person, number=9)) == {"complaints": []}


async def test_nobody(database: Database) -> None:
    data = await database.read(partial(export_data, person_id=404))
    assert (data["person"], data["complaints"]) == (None, [])


async def test_no_table_is_forgotten(database: Database) -> None:
    """A new table with a person's data is exported, or named here as passing."""
    columns = "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = ?"
    named = await database.read(lambda conn: {name for (name,) in conn.execute(columns, ("person_id",))})
    assert named | {"person"} == EXPORTED | PASSING


async def test_files_to_send(phone: Phone, database: Database) -> None:
    await phone.says("hello")
    met = await seat(database, phone)
    message = Message(text="x", file=OutFile(path="export-7.zip", name="资料.zip"))
    added = await database.write(partial(outbox.add, seat=met, messages=[message], now=100))
    assert await database.read(partial(files_to_send, person_id=met.person_id)) == {"export-7.zip"}
    await database.write(partial(outbox.mark_sent, sent=[(added.rows[0].id, "5")], now=101))
    assert await database.read(partial(files_to_send, person_id=met.person_id)) == set()
