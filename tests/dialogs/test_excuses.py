"""Stock excuses in chat: picked, pasted, forwarded, several at once, unknown; never taken as the user's own story."""

import pytest

from dialogs.model import IDLE
from tests.dialogs.chat import Chat, text_only


def new() -> Chat:
    return Chat().says("/new")


def filed(problem: str = "没收到") -> Chat:
    chat = new().taps(problem).taps("刚刚").says("游戏点卡 98元").says("LY20261121001").taps("还没")
    return chat.taps("我已提交")


def verbatim(chat: Chat) -> list[str]:
    return [message.text for message in chat.answer if message.verbatim]


# --------------------------------------------------------------------------------------------------- which one was it
def test_a_picked_excuse_is_answered_and_can_be_sent_back_at_once() -> None:
    chat = filed().taps("拒绝或不满意").sees("理由").offers("系统故障", "已售出不退", "更多", "都不是").fits_a_phone()
    chat.taps("已售出不退").sees("挡回来", "网络交易监督管理办法第二十一条第一项", "长按下一条").fits_a_phone()
    assert len(verbatim(chat)) == 1
    assert "贵方称已售出不退" in verbatim(chat)[0]
    chat.offers("看给主管的申诉").taps("看给主管的申诉")
    assert "贵方称已售出不退" in verbatim(chat)[0]


def test_the_less_usual_ones_are_behind_more_by_button_word_and_number() -> None:
    filed().taps("拒绝或不满意").taps("更多").offers("退款要扣钱", "说没货了", "都不是").taps("说没货了").sees(
        "没货是对方的事"
    )
    filed().says("拒绝").says("更多").says("先撤诉再办").sees("先别撤")
    chat = (
        Chat(network=text_only()).says("/new").says("1").says("1").says("游戏点卡 98元").says("LY20261121001").says("1")
    )
    chat.says("我已提交").says("拒绝").says("更多").says("1").sees("对方的理由")


def test_several_excuses_in_one_message_are_all_met() -> None:
    chat = (
        filed().says("亲，系统故障，请您耐心等待，24小时内处理哦").sees("系统故障、请耐心等待", "准时间").fits_a_phone()
    )
    facts = chat.case().facts
    assert (facts.excuse, facts.more_excuses) == ("system_failure", ("please_wait",))
    assert (chat.case().contacts[-1].excuse, chat.case().contacts[-1].more_excuses) == (
        "system_failure",
        ("please_wait",),
    )
    chat.taps("看给主管的申诉")
    assert "贵方称系统故障" in verbatim(chat)[0]
    assert "此前答复只是让等待" in verbatim(chat)[0]


@pytest.mark.parametrize("how", ["都不是", "反正就是不行"])
def test_an_unknown_excuse_gets_an_answer_of_use(how: str) -> None:
    chat = filed().taps("拒绝或不满意")
    (chat.taps if how == "都不是" else chat.says)(how)
    chat.sees("写明三样", "消费者权益保护法第四十八条第八项").offers("看给主管的申诉").fits_a_phone()
    assert chat.case().contacts[-1].words == (None if how == "都不是" else how)
    chat.taps("看给主管的申诉")
    assert "请书面说明拒绝的具体依据" in verbatim(chat)[0]


def test_forwarded_excuses_are_answered_together() -> None:
    chat = (
        filed().taps("还没人理").forwards("系统故障", by="客服").forwards("亲，已售出不退", by="客服").taps("存进投诉")
    )
    chat.sees("2 条联系记录", "系统故障、已售出不退")
    assert chat.text.count("对方的理由") == 1


def test_taking_the_record_back_takes_all_its_excuses_back() -> None:
    chat = filed().taps("还没人理").forwards("系统故障，请耐心等待", by="客服").taps("存进投诉").taps("撤销")
    assert (chat.case().facts.excuse, chat.case().facts.more_excuses) == (None, ())


# ------------------------------------------------------------------------------------------ pasted, and no own story
def test_pasted_words_are_no_story() -> None:
    chat = new().taps("推脱、不给办").taps("刚刚").says("点卡 98元").says("LY20261121001").taps("今天")
    chat.sees("最开始是什么问题").says("亲，虚拟商品一经售出概不退换").sees(
        "不会当成你说的", "挡回来", "最开始是什么问题"
    )
    assert chat.case().facts.story is None
    assert chat.case().contacts[-1].words == "亲，虚拟商品一经售出概不退换"
    chat.says("点卡没到").taps("退款")
    assert "补充说明：点卡没到。" in verbatim(chat)[0]
    assert "亲，" not in verbatim(chat)[0]


def test_pasted_words_before_the_problem_is_known() -> None:
    chat = new().says("亲，系统故障，请您耐心等待").sees("不会当成你说的", "出了什么问题")
    assert chat.case().facts.story is None
    assert chat.case().facts.excuse == "system_failure"
    chat.taps("没收到").taps("刚刚").says("点卡 98元").says("LY20261121001").sees("工单")
    assert "贵方称系统故障" in verbatim(chat)[0]


def test_pasted_words_at_the_review_and_at_the_card() -> None:
    chat = (
        filed()
        .taps("还没人理")
        .taps_value("c:1:review")
        .taps("补充说明")
        .says("亲，我们会尽快为您处理的")
        .sees("客服的原话")
    )
    assert chat.case().facts.story is None
    chat = new().taps("没收到").taps("刚刚").says("游戏点卡 98元").says("LY20261121001").taps("还没")
    chat.says("亲，这边显示已经发货了哦").sees("客服的原话", "我已提交")
    assert chat.case().facts.excuse == "shows_delivered"


def test_pasted_words_while_nothing_is_asked() -> None:
    chat = filed().taps("还没人理").says("亲，已售出不退的哦").sees("记在这件里了").offers("拒绝或不满意")
    chat.taps("拒绝或不满意")
    assert chat.session.step == IDLE
    assert [contact.result for contact in chat.case().contacts] == ["asked", "silent", "refused"]
    chat.says("/new").taps("卡密无效").taps("刚刚").says("软件 30").says("取消").taps("先放着")
    chat.says("亲，请您再耐心等待一下").sees("存进哪件投诉").taps("投诉1 · 游戏点卡98元").sees("1 条联系记录")


def test_what_they_said_is_taken_with_whether_they_were_found() -> None:
    chat = new().taps("没收到").taps("刚刚").says("游戏点卡 98元").says("LY20261121001")
    chat.says("找过了，客服说系统故障").sees("系统出问题是他们的事", "什么时候找的").says("昨天下午在线客服")
    [contact] = chat.case().contacts
    assert contact.excuse == "system_failure"
    assert contact.words == "找过了，客服说系统故障\n昨天下午在线客服"


def test_an_excuse_and_silence_since_do_not_contradict_each_other_in_a_letter() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98元").says("LY20261121001")
    chat.says("找过了，他们说系统故障让我等着，等了两天了没人理我！！").says("昨天晚上在线客服")
    letter = next(message.text for message in chat.answer if message.verbatim)
    assert "贵方称系统故障" in letter
    assert "至今未获答复" not in letter
