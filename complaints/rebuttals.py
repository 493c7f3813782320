"""Stock excuses of customer service: which ones a message holds, and the sentence that meets one in the next text.

The words by which they are recognised and the sentences are data: `knowledge/excuses.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from complaints.complaint import Complaint
from complaints.knowledge.models import Excuse, Knowledge, Rebuttal
from complaints.reading.normalise import fold
from complaints.routes import playbook_of

GENERAL = "general"
"""The entry for a reason that is none of the known ones."""

MOST = 3
"""Excuses of one message that are answered."""

READ = 1500
"""Characters of a message that are looked at."""


class _Found(NamedTuple):
    start: int
    end: int
    excuse: Excuse

    def within(self, other: "_Found") -> bool:
        """Whether a longer hit of another excuse covers it: 请您确认收货 is not 确认收货."""
        covers = other.start <= self.start and self.end <= other.end
        return covers and other.end - other.start > self.end - self.start and other.excuse.id != self.excuse.id


def excuses_in(text: str, knowledge: Knowledge) -> list[Excuse]:
    """The stock excuses of a message in the order in which they are said, at most `MOST`; of words that are only
    likely to be one, the first."""
    plain = fold(text[:READ])
    sure = list(_hits(plain, knowledge, sure=True))
    if sure:
        outer = sorted((hit for hit in sure if not any(map(hit.within, sure))), key=lambda hit: hit.start)
        return list({hit.excuse.id: hit.excuse for hit in outer}.values())[:MOST]
    likely = min(_hits(plain, knowledge, sure=False), key=lambda hit: (hit.start, hit.end), default=None)
    return [likely.excuse] if likely else []


def _hits(text: str, knowledge: Knowledge, *, sure: bool) -> Iterator[_Found]:
    for excuse in knowledge.excuses.values():
        for word in excuse.words.sure if sure else excuse.words.likely:
            found = re.search(word, text)
            if found is not None:
                yield _Found(*found.span(), excuse)


def rebuttals(case: Complaint, knowledge: Knowledge) -> list[str]:
    """The sentences that meet the excuses of a case, the one given first before the others."""
    return [rebuttal(case, knowledge, excuse) for excuse in _given(case, knowledge)]


def told(case: Complaint, knowledge: Knowledge, other_side: str) -> list[str]:
    """The same for everybody but the seller, who is called `other_side` there; at most two."""
    return [excuse.told.format(other_side=other_side) for excuse in _given(case, knowledge)][:2]


def _given(case: Complaint, knowledge: Knowledge) -> list[Excuse]:
    given = [case.facts.excuse, *case.facts.more_excuses]
    return [knowledge.excuses[excuse] for excuse in given if excuse and excuse in knowledge.excuses]


def rebuttal(case: Complaint, knowledge: Knowledge, excuse: Excuse) -> str:
    """The sentence that meets an excuse: the first one that fits this seller, these goods and this problem."""
    fitting = (one.text for one in excuse.rebuttals if _fits(case, knowledge, one))
    return next(fitting, excuse.rebuttal)


def _fits(case: Complaint, knowledge: Knowledge, one: Rebuttal) -> bool:
    role = playbook_of(case, knowledge).seller_role
    goods = case.facts.goods_kind
    return (
        (not one.needs_role or role in one.needs_role)
        and (not one.problems or case.facts.problem in one.problems)
        and all(goods is None or goods not in knowledge.law[article].not_goods for article in one.law)
    )


def ids(excuses: Sequence[Excuse]) -> dict[str, object]:
    """The excuses as fields of facts or of a contact."""
    first, *more = [excuse.id for excuse in excuses]
    return {"excuse": first, "more_excuses": tuple(more)}
