"""查平台是谁: by words, by taps, without result, in several sittings, and beside another case."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.complaint import Complaint, Facts, Respondent, Stage
from complaints.respondents import Known, found, known
from dialogs.model import IDLE, Rules
from tests.dialogs.chat import SUNDAY, Chat, knowledge, text_only

CODE = "91350100M000100Y43"
ALL = len(knowledge().finder)


def case(number: int = 1, **respondent: Any) -> Complaint:
    facts = Facts(
        platform="liyun",
        problem="not_delivered",
        discovered=SUNDAY,
        goods="游戏点卡",
        goods_kind="game_card",
        amount=9800,
        order_numbers=(f"LY2026112100{number}",),
        contacted="no",
        demand="resend",
    )
    return Complaint(
        number=number,
        opened=SUNDAY,
        touched=SUNDAY,
        stage=Stage.READY,
        facts=facts,
        checked=True,
        respondent=Respondent(**respondent),
    )


def started(**respondent: Any) -> Chat:
    return Chat().has_case(case(**respondent)).taps_value("c:1:finder")


# ---------------------------------------------------------------------------------------------------- the whole way
def test_from_the_site_to_the_address_one_picture_and_one_field_a_step() -> None:
    chat = started().sees("一步一张截图", "查平台是谁 1/", "地址栏").fits_a_phone()
    chat.sends_picture().sees("编为证1（网站主体信息）", "网址是什么").sees_no("一步一张截图")
    chat.says("https://shop.example.com/order?id=42").sees("网址 shop.example.com（你提供的）", "公司全称叫什么")
    chat.says("示例（福州）科技有限公司").sees("国家企业信用信息公示系统", "没有核实过", "“住所”").fits_a_phone()
    chat.says("福建省福州市示例路1号3楼").sees("查到的对方（都是你提供的", "名称 示例（福州）科技有限公司")
    chat.sees("12315投诉、起诉都用得上", "县（区）").offers(
        "12315投诉", "小额诉讼", "接着查", "有一项不对"
    ).fits_a_phone()
    assert chat.session.step == IDLE
    assert known(chat.case()) == Known.WHOLE
    assert [exhibit.kind for exhibit in chat.case().exhibits] == ["platform_identity"]


def test_a_pasted_licence_ends_the_search_at_once() -> None:
    chat = started().says(f"名称：示例科技有限公司\n统一社会信用代码：{CODE}\n住所：福建省福州市示例路1号")
    chat.sees("名称 示例科技有限公司", f"信用代码 {CODE}", "网址是什么").sees("这里面我没看到网址")
    chat.taps("找不到").sees("查到的对方", "校验位对得上")
    assert known(chat.case()) == Known.WHOLE


def test_after_name_and_address_the_rest_can_be_looked_for_too() -> None:
    chat = started(name="示例公司", address="示例路1号")
    chat.sees("一步一张截图").taps("先到这里").sees("先到这里，查到的都存着")
    chat.taps("接着查").says("shop.example.com").sees("18位")
    chat.says("9135 0100 M000 1OOY 43").sees(f"信用代码 {CODE}", "备案号发我")
    assert chat.case().respondent.code == CODE


# -------------------------------------------------------------------------------------------------- without a result
@pytest.mark.parametrize("words", ["找不到", "没有", "网站打不开"])
def test_nothing_found_is_said_plainly_with_what_still_works(words: str) -> None:
    chat = started()
    for _ in range(ALL):
        if chat.session.step != IDLE:
            chat.says(words).fits_a_phone()
    chat.sees("没查到它是谁，这不怪你", "不用知道它是谁").offers("支付机构投诉", "12315举报", "报警、止付", "再查一遍")
    assert chat.session.step == IDLE
    assert known(chat.case()) == Known.NOTHING
    chat.taps("还能找谁")
    outside = [label for label in chat.labels if "申诉" not in label and "升级" not in label]
    assert outside[:3] == ["支付机构投诉", "12315举报", "报警、止付"]


def test_looking_again_asks_only_for_what_was_not_found() -> None:
    chat = started(site="a.example")
    while chat.session.step != IDLE:
        chat.taps("找不到")
    chat.sees("网址 a.example", "有线索").taps("再查一遍").sees("营业执照", "公司全称").sees_no("地址栏")


def test_the_other_side_is_asked_in_writing_and_that_is_noted() -> None:
    chat = started()
    while not any(message.verbatim for message in chat.answer):
        chat.taps("找不到")
    chat.sees("订单号LY20261121001", "请提供贵方的公司全称和地址；贵方如非销售者", "前答复").fits_a_phone()
    chat.taps("我已发出").sees("记下了：书面问过对方").sees_no("请提供贵方")
    assert chat.case().contacts[-1].result == "asked"
    chat.passes(hours=72).says("对方是示例商行，地址在福建省福州市示例路2号").sees("12315投诉、起诉都用得上")
    assert chat.case().respondent.name == "示例商行"
    assert chat.case().respondent.address == "福建省福州市示例路2号"


# -------------------------------------------------------------------------------------------------------- by taps only
def test_every_step_can_be_passed_by_taps_alone_and_the_payee_may_be_the_name() -> None:
    chat = Chat().has_case(case().changed(facts=case().facts.model_copy(update={"payee": "示例网络科技有限公司"})))
    chat.taps_value("c:1:finder")
    while "就是收款方" not in chat.labels:
        chat.taps("找不到")
    chat.taps("就是收款方").sees("“住所”")
    assert chat.case().respondent.name == "示例网络科技有限公司"
    chat.taps("先到这里").offers("接着查")


def test_it_can_be_done_on_a_network_without_buttons() -> None:
    chat = Chat(network=text_only()).has_case(case()).taps_value("c:1:finder").says("2").sees("公司全称")
    assert "site" not in chat.case().respondent.searched
    chat.says("1").sees("这里记“找不到”")
    assert chat.case().respondent.searched == ("footer",)


# -------------------------------------------------------------------------------------------- back, skip, help, again
def test_back_leads_through_the_steps_and_out() -> None:
    chat = started().says("shop.example.com").sees("公司全称").says("返回").sees("现在记的是：shop.example.com")
    chat.says("other.example.com").sees("网址 other.example.com", "公司全称")
    assert chat.case().respondent.site == "other.example.com"
    chat.taps("上一步").taps("不用改").sees("公司全称").says("帮助").sees("公司全称", "直接说这些词")
    assert chat.case().respondent.searched == ("site",)


def test_what_was_skipped_is_asked_next_time() -> None:
    chat = started().says("跳过").sees("公司全称").taps("跳过").taps("先到这里").sees("没查到它是谁")
    assert chat.case().respondent.searched == ()
    chat.taps("接着查").sees("网址是什么")


def test_it_goes_on_where_it_stopped_days_later() -> None:
    chat = started().says("shop.example.com").taps("找不到").sees("备案号").says("取消").passes(hours=200)
    chat.taps_value("c:1:finder").sees("备案号").sees_no("一步一张截图", "公司全称叫什么")


def test_it_leads_back_to_the_question_it_came_from() -> None:
    chat = Chat().has_case(case()).taps_value("c:1:review").sees("要改哪一项").taps("查平台是谁")
    chat.sees("一步一张截图", "网址是什么").taps("找不到").sees("公司全称").says("返回").sees("网址是什么")
    chat.taps("先到这里").sees("没查到它是谁", "要改哪一项")
    assert chat.session.step == "review.list"


def test_another_case_begun_meanwhile_gets_none_of_the_answers() -> None:
    chat = Chat().has_case(case(1)).has_case(case(2)).taps_value("c:1:finder").says("one.example.com")
    chat.taps_value("c:2:finder").sees("投诉2", "网址是什么").says("two.example.com")
    chat.taps_value("c:1:finder").sees("投诉1", "公司全称").says("甲示例公司")
    assert (chat.case(1).respondent.site, chat.case(1).respondent.name) == ("one.example.com", "甲示例公司")
    assert (chat.case(2).respondent.site, chat.case(2).respondent.name) == ("two.example.com", None)


def test_from_12315_it_leads_back_to_what_is_still_missing_there() -> None:
    chat = Chat().has_case(case()).taps_value("c:1:route:samr_complaint").sees("投给哪里", "归店铺公示的地址那边")
    chat.taps("照样看文字").sees("✗ 还没写对方的全称").taps("查平台是谁").sees("网址是什么")
    chat.says("示例科技有限公司").says("shop.example.com").says("福建省福州市示例路1号")
    chat.sees("12315投诉、起诉都用得上", "交之前看一眼").sees_no("还没写对方的全称")
    assert chat.session.step == "before_route.findings"


# ---------------------------------------------------------------------------------------------------------- bad input
@pytest.mark.parametrize("text", ["😡😡😡", "91350100M000100Y34", "123", "啊" * 3000])
def test_bad_input_costs_nothing(text: str) -> None:
    chat = started(site="a.example", name="示例公司")
    while "18位代码发我" not in chat.text:
        chat.taps("跳过")
    before = chat.case().respondent
    chat.says(text).sees("抄错了一位", "18位代码发我")
    assert chat.case().respondent == before


def test_a_picture_with_words_answers_too_and_one_without_is_kept() -> None:
    chat = started().sends_picture(caption="网址 shop.example.com").sees("公司全称叫什么")
    assert chat.case().respondent.site == "shop.example.com"
    chat.sends_album(None, None).stored(2).says("示例科技有限公司").sees("“住所”")
    assert [exhibit.kind for exhibit in chat.case().exhibits] == ["platform_identity"] * 3


def test_the_bill_is_kept_as_a_payment_record() -> None:
    chat = started()
    while "收款方叫什么" not in chat.text:
        chat.taps("找不到")
    chat.sends_picture().says("示*店").sees("收款方 示*店")
    assert chat.case().exhibits[-1].kind == "payment_record"
    assert chat.case().facts.payee == "示*店"


def test_what_was_found_can_be_corrected_and_taken_back() -> None:
    chat = started(name="示例", address="福建省福州市示例路1号").taps("先到这里").sees("不是全称")
    chat.taps("有一项不对").taps("名称").sees("名称现在记的是：示例").says("示例科技有限公司").sees(
        "名称 示例科技有限公司"
    )
    chat.taps("有一项不对").taps("地址").taps("清空这一项").sees("还差地址").sees_no("示例路1号")
    assert chat.case().respondent.address is None


def test_a_name_that_is_not_whole_is_taken_with_a_word() -> None:
    started(site="a.example").says("利云卡盟").sees("名称 利云卡盟", "不是全称")


def test_a_closed_case_is_not_searched() -> None:
    chat = Chat().has_case(case().changed(stage=Stage.CLOSED)).taps_value("c:1:finder").sees("已经结案")
    assert chat.session.step == IDLE


# --------------------------------------------------------------------------------------------------------- properties
ANSWERS = st.sampled_from(
    [
        "shop.example.com",
        "示例科技有限公司",
        "利云卡盟",
        "福建省福州市示例路1号",
        "粤ICP备2021012345号",
        "某某支付",
        "91350100M000100Y43",
        "找不到",
        "跳过",
        "返回",
        "帮助",
        "😡",
        "1",
        "2",
        "[图]",
        "先到这里",
        "继续",
        "取消",
    ]
)


@given(st.lists(ANSWERS, max_size=25))
def test_no_order_of_answers_loses_what_was_found(said: list[str]) -> None:
    chat = Chat(rules=Rules(messages_per_minute=10_000)).has_case(case(1)).has_case(case(2)).taps_value("c:1:finder")
    other = chat.case(2)
    for words in said:
        if chat.session.step != "finder.look":
            break
        before = chat.case(1)
        if words == "[图]":
            chat.sends_picture()
        else:
            chat.says(words)
        now = chat.case(1)
        assert set(before.respondent.searched) <= set(now.respondent.searched)
        assert set(found(before)) <= set(found(now))
        assert len(before.exhibits) <= len(now.exhibits)
        if words in {"先到这里", "取消"}:
            chat.passes(minutes=1).taps_value("c:1:finder")
    assert chat.case(2) == other


@given(st.lists(st.sampled_from(["找不到", "我不知道"]), min_size=ALL, max_size=ALL))
def test_every_search_ends(said: list[str]) -> None:
    chat = started()
    for words in said:
        if chat.session.step != IDLE:
            chat.says(words)
    assert chat.session.step == IDLE


def test_a_question_back_is_no_name() -> None:
    chat = started().says("啊？这是啥").sees("没看到网址或名字", "网址是什么").says("怎么查？").sees("网址是什么")
    assert chat.case().respondent.site is None
