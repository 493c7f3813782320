"""The daily round: everything goes when its time is over, and nothing before."""

import asyncio
import os
import sqlite3
from functools import partial
from pathlib import Path

from complaints.times import DAY
from dialogs.events import Chat
from storage import deletion, meta, outbox
from storage.database import NAME, Database
from storage.housekeeping import SLICE, STRANGERS, daily, daily_round
from storage.turns import World
from tests.storage.test_deletion import send_all
from tests.storage.test_turns import count
from tests.storage.world import NOW, Phone, opened


async def test_keys_go_after_eight_days(phone: Phone, database: Database) -> None:
    await phone.says("consent v1")
    await daily_round(database, NOW + 8 * DAY)
    assert await count(database, "event") == 1
    await daily_round(database, NOW + 8 * DAY + 1)
    assert await count(database, "event") == 0


async def test_sent_messages_go_after_seven_days_and_waiting_ones_never(phone: Phone, database: Database) -> None:
    await phone.says("consent v1")
    await phone.says("plain sent")
    await send_all(database)
    await phone.says("plain waiting")
    await daily_round(database, NOW + 7 * DAY)
    assert await count(database, "outbox") == 2
    await daily_round(database, NOW + 7 * DAY + 1)
    assert [row.message.text for row in await database.read(outbox.unsent)] == ["waiting"]
    assert await count(database, "outbox") == 1


async def test_dead_events_go_after_thirty_days(phone: Phone, database: Database) -> None:
    await phone.says("consent v1")
    await phone.says("crash")
    await daily_round(database, NOW + 30 * DAY)
    assert await count(database, "dead") == 1
    await daily_round(database, NOW + 30 * DAY + 1)
    assert await count(database, "dead") == 0


async def test_who_never_consented_is_forgotten_after_a_day_of_silence(
    phone: Phone, other: Phone, database: Database
) -> None:
    await phone.says("plain never")
    await other.says("consent v1")
    await daily_round(database, NOW + DAY)
    assert await count(database, "person") == 2
    phone.now = NOW + DAY
    await phone.says("plain still here")
    await daily_round(database, NOW + 2 * DAY)
    assert await count(database, "person") == 2
    await daily_round(database, NOW + 2 * DAY + 1)
    await database.swept()
    assert await database.read(lambda conn: conn.execute("SELECT id FROM person").fetchall()) == [(2,)]
    assert await count(database, "tombstone") == 0


async def test_a_long_list_goes_in_slices(phone: Phone, database: Database) -> None:
    await phone.says("consent v1")
    await asyncio.gather(*(phone.says("count") for _ in range(SLICE)))
    removed = partial(daily, now=NOW + 9 * DAY)
    assert await database.write(removed)
    assert not await database.write(removed)
    assert await count(database, "event") == 0


async def test_space_goes_back_and_the_ballast_comes_back(database: Database, phone: Phone) -> None:
    def pages(conn: sqlite3.Connection) -> int:
        return int(conn.execute("PRAGMA page_count").fetchone()[0])

    await asyncio.gather(*(phone.says("plain " + "x" * 4000) for _ in range(200)))
    before = await database.read(pages)
    await send_all(database)
    database.ballast.drop()
    assert await daily_round(database, NOW) == []
    assert await database.read(pages) < before
    assert database.ballast.there


async def test_a_large_file_is_rewritten_by_the_round_and_not_before(phone: Phone, database: Database) -> None:
    await phone.says("forget")
    await send_all(database)
    await database.swept()
    await database.write(partial(meta.put, key=deletion.VACUUM_WANTED, value="yes"))
    await database.alone(partial(deletion.scrub, at_most=1))
    assert await database.read(partial(meta.get, key=deletion.VACUUM_WANTED)) == "yes"
    await daily_round(database, NOW)
    assert await database.read(partial(meta.get, key=deletion.VACUUM_WANTED)) is None


async def test_the_round_of_a_database_in_memory(tmp_path: Path, world: World) -> None:
    async with opened(tmp_path, memory=True, inline=True) as database:
        stranger = Phone(database, world, Chat("telegram", "99", "3003"))
        await stranger.says("plain hello")
        assert await daily_round(database, NOW + 30 * DAY) == []
        assert await count(database, "person") == 0


async def test_more_strangers_than_one_slice(database: Database, world: World) -> None:
    strangers = [Phone(database, world, Chat("telegram", "99", f"s{n}")) for n in range(STRANGERS + 5)]
    await asyncio.gather(*(one.says("plain hello") for one in strangers))
    await daily_round(database, NOW + 2 * DAY)
    assert await count(database, "person") == 0


async def test_damage_is_told(tmp_path: Path) -> None:
    """A page that nobody reads can rot for long; only the round reads all of them."""
    async with opened(tmp_path) as database:
        put = partial(meta.put, value="x" * 200)
        await asyncio.gather(*(database.write(partial(put, key=f"{n:04}")) for n in range(500)))
    async with opened(tmp_path) as database:
        with (tmp_path / NAME).open("r+b") as file:
            file.seek(-5 * 4096, os.SEEK_END)
            file.write(b"\xff" * 4096)
        assert await database.faults()
