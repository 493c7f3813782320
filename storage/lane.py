"""The way from the event loop to a database thread and back: a queue in front of one connection."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from storage.errors import StorageUnavailable, reason
from storage.writer import BATCH, Call, Reader, Writer

T = TypeVar("T")


class Runner(Protocol):
    """Runs a connection's methods where it lives: `aiosqlite.Connection` in a thread, `Inline` right here."""

    async def commit(self) -> None: ...

    async def close(self) -> None: ...


class Inline:
    """Runs the connection in the caller's thread, so that a simulation has no second thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def commit(self) -> None:
        self._connection.commit()

    async def close(self) -> None:
        self._connection.close()


class Lane:
    """Calls in the order they were made. What waits when the thread becomes free goes together.

    When a group fails, so does all that waits behind it: a later call is never kept where an earlier one was not.
    """

    def __init__(self, runner: Runner, connection: Writer | Reader, after_batch: Callable[[], None]) -> None:
        self._runner, self._connection, self._after_batch = runner, connection, after_batch
        self._waiting: deque[tuple[Call[Any], asyncio.Future[Any]]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def run(self, fn: Callable[[sqlite3.Connection], T], *, alone: bool = False) -> asyncio.Future[T]:
        """What `fn` returned, once it is durable. Raises StorageUnavailable, or what `fn` alone raised.

        A caller that stops waiting does not stop the call.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        if self._closed:
            future.set_exception(StorageUnavailable("closed"))
            return future
        self._waiting.append((Call(fn, alone), future))
        if self._task is None:
            self._task = asyncio.ensure_future(self._drain())
        return future

    async def close(self) -> None:
        """Finish what waits, then close the connection."""
        self._closed = True
        if self._task is not None:
            await asyncio.wait([self._task])
        await self._runner.close()

    async def _drain(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            self._connection.calls = [call for call, _ in batch]
            failure: Exception | None = None
            try:
                await self._runner.commit()
            except Exception as error:
                failure = error
                batch += self._waiting
                self._waiting.clear()
            self._connection.calls = ()
            for call, future in batch:
                _settle(future, call, failure)
            self._after_batch()
        self._task = None

    def _next_batch(self) -> list[tuple[Call[Any], asyncio.Future[Any]]]:
        batch = [self._waiting.popleft()]
        while self._waiting and len(batch) < BATCH and not (batch[0][0].alone or self._waiting[0][0].alone):
            batch.append(self._waiting.popleft())
        return batch


def _settle(future: asyncio.Future[Any], call: Call[Any], failure: Exception | None) -> None:
    if future.done():  # nobody waits any more
        return
    if failure is not None:
        future.set_exception(_unavailable(failure))
    elif call.error is not None:
        future.set_exception(call.error if reason(call.error) is None else _unavailable(call.error))
    else:
        future.set_result(call.value)


def _unavailable(cause: Exception) -> StorageUnavailable:
    error = StorageUnavailable(reason(cause) or "failed", str(cause))
    error.__cause__ = cause
    return error
