"""Forwarded chat records (合并转发): their lines, in whichever of the shapes that implementations use, records inside
of records too, and the lines as forwarded texts and pictures.

The specification gives node segments in `message`; NapCat gives whole message events in `messages`, and what is inside
of them inline. https://github.com/botuniverse/onebot-11/blob/master/api/public.md#get_forward_msg
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.networks.qq.media import Source
from bot.networks.qq.segments import Segment, segments, whole
from complaints.times import Instant, say_time
from dialogs.texts import Texts

CARD: Final = "com.tencent.multimsg"
"""App of the card that a record sometimes is instead of a segment."""
DEEPEST: Final = 8
MOST_LINES: Final = 1000
PIECE: Final = 3500
"""Characters of one forwarded text made of lines; a longer line has one of its own."""
MOST_NAMES: Final = 3

FILES: Final = {"image": "picture", "record": "voice", "video": "video", "file": "document"}
"""Segments with bytes → kind of file in the conversation."""


@dataclass(frozen=True, slots=True)
class Line:
    """Who said what, when (0: unknown), with which files."""

    sender: str
    at: Instant
    text: str
    files: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that become one forwarded text."""

    text: str
    sender: str | None
    at: Instant | None


def record_in(parts: list[Segment]) -> Segment | None:
    """The segment that is, or stands for, a forwarded record."""
    return next((part for part in parts if part.type in ("forward", "node") or _card(part)), None)


def record_id(part: Segment) -> str:
    """What `get_forward_msg` knows the record by."""
    return part.text("id") or part.text("resid") or _card(part)


def given(part: Segment) -> list[Any] | None:
    """The nodes of a record that came with its message; None when they have to be asked for."""
    if part.type == "node":
        return [{"type": "node", "data": part.data}]
    content = part.data.get("content")
    return content if isinstance(content, list) and content else None


def nodes_of(answer: object) -> list[Any]:
    """The nodes in the answer of `get_forward_msg`."""
    if isinstance(answer, Mapping):
        for name in ("messages", "message", "content"):
            if isinstance(answer.get(name), list):
                return list(answer[name])
    return list(answer) if isinstance(answer, list) else []


def lines_of(nodes: list[Any], depth: int = 0) -> Iterator[Line]:
    """All lines in their order; those of a record inside a line follow it."""
    for node in nodes if depth < DEEPEST else ():
        if not isinstance(node, Mapping):
            continue
        inside = node.get("data")
        about: Mapping[str, Any] = inside if isinstance(inside, Mapping) and node.get("type") == "node" else node
        parts = segments(_content(about))
        inner = [part for part in parts if part.type in ("forward", "node")]
        files = tuple(part for part in parts if part.type in FILES)
        text = _text(parts)
        if text or files:
            yield Line(_sender(about), _time(about), text, files)
        for part in inner:
            yield from lines_of(given(part) or [], depth + 1)


def pieces(lines: list[Line], texts: Texts, now: Instant) -> Iterator[Piece]:
    """The lines as texts. One alone is as its sender wrote it; of several each has its sender and time before it."""
    if len(lines) == 1:
        (line,) = lines
        if line.text:
            yield Piece(line.text, line.sender or None, line.at or None)
        return
    gathered: list[tuple[Line, str]] = []
    for line in lines:
        said = _said(line, texts, now)
        if gathered and sum(len(text) + 1 for _, text in gathered) + len(said) > PIECE:
            yield _piece(gathered)
            gathered = []
        gathered.append((line, said))
    if gathered:
        yield _piece(gathered)


def source_of(part: Segment) -> Source:
    """What is needed to fetch a segment's file."""
    url = part.text("url") or (part.text("file") if part.text("file").startswith("http") else "")
    return Source(part.type, url, part.text("file"), part.text("file_id") or part.text("id"))


def file_size(part: Segment) -> int | None:
    """Bytes, when the segment tells."""
    told = part.text("file_size") or part.text("size")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else None


def _content(about: Mapping[str, Any]) -> object:
    return next((about[name] for name in ("message", "content") if about.get(name)), None)


def _sender(about: Mapping[str, Any]) -> str:
    sender = about.get("sender")
    named = sender if isinstance(sender, Mapping) else {}
    told = named.get("card") or named.get("nickname") or about.get("nickname") or about.get("name")
    return whole(str(told or named.get("user_id") or about.get("user_id") or about.get("uin") or "")).strip()[:60]


def _time(about: Mapping[str, Any]) -> Instant:
    told = str(about.get("time") or 0)
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= 10 else 0


def _text(parts: list[Segment]) -> str:
    return "".join(part.text("text") for part in parts if part.type == "text").strip()


def _said(line: Line, texts: Texts, now: Instant) -> str:
    shown = [line.text, *(texts(f"edge.record.{FILES[part.type]}") for part in line.files)]
    at = say_time(line.at, now) if line.at else ""
    return texts("edge.record.line", sender=line.sender, at=at, text="".join(shown)).strip()


def _piece(gathered: list[tuple[Line, str]]) -> Piece:
    names = list(dict.fromkeys(line.sender for line, _ in gathered if line.sender))[:MOST_NAMES]
    first = next((line.at for line, _ in gathered if line.at), None)
    return Piece("\n".join(text for _, text in gathered), "、".join(names) or None, first)


def _card(part: Segment) -> str:
    """The record's id in a card, empty when it is another card or none."""
    if part.type != "json":
        return ""
    try:
        card = json.loads(part.text("data"))
        return str(card["meta"]["detail"]["resid"]) if card.get("app") == CARD else ""
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
