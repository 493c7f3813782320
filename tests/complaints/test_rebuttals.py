"""Stock excuses: several in one message, which sentence meets them, and whose words they are."""

from dataclasses import replace
from pathlib import Path

import pytest

from complaints.complaint import Complaint, Facts
from complaints.knowledge.load import load
from complaints.knowledge.models import Excuse, SellerRole
from complaints.letters import LetterFacts, checks, compose
from complaints.pasted import pasted
from complaints.reading.sentence import read_sentence
from complaints.rebuttals import GENERAL, excuses_in, rebuttal, rebuttals

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")
NOW = 1795312800


def case(**facts: object) -> Complaint:
    return Complaint(
        number=1, opened=NOW, touched=NOW, facts=Facts.model_validate({"problem": "not_delivered", **facts})
    )


@pytest.mark.parametrize(
    ("text", "excuses"),
    [
        ("亲，系统故障，请您耐心等待，24小时内处理", ["system_failure", "please_wait"]),
        ("请稍等，后台显示您的订单已经发货，虚拟商品概不退换", ["please_wait", "shows_delivered", "sold_no_return"]),
        ("请您先确认收货", ["withdraw_first"]),
        ("您已确认收货，订单已完成，无法处理", ["confirmed"]),
        ("已过时效，系统故障也没办法，不退不换，最终解释权归我们", ["too_late", "system_failure", "sold_no_return"]),
        ("不行就是不行", []),
        ("", []),
        ("系统故障" * 2000, ["system_failure"]),
    ],
)
def test_the_excuses_of_one_message_in_their_order(text: str, excuses: list[str]) -> None:
    assert [excuse.id for excuse in excuses_in(text, KNOWLEDGE)] == excuses


def test_a_rebuttal_fits_goods_problem_and_seller() -> None:
    shown, others = KNOWLEDGE.excuses["shows_delivered"], KNOWLEDGE.excuses["not_us"]
    assert "电子商务法第五十一条" in rebuttal(case(goods_kind="game_card"), KNOWLEDGE, shown)
    assert "电子商务法" not in rebuttal(case(goods_kind="membership"), KNOWLEDGE, shown)
    assert "指定的账号" not in rebuttal(case(problem="code_invalid"), KNOWLEDGE, shown)
    assert "贵方是销售者" not in rebuttal(case(), KNOWLEDGE, others), "nobody knows who sells"


@pytest.mark.parametrize("excuse", KNOWLEDGE.excuses.values(), ids=lambda excuse: excuse.id)
def test_every_rebuttal_is_a_calm_sentence_that_a_letter_can_hold(excuse: Excuse) -> None:
    for text in (excuse.rebuttal, *(one.text for one in excuse.rebuttals)):
        assert text.endswith("。")
        assert len(text) <= 80
        values = {"excuse_rebuttal": text, "deadline": "11月24日(周二) 10:00", "amount": "98元", "demand": "退款98元"}
        facts = LetterFacts(values=values, problem="not_delivered", seller_role=SellerRole.SELF_RUN)
        draft = compose(KNOWLEDGE.letters["ticket"], facts, KNOWLEDGE)
        assert text in draft.text
        assert set(checks(draft, KNOWLEDGE)) <= {"missing"}


def test_two_excuses_are_both_met_in_the_next_text_and_the_second_gives_way_first() -> None:
    both = case(excuse="system_failure", more_excuses=("please_wait", "fee"))
    first, second, _ = rebuttals(both, KNOWLEDGE)
    values = {"excuse_rebuttal": first, "second_rebuttal": second, "deadline": "11月24日(周二) 10:00", "demand": "退款"}
    facts = LetterFacts(values=values, problem="not_delivered")
    text = compose(KNOWLEDGE.letters["supervisor_appeal"], facts, KNOWLEDGE).text
    assert text.index(first) < text.index(second)
    short = compose(KNOWLEDGE.letters["supervisor_appeal"], replace(facts, max_length=120), KNOWLEDGE)
    assert first in short.text
    assert second not in short.text


def test_an_excuse_that_is_gone_from_the_data_is_no_mishap() -> None:
    assert rebuttals(case(excuse="long_gone", more_excuses=("general",)), KNOWLEDGE) == [
        KNOWLEDGE.excuses[GENERAL].rebuttal
    ]


# ------------------------------------------------------------------------------------------------- whose words are they
THEIRS = [
    "亲，系统故障，请您耐心等待，24小时内处理",
    "亲亲这边显示已经充值成功了哦",
    "您好，虚拟商品一经售出概不退换",
    "客服小美：您的订单已经在处理了",
    "尊敬的用户，给您带来不便敬请谅解",
    "我们会尽快为您核实",
    "已售出不退",
    "只能退到平台余额",
    "非常抱歉，本店不支持退款",
]
OWN = [
    "点卡没到，客服说已售出不退",
    "我昨天买的点卡一直没到账，他们让我等",
    "您好，我买的点卡没到",
    "系统故障导致我充值没到账",
    "他们说我操作失误",
    "等了三天都没货",
    "显示充值成功，可是没到账",
    "你好",
    "客服不理我",
    "请您帮我投诉",
    "催了三次都说正在处理",
    "",
]


def _tells(text: str) -> bool:
    reading = read_sentence(text, NOW, KNOWLEDGE.vocabulary)
    return bool(reading.problem or reading.order_numbers or reading.goods or reading.amount)


@pytest.mark.parametrize("text", THEIRS)
def test_what_customer_service_wrote_is_told_from_a_story(text: str) -> None:
    assert pasted(text, KNOWLEDGE, lambda: _tells(text))


@pytest.mark.parametrize("text", OWN)
def test_what_the_user_tells_is_their_own(text: str) -> None:
    assert not pasted(text, KNOWLEDGE, lambda: _tells(text))
