"""What offices make of it: every result and every ground, told by a tap or in words, before and after a filing."""

from datetime import date

import pytest

from complaints.complaint import Stage
from complaints.routes import APPEALS
from complaints.times import date_of, instant_of
from tests.dialogs.chat import Chat, knowledge
from tests.dialogs.outside import running, submitted, through
from tests.dialogs.test_filing import filed

RESULTS = sorted(knowledge().results)
GROUNDS = sorted(knowledge().grounds)


def came(kind: str, *, route: str | None = None) -> Chat:
    """A filing on the result's route, and the result, after those it can only come after."""
    entry = knowledge().results[kind]
    chat = submitted(route or entry.routes[0])
    if entry.after is not None:
        chat = chat.passes(minutes=1).taps_value(f"c:1:came:2:{entry.after}").taps("先这样算")
    return chat.passes(minutes=1).taps_value(f"c:1:came:2:{kind}")


# ------------------------------------------------------------------------------------------------------ every result
@pytest.mark.parametrize("kind", RESULTS)
def test_every_result_is_kept_said_and_led_on(kind: str) -> None:
    entry = knowledge().results[kind]
    chat = came(kind).sees(entry.says, entry.name).fits_a_phone()
    assert chat.case().results[-1].kind == kind
    assert chat.case().stage == Stage.OUTSIDE
    assert chat.labels, "a way on"
    assert any(clock.state == "running" for clock in chat.case().clocks), "nobody is left alone"
    if entry.starts is not None:
        assert entry.starts in running(chat)


@pytest.mark.parametrize("kind", RESULTS)
def test_every_result_is_reached_by_its_label(kind: str) -> None:
    entry = knowledge().results[kind]
    chat = submitted(entry.routes[0])
    if entry.after is not None:
        chat.passes(minutes=1).taps_value(f"c:1:came:2:{entry.after}").taps("先这样算")
    chat.says("有进展了").says(entry.name).sees(entry.says)
    assert chat.case().results[-1].kind == kind


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ground_has_its_own_advice_and_way_on(ground: str) -> None:
    entry = knowledge().grounds[ground]
    refusal = next(
        kind.id
        for kind in knowledge().results.values()
        if kind.then == "ground" and set(kind.routes) & set(entry.routes)
    )
    chat = came(refusal).sees("理由是哪一种").taps(entry.name).sees(*entry.says).fits_a_phone()
    assert chat.case().results[-1].ground == ground
    chat.offers("还能找谁")
    if entry.again:
        chat.offers("再交一次")
    if "finder" in entry.remedies:
        chat.offers("查平台是谁")


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("说被投诉人地址查不到", "no_respondent"),
        ("不属于我们职责范围", "not_its_job"),
        ("说是重复投诉", "handled_elsewhere"),
        ("不属于生活消费", "not_consumer"),
        ("不能证明有交易", "not_shown"),
        ("超过三年了", "over_three_years"),
        ("材料不全", "materials"),
        ("要授权委托书", "proxy"),
        ("身份核验没过", "identity"),
        ("没说理由", "no_reason"),
    ],
)
def test_grounds_of_article_16_are_understood_in_words(words: str, ground: str) -> None:
    assert came("samr_refused").says(words).case().results[-1].ground == ground


def test_a_reason_that_is_not_understood_costs_nothing() -> None:
    chat = came("samr_refused").says("乱七八糟的").sees("没对上", "理由是哪一种").taps("跳过").sees("理由先不记")
    assert chat.case().results[-1].ground is None
    chat.offers("支付机构投诉", "还能找谁")


# --------------------------------------------------------------------------------------------- what it does to clocks
def test_acceptance_ends_one_clock_and_starts_the_60_days_from_its_own_day() -> None:
    chat = submitted("samr_complaint")
    assert "K1" in running(chat)
    chat.passes(hours=30).taps("有进展了").taps("受理了").sees("哪天受理的", "60天").taps("昨天")
    assert running(chat) & {"K1", "K2"} == {"K2"}
    clock = next(clock for clock in chat.case().clocks if clock.id == "K2")
    assert date_of(clock.started) == date(2026, 11, 22)
    assert date_of(clock.due) == date(2027, 1, 21)
    chat.sees("最晚约", "可能随时提前结束")


def test_a_refused_mediation_ends_it_and_leads_to_the_court() -> None:
    chat = came("samr_accepted").taps("先这样算").passes(minutes=1).taps_value("c:1:came:2:samr_ended")
    assert "K2" not in running(chat)
    chat.sees("还可以起诉", "不再受理第二次").offers("小额诉讼", "支付机构投诉", "12315举报")
    chat.offers_no("12315投诉")


def test_a_notice_that_is_still_to_come_has_seven_working_days() -> None:
    chat = came("samr_ending").sees("7个工作日").taps("先这样算")
    assert running(chat) & {"K1", "K2", "K2n"} == {"K2n"}
    chat.passes(minutes=1).taps_value("c:1:came:2:samr_ended")
    assert "K2n" not in running(chat)


def test_the_time_of_a_test_is_not_counted() -> None:
    chat = came("samr_testing").sees("不算在60天里", "先停下不数").offers("检测做完了")
    before = next(clock for clock in chat.case().clocks if clock.id == "K2")
    chat.says("提醒").sees("在做鉴定检测，先停下不数")
    chat.passes(hours=24 * 14).sees("检测做完了吗").taps("检测做完了").sees("接着数")
    after = next(clock for clock in chat.case().clocks if clock.id == "K2")
    assert after.paused is None
    assert (date_of(after.due) - date_of(before.due)).days == 14


def test_silence_past_the_last_day_is_asked_about_and_waited_for_again() -> None:
    chat = submitted("samr_complaint").passes(hours=24 * 11).sees("受理了吗").offers("受理了", "不受理", "还没消息")
    chat.taps("还没消息").sees("可以打12315报编号", "再来问你")
    assert "O" in running(chat)
    assert "K1" not in running(chat)
    chat.passes(hours=24 * 8).sees("有消息吗").offers("受理了", "不受理")


def test_the_providers_own_time_takes_the_place_of_ours() -> None:
    chat = submitted("payment_provider")
    assert "C4" in running(chat)
    chat.passes(hours=2).taps("有进展了").taps("说在核实").sees("等到哪天").says("3个工作日")
    clock = next(clock for clock in chat.case().clocks if clock.id == "C4" and clock.state == "running")
    assert clock.due == instant_of(date(2026, 11, 25), 18)
    chat.passes(hours=24 * 4).sees("支付机构那边有答复了吗").offers("不支持", "支持退款")


def test_a_rung_without_a_time_is_asked_about_in_a_week_and_a_real_clock_takes_its_place() -> None:
    chat = submitted("heimao")
    assert running(chat) & {"O"} == {"O"}
    chat.passes(hours=24 * 8).sees("找过外部渠道一周了").offers("商家回复了", "没人回", "到了", "还能找谁")
    chat.passes(minutes=1).taps_value("c:1:route:court")
    through(chat).taps("我已提交").taps("跳过")
    assert running(chat) & {"O", "C5"} == {"C5"}


def test_two_offices_at_once_are_never_mixed_up() -> None:
    chat = submitted("payment_provider").passes(minutes=1).taps_value("c:1:route:samr_complaint")
    through(chat).passes(minutes=1).taps("我已提交").taps("跳过").taps("先这样算")
    assert {"C4", "K1"} <= running(chat)
    chat.passes(minutes=1).taps("有进展了").sees("哪边有消息").taps("支付机构投诉").taps("不支持").taps("别的理由")
    assert "K1" in running(chat)
    assert "C4" not in running(chat)
    chat.says("有进展了").offers("受理了")


def test_two_filings_on_one_way_are_told_apart() -> None:
    chat = submitted("police").passes(minutes=1).taps_value("c:1:route:police")
    through(chat).passes(minutes=1).taps("我已提交").taps("跳过").says("有进展了")
    chat.offers("报警、止付（第1次）").taps("报警、止付（第2次）").passes(minutes=1).taps("受理了")
    assert [(result.filing, result.kind) for result in chat.case().results] == [(3, "police_accepted")]


def test_what_the_platform_says_meanwhile_does_not_end_an_offices_clock() -> None:
    chat = submitted("samr_complaint").passes(minutes=1).taps_value("c:1:refused").taps("都不是")
    assert "K1" in running(chat)
    chat.passes(minutes=1).taps_value("c:1:promised").taps("明天")
    assert {"K1", "P"} <= running(chat)


# ------------------------------------------------------------------------------------------------------- how it ends
def test_a_settlement_ends_only_with_what_is_in_hand() -> None:
    chat = came("samr_mediated").sees("到手了吗").offers("到了", "答应了，还没到", "没给")
    assert chat.case().stage == Stage.OUTSIDE
    chat.taps("到了").taps("调解成功").taps("98元").sees("结案：调解成功，98元")


def test_a_settlement_that_is_not_kept_goes_on() -> None:
    came("samr_mediated").taps("答应了，还没到").taps("3天内").sees("先等到").passes(hours=90).sees("到手了吗")


# ----------------------------------------------------------------------------------------------- told in free words
def test_a_result_in_words_belongs_to_its_filing() -> None:
    chat = submitted("samr_complaint").says("12315受理了").sees("哪天受理的").taps("今天")
    assert [one.kind for one in chat.case().results] == ["samr_accepted"]
    chat.says("对方拒绝调解").offers("小额诉讼")


def test_a_result_before_any_filing_is_taken_kindly() -> None:
    chat = filed().says("12315不受理").sees("12315投诉是哪天交的").says("上周三").sees("理由是哪一种")
    sent = chat.case().filings[-1]
    assert (sent.channel, sent.text, date_of(sent.at)) == ("samr_complaint", "", date(2026, 11, 11))
    chat.taps("对方信息不全").offers("查平台是谁", "再交一次")
    chat.passes(minutes=1).taps_value("c:1:sent:2").sees("没有原文")


def test_a_result_button_of_nothing_is_answered_kindly() -> None:
    for value in ("c:1:result", "c:1:result:7", "c:1:result:1"):
        filed().passes(minutes=1).taps_value(value).sees("还没有记过找平台以外的地方").offers("还能找谁")
    filed().passes(minutes=1).taps_value("c:1:came:1:samr_refused").sees("不用一条条走完")


def test_negated_words_are_no_acceptance() -> None:
    for words in ("12315没有受理", "12315还没受理了", "12315不受理"):
        chat = submitted("samr_complaint").says(words)
        assert all(one.kind != "samr_accepted" for one in chat.case().results), words


@pytest.mark.parametrize("route", sorted(set(knowledge().routes) - set(APPEALS)))
def test_a_closed_case_takes_no_result(route: str) -> None:
    chat = submitted(route).passes(minutes=1).taps_value("c:1:end").taps("我不投诉了").passes(minutes=1)
    kind = next(kind.id for kind in knowledge().results.values() if route in kind.routes)
    before = chat.case()
    chat.taps_value(f"c:1:came:2:{kind}").sees("已经结案")
    assert chat.case() == before


# ------------------------------------------------------------------------------------------------------- the card
def test_the_card_of_a_case_tells_what_offices_made_of_it() -> None:
    chat = came("samr_refused").taps("对方信息不全").says("/cases").taps("投诉1")
    chat.sees("12315投诉：不受理（对方信息不全）").fits_a_phone()


def test_a_text_to_the_next_office_tells_what_the_last_one_said() -> None:
    chat = came("samr_refused").taps("对方信息不全").passes(minutes=1).taps_value("c:1:route:samr_complaint")
    text = next(message.text for message in through(chat).answer if message.verbatim)
    assert "未受理（缺少被投诉人的名称或地址）" in text
    assert "还没有结果" not in text
