"""The evidence to pack, looked at before anything is written."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from packs.errors import OutsideFolder
from packs.request import Evidence


class Source(NamedTuple):
    """A file that is there and unchanged; `size` in bytes."""

    file: Evidence
    path: Path
    size: int


def check(folder: Path, files: Iterable[Evidence]) -> tuple[list[Source], list[str]]:
    """The files that can be packed, and the names of those that are gone or are no longer what was received.

    Raises OutsideFolder for a path that leads out of `folder`, through a link too.
    """
    found, missing = [], []
    for file in files:
        path = _inside(folder, file.path)
        if path.is_file() and _digest(path) == file.sha256:
            found.append(Source(file, path, path.stat().st_size))
        else:
            missing.append(file.name)
    return found, missing


def _inside(folder: Path, path: str) -> Path:
    target = (folder / path).resolve()
    if folder.resolve() not in target.parents:
        raise OutsideFolder(path)
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
