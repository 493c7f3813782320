"""The single writer: many calls share one transaction, and nobody learns a result before COMMIT returned.

Calls are functions of a connection. Each runs in a savepoint of its own, so one that raises is undone alone. When it is
the world that fails one, all fail: what comes later, perhaps of the same chat, must not be kept without it. A call may
be run twice (after the disk was full), so it changes nothing but the database. It takes at most 20 ms and never ends
the transaction itself.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from storage.errors import is_full, reason

T = TypeVar("T")

BATCH = 64
"""Calls that share one transaction at most."""


@dataclass(slots=True)
class Call(Generic[T]):
    """A function waiting to be run on a connection, and afterwards what came of it."""

    fn: Callable[[sqlite3.Connection], T]
    alone: bool = False
    """To be run outside any transaction, as VACUUM and checkpoints must be."""
    value: T | None = None
    error: Exception | None = None


class Spare(Protocol):
    """Disk space held back for the moment when there is none."""

    def drop(self) -> bool:
        """Give it free; False when there was none."""


class Writer(sqlite3.Connection):
    """A connection whose `commit()` runs `calls`: aiosqlite passes this call to its thread under a public name.

    Open it with `isolation_level=None`: the transactions are begun here.
    """

    calls: Sequence[Call[object]] = ()
    spare: Spare | None = None
    committed: Callable[[sqlite3.Connection], None] | None = None
    """Called in the database thread after each COMMIT."""

    def commit(self) -> None:
        """Run `calls` and leave its outcome in each. Raises what took the transaction down: then none is kept."""
        if self.calls and self.calls[0].alone:
            _attempt(self, self.calls[0])
            return
        try:
            self._transaction()
        except Exception as error:
            if self.spare is None or not (is_full(error) and self.spare.drop()):
                raise
            self._transaction()
        if self.committed is not None:
            self.committed(self)

    def _transaction(self) -> None:
        self.execute("BEGIN IMMEDIATE")
        try:
            for call in self.calls:
                self._run(call)
            super().commit()
        except BaseException:
            if self.in_transaction:
                self.rollback()
            raise

    def _run(self, call: Call[object]) -> None:
        self.execute("SAVEPOINT call")
        _attempt(self, call)
        if call.error is not None:
            if not self.in_transaction or _of_the_world(call.error):
                raise call.error
            self.execute("ROLLBACK TO call")
        self.execute("RELEASE call")


class Reader(sqlite3.Connection):
    """A connection whose `commit()` runs `calls`, each on a snapshot of its own."""

    calls: Sequence[Call[object]] = ()

    def commit(self) -> None:
        """Run `calls` and leave its outcome in each."""
        for call in self.calls:
            self.execute("BEGIN")
            _attempt(self, call)
            if self.in_transaction:
                self.rollback()


def _of_the_world(error: Exception) -> bool:
    """Whether the database or its disk failed. SQLite may undo the statement alone then, and go on with the next."""
    return is_full(error) or (isinstance(error, sqlite3.Error) and reason(error) is not None)


def _attempt(connection: sqlite3.Connection, call: Call[object]) -> None:
    call.value = call.error = None
    try:
        call.value = call.fn(connection)
    except Exception as error:
        call.error = error
