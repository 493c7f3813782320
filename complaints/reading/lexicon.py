"""Many word patterns tried on one short text quickly: only those whose necessary characters occur in it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from complaints.reading.needs import Needs, needs

MOST_PLACES = 6
"""Places of one pattern that are looked at: a text that repeats itself must not cost more than another."""

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

    def repeats(self, other: "Hit") -> bool:
        """Whether it tells of the same entry what the other one told."""
        overlap = self.start < other.end and other.start < self.end
        return self.entry == other.entry and (overlap or self.word == other.word)

    @property
    def length(self) -> int:
        """Characters covered."""
        return self.end - self.start


class _Word(NamedTuple):
    group: str
    entry: str
    weight: int
    pattern: re.Pattern[str]
    needs: Needs


class Lexicon:
    """The word patterns of the entries of some groups. Raises re.error for a malformed pattern."""

    def __init__(self, groups: Mapping[str, Mapping[str, Weighted]]) -> None:
        self._groups = tuple(groups)
        words = [
            _Word(group, entry, weight, re.compile(text), needs(text))
            for group, entries in groups.items()
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

    def hits(self, text: str) -> dict[str, list[Hit]]:
        """By group, all places where a pattern fits, longest first; those of one pattern do not overlap."""
        found: dict[str, list[Hit]] = {group: [] for group in self._groups}
        for group, entry, weight, pattern, _ in self._candidates(frozenset(text)):
            hits = found[group]
            for match in islice(pattern.finditer(text), MOST_PLACES):
                start, end = match.span()
                if start < end:
                    hits.append(Hit(entry, pattern.pattern, weight, start, end))
        for hits in found.values():
            hits.sort(key=_longest_first)
        return found

    def _candidates(self, characters: frozenset[str]) -> Iterator[_Word]:
        """The patterns that may fit. One that is indexed under several characters comes once."""
        yield from self._always
        indexed = {
            id(word): word
            for character in characters & self._by_character.keys()
            for word in self._by_character[character]
        }
        for word in indexed.values():
            for need in word.needs:
                if characters.isdisjoint(need):
                    break
            else:
                yield word


def _longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start - hit.end, hit.start


def outermost(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that no longer hit of another entry covers: 卡密无效 wins over 无效."""
    kept = list(hits)
    return [hit for hit in kept if not any(map(hit.within, kept))]


def weigh(hits: Iterable[Hit]) -> dict[str, int]:
    """Weight of each entry: of its hits, longest first, those that do not overlap, and each pattern once."""
    weights: dict[str, int] = {}
    counted: list[Hit] = []
    for hit in hits:
        if not any(hit.repeats(other) for other in counted):
            counted.append(hit)
            weights[hit.entry] = weights.get(hit.entry, 0) + hit.weight
    return weights


def heaviest(weights: Mapping[str, int], least: int) -> str | None:
    """The one entry that outweighs all others and weighs at least `least`; None for a tie."""
    ranked = sorted(weights, key=lambda entry: weights[entry], reverse=True)
    if not ranked or weights[ranked[0]] < least:
        return None
    tied = len(ranked) > 1 and weights[ranked[0]] == weights[ranked[1]]
    return None if tied else ranked[0]
