"""Deleting for good: no row, no file, no byte in free space or log, also when the process dies half way."""

import asyncio
import random
import sqlite3
import sys
from functools import partial
from pathlib import Path

from dialogs.events import Chat, FileStored
from storage import deletion, meta, outbox
from storage.database import Database
from storage.outbox import NOBODY
from storage.turns import STALE, Taken, World
from tests.storage.test_turns import count
from tests.storage.world import NOW, Phone, opened

SENTINEL = "SENTINEL"


def traces(folder: Path, *words: str) -> list[str]:
    """Names of files with one of the words in their bytes, or in their name."""
    wanted = [word.encode() for word in words]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [
        str(path.relative_to(folder))
        for path in files
        if any(word in path.read_bytes() or word in bytes(path) for word in wanted)
    ]


async def send_all(database: Database) -> None:
    rows = await database.read(outbox.unsent)
    await database.write(partial(outbox.mark_sent, sent=[(row.id, f"m{row.id}") for row in rows], now=NOW))


async def store_file(phone: Phone, opened: Taken, name: str = "") -> None:
    """The file of a case's exhibit comes in."""
    row = opened.jobs[0]
    assert row.job.case is not None
    folder = phone.database.evidence.person(row.person)
    folder.mkdir(parents=True, exist_ok=True)
    name = name or f"1-1-{row.job.case}"
    (folder / name).write_text(f"{SENTINEL} picture of case {row.job.case}")
    key, case = f"job:{row.id}", row.job.case
    event = FileStored(id=key, chat=row.chat, at=NOW, case=case, exhibit=1, path=name, sha256="0", size=9, mime="m")
    assert (await phone.sends(event)).fresh


async def live(phone: Phone, word: str, chance: random.Random) -> None:
    """A life full of words: rows of many sizes, changed and moved about between pages."""
    for _ in range(8):
        await phone.says("open " + word * chance.randint(1, 400))
        await phone.says("question " + word * chance.randint(1, 80))
        await phone.says("consent " + word * chance.randint(1, 20))
    await phone.says("crash " + word * 20)


async def test_no_byte_of_a_deleted_person_stays(database: Database, world: World) -> None:
    chance = random.Random(7)
    phones = [Phone(database, world, Chat("telegram", "99", f"user{n:04}")) for n in range(12)]
    for _ in range(3):
        await asyncio.gather(*(live(one, word_of(one), chance) for one in phones))
        await send_all(database)
    for one in phones[::3]:
        await store_file(one, await one.says(f"open {word_of(one)}"))
        assert traces(database.folder, word_of(one))
        await one.says("forget")
        await database.swept()
        assert traces(database.folder, word_of(one)) == []
        await send_all(database)
        await database.swept()
        assert traces(database.folder, one.chat.user) == []
    assert await count(database, "person") == 8
    assert await count(database, "tombstone") == 4
    assert not list((database.folder / "evidence").iterdir())
    for one in phones[1::3]:
        assert (await one.says("count")).rows[0].message.text == "24 of 24"


async def test_no_byte_stays_in_free_space(phone: Phone, database: Database) -> None:
    """`secure_delete` misses copies that SQLite made when it moved rows; without it every row leaves such a copy."""
    await database.alone(lambda conn: conn.execute("PRAGMA secure_delete = OFF"))
    for _ in range(20):
        await live(phone, SENTINEL, random.Random(1))
    await phone.says("forget")
    await send_all(database)
    await database.swept()
    assert traces(database.folder, SENTINEL, phone.chat.user) == []


def word_of(phone: Phone) -> str:
    return f"{SENTINEL}-{phone.chat.user};"


async def test_the_goodbye_is_sent_though_the_person_is_gone(phone: Phone, database: Database) -> None:
    waiting = await phone.says("plain hello")
    goodbye = await phone.says("forget")
    (row,) = goodbye.rows
    assert goodbye.dropped == tuple(unsent.id for unsent in waiting.rows)
    assert await database.read(outbox.unsent) == [row]
    assert (row.person, row.chat, row.message.text) == (NOBODY, phone.chat, "goodbye")
    await send_all(database)
    assert await count(database, "outbox") == 0


async def test_a_goodbye_that_cannot_be_sent_goes_too(phone: Phone, database: Database) -> None:
    await phone.says("forget")
    await database.write(partial(outbox.unreachable, chat=phone.chat))
    assert await count(database, "outbox") == 0


async def test_every_table_with_a_person_goes_with_the_person(database: Database) -> None:
    def references(conn: sqlite3.Connection) -> dict[str, list[str]]:
        tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: [row[6] for row in conn.execute(f"PRAGMA foreign_key_list({table})") if row[2] == "person"]
            for table in tables
            if any(row[1] == "person_id" for row in conn.execute(f"PRAGMA table_info({table})"))
        }

    found = await database.read(references)
    assert found.pop("purge") == []  # what is still to be removed after the person is gone
    assert len(found) == 9
    assert all(actions == ["CASCADE"] for actions in found.values())


async def test_events_handled_before_the_deletion_do_not_come_to_life(phone: Phone, database: Database) -> None:
    before, last = phone.text("open a"), phone.text("forget")
    await phone.sends(before)
    await phone.sends(last)
    assert await phone.sends(before) == STALE
    assert await phone.sends(last) == STALE
    assert await count(database, "person") == 0


async def test_a_file_that_comes_after_the_deletion_is_nobodys(phone: Phone, database: Database) -> None:
    job = (await phone.says("open a")).jobs[0]
    await phone.says("forget")
    late = FileStored(
        id=f"job:{job.id}", chat=phone.chat, at=NOW, case=1, exhibit=1, path="1-1", sha256="0", size=9, mime="m"
    )
    assert await phone.sends(late) == STALE
    await phone.says("plain I am new")
    assert await phone.sends(late) == STALE


async def test_who_comes_back_is_new(phone: Phone, database: Database) -> None:
    await phone.says("open a")
    await phone.says("forget")
    assert (await phone.says("count")).rows[0].message.text == "0 of 0"
    assert await database.read(lambda conn: conn.execute("SELECT id FROM person").fetchall()) == [(2,)]
    tombstones = await database.read(lambda conn: conn.execute("SELECT account, at FROM tombstone").fetchall())
    assert tombstones == [(deletion.account_hash(phone.chat), NOW)]


# ---------------------------------------------------------------------------------------------- one case
async def test_no_byte_of_a_deleted_case_stays(phone: Phone, database: Database) -> None:
    await store_file(phone, await phone.says(f"open {SENTINEL}-one"))
    await store_file(phone, await phone.says("open other"))
    await phone.says(f"crash {SENTINEL}-one")
    await phone.says("drop 1")
    await send_all(database)
    await database.swept()
    assert traces(database.folder, f"{SENTINEL}-one", "case 1") == []
    assert traces(database.folder, "case 2") == ["evidence/1/1-1-2"]
    assert (await phone.says("count")).rows[0].message.text == "1 of 1"


async def test_a_file_that_another_case_shows_stays(phone: Phone, database: Database) -> None:
    await store_file(phone, await phone.says("open one"), name="same")
    await store_file(phone, await phone.says("open two"), name="same")
    await phone.says("drop 1")
    await database.swept()
    assert (database.evidence.person(1) / "same").exists()
    await phone.says("drop 2")
    await database.swept()
    assert not (database.evidence.person(1) / "same").exists()


async def test_a_dropped_file_goes_and_no_path_leads_out(phone: Phone, database: Database) -> None:
    await store_file(phone, await phone.says("open one"), name="kept")
    folder = database.evidence.person(1)
    (folder / "loose").write_text("x")
    (database.folder / "outside").write_text("x")
    for path in ("loose", "kept", "../../outside", str(database.folder / "outside"), "never there"):
        await phone.says(f"unlink {path}")
    await database.swept()
    assert [path.name for path in folder.iterdir()] == ["kept"]
    assert (database.folder / "outside").exists()


# ---------------------------------------------------------------------------------------------- half way
async def test_a_crash_right_after_the_commit_leaves_nothing_to_find(tmp_path: Path) -> None:
    """The process dies when the deletion is durable and no byte is removed yet; the next start removes them."""
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.storage.child", "forget", tmp_path)
    assert await child.wait() == 9
    assert sorted(traces(tmp_path, SENTINEL)) == ["complaints.db-wal", "evidence/1/1-1"]
    async with opened(tmp_path) as database:
        await send_all(database)
        await database.swept()
        assert traces(tmp_path, SENTINEL) == []


def removed_at_once(conn: sqlite3.Connection, database: Database) -> None:
    """In one transaction, or the sweep that follows a deletion would come in between."""
    conn.execute("INSERT INTO purge DEFAULT VALUES")
    deletion.remove_files(conn, evidence=database.evidence)


async def test_a_crash_before_the_file_was_rewritten(phone: Phone, database: Database) -> None:
    """The wish for it is stored with the deletion of the files, so that the next scrub grants it."""
    await phone.says("forget")
    await send_all(database)
    await database.swept()
    assert await database.read(partial(meta.get, key=deletion.VACUUM_WANTED)) is None
    await database.write(partial(removed_at_once, database=database))
    assert await database.read(partial(meta.get, key=deletion.VACUUM_WANTED)) == "yes"
    await database.sweep()
    assert await database.read(partial(meta.get, key=deletion.VACUUM_WANTED)) is None


async def test_a_start_removes_what_nobody_owns(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    (folder / "77").mkdir(parents=True)
    (folder / "77" / "1-1").write_text("left behind")
    (folder / "notes").mkdir()
    async with opened(tmp_path):
        assert [path.name for path in folder.iterdir()] == ["notes"]
