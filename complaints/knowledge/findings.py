"""What the validator works on and what it says: entries with their places, and findings with file and line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from complaints.knowledge.files import Raw
from complaints.knowledge.models import Entry, Knowledge, Words

Level = Literal["error", "warning"]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to put right. A warning does not fail the check. `line` is 1-based; 1 when only the file is known."""

    file: str
    line: int
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message}"


@dataclass(frozen=True, eq=False)
class Item:
    """An entry and where it is written."""

    raw: Raw
    entry: Entry

    @cached_property
    def leaves(self) -> tuple["Leaf", ...]:
        """Every plain value of it, with its place; lists element by element."""
        return tuple(_leaves(self, (), self.entry))

    @cached_property
    def texts(self) -> tuple["Leaf", ...]:
        """Every string of it except the patterns of `Words`."""
        return tuple(leaf for leaf in self.leaves if isinstance(leaf.value, str) and not isinstance(leaf.owner, Words))


class Remark(NamedTuple):
    """What a rule says about a place inside an item; `about` is text to look for from there on."""

    item: Item
    place: Place
    message: str
    about: str | None = None
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Subject:
    """All that rules look at."""

    items: tuple[Item, ...]
    knowledge: Knowledge
    statutes: Mapping[str, str]
    """Text of each statute whose file is there, by statute id."""
    today: date | None

    def of(self, section: str) -> Iterator[Item]:
        """The items of one section."""
        return (item for item in self.items if item.raw.section == section)


Rule = Callable[[Subject], Iterator[Remark]]


class Leaf(NamedTuple):
    """A value inside an item that holds no further entries."""

    item: Item
    place: Place
    owner: Entry
    """The innermost entry that has it."""
    field: str
    value: object


def _leaves(item: Item, place: Place, owner: Entry) -> Iterator[Leaf]:
    for field in type(owner).model_fields:
        yield from _values(item, (*place, field), owner, field, getattr(owner, field))


def _values(item: Item, place: Place, owner: Entry, field: str, value: object) -> Iterator[Leaf]:
    if isinstance(value, Entry):
        yield from _leaves(item, place, value)
    elif isinstance(value, tuple):
        for position, element in enumerate(value):
            yield from _values(item, (*place, position), owner, field, element)
    elif isinstance(value, Mapping):
        for key, element in value.items():
            yield from _values(item, (*place, key), owner, field, element)
    elif value is not None:
        yield Leaf(item, place, owner, field, value)
