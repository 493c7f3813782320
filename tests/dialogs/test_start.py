"""The first minute: what a newcomer sends before consenting waits, for a day, and is taken up afterwards."""

from dialogs.flows.held import MOST
from tests.dialogs.chat import Chat


def test_what_was_said_before_consent_is_taken_up_after_it() -> None:
    chat = Chat(consented=False).says("游戏点卡98元没到账").sees("先替你放着").offers("同意，开始投诉")
    assert chat.cases.all() == []
    chat.taps("同意，开始投诉")
    assert chat.case().facts.amount == 9800


def test_what_waited_for_a_day_is_erased_even_if_the_newcomer_goes_on_talking() -> None:
    chat = Chat(consented=False).says("游戏点卡98元没到账").passes(hours=23).says("在吗")
    assert "98" in chat.session.model_dump_json()
    chat.passes(hours=2).says("在吗").sees_no("先替你放着")
    assert "98" not in chat.session.model_dump_json()
    chat.taps("同意，开始投诉")
    assert chat.case().facts.amount is None


def test_what_finds_no_place_before_consent_is_said_to_be_left_out() -> None:
    chat = Chat(consented=False)
    for number in range(MOST):
        chat.sends_picture(f"{number}").sees("先替你放着")
    chat.sends_picture("one too many").sees("没收").sees_no("先替你放着")
    assert len(chat.session.held) == MOST


# ----------------------------------------------------------------------------------- after somebody was forgotten
def again() -> Chat:
    """Somebody who was forgotten, back with message 100, and with a case 1 like the one before."""
    chat = Chat(consented=False).says("/start", message="100").taps_value("p:consent", message="101")
    return chat.says("订单号LY20261121001，购买游戏点卡98元未到账", message="102")


def test_a_button_of_a_case_that_was_forgotten_means_no_later_one() -> None:
    for value in ("c:1:open", "c:1:delete", "q:1:not_delivered", "c:1:letter:ticket"):
        for message in ("7", "99", "100", "101"):
            chat = again()
            before = (chat.case(), chat.session.step)
            chat.passes(minutes=1).taps_value(value, message=message).sees("过期", "什么时候发现")
            assert (chat.case(), chat.session.step) == before
    again().passes(minutes=1).taps_value("c:1:open", message="103").sees("投诉1").sees_no("过期")


def test_a_question_of_before_is_no_answer_now_though_its_number_is_the_same() -> None:
    chat = again()
    offered = chat.session.offered[0].value
    assert offered.startswith("q:")
    chat.passes(minutes=1).taps_value(offered, message="50").sees("过期")
    assert chat.case().facts.discovered is None
    offered = chat.session.offered[0].value
    chat.passes(minutes=1).taps_value(offered, message="103").sees_no("过期")
    assert chat.case().facts.discovered is not None


def test_the_consent_of_before_is_none_now() -> None:
    chat = Chat(consented=False).taps_value("p:consent", message="40").sees("免费的非官方工具")
    chat.passes(minutes=1).taps_value("p:consent", message="40").sees("免费的非官方工具")
    assert chat.person.consent is None
    chat.passes(minutes=1).taps_value("p:consent", message="55").sees("出了什么问题")
    assert (chat.person.consent is not None, chat.session.since) == (True, "55")


def test_an_older_welcome_of_the_same_newcomer_does_too() -> None:
    chat = Chat(consented=False).says("/start", message="100").says("点卡98元没到账", message="102")
    chat.passes(minutes=1).taps_value("p:consent", message="101")
    assert chat.person.consent is not None


def test_whoever_consents_in_words_begins_with_them() -> None:
    chat = Chat(consented=False).says("/start", message="100").says("同意", message="102")
    chat.says("订单号LY20261121001，购买游戏点卡98元未到账", message="104").passes(minutes=1)
    chat.taps_value("c:1:open", message="99").sees("过期").passes(minutes=1)
    chat.taps_value("c:1:open", message="105").sees("投诉1").sees_no("过期")
