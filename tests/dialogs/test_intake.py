"""The first minute and the intake, as conversations."""

from datetime import date

import pytest

from complaints.complaint import Stage
from complaints.times import HOUR, instant_of
from dialogs.model import Rules
from tests.dialogs.chat import SUNDAY, Chat

SENTENCE = "订单号LY20240510001，购买游戏点卡未到账，要求立即补发"


def newcomer() -> Chat:
    return Chat(consented=False, may_upload=False)


# ---------------------------------------------------------------------------------------------------- first minute
def test_the_welcome_says_what_it_is_and_asks_for_consent() -> None:
    chat = newcomer().says("/start")
    chat.sees(
        "提交由你自己来",
        "免费的非官方工具",
        "不是平台客服，不是12315，也不是律师",
        "验证码、密码、身份证号",
        "导出或删掉",
    )
    chat.offers("同意，开始投诉", "看隐私说明")
    assert chat.person.consent is None
    chat.taps("同意，开始投诉").sees("出了什么问题")
    assert chat.person.consent is not None


def test_who_runs_it_is_said_where_an_operator_does() -> None:
    chat = Chat(consented=False, rules=Rules(operator="某某工作室", operator_contact="a@b.example", region="上海"))
    chat.says("/start").sees("上海", "某某工作室", "a@b.example")
    chat.taps("看隐私说明").sees("180 天", "备份最多再留30天").offers("同意，开始投诉")


def test_what_came_before_consent_is_held_and_taken_up() -> None:
    chat = newcomer().says(SENTENCE).sees("先替你放着").offers("同意，开始投诉")
    assert chat.cases.all() == []
    chat.taps("同意，开始投诉").sees("记下了", "LY20240510001", "游戏点卡", "补发")
    assert chat.case().facts.problem == "not_delivered"
    assert chat.session.held == ()


def test_consent_can_be_given_by_number_or_word() -> None:
    for word in ("1", "①", "同意", "同意，开始投诉"):
        assert newcomer().says("/start").says(word).person.consent is not None


def test_without_consent_nothing_else_works() -> None:
    chat = newcomer().says("/start")
    for value in ("c:1:delete", "p:export", "q:1:x", "", "p:delete_all"):
        chat.taps_value(value).offers("同意，开始投诉")
    chat.says("/cases").offers("同意，开始投诉")
    assert chat.cases.all() == []
    assert chat.jobs == []


def test_a_first_screenshot_without_words_opens_a_complaint_after_consent() -> None:
    chat = newcomer().sends_picture().offers("同意，开始投诉")
    chat.taps("同意，开始投诉")
    assert chat.person.consent is not None
    assert chat.session.step != "idle"


# ------------------------------------------------------------------------------------------------ counts of actions
def test_at_most_nine_actions_from_start_to_a_text_to_copy() -> None:
    chat = newcomer().says("/start").taps("同意，开始投诉").taps("没收到").taps("昨天").taps("晚上")
    chat.says("游戏点卡 98元").says("LY20261121001").taps("还没")
    assert chat.case().stage == Stage.READY
    assert chat.answer[-2].verbatim
    assert chat.actions + 1 <= 9, "copying is an action too"


def test_at_most_four_actions_with_the_one_sentence() -> None:
    chat = newcomer().says(SENTENCE).taps("同意，开始投诉").taps("刚刚").taps("还没")
    assert any(message.verbatim for message in chat.answer)
    assert chat.actions <= 4


def test_everything_by_buttons_alone() -> None:
    chat = newcomer().says("/start").taps("同意，开始投诉").taps("卡密无效").taps("今天").taps("不记得")
    chat.taps("卡密").taps("截图里有").taps("还没")
    assert chat.case().stage == Stage.READY
    assert any(message.verbatim for message in chat.answer)


def test_everything_by_typed_numbers_and_words_alone() -> None:
    chat = (
        newcomer()
        .says("开始")
        .says("1")
        .says("1")
        .says("２")
        .says("③")
        .says("点卡98元")
        .says("LY20261121001")
        .says("1")
    )
    assert chat.case().stage == Stage.READY
    assert any(message.verbatim for message in chat.answer)


# --------------------------------------------------------------------------------------------------- one at a time
def test_the_first_useful_result_comes_before_the_last_question() -> None:
    chat = Chat().says("/new").taps("没收到").sees("充值账号和区服", "提取卡密")
    chat.says("昨晚十点半")
    chat.sees(
        "11月21日(周六) 22:30",
        "最好在 11月23日(周一) 22:30 前投诉",
        "48小时内投诉",
        "法律没有这条时限",
        "确认收货",
        "截图",
    )
    assert chat.case().clocks[0].due == instant_of(date(2026, 11, 23), 22, 30)


def test_it_arrived_after_a_first_check_ends_happily() -> None:
    chat = Chat().says("/new").taps("没收到").taps("到了！")
    chat.sees("不用投诉了", "结案").offers("重新打开")
    assert chat.case().stage == Stage.CLOSED
    assert chat.session.step == "idle"


def test_a_window_that_has_passed_is_said_once_and_never_pushed() -> None:
    chat = Chat().says("/new").taps("没收到").says("5月10号上午9点").sees("照样可以投诉")
    assert chat.reminders.get(1, ()) == ()


def test_an_odd_order_number_is_accepted_after_one_confirmation() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98").says("A-77")
    chat.sees("A-77").taps("对").sees("找过客服")
    assert chat.case().facts.order_numbers == ("A-77",)


def test_words_about_a_screenshot_answer_for_the_order_number() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98").says("哈哈").sees("没看到订单号")
    assert chat.text.count("订单号") == 1
    chat.says("订单截图里有").sees("找过客服").says("还没有")
    assert (chat.case().facts.order_in_screenshot, chat.case().facts.contacted) == (True, "no")


def test_several_order_numbers_are_one_case() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98").says("LY20261121001 LY20261121002")
    assert chat.case().facts.order_numbers == ("LY20261121001", "LY20261121002")


def test_the_platform_is_guessed_from_the_order_number_and_shown() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98").says("LY20261121001").taps("还没")
    assert chat.case().facts.platform == "liyun"
    chat.says("/cases").taps("投诉1").taps("改资料").sees("利云卡盟")


def test_back_skip_help_and_pause_lose_nothing() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98")
    chat.says("帮助").sees("订单号发我")
    chat.says("返回").sees("花了多少钱").says("返回").sees("什么时候发现")
    chat.says("刚刚").sees("订单号发我").says("跳过").sees("找过客服")
    assert chat.case().facts.order_in_screenshot
    chat.says("取消").taps("先放着").sees("继续")
    chat.passes(hours=30).says("继续").sees("找过客服")
    assert chat.case().facts.amount == 9800


def test_cancelling_asks_and_can_throw_the_draft_away() -> None:
    chat = Chat().says("/new").taps("没收到").says("取消").taps("不要了").taps("删掉")
    assert chat.cases.all() == []
    assert chat.session.step == "idle"


def test_a_changed_answer_brings_back_only_what_hangs_on_it() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98").says("LY20261121001").taps("还没")
    chat.taps("改内容").taps("改资料").taps("金额").says("九十八块五").sees("98.50元").taps("都对").sees("98.50元")
    chat.taps("改内容").taps("改资料").taps("问题").taps("卡密无效").taps("都对")
    assert chat.case().facts.problem == "code_invalid"
    assert chat.case().facts.order_numbers == ("LY20261121001",)


def test_an_edited_message_corrects_its_answer() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98")
    message = chat.last_message
    chat.edits("点卡 89", message=message).sees("89元")
    assert chat.case().facts.amount == 8900
    chat.edits("什么", message="nobody").sees("没有对应的答案")
    chat.says("LY20261121001").edits("LY20261121002").sees("订单号：LY20261121002").sees_no("平台")
    assert chat.case().facts.platform == "liyun"


def test_many_facts_in_one_sentence_are_read_back() -> None:
    chat = Chat().says("昨天下午三点买的点卡98元，一直没到账，找过客服没人回")
    chat.sees("记下了")
    facts = chat.case().facts
    assert (facts.problem, facts.amount, facts.contacted) == ("not_delivered", 9800, "silent")


def test_an_unclear_story_is_kept_and_a_choice_is_asked() -> None:
    chat = Chat().says("/new").says("反正就是很糟心啊啊啊").sees("先记下了", "最接近的是哪一种").sees_no("出了什么问题")
    assert chat.case().facts.story == "反正就是很糟心啊啊啊"
    chat.says("没收到").sees("什么时候发现")


def test_card_keys_are_masked_before_they_are_kept() -> None:
    chat = Chat().says("/new").says("卡密ABCD-EFGH-JKLM-NPQR提示无效").sees("遮住")
    stored = "".join(chat.cases.documents.values())
    assert "EFGH" not in stored


def test_too_many_open_cases_are_kindly_refused() -> None:
    chat = Chat(rules=Rules(max_open_cases=1)).says("/new").taps("没收到").says("/new")
    chat.sees("已经有 1 件投诉开着")
    assert len(chat.cases.all()) == 1


# ------------------------------------------------------------------------------------------------- the right rung
def test_whoever_was_refused_already_starts_with_the_appeal() -> None:
    chat = Chat().says("/new").taps("卡密无效").says("前天下午三点").says("点卡 98").says("LY20261121001")
    chat.taps("找过，被拒").says("昨天上午在线客服")
    chat.sees("客服主管", "11月21日")
    assert chat.case().contacts[0].result == "refused"


def test_whoever_waited_in_vain_for_a_short_time_gets_the_ticket() -> None:
    chat = Chat().says("/new").taps("卡密无效").says("今天凌晨1点").says("点卡 98").says("LY20261121001")
    chat.taps("找过，没回").taps("今天").sees("工单")


# ------------------------------------------------------------------------------------------------------ bad input
def test_a_stale_button_gets_a_kind_word_and_the_question() -> None:
    chat = Chat().says("/new").taps("没收到")
    stale = chat.choice("刚刚").value
    chat.taps("刚刚").taps_value(stale)
    chat.hears_nothing() if not chat.answer else chat.sees("过期了")
    chat.passes(minutes=1).taps_value(stale).sees("过期了", "花了多少钱")


def test_a_stale_button_leads_on_when_no_question_is_open() -> None:
    Chat().taps_value("q:1:no").sees("过期了").offers("我的投诉")


def test_thanks_are_no_complaint() -> None:
    chat = Chat().says("/new").taps("没收到").says("取消").taps("先放着").says("谢谢！").sees("有进展随时告诉我")
    assert chat.session.step == "idle"
    chat.says("他们又说等等").sees("没听懂").offers("记一笔", "我的投诉", "新投诉")


def test_a_double_tap_is_one_tap() -> None:
    chat = Chat().says("/new").taps("没收到")
    value = chat.choice("刚刚").value
    chat.taps_value(value).taps_value(value).hears_nothing()


def test_forged_taps_do_nothing() -> None:
    chat = Chat().says("/new").taps("没收到")
    for value in ("c:99:delete", "c:1:nosuch", "c:-1:open", "c:１:open", "q:x", "zz", "p:nosuch", "c::", ":" * 30):
        chat.passes(minutes=1).taps_value(value).sees("过期了")
    assert len(chat.cases.all()) == 1


def test_writing_too_fast_is_kept_but_answered_once() -> None:
    chat = Chat(rules=Rules(messages_per_minute=3)).says("/new").taps("没收到").taps("刚刚")
    chat.says("点卡 98").sees("太快了").says("LY20261121001").hears_nothing()
    assert chat.case().facts.order_numbers == ("LY20261121001",)
    chat.passes(minutes=2).says("继续").sees("找过客服")


def test_only_hard_facts_open_the_emergency_path() -> None:
    chat = Chat().says("/new").says("我被骗了，点卡没到账").sees("有没有再让你转账").offers("有这种事")
    chat.taps("没有，继续投诉").sees("什么时候发现")
    chat.says("客服让我共享屏幕，我还给了验证码").sees("110", "96110", "先停下")
    assert chat.session.step == "intake.discovered"


def test_the_deadline_of_the_text_is_the_deadline_of_the_clock() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98").says("LY20261121001").taps("还没")
    text = next(message.text for message in chat.answer if message.verbatim)
    chat.taps("我已提交")
    clock = next(clock for clock in chat.case().clocks if clock.id == "C1")
    assert clock.due % HOUR == 0
    assert abs(clock.due - (SUNDAY + 48 * HOUR)) <= 24 * HOUR
    assert chat.case().filings[0].text == text
    assert chat.case().filings[0].deadline == clock.due


@pytest.mark.parametrize(
    ("words", "goods", "amount"),
    [
        ("98块点卡", "点卡", 9800),
        ("98元点卡", "98元点卡", 9800),
        ("100元点卡 98", "100元点卡", 9800),
        ("windows专业版 30", "windows专业版", 3000),
        ("游戏点卡 九十八块五", "游戏点卡", 9850),
    ],
)
def test_goods_and_amount_in_one_answer(words: str, goods: str, amount: int) -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says(words).sees("订单号")
    assert (chat.case().facts.goods, chat.case().facts.amount) == (goods, amount)
