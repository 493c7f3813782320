"""CQ codes: messages as one string. https://github.com/botuniverse/onebot-11/blob/master/message/string.md"""

import re
from typing import Any

Segment = dict[str, Any]
_CODE = re.compile(r"\[CQ:(\w+)((?:,\w+=[^,\]]*)*)\]")


def encoded(segments: list[Segment]) -> str:
    """Segments as text with CQ codes: the `raw_message` of an event."""
    return "".join(_code(segment) for segment in segments).strip()


def decoded(text: str) -> list[Segment]:
    """Text with CQ codes as segments."""
    segments: list[Segment] = []
    at = 0
    for code in _CODE.finditer(text):
        segments += _plain(text[at : code.start()])
        pairs = (pair.partition("=") for pair in code[2].split(",")[1:])
        segments.append({"type": code[1], "data": {key: _unescaped(value) for key, _, value in pairs}})
        at = code.end()
    return segments + _plain(text[at:])


def _plain(text: str) -> list[Segment]:
    return [{"type": "text", "data": {"text": _unescaped(text)}}] if text else []


def _code(segment: Segment) -> str:
    data = segment["data"]
    if segment["type"] == "text":
        return _escaped(str(data["text"]))
    fields = "".join(
        f",{key}={_escaped(str(value)).replace(',', '&#44;')}" for key, value in data.items() if value != ""
    )
    return f"[CQ:{segment['type']}{fields}]"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")


def _unescaped(text: str) -> str:
    return text.replace("&#91;", "[").replace("&#93;", "]").replace("&#44;", ",").replace("&amp;", "&")
