"""The database of a folder: order, results after COMMIT, locks, ballast, damage, deletion's aftermath."""

import asyncio
import errno
import multiprocessing
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import meta, migrations
from storage.ballast import Ballast
from storage.database import NAME, Database
from storage.errors import CannotOpen, StorageUnavailable
from storage.inspection import inspect
from storage.writer import BATCH
from tests.storage.world import opened


def put(key: str, value: str = "x") -> partial[None]:
    return partial(_put, key=key, value=value)


def _put(conn: sqlite3.Connection, key: str, value: str) -> None:
    meta.put(conn, key, value)


async def test_writes_run_in_order_and_answer_after_commit(database: Database) -> None:
    order: list[int] = []
    futures = [database.write(lambda conn, n=n: order.append(n)) for n in range(200)]  # type: ignore[misc]  # n=n
    await asyncio.gather(*futures)
    assert order == list(range(200))


async def test_a_burst_shares_transactions(tmp_path: Path) -> None:
    commits: list[str] = []
    async with opened(tmp_path, reached=commits.append) as database:
        before = len(commits)
        await asyncio.gather(*(database.write(put(str(n))) for n in range(640)))
        assert len(commits) - before == 10


async def test_what_fails_alone_raises_its_own_error(database: Database) -> None:
    def fails(conn: sqlite3.Connection) -> None:
        raise LookupError("mine")

    results = await asyncio.gather(
        database.write(put("a")), database.write(fails), database.write(put("b")), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), LookupError, type(None)]
    assert await database.read(partial(meta.get, key="b")) == "x"


async def test_a_lost_transaction_is_unavailable_for_all_of_its_batch(database: Database) -> None:
    def loses(conn: sqlite3.Connection) -> None:
        conn.execute("ROLLBACK")
        raise LookupError

    results = await asyncio.gather(
        database.write(put("a")), database.write(loses), database.write(put("b")), return_exceptions=True
    )
    assert [type(result) for result in results] == [StorageUnavailable] * 3
    await database.write(put("c"))
    assert await database.read(partial(meta.get, key="a")) is None
    assert await database.read(partial(meta.get, key="c")) == "x"


async def test_what_waits_behind_a_lost_transaction_is_not_kept_either(database: Database) -> None:
    def loses(conn: sqlite3.Connection) -> None:
        conn.execute("ROLLBACK")
        raise LookupError

    results = await asyncio.gather(
        database.write(loses), *(database.write(put(str(n))) for n in range(3 * BATCH)), return_exceptions=True
    )
    assert {type(result) for result in results} == {StorageUnavailable}
    assert await database.read(partial(meta.get, key=str(3 * BATCH - 1))) is None
    await database.write(put("on"))
    assert await database.read(partial(meta.get, key="on")) == "x"


async def test_a_caller_that_stops_waiting_stops_nothing(database: Database) -> None:
    first, second = database.write(put("a")), database.write(put("b"))
    first.cancel()
    await second
    assert await database.read(partial(meta.get, key="a")) == "x"


async def test_reads_see_only_what_is_committed(database: Database) -> None:
    database.write(put("a"))
    assert await database.read(lambda conn: conn.execute("PRAGMA query_only").fetchone()) == (1,)
    with pytest.raises(StorageUnavailable, match="read_only"):
        await database.read(put("b"))


async def test_after_close_nothing_is_taken(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        last = database.write(put("a"))
    assert last.done()
    with pytest.raises(StorageUnavailable, match="closed"):
        await database.write(put("b"))


async def test_settings_of_the_connection(database: Database) -> None:
    def settings(conn: sqlite3.Connection) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "auto_vacuum")
        return {name: conn.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert await database.write(settings) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "auto_vacuum": 2,
    }


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("memory", [False, True])
async def test_every_way_of_running_is_the_same_database(tmp_path: Path, memory: bool, inline: bool) -> None:
    async with opened(tmp_path, memory=memory, inline=inline) as database:
        await asyncio.gather(*(database.write(put(str(n))) for n in range(70)))
        assert await database.read(partial(meta.get, key="69")) == "x"
    assert (tmp_path / NAME).exists() is not memory


# ------------------------------------------------------------------------------------------------ who may open
async def refusal(folder: Path, **how: Any) -> str:
    """The code with which opening is refused."""
    with pytest.raises(CannotOpen) as caught:
        async with opened(folder, **how):
            pass
    return caught.value.code


def inspected(folder: Path) -> str:
    """The code with which inspecting is refused."""
    with pytest.raises(CannotOpen) as caught:
        inspect(folder)
    return caught.value.code


def _hold(folder: Path, held: Any, done: Any) -> None:
    async def hold() -> None:
        async with opened(folder):
            held.set()
            done.wait(30)

    asyncio.run(hold())


async def test_one_process_per_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, done))
    other.start()
    try:
        assert held.wait(30)
        assert await refusal(tmp_path) == "in_use"
        assert "in use" in str(inspect(tmp_path))
    finally:
        done.set()
        other.join()
    async with opened(tmp_path):
        pass


async def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    async with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / NAME)) as conn:
        conn.execute("PRAGMA user_version = 999")
    assert await refusal(tmp_path) == "newer"
    assert inspected(tmp_path) == "newer"
    with closing(sqlite3.connect(tmp_path / NAME)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (999,)


@pytest.mark.parametrize("damage", ["no database at all", "a page in the middle", "cut off"])
async def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, damage: str) -> None:
    async with opened(tmp_path) as database:
        await asyncio.gather(*(database.write(put(f"{n:04}", "x" * 200)) for n in range(500)))
    file = tmp_path / NAME
    data = bytearray(file.read_bytes())
    if damage == "no database at all":
        data = bytearray(b"hello " * 2000)
    elif damage == "a page in the middle":
        data[-4096 * 5 : -4096 * 4] = b"\xff" * 4096
    else:
        del data[len(data) // 2 :]
    file.write_bytes(data)
    assert await refusal(tmp_path) == "damaged"
    assert inspected(tmp_path) == "damaged"


async def test_a_locked_database_is_said_to_be_locked(tmp_path: Path) -> None:
    async with opened(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        assert await refusal(tmp_path, patience=0.01) == "locked"
    async with opened(tmp_path):
        pass


async def test_a_lock_while_running_loses_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, patience=0.01) as database:
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageUnavailable, match="locked"):
                await database.write(put("a"))
            other.execute("ROLLBACK")
        await database.write(put("a"))
        assert await database.read(partial(meta.get, key="a")) == "x"


async def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert await refusal(tmp_path / "data") == "io"


async def test_a_failing_migration_leaves_the_folder_free(tmp_path: Path) -> None:
    def fails(conn: sqlite3.Connection) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        async with opened(tmp_path, steps=(*migrations.steps(), fails)):
            pass
    async with opened(tmp_path):
        pass


async def test_inspection_of_nothing_and_of_a_closed_database(tmp_path: Path) -> None:
    assert str(inspect(tmp_path)).startswith("none yet")
    async with opened(tmp_path):
        pass
    assert str(inspect(tmp_path)) == "sound, 0 persons, 0 cases, 0 incidents"
    async with opened(tmp_path):
        assert str(inspect(tmp_path)) == "sound, 0 persons, 0 cases, 0 incidents, in use by a running bot"


# ------------------------------------------------------------------------------------------------ a full disk
async def test_a_full_disk_takes_the_ballast_and_keeps_the_write(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:

        def while_full(conn: sqlite3.Connection) -> None:
            """What writing to a full disk is like: it fails as long as the ballast is there."""
            if database.ballast.there:
                raise OSError(errno.ENOSPC, "No space left on device")
            meta.put(conn, "late", "x")

        await asyncio.gather(database.write(put("a")), database.write(while_full), database.write(put("b")))
        assert await database.read(partial(meta.get, key="late")) == "x"
        assert not database.ballast.there


async def test_a_full_database_says_so_and_recovers(tmp_path: Path) -> None:
    async with opened(tmp_path) as database:
        pages = await database.write(lambda conn: conn.execute("PRAGMA page_count").fetchone()[0])
        await database.alone(lambda conn: conn.execute(f"PRAGMA max_page_count = {pages + 3}"))
        with pytest.raises(StorageUnavailable, match="full"):
            await database.write(put("big", "x" * 100_000))
        await database.write(put("small"))
        await database.alone(lambda conn: conn.execute("PRAGMA max_page_count = 1000000"))
        await database.write(put("big", "x" * 100_000))


def test_ballast_is_real_and_made_again(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path)
    assert not ballast.drop()
    assert ballast.make()
    assert (tmp_path / "ballast").stat().st_blocks * 512 >= 16 * 1024 * 1024
    assert ballast.drop()
    assert not ballast.there
    assert ballast.make()
