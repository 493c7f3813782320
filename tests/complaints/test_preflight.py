"""The look before a route: each check with a case that it is for and one that it is not for, and what is asked."""

from collections.abc import Callable

import pytest

from complaints.complaint import Complaint, Facts, Respondent
from complaints.conditions import CONDITIONS
from complaints.preflight import findings, holds, open_questions, reasons
from complaints.times import DAY
from tests.complaints.cases import KNOWLEDGE, SUNDAY, before, filed, ordinary

YEARS = 366 * DAY
Change = Callable[[Complaint], Complaint]


def facts(**known: object) -> Change:
    return lambda case: case.changed(facts=case.facts.model_copy(update=known))


def other_side(**known: object) -> Change:
    return lambda case: case.changed(respondent=Respondent.model_validate(known))


def sent(route: str, *kinds: str) -> Change:
    return lambda case: filed(case, route, *kinds)


def bare(case: Complaint) -> Complaint:
    return case.changed(exhibits=())


TRIGGERS: dict[str, Change] = {
    "samr_name": other_side(),
    "samr_address": other_side(name="某某科技有限公司"),
    "samr_handled": sent("court", "court_filed"),
    "samr_not_own_use": facts(own_use=False),
    "samr_three_years": facts(discovered=SUNDAY - 4 * YEARS),
    "samr_no_demand": facts(demand=None),
    "samr_waits": sent("samr_complaint"),
    "samr_again": sent("samr_complaint", "samr_refused"),
    "samr_refused_elsewhere": facts(elsewhere="telecom", elsewhere_result="refused"),
    "samr_pending": facts(elsewhere="association", elsewhere_result="pending"),
    "samr_not_linked": facts(linked=False),
    "samr_exhibits": bare,
    "samr_not_lawful": facts(lawful=False),
    "samr_for_another": facts(own_purchase=False),
    "samr_separate": sent("samr_report"),
    "report_site": other_side(),
    "report_separate": sent("samr_complaint"),
    "report_again": sent("samr_report"),
    "payment_record_missing": bare,
    "payment_serial": facts(serial=None),
    "payment_balance": facts(paid_how="balance"),
    "payment_waits": sent("payment_provider"),
    "public_pictures": facts(),
    "public_respondent": other_side(),
    "police_record": bare,
    "court_name": other_side(),
    "court_unreachable": facts(reachable=False),
    "court_not_money": facts(demand="resend"),
    "court_amount": facts(amount=None),
    "court_three_years": facts(discovered=SUNDAY - 4 * YEARS),
    "court_exhibits": bare,
    "court_for_another": facts(own_purchase=False),
    "court_not_lawful": facts(lawful=False),
    "records_gone": facts(bought=SUNDAY - 4 * YEARS),
}
"""Check → what makes it true of an ordinary case. Two need more than the case and have tests of their own."""

ALWAYS = {"public_pictures"}
"""True of every case with pictures."""


@pytest.mark.parametrize("name", sorted(TRIGGERS))
def test_every_check_is_found_where_it_applies_and_nowhere_else(name: str) -> None:
    for route in KNOWLEDGE.checks[name].routes:
        told = findings(before(TRIGGERS[name](ordinary()), route))
        assert name in {check.id for check in told}
        assert name in ALWAYS or name not in {check.id for check in findings(before(ordinary(), route))}


def test_every_check_has_a_case_here() -> None:
    assert set(KNOWLEDGE.checks) == set(TRIGGERS) | {"samr_many", "answer_owed"}


def test_every_condition_is_named_by_the_data() -> None:
    checks, fits = KNOWLEDGE.checks.values(), KNOWLEDGE.fits.values()
    named = {name for check in checks for name in check.when} | {name for fit in fits for name in fit.when}
    assert named == set(CONDITIONS)


def test_an_ordinary_case_is_ready_for_12315_and_the_court() -> None:
    for route in ("samr_complaint", "court", "samr_report", "police", "payment_provider"):
        assert not findings(before(ordinary(), route)), route


def test_a_case_that_knows_nothing_can_stand_before_every_route() -> None:
    empty = ordinary().changed(facts=Facts(), exhibits=(), respondent=Respondent())
    for route in KNOWLEDGE.routes:
        of = before(empty, route)
        assert all(check.severity in {"blocks", "warns", "notes"} for check in findings(of))
        reasons(of, "for"), reasons(of, "against")


def test_the_worst_is_told_first() -> None:
    case = bare(other_side()(facts(own_purchase=False)(ordinary())))
    severities = [check.severity for check in findings(before(case, "samr_complaint"))]
    assert severities == sorted(severities, key=("blocks", "warns", "notes").index)
    assert severities[0] == "blocks"
    assert severities[-1] == "warns"


def test_the_third_similar_complaint_is_warned_of_with_article_17() -> None:
    for similar, warned in ((1, False), (2, True), (5, True)):
        told = findings(before(ordinary(), "samr_complaint", similar=similar))
        assert ("complaint_measures_17" in {law for check in told for law in check.law}) == warned


def test_three_years_count_from_the_discovery_to_the_day() -> None:
    at = facts(discovered=SUNDAY)(ordinary())
    for days, over in ((3 * 365, False), (3 * 366 + 3, True)):
        told = {check.id for check in findings(before(at, "samr_complaint", now=SUNDAY + days * DAY))}
        assert ("samr_three_years" in told) == over


def test_a_refusal_is_no_handling_but_an_acceptance_is() -> None:
    for kind, handled in (("samr_refused", False), ("samr_accepted", True), ("samr_ended", True)):
        of = before(filed(ordinary(), "samr_complaint", kind), "samr_complaint")
        assert holds(of, ["handled"]) == handled


def test_payment_provider_police_and_public_routes_close_nothing() -> None:
    case = ordinary()
    for route in ("payment_provider", "police", "heimao", "samr_report"):
        for kind in KNOWLEDGE.results.values():
            if route in kind.routes:
                assert not holds(before(filed(case, route, kind.id), "samr_complaint"), ["handled"])


def test_98_yuan_are_told_frankly() -> None:
    small, large = ordinary(), ordinary(amount=9_800_00)
    against = {fit.id for fit in reasons(before(small, "court"), "against")}
    assert "court_small" in against
    assert "court_small" not in {fit.id for fit in reasons(before(large, "court"), "against")}
    assert any(fit.id == "police_small" for fit in reasons(before(small, "police"), "for"))


# ------------------------------------------------------------------------------------------------------- questions
def test_only_what_a_route_needs_and_nobody_said_is_asked() -> None:
    case = ordinary(payee=None, serial=None)
    assert open_questions(case, KNOWLEDGE.routes["payment_provider"], KNOWLEDGE) == ["payee", "serial"]
    assert open_questions(case, KNOWLEDGE.routes["heimao"], KNOWLEDGE) == []
    wanted = open_questions(case, KNOWLEDGE.routes["samr_complaint"], KNOWLEDGE)
    assert wanted == ["payee", "shop", "own_purchase", "own_use", "lawful", "elsewhere", "linked"]


def test_what_another_office_made_of_it_is_asked_only_when_there_was_one() -> None:
    for elsewhere, asked in ((None, False), ("none", False), ("telecom", True)):
        wanted = open_questions(ordinary(elsewhere=elsewhere), KNOWLEDGE.routes["samr_complaint"], KNOWLEDGE)
        assert ("elsewhere_result" in wanted) == asked


def test_nobody_is_asked_whether_pictures_show_somebody_unknown() -> None:
    case = ordinary().changed(respondent=Respondent())
    assert "linked" not in open_questions(case, KNOWLEDGE.routes["samr_complaint"], KNOWLEDGE)
