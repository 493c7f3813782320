"""Every letter for every problem, seller and case: no gap, kept length, no forbidden word, the deadline named."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.knowledge.load import load
from complaints.knowledge.models import Knowledge, Letter, Problem, SellerRole
from complaints.letters import Draft, LetterFacts, checks, compose, fields_of, sentences_of

KNOWLEDGE = load(Path(__file__).parents[2] / "knowledge")
PLATFORM_ONLY = re.compile(r"电子商务法第(二十七|三十一|三十八|六十一)条|消费者权益保护法第四十四条")
BANNED = re.compile(
    r"骗子|诈骗|黑心|无照|黑店|暂行办法|胜诉率|成功率|平台规定|平台惯例|[45四五]0?十?五?个?工作日|第五十四条|第三十九条|第五十八条"
)
MINIMAL = {
    "problem_formal": "未到账",
    "amount": "98元",
    "discovered": "11月21日(周六)",
    "exhibits": "证1订单页",
    "demand": "补发",
    "deadline": "11月24日(周二) 10:00",
    "contact_history": "11月22日(周日) 10:05 联系在线客服，对方拒绝",
    "other_side": "对方",
}
"""What the intake always asks for, and a first contact."""

FULL = MINIMAL | {
    "platform": "利云卡盟",
    "order_numbers": "LY20261121001",
    "goods": "游戏点卡",
    "bought": "11月21日(周六)",
    "problem_statement": "付款后至今未收到商品",
    "fallback_demand": "退款98元",
    "exhibits": "证1订单页、证2付款记录、证3客服聊天",
    "first_filing": "11月22日(周日) 10:05 通过在线客服提出投诉（工单号88231），至今未获答复",
    "excuse_rebuttal": KNOWLEDGE.excuses["sold_no_return"].rebuttal,
    "promise": "11月23日(周一) 20:00 前补发",
    "story": "我先后催了三次，每次都让等",
    "account": "account-01",
    "shop": "点卡小店",
    "paid_how": "微信",
    "payee": "某某商行",
    "serial": "4200001",
    "ticket": "88231",
    "order_tail": "1001",
    "notice_date": "11月22日(周日)",
    "filing_history": "11月22日(周日) 10:05 通过工单提出投诉，至今未获答复",
    "outside_history": "11月25日(周三)向12315投诉，还没有结果",
    "suspects": "2026年11月22日“平安客服”发来，里面有 kefu-tk[.]top、3390_2144_58（方括号和下划线是防误点加的）",
    "suspect_count": "1",
    "excuse_told": KNOWLEDGE.excuses["sold_no_return"].told.format(other_side="对方"),
    "claim_amount": "98元",
    "respondent_name": "某某网络科技有限公司",
    "respondent_code": "91310000MA1K000000",
    "respondent_address": "上海市某某区某某路1号",
    "site": "card.example",
    "icp": "沪ICP备20260001号-1",
}
CASES = list(itertools.product(KNOWLEDGE.problems.values(), KNOWLEDGE.letters.values(), SellerRole))
GOODS = (None, *KNOWLEDGE.goods)
FLAGS = (frozenset[str](), frozenset(KNOWLEDGE.flags))


def words_of(problem: Problem, values: dict[str, str]) -> dict[str, str]:
    """The values with this problem's own words."""
    demand = KNOWLEDGE.demands[problem.demand or "refund"]
    own = {
        "problem_formal": problem.formal,
        "demand": demand.text,
        "office_demand": KNOWLEDGE.demands[demand.office or demand.id].text,
        "claim": demand.claim or "退还货款",
    }
    if "problem_statement" in values:
        own["problem_statement"] = problem.statement
    return values | own


def written(problem: Problem, letter: Letter, role: SellerRole, values: dict[str, str], **more: Any) -> Draft:
    words = words_of(problem, values)
    facts = LetterFacts(values=words, problem=problem.id, demand=problem.demand, seller_role=role, **more)
    return compose(letter, facts, KNOWLEDGE)


def everything(values: dict[str, str]) -> list[Draft]:
    return [
        written(problem, letter, role, values, goods=goods, flags=flags)
        for problem, letter, role in CASES
        for goods in GOODS
        for flags in FLAGS
    ]


@pytest.fixture(scope="module", params=[MINIMAL, FULL], ids=["minimal", "full"])
def drafts(request: pytest.FixtureRequest) -> list[Draft]:
    """All letters for a minimal and for a full case."""
    return everything(request.param)


# ------------------------------------------------------------------------------------------------- every letter


def test_nothing_is_missing_and_no_gap_is_left(drafts: list[Draft]) -> None:
    for draft in drafts:
        assert draft.missing == ()
        for part in draft.parts:
            assert not re.search(r"[{}]|（）|\(\)|，，|。。|，。|：\n|：$|、\n|\n\n|^\s|\s$", part.text), part.text


def test_every_letter_keeps_its_length(drafts: list[Draft]) -> None:
    for draft in drafts:
        assert len(draft.text) <= KNOWLEDGE.letters[draft.letter].max_length


def test_every_letter_names_its_deadline_and_what_is_wanted(drafts: list[Draft]) -> None:
    for draft in drafts:
        seller = KNOWLEDGE.letters[draft.letter].audience == "seller"
        assert (MINIMAL["deadline"] in draft.text) == seller
        assert re.search("请|要求|判令|委托", draft.text)


def test_no_forbidden_word_is_in_any_letter(drafts: list[Draft]) -> None:
    for draft in drafts:
        assert not BANNED.search(draft.text), draft.text
        assert checks(draft, KNOWLEDGE) == [], draft.text


def test_no_reason_returns_are_named_only_with_their_promise(drafts: list[Draft]) -> None:
    for draft in drafts:
        assert "无理由" not in draft.text or "has_no_reason_promise" in draft.flags


def test_a_self_run_shop_reads_no_article_for_platforms() -> None:
    for values, problem, letter in itertools.product(
        (MINIMAL, FULL), KNOWLEDGE.problems.values(), KNOWLEDGE.letters.values()
    ):
        draft = written(problem, letter, SellerRole.SELF_RUN, values, flags=frozenset(KNOWLEDGE.flags))
        assert not PLATFORM_ONLY.search(draft.text), draft.text


def test_a_seller_of_unknown_role_is_asked_on_a_condition() -> None:
    for problem in KNOWLEDGE.problems.values():
        draft = written(problem, KNOWLEDGE.letters["supervisor_appeal"], SellerRole.UNKNOWN, MINIMAL)
        assert "贵方如非销售者，请提供销售者真实名称、地址和有效联系方式" in draft.text
        assert not re.search("第(二十七|三十一|三十八|六十一)条", draft.text)


def test_contents_from_their_provider_do_not_rest_on_the_e_commerce_law() -> None:
    for problem, letter, role in CASES:
        assert "电子商务法" not in written(problem, letter, role, FULL, goods="membership").text


def test_the_articles_named_are_the_articles_listed(drafts: list[Draft]) -> None:
    for draft in drafts:
        named = {
            (KNOWLEDGE.statutes[KNOWLEDGE.law[name].statute].short, KNOWLEDGE.law[name].article) for name in draft.law
        }
        assert all(short in draft.text and article in draft.text for short, article in named)


# ------------------------------------------------------------------------------------------------- single letters


def test_customer_service_reads_one_calm_paragraph() -> None:
    problem = KNOWLEDGE.problems["not_delivered"]
    draft = written(
        problem, KNOWLEDGE.letters["customer_service"], SellerRole.UNKNOWN, FULL, flags=frozenset({"small_amount"})
    )
    assert draft.text == (
        "订单号LY20261121001，11月21日(周六)购买游戏点卡，98元，付款后至今未收到商品。"
        "金额小，请按极速退款处理或在11月24日(周二) 10:00前补发。"
    )


def test_an_email_has_recipient_subject_and_body_apart() -> None:
    problem = KNOWLEDGE.problems["code_invalid"]
    draft = written(problem, KNOWLEDGE.letters["email"], SellerRole.UNKNOWN, FULL)
    assert [part.name for part in draft.parts] == ["recipient", "subject", "body"]
    assert draft.parts[1].text == "投诉-LY20261121001-卡密无效"
    assert draft.parts[2].text == draft.text
    assert set(draft.blanks) == {"收件邮箱", "姓名", "电话"}
    known = written(problem, KNOWLEDGE.letters["email"], SellerRole.UNKNOWN, FULL | {"recipient": "ts@example.com"})
    assert known.parts[0].text == "ts@example.com"
    assert "收件邮箱" not in known.blanks


@pytest.mark.parametrize("letter", ["supervisor_appeal", "platform_upgrade"])
def test_an_escalation_quotes_the_stage_before_it(letter: str) -> None:
    problem = KNOWLEDGE.problems["not_delivered"]
    draft = written(problem, KNOWLEDGE.letters[letter], SellerRole.UNKNOWN, FULL)
    assert FULL["first_filing"] in draft.text
    refused = written(problem, KNOWLEDGE.letters[letter], SellerRole.UNKNOWN, MINIMAL)
    assert MINIMAL["contact_history"] in refused.text
    nothing = {name: value for name, value in MINIMAL.items() if name != "contact_history"}
    assert written(problem, KNOWLEDGE.letters[letter], SellerRole.UNKNOWN, nothing).missing == ("first_filing",)


def test_the_rebuttal_of_an_excuse_goes_into_the_next_letter() -> None:
    problem = KNOWLEDGE.problems["stalling"]
    for excuse in KNOWLEDGE.excuses.values():
        values = FULL | {"excuse_rebuttal": excuse.rebuttal}
        for letter in ("ticket", "supervisor_appeal", "platform_upgrade", "email"):
            draft = written(problem, KNOWLEDGE.letters[letter], SellerRole.SELF_RUN, values)
            assert excuse.rebuttal in draft.text


def test_what_is_required_and_not_there_is_named_and_the_text_does_not_leave() -> None:
    problem, letter = KNOWLEDGE.problems["not_delivered"], KNOWLEDGE.letters["ticket"]
    facts = LetterFacts(values={"demand": "补发", "problem_formal": "  "}, problem=problem.id)
    draft = compose(letter, facts, KNOWLEDGE)
    assert draft.missing == ("order_numbers", "goods", "problem_formal", "deadline")
    assert "missing" in checks(draft, KNOWLEDGE)


def test_a_long_story_is_dropped_whole_and_said_to_be() -> None:
    problem, letter = KNOWLEDGE.problems["not_delivered"], KNOWLEDGE.letters["ticket"]
    draft = written(problem, letter, SellerRole.UNKNOWN, FULL | {"story": "等了又等" * 120})
    assert "等了又等" not in draft.text
    assert "story" in draft.dropped


def test_the_platforms_own_limit_counts_when_it_is_tighter() -> None:
    problem, letter = KNOWLEDGE.problems["not_delivered"], KNOWLEDGE.letters["ticket"]
    draft = written(problem, letter, SellerRole.UNKNOWN, FULL, max_length=200)
    assert len(draft.text) <= 200
    assert MINIMAL["deadline"] in draft.text


def test_an_article_that_needs_a_notice_is_named_only_after_it() -> None:
    problem, letter = KNOWLEDGE.problems["not_delivered"], KNOWLEDGE.letters["platform_upgrade"]
    assert "第三十八条" not in written(problem, letter, SellerRole.MARKETPLACE, FULL).text
    short = {name: value for name, value in FULL.items() if name not in {"story", "excuse_rebuttal"}}
    told = written(problem, letter, SellerRole.MARKETPLACE, short, flags=frozenset({"notice_given"}))
    assert "11月22日(周日)已书面告知平台，请对该店铺采取必要措施（电子商务法第三十八条）" in told.text
    undated = {name: value for name, value in short.items() if name != "notice_date"}
    draft = written(problem, letter, SellerRole.MARKETPLACE, undated, flags=frozenset({"notice_given"}))
    assert "第三十八条" not in draft.text


def test_a_mistake_of_the_buyer_is_told_honestly() -> None:
    problem, letter = KNOWLEDGE.problems["wrong_account"], KNOWLEDGE.letters["ticket"]
    own = written(problem, letter, SellerRole.SELF_RUN, FULL, flags=frozenset({"own_mistake"}))
    assert "填错" in own.text
    assert "法" not in own.text.replace("办法", "")
    theirs = written(problem, letter, SellerRole.SELF_RUN, FULL, flags=frozenset({"their_mistake"}))
    assert "电子商务法第二十条" in theirs.text


# ---------------------------------------------------------------------------------------------------- the checks


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("你们这些骗子", "judging"),
        ("妈的退钱", "rude"),
        ("不退就曝光你", "threat"),
        ("快退！！！", "shouting"),
        ("按暂行办法处理", "old_rule"),
        ("四十五个工作日内", "old_45_days"),
        ("支持7天无理由退货", "no_reason_return"),
        ("依据电商法39条", "reviews_article"),
        ("消法第54条", "unfit_goods_article"),
        ("贵店无照经营", "licence_insult"),
        ("订单号：", "gap"),
        ("超过5000元可以报案", "threshold"),
    ],
)
def test_a_text_of_the_users_own_is_checked_too(words: str, code: str) -> None:
    draft = own_words(f"11月21日买的，98元，{words}")
    assert code in checks(draft, KNOWLEDGE)


def test_a_text_without_amount_or_date_is_told() -> None:
    assert checks(own_words("东西没到，请补发"), KNOWLEDGE) == ["no_amount", "no_date"]
    assert checks(own_words("11月21日买的点卡98元没到，请补发"), KNOWLEDGE) == []


def test_personal_data_is_told_on_public_routes_only() -> None:
    text = "11月21日买的98元点卡没到，电话13800138000"
    assert checks(own_words(text), KNOWLEDGE) == []
    assert checks(own_words(text, public=True), KNOWLEDGE) == ["personal_data"]


def test_a_text_over_length_is_told() -> None:
    assert checks(own_words("11月21日98元" + "长" * 200), KNOWLEDGE) == ["too_long"]


def own_words(text: str, *, public: bool = False) -> Draft:
    return Draft(
        letter="customer_service",
        text=text,
        parts=(),
        missing=(),
        blanks=(),
        law=(),
        dropped=(),
        max_length=120,
        public=public,
        flags=frozenset(),
    )


# ---------------------------------------------------------------------------------------------------- properties

FIELDS = sorted(
    {
        field
        for letter in KNOWLEDGE.letters.values()
        for s in sentences_of(letter, KNOWLEDGE)
        for field in fields_of(s.text)
    }
)


@given(
    values=st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=700), max_size=len(FIELDS)),
    problem=st.sampled_from(sorted(KNOWLEDGE.problems)),
    letter=st.sampled_from(sorted(KNOWLEDGE.letters)),
    role=st.sampled_from(list(SellerRole)),
    flags=st.frozensets(st.sampled_from(sorted(KNOWLEDGE.flags))),
)
def test_any_values_make_a_letter_of_whole_sentences(
    values: dict[str, str], problem: str, letter: str, role: SellerRole, flags: frozenset[str]
) -> None:
    facts = LetterFacts(values=values, problem=problem, seller_role=role, flags=flags)
    draft = compose(KNOWLEDGE.letters[letter], facts, KNOWLEDGE)
    assert draft == compose(KNOWLEDGE.letters[letter], facts, KNOWLEDGE)
    assert len(draft.text) <= draft.max_length or not _droppable(draft, KNOWLEDGE)
    known = {name for name, value in values.items() if value.strip()}
    assert not (set(draft.missing) & known)


def _droppable(draft: Draft, knowledge: Knowledge) -> bool:
    """Whether a sentence that may be dropped still stands in a text that is too long."""
    starts = [
        sentence.text.partition("{")[0]
        for sentence in sentences_of(knowledge.letters[draft.letter], knowledge)
        if sentence.priority < 9 and sentence.part == "body"
    ]
    return any(len(start) > 6 and start in draft.text for start in starts)
