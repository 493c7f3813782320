"""The checklist of a problem's evidence: what there is and what is missing.

Items may want the same kind of exhibit (two charges, an order page with its price): the first exhibit of a kind fills
the first item that wants it, the second one the second, and what is left over belongs to the last.
"""

from dataclasses import dataclass

from complaints.complaint import Complaint, Exhibit
from complaints.exhibits import kept
from complaints.knowledge.models import ChecklistItem, Knowledge, Problem


@dataclass(frozen=True, slots=True)
class Place:
    """One item of the list, its place (from 1), and the exhibits that fill it."""

    number: int
    item: ChecklistItem
    exhibits: tuple[Exhibit, ...]

    @property
    def filled(self) -> bool:
        """At least one exhibit shows it."""
        return bool(self.exhibits)


def items(case: Complaint, problem: Problem) -> tuple[ChecklistItem, ...]:
    """What is to be collected, given the goods; goods nobody named yet leave every item in."""
    kind = case.facts.goods_kind
    return tuple(item for item in problem.checklist if not item.goods or kind is None or kind in item.goods)


def places(case: Complaint, problem: Problem) -> list[Place]:
    """The whole list with the exhibits of each item."""
    wanted = items(case, problem)
    waiting = kept(case)
    filled: list[Place] = []
    for number, item in enumerate(wanted, start=1):
        fitting = [exhibit for exhibit in waiting if exhibit.kind == item.kind]
        is_last = all(later.kind != item.kind for later in wanted[number:])
        taken = fitting if is_last else fitting[:1]
        waiting = [exhibit for exhibit in waiting if exhibit not in taken]
        filled.append(Place(number, item, tuple(taken)))
    return filled


def missing(case: Complaint, problem: Problem) -> list[Place]:
    """The items without an exhibit."""
    return [place for place in places(case, problem) if not place.filled]


def missing_items(case: Complaint, knowledge: Knowledge) -> list[ChecklistItem]:
    """What is missing for the case's problem; nothing while the problem is not known."""
    problem = knowledge.problems.get(case.facts.problem or "")
    return [place.item for place in missing(case, problem)] if problem else []
