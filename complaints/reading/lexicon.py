"""Many word patterns tried on one short text quickly: only those whose necessary characters occur in it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from complaints.reading.needs import needs

Weighted = tuple[tuple[str, int], ...]
"""Regular expressions and how much each one tells."""


class Hit(NamedTuple):
    """A pattern of an entry found in the text."""

    entry: str
    word: str
    weight: int
    start: int
    end: int

    def within(self, other: "Hit") -> bool:
        """Whether a longer hit of another entry, telling no less, covers this one."""
        covered = other.start <= self.start and self.end <= other.end and self.length < other.length
        return covered and other.entry != self.entry and other.weight >= self.weight

    @property
    def length(self) -> int:
        """Characters covered."""
        return self.end - self.start


class _Word(NamedTuple):
    entry: str
    weight: int
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]


class Lexicon:
    """The word patterns of some entries. Raises re.error for a malformed pattern."""

    def __init__(self, entries: Mapping[str, Weighted]) -> None:
        words = [
            _Word(entry, weight, re.compile(text), needs(text))
            for entry, patterns in entries.items()
            for text, weight in patterns
        ]
        self._always = [word for word in words if not word.needs]
        self._by_character: dict[str, list[_Word]] = {}
        common = Counter(character for word in words for need in word.needs for character in need)
        for word in words:
            rarest = min(word.needs, key=lambda need: sum(common[character] for character in need), default=())
            for character in rarest:
                self._by_character.setdefault(character, []).append(word)

    def hits(self, text: str) -> list[Hit]:
        """All places where a pattern fits, longest first; those of one pattern do not overlap."""
        found = [
            Hit(word.entry, word.pattern.pattern, word.weight, *match.span())
            for word in self._candidates(frozenset(text))
            for match in word.pattern.finditer(text)
            if match[0]
        ]
        return sorted(found, key=lambda hit: (-hit.length, hit.start))

    def _candidates(self, characters: frozenset[str]) -> Iterator[_Word]:
        """The patterns that may fit. One that is indexed under several characters comes once."""
        yield from self._always
        indexed = {
            id(word): word
            for character in characters & self._by_character.keys()
            for word in self._by_character[character]
        }
        for word in indexed.values():
            if not any(map(characters.isdisjoint, word.needs)):
                yield word


def outermost(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that no longer hit of another entry covers: 卡密无效 wins over 无效."""
    kept = list(hits)
    return [hit for hit in kept if not any(map(hit.within, kept))]


def weigh(hits: Iterable[Hit]) -> dict[str, int]:
    """Sum of the weights of each entry's patterns; several places of one pattern count once."""
    weights: dict[str, int] = {}
    for entry, _, weight in {hit[:3] for hit in hits}:
        weights[entry] = weights.get(entry, 0) + weight
    return weights


def heaviest(weights: Mapping[str, int], least: int) -> str | None:
    """The one entry that outweighs all others and weighs at least `least`; None for a tie."""
    ranked = sorted(weights, key=lambda entry: weights[entry], reverse=True)
    if not ranked or weights[ranked[0]] < least:
        return None
    tied = len(ranked) > 1 and weights[ranked[0]] == weights[ranked[1]]
    return None if tied else ranked[0]
