"""The ways beyond the platform in the order in which they make sense for a case. The user may take any."""

from complaints import outside
from complaints.complaint import Complaint
from complaints.conditions import Situation
from complaints.knowledge.models import Knowledge, Route
from complaints.respondents import in_order
from complaints.routes import APPEALS
from complaints.times import Instant


def ladder(case: Complaint, knowledge: Knowledge, now: Instant) -> list[Route]:
    """The routes outside the platform: those of the problem first, in its order.

    What stops money from flowing comes before all when a swindler may be at work; a route that needs to know who the
    other side is waits behind the others until that is known; one that another office's acceptance closed is last.
    """
    problem = knowledge.problems.get(case.facts.problem or "")
    named = [name for name in (problem.routes if problem else ()) if name in knowledge.routes]
    others = [name for name in knowledge.routes if name not in named]
    names = in_order((*named, *others), case, knowledge)
    routes = [knowledge.routes[name] for name in names if name not in APPEALS]
    return sorted(routes, key=lambda route: _rank(Situation(case, route, knowledge, now)))


def _rank(of: Situation) -> tuple[bool, bool, int, bool]:
    urgent = of.route.urgent > 0 and (of.dangers or _is_private(of))
    return (
        bool(outside.closers(of.case, of.route.id, of.knowledge)),
        not urgent,
        of.route.urgent if urgent and of.dangers else 0,
        of.route.needs_respondent and of.case.respondent.name is None,
    )


def _is_private(of: Situation) -> bool:
    """The money went to a person, outside the order."""
    return of.paid is not None and of.paid.private
