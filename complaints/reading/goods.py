"""What was bought, in the buyer's own words: the noun and what belongs to it, 100元腾讯QQ币卡 and not only Q币."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from complaints.reading.lexicon import SURE, Hit, heaviest, weigh
from complaints.reading.vocabulary import CLEAR, Compiled

REACH = 12
"""Characters a name may have before its noun."""

CLAUSE_END = re.compile(r"[,，。;!?\n:、…~—]")

Span = tuple[int, int]


class Goods(NamedTuple):
    """The kind of goods, and the place of their name when it was said."""

    kind: str | None
    span: Span | None


class _Name(NamedTuple):
    start: int
    end: int
    opened: bool
    """It follows 购买 or the like."""


def goods_in(text: str, words: Compiled, hits: Iterable[Hit], taken: Sequence[Span]) -> Goods:
    """The goods of a folded text. `taken` are places of order numbers, times and problems; no name reaches there."""
    hits = [hit for hit in hits if not words.denied.search(text, max(0, hit.start - 6), hit.start)]
    nouns = [hit for hit in hits if hit.weight >= SURE]
    if not nouns:
        return Goods(heaviest(weigh(hits), CLEAR), None)
    names = {_name(text, words, noun, nouns, taken) for noun in nouns}
    best = max(names, key=lambda name: (name.opened, name.end - name.start, -name.start))
    inside = [hit for hit in hits if best.start <= hit.start and hit.end <= best.end]
    last = max(inside, key=lambda hit: (hit.end, hit.weight)).entry
    return Goods(heaviest(weigh(inside), CLEAR) or last, (best.start, best.end))


def _name(text: str, words: Compiled, noun: Hit, nouns: Sequence[Hit], taken: Sequence[Span]) -> _Name:
    start, opened = _start(text, words, noun, taken)
    return _Name(start, _end(text, words, noun.end, nouns), opened)


def _start(text: str, words: Compiled, noun: Hit, taken: Sequence[Span]) -> tuple[int, bool]:
    """Where the name begins, and whether a word before it says that a name follows."""
    limit = max([0, noun.start - REACH, *(end for _, end in taken if end <= noun.start)])
    limit = max([limit, *(mark.end() for mark in CLAUSE_END.finditer(text, limit, noun.start))])
    before = text[limit : noun.start]
    bounds = [bound for bound in words.goods_bounds.finditer(before) if bound["brand"] is None]
    suffix = words.goods_suffix.search(before)
    start = suffix.start() if suffix else len(before)
    opened = bool(bounds) and bounds[-1]["opener"] is not None
    return limit + (min(start, bounds[-1].end()) if opened else start), opened


def _end(text: str, words: Compiled, end: int, nouns: Sequence[Hit]) -> int:
    """Where the name ends: further nouns and tails may follow the first noun."""
    while True:
        tail = words.goods_tail.match(text, end)
        further = max([tail.end() if tail else end, *(noun.end for noun in nouns if noun.start <= end)])
        if further <= end:
            return end
        end = further
