"""Every text that the product can write, for every problem and route: whole, short enough, and without a trap."""

import re
from collections.abc import Iterator

import pytest

from complaints.complaint import Respondent
from complaints.knowledge.models import SellerRole
from complaints.letters import checks
from tests.complaints.journeys import (
    DEADLINE,
    KNOWLEDGE,
    NOW,
    PERSONAL,
    Written,
    everything,
    full,
    knowledge,
    minimal,
    written,
)
from tests.complaints.traps import TRAPS

PLATFORM_ONLY = re.compile(
    r"电子商务法[^，。）]{0,20}第(二十七|三十一|三十八|六十一|八十三)条|消费者权益保护法第四十四条"
)
GAP = re.compile(r"[{}]|（\s*）|\(\s*\)|[，、；：][。，；]|。。|，，|：\n|：$|、\n|\n\n|^\s|\s$|None")
HINTS = {"no_amount", "no_date"}
"""What a text is told to lack when the user does not know it."""


@pytest.fixture(scope="module")
def drafts() -> list[Written]:
    """All texts, also those that still lack something."""
    return list(everything())


@pytest.fixture(scope="module")
def texts(drafts: list[Written]) -> list[Written]:
    """All texts that may leave."""
    return [text for text in drafts if not text.draft.missing]


def test_every_letter_is_written_for_every_problem(drafts: list[Written], texts: list[Written]) -> None:
    """What is missing is asked for: of a minimal case only money, before a court."""
    lacking = {(text.letter.id, field) for text in drafts for field in text.draft.missing}
    assert {letter for letter, _ in lacking} - {"court"} == set(), lacking
    assert lacking <= {("court", "claim")}
    written_for = {(text.letter.id, text.case.facts.problem) for text in texts}
    orders = {(letter, problem) for letter in KNOWLEDGE.letters if letter != "court" for problem in KNOWLEDGE.problems}
    assert orders <= written_for


def test_a_court_is_asked_for_money_only(texts: list[Written]) -> None:
    asked = {text.case.facts.demand for text in texts if text.letter.id == "court"}
    assert asked == {name for name in asked if name and KNOWLEDGE.demands[name].money}
    draft = written("court", full("not_delivered", demand="refund")).draft
    assert "1. 判令被告退还货款98元；" in draft.text
    assert (
        "1. 判令被告赔偿损失＿＿元（自己填）；"
        in written("court", full("not_delivered", demand="compensate")).draft.text
    )


def test_no_gap_is_left_and_the_length_is_kept(texts: list[Written]) -> None:
    for text in texts:
        assert not any(GAP.search(part.text) for part in text.draft.parts), text.about
        assert len(text.draft.text) <= text.draft.max_length, text.about


def test_every_check_before_a_text_leaves_is_passed(texts: list[Written]) -> None:
    for text in texts:
        found = set(checks(text.draft, knowledge(text.role)))
        lacks_amount = text.case.facts.amount is None
        assert found <= (HINTS if lacks_amount else set()), (found, text.about)


def test_no_trap_of_the_law_stands_in_any_text(texts: list[Written]) -> None:
    for text in texts:
        for name, trap in TRAPS.items():
            assert not trap.search(text.whole), (name, text.about)


def test_a_public_text_holds_nothing_personal(texts: list[Written]) -> None:
    public = [text for text in texts if text.letter.public]
    assert {text.letter.id for text in public} == {"heimao", "xiaofeibao"}
    for text in public:
        assert not any(word in text.whole for word in PERSONAL), text.about


@pytest.mark.parametrize(
    "story",
    [
        "我的手机是13800138000，一直没人回",
        "客服小王说让我等，工号8023",
        "付款流水4200001234202611215566，收款的是某某商贸行",
        "账号player88一直没到",
        "发邮件到me@example.com也没回",
        "订单LY20261121001催过",
        "账户余额还有200元",
    ],
)
def test_a_story_with_personal_data_stays_out_of_public_texts(story: str) -> None:
    for problem in ("not_delivered", "other"):
        for letter in ("heimao", "xiaofeibao"):
            text = written(letter, full(problem, story=story))
            assert story not in text.whole
            assert text.draft.missing == ()
        assert story in written("police", full(problem, story=story)).whole
    kept = written("heimao", full("not_delivered", story="我先后催了三次，每次都让等"))
    assert "我先后催了三次，每次都让等" in kept.whole


def test_goods_with_a_phone_number_are_told_by_their_kind_in_public() -> None:
    case = full("not_delivered", goods="给13800138000充话费", goods_kind="topup")
    assert "商品：充值，98元" in written("heimao", case).whole
    assert "13800138000" in written("ticket", case).whole


def test_the_police_read_where_the_money_went() -> None:
    text = written("police", full("suspected_fraud")).whole
    for words in ("收款方：某某商贸行", "交易单号：4200001234202611215566", "紧急止付", "card.example"):
        assert words in text
    assert "法" not in text.replace("方法", "")


def test_a_self_run_shop_reads_no_article_for_platforms(texts: list[Written]) -> None:
    for text in texts:
        if text.role == SellerRole.SELF_RUN:
            assert not PLATFORM_ONLY.search(text.whole), text.about
        if text.role == SellerRole.UNKNOWN and "第四十四条" in text.whole:
            assert re.search("如非销售者", text.whole), text.about


def test_contents_do_not_rest_on_the_e_commerce_law(texts: list[Written]) -> None:
    for text in texts:
        assert text.case.facts.goods_kind != "membership" or "电子商务法" not in text.whole, text.about


def test_articles_stand_only_where_they_may(texts: list[Written]) -> None:
    for text in texts:
        assert "第五十八条" not in text.whole
        assert "消费者权益保护法第五十五条" not in text.whole
        if text.letter.id != "samr_report":
            assert not re.search("第(七十六|八十三)条|第五十六条第八项", text.whole), text.about
        if "第三十八条" in text.whole:
            assert re.search("11月22日(\\(周日\\))?(已?书面|书面告知)", text.whole), text.about


def test_a_mistake_of_the_buyer_is_told_honestly_and_nobody_is_blamed(texts: list[Written]) -> None:
    own = [text for text in texts if text.case.facts.mistake == "own" and text.case.facts.problem == "wrong_account"]
    for text in own:
        if text.letter.id not in {"authorisation", "identity_request"}:
            assert "填错" in text.whole, text.about
        assert "违约" not in text.whole
        assert "涉嫌" not in text.whole


def test_a_letter_for_somebody_else_is_in_the_buyers_name() -> None:
    for letter in ("samr_complaint", "court"):
        text = written(letter, full("not_delivered", own_purchase=False, demand="refund")).whole
        assert "购买人本人）：＿＿" in text
        assert "购买人本人" not in written(letter, full("not_delivered", demand="refund")).whole
    assert "附授权委托书原件" in written("samr_complaint", full("not_delivered", own_purchase=False)).whole


# ----------------------------------------------------------------------------------------- the stage before, deadlines


def test_only_the_seller_is_given_a_deadline(texts: list[Written]) -> None:
    for text in texts:
        assert ("12月14日(周一) 10:00" in text.whole) == (text.letter.audience == "seller"), text.about
    assert DEADLINE > NOW


def test_the_stage_before_is_quoted_with_its_day_its_way_and_what_came_of_it(texts: list[Written]) -> None:
    for text in told_of_filings(texts):
        assert re.search(r"11月22日(\(周日\) 10:00)?通过工单提出投诉(（工单号88231）)?，对方拒绝处理", text.whole), (
            text.about
        )
        assert re.search(r"11月24日(\(周二\) 10:00)?通过工单向主管申诉，至今未获答复", text.whole), text.about


def told_of_filings(texts: list[Written]) -> Iterator[Written]:
    """Letters to others in full cases."""
    return (
        text
        for text in texts
        if text.case.filings and text.letter.audience != "seller" and text.letter.id != "authorisation"
    )


def test_other_offices_are_told_to_offices_and_a_report_to_nobody(texts: list[Written]) -> None:
    for text in texts:
        told = "11月27日向12315投诉，还没有结果" in text.whole
        offices = {"payment_provider", "samr_complaint", "police", "court"}
        assert told == (bool(text.case.filings) and text.letter.id in offices), text.about
        assert text.letter.id == "samr_report" or "举报" not in text.whole.replace("被举报人", ""), text.about


def test_a_delay_of_fifteen_days_counts_from_a_demand_in_writing() -> None:
    case = full("not_delivered")
    assert "2026年11月22日书面提出要求，超过15日没有解决" in written("samr_report", case).whole
    spoken = case.changed(filings=tuple(f.model_copy(update={"letter": "customer_service"}) for f in case.filings[:1]))
    assert "15日" not in written("samr_report", spoken).whole
    fresh = case.changed(filings=tuple(f.model_copy(update={"at": NOW - 14 * 86400}) for f in case.filings[:1]))
    assert "15日" not in written("samr_report", fresh).whole


def test_nobody_is_threatened_with_a_step_that_was_taken() -> None:
    assert "我会向12315投诉" not in written("email", full("not_delivered")).whole
    assert "我会向12315投诉" in written("email", full("not_delivered").changed(filings=())).whole


def test_three_times_the_price_only_with_proof_that_the_user_ticked() -> None:
    for letter in ("ticket", "supervisor_appeal", "samr_complaint", "court"):
        case = minimal("description_mismatch", fraud_proof=True)
        assert "的三倍增加赔偿" in written(letter, case).whole
        assert "（消费者权益保护法第五十五条）" in written(letter, case).whole
        assert "第五十五条" not in written(letter, minimal("description_mismatch", fraud_proof=False)).whole
    for letter in ("customer_service", "police", "payment_provider", "heimao", "samr_report"):
        assert "第五十五条" not in written(letter, minimal("description_mismatch", fraud_proof=True)).whole


def test_a_report_says_what_the_user_saw_of_the_trader_and_calls_nobody_names() -> None:
    case = minimal("not_delivered").changed(respondent=Respondent(searched=("site", "footer")))
    assert (
        "在网站首页没有看到公示的主体信息或自我声明（电子商务法第十五条、第七十六条"
        in written("samr_report", case).whole
    )
    found = case.changed(respondent=Respondent(name="某某网络科技有限公司", searched=("footer",)))
    for other in (minimal("not_delivered"), found, case.changed(facts=minimal("vanished").facts)):
        assert "没有看到公示" not in written("samr_report", other).whole
    assert "没有看到公示" not in written("samr_complaint", case).whole


def test_many_orders_are_counted_where_there_is_no_room_to_name_them() -> None:
    orders = tuple(f"LY202611210{number:02}" for number in range(1, 11))
    case = minimal("not_delivered", order_numbers=orders)
    assert "订单号LY20261121001等10笔，购买游戏点卡，98元" in written("customer_service", case).whole
    assert all(order in written("ticket", case).whole for order in orders)
    assert not any(order in written("heimao", case).whole for order in orders)
    two = minimal("not_delivered", order_numbers=orders[:2])
    assert "订单号LY20261121001、LY20261121002，" in written("customer_service", two).whole


def test_a_story_too_long_for_a_sentence_stands_by_itself_or_is_left_out() -> None:
    story = "等了又等，" * 60
    case = full("other", story=story)
    assert "发现，订单出现问题，至今没有解决。" in written("police", case).whole
    assert story[:-1] in written("police", case).whole
    assert "story" in written("samr_complaint", case).draft.dropped


def test_what_put_the_user_in_danger_is_told_to_police_and_payment_provider_alone() -> None:
    case = minimal("not_delivered", dangers=("code_given", "money_sent"))
    for letter in KNOWLEDGE.letters:
        text = written(letter, case).whole
        told = "另外：验证码或者密码已经给了对方；在订单以外又按对方的要求转过钱。" in text
        assert told == (letter in {"police", "payment_provider"}), text
    assert "对上面的收款账户紧急止付" in written("police", case).whole
    assert "请暂停结算并协助退回" in written("payment_provider", case).whole
    assert "紧急止付" not in written("police", minimal("not_delivered")).whole


def test_own_use_is_told_to_12315_only_when_the_user_said_so() -> None:
    assert "用途：自己使用" in written("samr_complaint", minimal("not_delivered", own_use=True)).whole
    assert "用途" not in written("samr_complaint", minimal("not_delivered", own_use=None)).whole
