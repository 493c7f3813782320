"""When it happened and until when it was promised, in people's own words. Said on Monday 2026-11-23 at 10:05."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.reading.dates import Moment, find_moments, read_moment
from complaints.reading.hours import Precision
from complaints.times import Instant, instant_of, last_minute, local
from complaints.workdays import Calendar, Holidays

DATA = Path(__file__).parents[2] / "knowledge" / "holidays.toml"
CALENDAR = Calendar(Holidays.model_validate(tomllib.loads(DATA.read_text(encoding="utf-8"))))
anything = st.text(st.characters(codec=None, exclude_categories=()))
timely = st.text("0123456789一二三五十点半刻分时月日号年天周前后内上下昨今明早晚午刚:.-/ 两个小到底apm")
instants = st.integers(instant_of(date(2024, 1, 1)), instant_of(date(2030, 1, 1)))


def at(text: str) -> Instant:
    """`2026-11-23 22:30`, a Shanghai time."""
    return int(datetime.fromisoformat(f"{text}+08:00").timestamp())


SAID_AT = at("2026-11-23 10:05")


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("刚刚", "2026-11-23 10:05", "minute"),
        ("就刚才啊", "2026-11-23 10:05", "minute"),
        ("昨天下午三点", "2026-11-22 15:00", "hour"),
        ("昨天下午3点左右吧", "2026-11-22 15:00", "hour"),
        ("昨天 14:30", "2026-11-22 14:30", "minute"),
        ("昨天下午2点30分", "2026-11-22 14:30", "minute"),
        ("昨天", "2026-11-22 00:00", "day"),
        ("前天", "2026-11-21 00:00", "day"),
        ("大前天晚上", "2026-11-20 18:00", "part"),
        ("今天", "2026-11-23 00:00", "day"),
        ("今早", "2026-11-23 06:00", "part"),
        ("今早八点四十", "2026-11-23 08:40", "minute"),
        ("今天凌晨1点", "2026-11-23 01:00", "hour"),
        ("昨晚十点半", "2026-11-22 22:30", "minute"),
        ("昨晚", "2026-11-22 18:00", "part"),
        ("昨晚12点", "2026-11-23 00:00", "hour"),
        ("昨晚一点多", "2026-11-23 01:00", "hour"),
        ("前晚11点", "2026-11-21 23:00", "hour"),
        ("昨天中午12点", "2026-11-22 12:00", "hour"),
        ("昨天中午一点", "2026-11-22 13:00", "hour"),
        ("昨天大概晚上八点多", "2026-11-22 20:00", "hour"),
        ("昨天晚上8点到9点", "2026-11-22 20:00", "hour"),
        ("昨天下午三点一刻", "2026-11-22 15:15", "minute"),
        ("昨天下午三点五十", "2026-11-22 15:50", "minute"),
        ("昨天下午三点零五分", "2026-11-22 15:05", "minute"),
        ("昨天8pm", "2026-11-22 20:00", "hour"),
        ("昨天傍晚6点", "2026-11-22 18:00", "hour"),
        ("上周五晚上8点", "2026-11-20 20:00", "hour"),
        ("上周日", "2026-11-22 00:00", "day"),
        ("上上周三", "2026-11-11 00:00", "day"),
        ("周三", "2026-11-18 00:00", "day"),
        ("礼拜天早上9点", "2026-11-22 09:00", "hour"),
        ("周一", "2026-11-23 00:00", "day"),
        ("周末", "2026-11-21 00:00", "day"),
        ("5月10号", "2026-05-10 00:00", "day"),
        ("五月十号下午两点", "2026-05-10 14:00", "hour"),
        ("5.10", "2026-05-10 00:00", "day"),
        ("5/10", "2026-05-10 00:00", "day"),
        ("11月21", "2026-11-21 00:00", "day"),
        ("11/21 8pm", "2026-11-21 20:00", "hour"),
        ("１１月２１日２０：１５", "2026-11-21 20:15", "minute"),
        ("2026-05-10 14:30", "2026-05-10 14:30", "minute"),
        ("2026-05-10 14:30:22", "2026-05-10 14:30", "minute"),
        ("2026/5/10 8:30", "2026-05-10 08:30", "minute"),
        ("2026.5.10", "2026-05-10 00:00", "day"),
        ("2026年5月10日", "2026-05-10 00:00", "day"),
        ("26年5月10日", "2026-05-10 00:00", "day"),
        ("二〇二六年五月十日", "2026-05-10 00:00", "day"),
        ("20260510", "2026-05-10 00:00", "day"),
        ("去年12月3号", "2025-12-03 00:00", "day"),
        ("上个月5号", "2026-10-05 00:00", "day"),
        ("21号", "2026-11-21 00:00", "day"),
        ("31号", "2026-10-31 00:00", "day"),
        ("2月29号", "2024-02-29 00:00", "day"),
        ("3小时前", "2026-11-23 07:05", "hour"),
        ("两个小时前", "2026-11-23 08:05", "hour"),
        ("半小时前", "2026-11-23 09:35", "minute"),
        ("一个半小时前", "2026-11-23 08:35", "minute"),
        ("1.5小时以前", "2026-11-23 08:35", "minute"),
        ("大概20分钟之前", "2026-11-23 09:45", "minute"),
        ("两天前", "2026-11-21 00:00", "day"),
        ("3天前的晚上8点", "2026-11-20 20:00", "hour"),
        ("一周前", "2026-11-16 00:00", "day"),
        ("半个月前", "2026-11-08 00:00", "day"),
        ("两个月前", "2026-09-23 00:00", "day"),
        ("我是在5月10日下午2点30分左右发现的！！", "2026-05-10 14:30", "minute"),
        ("早8点", "2026-11-23 08:00", "hour"),
        ("昨天下午，对，昨天下午", "2026-11-22 12:00", "part"),
    ],
)
def test_what_happened(text: str, instant: str, precision: Precision) -> None:
    assert read_moment(text, SAID_AT) == Moment(at(instant), precision, adjusted=False)


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("20:15", "2026-11-22 20:15", "minute"),
        ("中午12点", "2026-11-22 12:00", "hour"),
        ("晚上12点", "2026-11-23 00:00", "hour"),  # 24:00 of the day before
        ("下午三点一刻", "2026-11-22 15:15", "minute"),
        ("今晚", "2026-11-22 18:00", "part"),
        ("今天下午", "2026-11-22 12:00", "part"),
        ("今天20点", "2026-11-22 20:00", "hour"),
        ("12月25号", "2025-12-25 00:00", "day"),
        ("2027-05-10", "2026-05-10 00:00", "day"),
        ("25号", "2026-10-25 00:00", "day"),
        ("这周五", "2026-11-20 00:00", "day"),
        ("10:06", "2026-11-23 10:05", "minute"),  # the user's clock runs ahead
        ("三点五十", "2026-11-23 03:50", "minute"),  # the last 3:50 there was
        ("8点", "2026-11-23 08:00", "hour"),
        ("昨天三点", "2026-11-22 15:00", "hour"),
        ("昨天8点", "2026-11-22 08:00", "hour"),
        ("昨天12点", "2026-11-22 12:00", "hour"),
    ],
)
def test_what_has_to_be_read_back(text: str, instant: str, precision: Precision) -> None:
    assert read_moment(text, SAID_AT) == Moment(at(instant), precision, adjusted=True)


@pytest.mark.parametrize(
    ("said_at", "text", "instant"),
    [
        ("2026-11-23 16:00", "三点五十", "2026-11-23 15:50"),
        ("2026-11-23 22:00", "8点", "2026-11-23 20:00"),
        ("2026-11-23 00:30", "12点", "2026-11-23 00:00"),
        ("2026-11-23 14:55", "三点", "2026-11-23 14:55"),
        ("2026-11-23 17:30", "今晚", "2026-11-23 17:30"),
        ("2026-11-23 05:30", "今早", "2026-11-23 05:30"),
        ("2026-11-24 00:30", "今晚10点", "2026-11-23 22:00"),
        ("2027-01-01 00:10", "12月31号晚上11点", "2026-12-31 23:00"),
        ("2026-03-31 09:00", "30号", "2026-03-30 00:00"),
        ("2026-03-01 09:00", "30号", "2026-01-30 00:00"),
    ],
)
def test_words_count_from_when_they_were_said(said_at: str, text: str, instant: str) -> None:
    moment = read_moment(text, at(said_at))
    assert moment is not None
    assert moment.instant == at(instant)


@pytest.mark.parametrize(
    "text",
    [
        "", "不记得了", "忘了", "很久以前", "几天前", "好几天前",
        "前几天", "前两天", "两三天前", "十几分钟前", "2-3天前",
        "5-10分钟前", "上周", "5月", "2月30日", "13月1号", "25点", "昨天25:70", "明天", "后天下午", "下周一", "3天后",
        "昨天或者前天", "早上和晚上都有", "一点都没到", "98", "LY20240510001", "13800138000", "目前", "之前",
        "今天是5月10号还是5月11号来着", "10000年前", "😡😡", "1/0", "0.0", "32号",
    ],
)  # fmt: skip
def test_no_answer_to_when(text: str) -> None:
    assert read_moment(text, SAID_AT) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("订单号LY20240510001，购买游戏点卡未到账", []),
        ("昨天下午三点买的点卡，今天早上才发现用不了", ["昨天下午三点", "今天早上"]),
        ("买了3点券，98.5元，5-10分钟到账", []),
        ("工号021的客服，21号客服，3号楼", []),
        ("21号买的，到现在没到", ["21号"]),
        ("付款时间：2026-11-22 20:15:03", ["2026-11-22 20:15:03"]),
        ("我有三点要求：一点都不能少", []),
        ("每天晚上8点都看一遍，天天等", []),
        ("每周五都断", []),
        ("目前没到，之前也没有，说明天天都这样", []),
        ("充了100Q币，2小时前付的款", ["2小时前"]),
        ("昨晚12点多下单，5/10的图", ["昨晚12点多"]),
        ("5/10 8点充的", ["5/10 8点"]),
        ("八点买的", ["八点"]),
        ("打了12315，10.1版本，IP 192.168.1.1", []),
    ],
)
def test_times_in_free_text(text: str, found: list[str]) -> None:
    assert [text[moment.start : moment.end] for moment in find_moments(text, SAID_AT)] == found


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("明天下午", "2026-11-24 18:00", "part"),
        ("明天", "2026-11-24 23:59", "day"),
        ("后天", "2026-11-25 23:59", "day"),
        ("大后天中午前", "2026-11-26 14:00", "part"),
        ("下周一", "2026-11-30 23:59", "day"),
        ("下周", "2026-12-06 23:59", "day"),
        ("本周内", "2026-11-29 23:59", "day"),
        ("周五前", "2026-11-27 23:59", "day"),
        ("这周五之前", "2026-11-27 23:59", "day"),
        ("周一", "2026-11-23 23:59", "day"),
        ("3天内", "2026-11-26 23:59", "day"),
        ("三天", "2026-11-26 23:59", "day"),
        ("3到5天", "2026-11-28 23:59", "day"),
        ("7日内", "2026-11-30 23:59", "day"),
        ("一周之内", "2026-11-30 23:59", "day"),
        ("半个月内", "2026-12-08 23:59", "day"),
        ("24小时内", "2026-11-24 10:05", "hour"),
        ("24-48小时", "2026-11-25 10:05", "hour"),
        ("半小时后", "2026-11-23 10:35", "minute"),
        ("1-3个工作日", "2026-11-26 23:59", "day"),
        ("7个工作日内", "2026-12-02 23:59", "day"),
        ("今天之内", "2026-11-23 23:59", "day"),
        ("今晚8点", "2026-11-23 20:00", "hour"),
        ("晚上8点到9点", "2026-11-23 21:00", "hour"),
        ("明早9点前到账", "2026-11-24 09:00", "hour"),
        ("下午三点", "2026-11-23 15:00", "hour"),
        ("月底", "2026-11-30 23:59", "day"),
        ("下个月底", "2026-12-31 23:59", "day"),
        ("年底前", "2026-12-31 23:59", "day"),
        ("12月1号之前", "2026-12-01 23:59", "day"),
        ("下个月5号", "2026-12-05 23:59", "day"),
        ("客服说明天给我退", "2026-11-24 23:59", "day"),
    ],
)
def test_what_was_promised(text: str, instant: str, precision: Precision) -> None:
    moment = read_moment(text, SAID_AT, past=False, calendar=CALENDAR)
    assert moment == Moment(at(instant), precision, adjusted=False)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("8点", "2026-11-23 20:00"),
        ("5号", "2026-12-05 23:59"),
        ("早上9点", "2026-11-24 09:00"),
        ("5月1号", "2027-05-01 23:59"),
    ],
)
def test_a_promised_time_that_is_past_means_the_next(text: str, instant: str) -> None:
    moment = read_moment(text, SAID_AT, past=False)
    assert moment is not None
    assert (moment.instant, moment.adjusted) == (at(instant), True)


@pytest.mark.parametrize(
    "text", ["", "尽快", "马上", "昨天", "3天前", "上周五", "刚刚", "过几天", "1-3个工作日", "99999个工作日"]
)
def test_no_promise(text: str) -> None:
    assert read_moment(text, SAID_AT, past=False) is None


@given(anything | timely, instants, st.booleans())
def test_no_text_is_too_odd(text: str, said_at: Instant, past: bool) -> None:
    moment = read_moment(text, said_at, past=past, calendar=CALENDAR)
    if moment:
        assert (moment.instant <= said_at) if past else (moment.instant >= said_at)
    for found in find_moments(text, said_at):
        assert 0 <= found.start < found.end <= len(text)
        assert found.moment.instant <= said_at


@given(instants, st.integers(0, 300 * 24 * 60))
def test_written_times_are_read_back(said_at: Instant, minutes: int) -> None:
    instant = (said_at - minutes * 60) // 60 * 60
    there = local(instant)
    of_last_year = there.year < local(said_at).year
    exact = Moment(instant, "minute", adjusted=False)
    assert read_moment(f"{there:%Y-%m-%d %H:%M}", said_at) == exact
    assert read_moment(f"{there:%Y}年{there.month}月{there.day}号{there:%H:%M:%S}", said_at) == exact
    assert read_moment(f"{there.month}月{there.day}日{there:%H:%M}", said_at) == exact._replace(adjusted=of_last_year)


@given(instants, st.integers(1, 60))
def test_spans_back_and_ahead(said_at: Instant, n: int) -> None:
    day = local(said_at).date()
    assert read_moment(f"{n}天前", said_at) == Moment(instant_of(day - timedelta(days=n)), "day", adjusted=False)
    ahead = Moment(last_minute(day + timedelta(days=n)), "day", adjusted=False)
    assert read_moment(f"{n}天内", said_at, past=False) == ahead
    assert read_moment(f"{n}小时前", said_at) == Moment(said_at - n * 3600, "hour", adjusted=False)
    assert read_moment(f"{n}小时内", said_at, past=False) == Moment(said_at + n * 3600, "hour", adjusted=False)
