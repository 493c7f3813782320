"""Plain text: readable characters in UTF-8, UTF-16 with its mark, or GBK, and no program."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from files.errors import Refused

_CHUNK = 1 << 16
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_PROGRAMS = ("#!", "<!doctype html", "<html", "<script", "<svg", "<?php", "<?xml", "<%", "@echo off")
"""How texts begin that some program would run or render."""
_PROGRAM_NAME = re.compile(
    r"\.(bat|cmd|ps1|vbs|vbe|js|jse|mjs|wsf|hta|sh|bash|py|pl|php|rb|lua|html?|xhtml|svg|reg|lnk|url|desktop|scr|inf|scf"
    r"|command|applescript|jnlp)[ .]*$",
    re.IGNORECASE,
)


def check_text(stream: BinaryIO, name: str | None) -> None:
    """Read all of `stream`; raises Refused: `not_evidence` for bytes that are no text and for programs, `empty`."""
    if _PROGRAM_NAME.search(name or "") or not _is_text(stream):
        raise Refused("not_evidence")


def _is_text(stream: BinaryIO) -> bool:
    return any(_readable(stream, encoding) for encoding in _encodings(stream))


def _encodings(stream: BinaryIO) -> tuple[str, ...]:
    """UTF-16 only when marked: without a mark any bytes of even length decode."""
    stream.seek(0)
    marked = stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return ("utf-16",) if marked else ("utf-8-sig", "gb18030")


def _readable(stream: BinaryIO, encoding: str) -> bool:
    """Whether all of it decodes to readable characters. A character cut off at the very end is forgiven."""
    blank = True
    try:
        for number, text in enumerate(_decoded(stream, encoding)):
            if _UNREADABLE.search(text) or (number == 0 and text.lstrip().lower().startswith(_PROGRAMS)):
                return False
            blank = blank and not text.strip()
    except UnicodeDecodeError:
        return False
    if blank:
        raise Refused("empty")
    return True


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield decoder.decode(chunk)
