"""What happened, line by line, so that a killed process starts again where it was.

One line is one act: a JSON array of changes `[kind, data]`, written with one system call before anybody learns of it.
A process that is killed loses nothing that was written; the half line of a write that was cut off is dropped. At start
the file is written anew from the state it led to, so that it holds only what still exists.
"""

import errno
import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sandbox.compact import encoded
from sandbox.errors import SandboxError

Change = tuple[str, dict[str, Any]]


class Journal:
    """The file `journal.jsonl` in a folder for one process at a time. SandboxError("data_in_use") when it is taken."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._path = folder / "journal.jsonl"
        self._lock = _lock(folder / "lock")
        self._out = -1

    def replay(self, apply: Callable[[str, dict[str, Any]], object], snapshot: Callable[[], Iterable[Change]]) -> None:
        """Apply all that happened so far, then go on with a file that holds only what the state needs."""
        for changes in self._read():
            for kind, data in changes:
                apply(kind, data)
        self._rewrite(snapshot())

    def _read(self) -> Iterator[list[Change]]:
        """The acts so far, oldest first."""
        if not self._path.exists():
            return
        with self._path.open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield [(kind, data) for kind, data in json.loads(line)]

    def _rewrite(self, changes: Iterable[Change]) -> None:
        """Replace the file by one that leads to the same state, then go on appending to it."""
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as out:
            out.writelines(_line([change]) for change in changes)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._path)
        self._out = os.open(self._path, os.O_WRONLY | os.O_APPEND)

    def append(self, changes: Iterable[Change]) -> None:
        """Write one act whole or not at all. Raises OSError when there is no room for it."""
        line = _line(changes)
        before = os.fstat(self._out).st_size
        written = os.write(self._out, line)
        if written != len(line):
            os.ftruncate(self._out, before)
            raise OSError(errno.ENOSPC, f"only {written} of {len(line)} bytes could be written", str(self._path))

    def close(self) -> None:
        """Let go of the file and the folder."""
        if self._out >= 0:
            os.close(self._out)
            self._out = -1
        os.close(self._lock)


def _line(changes: Iterable[Change]) -> bytes:
    return encoded(list(changes)) + b"\n"


def _lock(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise SandboxError("data_in_use", str(path.parent)) from None
    return handle
