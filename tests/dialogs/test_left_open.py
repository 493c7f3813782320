"""What was left in the middle: a question for another case's reminder, a picture that nobody found a case for."""

import pytest

from dialogs.model import IDLE
from tests.dialogs.chat import Chat, text_only


def between_two() -> Chat:
    """投诉1 waits for its answer, 投诉2 is asked about."""
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("游戏点卡 98元").says("LY20261121001").taps("还没")
    chat.taps("我已提交").taps("还没人理")
    return chat.says("/new").taps("卡密无效").taps("刚刚").sees("买的是什么")


# ------------------------------------------------------------------------------------------------ a question left
def test_a_question_left_for_another_cases_button_is_offered_again() -> None:
    chat = between_two().taps_value("c:1:promised").sees("答应到什么时候").taps("明天")
    chat.sees("投诉2", "刚才问到一半").offers("接着填")
    chat.taps("接着填").sees("买的是什么").says("软件 30元").sees("订单号")
    assert chat.case(2).facts.amount == 3000


def test_it_is_offered_once_and_not_for_what_was_sent_or_left_on_purpose() -> None:
    chat = between_two().taps_value("c:1:promised").taps("明天").offers("接着填").says("我的投诉").sees_no("问到一半")
    chat = between_two().says("取消").taps("先放着").taps_value("c:1:promised").taps("明天").sees_no("问到一半")
    assert chat.session.step == IDLE


def test_a_question_that_stays_open_stands_last_again() -> None:
    chat = between_two().taps_value("c:1:silent").sees("投诉1")
    assert "买的是什么" in chat.answer[-1].text
    chat.says("软件 30元").sees("订单号")


@pytest.mark.parametrize("text", ["软件 30元", "返回", "q:1:x", "0"])
def test_a_question_about_a_case_that_is_gone_is_left(text: str) -> None:
    """It was deleted in another chat of the same person, or its time was over."""
    chat = between_two().taps_value("c:2:review")
    chat.cases.documents.pop(2)
    chat.passes(minutes=1)
    if text.startswith("q:"):
        chat.taps_value(text)
    else:
        chat.says(text)
    assert chat.session.case != 2
    assert chat.answer


def test_a_picture_for_a_case_that_is_gone_is_not_lost() -> None:
    chat = between_two().taps_value("c:2:evidence")
    chat.cases.documents.pop(2)
    chat.sends_picture()
    assert len(chat.case(1).exhibits) == 1


# ------------------------------------------------------------------------------------------------- a picture left
def test_a_picture_that_waited_a_day_for_its_case_does_not_go_in_silence() -> None:
    chat = between_two().says("取消").taps("先放着").sends_album(None, None)
    assert "存进哪" in chat.screen[-1].text
    chat.passes(hours=25).says("我的投诉").sees("2 个图或消息", "再发一次")
    chat.says("我的投诉").sees_no("再发一次")
    assert not chat.case(1).exhibits
    assert not chat.case(2).exhibits


def test_an_answer_after_that_day_says_what_became_of_it() -> None:
    chat = between_two().says("取消").taps("先放着").sends_picture()
    chat.passes(hours=25).taps("投诉1 · 游戏点卡98元").sees("没有存")
    chat.sends_picture().taps("投诉1 · 游戏点卡98元")
    assert len(chat.case(1).exhibits) == 1


def test_a_forwarded_text_left_for_a_day_is_told_too() -> None:
    between_two().forwards("系统故障").passes(hours=25).says("继续").sees("1 个图或消息")


def test_words_that_the_question_has_too_mean_what_was_said_last() -> None:
    chat = between_two().says("取消").taps("先放着")
    chat.network = text_only()
    chat.forwards("请再等等").sees("存进哪").says("证据").sees("说的是哪一件")
    chat.says("投诉1 · 游戏点卡98元").sees("投诉1 · 游戏点卡98元 · 证据")
    assert chat.case(1).contacts[-1].words is None
