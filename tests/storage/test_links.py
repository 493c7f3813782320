"""Two accounts become one person: nothing of either is lost, no number means two cases, and they can part again."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest_asyncio

from complaints.times import MINUTE
from dialogs.events import Chat, FileStored
from dialogs.model import Choice, Message
from storage import outbox, persons, reminders
from storage.cases import StoredCases
from storage.database import Database
from storage.links import StoredLinks
from storage.turns import Taken, World
from tests.storage.test_turns import count
from tests.storage.world import NOW, Phone, opened


@pytest_asyncio.fixture
async def qq(database: Database, world: World) -> Phone:
    return Phone(database, world, Chat("qq", "9", "90"))


async def person_of(phone: Phone) -> int:
    seat = await phone.database.read(partial(persons.find, chat=phone.chat))
    assert seat is not None
    return seat.person_id


async def stories(phone: Phone) -> dict[int, str | None]:
    person = await person_of(phone)
    cases = await phone.database.read(lambda conn: StoredCases(conn, person).all())
    return {case.number: case.facts.story for case in cases}


async def finish_file(phone: Phone, taken: Taken, content: str) -> None:
    """The file of the case that was just opened comes in."""
    row = taken.jobs[0]
    folder = phone.database.evidence.person(row.person)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{row.job.case}-1").write_text(content)
    await phone.sends(
        FileStored(
            id=f"job:{row.id}", chat=row.chat, at=NOW, case=row.job.case or 0, exhibit=1, path=f"{row.job.case}-1",
            sha256="0", size=9, mime="m",
        )
    )  # fmt: skip


async def link(owner: Phone, other: Phone) -> Taken:
    code = (await owner.says("offer")).rows[0].message.text
    return await other.says(f"join {code}")


async def test_both_see_all_cases_and_no_number_is_used_twice(phone: Phone, qq: Phone, database: Database) -> None:
    for owner, word in ((phone, "a"), (phone, "b"), (qq, "c")):
        await finish_file(owner, await owner.says(f"open {word}"), f"picture {word}")
    taken = await link(phone, qq)
    assert [row.message.text for row in taken.rows] == ["notice", "joined {1: 3}"]
    assert [row.chat.network for row in taken.rows] == ["telegram", "qq"]
    assert await person_of(phone) == await person_of(qq)
    assert await stories(qq) == {1: "a", 2: "b", 3: "c"}
    assert await count(database, "person") == 1
    assert (await phone.says("open d")).rows[0].message.text == "投诉4 d"
    await database.swept()
    folder = database.evidence.person(await person_of(qq))
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "1-1": "picture a", "2-1": "picture b", "3-1": "picture c"
    }  # fmt: skip
    assert [path.name for path in (database.folder / "evidence").iterdir()] == [folder.name]


async def test_reminders_come_along_under_the_new_number(phone: Phone, qq: Phone, database: Database) -> None:
    await phone.says("open a")
    await finish_file(qq, await qq.says("open b"), "x")
    await link(phone, qq)
    due = await database.read(partial(reminders.due, now=NOW + 2000, limit=10))
    assert {row.case for event in due for row in event.due} == {1, 2}
    assert len(due) == 1


async def test_files_move_at_the_next_start_when_the_process_dies(tmp_path: Path, world: World) -> None:
    async with opened(tmp_path) as database:
        phone, qq = Phone(database, world, Chat("telegram", "1", "2")), Phone(database, world, Chat("qq", "9", "90"))
        await phone.says("open a")
        await finish_file(qq, await qq.says("open b"), "picture b")
        database._after_batch = lambda: None  # type: ignore[method-assign]  # as if it had died
        database._writer._after_batch = lambda: None
        await link(phone, qq)
        person = await person_of(phone)
        assert not (database.evidence.person(person) / "2-1").exists()
    async with opened(tmp_path) as database:
        assert (database.evidence.person(person) / "2-1").read_text() == "picture b"
        assert await count(database, "moving") == 0


async def test_a_code_is_good_once_for_ten_minutes_and_never_for_oneself(phone: Phone, qq: Phone) -> None:
    code = (await phone.says("offer")).rows[0].message.text
    assert (await phone.says(f"join {code}")).rows[0].message.text == "no"
    assert (await qq.says("join 99999999")).rows[0].message.text == "no"
    qq.now = NOW + 10 * MINUTE
    assert (await qq.says(f"join {code}")).rows[0].message.text == "no"
    qq.now = NOW
    newer = (await phone.says("offer")).rows[0].message.text
    assert (await qq.says(f"join {code}")).rows[0].message.text == "no"
    assert (await qq.says(f"join {newer}")).rows[-1].message.text == "joined {}"
    third = Phone(phone.database, phone.world, Chat("qq", "9", "91"))
    assert (await third.says(f"join {newer}")).rows[0].message.text == "no"


async def test_while_a_file_is_under_way_it_is_busy(phone: Phone) -> None:
    assert (await phone.says("busy")).rows[0].message.text == "False"
    taken = await phone.says("open a")
    assert (await phone.says("busy")).rows[0].message.text == "True"
    await finish_file(phone, taken, "x")
    assert (await phone.says("busy")).rows[0].message.text == "False"


async def test_waiting_words_name_cases_by_their_new_numbers(phone: Phone, qq: Phone, database: Database) -> None:
    await phone.says("open a")
    await finish_file(qq, await qq.says("open b"), "x")
    seat = await database.read(partial(persons.find, chat=qq.chat))
    assert seat is not None
    waiting = Message(text="投诉", rows=((Choice("开", "c:1:open"), Choice("看", "p:cases")),))
    push = Message(text="提醒", lane="push", clocks=((1, "C0.1", 0),))
    before = await database.write(partial(outbox.add, seat=seat, messages=[waiting, push], now=NOW))
    taken = await link(phone, qq)
    assert {row.id for row in before.rows} <= set(taken.dropped)
    again = next(row for row in taken.rows if row.message.text == "投诉")
    assert [choice.value for choice in again.message.rows[0]] == ["c:2:open", "p:cases"]


async def test_reminders_go_where_the_person_wants_them(phone: Phone, qq: Phone, database: Database) -> None:
    await link(phone, qq)
    person = await person_of(qq)
    phone.now = qq.now = NOW + 10
    await phone.says("plain")
    assert await database.read(partial(persons.chat_of, person_id=person)) == phone.chat
    await qq.says("push")
    phone.now = NOW + 20
    await phone.says("plain")
    assert await database.read(partial(persons.chat_of, person_id=person)) == qq.chat
    await database.write(partial(outbox.unreachable, chat=qq.chat))
    assert await database.read(partial(persons.chat_of, person_id=person)) == phone.chat


async def test_waiting_reminders_of_the_owner_stay(phone: Phone, qq: Phone, database: Database) -> None:
    await finish_file(phone, await phone.says("open a"), "x")
    seat = await database.read(partial(persons.find, chat=phone.chat))
    assert seat is not None
    push = Message(text="提醒", lane="push", clocks=((1, "C0.1", 0),))
    before = await database.write(partial(outbox.add, seat=seat, messages=[push], now=NOW))
    taken = await link(phone, qq)
    assert not {row.id for row in before.rows} & set(taken.dropped)


async def test_the_newest_message_of_a_chat_is_known(phone: Phone, database: Database) -> None:
    rows = [(await phone.says(f"plain {word}")).rows[0].id for word in "ab"]
    sent = list(zip(rows, ("99", "100"), strict=True))
    await database.write(lambda conn: outbox.mark_sent(conn, sent, NOW))
    seat = await database.read(partial(persons.find, chat=phone.chat))
    assert seat is not None
    assert await database.read(lambda conn: StoredLinks(conn, seat, str).newest()) == "100"


async def test_parting_ends_the_code_that_was_made(phone: Phone, qq: Phone) -> None:
    await link(phone, qq)
    code = (await qq.says("offer")).rows[0].message.text
    await phone.says("leave")
    assert (await qq.says(f"join {code}")).rows[0].message.text == "no"


async def test_who_parts_keeps_the_cases_and_the_other_begins_anew(phone: Phone, qq: Phone) -> None:
    await finish_file(qq, await qq.says("open b"), "x")
    await link(phone, qq)
    seat = await phone.database.read(partial(persons.find, chat=qq.chat))
    assert seat is not None
    await phone.says("leave")
    after = await phone.database.read(partial(persons.find, chat=qq.chat))
    assert after is not None
    assert after.session().revision == seat.session().revision  # buttons of before stay stale
    assert await person_of(phone) != await person_of(qq)
    assert await stories(phone) == {1: "b"}
    assert await stories(qq) == {}
    assert (await qq.says("open e")).rows[0].message.text == "投诉2 e"  # 1 is taken by buttons of before


async def test_deleting_after_linking_forgets_both_accounts(phone: Phone, qq: Phone, database: Database) -> None:
    await finish_file(qq, await qq.says("open b"), "x")
    await link(phone, qq)
    await phone.says("forget")
    await database.swept()
    assert await count(database, "account") == 0
    assert await count(database, "tombstone") == 2
    assert list((database.folder / "evidence").iterdir()) == []


@pytest_asyncio.fixture(autouse=True)
async def _swept(database: Database) -> AsyncIterator[None]:
    yield
    await database.swept()
