"""Cases about one and the same operator: which belong together, and when they are many (办法16(三), 17(二)).

An office may refuse one person's many similar complaints against one operator in short time. The rule names no number
and no time: both figures here are choices of this tool, on the careful side.
"""

import re
from collections.abc import Iterable

from complaints.complaint import Complaint, Stage
from complaints.routes import GENERIC
from complaints.times import DAY

SHORT = 90 * DAY
"""Seconds between the openings of two cases within which they count as close together."""

WARNED = 2
"""So many similar cases beside the one at hand make it a third: it gets a warning."""

MERGED = "merged"
"""The outcome of a case that became a part of another one."""

NO_COMPLAINT = frozenset({MERGED, "arrived", "own_mistake"})
"""Outcomes of cases that no office ever hears of."""


def same_operator(one: Complaint, other: Complaint) -> bool:
    """Whether two cases are about the same seller, as far as they tell. What neither tells makes them no such two."""
    for field in ("code", "name"):
        mine, theirs = getattr(one.respondent, field), getattr(other.respondent, field)
        if mine and theirs:
            return _plain(mine) == _plain(theirs)
    if one.facts.shop and other.facts.shop and _plain(one.facts.shop) != _plain(other.facts.shop):
        return False
    mine, theirs = _place(one), _place(other)
    return mine is not None and mine == theirs


def _place(case: Complaint) -> str | None:
    """The platform, or its name where it has no playbook, or the site."""
    facts = case.facts
    if facts.platform and facts.platform != GENERIC:
        return facts.platform
    name = facts.platform_name or (case.respondent.site or "").removeprefix("www.")
    return _plain(name) if name else None


def _plain(text: str) -> str:
    return re.sub(r"[\s()（）·,，.。-]", "", text).lower()


def similar_cases(cases: Iterable[Complaint], case: Complaint) -> list[Complaint]:
    """The person's other complaints against the same operator, about the same kind of thing, close together in time.

    `WARNED` of them beside `case` are a third similar complaint. Drafts and what was settled at once do not count.
    """
    return [other for other in cases if other.number != case.number and _counts(other) and _similar(other, case)]


def _counts(case: Complaint) -> bool:
    return case.stage != Stage.DRAFT and (case.outcome is None or case.outcome.kind not in NO_COMPLAINT)


def _similar(one: Complaint, other: Complaint) -> bool:
    alike = one.facts.problem == other.facts.problem or (
        one.facts.goods_kind is not None and one.facts.goods_kind == other.facts.goods_kind
    )
    return alike and abs(one.opened - other.opened) <= SHORT and same_operator(one, other)
