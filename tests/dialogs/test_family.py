"""替家人: the paper for an office, with blanks where the names go."""

from complaints.complaint import Complaint, Facts, Stage
from tests.dialogs.chat import SUNDAY, Chat


def case(**facts: object) -> Complaint:
    told = {"problem": "not_delivered", "goods": "游戏点卡", "amount": 9800, "order_numbers": ("LY20261121001",)}
    return Complaint(
        number=1, opened=SUNDAY, touched=SUNDAY, stage=Stage.READY, facts=Facts.model_validate(told | facts)
    )


def test_who_acts_for_the_family_is_told_once_and_gets_the_paper() -> None:
    chat = Chat().has_case(case()).taps_value("c:1:review").taps("谁买的").taps("替家人办")
    chat.sees("用买的人的名义写", "我不保存", "爸爸妈妈", "要改哪一项").offers("授权委托书")
    assert chat.case().facts.own_purchase is False
    chat.taps("授权委托书").sees("授权委托书原件和代办人的身份证明", "游戏点卡", "LY20261121001", "亲手写")
    texts = [message.text for message in chat.answer if message.verbatim]
    assert len(texts) == 1
    assert texts[0].count("＿＿") >= 3
    chat.fits_a_phone()


def test_who_bought_it_is_told_nothing_of_it() -> None:
    chat = Chat().has_case(case()).taps_value("c:1:review").taps("谁买的").taps("本人买的")
    chat.sees("要改哪一项").sees_no("授权委托书")


def test_without_what_it_is_about_there_is_no_paper() -> None:
    chat = Chat().has_case(case(problem=None, goods=None, amount=None)).taps_value("c:1:authorisation")
    chat.sees("还差").offers("去补上")
    assert not any(message.verbatim for message in chat.answer)
