"""Writing a letter: its sentences with the facts of a case put in, cut to length by leaving out whole sentences.

A sentence stands when every field it names has a value, its conditions fit the case, and every article it rests on
binds this seller and covers these goods. Nothing here decides wording: letters, passages and forbidden words are data.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, NamedTuple, Self

from complaints.cutting import cut
from complaints.knowledge.models import Article, Include, Knowledge, Letter, SellerRole, Sentence

PLACEHOLDER = re.compile(r"\{(\w+)\}")
NEVER_DROPPED = 9
IMPORTANT = 7
"""Priority from which an account keeps a quarter of the letter."""
SHORTEST = 20
"""Characters of any other account that are worth keeping."""
TRAILING = " \t\r\n。，；、,;."
"""Stripped from the end of values: the sentence brings its own punctuation."""

PartName = Literal["recipient", "subject", "body"]
PART_NAMES: tuple[PartName, ...] = ("recipient", "subject", "body")
"""In the order in which they are copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a letter may say. `values` are finished words by field id (fields.toml); an empty one counts as missing."""

    values: Mapping[str, str]
    problem: str
    demand: str | None = None
    """Id of the demand; tells whether money is asked for."""
    seller_role: SellerRole = SellerRole.UNKNOWN
    goods: str | None = None
    """Id of the goods kind; None when unknown."""
    flags: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    """Fields that the user worded: a sentence that holds one is never dropped, and none of them is cut."""
    max_length: int | None = None
    """The platform's own limit for this channel, when it is tighter than the letter's."""


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A piece of a letter that is copied by itself."""

    name: PartName
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed letter. `text` is the body; an e-mail has a recipient and a subject beside it in `parts`."""

    letter: str
    text: str
    parts: tuple[DraftPart, ...]
    """Recipient, subject and body of an e-mail; the body alone of other letters."""
    missing: tuple[str, ...]
    """Fields without which this letter must not leave (of alternatives the first): ask for them."""
    blanks: tuple[str, ...]
    """What the user fills in before sending; never stored."""
    law: tuple[str, ...]
    """Ids of the articles named."""
    dropped: tuple[str, ...]
    """Ids of sentences left out for length."""
    max_length: int
    public: bool
    flags: frozenset[str]
    fields: tuple[str, ...] = ()
    """Fields whose values stand in it."""
    cut: tuple[str, ...] = ()
    """Fields of which only the beginning stands in it."""


def compose(letter: Letter, facts: LetterFacts, knowledge: Knowledge) -> Draft:
    """The letter for these facts. The same input gives the same text. Of what is too long, accounts of the user's are
    cut after one of their sentences, then whole sentences of the letter are dropped.
    """
    case = _Case(letter, facts, knowledge)
    slots = _slots(case)
    limit = min(letter.max_length, facts.max_length or letter.max_length)
    texts, dropped = _shortened(slots, case, limit)
    chosen = [slot[0] for slot in slots if slot]
    return Draft(
        letter=letter.id,
        text=texts["body"],
        parts=tuple([DraftPart(name, text) for name, text in texts.items() if text]),
        missing=_missing(letter, case.known),
        blanks=_unique(blank for sentence in chosen for blank in sentence.blanks),
        law=_unique(article for sentence in chosen for article in sentence.law),
        dropped=tuple(dropped),
        max_length=limit,
        public=letter.public,
        flags=case.flags,
        fields=_unique(field for sentence in chosen for field in fields_of(sentence.text)),
        cut=tuple(case.cut),
    )


def missing(letter: Letter, values: Mapping[str, str]) -> tuple[str, ...]:
    """Fields that a letter with these values lacks (of alternatives the first): `Draft.missing`."""
    return _missing(letter, frozenset(_cleaned(values)))


def _missing(letter: Letter, known: frozenset[str]) -> tuple[str, ...]:
    return tuple([group[0] for group in letter.required if known.isdisjoint(group)])


def _cleaned(values: Mapping[str, str]) -> dict[str, str]:
    """The values without the marks at their ends, and without those of which nothing is left."""
    return {field: left for field, value in values.items() if (left := value.strip().rstrip(TRAILING))}


def checks(draft: Draft, knowledge: Knowledge) -> list[str]:
    """Codes of what is wrong with a text before it leaves: ids of wording.toml, `too_long`, `missing`."""
    codes = ["missing"] if draft.missing else []
    if len(draft.text) > draft.max_length:
        codes.append("too_long")
    places = {"draft", "public"} if draft.public else {"draft"}
    for rule in knowledge.wording.values():
        excused = rule.unless_flag in draft.flags or draft.letter in rule.not_letters
        if places & set(rule.where) and not excused:
            found = re.search(rule.pattern, draft.text) is not None
            if found != rule.must:
                codes.append(rule.id)
    return codes


class _Candidate(NamedTuple):
    """A sentence that may stand in a letter, and what it needs of the very case."""

    sentence: Sentence
    slot: str
    fields: frozenset[str]
    flags: frozenset[str]
    without_flags: frozenset[str]

    @classmethod
    def of(cls, sentence: Sentence, knowledge: Knowledge) -> Self:
        """The articles that it rests on may need a flag of their own."""
        articles = (knowledge.law[article].needs_flag for article in sentence.law)
        return cls(
            sentence,
            slot=f"slot {sentence.slot}" if sentence.slot else sentence.id,
            fields=frozenset((*fields_of(sentence.text), *sentence.needs)),
            flags=frozenset((*sentence.needs_flags, *filter(None, articles))),
            without_flags=frozenset(sentence.without_flags),
        )


class _Case:
    """The facts as sentences see them."""

    def __init__(self, letter: Letter, facts: LetterFacts, knowledge: Knowledge) -> None:
        self.letter = letter
        self.facts = facts
        self.knowledge = knowledge
        self.values = _cleaned(facts.values)
        self.known = frozenset(self.values)
        self.flags = facts.flags | self._automatic()
        self.cut: dict[str, None] = {}
        """Fields of which only the beginning is left, in that order."""

    def _automatic(self) -> set[str]:
        demand = self.knowledge.demands.get(self.facts.demand or "")
        goods = self.knowledge.goods.get(self.facts.goods or "")
        found = {"asks_money": demand is not None and demand.money, "prepaid": goods is not None and goods.prepaid}
        return {flag for flag, holds in found.items() if holds}

    def fits(self, candidate: _Candidate) -> bool:
        """What the sentence needs of this very case is there; `_may_stand` has looked at the rest."""
        return (
            candidate.fields <= self.known
            and candidate.flags <= self.flags
            and candidate.without_flags.isdisjoint(self.flags)
        )

    def droppable(self, sentence: Sentence) -> bool:
        """Length may cost it: it is not of the highest priority and holds no words of the user's own."""
        return (
            sentence.part == "body"
            and sentence.priority < NEVER_DROPPED
            and self.facts.own.isdisjoint(fields_of(sentence.text))
        )

    def shorten_account(self, sentence: Sentence, excess: int, limit: int) -> bool:
        """Cuts a long account in it by `excess` characters, but an important one to no less than a quarter of the
        letter; False when there is none to cut."""
        least = limit // 4 if sentence.priority >= IMPORTANT else SHORTEST
        for field in fields_of(sentence.text):
            value, named = self.values[field], self.knowledge.fields.get(field)
            if named is not None and named.cut and len(value) > least:
                shorter = cut(value, max(len(value) - excess, least)).rstrip(TRAILING)
                if 0 < len(shorter) < len(value):
                    self.values[field] = shorter
                    self.cut[field] = None
                    return True
        return False

    def render(self, sentences: Iterable[Sentence]) -> dict[PartName, str]:
        """The sentences of each part with their values, each `line` sentence on a new line."""
        texts: dict[PartName, str] = dict.fromkeys(PART_NAMES, "")
        for sentence in sentences:
            before = texts[sentence.part]
            begin = "\n" if sentence.line and before else ""
            texts[sentence.part] = before + begin + self.filled(sentence)
        return texts

    def filled(self, sentence: Sentence) -> str:
        """The sentence with its values."""
        pieces = list(_pieces(sentence.text))
        pieces[1::2] = [self.values[field] for field in pieces[1::2]]
        return "".join(pieces)


@cache
def _pieces(text: str) -> tuple[str, ...]:
    """The words of a sentence and, in every second place, the fields between them."""
    return tuple(PLACEHOLDER.split(text))


def fields_of(text: str) -> tuple[str, ...]:
    """The fields a sentence names in braces."""
    return _pieces(text)[1::2]


def place_of(letter: Letter) -> Literal["letter", "report"]:
    """Where an article must be allowed (law.toml, `where`) to stand in this letter."""
    return "report" if letter.audience == "report" else "letter"


def sentences_of(letter: Letter, knowledge: Knowledge) -> Iterator[Sentence]:
    """All sentences of a letter, passages put in their places."""
    for entry in letter.sentences:
        if isinstance(entry, Include):
            yield from knowledge.passages[entry.passage].sentences
        else:
            yield entry


class _Kind(NamedTuple):
    """What many cases have in common, and much of a letter hangs on."""

    problem: str
    goods: str | None
    role: SellerRole


@lru_cache(maxsize=512)
def _candidates(letter: str, kind: _Kind, knowledge: Knowledge) -> tuple[_Candidate, ...]:
    """The sentences of a letter that may stand in it for a case of this kind, in their order."""
    entry = knowledge.letters[letter]
    return tuple(
        _Candidate.of(one, knowledge)
        for one in sentences_of(entry, knowledge)
        if _may_stand(one, kind, place_of(entry), knowledge)
    )


def _may_stand(sentence: Sentence, kind: _Kind, place: str, knowledge: Knowledge) -> bool:
    return (
        (not sentence.problems or kind.problem in sentence.problems)
        and kind.problem not in sentence.not_problems
        and (not sentence.needs_role or kind.role in sentence.needs_role)
        and (not sentence.goods or kind.goods in sentence.goods)
        and kind.goods not in sentence.not_goods
        and all(_applies(knowledge.law[article], sentence, kind, place) for article in sentence.law)
    )


def _applies(article: Article, sentence: Sentence, kind: _Kind, place: str) -> bool:
    """The article may stand in a letter of such a case (电商法2, 9 and the notes of law.toml).

    One for one role only may reach a seller of unknown role in a sentence made for that: 贵方如非…
    """
    asked = kind.role == SellerRole.UNKNOWN and SellerRole.UNKNOWN in sentence.needs_role
    return (
        place in article.where
        and (article.needs_role in (None, kind.role) or asked)
        and kind.goods not in article.not_goods
    )


def _slots(case: _Case) -> list[list[Sentence]]:
    """The fitting sentences, those of one slot together in order of preference."""
    slots: dict[str, list[Sentence]] = {}
    kind = _Kind(case.facts.problem, case.facts.goods, case.facts.seller_role)
    for candidate in _candidates(case.letter.id, kind, case.knowledge):
        if case.fits(candidate):
            slots.setdefault(candidate.slot, []).append(candidate.sentence)
    return list(slots.values())


def _shortened(slots: list[list[Sentence]], case: _Case, limit: int) -> tuple[dict[PartName, str], list[str]]:
    """The text of each part, and the sentences it cost: slots are emptied or weakened in place, the least important
    and last first, until the body has `limit` characters."""
    dropped: list[str] = []
    while True:
        texts = case.render(slot[0] for slot in slots if slot)
        excess = len(texts["body"]) - limit
        if excess <= 0:
            break
        droppable = [slot for slot in slots if slot and case.droppable(slot[0])]
        if not droppable:
            break
        if any(case.shorten_account(slot[0], excess, limit) for slot in droppable):
            continue
        slot = min(reversed(droppable), key=lambda slot: slot[0].priority)
        dropped.append(_weaken(slot, case))
    return texts, dropped


def _weaken(slot: list[Sentence], case: _Case) -> str:
    """Takes the first sentence off, and with it those that are no shorter in words; returns its id."""
    removed = slot.pop(0)
    length = len(case.filled(removed))
    while slot and len(case.filled(slot[0])) >= length:
        slot.pop(0)
    return removed.id


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
