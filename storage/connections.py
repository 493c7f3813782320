"""Opening connections: the settings of each, the check of the file, and the lane in front of it."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import aiosqlite

from storage import migrations
from storage.errors import CannotOpen, OpenReason, Reason, reason
from storage.lane import Inline, Lane
from storage.writer import Reader, Writer

C = TypeVar("C", Writer, Reader)

STATEMENTS = 512
"""Prepared statements kept by a connection: more than there are in this package."""

CHECKED_AT_OPEN = 4 * 1024 * 1024
"""Bytes up to which the whole file is checked at the start (30 ms); a larger one is checked by the daily round."""

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables, RETURNING and ->> are used by the schema, the queries and the operator."""

PRAGMAS = (
    "auto_vacuum = INCREMENTAL",  # before the first table
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)

OPEN_REASONS: dict[Reason, OpenReason] = {
    "full": "full",
    "locked": "locked",
    "read_only": "read_only",
    "damaged": "damaged",
}
"""The rest is `io`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is, and how its connections are run."""

    path: str
    inline: bool = False
    """In the caller's thread instead of aiosqlite's."""
    patience: float = 5.0
    """Seconds to wait for a lock of another program."""

    @property
    def shared(self) -> bool:
        """Whether a second connection sees the same database."""
        return self.path != ":memory:"

    async def writer(
        self,
        steps: Sequence[migrations.Step],
        ready: Callable[[Writer], None],
        after_batch: Callable[[], None],
    ) -> Lane:
        """The one that writes: checked, its schema raised by `steps`, then handed to `ready`. Raises CannotOpen."""

        def prepare(connection: Writer) -> None:
            _settle(connection)
            migrations.migrate(connection, steps)
            ready(connection)

        return await self._lane(Writer, prepare, after_batch)

    async def reader(self) -> Lane:
        """One that cannot write. Raises CannotOpen."""
        return await self._lane(Reader, lambda connection: connection.execute("PRAGMA query_only = ON"), lambda: None)

    async def _lane(self, factory: type[C], prepare: Callable[[C], object], after_batch: Callable[[], None]) -> Lane:
        if self.inline:
            connection = self._open(factory, prepare)
            return Lane(Inline(connection), connection, after_batch)
        made: list[C] = []
        failed: list[BaseException] = []

        def connector() -> sqlite3.Connection:
            try:
                made.append(self._open(factory, prepare))
            except BaseException as error:  # raised here, it would leave a thread that outlives the event loop
                failed.append(error)
                return sqlite3.connect(":memory:")
            return made[0]

        runner = await aiosqlite.Connection(connector, iter_chunk_size=1)
        if failed:
            await runner.close()
            raise failed[0]
        return Lane(runner, made[0], after_batch)

    def _open(self, factory: type[C], prepare: Callable[[C], object]) -> C:
        """Leaves nothing open when it raises."""
        connection: C | None = None
        try:
            connection = sqlite3.connect(
                self.path, timeout=self.patience, isolation_level=None, factory=factory, cached_statements=STATEMENTS
            )
            prepare(connection)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if reason(error) is None:
                raise
            raise cannot_open(error) from error
        return connection


def _settle(connection: Writer) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode not in ("wal", "memory"):
        raise CannotOpen("no_wal", mode)
    if size(connection) <= CHECKED_AT_OPEN and (faults := check(connection)):
        raise CannotOpen("damaged", faults[0])


def size(connection: sqlite3.Connection) -> int:
    """Bytes of the database file."""
    row = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    return int(row[0])


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the database file; empty when it is sound. Reads all of it."""
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(10)").fetchall()]
    except sqlite3.DatabaseError as error:
        if reason(error) != "damaged":
            raise
        return [str(error)]
    return [] if found == ["ok"] else found


def cannot_open(error: BaseException) -> CannotOpen:
    """Why a folder cannot be opened, from what SQLite or the disk said."""
    code = "read_only" if isinstance(error, PermissionError) else OPEN_REASONS.get(reason(error) or "failed", "io")
    return CannotOpen(code, str(error))
