"""Many word patterns tried on one short text quickly: only those whose necessary pieces occur in it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from complaints.reading.needs import finder, needs

MOST_PLACES = 6
"""Places of one pattern that are looked at: a text that repeats itself must not cost more than another."""

SURE, LIKELY, HINT = 4, 2, 1
"""How much a pattern tells: enough by itself, much, little."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A pattern of an entry, ready for use."""

    group: str
    entry: str
    weight: int
    pattern: re.Pattern[str]
    also: frozenset[str] | None
    """Pieces of which it needs one besides the piece that it is found by. Of more needs the pattern itself knows."""


class Lexicon:
    """The word patterns of the entries of some groups. Raises re.error for a malformed pattern."""

    def __init__(self, groups: Mapping[str, Mapping[str, Weighted]]) -> None:
        self._groups = tuple(groups)
        every = [
            (needs(text), (group, entry, weight, re.compile(text)))
            for group, entries in groups.items()
            for entry, patterns in entries.items()
            for text, weight in patterns
        ]
        self._words: list[Word] = []
        self._always: list[int] = []
        self._by_piece: dict[str, list[int]] = {}
        common = Counter(piece for wanted, _ in every for need in wanted for piece in need)
        for place, (wanted, what) in enumerate(every):
            rarest, also, *_ = (*sorted(wanted, key=lambda need: _often(need, common)), None, None)
            self._words.append(Word(*what, also))
            if not wanted:
                self._always.append(place)
            for piece in rarest or ():
                self._by_piece.setdefault(piece, []).append(place)
        self._indexed = frozenset(self._by_piece)
        self._pieces = finder(self._indexed.union(*(word.also or () for word in self._words)))

    def hits(self, text: str) -> dict[str, list[Hit]]:
        """By group, all places where a pattern fits, longest first; those of one pattern do not overlap."""
        found: dict[str, list[Hit]] = {group: [] for group in self._groups}
        for word in self.candidates(text):
            hits = found[word.group]
            for match in islice(word.pattern.finditer(text), MOST_PLACES):
                start, end = match.span()
                if start < end:
                    hits.append(Hit(word.entry, word.pattern.pattern, word.weight, start, end))
        for hits in found.values():
            hits.sort(key=_longest_first)
        return found

    def entries(self, text: str, group: str) -> frozenset[str]:
        """The entries of a group of which a pattern fits somewhere."""
        words = self.candidates(text)
        return frozenset([word.entry for word in words if word.group == group and word.pattern.search(text)])

    def candidates(self, text: str) -> list[Word]:
        """The patterns that may fit somewhere, each once, in the order of the entries."""
        found = self._pieces(text)
        places = set(self._always).union(*[self._by_piece[piece] for piece in found & self._indexed])
        words, lacks = self._words, found.isdisjoint
        return [word for place in sorted(places) if (word := words[place]).also is None or not lacks(word.also)]


def _often(need: frozenset[str], common: Mapping[str, int]) -> int:
    """How often a text will have one of these pieces, roughly: a single character is as frequent as 20 pairs."""
    return sum(common[piece] * (20 if len(piece) == 1 else 1) for piece in need)


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
