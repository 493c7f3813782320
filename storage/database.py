"""The database of a data folder: one connection that writes, one that reads, and what keeps them sound."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Literal, Self, TypeVar

from storage import deletion, migrations
from storage.ballast import Ballast
from storage.connections import OLDEST_SQLITE, Place, cannot_open, check
from storage.errors import CannotOpen, StorageUnavailable
from storage.evidence import EvidenceFolders
from storage.lane import Lane
from storage.lock import FolderLock
from storage.writer import Writer

T = TypeVar("T")

NAME = "complaints.db"


class Database:
    """Calls given to `write` run one after the other in the order in which they were given, in shared transactions."""

    def __init__(self, folder: Path, place: Place, reached: Callable[[Literal["after_commit"]], None]) -> None:
        self.folder = folder
        self.evidence = EvidenceFolders(folder / "evidence")
        self.ballast = Ballast(folder)
        self._place, self._reached = place, reached
        self._open = AsyncExitStack()
        self._writer: Lane
        self._reader: Lane
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
        another program. `reached` is told of each COMMIT, in the database thread. Raises CannotOpen.
        """
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise CannotOpen("old_sqlite", sqlite3.sqlite_version)
        database = cls(folder, Place(":memory:" if memory else str(folder / NAME), inline, patience), reached)
        try:
            await database._start(migrations.steps() if steps is None else steps)
        except (StorageUnavailable, OSError) as error:
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
        return self._writer.run(fn)

    async def read(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """Run `fn` on a snapshot; writes go on meanwhile. Raises StorageUnavailable, or what `fn` raised."""
        return await self._reader.run(fn)

    def alone(self, fn: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Run `fn` on the writer's connection outside any transaction: VACUUM, checkpoints."""
        return self._writer.run(fn, alone=True)

    async def faults(self) -> list[str]:
        """What is wrong with the database file; empty when it is sound. Reads all of it, beside everything else."""
        if not self._place.shared:
            return await self.read(check)
        lane = await self._place.reader()
        try:
            return await lane.run(check)
        finally:
            await lane.close()

    async def sweep(self) -> None:
        """Remove the bytes of what was deleted: files first, then traces in the database. Raises StorageUnavailable."""
        while True:
            await self.write(partial(deletion.remove_files, evidence=self.evidence))
            await self.alone(deletion.scrub)
            if not self._purge_waits:  # else more was deleted meanwhile
                break
        self._sweeping = None

    async def swept(self) -> None:
        """Return when the bytes of what was deleted so far are removed, or could not be."""
        if self._sweeping is not None:
            await asyncio.wait([self._sweeping])

    async def close(self) -> None:
        """Finish what was begun, close, and let the folder go."""
        await self._open.aclose()

    # -------------------------------------------------------------------------------------------------- inside
    async def _start(self, steps: Sequence[migrations.Step]) -> None:
        """What is opened here is closed in the reverse order, the writer after the reader: it empties the log."""
        self._open.callback(FolderLock.take(self.folder).release)
        self._writer = self._reader = await self._place.writer(steps, self._equip, self._after_batch)
        self._open.push_async_callback(self._writer.close)
        if self._place.shared:
            self._reader = await self._place.reader()
            self._open.push_async_callback(self._reader.close)
        await self.write(partial(deletion.sweep_folders, evidence=self.evidence))
        await self.sweep()
        self._open.push_async_callback(self.swept)
        await self.alone(lambda _: self.ballast.make())

    def _equip(self, writer: Writer) -> None:
        writer.spare = self.ballast
        writer.committed = self._committed

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
