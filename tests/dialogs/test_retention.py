"""A closed case is kept for RETENTION_DAYS, its user is told twice, and then it is really deleted."""

from complaints.times import DAY
from dialogs.model import DeleteCase, Rules
from tests.dialogs.chat import Chat


def closed(days: int = 180) -> Chat:
    chat = Chat(rules=Rules(retention_days=days)).says("/new").taps("没收到").taps("刚刚").says("点卡 98")
    chat.says("LY20261121001").taps("还没").taps("我已提交").taps("到了").taps("补发了")
    return chat.sees("结案")


def test_told_fourteen_and_three_days_before_and_then_deleted() -> None:
    chat = closed()
    end = chat.now + 180 * DAY
    chat.until(end - 14 * DAY + 12 * 3600).sees("删掉", "投诉1").offers("再留半年", "导出资料")
    chat.until(end - 3 * DAY + 12 * 3600).sees("删掉")
    assert chat.case().outcome is not None
    chat.until(end + DAY).sees("都删掉了")
    assert chat.cases.all() == []
    assert chat.effects == [DeleteCase(case=1)]


def test_kept_for_another_half_year_with_one_tap() -> None:
    chat = closed(days=30)
    chat.until(chat.now + 17 * DAY).taps("再留半年").sees("留到")
    chat.until(chat.now + 100 * DAY)
    assert chat.case().number == 1
    chat.until(chat.now + 90 * DAY)
    assert chat.cases.all() == []


def test_a_button_of_an_earlier_warning_is_out_of_date() -> None:
    chat = closed(days=30)
    chat.until(chat.now + 17 * DAY)
    old = chat.choice("再留半年").value
    chat.taps("再留半年").passes(minutes=1).taps_value(old).sees("过期")


def test_a_case_that_was_opened_again_is_not_deleted() -> None:
    chat = closed(days=20)
    chat.taps("重新打开")
    chat.until(chat.now + 60 * DAY)
    assert chat.case().number == 1
