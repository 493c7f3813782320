"""Cases about one operator: which belong together, and when a third one is warned of."""

from typing import Any

import pytest

from complaints.complaint import Complaint, Facts, Outcome, Respondent, Stage
from complaints.similar import SHORT, WARNED, same_operator, similar_cases
from complaints.times import DAY
from tests.dialogs.chat import SUNDAY


def case(number: int = 1, *, days: int = 0, outcome: str | None = None, **told: Any) -> Complaint:
    respondent = {name: told.pop(name) for name in ("name", "code", "site") if name in told}
    stage = told.pop("stage", Stage.CLOSED if outcome else Stage.READY)
    facts = {"platform": "liyun", "problem": "not_delivered", "goods_kind": "game_card"} | told
    return Complaint(
        number=number,
        opened=SUNDAY + days * DAY,
        touched=SUNDAY,
        stage=stage,
        facts=Facts.model_validate(facts),
        respondent=Respondent.model_validate(respondent),
        outcome=Outcome(kind=outcome, at=SUNDAY) if outcome else None,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (case(), case(), True),
        (case(platform=None), case(platform=None), False),
        (case(platform="generic"), case(platform="generic"), False),
        (case(platform="generic", platform_name="星云卡"), case(platform="generic", platform_name="星 云卡"), True),
        (case(platform=None, site="www.a.example"), case(platform=None, site="a.example"), True),
        (case(shop="甲店"), case(shop="乙店"), False),
        (case(shop="甲店"), case(), True),
        (case(name="示例（福州）公司"), case(platform=None, name="示例(福州)公司"), True),
        (case(name="示例公司"), case(name="另一家公司"), False),
        (case(code="91350100M000100Y43", name="甲"), case(code="91350100M000100Y43", name="乙"), True),
    ],
)
def test_the_same_operator(one: Complaint, other: Complaint, same: bool) -> None:
    assert same_operator(one, other) is same
    assert same_operator(other, one) is same


def numbers(others: list[Complaint], this: Complaint | None = None) -> list[int]:
    return [one.number for one in similar_cases(others, this or case(9))]


def test_a_third_similar_case_has_two_beside_it() -> None:
    others = [case(1), case(2, outcome="refused"), case(9)]
    assert numbers(others) == [1, 2]
    assert len(numbers(others)) >= WARNED


def test_what_no_office_hears_of_does_not_count() -> None:
    others = [case(1, stage=Stage.DRAFT), case(2, outcome="arrived"), case(3, outcome="merged")]
    assert numbers([*others, case(4, outcome="own_mistake")]) == []


def test_other_things_and_other_times_do_not_count() -> None:
    assert numbers([case(1, problem="auto_renewal", goods_kind="membership")]) == []
    assert numbers([case(1, problem="code_invalid")]) == [1]
    assert numbers([case(1, days=-SHORT // DAY), case(2, days=-SHORT // DAY - 1)]) == [1]
