"""The one validator: applies the table of `sandbox.telegram.rules` to what a bot sent.

Readers are built once, when this module is imported, so that a call costs one dictionary look-up a field. Values come
as JSON or, in forms, as strings; both are read alike, as on Telegram.
https://core.telegram.org/bots/api#making-requests
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.rules import CALLBACK_BYTES, KEYBOARD_BUTTONS, KEYBOARD_ROW, METHODS, OBJECTS, PAGE, Field, Shape

Reader = Callable[[Any], Any]
_INTEGER = re.compile(r"-?\d{1,18}\Z", re.ASCII)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z", re.ASCII)
_FLAGS = {True: True, False: False, "true": True, "false": False, "True": True, "False": False, "1": True, "0": False}
_ACTIONS = frozenset({"callback_data", "url", "copy_text"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came with a request."""

    name: str
    mime: str
    data: bytes


class Checker:
    """A shape made ready: `read` turns a raw mapping into checked values or raises ApiError."""

    __slots__ = ("_name", "_readers", "_required", "anchor")

    def __init__(self, name: str, shape: Shape) -> None:
        self._name = name
        self._readers = {key: _reader(key, field) for key, field in shape.fields.items()}
        self._required = tuple((key, field) for key, field in shape.fields.items() if field.required)
        self.anchor = PAGE + shape.anchor

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        readers = self._readers
        for key, value in raw.items():
            reader = readers.get(key)
            if reader is None:
                raise bad_request(f'unknown field "{key}" in {self._name}, see {self.anchor}')
            if value is not None and value != "":
                values[key] = reader(value)
        for key, field in self._required:
            if key not in values:
                raise bad_request(field.error or f'parameter "{key}" is required')
        return values


def check(method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Checked values of a call. Raises ApiError 404 for an unknown method, 400 for anything else."""
    checker = _METHODS.get(method.lower())
    if checker is None:
        raise ApiError(404, "Not Found: method not found")
    return checker.read(raw)


def _reader(key: str, field: Field) -> Reader:
    if field.kind == "array":
        return _array(key, field)
    if field.kind == "object":
        return lambda value: _OBJECTS[field.of].read(_mapping(key, value))
    return _SCALARS[field.kind](key, field)


def _outside(field: Field, amount: int) -> bool:
    return (field.least is not None and amount < field.least) or (field.most is not None and amount > field.most)


def _integer(key: str, field: Field) -> Reader:
    def read(value: Any) -> int:
        if isinstance(value, str) and _INTEGER.match(value):
            value = int(value)
        if type(value) is not int:
            raise bad_request(f'field "{key}" must be of type Integer')
        if _outside(field, value):
            raise bad_request(field.error or f"invalid {key} specified")
        return value

    return read


def _flag(key: str, _field: Field) -> Reader:
    def read(value: Any) -> bool:
        flag = _FLAGS.get(value) if isinstance(value, bool | str) else None
        if flag is None:
            raise bad_request(f'field "{key}" must be of type Boolean')
        return flag

    return read


def _string(key: str, field: Field) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise bad_request(f'field "{key}" must be of type String')
        if (field.choices and value not in field.choices) or _outside(field, len(value)):
            raise bad_request(field.error or f"invalid {key} specified")
        return value

    return read


def _chat(key: str, _field: Field) -> Reader:
    def read(value: Any) -> int:
        if isinstance(value, str) and _INTEGER.match(value):
            return int(value)
        if type(value) is int:
            return value
        raise bad_request("chat not found" if isinstance(value, str) else f"invalid {key} specified")

    return read


def _file(key: str, _field: Field) -> Reader:
    def read(value: Any) -> Upload | str:
        if isinstance(value, Upload | str):
            return value
        raise bad_request(f'field "{key}" must be a file or a String')

    return read


def _data(key: str, _field: Field) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not 0 < len(value.encode()) <= CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return value

    return read


def _command(key: str, _field: Field) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not _COMMAND.match(value):
            raise bad_request("BOT_COMMAND_INVALID")
        return value

    return read


def _rows(key: str, _field: Field) -> Reader:
    """Rows of buttons: at most eight in a row and a hundred in all, each with exactly one action."""

    def read(value: Any) -> list[list[dict[str, Any]]]:
        if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
            raise bad_request('field "inline_keyboard" must be an Array of Arrays')
        rows = [[_button(button) for button in row] for row in value if row]
        if any(len(row) > KEYBOARD_ROW for row in rows) or sum(map(len, rows)) > KEYBOARD_BUTTONS:
            raise bad_request("reply markup is too long")
        return rows

    return read


def _button(value: Any) -> dict[str, Any]:
    button = _OBJECTS["InlineKeyboardButton"].read(_mapping("inline_keyboard", value))
    actions = _ACTIONS & button.keys()
    if len(actions) != 1:
        raise bad_request("text buttons are unallowed in the inline keyboard" if not actions else "BUTTON_TYPE_INVALID")
    if not button.get("url", "https://").startswith(("https://", "http://", "tg://")):
        raise bad_request("BUTTON_URL_INVALID")
    return button


def _array(key: str, field: Field) -> Reader:
    def element(value: Any) -> Any:
        if field.of == "string":
            return _string(key, Field("string"))(value)
        return _OBJECTS[field.of].read(_mapping(key, value))

    def read(value: Any) -> list[Any]:
        items = _parsed(key, value)
        if not isinstance(items, list):
            raise bad_request(f'field "{key}" must be an Array of {field.of}')
        if _outside(field, len(items)):
            raise bad_request(field.error or f"wrong number of elements in {key}")
        return [element(item) for item in items]

    return read


def _mapping(key: str, value: Any) -> Mapping[str, Any]:
    parsed = _parsed(key, value)
    if not isinstance(parsed, dict):
        raise bad_request(f'object expected as field "{key}"')
    return parsed


def _parsed(key: str, value: Any) -> Any:
    """Forms carry objects and arrays as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {key} JSON object") from None


_SCALARS: dict[str, Callable[[str, Field], Reader]] = {
    "integer": _integer,
    "flag": _flag,
    "string": _string,
    "chat": _chat,
    "file": _file,
    "data": _data,
    "command": _command,
    "rows": _rows,
}
_OBJECTS = {name: Checker(name, shape) for name, shape in OBJECTS.items()}
_METHODS = {name.lower(): Checker(name, shape) for name, shape in METHODS.items()}
