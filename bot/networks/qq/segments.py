"""Messages as lists of segments, whichever way they were written: arrays, or strings with CQ codes.

https://github.com/botuniverse/onebot-11/blob/master/message/string.md
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_CODE: Final = re.compile(r"\[CQ:([A-Za-z0-9_.-]+)((?:,[^,\[\]=]+=[^,\[\]]*)*)\]")
_ESCAPES: Final = (("&#44;", ","), ("&#91;", "["), ("&#93;", "]"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a message."""

    type: str
    data: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A value as text; numbers stay exact, anything missing is empty."""
        value = self.data.get(name)
        return "" if value is None else whole(str(value))


def segments(message: object) -> list[Segment]:
    """The segments of a message. What has no form that is known is left out."""
    if isinstance(message, str):
        return list(_of_string(message))
    if isinstance(message, Mapping):
        message = [message]
    return list(_of_array(message)) if isinstance(message, list) else []


def whole(text: str) -> str:
    """Half of a surrogate pair, which a broken client may send, has no UTF-8; it becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _of_array(message: list[Any]) -> Iterator[Segment]:
    for item in message:
        if isinstance(item, str):
            yield Segment("text", {"text": item})
        elif isinstance(item, Mapping) and isinstance(item.get("type"), str):
            data = item.get("data")
            yield Segment(item["type"], data if isinstance(data, Mapping) else {})


def _of_string(message: str) -> Iterator[Segment]:
    end = 0
    for code in _CODE.finditer(message):
        if code.start() > end:
            yield Segment("text", {"text": _plain(message[end : code.start()])})
        pairs = (pair.partition("=") for pair in code[2].split(",")[1:])
        yield Segment(code[1], {name: _plain(value) for name, _, value in pairs})
        end = code.end()
    if end < len(message):
        yield Segment("text", {"text": _plain(message[end:])})


def _plain(text: str) -> str:
    """Without escapes. The ampersand is last, so that `&amp;#44;` stays what was typed."""
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return text
