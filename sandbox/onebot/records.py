"""The lines of a forwarded record: who said what, when, with which pictures."""

from dataclasses import asdict, dataclass
from typing import Any

from sandbox.journal import Change
from sandbox.onebot.world import World, file_segment

Json = dict[str, Any]
NOBODY_ID = 1094950020
"""The number that QQ gives for people whom the reader does not know."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record.

    name      who said it
    text      what they said
    time      when, UTC seconds
    pictures  bytes of the pictures in it
    lines     a record inside of the record, instead of text and pictures
    user_id   their QQ number; by default the one that QQ gives for unknown people
    """

    name: str
    text: str = ""
    time: int = 0
    pictures: tuple[bytes, ...] = ()
    lines: tuple["Line", ...] = ()
    user_id: int = NOBODY_ID


def forward_segment(world: World, lines: tuple[Line, ...]) -> tuple[Json, list[Change]]:
    """A forwarded record as a segment that is kept, and its files to be made known with it."""
    files: list[Change] = []
    nodes = [_node(world, line, files) for line in lines]
    # QQ's own ids are 19 digits long, beyond what JavaScript counts exactly.
    return {
        "type": "forward",
        "data": {"id": str(7_400_000_000_000_000_000 + world.next_number()), "nodes": nodes},
    }, files


def picture_segment(world: World, data: bytes, files: list[Change]) -> Json:
    """A picture as a segment that is kept."""
    file = world.keep("image", data)
    files.append(("file", asdict(file)))
    return file_segment("image", file)


def _node(world: World, line: Line, files: list[Change]) -> Json:
    segments: list[Json] = [{"type": "text", "data": {"text": line.text}}] if line.text else []
    segments += [picture_segment(world, data, files) for data in line.pictures]
    if line.lines:
        inner, more = forward_segment(world, line.lines)
        segments.append(inner)
        files += more
    return {
        "number": world.next_number(),
        "user_id": line.user_id,
        "nickname": line.name,
        "time": line.time or world.clock.now(),
        "segments": segments,
    }
