"""Before a route is taken: what fits, what to ask first, and what is missing or would get it refused.

Pure over `knowledge/preflight.toml` and `fits.toml`; a look costs far less than a millisecond.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from complaints.complaint import Complaint
from complaints.conditions import CONDITIONS, Situation
from complaints.knowledge.models import Check, Fit, Knowledge, Route, SellerRole
from complaints.routes import playbook_of

SEVERITIES = ("blocks", "warns", "notes")
"""The worst first."""

NONE = "none"
"""The answer to a question that makes the one after it superfluous."""

SHOP = "shop"

LINKED = "linked"
"""Whether the pictures show that it was this other side: a question for who knows its name."""


def findings(of: Situation) -> list[Check]:
    """What there is to say before this route, the worst first."""
    found = [check for check in of.knowledge.checks.values() if of.route.id in check.routes and holds(of, check.when)]
    return sorted(found, key=lambda check: SEVERITIES.index(check.severity))


def reasons(of: Situation, side: Literal["for", "against"]) -> list[Fit]:
    """Why this route fits the case, or what speaks against it; what knowledge names first counts most."""
    entries = of.knowledge.fits.values()
    return [fit for fit in entries if fit.side == side and of.route.id in fit.routes and holds(of, fit.when)]


def holds(of: Situation, conditions: Iterable[str]) -> bool:
    """Whether all of the conditions hold."""
    return all(CONDITIONS[name](of) for name in conditions)


def open_questions(case: Complaint, route: Route, knowledge: Knowledge) -> list[str]:
    """Fields of `Facts` to ask for before this route: not known, and not passed over before."""
    wanted = dict.fromkeys(_wanted(case, route, knowledge))
    return [field for field in wanted if getattr(case.facts, field) is None and field not in case.origins]


def _wanted(case: Complaint, route: Route, knowledge: Knowledge) -> Iterator[str]:
    problem = knowledge.problems.get(case.facts.problem or "")
    for when in problem.ask_when if problem else ():
        here = route.id in when.routes or (not when.routes and not route.public)
        if here and (not when.goods or case.facts.goods_kind in when.goods) and _exists(when.field, case, knowledge):
            yield when.field
    for question in knowledge.questions.values():
        before = getattr(case.facts, question.after) if question.after else ""
        moot = question.id == LINKED and case.respondent.name is None
        if route.id in question.routes and before not in (None, NONE) and not moot:
            yield question.id


def _exists(field: str, case: Complaint, knowledge: Knowledge) -> bool:
    """Whether there can be such a thing: a platform that sells itself has no shops."""
    return field != SHOP or playbook_of(case, knowledge).seller_role != SellerRole.SELF_RUN
