"""The ways outside the platform: the list, the card, the questions just in time, what was found, the text."""

from datetime import date

import pytest

from complaints.complaint import Respondent, Stage
from complaints.outside import filings_by
from complaints.routes import APPEALS
from complaints.times import DAY, instant_of
from tests.dialogs.chat import Chat, knowledge, text_only
from tests.dialogs.outside import at_ladder, at_text, submitted, text_of, through
from tests.dialogs.test_filing import ready

OUTSIDE = sorted(set(knowledge().routes) - set(APPEALS))


def known(chat: Chat, **facts: object) -> Chat:
    """The same chat, whose case knows the other side."""
    case = chat.case()
    respondent = Respondent(name="某某科技有限公司", address="某市某区1号")
    return chat.has_case(case.changed(respondent=respondent, facts=case.facts.model_copy(update=facts)))


# ----------------------------------------------------------------------------------------------------------- the list
def test_the_list_says_what_a_small_sum_is_worth_and_what_is_missing() -> None:
    chat = at_ladder().sees("不花钱的路都值得走", "起诉费时间", "还不知道对方全称").offers("查平台是谁").fits_a_phone()
    places = [chat.labels.index(name) for name in ("支付机构投诉", "12315举报", "12315投诉", "小额诉讼")]
    assert places == sorted(places)


def test_whom_we_know_is_complained_about_first() -> None:
    chat = known(at_ladder()).passes(minutes=1).taps_value("c:1:ladder").sees_no("还不知道对方全称")
    assert chat.labels.index("12315投诉") < chat.labels.index("报警、止付")


def test_what_is_on_its_way_is_listed() -> None:
    submitted("heimao").passes(minutes=1).taps_value("c:1:ladder").sees("在等：黑猫投诉")


def test_a_private_transfer_changes_the_first_way_at_once() -> None:
    chat = Chat().says("/new").taps("没收到").taps("刚刚").says("点卡 98元").says("LY20261121001")
    case = chat.case()
    chat.has_case(case.changed(facts=case.facts.model_copy(update={"paid_how": "private_transfer"})))
    chat.taps("还没").sees("支付机构投诉", "钱是转给个人的")


# ----------------------------------------------------------------------------------------------------------- the card
@pytest.mark.parametrize("route", OUTSIDE)
def test_every_route_has_a_card_a_text_and_a_filing(route: str) -> None:
    chat = at_ladder().passes(minutes=1).taps_value(f"c:1:route:{route}").fits_a_phone()
    if route == "payment_provider":
        chat.sees("怎么付的款").taps("微信").fits_a_phone()
    chat.sees("去哪：", "先备好：", "注意：", "之后：")
    text = text_of(through(chat))
    chat.fits_a_phone().passes(minutes=1).taps("我已提交").sees("原样存好了")
    sent = chat.case().filings[-1]
    assert (sent.letter, sent.channel, sent.text, sent.deadline) == (
        knowledge().routes[route].letter,
        route,
        text,
        None,
    )
    assert chat.case().stage == Stage.OUTSIDE
    chat.says("编号A-77")
    assert chat.case().filings[-1].ticket == "编号A-77"


@pytest.mark.parametrize("route", OUTSIDE)
def test_every_route_is_gone_without_a_button(route: str) -> None:
    chat = at_ladder().says("还能找谁").says(knowledge().routes[route].name)
    for _ in range(5):
        ways = [label for label in ("改成退款", "照样看文字") if label in chat.labels]
        if "我已提交" not in chat.labels:
            chat.says(ways[0])
    chat.says("已经提交了").says("跳过")
    assert filings_by(chat.case(), route)


def test_numbers_name_the_answers_on_a_network_without_buttons() -> None:
    chat = Chat(network=text_only()).says("/new").says("1").says("刚刚").says("游戏点卡 98元").says("LY20261121001")
    chat.says("还没").says("已提交").says("还没人理").passes(hours=50).says("还能找谁")
    chat.says(str(chat.labels.index("12315举报") + 1)).sees("举报违法线索")
    chat.says("还能找谁").says("12315投诉").sees("怎么付的款").says("1")
    assert chat.case().facts.paid_how == "wechat"


def test_contacts_tell_their_age() -> None:
    chat = at_text("heimao")
    chat.passes(minutes=1).taps_value("c:1:route:heimao").sees("2026-11-22 核对")
    chat.passes(hours=24 * 190).taps_value("c:1:route:heimao").sees("请先核实")


def test_an_entrance_that_nobody_verified_has_no_link() -> None:
    chat = at_ladder().passes(minutes=1).taps_value("c:1:route:xiaofeibao").sees("网址没有核实过")
    assert "http" not in chat.answer[0].text


# ---------------------------------------------------------------------------------------------------- just in time
def test_questions_are_asked_one_at_a_time_and_each_may_be_passed_over() -> None:
    chat = at_ladder().taps("12315投诉").sees("怎么付的款", "还有").taps("跳过").sees("收款方").taps("截图里有")
    chat.sees("哪家店").says("某店").sees("谁买的").taps("自己买自己用").sees("正规").says("是").sees("以前找过")
    chat.taps("12300").sees("后来怎么样").taps("没受理").sees("照样看文字")
    facts = chat.case().facts
    assert (facts.paid_how, facts.pictured, facts.shop) == (None, ("payee",), "某店")
    assert (facts.own_purchase, facts.own_use, facts.lawful) == (True, True, True)
    assert (facts.elsewhere, facts.elsewhere_result) == ("telecom", "refused")


def test_what_was_passed_over_is_not_asked_again() -> None:
    chat = at_ladder().taps("支付机构投诉").taps("跳过").taps("跳过").taps("跳过").sees("还缺截图")
    chat.passes(minutes=1).taps_value("c:1:route:payment_provider").sees("还缺截图").sees_no("怎么付的款")


def test_an_odd_answer_costs_nothing() -> None:
    chat = at_ladder().taps("12315投诉").taps("跳过").taps("跳过").taps("跳过").sees("谁买的")
    chat.says("😡").sees("点下面一个就行", "谁买的").says("1")
    assert chat.case().facts.own_use is True


def test_who_buys_to_sell_on_is_told_that_12315_does_not_take_it() -> None:
    chat = at_ladder().taps("12315投诉").taps("跳过").taps("跳过").taps("跳过").taps("买来转卖").taps("照样看文字")
    chat.sees("✗ 转卖的不算生活消费", "第十六条")


def test_for_the_family_an_authorisation_is_named() -> None:
    chat = at_ladder().taps("12315投诉").taps("跳过").taps("跳过").taps("跳过").taps("替家人办")
    assert chat.case().facts.own_purchase is False
    chat.taps("照样看文字").sees("授权委托书", "第十一条").offers("授权委托书").taps("授权委托书").sees("亲手写")


# ------------------------------------------------------------------------------------------------------ what was found
def test_a_missing_respondent_stops_with_the_article_and_the_way_to_find_it() -> None:
    chat = at_ladder().taps("12315投诉").taps("照样看文字").sees("✗ 还没写对方的全称", "第十条", "第十六条")
    chat.offers("查平台是谁", "补截图", "照样看文字", "还能找谁").fits_a_phone()
    chat.taps("照样看文字").offers("我已提交")


def test_what_is_known_is_not_complained_of() -> None:
    chat = known(at_ladder()).passes(minutes=1).taps_value("c:1:route:samr_complaint")
    chat.taps("照样看文字").sees_no("✗").offers("我已提交")
    assert "某某科技有限公司" in text_of(chat)


def test_a_demand_that_no_court_can_grant_is_turned_into_money_by_a_tap() -> None:
    chat = known(at_ladder()).passes(minutes=1).taps_value("c:1:route:court")
    through_questions = chat.taps("照样看文字").sees("✗ 小额诉讼只能要钱").offers("改成退款")
    through_questions.taps("改成退款").sees("现在要的是退款")
    assert chat.case().facts.demand == "refund"
    text = text_of(through(chat))
    assert "98元" in text
    assert "补发" not in text


def test_a_court_is_told_frankly_for_98_yuan() -> None:
    at_ladder().taps("小额诉讼").sees("先想清楚", "98元起诉要花不少时间")


def test_what_an_accepted_claim_closes_is_warned_of_before_and_remembered_after() -> None:
    at_ladder().taps("小额诉讼").sees("12315就不再受理")
    chat = submitted("court").passes(minutes=1).taps_value("c:1:came:2:court_filed").taps("今天")
    chat.passes(minutes=1).taps_value("c:1:route:samr_complaint").sees("别处已经受理过")
    chat.taps("照样看文字").sees("✗ 同一件事别处已经受理")
    chat.passes(minutes=1).taps_value("c:1:ladder")
    assert chat.labels[-1] == "12315投诉"


def test_the_police_are_never_made_to_wait() -> None:
    draft = Chat().says("/new").taps("没收到").taps_value("c:1:route:police").sees("110", "96110")
    assert draft.case().stage == Stage.DRAFT
    case = submitted("samr_complaint").passes(minutes=1).taps_value("c:1:came:2:samr_accepted")
    case.passes(minutes=1).taps_value("c:1:route:police").sees("金额小也可以报案").sees_no("✗")


def test_complaint_and_report_are_two_texts_and_two_papers() -> None:
    complaint, report = at_text("samr_complaint"), at_text("samr_report")
    assert text_of(complaint) != text_of(report)
    assert "调解" in text_of(complaint)
    chat = submitted("samr_complaint").passes(minutes=1).taps_value("c:1:route:samr_report")
    chat.sees("单独写").sees("第三十七条")


def test_a_public_text_names_nobody_and_the_lines_neither() -> None:
    chat = at_text("heimao").sees("谁都看得到")
    for text in (text_of(chat), text_of(chat.passes(minutes=1).taps("逐项复制"))):
        assert "LY20261121001" not in text
    chat.sees("打码")


def test_the_user_edits_an_office_text_like_any_other() -> None:
    chat = at_text("payment_provider").taps("改内容").taps("自己写").says("11月22日买的98元点卡没到，请核实")
    chat.taps("我已提交")
    assert chat.case().filings[-1].text == "11月22日买的98元点卡没到，请核实"


def test_exhibits_are_pinned_by_what_was_submitted() -> None:
    chat = at_ladder().sends_picture().stored().taps("订单页").passes(minutes=1).taps_value("c:1:route:heimao")
    through(chat).taps("我已提交")
    assert chat.case().filings[-1].exhibits == (1,)


def test_a_text_outside_the_platform_is_no_first_filing_of_an_appeal() -> None:
    chat = ready().passes(minutes=1).taps_value("c:1:route:heimao")
    through(chat).taps("我已提交").taps("跳过").passes(minutes=1).taps_value("c:1:letter:supervisor_appeal")
    chat.sees("之前什么时候找过客服")


def test_a_filing_in_the_future_is_asked_for_once_more() -> None:
    chat = at_text("samr_complaint").passes(hours=3).taps("我已提交").sees("刚才发的吗")
    chat.says("明天").sees("那天还没到").says("2027年1月1日").sees("那天还没到").says("今天10点半")
    assert chat.case().filings[-1].at == instant_of(date(2026, 11, 22), 10, 30)


def test_a_third_similar_complaint_is_warned_of() -> None:
    chat = submitted("samr_complaint")
    for number in (2, 3):
        chat.has_case(chat.case(1).changed(number=number, opened=chat.now + number * DAY))
    chat.passes(minutes=1).taps_value("c:3:route:samr_complaint").taps("照样看文字").sees("好几次", "第十七条")


@pytest.mark.parametrize("words", ["不知道啊", "没有", "我也不清楚……", "忘了"])
def test_what_nobody_knows_is_passed_over_and_stands_in_no_text(words: str) -> None:
    chat = at_ladder().passes(minutes=1).taps_value("c:1:route:payment_provider").taps("支付宝").sees("收款方叫什么")
    chat.says(words).sees("付款流水号").says(words).sees("交之前看一眼")
    facts = chat.case().facts
    assert (facts.payee, facts.serial) == (None, None)
    assert words not in text_of(through(chat))


@pytest.mark.parametrize("words", ["🤷", "？？？", "这是啥"])
def test_what_cannot_be_a_name_is_asked_for_again(words: str) -> None:
    chat = at_ladder().passes(minutes=1).taps_value("c:1:route:payment_provider").taps("支付宝")
    chat.says(words).sees("这个我没看懂", "收款方叫什么").says("某某网络").says("没看到数字").sees("付款流水号")
    assert (chat.case().facts.payee, chat.case().facts.serial) == ("某某网络", None)


def test_the_questions_still_to_come_are_counted() -> None:
    chat = at_ladder().passes(minutes=1).taps_value("c:1:route:payment_provider").sees("后面还有 2 个").taps("支付宝")
    chat.sees("后面还有 1 个").says("某某网络").sees("付款流水号").sees_no("后面还有")


def test_the_text_for_the_police_is_said_or_shown_not_handed_in_by_telephone() -> None:
    at_text("police").sees("打110时照着说", "登记表").sees_no("交到：报警")


@pytest.mark.parametrize("words", ["报警", "我要起诉"])
def test_who_names_a_way_is_shown_the_ways(words: str) -> None:
    submitted("heimao").passes(minutes=1).says(words).offers("报警、止付", "小额诉讼")
