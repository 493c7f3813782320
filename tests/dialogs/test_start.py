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
