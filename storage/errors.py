"""Every error of storage. They carry codes; sentences for people are made at the edge.

StorageError
├── CannotOpen            the data folder cannot be used as it stands: the start ends with one sentence
├── StorageUnavailable    nothing of this call was kept; the same call may be made again later
├── DocumentTooNew        a stored document was written by a later release
├── UnknownIncident       no dead event has this incident id
└── Overtaken             the user went on after the event that is to be replayed
"""

import errno
import sqlite3
from typing import Literal

Reason = Literal["full", "locked", "io", "read_only", "damaged", "interrupted", "memory", "closed", "failed"]
"""Why storage is unavailable. `failed`: another call took the transaction down."""

OpenReason = Literal["in_use", "newer", "damaged", "locked", "full", "io", "read_only", "old_sqlite", "no_wal"]
"""Why a data folder cannot be opened."""


class StorageError(Exception):
    """Base of the tree above; `code` names the case."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


class CannotOpen(StorageError):
    """The data folder cannot be used; `code` is an `OpenReason`."""


class StorageUnavailable(StorageError):
    """Nothing was kept; `code` is a `Reason`. The cause is the error of SQLite or of the disk."""


class DocumentTooNew(StorageError):
    """A document's schema version is above what this release reads."""


class UnknownIncident(StorageError):
    """There is no dead event of that incident id."""


class Overtaken(StorageError):
    """The user went on since the event failed: handled now, it would answer another question."""


# https://www.sqlite.org/rescode.html: what the world does to a database. Everything else is a mistake in our code.
_REASONS: dict[int, Reason] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CANTOPEN: "io",
    sqlite3.SQLITE_PROTOCOL: "io",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_AUTH: "read_only",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_INTERRUPT: "interrupted",
    sqlite3.SQLITE_NOMEM: "memory",
}


def reason(error: BaseException) -> Reason | None:
    """Why the world refused, or None when the error is a mistake of the code that was run."""
    if isinstance(error, OSError):
        return "full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "io"
    if not isinstance(error, sqlite3.Error):
        return None
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # absent when Python itself raised
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # what a full disk says when the WAL index must grow
        return "full"
    return _REASONS.get(code & 0xFF)


def is_full(error: BaseException) -> bool:
    """Whether the disk, the quota or the page limit is exhausted."""
    return reason(error) == "full"
