"""The emergency path: it speaks in between, and its buttons lead on."""

from tests.dialogs.chat import Chat
from tests.dialogs.test_filing import filed


def test_the_place_of_the_open_question_is_kept() -> None:
    chat = Chat().says("/new").taps("没收到")
    chat.says("我开了屏幕共享").sees("110")
    assert chat.session.step == "intake.discovered"
    chat.sees_no("没看懂").taps("继续投诉").sees("什么时候发现").offers("刚刚")


def test_going_on_leads_somewhere_when_no_question_is_open() -> None:
    chat = filed().taps("拒绝或不满意").taps("都不是").says("我开了屏幕共享").sees("110")
    chat.sees_no("没听懂").taps("继续投诉").offers("我的投诉")
