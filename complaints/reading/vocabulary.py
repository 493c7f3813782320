"""The words that `read_sentence` knows. All of them are data; this is their shape, and their compiled form.

Problems, demands, goods and platforms bring their words from their own files in `knowledge/`; the small words around
them, which say whether 退款 is asked for, refused or only spoken of, stand in `knowledge/reading.toml`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from complaints.reading.lexicon import Lexicon, Weighted
from complaints.reading.normalise import fold
from complaints.reading.orders import Hints, hint


def _compilable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern}: {error}") from error
    return pattern


CLEAR = 2
"""From this weight on a hit is clear enough to fill a field."""

FACE_VALUE = r"\d+(?:\.\d+)?\s?元的?"
"""100元 in 100元点卡: part of the name, and not necessarily the price. 98块点卡 tells what was paid."""

Pattern = Annotated[str, AfterValidator(_compilable)]
"""A regular expression over folded text (half-width)."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Platform(_Data):
    """How people call a platform, and what its order numbers look like."""

    names: tuple[str, ...]
    order_hints: tuple[Pattern, ...] = ()


class GoodsCues(_Data):
    """How far a name of goods reaches around its noun: 一张[100元腾讯QQ币卡]到现在."""

    brands: tuple[Pattern, ...]
    """Belong to the name, whatever characters they have."""
    openers: tuple[Pattern, ...]
    """What follows them, up to the noun, is the name: 购买, 一张."""
    barriers: tuple[Pattern, ...]
    """No name reaches over these."""
    tails: tuple[Pattern, ...]
    """Belong to the name when they follow the noun: 年卡."""


class DemandCues(_Data):
    """Whether the user asks for it. Each is looked for in the clause before the demand, `not_after` right behind it."""

    asks: tuple[Pattern, ...]
    denies: tuple[Pattern, ...]
    """Refused, promised or reported by others, or done: unless an asking word comes after it."""
    fillers: tuple[Pattern, ...]
    """What may stand between the beginning of a clause and a demand that needs no asking word."""
    not_after: tuple[Pattern, ...]
    otherwise: tuple[Pattern, ...]
    """Between two demands: the second is for when the first is refused."""


class AmountCues(_Data):
    """Which sum is the price. Looked for right before or right after the sum."""

    paid: tuple[Pattern, ...]
    not_paid_before: tuple[Pattern, ...]
    not_paid_after: tuple[Pattern, ...]


class MomentCues(_Data):
    """What happened at a time: words right after it, or right before it (购买时间)."""

    bought_after: tuple[Pattern, ...]
    bought_before: tuple[Pattern, ...]
    discovered_after: tuple[Pattern, ...]
    discovered_before: tuple[Pattern, ...]


class Cues(_Data):
    """`knowledge/reading.toml`."""

    contacted: Mapping[str, tuple[Pattern, ...]]
    """no, silent, refused → what says so."""
    denied: tuple[Pattern, ...]
    """Right before a problem or goods: it is not so."""
    goods: GoodsCues
    demand: DemandCues
    amount: AmountCues
    moment: MomentCues


class Vocabulary(_Data):
    """All words, by id of what they mean. Patterns with a weight of at least `CLEAR` are clear hits."""

    problems: Mapping[str, Weighted]
    handling: frozenset[str] = frozenset()
    """Problems about how another one was handled; they give way to the other one."""
    demands: Mapping[str, Weighted]
    goods: Mapping[str, Weighted]
    platforms: Mapping[str, Platform]
    cues: Cues

    @cached_property
    def order_hints(self) -> Hints:
        """What the order numbers of all platforms look like."""
        return tuple(pattern for patterns in self.compiled.hints.values() for pattern in patterns)

    @cached_property
    def compiled(self) -> "Compiled":
        """Ready for use; made once."""
        return Compiled(self)


class Compiled:
    """The words as matchers. Patterns that stand before something end in it, those behind something begin with it."""

    def __init__(self, words: Vocabulary) -> None:
        cues = words.cues
        contacted = {name: tuple((said, CLEAR) for said in says) for name, says in cues.contacted.items()}
        self.lexicon = Lexicon(
            {"problems": words.problems, "demands": words.demands, "goods": words.goods, "contacted": contacted}
        )
        self.hints = {name: tuple(map(hint, platform.order_hints)) for name, platform in words.platforms.items()}
        self.platforms = {
            fold(name).lower(): entry for entry, platform in words.platforms.items() for name in platform.names
        }
        self.denied = _before(cues.denied)

        brand, opener, barrier = map(any_of, (cues.goods.brands, cues.goods.openers, cues.goods.barriers))
        self.goods_bounds = re.compile(f"(?P<brand>{brand})|(?P<opener>{opener})|(?P<barrier>{barrier})")
        self.goods_suffix = re.compile(rf"(?:{brand}|{FACE_VALUE}|[A-Za-z0-9+]++\s?)+\Z")
        self.goods_tail = re.compile(any_of(cues.goods.tails))

        self.asks, self.denies = (re.compile(any_of(some)) for some in (cues.demand.asks, cues.demand.denies))
        self.fillers = re.compile(f"(?:{any_of(cues.demand.fillers)})*")
        self.not_asked_after = re.compile(any_of(cues.demand.not_after))
        self.otherwise = re.compile(any_of(cues.demand.otherwise))

        self.paid, self.not_paid_before = map(_before, (cues.amount.paid, cues.amount.not_paid_before))
        self.not_paid_after = re.compile(any_of(cues.amount.not_paid_after))
        self.bought = _before(cues.moment.bought_before), re.compile(any_of(cues.moment.bought_after))
        self.discovered = _before(cues.moment.discovered_before), re.compile(any_of(cues.moment.discovered_after))


def any_of(patterns: Iterable[str]) -> str:
    """One pattern for any of several; one that fits nothing when there are none."""
    return "|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)"


def _before(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(patterns)})\Z")
