"""What was filed outside the platform, what came of it, and which ways that closes."""

from complaints.complaint import Complaint, Filing, Result
from complaints.knowledge.models import Knowledge, ResultKind, Route
from complaints.routes import APPEALS

REFUSED = "ground"
"""What is asked after a refusal: its reason."""


def route_of(filing: Filing, knowledge: Knowledge) -> Route | None:
    """The route outside the platform that a filing took; None for the platform's own channels."""
    return None if filing.channel in APPEALS else knowledge.routes.get(filing.channel)


def filings_by(case: Complaint, route: str) -> list[Filing]:
    """The filings that took this route, oldest first."""
    return [filing for filing in case.filings if filing.channel == route]


def results_of(case: Complaint, filing: int) -> list[Result]:
    """What came of a filing, oldest first."""
    return [result for result in case.results if result.filing == filing]


def kinds_of(case: Complaint, filing: int, knowledge: Knowledge) -> list[ResultKind]:
    """The kinds of what came of a filing; one that this release does not know is left out."""
    found = (knowledge.results.get(result.kind) for result in results_of(case, filing))
    return [kind for kind in found if kind is not None]


def is_over(case: Complaint, filing: Filing, knowledge: Knowledge) -> bool:
    """Nothing more is to come of this filing: its last word counts, so that a slip is mended by the right button."""
    kinds = kinds_of(case, filing.number, knowledge)
    return bool(kinds) and kinds[-1].final


def is_refused(case: Complaint, filing: Filing, knowledge: Knowledge) -> bool:
    """The last word on a filing was a refusal."""
    kinds = kinds_of(case, filing.number, knowledge)
    return bool(kinds) and kinds[-1].then == REFUSED


def waiting(case: Complaint, knowledge: Knowledge) -> list[Filing]:
    """Filings outside the platform that are not over, oldest first."""
    return [
        filing
        for filing in case.filings
        if route_of(filing, knowledge) is not None and not is_over(case, filing, knowledge)
    ]


def handled(case: Complaint, knowledge: Knowledge) -> list[Route]:
    """The routes whose office has accepted or handled the dispute (办法16(二))."""
    return [
        route
        for filing in case.filings
        if (route := route_of(filing, knowledge)) is not None
        and not is_refused(case, filing, knowledge)
        and any(kind.handled for kind in kinds_of(case, filing.number, knowledge))
    ]


def closers(case: Complaint, route: str, knowledge: Knowledge) -> list[Route]:
    """The routes already accepted or handled that close this one."""
    return [other for other in handled(case, knowledge) if route in other.closes]


def was_refused(case: Complaint, route: str, knowledge: Knowledge) -> bool:
    """An earlier filing on this route ended with a refusal."""
    return any(is_refused(case, filing, knowledge) for filing in filings_by(case, route))


def offered(case: Complaint, filing: Filing, knowledge: Knowledge) -> list[ResultKind]:
    """The results that may still be reported of a filing: those of its route that fit what was reported before."""
    past = {result.kind for result in results_of(case, filing.number)}
    return [kind for kind in knowledge.results.values() if filing.channel in kind.routes and _fits(kind, past)]


def _fits(kind: ResultKind, past: set[str]) -> bool:
    again = kind.id not in past or kind.then in {"news", "pause", "until"}
    return again and kind.until not in past and (kind.after is None or kind.after in past)


def with_result(case: Complaint, result: Result) -> Complaint:
    """The case with one more result; the same one told again takes the place of the first."""
    others = [one for one in case.results if (one.filing, one.kind) != (result.filing, result.kind)]
    return case.changed(results=(*others, result))
