"""The contact log and forwarded texts as transcripts."""

import pytest

from complaints.complaint import Complaint, Facts, Stage
from complaints.times import HOUR
from dialogs.model import IDLE
from tests.dialogs.chat import SUNDAY, Chat, text_only


def filed(number: int = 1, **facts: object) -> Complaint:
    """A complaint that waits for its answer."""
    told = {"problem": "not_delivered", "goods": "游戏点卡", "amount": 9800, "contacted": "no", **facts}
    return Complaint(number=number, opened=SUNDAY, touched=SUNDAY, stage=Stage.FILED, facts=Facts.model_validate(told))


def idle(**how: object) -> Chat:
    """A phone with one filed complaint and no open question."""
    return Chat(**how).has_case(filed())  # type: ignore[arg-type]  # a test's own words


YESTERDAY_AT_THREE = SUNDAY - 19 * HOUR


# --------------------------------------------------------------------------------------------------------- the log
def test_three_short_questions_by_buttons_alone() -> None:
    chat = (
        idle()
        .says("/log")
        .sees("通过哪里联系的")
        .offers("在线客服", "工单", "投诉邮箱", "电话", "其他", "跳过")
        .fits_a_phone()
    )
    chat.taps("电话").sees("什么时候").taps("刚刚").sees("对方怎么说").taps("没人理").sees(
        "记下了：11月22日(周日) 10:00 · 电话"
    )
    [contact] = chat.case().contacts
    assert (contact.channel, contact.at, contact.approximate, contact.result) == ("phone", SUNDAY, False, "silent")


def test_one_sentence_says_it_all() -> None:
    chat = idle().says("/log").says("昨天下午三点在线客服8023说系统故障")
    chat.sees("11月21日(周六) 15:00 · 在线客服 · 工号8023：“系统故障”", "后来呢").offers(
        "答应了，还没到", "没人理", "只记一笔"
    ).fits_a_phone()
    chat.taps("只记一笔").sees("记下了", "系统故障", "法律怎么说").fits_a_phone()
    [contact] = chat.case().contacts
    assert (contact.at, contact.approximate, contact.channel) == (YESTERDAY_AT_THREE, False, "customer_service")
    assert (contact.agent, contact.words, contact.excuse) == ("8023", "系统故障", "system_failure")
    assert chat.case().facts.excuse == "system_failure"
    assert chat.session.step == IDLE


def test_the_sentence_can_follow_the_command() -> None:
    chat = idle().says("/log 昨天下午三点在线客服8023说系统故障").sees("后来呢")
    assert chat.case().contacts[0].agent == "8023"


def test_only_what_a_sentence_leaves_out_is_asked() -> None:
    chat = idle().says("记一笔").says("他们说请耐心等待").sees("通过哪里").taps("工单").sees("什么时候")
    chat.says("昨天").sees("11月21日(周六) · 工单：“请耐心等待”", "后来呢")
    [contact] = chat.case().contacts
    assert (contact.approximate, contact.excuse) == (True, "please_wait")


def test_every_question_can_be_skipped() -> None:
    chat = idle().says("/log").says("跳过").says("跳过").says("跳过").sees("时间不记得 · 其他").taps("只记一笔")
    [contact] = chat.case().contacts
    assert (contact.channel, contact.approximate, contact.words, contact.result) == ("other", True, None, "noted")


def test_a_time_nobody_understands_is_asked_again() -> None:
    idle().says("/log").taps("电话").says("嗯").sees("没看懂", "什么时候").taps("不记得").sees("对方怎么说")


def test_more_words_at_the_end_belong_to_the_record() -> None:
    chat = idle().says("/log").says("刚刚在线客服说等等").says("还说明天给我").sees("后来呢").says("没人理")
    [contact] = chat.case().contacts
    assert contact.words == "等等\n还说明天给我"
    assert contact.result == "silent"


@pytest.mark.parametrize("word", ["到了", "答应了", "拒绝", "没人理"])
def test_the_result_is_handed_on(word: str) -> None:
    chat = idle().says("/log 刚刚在线客服说系统故障").says(word)
    assert chat.case().contacts[0].result != "noted"
    assert len(chat.case().contacts) == 1


def test_a_promise_asks_until_when() -> None:
    chat = idle().says("/log 刚刚在线客服说明天到账").taps("答应了，还没到").sees("答应到什么时候").says("明天下午")
    assert [clock.id for clock in chat.case().clocks if clock.state == "running"] == ["P"]


def test_a_refusal_with_an_excuse_gets_its_answer_once() -> None:
    chat = idle().says("/log 刚刚在线客服说已售出不退").taps("拒绝或不满意")
    assert chat.text.count("不能用“已售出不退”挡回来") == 1


def test_a_record_can_be_taken_back_as_long_as_nothing_came_of_it() -> None:
    chat = idle().says("/log 刚刚在线客服说等等").taps("只记一笔").taps("撤销").sees("撤掉了")
    assert chat.case().contacts == ()
    for forged in ("c:1:unlog:1", "c:1:unlog", "c:1:unlog:-1", "c:1:unlog:x"):
        chat.taps_value(forged).sees("撤不了")


def test_what_is_taken_back_is_not_answered_in_the_next_letter() -> None:
    chat = (
        idle()
        .says("/log 刚刚在线客服说系统故障")
        .taps("只记一笔")
        .says("/log 刚刚在线客服说已售出不退")
        .taps("只记一笔")
    )
    assert chat.case().facts.excuse == "sold_no_return"
    chat.taps("撤销")
    assert chat.case().facts.excuse == "system_failure"


def test_a_log_in_a_draft_answers_whether_customer_service_was_contacted() -> None:
    chat = Chat().says("/new").taps("没收到").says("/log 昨天下午三点在线客服8023说系统故障").taps("没人理")
    assert chat.case().facts.contacted == "silent"
    assert chat.session.step.startswith("intake.")


@pytest.mark.parametrize(("result", "contacted"), [("只记一笔", "silent"), ("没人理", "silent")])
def test_whoever_was_logged_in_a_draft_is_not_asked_about_again(result: str, contacted: str) -> None:
    chat = Chat().says("/new").taps("没收到").says("/log 昨天下午三点在线客服8023说系统故障").taps(result)
    chat.taps("刚刚").says("点卡98元").says("LY20261121001").sees_no("找过客服了吗")
    assert chat.case().facts.contacted == contacted
    assert any(message.verbatim for message in chat.answer)


def test_a_promise_logged_in_a_draft_goes_on_with_its_questions() -> None:
    chat = Chat().says("/new").taps("没收到").says("/log 刚刚在线客服说明天到账").taps("答应了，还没到").taps("明天")
    chat.sees("先等到", "什么时候发现的")
    assert chat.session.step == "intake.discovered"


def test_the_log_is_left_for_the_question_before_it() -> None:
    chat = Chat().says("/new").taps("没收到")
    question = chat.screen[-1].text
    chat.says("/log").says("返回").sees(question)


def test_with_several_cases_the_log_asks_which_and_takes_a_number() -> None:
    chat = idle().has_case(filed(2, goods="话费")).says("/log").offers("投诉1 · 游戏点卡98元", "投诉2 · 话费98元")
    chat.taps("投诉2 · 话费98元").taps("电话")
    assert (len(chat.case(1).contacts), len(chat.case(2).contacts)) == (0, 1)
    chat.says("/log 1").taps("工单")
    assert (len(chat.case(1).contacts), len(chat.case(2).contacts)) == (1, 1)


def test_an_unfinished_record_is_kept_and_the_next_one_is_another() -> None:
    chat = idle().says("/log").taps("电话").says("/log").taps("工单").taps("刚刚").taps("没人理")
    assert [contact.channel for contact in chat.case().contacts] == ["phone", "ticket"]
    assert [contact.result for contact in chat.case().contacts] == ["noted", "silent"]


def test_all_by_typed_numbers() -> None:
    chat = idle(network=text_only()).says("记一笔").says("1").says("1").says("2").sees("后来呢").says("5")
    [contact] = chat.case().contacts
    assert (contact.channel, contact.at) == ("customer_service", SUNDAY)


def test_a_full_log_says_so() -> None:
    full = idle().says("/log 刚刚在线客服说等等").taps("只记一笔").case().contacts * 100
    chat = Chat().has_case(filed().changed(contacts=full)).says("/log").sees("满 100 条")
    chat.forwards("你好").taps("存进投诉").sees("满 100 条")
    assert len(chat.case().contacts) == 100


# -------------------------------------------------------------------------------------------------- forwarded texts
def test_a_forwarded_text_is_kept_with_its_sender_and_time() -> None:
    chat = idle().forwards("亲，系统故障，请耐心等待", by="在线客服小美", at=YESTERDAY_AT_THREE)
    chat.sees("转发了 1 条消息", "投诉1 · 游戏点卡98元").offers("存进投诉", "不存").fits_a_phone()
    assert chat.case().contacts == ()
    chat.taps("存进投诉").sees("1 条", "系统故障", "法律怎么说")
    [contact] = chat.case().contacts
    assert (contact.at, contact.forwarded_from) == (YESTERDAY_AT_THREE, "在线客服小美")
    assert (contact.words, contact.channel) == ("亲，系统故障，请耐心等待", "customer_service")
    assert chat.case().facts.excuse == "system_failure"


def test_several_forwarded_texts_are_one_question() -> None:
    chat = idle()
    with chat.offline():
        chat.forwards("一").forwards("二").forwards("三")
    chat.sees("转发了 3 条消息")
    assert len(chat.answer) == 1
    chat.taps("存进投诉").sees("3 条")
    assert [contact.words for contact in chat.case().contacts] == ["一", "二", "三"]


def test_forwarded_texts_are_dropped_on_request() -> None:
    chat = idle().forwards("你好").taps("不存").sees("没有存")
    assert (chat.case().contacts, chat.session.held) == ((), ())


def test_a_forwarded_text_during_a_question_leads_back_to_it() -> None:
    chat = Chat().says("/new").taps("没收到")
    chat.sees("先看几眼", "什么时候发现的")
    chat.forwards("请稍等", by="客服").taps("存进投诉").sees("1 条", "什么时候发现的").sees_no("先看几眼")
    assert chat.case().contacts[0].words == "请稍等"


def test_a_forwarded_text_with_no_complaint_open_can_begin_one() -> None:
    chat = Chat().forwards("亲，已售出不退").offers("开始投诉", "不存").taps("开始投诉").sees("出了什么问题")
    assert chat.case().contacts[0].excuse == "sold_no_return"


def test_of_several_cases_the_user_says_which() -> None:
    chat = idle().has_case(filed(2, goods="话费")).forwards("你好").sees("哪件").taps("投诉2 · 话费98元")
    assert (len(chat.case(1).contacts), len(chat.case(2).contacts)) == (0, 1)


def test_what_a_newcomer_forwarded_is_taken_up_after_consent() -> None:
    chat = Chat(consented=False).forwards("已售出不退", by="客服", at=YESTERDAY_AT_THREE).taps("同意，开始投诉")
    chat.sees("转发了 1 条消息").taps("存进投诉").sees("出了什么问题")
    assert chat.case().contacts[0].forwarded_from == "客服"


def test_forwarded_in_the_log_it_is_the_record() -> None:
    chat = idle().says("/log").forwards("系统故障", by="在线客服小美", at=YESTERDAY_AT_THREE)
    chat.sees("11月21日(周六) 15:00 · 在线客服：“系统故障”", "后来呢")
    chat.forwards("请耐心等待", by="在线客服小美", at=YESTERDAY_AT_THREE + 60).sees("后来呢").taps("没人理")
    assert [contact.result for contact in chat.case().contacts] == ["silent", "noted"]
    assert [contact.words for contact in chat.case().contacts] == ["系统故障", "请耐心等待"]


def test_forwarded_while_collecting_it_is_a_record_at_once() -> None:
    chat = idle().says("/evidence").taps("补证据").forwards("请耐心等待", by="客服").sees("1 条", "先发 ① 订单页")
    assert len(chat.case().contacts) == 1


def test_a_picture_and_a_forwarded_text_wait_side_by_side() -> None:
    chat = idle(may_upload=False).sends_picture().forwards("你好").taps("存进投诉")
    assert len(chat.case().contacts) == 1
    chat.sees("可以存吗").taps("可以存").sees("证1")


def test_a_forwarded_excuse_in_a_draft_answers_whether_customer_service_was_found() -> None:
    chat = Chat().says("/new").taps("没收到").forwards("亲，已售出不退", by="客服").taps("存进投诉")
    assert chat.case().facts.contacted == "silent"
    chat.taps("撤销").taps("刚刚").says("点卡98元").says("LY20261121001").sees("找过客服了吗")
