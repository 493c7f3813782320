"""The checklist ticks what is there, once, and knows what is missing."""

from pathlib import Path

import pytest

from complaints import checklist
from complaints.complaint import Complaint, Exhibit, Facts
from complaints.knowledge.load import load
from complaints.knowledge.models import Problem

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")


def case(*kinds: str, goods_kind: str | None = None) -> Complaint:
    listed = tuple(
        Exhibit(number=number, kind=kind, state="stored", message="m", received_at=0)
        for number, kind in enumerate(kinds, start=1)
    )
    return Complaint(number=1, opened=0, touched=0, exhibits=listed, facts=Facts(goods_kind=goods_kind))


def filled(complaint: Complaint, problem: str) -> dict[str, list[int]]:
    places = checklist.places(complaint, KNOWLEDGE.problems[problem])
    return {place.item.id: [exhibit.number for exhibit in place.exhibits] for place in places}


def missing(complaint: Complaint, problem: str) -> list[str]:
    return [place.item.id for place in checklist.missing(complaint, KNOWLEDGE.problems[problem])]


@pytest.mark.parametrize("problem", KNOWLEDGE.problems.values(), ids=lambda problem: problem.id)
def test_every_list_starts_with_order_page_and_payment_and_can_be_filled(problem: Problem) -> None:
    nothing = case()
    assert missing(nothing, problem.id)[:2] == ["order_page", "payment_record"]
    everything = case(*(item.kind for item in problem.checklist))
    assert missing(everything, problem.id) == []
    assert [place.number for place in checklist.places(everything, problem)] == list(
        range(1, len(checklist.items(everything, problem)) + 1)
    )


def test_two_items_of_one_kind_want_two_exhibits() -> None:
    assert missing(case("order_page", "payment_record", "problem_screenshot"), "duplicate") == ["both_charges"]
    assert filled(case("payment_record", "payment_record", "payment_record"), "duplicate") == {
        "order_page": [],
        "payment_record": [1],
        "both_charges": [2, 3],
        "both_codes": [],
    }


def test_more_of_one_kind_belong_to_the_item_that_wants_it() -> None:
    assert filled(case("order_page", "order_page"), "not_delivered")["order_page"] == [1, 2]


def test_what_is_deleted_refused_or_unsorted_fills_nothing() -> None:
    complaint = case("order_page", "payment_record", "unsorted")
    gone = complaint.exhibits[0].model_copy(update={"state": "deleted"})
    broken = complaint.exhibits[1].model_copy(update={"state": "refused"})
    complaint = complaint.changed(exhibits=(gone, broken, complaint.exhibits[2]))
    assert missing(complaint, "other") == ["order_page", "payment_record", "problem_shot"]


def test_a_picture_on_its_way_fills_its_place() -> None:
    complaint = case("order_page")
    arriving = complaint.exhibits[0].model_copy(update={"state": "pending"})
    assert missing(complaint.changed(exhibits=(arriving,)), "other") == ["payment_record", "problem_shot"]


def test_an_item_for_other_goods_is_left_out() -> None:
    assert "not_there" in missing(case(), "not_delivered")
    assert "not_there" in missing(case(goods_kind="topup"), "not_delivered")
    assert "not_there" not in missing(case(goods_kind="licence"), "not_delivered")


def test_nothing_is_missing_before_the_problem_is_known() -> None:
    assert checklist.missing_items(case(), KNOWLEDGE) == []
    known = case("order_page").changed(facts=Facts(problem="other"))
    assert [item.id for item in checklist.missing_items(known, KNOWLEDGE)] == ["payment_record", "problem_shot"]
