"""The writer's three promises: shared transactions, each call undone alone, nothing kept when the transaction goes."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.errors import reason
from storage.writer import Call, Writer

Fn = Callable[[sqlite3.Connection], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "w.db"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with closing(sqlite3.connect(path, isolation_level=None, factory=Writer, check_same_thread=False)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE t (n INTEGER NOT NULL, bulk BLOB)")
        yield writer


def insert(n: int | None, size: int = 0) -> Fn:
    return lambda conn: conn.execute("INSERT INTO t VALUES (?, zeroblob(?))", (n, size)).lastrowid


def run(writer: Writer, *fns: Fn) -> list[Call[object]]:
    calls = [Call(fn) for fn in fns]
    writer.calls = calls
    writer.commit()
    return calls


def kept(path: Path) -> list[int]:
    """What another connection sees: only what was committed."""
    with closing(sqlite3.connect(path)) as other:
        return [n for (n,) in other.execute("SELECT n FROM t ORDER BY rowid")]


def test_calls_run_in_order_and_share_a_transaction(writer: Writer, path: Path) -> None:
    seen_outside: list[list[int]] = []
    calls = run(writer, insert(1), insert(2), lambda _: seen_outside.append(kept(path)), insert(3))
    assert [call.value for call in calls] == [1, 2, None, 3]
    assert seen_outside == [[]]
    assert kept(path) == [1, 2, 3]


def test_one_failing_call_among_ten_is_undone_alone(writer: Writer, path: Path) -> None:
    def fails(conn: sqlite3.Connection) -> None:
        insert(99)(conn)
        raise LookupError("mine")

    calls = run(writer, *map(insert, range(5)), fails, *map(insert, range(5, 9)))
    assert [type(call.error) for call in calls].count(LookupError) == 1
    assert isinstance(calls[5].error, LookupError)
    assert kept(path) == list(range(9))


def test_a_violated_constraint_fails_its_call_alone(writer: Writer, path: Path) -> None:
    calls = run(writer, insert(1), insert(None), insert(2))
    assert isinstance(calls[1].error, sqlite3.IntegrityError)
    assert kept(path) == [1, 2]


def loses(conn: sqlite3.Connection) -> None:
    """Take the transaction down, as an I/O error does."""
    conn.execute("ROLLBACK")
    raise LookupError


def test_a_lost_transaction_fails_the_whole_batch(writer: Writer, path: Path) -> None:
    with pytest.raises(LookupError):
        run(writer, insert(1), loses, insert(2))
    assert kept(path) == []
    run(writer, insert(3))
    assert kept(path) == [3]


def test_a_call_that_hides_a_lost_transaction_fails_the_whole_batch(writer: Writer, path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such savepoint"):
        run(writer, insert(1), lambda conn: conn.execute("ROLLBACK"), insert(2))
    assert kept(path) == []


def test_an_interrupted_statement_fails_the_whole_batch(writer: Writer, path: Path) -> None:
    endless = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, NULL FROM n"
    begun = threading.Event()

    def slow(conn: sqlite3.Connection) -> None:
        conn.set_progress_handler(lambda: begun.set(), 1000)
        conn.execute(endless)

    def stop() -> None:
        begun.wait(10)
        writer.interrupt()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(sqlite3.OperationalError, match="interrupted") as caught:
        run(writer, insert(1), slow, insert(2))
    stopper.join()
    writer.set_progress_handler(None, 0)
    assert reason(caught.value) == "interrupted"
    assert not writer.in_transaction
    assert kept(path) == []
    run(writer, insert(3))
    assert kept(path) == [3]


def test_a_commit_that_fails_fails_the_whole_batch(writer: Writer, path: Path) -> None:
    """A deferred foreign key is checked only by COMMIT, long after each call returned happily."""
    writer.execute("PRAGMA foreign_keys = ON")
    writer.execute("CREATE TABLE child (n REFERENCES parent (n) DEFERRABLE INITIALLY DEFERRED)")
    writer.execute("CREATE TABLE parent (n INTEGER PRIMARY KEY)")
    with pytest.raises(sqlite3.IntegrityError):
        run(writer, insert(1), lambda conn: conn.execute("INSERT INTO child VALUES (5)"), insert(2))
    assert not writer.in_transaction
    assert kept(path) == []
    run(writer, insert(3))
    assert kept(path) == [3]


def test_a_lock_of_another_program_fails_the_batch_and_goes_away(writer: Writer, path: Path) -> None:
    writer.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            run(writer, insert(1))
        assert reason(caught.value) == "locked"
        other.execute("ROLLBACK")
    run(writer, insert(2))
    assert kept(path) == [2]


class Cushion:
    """Pages held back by `max_page_count`, as the ballast holds back disk."""

    def __init__(self, writer: Writer, pages: int) -> None:
        self.there, self._writer, self._pages = True, writer, pages

    def drop(self) -> bool:
        if self.there:
            limit = self._writer.execute("PRAGMA max_page_count").fetchone()[0]
            self._writer.execute(f"PRAGMA max_page_count = {limit + self._pages}")
        was, self.there = self.there, False
        return was


def fill(writer: Writer) -> None:
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 4}")


def test_a_full_disk_takes_the_transaction_and_so_the_batch(writer: Writer, path: Path) -> None:
    fill(writer)
    with pytest.raises(sqlite3.OperationalError) as caught:
        run(writer, insert(1), insert(2, 100_000), insert(3))
    assert reason(caught.value) == "full"
    assert kept(path) == []
    run(writer, insert(1), insert(3))
    assert kept(path) == [1, 3]


def test_a_statement_that_alone_was_undone_fails_the_whole_batch_too(writer: Writer, path: Path) -> None:
    """Else what the same chat said next would be kept without it."""
    fill(writer)
    undone_alone: list[bool] = []

    def several_rows(conn: sqlite3.Connection) -> None:
        try:
            conn.execute("INSERT INTO t SELECT value, zeroblob(4000) FROM json_each('[7, 8, 9, 10, 11, 12]')")
        finally:
            undone_alone.append(conn.in_transaction)

    with pytest.raises(sqlite3.OperationalError) as caught:
        run(writer, insert(1), several_rows, insert(2))
    assert undone_alone == [True]
    assert reason(caught.value) == "full"
    assert kept(path) == []


def test_a_full_disk_with_ballast_costs_nothing(writer: Writer, path: Path) -> None:
    fill(writer)
    writer.spare = cushion = Cushion(writer, 100)
    calls = run(writer, insert(1), insert(2, 100_000), insert(3))
    assert all(call.error is None for call in calls)
    assert kept(path) == [1, 2, 3]
    assert not cushion.there


def test_ballast_is_dropped_once(writer: Writer, path: Path) -> None:
    fill(writer)
    writer.spare = cushion = Cushion(writer, 1)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        run(writer, insert(1), insert(2, 100_000), insert(3))
    assert not cushion.there
    assert kept(path) == []


def test_commit_is_told_to_the_hook_and_only_then(writer: Writer, path: Path) -> None:
    told: list[list[int]] = []
    writer.committed = lambda _: told.append(kept(path))
    run(writer, insert(1))
    with pytest.raises(LookupError):
        run(writer, loses)
    assert told == [[1]]


def test_a_call_alone_runs_outside_transactions(writer: Writer) -> None:
    call: Call[object] = Call(lambda conn: (conn.in_transaction, conn.execute("VACUUM"))[0], alone=True)
    writer.calls = [call]
    writer.commit()
    assert call.error is None
    assert call.value is False
