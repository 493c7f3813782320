"""Migrations: from blank, from every old version, by SQL and by function, whole or not at all."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import migrations
from storage.errors import CannotOpen


@pytest.fixture
def blank() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        yield connection


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_from_blank(blank: sqlite3.Connection) -> None:
    migrations.migrate(blank, migrations.steps())
    assert version(blank) == len(migrations.steps())
    tables = {name for name, sql in schema(blank).items() if sql.startswith("CREATE TABLE")}
    assert tables >= {
        "person", "account", "session", "complaint", "reminder", "outbox", "job", "event", "dead", "tombstone", "meta"
    }  # fmt: skip


def test_twice_is_once(blank: sqlite3.Connection) -> None:
    migrations.migrate(blank, migrations.steps())
    before = schema(blank)
    migrations.migrate(blank, migrations.steps())
    assert schema(blank) == before


@pytest.mark.parametrize("old", range(1, len(migrations.steps()) + 1))
def test_from_every_old_version(blank: sqlite3.Connection, old: int) -> None:
    migrations.migrate(blank, migrations.steps()[:old])
    migrations.migrate(blank, migrations.steps())
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrations.migrate(fresh, migrations.steps())
        assert schema(blank) == schema(fresh)


def upper(connection: sqlite3.Connection) -> None:
    """A step in Python: what SQL alone cannot do."""
    for key, value in connection.execute("SELECT key, value FROM meta").fetchall():
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", (json.dumps(value), key))


def test_a_step_raises_what_is_there(blank: sqlite3.Connection) -> None:
    migrations.migrate(blank, migrations.steps())
    blank.execute("INSERT INTO meta VALUES ('a', 'b')")
    migrations.migrate(blank, (*migrations.steps(), upper))
    assert blank.execute("SELECT value FROM meta").fetchone() == ('"b"',)
    assert version(blank) == len(migrations.steps()) + 1


def test_a_step_that_fails_changes_nothing(blank: sqlite3.Connection) -> None:
    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE meta")
        raise LookupError

    migrations.migrate(blank, migrations.steps())
    before = schema(blank)
    with pytest.raises(LookupError):
        migrations.migrate(blank, (*migrations.steps(), upper, fails))
    assert schema(blank) == before
    assert version(blank) == len(migrations.steps()) + 1
    assert not blank.in_transaction


def test_newer_is_refused(blank: sqlite3.Connection) -> None:
    migrations.migrate(blank, (*migrations.steps(), upper))
    with pytest.raises(CannotOpen, match="newer"):
        migrations.migrate(blank, migrations.steps())


def test_numbers_have_no_gap() -> None:
    folder = Path(migrations.__file__).parent
    names = sorted(path.name.removeprefix("m") for path in folder.iterdir() if path.name.removeprefix("m")[0].isdigit())
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert len(migrations.steps()) == len(names)
