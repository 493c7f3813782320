"""Sentences for people: texts/zh-CN/*.toml, loaded once, looked up by `file.key`, filled with named values."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from string import Formatter

from complaints.errors import KnowledgeError, UnknownText

LANGUAGE = "zh-CN"

IN_WORDS = "words."
"""How the keys begin of sentences that take the place of others where there are no buttons: `words.errors.choose`."""


class Texts:
    """The catalogue. A key is `<file>.<table>.<name>`; a value is one text or a list of words."""

    def __init__(self, texts: Mapping[str, str], words: Mapping[str, tuple[str, ...]]) -> None:
        self._texts, self._words = dict(texts), dict(words)

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence of `key`; raises UnknownText when it is missing or takes other values."""
        try:
            text = self._texts[key]
            return text.format_map(values) if "{" in text else text
        except (KeyError, IndexError, AttributeError, ValueError) as error:
            raise UnknownText(key, sorted(values)) from error

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words, e.g. the Chinese words of a command."""
        try:
            return self._words[key]
        except KeyError as error:
            raise UnknownText(key) from error

    def has(self, key: str) -> bool:
        """Whether `key` is a sentence."""
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """Every key, of sentences and of word lists."""
        return frozenset(self._texts) | frozenset(self._words)

    @cached_property
    def in_words(self) -> "Texts":
        """The catalogue for networks without buttons."""
        instead = {key[len(IN_WORDS) :]: text for key, text in self._texts.items() if key.startswith(IN_WORDS)}
        return Texts(self._texts | instead, self._words)

    def placeholders(self, key: str) -> frozenset[str]:
        """The names that the sentence of `key` is filled with."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._texts[key]) if name)


def load(folder: Path) -> Texts:
    """Read every TOML file of `folder`/zh-CN; raises KnowledgeError naming the file on a slip."""
    texts: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    files = sorted((folder / LANGUAGE).glob("*.toml"))
    if not files:
        raise KnowledgeError(str(folder / LANGUAGE), 0, "no texts found")
    for file in files:
        try:
            _collect(file.stem, tomllib.loads(file.read_text(encoding="utf-8")), texts, words)
        except (tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as error:
            raise KnowledgeError(file.name, 0, str(error)) from error
    return Texts(texts, words)


def _collect(
    prefix: str, table: Mapping[str, object], texts: dict[str, str], words: dict[str, tuple[str, ...]]
) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, str):
            texts[key] = value.strip("\n")
        elif isinstance(value, list):
            words[key] = tuple(str(word) for word in value)
        elif isinstance(value, dict):
            _collect(key, value, texts, words)
        else:
            raise TypeError(f"{key}: a text or a list of words is wanted")
