"""The evidence to pack, looked at before anything is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from packs.errors import OutsideFolder
from packs.request import Evidence


class Source(NamedTuple):
    """A file that is there; `size` in bytes."""

    file: Evidence
    path: Path
    size: int


class Checked(NamedTuple):
    """Files by what became of them."""

    found: list[Source]
    """As received."""
    changed: list[Source]
    """No longer what was received; with the hash that they have now."""
    missing: list[Evidence]

    @property
    def lost(self) -> list[str]:
        """Names of all that is not as it was received."""
        return [*(source.file.name for source in self.changed), *(file.name for file in self.missing)]


def check(folder: Path, files: Iterable[Evidence]) -> Checked:
    """Look at all of them. Raises OutsideFolder for a path that leads out of `folder`, through a link too."""
    checked = Checked([], [], [])
    for file in files:
        path = _inside(folder, file.path)
        if not path.is_file():
            checked.missing.append(file)
            continue
        digest, size = _digest(path), path.stat().st_size
        if digest == file.sha256:
            checked.found.append(Source(file, path, size))
        else:
            checked.changed.append(Source(replace(file, sha256=digest), path, size))
    return checked


def _inside(folder: Path, path: str) -> Path:
    target = (folder / path).resolve()
    if folder.resolve() not in target.parents:
        raise OutsideFolder(path)
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
