"""Who the other side is: how much is known, what is still to be looked at, and where that leads (办法10, 13, 31).

Everything the user found is what they say; nothing of it is verified here, and it is a value of its case alone.
"""

from collections.abc import Iterable
from enum import StrEnum

from complaints.complaint import Complaint
from complaints.knowledge.models import Bureau, FinderStep, Knowledge
from complaints.reading.companies import IdentityField
from complaints.routes import playbook_of

FIELDS: tuple[IdentityField, ...] = ("name", "address", "code", "site", "icp", "payee")
"""In the order in which they are told."""


class Known(StrEnum):
    """How much is known of the other side. The values are ids of `identities` in knowledge/finder.toml."""

    WHOLE = "whole"
    """Name and address: what 12315 (办法10) and a court want."""
    NAMED = "named"
    TRACED = "traced"
    """A code, site, ICP number or payee, but no name."""
    NOTHING = "nothing"


def value(case: Complaint, field: IdentityField) -> str | None:
    """What is known of one field; the payee is a fact of the payment and stands there."""
    found: str | None = case.facts.payee if field == "payee" else getattr(case.respondent, field)
    return found or None


def found(case: Complaint) -> dict[IdentityField, str]:
    """Every field that is known, in the order in which they are told."""
    return {field: known for field in FIELDS if (known := value(case, field))}


def known(case: Complaint) -> Known:
    """How much is known of who sold."""
    if value(case, "name"):
        return Known.WHOLE if value(case, "address") else Known.NAMED
    return Known.TRACED if found(case) else Known.NOTHING


def open_steps(case: Complaint, knowledge: Knowledge) -> list[FinderStep]:
    """The steps that may still find something: not gone through, their field unknown, what they need known."""
    return [step for step in knowledge.finder.values() if step.id not in case.respondent.searched and _open(case, step)]


def _open(case: Complaint, step: FinderStep) -> bool:
    possible = not step.needs or any(value(case, field) for field in step.needs)
    return possible and value(case, step.field) is None


def searched_out(case: Complaint, knowledge: Knowledge) -> bool:
    """Whether the search is over: all that 12315 wants was found, or everything was looked at."""
    return known(case) == Known.WHOLE or (bool(case.respondent.searched) and not open_steps(case, knowledge))


def offered_first(case: Complaint, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the routes that go before all others because the search found no name and address; else none."""
    if known(case) == Known.WHOLE or not searched_out(case, knowledge):
        return ()
    return knowledge.identities[known(case)].routes


def in_order(routes: Iterable[str], case: Complaint, knowledge: Knowledge) -> list[str]:
    """The routes with those first that work without knowing more; all others keep their order."""
    listed = list(routes)
    first = [route for route in offered_first(case, knowledge) if route in listed]
    return [*first, *(route for route in listed if route not in first)]


def bureau(case: Complaint, knowledge: Knowledge) -> Bureau:
    """Which market regulator is in charge, by what the platform is (办法13 for a complaint, 办法31 for a report)."""
    role = playbook_of(case, knowledge).seller_role
    return next(bureau for bureau in knowledge.bureaus.values() if role in bureau.roles)
