"""Stock excuses of customer service: which ones a message holds, and the sentence that meets one in the next text.

The words by which they are recognised and the sentences are data: `knowledge/excuses.toml`.
"""

from collections.abc import Sequence
from functools import lru_cache

from complaints.complaint import Complaint
from complaints.knowledge.models import Excuse, Knowledge, Rebuttal
from complaints.reading.lexicon import SURE, Hit, Lexicon, outermost
from complaints.reading.normalise import fold
from complaints.routes import playbook_of

GENERAL = "general"
"""The entry for a reason that is none of the known ones."""

MOST = 3
"""Excuses of one message that are answered."""

READ = 1500
"""Characters of a message that are looked at."""


@lru_cache(maxsize=4)
def _lexicon(knowledge: Knowledge) -> Lexicon:
    return Lexicon({"excuses": {excuse.id: excuse.words.weighted for excuse in knowledge.excuses.values()}})


def excuses_in(text: str, knowledge: Knowledge) -> list[Excuse]:
    """The stock excuses of a message in the order in which they are said, at most `MOST`; of words that are only
    likely to be one, the first."""
    hits = _hits(text, knowledge)
    sure = [hit.entry for hit in hits if hit.weight >= SURE]
    said = list(dict.fromkeys(sure))[:MOST] or [hit.entry for hit in hits[:1]]
    return [knowledge.excuses[entry] for entry in said]


def sure_excuse(text: str, knowledge: Knowledge) -> bool:
    """Whether a message holds words that are an excuse by themselves."""
    return any(hit.weight >= SURE for hit in _hits(text, knowledge))


def _hits(text: str, knowledge: Knowledge) -> list[Hit]:
    """What stands out, in its order; 请您确认收货 covers 确认收货."""
    found = _lexicon(knowledge).hits(fold(text[:READ]))["excuses"]
    return sorted(outermost(found), key=lambda hit: hit.start)


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
