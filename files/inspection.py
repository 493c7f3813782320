"""From bytes to facts: what a received file is, and whether it is kept."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from files.boxes import whole
from files.errors import Refused
from files.kinds import HEAD_SIZE, M4A, MP4, PDF, QUICKTIME, TEXT, Kind, recognise
from files.pictures import MAX_PIXELS, check_picture
from files.plain_text import check_text

_PDF_END = 1 << 16
"""Bytes at the end of a PDF among which its end mark is looked for; some senders append padding."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is. Width and height in pixels and likeness (64 hex digits) are for pictures."""

    kind: str
    mime: str
    width: int | None = None
    height: int | None = None
    likeness: str | None = None


def inspect(path: Path, *, name: str | None, mime: str | None, max_pixels: int = MAX_PIXELS) -> Found:
    """Look at all of the file at `path`. `name` and `mime` are the sender's claims and are believed in nothing that
    matters: a name can only exclude a program, a type can only tell sound from film. Raises Refused, OSError.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            raise Refused("empty")
        stream.seek(0)
        kind = recognise(stream.read(HEAD_SIZE))
        stream.seek(0)
        if kind is None:
            check_text(stream, name)
            return Found(*TEXT)
        if kind.kind == "picture":
            width, height, likeness = check_picture(stream, kind.mime, max_pixels)
            return Found(*kind, width, height, likeness)
        return _media(stream, size, kind, mime or "")


def _media(stream: BinaryIO, size: int, kind: Kind, claimed: str) -> Found:
    if kind in (MP4, QUICKTIME, M4A) and not whole(stream, size):
        raise Refused("broken")
    if kind == PDF and not _has_end(stream, size):
        raise Refused("broken")
    return Found(*(M4A if kind == MP4 and claimed.startswith("audio/") else kind))


def _has_end(stream: BinaryIO, size: int) -> bool:
    """Whether a PDF ends as it must (ISO 32000-1, 7.5.5): one that was cut does not."""
    stream.seek(max(0, size - _PDF_END))
    return b"%%EOF" in stream.read()
