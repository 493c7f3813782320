"""What came of filings outside the platform, which ways it closes, and in which order the others are offered."""

import pytest

from complaints import outside
from complaints.complaint import Respondent, Result
from complaints.ladder import ladder
from complaints.routes import APPEAL, APPEALS, next_letter
from tests.complaints.cases import KNOWLEDGE, SUNDAY, filed, ordinary

OUTSIDE = sorted(set(KNOWLEDGE.routes) - set(APPEALS))


def order(case: object = None, **facts: object) -> list[str]:
    known = ordinary(**facts) if case is None else case
    return [route.id for route in ladder(known, KNOWLEDGE, SUNDAY)]  # type: ignore[arg-type]  # a case is a case


@pytest.mark.parametrize("route", OUTSIDE)
def test_every_route_has_a_text_of_its_own_results_and_a_receipt(route: str) -> None:
    entry = KNOWLEDGE.routes[route]
    assert KNOWLEDGE.letters[entry.letter or ""].route == route
    assert entry.receipt
    kinds = [kind for kind in KNOWLEDGE.results.values() if route in kind.routes]
    assert any(kind.final for kind in kinds)
    assert sum(kind.then == "news" for kind in kinds) >= 1


@pytest.mark.parametrize("kind", sorted(KNOWLEDGE.results))
def test_a_result_that_asks_why_has_grounds_and_what_starts_a_clock_has_one(kind: str) -> None:
    entry = KNOWLEDGE.results[kind]
    grounds = [one for one in KNOWLEDGE.grounds.values() if set(one.routes) & set(entry.routes)]
    assert entry.then != "ground" or len(grounds) >= 3
    assert entry.starts is None or KNOWLEDGE.clocks[entry.starts].side in {"office", "other_side"}


@pytest.mark.parametrize("ground", sorted(KNOWLEDGE.grounds))
def test_every_ground_leads_on(ground: str) -> None:
    entry = KNOWLEDGE.grounds[ground]
    assert entry.says
    assert entry.remedies or entry.next or entry.again


def test_article_16_is_covered_ground_by_ground() -> None:
    named = {ground.id for ground in KNOWLEDGE.grounds.values() if "samr_complaint" in ground.routes}
    wanted = {"not_its_job", "handled_elsewhere", "not_consumer", "not_shown", "over_three_years", "no_respondent"}
    assert wanted | {"materials", "proxy", "identity", "other_rule"} <= named


# ------------------------------------------------------------------------------------------------ what came of it
def test_a_filing_waits_until_its_last_word() -> None:
    case = filed(filed(ordinary(), "payment_provider"), "samr_complaint", "samr_accepted")
    assert [sent.channel for sent in outside.waiting(case, KNOWLEDGE)] == ["payment_provider", "samr_complaint"]
    case = outside.with_result(case, Result(filing=2, kind="samr_ended", at=SUNDAY))
    assert [sent.channel for sent in outside.waiting(case, KNOWLEDGE)] == ["payment_provider"]


def test_the_same_result_told_twice_is_one() -> None:
    case = filed(ordinary(), "samr_complaint", "samr_accepted")
    again = outside.with_result(case, Result(filing=1, kind="samr_accepted", at=SUNDAY + 60))
    assert [(one.kind, one.at) for one in again.results] == [("samr_accepted", SUNDAY + 60)]


def test_the_last_word_counts_so_that_a_slip_can_be_mended() -> None:
    case = filed(ordinary(), "samr_complaint", "samr_refused", "samr_accepted")
    assert outside.waiting(case, KNOWLEDGE)
    assert outside.closers(case, "samr_complaint", KNOWLEDGE)
    case = filed(ordinary(), "samr_complaint", "samr_accepted", "samr_refused")
    assert not outside.waiting(case, KNOWLEDGE)
    assert not outside.closers(case, "samr_complaint", KNOWLEDGE)
    assert outside.was_refused(case, "samr_complaint", KNOWLEDGE)


def test_an_accepted_claim_closes_12315_and_an_accepted_complaint_a_second_one() -> None:
    for route, kind in (("court", "court_filed"), ("samr_complaint", "samr_accepted")):
        case = filed(ordinary(), route, kind)
        assert [closer.id for closer in outside.closers(case, "samr_complaint", KNOWLEDGE)] == [route]
        assert not outside.closers(case, "court", KNOWLEDGE)
        assert not outside.closers(case, "police", KNOWLEDGE)


def test_results_are_offered_as_far_as_they_can_be() -> None:
    def names(*kinds: str) -> set[str]:
        case = filed(ordinary(), "samr_complaint", *kinds)
        return {kind.id for kind in outside.offered(case, case.filings[0], KNOWLEDGE)}

    assert {"samr_accepted", "samr_refused", "samr_ended"} <= names()
    assert "samr_testing" not in names()
    assert {"samr_testing", "samr_ending"} <= names("samr_accepted")
    assert names("samr_accepted").isdisjoint({"samr_accepted", "samr_refused"})


def test_a_result_that_this_release_does_not_know_is_left_out() -> None:
    case = filed(ordinary(), "samr_complaint", "nosuch")
    assert outside.kinds_of(case, 1, KNOWLEDGE) == []
    assert outside.waiting(case, KNOWLEDGE)


# ---------------------------------------------------------------------------------------------------- the order
def test_who_is_known_can_be_complained_about() -> None:
    assert order().index("samr_complaint") < order().index("police")


def test_who_is_unknown_is_reached_through_the_money_first() -> None:
    unknown = ordinary().changed(respondent=Respondent())
    for route in ("payment_provider", "samr_report", "police", "heimao"):
        assert order(unknown).index(route) < order(unknown).index("samr_complaint")
        assert order(unknown).index(route) < order(unknown).index("court")


def test_a_danger_puts_the_police_and_the_bank_first() -> None:
    assert set(order(dangers=("code_given",))[:2]) == {"police", "payment_provider"}
    assert set(order(paid_how="private_transfer")[:2]) == {"police", "payment_provider"}


def test_what_is_closed_is_last_and_still_there() -> None:
    assert order(filed(ordinary(), "court", "court_filed"))[-1] == "samr_complaint"


@pytest.mark.parametrize("problem", sorted(KNOWLEDGE.problems))
def test_every_route_is_offered_for_every_problem(problem: str) -> None:
    assert sorted(order(problem=problem)) == OUTSIDE


def test_going_outside_first_does_not_make_an_appeal_of_the_first_letter() -> None:
    assert next_letter(filed(ordinary(contacted="no"), "payment_provider"), KNOWLEDGE, SUNDAY) != APPEAL
