"""The days that an office's time counts from, what was filed before we met, and the rule before 2026-04-15."""

from datetime import date

import pytest

from complaints import clocks
from complaints.complaint import Stage
from complaints.times import date_of, instant_of
from dialogs.model import IDLE
from tests.dialogs.chat import Chat
from tests.dialogs.outside import at_ladder, at_text, running, submitted, through


def clock_of(chat: Chat, name: str) -> date:
    """The last day of the running clock of that id."""
    return date_of(next(one.due for one in chat.case().clocks if one.id == name and one.state == "running"))


def asked() -> Chat:
    """12315投诉 submitted, the day of receipt on the screen."""
    return at_text("samr_complaint").passes(minutes=1).taps("我已提交").taps("跳过").sees("市场监管局哪天收到的")


# ----------------------------------------------------------------------------------------------- the day of receipt
def test_the_seven_working_days_count_from_the_receipt_not_from_the_tap() -> None:
    chat = asked().taps("先这样算").sees("最晚约12月1日(周二)", "以12315页面显示为准").offers("改日期")
    chat.taps("改日期").says("11月20号").sees("12月1日(周二)")
    chat = asked().says("11月19号").sees("11月30日(周一)")
    assert clock_of(chat, "K1") == date(2026, 11, 30)


def test_the_day_may_be_corrected_later_and_from_the_reminder() -> None:
    chat = (
        asked()
        .taps("先这样算")
        .passes(hours=30)
        .says("提醒")
        .taps("投诉1")
        .offers("改日期")
        .taps("改日期")
        .taps("今天")
    )
    assert clock_of(chat, "K1") == date(2026, 12, 2)


def test_a_clock_runs_even_when_the_question_is_left_open() -> None:
    chat = asked().says("取消")
    assert "K1" in running(chat)


def test_a_day_that_has_not_come_is_no_day_of_receipt() -> None:
    chat = asked().says("明天").sees("那天还没到", "哪天收到的").says("嗯嗯").sees("这个时间我没看懂").says("今天")
    assert clock_of(chat, "K1") == date(2026, 12, 1)


def test_over_a_year_without_its_notice_the_date_is_reckoned() -> None:
    chat = submitted("samr_complaint", now=instant_of(date(2026, 12, 24), 10))
    assert not next(one for one in chat.case().clocks if one.id == "K1").certain
    chat.says("提醒").sees("预计最晚约2027年1月5日")


def test_an_old_button_is_told_kindly() -> None:
    asked().taps("先这样算").passes(minutes=1).taps_value("c:1:started:K9.1").sees("过期")


# --------------------------------------------------------------------------------------------------- the rule before
def test_before_the_new_measures_the_offices_own_date_is_asked_for() -> None:
    chat = asked().says("2026年4月10号").sees("旧规定", "以它告诉你的为准").says("12月15号")
    assert clock_of(chat, "K1") == date(2026, 12, 15)


def test_without_a_date_of_the_office_nothing_is_counted() -> None:
    chat = asked().says("2026年4月10号").taps("没说哪天").sees("那边怎么说").offers("受理了", "不受理")
    assert "K1" not in running(chat)
    assert "O" in running(chat)


def test_on_the_first_day_of_the_new_measures_they_count() -> None:
    asked().says("2026年4月15号").sees_no("旧规定")


def test_an_old_date_that_has_passed_is_asked_about_at_once() -> None:
    asked().says("2026年4月10号").says("5月20号").offers("受理了", "不受理")


# ----------------------------------------------------------------------------- what becomes of the platform's time
def test_the_platform_may_still_answer_and_is_asked_about_as_promised() -> None:
    chat = at_ladder()
    [promised] = [one.due for one in chat.case().clocks if one.id == "C1"]
    chat.passes(minutes=1).taps_value("c:1:route:heimao")
    through(chat).passes(minutes=1).taps("我已提交").taps("跳过").sees("平台也可能先答复：到 11月24日", "我照样来问")
    assert {"C1", "O"} <= running(chat)
    chat.taps("有进展了").sees("黑猫").offers("平台回话了").taps("平台回话了").offers("答应了，还没到", "没人理")
    chat.until(promised).sees("你给对方的时间到了", "钱或货到了吗").offers("没人理")


def test_a_promise_of_the_platform_outlasts_the_next_way() -> None:
    chat = at_ladder().passes(minutes=1).taps_value("c:1:promised").taps("3天内").passes(minutes=1)
    chat.taps_value("c:1:route:heimao")
    through(chat).passes(minutes=1).taps("我已提交").taps("跳过").sees("我照样来问")
    assert {"P", "O"} <= running(chat)


def test_a_time_that_has_had_its_last_word_ends_with_the_next_way() -> None:
    chat = at_ladder().passes(hours=60).sees("你给对方的时间到了")
    assert "C1" in running(chat)
    chat.passes(minutes=1).taps_value("c:1:route:heimao")
    through(chat).passes(minutes=1).taps("我已提交").taps("跳过").sees_no("照样来问")
    assert "C1" not in running(chat)
    chat.taps("有进展了").offers_no("平台回话了")


def test_two_offices_are_each_asked_about_in_their_own_time() -> None:
    chat = submitted("heimao").passes(minutes=1).taps_value("c:1:route:xiaofeibao")
    through(chat).passes(minutes=1).taps("我已提交").taps("跳过")
    asked = [one for one in chat.case().clocks if one.id == "O" and one.state == "running"]
    assert {one.filing for one in asked} == {2, 3}


# ------------------------------------------------------------------------------------------------ before we met
def test_what_was_submitted_without_us_is_noted_with_its_day() -> None:
    chat = at_text("samr_complaint").taps("早就交过了").sees("哪天交的").says("11月18号").sees("那边怎么说")
    sent = chat.case().filings[-1]
    assert (sent.channel, sent.text, date_of(sent.at)) == ("samr_complaint", "", date(2026, 11, 18))
    assert clock_of(chat, "K1") == date(2026, 11, 27)
    chat.taps("不受理").taps("证明不了交易").offers("补截图", "再交一次")


def test_who_does_not_remember_is_asked_nothing_more() -> None:
    chat = at_text("heimao").taps("早就交过了").taps("不记得").sees("那边怎么说").offers("商家回复了")
    assert date_of(chat.case().filings[-1].at) == date(2026, 11, 15)


def test_an_old_submission_asks_for_the_offices_own_date() -> None:
    at_text("samr_complaint").taps("早就交过了").says("2026年3月1号").sees("旧规定")


def test_a_draft_goes_through_its_questions_first_and_keeps_what_was_told() -> None:
    chat = Chat().says("12315不受理我的投诉，98元的点卡没到账").sees("什么时候发现").says("昨天下午三点")
    chat.says("LY20261121001").taps("找过，被拒").taps("昨天").sees("12315投诉是哪天交的").says("上周三")
    chat.sees("理由是哪一种").says("材料不全").sees("补齐了再交")
    assert chat.case().facts.told == ()
    assert chat.case().stage == Stage.OUTSIDE


def test_it_may_be_told_where_customer_service_is_asked_about() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("游戏点卡 98元").says("LY20261121001")
    chat.says("12315已经不受理了").sees("我记下了", "找过客服了吗").taps("还没").sees("12315投诉是哪天交的")


def test_hotlines_are_no_order_numbers() -> None:
    chat = Chat().says("订单号LY20261121001，12315不受理，98元点卡没到账")
    assert chat.case().facts.order_numbers == ("LY20261121001",)


def test_a_way_that_needs_a_finished_case_waits_for_it() -> None:
    chat = Chat().says("/new").taps("没收到").taps_value("c:1:had:samr_complaint")
    assert not chat.case().filings


def test_court_days_may_be_corrected_too() -> None:
    chat = submitted("court").says("提醒").taps("投诉1").taps("改日期").sees("哪天交给法院").says("11月20号")
    assert clock_of(chat, "C5") == date(2026, 11, 27)
    at_ladder().passes(minutes=1).taps_value("c:1:started:C1.1").sees("过期")


@pytest.mark.parametrize("step", ["office_dates.started", "office_dates.own_date"])
def test_a_day_for_a_clock_that_ended_meanwhile_is_answered(step: str) -> None:
    """The result was told in another chat of the same person."""
    chat = asked()
    chat.session = chat.session.model_copy(update={"step": step})
    case = chat.case()
    chat.cases.put(clocks.done(case, clocks.running(case, "K1")[0].key))
    chat.says("前天").sees("投诉1")
    assert chat.session.step == IDLE


def test_the_day_of_receipt_may_be_skipped() -> None:
    assert clock_of(asked().says("跳过").sees("最晚约"), "K1") == date(2026, 12, 1)
