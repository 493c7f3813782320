"""What single problems need: whose mistake it was, what it began with, where to go without customer service."""

import pytest

from complaints.complaint import Complaint, Contact
from complaints.letter_facts import plain_lines
from tests.dialogs.chat import SUNDAY, Chat, knowledge


def told(problem: str, *answers: str, more: bool = False) -> Chat:
    """A case of that problem with its first questions answered."""
    chat = Chat().says("/new")
    chat = chat.taps("更多") if more else chat
    chat.taps(problem).taps("刚刚").says("点卡 98元").says("LY20261121001")
    for answer in answers:
        chat.taps(answer)
    return chat


def text_of(chat: Chat) -> str:
    return next(message.text for message in chat.answer if message.verbatim)


# ------------------------------------------------------------------------------------------------------ the questions
def test_whose_mistake_it_was_is_asked_and_told_honestly() -> None:
    chat = Chat().says("/new").taps("充错账号").sees("照实说", "订单里填的账号").taps("刚刚").says("话费 50元")
    chat.says("LY20261121001").taps("还没").sees("谁弄错的").offers("我填错了", "对方充错了", "说不清")
    assert "是我填错的" in text_of(chat.taps("我填错了"))
    assert "填错" not in text_of(told("充错账号", "还没", "说不清"))


def test_who_complains_of_customer_service_is_not_asked_whether_they_were_found() -> None:
    chat = told("推脱、不给办").sees("大概什么时候找的").taps("今天")
    chat.sees("最开始是什么问题").says("点卡没到，客服说已售出不退").sees("想要对方怎么做").taps("退款")
    text = text_of(chat)
    assert "补充说明：点卡没到，客服说已售出不退。" in text
    assert "11月22日(周日)联系在线客服，对方拒绝" in text
    assert "贵方称已售出不退" in text
    assert chat.case().facts.contacted == "refused"


def test_a_broken_promise_is_no_silence() -> None:
    chat = told("答应了没做到", "昨天", "跳过", more=True)
    assert "对方答应处理，至今没有兑现" in text_of(chat)
    chat.taps("改内容").taps("改资料").sees("找过客服：找过")


def test_another_problem_takes_the_implied_contact_back() -> None:
    chat = Chat().says("/new").taps("客服不处理").taps("刚刚").says("点卡 98元").says("LY20261121001")
    chat.sees("大概什么时候找的").taps_value("c:1:review").taps("问题").taps("没收到")
    assert chat.case().facts.contacted is None


def test_another_problem_is_told_in_the_users_own_words() -> None:
    chat = told("其他问题", "还没", more=True).sees("出了什么事").says("买的号登录不上去").taps("退款")
    assert "问题：11月22日(周日)发现，买的号登录不上去。" in text_of(chat)


def test_words_that_no_question_understood_stay_out_of_letters() -> None:
    chat = (
        Chat().says("/new").says("烦死了垃圾平台").taps("没收到").taps("刚刚").says("点卡 98元").says("LY20261121001")
    )
    chat.taps("还没").taps("换工单")
    assert "烦死了" not in text_of(chat)
    assert chat.case().facts.story == "烦死了垃圾平台"


# ------------------------------------------------------------------------------------------------- where it begins
def test_a_vanished_site_begins_with_the_payment_provider() -> None:
    chat = told("网站打不开、失联", "还没", more=True).sees("支付机构投诉", "怎么付的款").sees_no("在线客服的话")
    chat.taps("微信").sees("微信支付", "先备好").fits_a_phone()
    chat.taps("还能找谁").offers("报警、止付", "12315投诉").offers_no("给主管的申诉")


def test_a_suspected_swindle_begins_with_the_police() -> None:
    chat = Chat().says("/new").taps("更多").taps("怀疑是骗局").sees("110", "金额小也可以报案").fits_a_phone()
    chat.taps("刚刚").says("3000").taps("截图里有").taps("还没").sees("报警、止付", "96110").fits_a_phone()
    chat.passes(minutes=1).taps("我已提交").sees("回执").taps("跳过")
    chat.sees("报警、止付，你已经提交").offers("有进展了")


# ------------------------------------------------------------------------------------------------ no more than is known
def test_a_letter_names_no_hour_that_nobody_told() -> None:
    chat = Chat().says("/new").taps("卡密无效").says("前天").taps("不记得").says("点卡 98元").says("LY20261121001")
    chat.taps("找过，没回").taps("不记得")
    assert "问题：11月20日(周五)发现" in text_of(chat)
    assert "此前联系在线客服" in text_of(chat)
    assert "00:00" not in text_of(chat)


def test_a_promise_that_ends_in_silence_was_still_a_promise() -> None:
    chat = told("没收到", "还没", "我已提交", "答应了，还没到", "明天").passes(hours=36)
    chat.taps("没人理").taps("看给主管的申诉")
    assert "对方答应处理，至今没有兑现" in text_of(chat)


@pytest.mark.parametrize("public", [True, False])
def test_lines_to_copy_name_no_staff_in_public_and_no_other_office(public: bool) -> None:
    case = Complaint(number=1, opened=SUNDAY, touched=SUNDAY).changed(
        contacts=(
            Contact(at=SUNDAY, channel="customer_service", agent="8023", result="refused"),
            Contact(at=SUNDAY, channel="samr_report", result="asked"),
        )
    )
    lines = "\n".join(plain_lines(case, knowledge(), SUNDAY, public=public))
    assert ("8023" in lines) is not public
    assert "举报" not in lines


def test_what_nobody_sorted_is_not_called_so_in_a_letter() -> None:
    chat = told("没收到", "还没").sends_picture().stored().says("/letter").taps("换工单")
    assert "附件：证1 其他材料" in text_of(chat)


def test_what_was_told_twice_is_written_once() -> None:
    chat = told("没收到").forwards("稍等", by="客服", at=SUNDAY).forwards("再等等", by="客服", at=SUNDAY)
    chat.taps("存进投诉").says("/letter")
    assert text_of(chat).count("11月22日(周日) 10:00与在线客服沟通过") == 1
