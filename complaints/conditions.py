"""Conditions that `when` of preflight.toml and fits.toml may name: facts of a case that a good adviser looks at.

A condition is true or not of a `Situation`; what follows from it, and how it is said, is data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from complaints import checklist, exhibits, outside
from complaints.clocks import due_of, running
from complaints.complaint import Complaint, Facts
from complaints.knowledge.models import ChecklistItem, Demand, Knowledge, PaidHow, Route
from complaints.respondents import Known, known, searched_out
from complaints.routes import is_small
from complaints.similar import WARNED
from complaints.times import Instant

SAMR = "samr_complaint"
"""12315 投诉."""
REPORT = "samr_report"
"""12315 举报."""
ANSWERS = ("C1", "C2", "P")
"""Clocks of an answer that the other side still owes."""
GONE = frozenset({"vanished"})
"""Problems that say that the other side cannot be found."""


@dataclass(frozen=True)
class Situation:
    """A case before a route."""

    case: Complaint
    route: Route
    knowledge: Knowledge
    now: Instant
    similar: int = 0
    """Other complaints of this person to 12315 against the same operator."""

    @property
    def facts(self) -> Facts:
        """The answers."""
        return self.case.facts

    @cached_property
    def demand(self) -> Demand | None:
        """What is asked for."""
        return self.knowledge.demands.get(self.facts.demand or "")

    @cached_property
    def paid(self) -> PaidHow | None:
        """How it was paid."""
        return self.knowledge.paid_how.get(self.facts.paid_how or "")

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds of the exhibits that are kept."""
        return frozenset(exhibit.kind for exhibit in exhibits.kept(self.case))

    @cached_property
    def missing(self) -> list[ChecklistItem]:
        """Exhibits that this route is weak or refused without."""
        items = checklist.missing_items(self.case, self.knowledge)
        return [item for item in items if self.route.id in item.required_for]

    @cached_property
    def dangers(self) -> bool:
        """A hard fact of the emergency path is known."""
        problem = self.knowledge.problems.get(self.facts.problem or "")
        return bool(self.facts.dangers) or (problem is not None and problem.emergency)

    def passed(self, clock: str, start: Instant | None) -> bool:
        """More time has gone by since then than that clock has."""
        return start is not None and due_of(self.knowledge.clocks[clock], start, self.knowledge.calendar)[0] <= self.now


def _elsewhere(of: Situation, *results: str) -> bool:
    return of.facts.elsewhere not in (None, "none") and of.facts.elsewhere_result in results


def _owed(of: Situation) -> bool:
    return any(clock.id in ANSWERS and clock.due > of.now for clock in running(of.case))


def _filed(of: Situation, route: str) -> bool:
    return bool(outside.filings_by(of.case, route))


def _waits(of: Situation) -> bool:
    return any(filing.channel == of.route.id for filing in outside.waiting(of.case, of.knowledge))


CONDITIONS: Mapping[str, Callable[[Situation], bool]] = {
    "name_unknown": lambda of: of.case.respondent.name is None,
    "name_known": lambda of: of.case.respondent.name is not None,
    "address_unknown": lambda of: of.case.respondent.address is None,
    "address_known": lambda of: of.case.respondent.address is not None,
    "searched_in_vain": lambda of: known(of.case) != Known.WHOLE and searched_out(of.case, of.knowledge),
    "site_unknown": lambda of: of.case.respondent.site is None,
    "serial_unknown": lambda of: of.facts.serial is None and "serial" not in of.facts.pictured,
    "for_another": lambda of: of.facts.own_purchase is False,
    "not_own_use": lambda of: of.facts.own_use is False,
    "not_lawful": lambda of: of.facts.lawful is False,
    "handled": lambda of: bool(outside.closers(of.case, of.route.id, of.knowledge)) or _elsewhere(of, "accepted"),
    "pending_elsewhere": lambda of: _elsewhere(of, "pending"),
    "refused_before": lambda of: outside.was_refused(of.case, of.route.id, of.knowledge),
    "refused_elsewhere": lambda of: _elsewhere(of, "refused"),
    "waits_here": _waits,
    "complaint_filed": lambda of: _filed(of, SAMR),
    "report_filed": lambda of: _filed(of, REPORT),
    "many_similar": lambda of: of.similar >= WARNED,
    "exhibits_missing": lambda of: bool(of.missing),
    "pictures": lambda of: bool(of.kinds),
    "not_linked": lambda of: of.facts.linked is False,
    "over_three_years": lambda of: of.passed("L", of.facts.discovered),
    "records_may_be_gone": lambda of: of.passed("R", of.facts.bought),
    "no_demand": lambda of: of.demand is None,
    "not_money": lambda of: of.demand is not None and not of.demand.money,
    "no_amount": lambda of: of.facts.amount is None,
    "unreachable": lambda of: of.facts.reachable is False or of.facts.problem in GONE,
    "small_amount": lambda of: is_small(of.case, of.knowledge),
    "private_transfer": lambda of: of.paid is not None and of.paid.private,
    "paid_from_balance": lambda of: of.paid is not None and of.paid.prepaid,
    "danger": lambda of: of.dangers,
    "no_contact_yet": lambda of: not of.case.filings and not of.case.contacts,
    "answer_owed": _owed,
    "unasked_charge": lambda of: of.facts.problem in {"auto_renewal", "duplicate", "overcharged"},
    "site_gone": lambda of: of.facts.problem in GONE,
}
