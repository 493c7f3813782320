"""Every fact that one sentence holds, read in one go.

订单号LY20240510001，购买游戏点卡未到账，要求立即补发 → order number, goods, problem and demand. A field is filled only
on a clear hit: what is denied, reported of others or equally likely to mean two things stays None.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from complaints.complaint import Fen
from complaints.reading.amounts import Amount, amounts_in
from complaints.reading.dates import FoundMoment, Moment, moments_in
from complaints.reading.demands import demands_in
from complaints.reading.goods import Span, goods_in
from complaints.reading.lexicon import Hit, heaviest, outermost, weigh
from complaints.reading.normalise import clean, fold
from complaints.reading.orders import OrderNumber, orders_in
from complaints.reading.vocabulary import CLEAR, Compiled, Vocabulary
from complaints.times import Instant

Value = TypeVar("Value")

MOST_READ = 1500
"""Characters of a text that are read for facts; all of it is kept."""

NEAR = 14
"""Characters before a sum or a time in which a word that says what it is may stand."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. Ids are those of the vocabulary; `spans` says where in `text` each field stands."""

    text: str
    """The sentence as it is kept (`clean`)."""
    order_numbers: tuple[str, ...] = ()
    problem: str | None = None
    goods: str | None = None
    """In the user's own words."""
    goods_kind: str | None = None
    amount: Fen | None = None
    """The price, when it is clear which sum it is."""
    bought: Moment | None = None
    discovered: Moment | None = None
    demand: str | None = None
    fallback: str | None = None
    """Asked for in case the demand is refused."""
    platform: str | None = None
    contacted: str | None = None
    """`no`, `silent` or `refused`."""
    spans: Mapping[str, Span] = field(default_factory=dict)
    """Name of a field → (start, end). Of several order numbers: from the first to the last."""

    @property
    def empty(self) -> bool:
        """Nothing was read."""
        return not self.spans and self.goods_kind is None


class Found(NamedTuple, Generic[Value]):
    """One fact and where it stands."""

    value: Value
    span: Span


class _Seen(NamedTuple):
    """What stands out in a text before it is understood."""

    kept: str
    """As typed."""
    plain: str
    """As read: folded, and at most `MOST_READ` long."""
    words: Compiled
    hits: Mapping[str, Sequence[Hit]]
    orders: Sequence[OrderNumber]
    moments: Sequence[FoundMoment]
    problems: list[Hit]
    """The hits of problems that are not denied."""

    @property
    def taken(self) -> list[Span]:
        """Places that cannot belong to the name of goods."""
        clear = (hit for hit in self.problems if hit.weight >= CLEAR)
        placed: list[OrderNumber | FoundMoment | Hit] = [*self.orders, *self.moments, *clear]
        return [(found.start, found.end) for found in placed]


def read_sentence(text: str, said_at: Instant, vocabulary: Vocabulary) -> Reading:
    """All facts of the text; relative times count from `said_at`. Never raises, whatever the text."""
    text = clean(text)
    seen = _look_at(text, said_at, vocabulary)
    goods = goods_in(seen.plain, seen.words, seen.hits["goods"], seen.taken)
    found = _facts(seen, goods.span, vocabulary.handling)
    facts = {name: fact for name, fact in found.items() if fact}
    spans = {name: fact.span for name, fact in facts.items()}
    values = {name: fact.value for name, fact in facts.items()}
    return Reading(text=text, goods_kind=goods.kind, spans=spans, **values)


def _look_at(text: str, said_at: Instant, vocabulary: Vocabulary) -> _Seen:
    plain, words = fold(text[:MOST_READ]), vocabulary.compiled
    hits = words.lexicon.hits(plain)
    return _Seen(
        kept=text,
        plain=plain,
        words=words,
        hits=hits,
        orders=orders_in(plain, vocabulary.order_hints),
        moments=moments_in(plain, said_at),
        problems=[hit for hit in outermost(hits["problems"]) if not _is_denied(plain, words, hit.start)],
    )


def _facts(seen: _Seen, goods: Span | None, handling: frozenset[str]) -> dict[str, Found[Any] | None]:
    """Each fact by the name of its field in `Reading`."""
    demand, fallback = demands_in(seen.plain, seen.words, seen.hits["demands"], seen.problems)
    return {
        "order_numbers": _order_numbers(seen.orders),
        "problem": _problem(seen.problems, handling),
        "goods": Found(seen.kept[slice(*goods)].strip(), goods) if goods else None,
        "amount": _amount(seen.plain, seen.words, goods),
        "bought": _moment(seen, *seen.words.bought),
        "discovered": _moment(seen, *seen.words.discovered),
        "demand": _at(demand),
        "fallback": _at(fallback),
        "platform": _named_platform(seen) or _hinted_platform(seen),
        "contacted": _heaviest(seen.hits["contacted"]),
    }


def _is_denied(text: str, words: Compiled, start: int) -> bool:
    return words.denied.search(text, max(0, start - NEAR), start) is not None


def _order_numbers(orders: Sequence[OrderNumber]) -> Found[tuple[str, ...]] | None:
    numbers = tuple(dict.fromkeys(order.number for order in orders))
    return Found(numbers, (orders[0].start, orders[-1].end)) if orders else None


def _problem(hits: Sequence[Hit], handling: frozenset[str]) -> Found[str] | None:
    """The problem with the goods, if the sentence tells of one; else the one with how they handled it."""
    direct = [hit for hit in hits if hit.entry not in handling]
    return _heaviest(direct if _clear(direct) else hits)


def _clear(hits: Iterable[Hit]) -> bool:
    return any(hit.weight >= CLEAR for hit in hits)


def _heaviest(hits: Sequence[Hit]) -> Found[str] | None:
    """The clear winner, and its longest hit."""
    winner = heaviest(weigh(hits), CLEAR)
    own = [hit for hit in hits if hit.entry == winner]
    return _at(own[0]) if _clear(own) else None


def _at(hit: Hit | None) -> Found[str] | None:
    return Found(hit.entry, (hit.start, hit.end)) if hit else None


def _amount(text: str, words: Compiled, goods: Span | None) -> Found[Fen] | None:
    """The only sum that can be the price, or the only one that is said to have been paid."""
    possible = [sum_ for sum_ in amounts_in(text) if _may_be_price(text, words, sum_, goods)]
    paid = [sum_ for sum_ in possible if _is_paid(text, words, sum_)] or possible
    same = {sum_.fen for sum_ in paid}
    return Found(paid[0].fen, (paid[0].start, paid[0].end)) if len(same) == 1 else None


def _is_paid(text: str, words: Compiled, amount: Amount) -> bool:
    return words.paid.search(text, max(0, amount.start - NEAR), amount.start) is not None


def _may_be_price(text: str, words: Compiled, amount: Amount, goods: Span | None) -> bool:
    """Not a refund, a fee or the face value in the name of the goods."""
    before = words.not_paid_before.search(text, max(0, amount.start - NEAR), amount.start)
    if before or words.not_paid_after.match(text, amount.end):
        return False
    named = goods is not None and goods[0] <= amount.start and amount.end <= goods[1]
    return not named or _is_paid(text, words, amount)


def _moment(seen: _Seen, before: re.Pattern[str], after: re.Pattern[str]) -> Found[Moment] | None:
    """The one time of which the words around it say that it happened then."""
    then = [
        found
        for found in seen.moments
        if before.search(seen.plain, max(0, found.start - NEAR), found.start) or after.match(seen.plain, found.end)
    ]
    same = {found.moment for found in then}
    return Found(then[0].moment, (then[0].start, then[0].end)) if len(same) == 1 else None


def _named_platform(seen: _Seen) -> Found[str] | None:
    """The only platform that is named, and not said to be another one."""
    lowered, platforms = seen.plain.lower(), seen.words.platforms
    named = {name: lowered.index(name) for name in platforms if name in lowered}
    meant = {name: start for name, start in named.items() if not _is_denied(seen.plain, seen.words, start)}
    if len({platforms[name] for name in meant}) != 1:
        return None
    name = max(meant, key=len)
    return Found(platforms[name], (meant[name], meant[name] + len(name)))


def _hinted_platform(seen: _Seen) -> Found[str] | None:
    """The only platform whose order numbers look like these."""
    hinted = {
        platform: order
        for order in seen.orders
        for platform, hints in seen.words.hints.items()
        if any(hint.fullmatch(order.number) for hint in hints)
    }
    return next((Found(name, (order.start, order.end)) for name, order in hinted.items() if len(hinted) == 1), None)
