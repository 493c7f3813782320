"""JSON in and out: compact UTF-8, and no halves of surrogate pairs, which are no text."""

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encoded(value: Any) -> bytes:
    """`value` as compact JSON. Raises UnicodeEncodeError (a ValueError) for half of a surrogate pair."""
    return _ENCODER.encode(value).encode()


def decoded(body: bytes) -> Any:
    """The value of a JSON text. Raises ValueError, UnicodeEncodeError for half of a surrogate pair."""
    value = json.loads(body)
    if b"\\ud" in body or b"\\uD" in body:
        encoded(value)
    return value


def clean_name(name: str) -> str:
    """A file name as text: bytes that were no UTF-8 become question marks."""
    return name.encode("utf-8", "replace").decode()
