"""Who the other side is: what is known decides what is still looked for and which routes come first."""

import pytest

from complaints.complaint import Complaint, Facts, Respondent
from complaints.knowledge.models import SellerRole
from complaints.respondents import Known, bureau, found, in_order, known, offered_first, open_steps, searched_out
from tests.dialogs.chat import SUNDAY, knowledge

ALL = tuple(knowledge().finder)
ROUTES = ["supervisor_appeal", "samr_complaint", "payment_provider", "heimao", "police", "court"]


def case(*searched: str, payee: str | None = None, **respondent: str) -> Complaint:
    facts = Facts(payee=payee)
    return Complaint(number=1, opened=SUNDAY, touched=SUNDAY, facts=facts).changed(
        respondent=Respondent(searched=searched, **respondent)
    )


@pytest.mark.parametrize(
    ("one", "how_much"),
    [
        (case(), Known.NOTHING),
        (case(site="shop.example.com"), Known.TRACED),
        (case(payee="某某"), Known.TRACED),
        (case(address="示例路1号"), Known.TRACED),
        (case(name="示例公司", code="91350100M000100Y43"), Known.NAMED),
        (case(name="示例公司", address="示例路1号"), Known.WHOLE),
        (case(name="", address="示例路1号"), Known.TRACED),
    ],
)
def test_how_much_is_known(one: Complaint, how_much: Known) -> None:
    assert known(one) == how_much


def test_a_step_waits_for_what_it_needs_and_ends_with_its_field() -> None:
    names = [step.id for step in open_steps(case(), knowledge())]
    assert names == ["site", "footer", "icp", "payee", "ask"]
    names = [step.id for step in open_steps(case("footer", site="a.example"), knowledge())]
    assert names == ["icp", "icp_owner", "payee", "ask"]
    names = [step.id for step in open_steps(case("site", name="示例公司"), knowledge())]
    assert names == ["address", "code", "icp", "payee", "ask"]


def test_only_a_search_without_result_changes_the_order() -> None:
    assert in_order(ROUTES, case(), knowledge()) == ROUTES
    assert in_order(ROUTES, case("site"), knowledge()) == ROUTES
    assert in_order(ROUTES, case(*ALL, name="示例公司", address="示例路1号"), knowledge()) == ROUTES
    assert in_order(ROUTES, case(*ALL), knowledge())[:2] == ["payment_provider", "police"]
    assert sorted(in_order(ROUTES, case(*ALL), knowledge())) == sorted(ROUTES)
    assert offered_first(case(*ALL, name="示例公司"), knowledge())[0] == "payment_provider"


def test_a_search_ends_with_name_and_address_or_with_the_last_step() -> None:
    assert not searched_out(case(), knowledge())
    assert not searched_out(case("site", "footer"), knowledge())
    assert searched_out(case(name="示例公司", address="示例路1号"), knowledge())
    assert searched_out(case(*ALL), knowledge())


def test_what_is_found_is_told_in_one_order() -> None:
    assert list(found(case(site="a.example", name="示例公司", payee="某某"))) == ["name", "site", "payee"]


def test_every_seller_role_has_its_bureau() -> None:
    assert {role for one in knowledge().bureaus.values() for role in one.roles} == set(SellerRole)
    assert bureau(case(), knowledge()).id == "unknown"
    for one in knowledge().bureaus.values():
        assert "住所" in one.complaint
    assert "实际经营" in knowledge().bureaus["shop"].report
