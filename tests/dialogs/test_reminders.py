"""Reminders as they come to a phone: J7 of the product page, hour by hour."""

from datetime import date

import pytest

from complaints.complaint import Stage
from complaints.times import instant_of, say_time
from tests.dialogs.chat import Chat

SUNDAY = date(2026, 11, 22)


def window(discovered: str) -> Chat:
    """A case whose 48-hour window runs, seen on Sunday at ten."""
    return Chat().says("/new").taps("没收到").says(discovered)


def pushes(chat: Chat) -> list[str]:
    return [message.text for message in chat.screen if message.lane == "push"]


def fired(chat: Chat) -> list[str]:
    """When the planned reminders will come, soonest first, each moment once."""
    return [say_time(at, chat.now)[6:] for at in sorted({row.fire_at for row in chat.reminders[1]})]


def test_a_window_that_ends_in_the_early_morning() -> None:
    chat = window("今天凌晨5点")
    assert [say_time(at, chat.now) for at in sorted({row.fire_at for row in chat.reminders[1]})] == [
        "11月23日(周一) 08:00",
        "11月23日(周一) 22:30",
        "11月24日(周二) 08:00",
    ]


def test_what_falls_together_is_said_once_with_the_hours_left_rounded_down() -> None:
    chat = window("今天凌晨5点").says("取消").taps("先放着")
    chat.until(instant_of(date(2026, 11, 23), 22, 30)).sees("还剩 6 小时", "11月24日(周二) 05:00")
    assert len(pushes(chat)) == 2
    chat.offers("去提交", "我已提交", "1小时后", "不再提醒")


def test_after_the_end_it_still_can_be_filed() -> None:
    window("今天凌晨5点").until(instant_of(date(2026, 11, 24), 8)).sees("照样可以投诉").offers("去提交")


def test_a_window_that_passed_before_it_was_told_of_leaves_nobody_alone() -> None:
    chat = window("前天上午9点").says("点卡 98").says("LY20261121001").taps("还没")
    assert not any("48小时" in text for text in pushes(chat.passes(hours=48)))
    assert pushes(chat)


def test_a_reminder_does_not_move_the_open_question() -> None:
    chat = window("今天凌晨5点")
    step = chat.session.step
    chat.until(instant_of(date(2026, 11, 23), 8)).sees("48小时还剩")
    assert chat.session.step == step
    chat.says("点卡 98")
    assert chat.case().facts.amount == 9800


def test_snooze_comes_when_asked_even_at_night() -> None:
    chat = (
        window("今天凌晨5点").until(instant_of(date(2026, 11, 23), 22, 30)).taps("1小时后").sees("11月23日(周一) 23:30")
    )
    chat.until(instant_of(date(2026, 11, 23), 23, 30))
    assert len(pushes(chat)) == 3


def test_stop_means_stop_and_the_old_button_says_it_is_out_of_date() -> None:
    chat = window("今天凌晨5点").until(instant_of(date(2026, 11, 23), 8))
    late = chat.choice("1小时后").value
    chat.taps("不再提醒").sees("不再提醒")
    chat.passes(minutes=1).taps_value(late).sees("过期")
    chat.passes(hours=60)
    assert len(pushes(chat)) == 1


def test_no_reminder_for_what_was_done_meanwhile() -> None:
    chat = window("今天凌晨5点").says("点卡 98").says("LY20261121001").taps("还没").taps("我已提交")
    assert {row.clock for row in chat.reminders[1]} == {"C1.1"}


def test_two_reminders_unanswered_then_the_question_whether_to_go_on() -> None:
    chat = window("今天凌晨5点").until(instant_of(date(2026, 11, 24), 8))
    chat.sees("提醒过两次了").offers("继续提醒", "每周", "不再提醒")
    chat.taps("每周").sees("每周提醒一次")
    chat.passes(hours=24 * 7)
    assert len(pushes(chat)) == 4


def test_the_answers_clock_asks_after_two_hours_a_day_and_at_the_end() -> None:
    chat = window("刚刚").says("点卡 98").says("LY20261121001").taps("还没").taps("我已提交").taps("还没人理")
    chat.passes(hours=2, minutes=30).sees("对方回话了吗").offers("到了", "答应了，还没到", "拒绝或不满意", "没人理")
    before = len(pushes(chat))
    chat.passes(hours=50)
    assert len(pushes(chat)) > before
    assert "钱或货到了吗" in pushes(chat)[-1]


def test_three_reminders_a_day_then_the_rest_in_the_morning() -> None:
    chat = Chat()
    for hour in (9, 10, 11, 12, 13):
        chat.says("/new").taps("没收到").says(f"昨天{hour}点").says("取消").taps("先放着")
    chat.until(instant_of(date(2026, 11, 22), 13))
    assert len(pushes(chat)) == 3
    chat.until(instant_of(date(2026, 11, 23), 7, 59))
    assert len(pushes(chat)) == 3
    chat.until(instant_of(date(2026, 11, 23), 8)).sees(*(f"投诉{number}" for number in range(1, 6)))
    assert len(pushes(chat)) == 4


def test_whoever_is_asked_whether_to_go_on_can_still_answer() -> None:
    chat = window("刚刚").says("点卡 98").says("LY20261121001").taps("还没").taps("我已提交").taps("还没人理")
    chat.passes(hours=49).sees("钱或货到了吗", "提醒过两次了")
    chat.offers("到了", "答应了，还没到", "拒绝或不满意", "没人理", "继续提醒", "每周", "不再提醒").taps("继续提醒")
    assert chat.reminders[1], "whoever wants to be reminded is"


@pytest.mark.parametrize("hour", [10, 20, 21, 22])
def test_what_is_said_of_the_next_question_is_when_it_comes(hour: int) -> None:
    chat = Chat(now=instant_of(SUNDAY, hour, 30)).says("/new").taps("没收到").taps("刚刚").says("点卡 98")
    chat.says("LY20261121001").taps("还没").taps("我已提交").taps("还没人理")
    chat.sees(f"我会在 {say_time(min(row.fire_at for row in chat.reminders[1]), chat.now)} 来问你结果")


def test_quiet_hours_of_ones_own() -> None:
    chat = window("今天凌晨5点").says("/settings").says("21:00到09:00").sees("21:00-09:00")
    assert min(row.fire_at for row in chat.reminders[1]) == instant_of(date(2026, 11, 23), 9)
    chat.says("设置").taps("不设")
    assert instant_of(date(2026, 11, 23), 5) in {row.fire_at for row in chat.reminders[1]}


def test_listing_and_extending() -> None:
    chat = window("刚刚").says("点卡 98").says("LY20261121001").taps("还没").taps("我已提交").taps("还没人理")
    chat.says("提醒").sees("对方答复").taps("投诉1").taps("改期").says("后天下午三点").sees("11月24日(周二) 15:00")
    clock = next(clock for clock in chat.case().clocks if clock.state == "running")
    assert clock.due == instant_of(date(2026, 11, 24), 15)


def test_the_activation_of_a_code() -> None:
    chat = Chat().says("/new").taps("没收到")
    chat.taps("刚刚").says("卡密 98").says("LY20261121001").taps("还没")
    chat.says("/cases").taps("投诉1").taps("盯激活期限").says("昨天下午三点").sees(
        "11月28日(周六) 15:00", "网上的投诉攻略"
    )


def test_nothing_is_pushed_for_a_closed_case() -> None:
    chat = window("今天凌晨5点").says("点卡 98").says("LY20261121001").taps("还没")
    chat.says("/cases").taps("投诉1").taps("结案").taps("我不投诉了")
    assert chat.case().stage == Stage.CLOSED
    assert {row.clock for row in chat.reminders[1]} == {"D.1"}, "only how long it is kept"


def test_somebody_who_comes_back_hears_what_fell_due() -> None:
    chat = window("刚刚").says("点卡 98").says("LY20261121001").taps("还没").taps("我已提交").taps("还没人理")
    chat.person = chat.person.model_copy(update={"reachable": False})
    chat.reminders = {}
    chat.now += 72 * 3600
    chat.says("你好").sees("欢迎回来", "对方答复")
