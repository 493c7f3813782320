"""Where in a TOML file something stands, for messages that name a line. tomllib gives values without positions."""

import re
from collections.abc import Sequence

HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"^\s*([\w.-]+)\s*=")

Path = tuple[str | int, ...]
"""Keys and positions, as pydantic names a place."""


class Lines:
    """Line numbers (from 1) of the headers and keys of one file."""

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines()
        self._places: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._index()

    def of(self, path: Sequence[str | int], text: object = None) -> int:
        """The line of the deepest known part of `path`, or from there on the first line that contains `text`."""
        known = tuple(path)
        while known and known not in self._places:
            known = known[:-1]
        start = self._places.get(known, 1)
        if isinstance(text, str) and text:
            return self._find(text, start) or start
        return start

    def _find(self, text: str, start: int) -> int | None:
        piece = text.splitlines()[0]
        ahead = enumerate(self._lines[start - 1 :], start)
        return next((number for number, line in ahead if piece in line), None)

    def _index(self) -> None:
        table: Path = ()
        for number, line in enumerate(self._lines, 1):
            if header := HEADER.match(line):
                table = self._table(header[2].split("."), is_array=header[1] == "[[")
                self._places.setdefault(table, number)
                if header[1] == "[[":
                    self._places.setdefault(table[:-1], number)
            elif key := KEY.match(line):
                self._note((*table, *key[1].split(".")), len(table), number)

    def _note(self, path: Path, table_length: int, number: int) -> None:
        """`words.sure = …` is the place of `words` too."""
        for length in range(table_length + 1, len(path) + 1):
            self._places.setdefault(path[:length], number)

    def _table(self, keys: list[str], *, is_array: bool) -> Path:
        """The path of a header: of each array of tables on the way, the latest element is meant."""
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            if is_array and position == len(keys) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path
