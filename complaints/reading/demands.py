"""What the user asks for: 退款 that is demanded, not 退款 that was refused, promised, or only spoken of."""

from collections.abc import Iterable
from typing import NamedTuple

from complaints.reading.goods import CLAUSE_END
from complaints.reading.lexicon import Hit, outermost
from complaints.reading.vocabulary import CLEAR, Compiled

LONGEST_FILLER = 10
"""Characters that may stand before a demand without a word of asking."""


class Demands(NamedTuple):
    """The main demand, and what is asked for should it be refused."""

    main: Hit | None
    fallback: Hit | None


def demands_in(text: str, words: Compiled, hits: Iterable[Hit], problems: list[Hit]) -> Demands:
    """The demands of a folded text. Words of a problem (没到账) are not read as denying what follows them."""
    clear = (hit for hit in outermost(hits) if hit.weight >= CLEAR)
    asked = _asked_for(text, words, sorted(clear, key=lambda hit: (hit.start, -hit.end)), problems)
    if not asked:
        return Demands(None, None)
    main = asked[0]
    others = (hit for hit in asked if hit.entry != main.entry and hit.start >= main.end)
    other = next((hit for hit in others if words.otherwise.search(text[main.end : hit.end + 4])), None)
    return Demands(main, other)


def _asked_for(text: str, words: Compiled, hits: list[Hit], problems: list[Hit]) -> list[Hit]:
    """Those that are asked for. What follows another one closely (补发或退款) shares its fate."""
    asked: list[Hit] = []
    before, before_is_asked = None, False
    for hit in hits:
        if before is not None and hit.end <= before.end:
            continue
        joined = before is not None and _is_filler(words, text[before.end : hit.start])
        before, before_is_asked = hit, before_is_asked if joined else _is_asked(text, words, hit, problems)
        if before_is_asked and not words.not_asked_after.match(text, hit.end):
            asked.append(hit)
    return asked


def _is_asked(text: str, words: Compiled, hit: Hit, problems: list[Hit]) -> bool:
    """Whether the last word that matters in the clause before the demand is one of asking."""
    before = text[_clause_start(text, hit, problems) : hit.start]
    asks = max((match.end() for match in words.asks.finditer(before)), default=-1)
    denies = max((match.end() for match in words.denies.finditer(before)), default=-1)
    return asks >= denies and (asks >= 0 or _is_filler(words, before))


def _is_filler(words: Compiled, text: str) -> bool:
    return len(text) <= LONGEST_FILLER and words.fillers.fullmatch(text) is not None


def _clause_start(text: str, hit: Hit, problems: list[Hit]) -> int:
    ends = [mark.end() for mark in CLAUSE_END.finditer(text, 0, hit.start)]
    return max([0, *ends, *(problem.end for problem in problems if problem.end <= hit.start)])
