"""The database of a data folder: one connection that writes, one that reads, and what keeps them sound."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Literal, Self, TypeVar

import aiosqlite

from storage import deletion, migrations
from storage.ballast import Ballast
from storage.errors import CannotOpen, OpenReason, Reason, StorageUnavailable, reason
from storage.evidence import EvidenceFolders
from storage.lane import Inline, Lane
from storage.lock import FolderLock
from storage.writer import Reader, Writer

T = TypeVar("T")
C = TypeVar("C", Writer, Reader)

NAME = "complaints.db"

STATEMENTS = 512
"""Prepared statements kept by a connection: more than there are in this package."""

CHECKED_AT_OPEN = 64 * 1024 * 1024
"""Bytes up to which the whole file is checked at the start (50 ms); a larger one is checked by the daily round."""

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables, RETURNING."""

OPEN_REASONS: dict[Reason, OpenReason] = {
    "full": "full",
    "locked": "locked",
    "read_only": "read_only",
    "damaged": "damaged",
}
"""The rest is `io`."""

PRAGMAS = (
    "auto_vacuum = INCREMENTAL",  # before the first table
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "trusted_schema = OFF",
)


class Database:
    """Calls given to `write` run one after the other in the order in which they were given, in shared transactions."""

    def __init__(self, folder: Path, lock: FolderLock, reached: Callable[[Literal["after_commit"]], None]) -> None:
        self.folder = folder
        self.evidence = EvidenceFolders(folder / "evidence")
        self.ballast = Ballast(folder)
        self._lock = lock
        self._reached = reached
        self._lanes: list[Lane] = []
        self._purge_waits = False
        self._sweeping: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        memory: bool = False,
        inline: bool = False,
        patience: float = 5.0,
        reached: Callable[[Literal["after_commit"]], None] = lambda _: None,
        steps: Sequence[migrations.Step] | None = None,
    ) -> Self:
        """Take the folder, raise the schema, finish deletions that a crash cut short.

        `memory`: the database itself is only in memory. `inline`: no threads. `patience`: seconds to wait for a lock of
        another program. Raises CannotOpen.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise CannotOpen("old_sqlite", sqlite3.sqlite_version)
        try:
            database = cls(folder, FolderLock.take(folder), reached)
        except OSError as error:
            raise cannot_open(error) from error
        try:
            await database._connect(memory, inline, patience, migrations.steps() if steps is None else steps)
        except StorageUnavailable as error:
            await database.close()
            raise cannot_open(error.__cause__ or error) from error
        except BaseException:
            await database.close()
            raise
        return database

    def write(self, fn: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Run `fn` in a transaction of the writer; the result is there once it is on disk.

        `fn` takes at most 20 ms, may be run twice, and changes nothing but the database. The future raises
        StorageUnavailable when nothing was kept, or what `fn` itself raised: then it alone was undone.
        """
        return self._lanes[0].run(fn)

    async def read(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """Run `fn` on a snapshot; writes go on meanwhile. Raises StorageUnavailable, or what `fn` raised."""
        return await self._lanes[-1].run(fn)

    def alone(self, fn: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Run `fn` on the writer's connection outside any transaction: VACUUM, checkpoints."""
        return self._lanes[0].run(fn, alone=True)

    @property
    def waiting(self) -> int:
        """Writes that have not begun."""
        return self._lanes[0].waiting

    async def swept(self) -> None:
        """Return when the bytes of what was deleted so far are removed, or could not be."""
        if self._sweeping is not None:
            await asyncio.wait([self._sweeping])

    async def sweep(self) -> None:
        """Remove the bytes of what was deleted: files first, then traces in the database. Raises StorageUnavailable."""
        while True:
            await self.write(partial(deletion.remove_files, evidence=self.evidence))
            await self.alone(deletion.scrub)
            if not self._purge_waits:  # else more was deleted meanwhile
                break
        self._sweeping = None

    async def close(self) -> None:
        """Finish what was begun, close, and let the folder go."""
        try:
            await self.swept()
            for lane in reversed(self._lanes):  # the last one to close takes the log into the database
                await lane.close()
        finally:
            self._lock.release()

    # -------------------------------------------------------------------------------------------------- opening
    async def _connect(self, memory: bool, inline: bool, patience: float, steps: Sequence[migrations.Step]) -> None:
        path = ":memory:" if memory else str(self.folder / NAME)
        open_writer = partial(self._open_writer, path, patience, steps)
        self._lanes.append(await _lane(open_writer, inline, self._after_batch))
        if not memory:
            self._lanes.append(await _lane(partial(_open_reader, path, patience), inline))
        await self.write(partial(deletion.sweep_folders, evidence=self.evidence))
        await self.sweep()
        await self.alone(lambda _: self.ballast.make())

    def _open_writer(self, path: str, patience: float, steps: Sequence[migrations.Step]) -> Writer:
        writer = _open(path, Writer, patience, lambda connection: _prepare(connection, steps))
        writer.spare = self.ballast
        writer.committed = self._committed
        return writer

    # -------------------------------------------------------------------------------------------------- running
    def _committed(self, connection: sqlite3.Connection) -> None:
        self._purge_waits = deletion.waits(connection)
        self._reached("after_commit")

    def _after_batch(self) -> None:
        if self._purge_waits and self._sweeping is None:
            self._sweeping = asyncio.ensure_future(self._sweep_quietly())

    async def _sweep_quietly(self) -> None:
        """A sweep that fails is not tried again at once: the daily round and the next start do that."""
        with suppress(StorageUnavailable):
            await self.sweep()


async def _lane(opens: Callable[[], C], inline: bool, after_batch: Callable[[], None] = lambda: None) -> Lane:
    """A lane in front of the connection that `opens` makes: in aiosqlite's thread, or right here. Raises CannotOpen."""
    if inline:
        connection = opens()
        return Lane(Inline(connection), connection, after_batch)
    made: list[C] = []
    failed: list[BaseException] = []

    def connector() -> sqlite3.Connection:
        try:
            made.append(opens())
        except BaseException as error:  # raised here, it would leave a thread that outlives the event loop
            failed.append(error)
            return sqlite3.connect(":memory:")
        return made[0]

    runner = await aiosqlite.Connection(connector, iter_chunk_size=1)
    if failed:
        await runner.close()
        raise failed[0]
    return Lane(runner, made[0], after_batch)


def _open_reader(path: str, patience: float) -> Reader:
    return _open(path, Reader, patience, lambda connection: connection.execute("PRAGMA query_only = ON"))


def _open(path: str, factory: type[C], patience: float, prepare: Callable[[C], object]) -> C:
    """Raises CannotOpen, and leaves nothing open then."""
    connection: C | None = None
    try:
        connection = sqlite3.connect(
            path, timeout=patience, isolation_level=None, factory=factory, cached_statements=STATEMENTS
        )
        prepare(connection)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if reason(error) is None:
            raise
        raise cannot_open(error) from error
    return connection


def _prepare(connection: Writer, steps: Sequence[migrations.Step]) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode not in ("wal", "memory"):
        raise CannotOpen("no_wal", mode)
    if deletion.size(connection) <= CHECKED_AT_OPEN and (faults := check(connection)):
        raise CannotOpen("damaged", faults[0])
    migrations.migrate(connection, steps)


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the database file; empty when it is sound. Reads all of it."""
    found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(10)").fetchall()]
    return [] if found == ["ok"] else found


def cannot_open(error: BaseException) -> CannotOpen:
    """Why a folder cannot be opened, from what SQLite or the disk said."""
    code = "read_only" if isinstance(error, PermissionError) else OPEN_REASONS.get(reason(error) or "failed", "io")
    return CannotOpen(code, str(error))
