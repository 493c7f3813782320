"""Changing a text before it is sent: part by part, other wordings, the time, all of it; and the tone of it."""

from datetime import date

import pytest

from complaints.complaint import PendingText
from complaints.times import HOUR, instant_of
from tests.dialogs.chat import Chat
from tests.dialogs.test_filing import ready


def ticket() -> Chat:
    """A ticket's text on the screen, with one exhibit."""
    return ready().sends_picture().stored().says("/letter").taps("换工单")


def pending(chat: Chat) -> PendingText:
    """The text being prepared."""
    assert chat.case().pending is not None
    return chat.case().pending  # type: ignore[return-value]  # just looked


def text(chat: Chat) -> str:
    return next(message.text for message in chat.answer if message.verbatim)


# ------------------------------------------------------------------------------------------------------- single parts
def test_the_parts_of_a_text_are_named_in_plain_words() -> None:
    chat = ticket().taps("改内容").sees("改哪一段").fits_a_phone()
    chat.offers("经过", "要求", "期限", "附件", "补充说明", "改资料", "自己写", "上一步").offers_no(
        "用原来写好的", "联系经过"
    )


def test_one_part_is_changed_and_the_rest_stays_composed() -> None:
    chat = ticket()
    before = text(chat)
    chat.taps("改内容").taps("经过").sees("现在写的是", "至今未收到商品").says("卡密点开是空白的，联系不上卖家。")
    changed = text(chat)
    assert "问题：11月22日(周日)发现，卡密点开是空白的，联系不上卖家。" in changed
    assert [line for line in before.splitlines() if "问题：" not in line] == [
        line for line in changed.splitlines() if "问题：" not in line
    ]
    chat.taps("改内容").taps("改资料").taps("金额").says("120").taps("都对")
    assert "120元" in text(chat)
    assert "卡密点开是空白的" in text(chat)


def test_a_part_by_word_and_by_number() -> None:
    chat = ticket().taps("改内容").says("把期限改一下").sees("想改到什么时候").says("后天下午三点")
    assert "11月24日(周二) 15:00" in text(chat)
    chat = ticket().taps("改内容")
    place = chat.labels.index("要求") + 1
    chat.says(str(place)).sees("要求现在写的是", "补发").says("退款98元到原账户")
    assert "前退款98元到原账户。" in text(chat)


def test_what_a_part_said_before_is_one_tap_away() -> None:
    chat = ticket()
    before = text(chat)
    chat.taps("改内容").taps("要求").says("请你们三天内把98元退给我！")
    assert "前把98元退给我。" in text(chat)
    assert "做不到的" not in text(chat)
    chat.taps("改内容").taps("要求").offers("用原来的").taps("用原来的")
    assert text(chat) == before
    chat.taps("改内容").taps("附件").taps("不写这段").taps("改内容").taps("用原来写好的")
    assert text(chat) == before


def test_a_part_may_be_left_out_unless_the_text_needs_it() -> None:
    chat = ticket().taps("改内容").taps("附件").taps("不写这段")
    assert "附件" not in text(chat)
    for name in ("要求", "期限"):
        ticket().taps("改内容").taps(name).offers_no("不写这段")
    chat = ticket().taps("改内容").taps("要求").says("😡😡").sees("没有字", "要求现在写的是")
    assert pending(chat).own == {}


def test_the_account_may_be_added() -> None:
    chat = ticket().taps("改内容").taps("补充说明").sees("现在没写").says("充值时显示成功，游戏里查不到。")
    assert "补充说明：充值时显示成功，游戏里查不到。" in text(chat)


def test_words_of_customer_service_are_no_part_of_it() -> None:
    chat = ticket().taps("改内容").taps("经过").says("亲，系统故障，请您耐心等待").sees("客服的原话", "经过现在写的是")
    assert pending(chat).own == {}


def test_what_is_too_long_is_cut_after_a_sentence_or_asked_for_again() -> None:
    long = "充值后一直没有到账。" * 30
    chat = ready().taps("改内容").taps("经过").says(long).sees("最多 120 字", "截到了句末")
    assert len(text(chat)) <= 120
    assert "充值后一直没有到账。" in text(chat)
    assert pending(chat).said["problem_statement"] == long
    chat = ready().taps("改内容").taps("经过").says("啊呀" * 200).sees("放不下", "原来的没有变", "现在写的是")
    assert pending(chat).own == {}


# ------------------------------------------------------------------------------------------- the demand in other words
def test_the_demand_in_other_words() -> None:
    chat = ticket().taps("改内容").taps("要求").taps("换个说法").sees("意思一样").taps("按订单重新发货")
    assert "前按订单重新发货；做不到的，请退款98元。" in text(chat)
    chat.taps("改内容").taps("要求").taps("换个说法").taps("用原来的")
    assert "前补发；" in text(chat)


def test_another_wording_names_the_amount_as_it_is_now() -> None:
    chat = ticket().taps("改内容").taps("改资料").taps("要求").taps("退款").taps("都对")
    chat.taps("改内容").taps("要求").taps("换个说法").says("1")
    assert "将98元原路退回" in text(chat)
    chat.taps("改内容").taps("改资料").taps("金额").says("120").taps("都对")
    assert "将120元原路退回" in text(chat)


# -------------------------------------------------------------------------------------------------------- the deadline
def test_a_chosen_deadline_is_the_clocks_too() -> None:
    chat = ticket().taps("改内容").taps("期限").taps("3天后").taps("我已提交").taps("跳过")
    clock = next(clock for clock in chat.case().clocks if clock.id == "C1")
    assert clock.due == chat.case().filings[0].deadline == instant_of(date(2026, 11, 25), 10)
    chat = ticket().taps("改内容").taps("期限").says("明天下午三点").taps("改内容").taps("期限").taps("用原来的")
    assert "11月24日(周二) 10:00" in text(chat)


@pytest.mark.parametrize("words", ["昨天", "嗯", "很快"])
def test_a_deadline_that_is_none_is_asked_for_again(words: str) -> None:
    ticket().taps("改内容").taps("期限").says(words).sees("没看懂", "想改到什么时候")


def test_a_deadline_that_ran_out_before_it_was_sent_is_set_anew() -> None:
    chat = ticket().taps("改内容").taps("期限").taps("明天这时候").passes(hours=30).says("/letter").taps("换工单")
    assert (pending(chat).deadline or 0) > chat.now + HOUR


# ------------------------------------------------------------------------------------------------- to another channel
def test_own_words_go_along_to_another_channel() -> None:
    chat = ticket().taps("改内容").taps("要求").says("把98元退回微信").taps("换邮箱")
    parts = [message.text for message in chat.answer if message.verbatim]
    assert len(parts) == 3
    assert "把98元退回微信" in parts[2]


def test_a_whole_email_of_ones_own_keeps_its_recipient_and_subject() -> None:
    chat = ready().sends_picture().stored().says("/letter").taps("换邮箱").sees("附件带上 证1")
    chat.taps("改内容").taps("自己写").says("11月22日的订单LY20261121001，98元没到，请补发。")
    parts = [message.text for message in chat.answer if message.verbatim]
    assert parts[1].startswith("投诉-LY20261121001")
    assert parts[2] == "11月22日的订单LY20261121001，98元没到，请补发。"


def test_what_a_text_of_ones_own_lacks_is_said() -> None:
    chat = ready().taps("改内容").taps("自己写").says("请尽快处理")
    chat.sees("没写订单号", "没写金额", "没写日期").offers("我已提交", "改内容")
    chat = ready().taps("改内容").taps("自己写").says("LY20261121001，11月22日买的，98元，" + "请尽快处理，" * 30)
    chat.sees("超过 120 字").sees_no("没写订单号", "没写金额", "怎么做")
    ready().taps("改内容").taps("自己写").says("LY20261121001，11月22日买的，98元，没到").sees("没写想要对方怎么做")


# --------------------------------------------------------------------------------------------------------------- tone
def test_a_calm_wording_is_taken_with_one_tap_and_the_original_stays() -> None:
    chat = ticket().taps("改内容").taps("经过").says("垃圾平台收了98元不发货！！！").fits_a_phone()
    chat.sees("“垃圾”", "换好是：平台收了98元不发货。").taps("用平和的写法")
    assert "平台收了98元不发货。" in text(chat)
    assert "垃圾" not in text(chat)
    assert pending(chat).said["problem_statement"] == "垃圾平台收了98元不发货！！！"


def test_ones_own_wording_may_be_kept_or_written_anew() -> None:
    chat = ticket().taps("改内容").taps("经过").says("垃圾平台不发货").taps("保留我的").sees("说得重的字眼")
    assert "垃圾平台不发货" in text(chat)
    chat = ticket().taps("改内容").taps("经过").says("垃圾平台不发货").says("平台到现在没有发货")
    assert "平台到现在没有发货" in text(chat)
    chat.sees_no("说得重的字眼")


def test_the_account_is_told_calmly_and_kept_as_it_was() -> None:
    chat = Chat().says("/new").taps("推脱、不给办").taps("刚刚").says("点卡 98元").says("LY20261121001").taps("今天")
    chat.says("狗客服一直骗我说系统故障，点卡没到").sees("去掉“狗”").taps("用平和的写法").taps("退款")
    assert chat.case().facts.story == "狗客服一直骗我说系统故障，点卡没到"
    assert "补充说明：客服一直骗我说系统故障，点卡没到。" in text(chat)


def test_swindler_is_no_abuse_and_only_the_letter_says_it_neutrally() -> None:
    chat = Chat().says("/new").taps("推脱、不给办").taps("刚刚").says("点卡 98元").says("LY20261121001").taps("今天")
    chat.says("这个骗子收了钱不发货").sees_no("说得重").taps("退款")
    assert chat.case().facts.story == "这个骗子收了钱不发货"
    assert "补充说明：对方收了钱不发货。" in text(chat)


def test_the_account_at_the_review() -> None:
    chat = ticket().taps("改内容").taps("改资料").taps("补充说明").says("他妈的到现在都没到账").taps("用平和的写法")
    chat.sees("要改哪一项", "补充说明：他妈的到现在都没到账").taps("都对")
    assert "补充说明：到现在都没到账。" in text(chat)


def test_what_holds_nothing_but_anger_may_stay_out() -> None:
    chat = ticket().taps("改内容").taps("补充说明").says("去死吧！！").offers("不放这段", "保留我的").taps("不放这段")
    assert "补充说明" not in text(chat)
    chat = ready().taps("改内容").taps("自己写").says("去死吧").taps("不放这段")
    assert "LY20261121001" in text(chat)


# ---------------------------------------------------------------------------------------------------------- bad input
@pytest.mark.parametrize("words", ["😡😡😡", "……", "！！！"])
def test_a_story_without_words_is_asked_for_again(words: str) -> None:
    chat = Chat().says("/new").taps("推脱、不给办").taps("刚刚").says("点卡 98元").says("LY20261121001").taps("今天")
    chat.says(words).sees("没有字", "最开始是什么问题")
    assert chat.case().facts.story is None


def test_an_enormous_story_is_kept_whole_and_cut_after_a_sentence_in_a_letter() -> None:
    story = "".join(f"第{count}次找客服，都说正在处理，让我再等等。" for count in range(150))
    chat = Chat().says("/new").taps("推脱、不给办").taps("刚刚").says("点卡 98元").says("LY20261121001").taps("今天")
    chat.says(story[:4000]).taps("退款").sees("只放了前面几句")
    assert chat.case().facts.story == story[:4000]
    assert len(text(chat)) <= 500
    told = next(line for line in text(chat).splitlines() if line.startswith("补充说明："))
    assert told.endswith("让我再等等。")


def test_an_enormous_account_of_another_problem_leaves_room_for_the_rest() -> None:
    chat = Chat().says("/new").taps("更多").taps("其他问题").taps("刚刚").says("账号 98元").says("LY20261121001")
    chat.taps("还没").says("买的号登录不上去，客服不回。" * 200).taps("退款")
    assert len(text(chat)) <= 500
    assert "买的号登录不上去，客服不回" in text(chat)
    assert "要求：请在" in text(chat)
    assert "法" in text(chat)


def test_a_key_in_the_account_is_hidden_in_what_is_sent_on_with_a_word_of_warning() -> None:
    chat = Chat().says("/new").taps("推脱、不给办").taps("刚刚").says("点卡 98元").says("LY20261121001").taps("今天")
    chat.says("卡密ABCD-1234-EFGH-5678提示无效，身份证号11010519491231002X").sees("我遮住了").taps("退款")
    assert "ABCD-1234" not in text(chat)
    assert "11010519491231002X" not in text(chat)
    assert "卡密已隐藏" in text(chat)


def test_mixed_scripts_are_taken_as_they_are() -> None:
    chat = ticket().taps("改内容").taps("经过").says("Ｗindows激活码 ΑΒΓ 无效，错误0x80070005（システム）")
    assert "错误0x80070005（システム）" in text(chat)


def test_a_key_in_a_forwarded_message_is_kept_hidden_where_it_is_shown_and_warned_of() -> None:
    chat = (
        ready()
        .taps("我已提交")
        .taps("还没人理")
        .forwards("您的卡密ABCD-1234-EFGH-5678请查收", by="客服")
        .taps("存进投诉")
    )
    chat.sees("别再发给别人")
    assert chat.case().contacts[-1].words == "您的卡密ABCD-1234-EFGH-5678请查收"
    chat.taps_value("c:1:texts").sees("卡密已隐藏").sees_no("ABCD-1234")


# ------------------------------------------------------------------------------------------------- outside the platform
def test_a_text_for_an_office_has_its_own_parts_and_no_deadline() -> None:
    chat = ready().taps("我已提交").taps("还没人理").taps_value("c:1:letter:samr_complaint").taps("改内容")
    chat.sees("比如“要求”").offers("要求", "经过", "联系经过").offers_no("期限")
    chat.taps("要求").says("我要求退款98元。")
    assert "要求被投诉人退款98元。" in text(chat)


def test_own_words_for_everybody_hold_no_personal_data() -> None:
    chat = ready().taps("我已提交").taps("还没人理").taps_value("c:1:letter:heimao").taps("改内容").taps("经过")
    chat.says("98元的点卡没到，我的电话13800138000").sees("谁都看得到", "略去了")
    assert "我的电话（略）" in text(chat)
    assert "13800138000" not in chat.text
    assert pending(chat).said["problem_statement"].endswith("13800138000")
    chat.taps_value("c:1:letter:samr_complaint")
    assert "（略）" not in text(chat)


def test_a_part_is_named_even_by_a_word_that_is_a_command_elsewhere() -> None:
    ticket().taps("改内容").says("期限").sees("想改到什么时候")
    ticket().says("期限").sees("我在盯的时间")
