"""What must be in the database before the sender goes on: tried until it is, many marks in one write."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from bot.seams import Clock, Writer
from storage import outbox
from storage.errors import StorageError

log = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_WAIT: Final = 0.1
LONGEST_WAIT: Final = 5.0


async def durably(database: Writer, clock: Clock, fn: Callable[[sqlite3.Connection], T]) -> T:
    """The result of a write, however long the database fails. For what has happened outside and cannot be undone."""
    wait = FIRST_WAIT
    while True:
        try:
            return await database.write(fn)
        except StorageError as error:
            log.warning("the outbox cannot be written (%s); again in %g s", type(error).__name__, wait)
        await clock.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)


class Marks:
    """Writes down which rows were sent. While one write is under way the next marks gather."""

    def __init__(self, database: Writer, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._gathered: list[tuple[int, str]] = []
        self._written: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def sent(self, row_id: int, message_id: str) -> None:
        """Return when it is durable that the network took the row as `message_id`."""
        self._gathered.append((row_id, message_id))
        if self._written is None:
            self._written = asyncio.get_running_loop().create_future()
        if self._task is None:
            self._task = asyncio.create_task(self._write())
        await asyncio.shield(self._written)

    async def stop(self) -> None:
        """Give up what cannot be written."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _write(self) -> None:
        try:
            while self._written is not None:
                batch, written = self._gathered, self._written
                self._gathered, self._written = [], None
                mark = partial(outbox.mark_sent, sent=batch, now=self._clock.now())
                try:
                    await durably(self._database, self._clock, mark)
                except Exception as error:
                    written.set_exception(error)
                else:
                    written.set_result(None)
        finally:
            self._task = None
