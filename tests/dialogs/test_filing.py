"""Filing, waiting and going further, as conversations."""

from datetime import date

import pytest

from complaints.complaint import Stage
from complaints.times import HOUR, Instant, instant_of
from tests.dialogs.chat import SUNDAY, Chat


def ready(problem: str = "没收到", now: Instant = SUNDAY) -> Chat:
    """A case whose first text is on the screen."""
    chat = Chat(now=now).says("/new").taps(problem).taps("刚刚").says("游戏点卡 98元").says("LY20261121001")
    return chat.taps("还没")


def filed() -> Chat:
    return ready().taps("我已提交")


# --------------------------------------------------------------------------------------------------------- the text
def test_the_text_stands_alone_and_can_be_copied_in_one_tap() -> None:
    chat = ready()
    text = next(message for message in chat.answer if message.verbatim)
    assert text.rows == ()
    assert len(text.text) <= 120
    for words in ("LY20261121001", "98元", "游戏点卡"):
        assert words in text.text
    if chat.network.copy_text:
        assert chat.choice("复制全文").copy_text == text.text
    chat.offers("我已提交", "改内容", "换工单", "换邮箱", "存截图")


def test_another_channel_is_one_tap_away() -> None:
    chat = ready().taps("换工单").sees("工单").offers("换在线客服", "换邮箱")
    chat.taps("换邮箱").sees("主题", "附件")
    parts = [message.text for message in chat.answer if message.verbatim]
    assert any(part.startswith("投诉-LY20261121001-") for part in parts)


def test_own_words_take_the_place_of_ours_and_can_be_taken_back() -> None:
    chat = ready().taps("改内容").taps("自己写").says("请尽快处理我的订单，谢谢。")
    assert [message.text for message in chat.answer if message.verbatim] == ["请尽快处理我的订单，谢谢。"]
    chat.taps("改内容").taps("用原来写好的")
    assert "LY20261121001" in next(message.text for message in chat.answer if message.verbatim)


def test_own_words_that_are_too_hot_are_told_once_and_kept() -> None:
    hot = "11月22日 98元 再不退就曝光你！！！"
    chat = ready().taps("改内容").taps("自己写").says(hot).offers("用平和的写法", "保留我的").taps("保留我的")
    chat.sees(hot, "说得重的字眼", "改内容").offers("我已提交").says("嗯").sees_no("说得重的字眼")
    calm = ready().taps("改内容").taps("自己写").says("11月22日买的98元点卡没到，请补发")
    calm.offers("我已提交").sees_no("说得重的字眼", "说得重")


def test_an_appeal_without_a_stage_before_it_says_how_to_get_one() -> None:
    chat = (
        ready().taps_value("c:1:letter:supervisor_appeal").sees("之前什么时候找过客服").offers("记一笔", "看要发的话")
    )
    chat.taps("记一笔").taps("在线客服").taps("昨天").taps("没人理").taps_value("c:1:letter:supervisor_appeal")
    assert any("11月21日(周六)联系在线客服，至今未获答复" in message.text for message in chat.answer)


def test_after_the_platforms_own_ways_others_are_named() -> None:
    chat = filed().taps("还没人理").passes(hours=49).taps("没人理").taps("看给主管的申诉").taps("我已提交").taps("跳过")
    chat.sees("3个工作日", "不是规定").passes(hours=90).taps("没人理").taps("看平台升级申请").offers("还能找谁")
    chat.taps("我已提交").taps("跳过").passes(hours=150).taps("没人理").sees("平台以外").offers("还能找谁", "再等等")
    chat.offers_no("看平台升级申请").taps("还能找谁").offers("12315投诉")


def test_what_was_sent_is_kept_as_it_was() -> None:
    chat = filed()
    sent = chat.case().filings[0]
    chat.says("/cases").taps("投诉1").taps("改资料").taps("金额").says("120")
    assert chat.case().filings[0] == sent
    chat.says("/cases").taps("投诉1").taps("记录和原文").taps("第1次发的")
    assert chat.answer[-1].text == sent.text
    assert chat.answer[-1].verbatim


def test_what_was_on_the_screen_is_kept_though_the_facts_changed_since() -> None:
    chat = ready()
    amount = chat.case().origins["amount"].message
    sent = next(message.text for message in chat.answer if message.verbatim)
    chat.edits("游戏点卡 120元", message=amount)
    assert chat.case().facts.amount == 12000
    chat.taps("我已提交")
    assert chat.case().filings[0].text == sent
    assert "98元" in sent


def test_a_text_that_changed_is_shown_again_with_its_card() -> None:
    chat = ready()
    chat.edits("游戏点卡 120元", message=chat.case().origins["amount"].message)
    chat.says("继续")
    assert "120元" in next(message.text for message in chat.answer if message.verbatim)
    chat.taps("我已提交")
    assert "120元" in chat.case().filings[0].text


def test_a_button_files_the_text_that_it_stands_under() -> None:
    chat = ready()
    first = chat.choice("我已提交").value
    chat.taps("换工单").taps_value(first)
    assert [filing.letter for filing in chat.case().filings] == ["customer_service"]


def test_filing_late_asks_when_and_a_future_time_is_the_past_one() -> None:
    chat = ready().passes(hours=3)
    chat.taps("我已提交").sees("刚才发的吗").says("今天10点半")
    assert chat.case().filings[0].at == chat.case().opened + HOUR // 2
    assert chat.case().stage == Stage.FILED


def test_what_was_filed_long_ago_is_asked_about_at_once_and_again_tomorrow() -> None:
    chat = ready().taps("换工单").passes(hours=80).taps("我已提交").taps("当时就发了").taps("跳过")
    chat.sees("钱或货到了吗").offers("到了", "没人理").sees_no("我会在")
    assert {row.clock for row in chat.reminders[1]} == {"C3.1", "N.1"}
    chat.passes(hours=24).sees("投诉1", "下一步还没走")


def test_filing_ends_the_window_and_starts_the_answer_clock() -> None:
    chat = filed()
    states = {clock.id: clock.state for clock in chat.case().clocks}
    assert states == {"C0": "done", "C1": "running"}
    chat.sees("对方当场怎么说").offers("答应了，还没到", "拒绝或不满意", "还没人理")


def test_a_ticket_number_is_asked_and_may_be_skipped() -> None:
    chat = ready().taps("换工单").taps("我已提交").sees("工单号").says("T-2026-1")
    assert chat.case().filings[0].ticket == "T-2026-1"
    chat.sees("来问你结果")
    chat = ready().taps("换工单").taps("我已提交").taps("跳过").sees("来问你结果")
    assert chat.session.step == "idle"


def test_filed_in_words() -> None:
    chat = ready().says("已提交")
    assert chat.case().stage == Stage.FILED


# ------------------------------------------------------------------------------------------------------- what came
def test_a_promise_has_its_own_clock_and_only_arrival_closes() -> None:
    chat = filed().taps("答应了，还没到").sees("答应到什么时候").says("明天下午三点")
    chat.sees("11月23日(周一) 15:00")
    assert chat.case().stage == Stage.FILED
    chat.passes(hours=30).sees("说好等到现在", "到手了吗")
    chat.taps("到了").taps("全额退款").taps("98元").sees("结案：全额退款，98元", "用了 2 天")
    assert chat.case().stage == Stage.CLOSED
    assert {row.clock for row in chat.reminders[1]} == {"D.1"}, "only how long it is kept"


def test_silence_waits_for_the_clock_then_offers_the_appeal() -> None:
    chat = filed().taps("还没人理").sees("来问你结果")
    chat.passes(hours=49)
    chat.taps("没人理").sees("可以走下一步了").taps("看给主管的申诉")
    text = next(message.text for message in chat.answer if message.verbatim)
    assert "11月22日(周日) 10:00" in text
    assert "至今未获答复" in text


def test_a_stock_excuse_is_answered_with_the_law_and_rebutted_in_the_appeal() -> None:
    chat = filed().says("系统故障，请您耐心等待")
    chat.sees("法").offers("看给主管的申诉")
    assert chat.case().facts.excuse is not None


def test_a_refusal_asks_for_the_reason() -> None:
    chat = filed().taps("拒绝或不满意").sees("理由").taps("都不是").offers("看给主管的申诉", "再等等")
    chat.taps("再等等").sees("再来问你")


def test_the_appeal_starts_the_supervisor_clock_of_three_working_days() -> None:
    chat = filed().taps("拒绝或不满意").taps("都不是").taps("看给主管的申诉").taps("我已提交").taps("跳过")
    clock = next(clock for clock in chat.case().clocks if clock.id == "C2")
    assert chat.case().stage == Stage.APPEALED
    assert clock.due == chat.case().filings[-1].deadline == instant_of(date(2026, 11, 25), 18)
    assert clock.certain


def test_a_deadline_over_a_year_without_its_notice_is_said_to_be_reckoned() -> None:
    chat = ready(now=instant_of(date(2026, 12, 30), 10)).taps("我已提交").taps("拒绝或不满意").taps("都不是")
    chat.taps("看给主管的申诉").taps("我已提交").taps("跳过")
    assert not next(clock for clock in chat.case().clocks if clock.id == "C2").certain
    chat.says("提醒").sees("申诉答复", "预计")


def test_an_offer_the_user_does_not_accept_goes_on() -> None:
    chat = filed().taps("到了").taps("只给了优惠券").sees("你接受吗").taps("不接受，继续").offers("看给主管的申诉")
    assert chat.case().stage != Stage.CLOSED


def test_every_rung_is_reached_with_words_and_numbers_alone() -> None:
    chat = filed().says("拒绝或不满意").says("都不是").says("还能找谁").offers("12315投诉")
    chat.says("12315投诉").sees("这件合适", "先备好")
    chat.says("还能找谁").says(str(chat.labels.index("报警、止付") + 1)).sees("止付")


def test_a_reminder_does_not_change_what_a_number_means() -> None:
    chat = filed().taps("还没人理").says("/cases")
    meant = chat.answer[-1].rows[0][0]
    chat.passes(hours=49)
    assert any(message.lane == "push" for message in chat.screen)
    chat.says("1")
    assert meant.value == "c:1:open"
    chat.sees("证据").offers("改资料")


def test_closed_cases_are_reopened_with_one_tap() -> None:
    chat = filed().taps("到了").taps("补发了").sees("结案").taps("重新打开").sees("重新打开了")
    assert chat.case().stage == Stage.FILED
    assert chat.case().outcome is None


def test_a_reopened_case_stands_where_it_stood() -> None:
    chat = filed().taps("拒绝或不满意").taps("都不是").passes(minutes=1)
    chat.taps("看给主管的申诉").taps("我已提交").taps("跳过")
    for stage in (Stage.APPEALED, Stage.OUTSIDE):
        assert chat.case().stage == stage
        chat.passes(minutes=1).taps_value("c:1:end").taps("我不投诉了").passes(minutes=1).taps_value("c:1:reopen")
        assert chat.case().stage == stage
        chat.passes(minutes=1).taps_value("c:1:route:heimao").passes(minutes=1).taps("我已提交").taps("跳过")


def test_a_case_that_was_reopened_is_asked_about() -> None:
    chat = filed().taps("到了").taps("补发了").taps("重新打开")
    assert chat.reminders[1]
    chat.passes(hours=48)
    assert any(message.lane == "push" for message in chat.screen)


@pytest.mark.parametrize("action", ["refused", "review", "go_on"])
def test_buttons_of_a_closed_case_say_so(action: str) -> None:
    chat = filed().taps("到了").taps("补发了").passes(minutes=1)
    before = chat.case()
    chat.taps_value(f"c:1:{action}").sees("已经结案").offers("重新打开")
    assert chat.case() == before


# ---------------------------------------------------------------------------------------------------- several cases
def test_several_cases_are_never_mixed_up() -> None:
    chat = filed()
    chat.says("/new").taps("卡密无效").taps("刚刚").says("软件 30")
    assert chat.case(2).facts.amount == 3000
    assert chat.case(1).facts.amount == 9800
    chat.says("取消").taps("先放着").says("/letter").sees("说的是哪一件").offers("投诉1 · 游戏点卡98元")
    chat.says("1").sees("游戏点卡")
    chat.says("/cases").sees("投诉1", "投诉2")


@pytest.mark.parametrize("words", ["没有啊", "没给", "不知道"])
def test_who_has_no_ticket_number_says_so(words: str) -> None:
    chat = ready().taps("换工单").taps("我已提交").says(words).sees("来问你结果")
    assert chat.case().filings[-1].ticket is None


def test_a_ticket_number_has_a_figure_in_it() -> None:
    chat = ready().taps("换工单").taps("我已提交").says("刚刚").sees("没看到编号", "有工单号").says("G88231")
    assert chat.case().filings[-1].ticket == "G88231"
