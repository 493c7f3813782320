"""What the user asks for: 退款 that is demanded, not 退款 that was refused, promised, or only spoken of."""

from typing import NamedTuple

from complaints.reading.goods import CLAUSE_END
from complaints.reading.lexicon import Hit, outermost
from complaints.reading.vocabulary import CLEAR, Compiled


class Demands(NamedTuple):
    """The main demand, and what is asked for should it be refused."""

    main: Hit | None
    fallback: Hit | None


def demands_in(text: str, words: Compiled, problems: list[Hit]) -> Demands:
    """The demands of a folded text. Words of a problem (没到账) are not read as denying what follows them."""
    hits = [hit for hit in outermost(words.demands.hits(text)) if hit.weight >= CLEAR]
    asked = sorted((hit for hit in hits if _asked(text, words, hit, problems)), key=lambda hit: hit.start)
    if not asked:
        return Demands(None, None)
    main = asked[0]
    others = (hit for hit in asked if hit.entry != main.entry and hit.start >= main.end)
    other = next((hit for hit in others if words.otherwise.search(text[main.end : hit.end + 4])), None)
    return Demands(main, other)


def _asked(text: str, words: Compiled, hit: Hit, problems: list[Hit]) -> bool:
    """Whether the last word that matters in the clause before the demand is one of asking."""
    before = text[_clause_start(text, hit, problems) : hit.start]
    asks = max((match.end() for match in words.asks.finditer(before)), default=-1)
    denies = max((match.end() for match in words.denies.finditer(before)), default=-1)
    if words.not_asked_after.match(text, hit.end) or asks < denies:
        return False
    return asks >= 0 or words.fillers.fullmatch(before) is not None


def _clause_start(text: str, hit: Hit, problems: list[Hit]) -> int:
    ends = [mark.end() for mark in CLAUSE_END.finditer(text, 0, hit.start)]
    return max([0, *ends, *(problem.end for problem in problems if problem.end <= hit.start)])
