"""Local time as people read it, quiet hours, and the hour a letter names."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.times import (
    DAY,
    HOUR,
    Instant,
    QuietHours,
    date_of,
    instant_of,
    last_minute,
    letter_deadline,
    local,
    round_up_to_hour,
    say_date,
    say_span,
    say_time,
)

NOW = instant_of(date(2026, 11, 23), 10, 5)
instants = st.integers(instant_of(date(1992, 1, 1)), instant_of(date(2099, 1, 1)))
minutes = st.integers(0, 24 * 60 - 1)


def at(text: str) -> Instant:
    """`2026-11-23 22:30`, a Shanghai time."""
    return int(datetime.fromisoformat(f"{text}+08:00").timestamp())


def test_an_instant_is_utc() -> None:
    assert int(datetime(2026, 11, 23, 2, 5, tzinfo=UTC).timestamp()) == NOW


@given(instants)
def test_the_fixed_offset_is_the_zone(instant: Instant) -> None:
    assert local(instant).replace(tzinfo=None) == datetime.fromtimestamp(instant, ZoneInfo("Asia/Shanghai")).replace(
        tzinfo=None
    )


@given(instants)
def test_days_and_instants_agree(instant: Instant) -> None:
    there = local(instant)
    assert instant_of(date_of(instant), there.hour, there.minute) == instant - there.second


def test_hour_24_is_the_next_midnight() -> None:
    assert instant_of(date(2026, 11, 23), 24) == at("2026-11-24 00:00")


def test_the_last_minute_still_shows_its_day() -> None:
    assert say_time(last_minute(date(2026, 11, 30)), NOW) == "11月30日(周一) 23:59"


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        ("2026-11-23 22:30", "11月23日(周一) 22:30"),
        ("2026-11-29 00:00", "11月29日(周日) 00:00"),
        ("2026-01-04 09:05", "1月4日(周日) 09:05"),
        ("2027-01-05 09:00", "2027年1月5日(周二) 09:00"),
        ("2025-12-31 23:59", "2025年12月31日(周三) 23:59"),
    ],
)
def test_shown_times(instant: str, shown: str) -> None:
    assert say_time(at(instant), NOW) == shown


def test_the_year_is_the_local_one() -> None:
    new_year = at("2027-01-01 00:30")  # still 2026 in UTC
    assert say_date(date(2027, 1, 5), new_year) == "1月5日(周二)"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "不到 1 分钟"),
        (59, "不到 1 分钟"),
        (60, "1 分钟"),
        (45 * 60 + 59, "45 分钟"),
        (HOUR, "1 小时"),
        (36 * HOUR + 3599, "36 小时"),
        (48 * HOUR, "48 小时"),
        (72 * HOUR - 1, "71 小时"),
        (72 * HOUR, "3 天"),
        (60 * DAY - 1, "59 天"),
    ],
)
def test_spans_are_rounded_down(seconds: int, shown: str) -> None:
    assert say_span(seconds) == shown


@given(instants)
def test_rounding_up_to_an_hour(instant: Instant) -> None:
    full = round_up_to_hour(instant)
    assert 0 <= full - instant < HOUR
    assert local(full).minute == local(full).second == 0


@pytest.mark.parametrize(
    ("escalate_at", "deadline"),
    [
        ("2026-11-24 09:58", "2026-11-24 10:00"),
        ("2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 17:20", "2026-11-24 18:00"),
        ("2026-11-24 18:01", "2026-11-25 09:00"),
        ("2026-11-24 23:40", "2026-11-25 09:00"),
        ("2026-11-24 03:10", "2026-11-24 09:00"),
        ("2026-12-31 21:00", "2027-01-01 09:00"),
    ],
)
def test_the_deadline_of_a_letter(escalate_at: str, deadline: str) -> None:
    assert letter_deadline(at(escalate_at)) == at(deadline)


@given(instants)
def test_a_letter_never_shortens_the_time(instant: Instant) -> None:
    deadline = letter_deadline(instant)
    assert instant <= deadline < instant + 16 * HOUR
    assert 9 <= local(deadline).hour <= 18


NIGHT = QuietHours.parse("23:00-08:00")


@pytest.mark.parametrize(
    ("time", "quiet"),
    [("22:59", False), ("23:00", True), ("23:59", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_quiet_hours_are_half_open_and_wrap_midnight(time: str, quiet: bool) -> None:
    assert NIGHT.covers(at(f"2026-11-23 {time}")) is quiet


def test_ends_and_starts_of_quiet_hours() -> None:
    early = at("2026-11-24 05:00")
    assert NIGHT.end_after(early) == at("2026-11-24 08:00")
    assert NIGHT.start_before(early) == at("2026-11-23 23:00")
    assert NIGHT.start_before(at("2026-11-23 23:00")) == at("2026-11-23 23:00")
    assert NIGHT.end_after(at("2026-11-24 08:00")) == at("2026-11-25 08:00")


def test_a_siesta_does_not_wrap() -> None:
    siesta = QuietHours.parse("12：30 ～ 14:00")
    assert siesta.covers(at("2026-11-23 13:59"))
    assert not siesta.covers(at("2026-11-23 02:00"))


@pytest.mark.parametrize("text", ["off", " OFF ", "08:00-08:00", "00:00-00:00"])
def test_no_quiet_hours(text: str) -> None:
    none = QuietHours.parse(text)
    assert none.empty
    assert not none.covers(NOW)
    assert none.end_after(NOW) == none.start_before(NOW) == NOW


def test_midnight_may_be_written_as_24() -> None:
    assert QuietHours.parse("22:00-24:00") == QuietHours(22 * 60, 0)


@pytest.mark.parametrize("text", ["", "23-8", "25:00-08:00", "23:60-08:00", "00:00-24:00", "23:00", "aus"])
def test_wrong_quiet_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"quiet hours|time of day"):
        QuietHours.parse(text)


@given(minutes, minutes, instants)
def test_quiet_hours_end_where_they_say(start: int, end: int, instant: Instant) -> None:
    quiet = QuietHours(start, end)
    after, before = quiet.end_after(instant), quiet.start_before(instant)
    assert before <= instant <= after
    if quiet.covers(instant):
        assert after - before == (end - start) % 1440 * 60
        assert not quiet.covers(after)
        assert quiet.covers(before)
        assert not quiet.covers(before - 1)
