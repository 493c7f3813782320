"""几单合成一件: offered before 12315, done after one question, and the case that went points to the one that stays."""

from typing import Any

import pytest

from complaints import clocks
from complaints.complaint import Complaint, Contact, Exhibit, Facts, Filing, Outcome, Stage
from complaints.times import DAY, HOUR
from dialogs.model import IDLE, DeleteCase, DeleteFile
from tests.dialogs.chat import SUNDAY, Chat, knowledge


def case(number: int, *, amount: int = 9800, stage: Stage = Stage.READY, **facts: Any) -> Complaint:
    told = {
        "platform": "liyun",
        "problem": "not_delivered",
        "discovered": SUNDAY,
        "goods": "点卡",
        "goods_kind": "game_card",
        "amount": amount,
        "order_numbers": (f"LY2026112100{number}",),
        "contacted": "no",
        "demand": "refund",
    }
    return Complaint(
        number=number,
        opened=SUNDAY,
        touched=SUNDAY,
        stage=stage,
        checked=True,
        facts=Facts.model_validate(told | facts),
        exhibits=(
            Exhibit(
                number=1,
                kind="order_page",
                state="stored",
                message="m",
                received_at=SUNDAY,
                path=f"{number}/1.png",
                sha256=f"{number}" * 64,
            ),
        ),
        contacts=(Contact(at=SUNDAY, channel="customer_service", result="silent", words=f"第{number}件"),),
    )


def two(**of_second: Any) -> Chat:
    return Chat().has_case(case(1)).has_case(case(2, amount=5000, **of_second))


# ------------------------------------------------------------------------------------------------------- the happy way
def test_two_orders_of_one_seller_become_one_case() -> None:
    chat = two().taps_value("c:2:open").offers("合成一件").taps("合成一件")
    chat.sees("把投诉2 · 点卡50元并进投诉1 · 点卡98元", "1 件证据接着往下编号", "不再拆开").fits_a_phone()
    chat.taps("合成一件").sees("投诉2 · 点卡50元的东西都在投诉1 · 点卡98元里了", "投诉1 · 点卡148元", "证据 2 份")
    assert chat.session.step == IDLE
    whole = chat.case(1)
    assert [(one.number, one.path, one.formerly) for one in whole.exhibits] == [
        (1, "1/1.png", None),
        (2, "2/1.png", (2, 1)),
    ]
    assert [one.words for one in whole.contacts] == ["第1件", "第2件"]
    chat.passes(minutes=1).taps_value("c:1:letter")
    chat.sees("LY20261121001（98元）、LY20261121002（50元）", "共148元")


def test_it_can_be_done_by_words_alone() -> None:
    chat = two().taps_value("c:2:open").says("合成一件").sees("并进").says("合成一件").sees("里了")
    assert chat.case(2).stage == Stage.CLOSED


def test_the_case_that_went_points_to_the_one_that_stays() -> None:
    chat = two().taps_value("c:1:merge").taps("合成一件").says("/cases").sees("已结案 1 件").taps("看已结案的")
    chat.sees("投诉2", "并进另一件").taps("投诉2").sees("已经并进 投诉1", "证据和记录都在那边").offers("看投诉1")
    chat.offers_no("重新打开").taps("看投诉1").sees("点卡148元")
    for action in ("reopen", "letter", "log", "finder", "merge", "arrived", "ladder"):
        chat.passes(minutes=1).taps_value(f"c:2:{action}")
        assert chat.case(2).stage == Stage.CLOSED, action
    assert chat.case(2).outcome == Outcome(kind="merged", at=SUNDAY, into=1)


def waiting(number: int) -> Complaint:
    """Filed, and an answer is due in 48 hours."""
    sent = Filing(
        number=1, letter="ticket", channel="ticket", at=SUNDAY, text="原文", exhibits=(1,), knowledge_version="x"
    )
    rule = knowledge().clocks["C1"]
    filed = case(number, stage=Stage.FILED).changed(filings=(sent,))
    return clocks.start(filed, rule, SUNDAY, SUNDAY, due=SUNDAY + (40 + number) * HOUR, leads=(0,), filing=1)


def test_the_case_that_has_come_further_stays() -> None:
    chat = Chat().has_case(case(1)).has_case(waiting(2)).taps_value("c:1:merge").sees("把投诉1", "并进投诉2")
    chat.taps("合成一件").sees("投诉2", "已提交，等对方答复")
    assert chat.case(1).stage == Stage.CLOSED


def test_the_deadlines_of_both_are_reminded_of_in_the_one_that_stays() -> None:
    chat = Chat().has_case(waiting(1)).has_case(waiting(2)).taps_value("c:1:merge").taps("合成一件")
    assert [(clock.key, clock.filing) for clock in clocks.running(chat.case(1))] == [("C1.1", 1), ("C1.2", 2)]
    chat.passes(hours=80)
    reminders = [message for message in chat.screen if message.lane == "push"]
    assert {key for message in reminders for _, key, _ in message.clocks} >= {"C1.1", "C1.2"}
    assert {number for message in reminders for number, _, _ in message.clocks} == {1}


def test_a_text_sent_for_the_case_that_went_says_which_numbers_it_speaks_of() -> None:
    sent = Filing(
        number=1, letter="ticket", channel="ticket", at=SUNDAY, text="见证1", exhibits=(1,), knowledge_version="x"
    )
    first = case(1, stage=Stage.APPEALED).changed(filings=(sent,))
    chat = Chat().has_case(first).has_case(case(2, stage=Stage.FILED).changed(filings=(sent,)))
    chat.taps_value("c:1:merge").taps("合成一件").taps_value("c:1:sent:2")
    chat.sees("附：证2", "投诉2合过来之前发的", "见证1")
    chat.passes(minutes=1).taps_value("c:1:exhibit:2").sees("原来是投诉2的证1", "已经写进发出去的投诉里")


def test_what_another_chat_sends_for_the_case_that_went_lands_in_the_one_that_stays() -> None:
    chat = two().taps_value("c:1:merge").taps("合成一件")
    chat.session = chat.session.model_copy(update={"step": "evidence.slot", "case": 2})
    chat.sends_picture()
    assert (len(chat.case(1).exhibits), len(chat.case(2).exhibits)) == (3, 1)
    for words in ("/evidence 2", "/log 2"):
        chat.says(words).sends_picture()
    assert len(chat.case(2).exhibits) == 1


# ---------------------------------------------------------------------------------------------- when it is offered
def test_it_is_offered_before_the_card_of_12315() -> None:
    two().taps_value("c:1:route:samr_complaint").sees("投诉2说的也是这一家", "可能不被受理").offers("合成一件")
    two().taps_value("c:1:route:heimao").sees_no("也是这一家")
    two(platform="generic", platform_name="别家").taps_value("c:1:route:samr_complaint").sees_no("也是这一家")


def test_of_several_the_user_picks_one() -> None:
    chat = two().has_case(case(3)).taps_value("c:1:merge").sees("和哪一件合").taps("投诉3 · 点卡98元").sees("把投诉3")
    chat.taps("合成一件")
    assert (chat.case(2).stage, chat.case(3).stage) == (Stage.READY, Stage.CLOSED)
    chat.passes(minutes=1).taps_value("c:1:merge").taps("合成一件")
    assert chat.case(1).facts.amount == 9800 * 2 + 5000
    assert [portion.case for portion in chat.case(1).portions] == [1, 3, 2]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CLOSED])
def test_a_case_that_cannot_be_merged_is_not_offered(stage: Stage) -> None:
    chat = Chat().has_case(case(1)).has_case(case(2, stage=stage)).taps_value("c:1:open").offers_no("合成一件")
    chat.taps_value("c:1:merge").sees("没有能和它合的")


# ---------------------------------------------------------------------------------------------------- what may go wrong
def test_no_leaves_both_as_they_were() -> None:
    chat = two()
    before = dict(chat.cases.documents)
    chat.taps_value("c:1:merge").taps("不合").sees("两件照旧")
    assert chat.cases.documents == before


def test_a_case_that_was_closed_meanwhile_is_not_merged() -> None:
    chat = two().taps_value("c:1:merge").has_case(case(2, stage=Stage.CLOSED)).taps("合成一件").sees("两件照旧")
    assert not chat.case(1).portions
    chat = two().taps_value("c:1:merge").has_case(case(2, stage=Stage.CLOSED)).says("帮助").sees("不能合了").taps("好")
    assert not chat.case(1).portions


def test_while_a_picture_is_arriving_it_waits_and_loses_nothing() -> None:
    chat = two().taps_value("c:1:merge").sends_picture().passes(minutes=1).taps("合成一件").sees("有图还在存")
    chat.stored().passes(minutes=1).taps("合成一件").sees("里了")
    assert len(chat.case(1).exhibits) == 3


def test_the_same_picture_in_both_is_kept_once() -> None:
    chat = Chat().has_case(case(1)).has_case(case(2))
    same = chat.case(1).exhibits[0].model_copy(update={"path": "2/1.png"})
    chat.has_case(chat.case(2).changed(exhibits=(same,))).taps_value("c:1:merge").taps("合成一件")
    assert len(chat.case(1).exhibits) == 1
    assert DeleteFile(path="2/1.png") in chat.effects


def test_the_case_that_went_is_deleted_after_its_time_without_a_word() -> None:
    chat = two().taps_value("c:1:merge").taps("合成一件")
    for _ in range(200):
        if chat.cases.get(2) is None:
            break
        chat.passes(hours=24).sees_no("投诉2")
    assert DeleteCase(case=2) in chat.effects
    assert SUNDAY + 179 * DAY < chat.now < SUNDAY + 182 * DAY
    assert len(chat.case(1).exhibits) == 2
