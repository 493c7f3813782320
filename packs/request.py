"""The request for archives."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complaints.times import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file to pack, as it was received."""

    path: str
    """Relative to the request's folder."""
    name: str
    """In the archive, folders separated by `/`."""
    sha256: str
    """What it must still be."""
    at: Instant
    """When it was received; shown as the file's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to pack. packs/ has no words of its own, so names and texts for people come with the request."""

    folder: Path
    """Absolute: the evidence is read from here and the archives are put here."""
    target: str
    """Name of the archive without `.zip`; with several parts a number follows."""
    limit: int
    """Most bytes of one archive. One file that is larger by itself still gets an archive of its own."""
    at: Instant
    """Time shown for the files made here."""
    data: object = None
    """JSON value: what is known of the person or the case; None leaves it out."""
    data_name: str = ""
    readme: str
    readme_name: str
    missing: str
    """Heading, in the readme, of the list of files that are gone."""
    changed: str
    """Heading of those that are no longer what was received."""
    changed_folder: str
    """Where these are put, under their own names."""
    files: tuple[Evidence, ...]

    @classmethod
    def read(cls, request: Mapping[str, Any]) -> "Request":
        """From JSON. Raises KeyError, TypeError for what is no such request."""
        files = tuple(Evidence(**file) for file in request["files"])
        return cls(**{**request, "folder": Path(request["folder"]), "files": files})


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What was made: names of the archives in the folder, and entries that are not as received."""

    archives: tuple[str, ...]
    missing: tuple[str, ...]
