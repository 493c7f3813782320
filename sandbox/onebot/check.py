"""The one validator: applies the tables of `rules` to what a bot sent.

Ids and numbers come as integers or digits, as NapCat's schemas convert them; anything else is refused with 1400.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.onebot import cq
from sandbox.onebot.errors import ActionFailed, bad_params, failed
from sandbox.onebot.rules import ACTIONS, SEGMENTS, Field

Json = dict[str, Any]
_DIGITS = re.compile(r"-?\d{1,19}\Z", re.ASCII)
_FLAGS = {True: True, False: False, "true": True, "false": False}


def check(action: str, params: object) -> Json:
    """Checked parameters of an action. Raises ActionFailed 1404 for an unknown action, 1400 for wrong parameters."""
    known = ACTIONS.get(action)
    if known is None:
        raise ActionFailed(1404, f"不支持的Api {action}")
    values = _read(action, known.fields, {} if params is None else params)
    if "message" in known.fields:
        values["message"] = _segments(values["message"], escape=values.get("auto_escape", False))
    return values


def _read(owner: str, fields: Mapping[str, Field], raw: object) -> Json:
    if not isinstance(raw, dict):
        raise bad_params(f"{owner}: expected object")
    unknown = raw.keys() - fields.keys()
    if unknown:
        raise bad_params(f"{owner}: unknown key {min(unknown)}")
    values = {key: _READERS[fields[key].kind](key, value) for key, value in raw.items() if value is not None}
    missing = [key for key, spec in fields.items() if spec.required and key not in values]
    if missing:
        raise bad_params(f"Key: {missing[0]}, Message: Expected required property")
    return values


def _segments(message: Any, *, escape: bool) -> list[Json]:
    """Segments of a message in any of its three forms. Raises ActionFailed 1200 for an unknown segment, as NapCat."""
    if isinstance(message, str):
        message = [{"type": "text", "data": {"text": message}}] if escape else cq.decoded(message)
    return [_segment(segment) for segment in (message if isinstance(message, list) else [message])]


def _segment(segment: Any) -> Json:
    if not isinstance(segment, dict) or segment.keys() != {"type", "data"}:
        raise bad_params("Key: message, Message: a segment is type and data")
    kind = segment["type"]
    if kind not in SEGMENTS:
        raise failed(f"未知的消息类型：{kind}")
    return {"type": kind, "data": _read(f"segment {kind}", SEGMENTS[kind], segment["data"])}


def _id(key: str, value: Any) -> int:
    if isinstance(value, str) and _DIGITS.match(value):
        return int(value)
    if type(value) is int:
        return value
    raise bad_params(f"Key: {key}, Message: Expected id")


def _string(key: str, value: Any) -> str:
    if type(value) in (str, int):
        return str(value)
    raise bad_params(f"Key: {key}, Message: Expected string")


def _flag(key: str, value: Any) -> bool:
    flag = _FLAGS.get(value) if isinstance(value, bool | str) else None
    if flag is None:
        raise bad_params(f"Key: {key}, Message: Expected boolean")
    return flag


def _message(key: str, value: Any) -> Any:
    if not isinstance(value, str | list | dict):
        raise bad_params(f"Key: {key}, Message: Expected union value")
    return value


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "id": _id,
    "integer": _id,
    "string": _string,
    "path": _string,
    "flag": _flag,
    "message": _message,
}
