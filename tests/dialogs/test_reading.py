"""What was read on pictures, as transcripts: offered, confirmed or not, at any step, and never taken by itself."""

from typing import Any

from complaints.complaint import Portion, Seen, Stage
from complaints.exhibits import kept
from complaints.times import HOUR
from dialogs.model import IDLE, Rules
from tests.dialogs.chat import SUNDAY, Chat
from tests.dialogs.test_evidence import filed

READS = Rules(reads_pictures=True)
ORDER: dict[str, Any] = {
    "kind": "order_page",
    "order_number": "KM2026112212345",
    "amount": 9800,
    "at": SUNDAY - 20 * HOUR,
}
PAID: dict[str, Any] = {
    "kind": "payment_record",
    "amount": 9800,
    "at": SUNDAY - 20 * HOUR + 60,
    "payee": "某某科技有限公司",
    "serial": "4200002412202611229876543210",
}


def reading(**facts: Any) -> Chat:
    """A phone with a filed complaint, no open question, and a bot that reads."""
    return Chat(rules=READS).has_case(filed(**{"amount": None, **facts}))


def seen(chat: Chat) -> list[Seen | None]:
    return [exhibit.seen for exhibit in kept(chat.case())]


# ---------------------------------------------------------------------------------------------------------- offering
def test_what_was_read_is_offered_with_a_warning_and_nothing_is_taken() -> None:
    chat = reading().sends_picture().stored().hears_nothing()
    before = chat.case().facts
    chat.reads(**ORDER)
    chat.sees("投诉1", "可能有错", "证1 像是订单页", "订单号：KM2026112212345", "金额：98元", "11月21日(周六) 14:00")
    chat.offers("都对，填上", "只有几项对", "都不对").fits_a_phone()
    assert chat.case().facts == before
    assert [exhibit.kind for exhibit in kept(chat.case())] == ["unsorted"]


def test_all_of_it_is_right() -> None:
    chat = reading().sends_picture().stored().reads(**ORDER).taps("都对，填上")
    chat.sees("填好了：证1是订单页、订单号、金额、下单或付款时间")
    facts = chat.case().facts
    assert (facts.order_numbers, facts.amount, facts.bought) == (("KM2026112212345",), 9800, ORDER["at"])
    assert {chat.case().origins[fact].by for fact in ("order_numbers", "amount", "bought")} == {"tapped"}
    assert kept(chat.case())[0].kind == "order_page"
    assert seen(chat) == [None]
    assert chat.session.step == IDLE


def test_some_of_it_is_right() -> None:
    chat = reading().sends_picture().stored().reads(**ORDER).taps("只有几项对")
    chat.sees("哪几项是对的").offers("证1是订单页", "订单号", "金额", "下单或付款时间", "其余不要")
    chat.taps("订单号").sees("填好了：订单号").offers("金额").offers_no("订单号")
    chat.taps("证1是订单页").taps("其余不要").sees("其余的不填")
    facts = chat.case().facts
    assert (facts.order_numbers, facts.amount, facts.bought) == (("KM2026112212345",), None, None)
    assert kept(chat.case())[0].kind == "order_page"
    assert seen(chat) == [None]


def test_nothing_of_it_is_right() -> None:
    chat = reading().sends_picture().stored().reads(**ORDER).taps("都不对").sees("图还在")
    assert chat.case().facts.order_numbers == ()
    assert kept(chat.case())[0].kind == "unsorted"
    assert seen(chat) == [None]


def test_pictures_of_an_album_are_offered_in_one_message_when_all_are_read() -> None:
    chat = reading().sends_album("a", "b").stored()
    chat.reads(**ORDER).hears_nothing()
    chat.reads(**PAID).sees("证1 像是订单页", "证2 像是付款记录", "收款方：某某科技有限公司").fits_a_phone()
    assert chat.text.count("98元") == 1, "the same sum of two pictures is one fact"
    assert chat.text.count("下单或付款时间") == 1, "an order is paid some minutes later"
    chat.taps("都对，填上").sees("填好了")
    facts = chat.case().facts
    assert (facts.amount, facts.bought, facts.payee) == (9800, ORDER["at"], PAID["payee"])


def test_an_order_that_was_paid_after_the_full_hour_is_one_time() -> None:
    ordered = {**ORDER, "at": ORDER["at"] - 60}
    chat = reading().sends_album("a", "b").stored().reads(**ordered).reads(**{**PAID, "at": ORDER["at"] + 60})
    assert chat.text.count("下单或付款时间") == 1
    chat.taps("都对，填上").sees("填好了")
    assert chat.case().facts.bought == ordered["at"]


def test_two_pictures_that_differ_are_chosen_from_and_the_other_is_no_question_any_more() -> None:
    chat = reading().sends_album("a", "b").stored().reads(**ORDER).reads(**{**PAID, "amount": 5550})
    chat.offers_no("都对，填上").taps("只有几项对").sees("金额：98元", "金额：55.50元").offers("证1 金额", "证2 金额")
    chat.taps("证1 金额").sees("填好了：金额").offers_no("证2 金额")
    assert chat.case().facts.amount == 9800


def test_an_answer_holds_for_what_was_shown() -> None:
    chat = reading().sends_picture("a").stored().reads(**ORDER)
    old = next(choice.value for row in chat.answer[-1].rows for choice in row if choice.label == "都对，填上")
    chat.sends_album("b", "c").stored().reads(**{**PAID, "payee": "骗子公司"}).hears_nothing()
    chat.taps_value(old).sees("收款方：骗子公司", "核一下")
    assert chat.case().facts.payee is None
    assert chat.case().facts.amount is None


def test_two_offers_in_ten_seconds_are_both_answered() -> None:
    chat = reading().sends_picture("a").stored().reads(**ORDER).taps("都对，填上").sees("填好了")
    chat.sends_picture("b").stored().reads(kind="payment_record", serial=PAID["serial"]).taps("都对，填上")
    chat.sees("填好了：证2是付款记录、支付流水号")


def test_a_long_offer_is_cut_and_the_rest_follows() -> None:
    chat = reading().sends_album(*"abcdefghij").stored()
    for place in range(10):
        chat.reads(kind="order_page", order_number=f"KM20261122{place}{place}{place}{place}{place}{place}")
    chat.sees("证4 像是订单页").sees_no("证5").taps("只有几项对")
    chat.taps("证1是订单页").sees("证5 像是订单页")


def test_what_is_known_already_is_not_asked_again() -> None:
    chat = reading(order_numbers=("KM2026112212345",), amount=9800, bought=ORDER["at"])
    chat.sends_picture(caption="订单页").stored().reads(**ORDER).hears_nothing()
    chat.sends_picture("b", caption="订单页").stored().reads(**{**ORDER, "amount": 10_000})
    chat.sees("金额：100元", "之前记的是 98元").offers("都对，填上", "不对").offers_no("只有几项对")
    chat.taps("都对，填上").sees("填好了：金额")
    assert chat.case().facts.amount == 10_000


def test_a_picture_in_the_wrong_place_is_noticed() -> None:
    chat = reading(order_numbers=("KM2026112212345",)).sends_picture(caption="订单页").stored()
    chat.reads(kind="service_chat").sees("证1 像是客服聊天").taps("都对，填上")
    assert kept(chat.case())[0].kind == "service_chat"


def test_orders_of_a_joined_case_are_not_guessed_at() -> None:
    case = filed().changed(portions=(Portion(case=2), Portion(case=3)))
    chat = Chat(rules=READS).has_case(case).sends_picture().stored().reads(**ORDER)
    chat.sees("证1 像是订单页").sees_no("KM2026112212345", "金额")


# -------------------------------------------------------------------------------------------------- beside a question
def test_a_wordless_picture_begins_a_complaint_and_answers_its_questions() -> None:
    chat = Chat(rules=READS).sends_picture().sees("出了什么问题")
    chat.stored().reads(**ORDER).sees("订单号：KM2026112212345").taps("都对，填上").sees("出了什么问题")
    chat.taps("没收到").taps("刚刚")
    assert chat.session.step == "intake.contacted", "goods and order number are known"


def test_a_number_that_is_read_replaces_that_it_is_in_the_screenshot() -> None:
    chat = Chat(rules=READS).says("/new").taps("没收到").taps("刚刚").says("点卡 98元")
    chat.sees("订单号").sends_picture().sees("找过客服")
    chat.stored().reads(**{**ORDER, "amount": None, "at": None}).taps("都对，填上").sees("填好了：订单号")
    assert chat.session.step == "intake.contacted"
    assert chat.case().facts.order_numbers == ("KM2026112212345",)


def test_the_question_for_the_number_is_passed() -> None:
    chat = Chat(rules=READS).says("/new").sends_picture().taps("没收到").taps("刚刚").says("点卡 98元").sees("订单号")
    chat.stored().reads(order_number="KM2026112212345", kind="order_page").taps("都对，填上").sees("找过客服")


def test_an_open_question_stays_open_and_its_answer_is_taken() -> None:
    chat = Chat(rules=READS).says("/new").taps("没收到")
    question = chat.session.step
    chat.sends_picture().stored().reads(**ORDER)
    assert chat.session.step == question
    chat.says("昨天下午三点").sees("48小时")
    chat.taps("都对，填上")
    assert chat.case().facts.amount == 9800


def test_confirming_a_kind_answers_the_sorting_question() -> None:
    chat = reading().sends_album("a", "b").stored().sees("也在看图里的字")
    chat.reads(kind="order_page").reads(kind="payment_record").taps("都对，填上").sees(
        "填好了：证1是订单页、证2是付款记录"
    )
    assert [exhibit.kind for exhibit in kept(chat.case())] == ["order_page", "payment_record"]
    assert chat.session.step == IDLE


def test_the_text_that_is_on_the_screen_takes_what_was_confirmed() -> None:
    chat = Chat(rules=READS).says("/new").taps("没收到").taps("刚刚").says("点卡 98元").taps("截图里有").taps("还没")
    assert chat.session.step.startswith("filing.")
    chat.sends_picture(caption="订单页").stored().reads(**ORDER).taps("都对，填上")
    assert "KM2026112212345" in "".join(message.text for message in chat.screen if message.verbatim)


# ------------------------------------------------------------------------------------------------- what does not fit
def test_without_the_means_nothing_is_said() -> None:
    chat = Chat().has_case(filed()).sends_picture().sees("我看不懂图").stored().hears_nothing()
    assert chat.jobs == []


def test_only_pictures_are_read() -> None:
    chat = reading().sends("document", name="a.pdf", mime="application/pdf")
    chat.stored(mime="application/pdf").hears_nothing()
    assert chat.jobs == []


def test_a_copy_of_a_picture_is_not_read() -> None:
    chat = reading().sends_picture("a").stored().sends_picture("a").stored()
    assert len([job for job in chat.jobs if job.kind == "read"]) == 1


def test_a_picture_that_cannot_be_read_is_not_spoken_of() -> None:
    chat = reading().sends_picture().stored().job_failed().hears_nothing()
    assert not kept(chat.case())[0].being_read


def test_one_that_cannot_be_read_does_not_keep_back_the_others() -> None:
    reading().sends_album("a", "b").stored().reads(**ORDER).hears_nothing().job_failed().sees("证1 像是订单页")


def test_a_picture_that_was_deleted_meanwhile_offers_nothing() -> None:
    chat = reading().sends_picture("a").stored().taps_value("c:1:undo:1")
    chat.reads(**ORDER).hears_nothing()
    assert all(exhibit.seen is None for exhibit in chat.case().exhibits)


def test_what_is_read_after_the_end_of_a_case_is_not_spoken_of() -> None:
    chat = reading().sends_picture().stored()
    chat.has_case(chat.case().changed(stage=Stage.CLOSED)).reads(**ORDER).hears_nothing()
    assert seen(chat) == [None]


def test_a_lost_job_does_not_keep_back_the_others_for_ever() -> None:
    chat = reading().sends_picture("a").stored().passes(minutes=11).sends_picture("b").stored()
    chat.jobs = [job for job in chat.jobs if job.exhibit == 2]
    chat.reads(**ORDER).sees("证2 像是订单页")


def test_a_picture_that_moves_into_another_case_while_it_is_read_is_offered_there() -> None:
    chat = reading(platform="liyun").has_case(filed(2, platform="liyun"))
    chat.taps_value("c:2:collect").sends_picture("a").stored()
    chat.taps_value("c:1:merge").taps("合成一件").reads(kind="service_chat").sees("投诉1", "像是客服聊天")
    assert all(not exhibit.being_read for exhibit in kept(chat.case()))


def test_what_was_read_on_others_is_offered_when_the_last_one_was_taken_back() -> None:
    chat = reading().sends_album("a", "b").stored().reads(**ORDER).hears_nothing().taps_value("c:1:undo:2")
    chat.reads(**PAID).sees("证1 像是订单页").sees_no("付款记录")


def test_a_warning_beside_a_question_of_a_case_that_is_gone() -> None:
    chat = reading().sends_picture("a").stored().has_case(filed(2)).taps_value("c:2:collect")
    chat.cases.documents.pop(2)
    chat.reads(kind="service_chat", text=SCAM).sees("先停下")


# ------------------------------------------------------------------------------------------------------ order numbers
def test_a_second_order_is_added_and_one_read_better_takes_the_place_of_the_other() -> None:
    chat = reading(order_numbers=("KM2026112212345", "LY77001")).sends_picture("a", caption="订单页").stored()
    chat.reads(order_number="KM2026112212346", kind="order_page").sees("之前记的是 KM2026112212345、LY77001")
    chat.taps("都对，填上")
    assert chat.case().facts.order_numbers == ("LY77001", "KM2026112212346")


def test_two_orders_are_both_taken() -> None:
    chat = (
        reading().sends_album("a", "b").stored().reads(**ORDER).reads(kind="order_page", order_number="9876543210001")
    )
    chat.taps("只有几项对").taps("证1 订单号").taps("证2 订单号")
    assert chat.case().facts.order_numbers == ("KM2026112212345", "9876543210001")


# -------------------------------------------------------------------------------------------------------------- words
def test_the_words_of_its_buttons_are_no_answer_to_another_question() -> None:
    chat = Chat(rules=READS).says("/new").sends_picture().stored().reads(kind="order_page", order_number="KM20261122")
    chat.taps("没收到").taps("刚刚").sees("花了多少钱").says("都对，填上")
    if chat.case().facts.order_numbers == ():
        chat.sees("订单号：KM20261122").taps("都对，填上")
    chat.sees("填好了")
    assert (chat.case().facts.order_numbers, chat.case().facts.goods) == (("KM20261122",), None)


def test_sorting_in_between_does_not_ask_for_what_was_confirmed() -> None:
    chat = (
        Chat(rules=READS).says("/new").sends_picture("a").taps("没收到").taps("刚刚").says("点卡 98元").sees("订单号")
    )
    chat.taps_value("c:1:sort").stored().reads(**{**ORDER, "at": None}).taps("都对，填上")
    chat.sees("填好了", "找过客服").sees_no("订单号发我")


def test_what_the_user_says_of_a_picture_is_not_doubted_again() -> None:
    chat = reading().sends_picture("a").stored().reads(kind="service_chat")
    chat.taps_value("c:1:kind:1:payment_record").sends_picture("b").stored().reads().hears_nothing()


def test_old_buttons_do_nothing() -> None:
    chat = reading().sends_picture().stored().reads(**ORDER)
    chat.taps("都对，填上")
    facts = chat.case().facts
    chat.passes(minutes=1).taps_value("c:1:read:all").sees("过期").taps_value("c:1:read:1.amount").taps_value(
        "c:1:read:x"
    )
    assert chat.case().facts == facts


# ---------------------------------------------------------------------------------------------------------- swindlers
SCAM = "官方客服\n您好，您的订单退款异常，请加QQ 12345678联系退款专员\n需要先缴纳100元保证金解冻，把验证码发我"


def test_a_swindlers_words_on_a_picture_are_called_so_and_the_place_is_kept() -> None:
    chat = Chat(rules=READS).says("/new").taps("没收到")
    step = chat.session.step
    chat.sends_picture().stored().reads(kind="service_chat", text=SCAM).sees("先停下", "110").offers("我已经转了")
    assert chat.session.step == step


def test_a_sellers_page_is_no_message() -> None:
    page = "店铺已缴纳保证金1000元\n加入粉丝QQ群领优惠\n退款说明"
    reading().sends_picture().stored().reads(kind="goods_page", text=page).sees_no("先停下")


def test_at_the_check_a_picture_is_said_to_be_looked_at() -> None:
    chat = reading().says("/check").sends_picture().sees("看完告诉你").stored()
    chat.reads(text=SCAM).sees("先停下").sees("像不像骗局")
    chat.sends_picture("b").stored().reads(kind="order_page", text="订单详情").sees("没有发现已知的骗局特征")
    Chat(rules=READS).says("/check").sends_picture().sees("看不了")
