"""The scam guard as transcripts: red interrupts without losing the place, amber warns, own talk stays own talk."""

import pytest

from dialogs.flows import STEPS
from dialogs.model import IDLE
from tests.dialogs.chat import SUNDAY, Chat, text_only
from tests.dialogs.test_contact_log import filed, idle

DEPOSIT = "您好，我是平台客服，您的账户冻结了，先交500元保证金，到账后一起退给您"
ADD_ME = "您好，售后问题请加客服QQ 3390214458"
PLAIN = "您好，已为您登记，请留意站内消息"


def asked_for_time() -> Chat:
    """A phone inside intake, where the time of discovery is asked for."""
    chat = Chat().says("/new").taps("没收到").sees("什么时候发现的")
    assert chat.session.step == "intake.discovered"
    return chat


# ----------------------------------------------------------------------------------------------------------------- red
def test_a_forwarded_scam_interrupts_an_open_intake_and_the_place_is_kept() -> None:
    chat = asked_for_time().forwards(DEPOSIT, by="平台客服", at=SUNDAY - 60)
    chat.sees("🛑 先停下", "自称客服", "要你先交钱才退", "马上打110", "什么时候发现的").fits_a_phone()
    chat.offers("我已经转了", "没转，存为证据", "刚刚")
    assert chat.session.step == "intake.discovered"
    chat.taps("刚刚").sees("花了多少钱")
    assert chat.case().facts.discovered == SUNDAY
    chat.taps("没转，存为证据").sees("可疑消息", "花了多少钱")
    [suspect] = chat.case().suspects
    assert (suspect.words, suspect.forwarded_from, suspect.at) == (DEPOSIT, "平台客服", SUNDAY - 60)
    assert "fee" in suspect.reasons
    assert chat.case().contacts == ()


def test_who_has_paid_gets_the_emergency_path_and_can_keep_the_message() -> None:
    chat = asked_for_time().forwards(DEPOSIT).taps("我已经转了").sees("110", "96110", "订单以外").fits_a_phone()
    chat.offers("存为证据", "继续投诉").taps("存为证据").sees("可疑消息", "什么时候发现的")
    assert len(chat.case().suspects) == 1
    chat.taps("继续投诉").sees("什么时候发现的")


def test_a_scam_message_is_told_in_no_letter() -> None:
    chat = asked_for_time().forwards(DEPOSIT, by="在线客服").taps("没转，存为证据")
    chat.taps("刚刚").says("点卡98元").says("LY20261121001").taps("还没")
    [letter] = [message.text for message in chat.answer if message.verbatim]
    assert "联系" not in letter
    chat.taps_value("c:1:texts").sees("可疑消息：您好，我是平台客服")


LINK = DEPOSIT + "，点 http://tuikuan.kefu.top/a 或加QQ 3390214458"


def of_the_police(chat: Chat) -> str:
    """The facts sheet that the user gets."""
    chat.passes(minutes=1).taps_value("c:1:letter:police")
    [letter] = [message.text for message in chat.answer if message.verbatim]
    return letter


def test_the_police_are_told_of_it_when_money_went() -> None:
    chat = idle().forwards(LINK, by="平台客服", at=SUNDAY - 60).taps("没转，存为证据")
    assert "可疑" not in of_the_police(chat)
    chat.taps("我已经转了")
    told = of_the_police(chat)
    assert "“平台客服”发来，里面有 http[:]//tuikuan[.]kefu[.]top/a、3390_2144_58（方括号" in told
    assert "收到过可疑消息1条：2026年11月22日" in told


def test_the_police_are_told_no_more_than_is_known_of_when_it_came() -> None:
    chat = idle().says("尊敬的用户，您的退款已审核，请将收到的验证码告知客服").taps("我已经转了").taps("存为证据")
    assert chat.case().suspects[0].pasted
    assert "收到过可疑消息1条：2026年11月22日或之前收到。" in of_the_police(chat)


def test_nothing_in_the_records_leads_to_a_swindler() -> None:
    chat = idle().forwards(f"点 http://tuikuan.top/a {DEPOSIT}").taps("没转，存为证据").taps_value("c:1:texts")
    chat.sees("tuikuan[.]top").sees_no("tuikuan.top")


def test_with_no_complaint_open_keeping_it_can_begin_one() -> None:
    chat = Chat().forwards(DEPOSIT).sees("🛑")
    assert chat.session.step == IDLE
    chat.taps("没转，存为证据").sees("要用它开始一件吗").taps("开始投诉").sees("出了什么问题")
    assert len(chat.case().suspects) == 1


def test_of_several_cases_the_user_says_which() -> None:
    chat = idle().has_case(filed(2, goods="话费")).forwards(DEPOSIT).taps("没转，存为证据").sees("哪件")
    chat.taps("投诉2 · 话费98元")
    assert (len(chat.case(1).suspects), len(chat.case(2).suspects)) == (0, 1)


def test_keeping_can_be_taken_back_once() -> None:
    chat = idle().forwards(DEPOSIT).taps("没转，存为证据").taps("撤销").sees("撤掉了")
    assert chat.case().suspects == ()
    chat.passes(minutes=1).taps_value("c:1:unsuspect:0").sees("撤不了")
    chat.taps("没转，存为证据").sees("不在了")


def test_while_evidence_is_collected_it_is_kept_at_once() -> None:
    chat = idle().says("/evidence").taps("补证据").forwards(DEPOSIT).sees("🛑", "可疑消息", "先发 ① 订单页")
    chat.offers("我已经转了").offers_no("没转，存为证据")
    assert len(chat.case().suspects) == 1


def test_in_the_log_it_is_what_they_said() -> None:
    chat = idle().says("/log").taps("在线客服").taps("刚刚").forwards(DEPOSIT).sees("🛑", "后来呢")
    assert [contact.words for contact in chat.case().contacts] == [DEPOSIT]


def test_it_joins_the_question_about_other_forwarded_texts() -> None:
    chat = idle().forwards(PLAIN).forwards(DEPOSIT).sees("🛑", "转发了 2 条消息").taps("存进投诉")
    assert (len(chat.case().contacts), len(chat.case().suspects)) == (1, 1)
    chat.offers_no("撤销")


def test_a_newcomer_is_warned_before_consent_and_asked_afterwards() -> None:
    chat = Chat(consented=False).forwards(DEPOSIT).sees("🛑", "先替你放着").offers_no("我已经转了")
    chat.taps("同意，开始投诉").sees("🛑", "出了什么问题").offers("没转，存为证据")
    Chat(consented=False).says("我被骗了").sees_no("🛑")


def test_what_a_newcomer_pasted_is_no_answer_of_theirs() -> None:
    chat = Chat(consented=False).says("尊敬的用户，您的点卡98元未到账，需缴纳500元解冻金，到账一起退").sees("🛑")
    chat.taps("同意，开始投诉").sees("🛑", "出了什么问题").sees_no("记下了")
    assert chat.case().facts.amount is None
    chat.taps("没转，存为证据")
    assert len(chat.case().suspects) == 1


@pytest.mark.parametrize("step", sorted(name for name in STEPS if name.startswith("intake.")))
def test_at_every_question_of_intake(step: str) -> None:
    chat = asked_for_time()
    chat.session = chat.session.model_copy(update={"step": step})
    chat.forwards(DEPOSIT).sees("🛑")
    assert chat.session.step == step
    assert chat.answer[-1].key == "question"


def test_the_words_of_the_buttons_do_where_nothing_can_be_tapped() -> None:
    chat = Chat(network=text_only()).says("/new").says("没收到").forwards(DEPOSIT)
    chat.says("我已经转了").sees("110", "96110")
    chat.says("没转，存为证据").sees("可疑消息", "什么时候发现的")
    assert len(chat.case().suspects) == 1


def test_red_is_said_even_when_nothing_more_can_wait() -> None:
    chat = idle()
    for number in range(20):
        chat.forwards(f"第{number}条")
    chat.forwards(DEPOSIT).sees("🛑", "已经有 20 个").offers("我已经转了").offers_no("没转，存为证据")


def test_a_pasted_scam_is_seen_and_a_caption_under_a_forwarded_picture() -> None:
    chat = asked_for_time().says("尊敬的用户，您的退款已审核，请将收到的验证码告知客服")
    chat.sees("🛑", "要验证码", "什么时候发现的").sees_no("没看懂")
    assert chat.session.step == "intake.discovered"
    idle().sends_picture(caption="请打开屏幕共享", forwarded_from="客服").sees("🛑", "共享屏幕")
    idle().sends_picture(caption="他让我共享屏幕的截图").sees_no("🛑")


# --------------------------------------------------------------------------------------------------------------- amber
def test_amber_warns_and_asks_as_always() -> None:
    chat = (
        idle().forwards(ADD_ME).sees("⚠️", "要你加微信、QQ", "订单页里", "存进这件投诉吗").sees_no("🛑").fits_a_phone()
    )
    chat.taps("存进投诉")
    assert len(chat.case().contacts) == 1


def test_pasted_amber_is_warned_of_and_taken_for_what_it_is() -> None:
    chat = idle().says("亲，请您加客服QQ 3390214458，我们为您处理").sees("⚠️", "要你加微信、QQ").sees_no("没听懂")
    assert len(chat.case().contacts) == 1


def test_paid_helpers_are_warned_of() -> None:
    idle().forwards("专业代投诉，成功后收30%").sees("⚠️", "本来就不要钱")


# ---------------------------------------------------------------------------------------------------------- on request
def test_a_forwarded_text_can_be_checked_before_it_is_kept() -> None:
    chat = idle().forwards(PLAIN).sees_no("⚠️").offers("存进投诉", "查是不是骗子", "不存")
    chat.taps("查是不是骗子").sees("没有发现已知的骗局特征", "不等于没问题", "存进这件投诉吗").offers_no("查是不是骗子")
    chat.taps("存进投诉")
    assert len(chat.case().contacts) == 1
    idle().forwards(ADD_ME).taps("查是不是骗子").sees("⚠️").offers("存进投诉")


@pytest.mark.parametrize("word", ["/check", "查骗子", "防骗"])
def test_the_command_asks_for_the_message_and_leads_back(word: str) -> None:
    chat = asked_for_time().says(word).sees("转发给我").offers("不查了")
    chat.says(PLAIN).sees("没有发现已知的骗局特征", "什么时候发现的")
    assert chat.session.step == "intake.discovered"
    chat.taps("再查一条").forwards(DEPOSIT).sees("🛑", "什么时候发现的").taps("没转，存为证据")
    assert len(chat.case().suspects) == 1
    chat.says(word).taps("不查了").sees("什么时候发现的")


def test_the_message_behind_the_command() -> None:
    chat = Chat().says("/check 请把验证码发给我").sees("🛑", "要验证码")
    assert chat.session.step == IDLE
    chat.says("/check 加我微信，给您三倍赔付").sees("⚠️").offers("存为证据", "再查一条")
    chat.says("/check 客服让我交保证金才退").sees("骗子常用的办法")


def test_leaving_the_check_with_nothing_open() -> None:
    chat = Chat().says("/check").taps("不查了").sees("不查了")
    assert chat.session.step == IDLE
    chat.says("/check").says("取消")
    assert chat.session.step == IDLE


def test_a_screenshot_to_check_cannot_be_read() -> None:
    chat = Chat().says("/check").sends_picture().sees("看不了", "转发给我")
    assert (chat.session.step, chat.cases.all()) == ("scam.check", [])
    idle().says("/check").sends_picture().sees("看不了", "证1")


# ------------------------------------------------------------------------------------------------------------ own talk
@pytest.mark.parametrize(
    "words",
    [
        "客服说能退，我咋整",
        "验证码收不到",
        "买的腾讯会议会员没到账",
        "平台扣了我手续费",
        "客服让我等24小时",
        "您好，我的卡密无效",
    ],
)
def test_own_talk_is_quiet(words: str) -> None:
    for chat in (Chat(), idle(), asked_for_time()):
        chat.says(words).sees_no("🛑", "⚠️")


def test_who_tells_of_a_hard_ask_is_told_so_and_keeps_the_place() -> None:
    chat = asked_for_time().says("客服让我下载腾讯会议共享屏幕，这是真的吗").sees("骗子常用的办法", "110")
    chat.sees_no("没看懂").taps("继续投诉").sees("什么时候发现的")
    Chat().says("他要我交500保证金才给退，能交吗").sees("骗子常用的办法")


def test_what_has_happened_goes_before_what_was_asked() -> None:
    asked_for_time().says("客服让我共享屏幕，我把验证码告诉他了").sees("改支付密码").sees_no("骗子常用的办法")


def test_what_they_said_is_written_down_all_the_same() -> None:
    chat = (
        idle()
        .says("/log")
        .taps("在线客服")
        .taps("刚刚")
        .says("客服让我先交保证金才退")
        .sees("骗子常用的办法", "后来呢")
    )
    assert chat.case().contacts[0].words == "客服让我先交保证金才退"


def test_words_that_also_tell_of_a_complaint_open_it() -> None:
    Chat().says("订单号LY20261121001点卡没到账，客服让我交保证金").sees("骗子常用的办法", "记下了")


def test_an_own_letter_is_no_message_to_check() -> None:
    chat = asked_for_time().taps("刚刚").says("点卡98元").says("LY20261121001").taps("还没")
    chat.taps("改内容").taps("自己写").says("您好，贵方客服要我先交保证金才退款，请退还98元").sees_no("🛑", "骗子常用")
