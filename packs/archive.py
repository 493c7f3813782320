"""One ZIP: files stored as they are, and a manifest that `sha256sum -c` verifies.

Nothing is compressed: pictures and films are already, and so the size is known before and the bytes are the same on
every machine. Times and permissions in it come from the request alone.
"""

import hashlib
import os
import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO

from complaints.times import Instant, local
from packs.errors import BadEntry, Changed
from packs.sources import Source

MANIFEST = "SHA256SUMS.txt"
_CHUNK = 1 << 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ENTRY = 30 + 46
"""Bytes of a local and a central file header (APPNOTE 4.3.7, 4.3.12), each followed by the name."""
_END = 22
"""Bytes of the end of central directory record (APPNOTE 4.3.16)."""


class Archive:
    """A ZIP being written to `path`, which must not exist. To be closed; it is durable only after `close`."""

    def __init__(self, path: Path, at: Instant) -> None:
        """`at` is the time shown for the manifest."""
        self._stream = path.open("xb")
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_STORED)
        self._at = at
        self._sums: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """A file made here."""
        with self._entry(name, len(data), self._at) as entry:
            entry.write(data)
        self._sums[name] = hashlib.sha256(data).hexdigest()

    def add_source(self, source: Source) -> None:
        """A received file, in pieces. Raises Changed when it is no longer what `check` saw."""
        name, digest = source.file.name, hashlib.sha256()
        with source.path.open("rb") as received, self._entry(name, source.size, source.file.at) as entry:
            while chunk := received.read(_CHUNK):
                digest.update(chunk)
                entry.write(chunk)
        if digest.hexdigest() != source.file.sha256:
            raise Changed(name)
        self._sums[name] = source.file.sha256

    def close(self) -> None:
        """Write the manifest and make the file durable."""
        lines = "".join(map(_line, self._sums.values(), self._sums)).encode()
        with self._entry(MANIFEST, len(lines), self._at) as entry:
            entry.write(lines)
        self._zip.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()

    def abandon(self) -> None:
        """Close the file without finishing it. Does nothing after `close`."""
        self._zip.fp = None  # or its destructor would try to finish it
        self._stream.close()

    def _entry(self, name: str, size: int, at: Instant) -> IO[bytes]:
        check_name(name)
        if name in self._sums:
            raise BadEntry(name)
        info = zipfile.ZipInfo(name, max(local(at).timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
        info.file_size, info.create_system, info.external_attr = size, 3, 0o644 << 16
        return self._zip.open(info, "w")


def check_name(name: str) -> None:
    """Raises BadEntry for a name that leads out of where it is unpacked, or that a manifest line cannot hold."""
    parts = PurePosixPath(name).parts
    if not parts or parts[0] == "/" or ".." in parts or "\\" in name or ":" in parts[0] or _CONTROL.search(name):
        raise BadEntry(name)


def cost(name: str, size: int) -> int:
    """Bytes that an entry adds to an archive, its line in the manifest included."""
    return size + _ENTRY + 2 * len(name.encode()) + len(_line("0" * 64, name).encode())


def empty_cost() -> int:
    """Bytes of an archive with nothing but an empty manifest."""
    return _END + _ENTRY + 2 * len(MANIFEST)


def _line(digest: str, name: str) -> str:
    return f"{digest}  {name}\n"
