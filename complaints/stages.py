"""Which stage of a complaint may follow which. A move outside this table is a programming error."""

from complaints.complaint import Complaint, Stage
from complaints.errors import MoveNotAllowed

ALLOWED_MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.READY, Stage.CLOSED}),
    Stage.READY: frozenset({Stage.FILED, Stage.APPEALED, Stage.OUTSIDE, Stage.CLOSED}),
    Stage.FILED: frozenset({Stage.FILED, Stage.APPEALED, Stage.OUTSIDE, Stage.CLOSED}),
    Stage.APPEALED: frozenset({Stage.FILED, Stage.APPEALED, Stage.OUTSIDE, Stage.CLOSED}),
    Stage.OUTSIDE: frozenset({Stage.FILED, Stage.APPEALED, Stage.OUTSIDE, Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.DRAFT, Stage.READY, Stage.FILED, Stage.APPEALED, Stage.OUTSIDE}),
}


def moved(case: Complaint, to: Stage) -> Complaint:
    """The case at stage `to`; raises MoveNotAllowed when the table has no such move."""
    if to != case.stage and to not in ALLOWED_MOVES[case.stage]:
        raise MoveNotAllowed(case.stage, to)
    return case.changed(stage=to)
