"""Working days, office deadlines, and years whose notice is not out yet."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from complaints.workdays import Calendar, Holidays, Reckoned, YearNotice

DATA = Path(__file__).parents[2] / "knowledge" / "holidays.toml"
HOLIDAYS = Holidays.model_validate(tomllib.loads(DATA.read_text(encoding="utf-8")))
CALENDAR = Calendar(HOLIDAYS)
CALENDAR_OF_2026 = Calendar(
    HOLIDAYS.model_copy(update={"notices": tuple(notice for notice in HOLIDAYS.notices if notice.year <= 2026)})
)
"""Fixed to what was published in November 2026, so that a later notice does not change these tests."""

days = st.dates(date(2024, 6, 1), date(2040, 12, 31))


def reckoned(text: str) -> Reckoned:
    """`2027-01-05 预计` or `2026-12-01`."""
    return Reckoned(date.fromisoformat(text[:10]), not text.endswith("预计"))


@pytest.mark.parametrize(
    ("number", "start", "n", "expected"),
    [
        (1, "2026-02-12", 7, "2026-02-28"),  # ends on a working Saturday
        (2, "2026-04-30", 7, "2026-05-13"),
        (3, "2026-09-24", 7, "2026-10-12"),
        (4, "2026-09-30", 7, "2026-10-15"),
        (5, "2026-10-03", 7, "2026-10-15"),
        (6, "2026-11-20", 7, "2026-12-01"),
        (7, "2026-12-24", 7, "2027-01-05 预计"),
        (8, "2026-02-12", 15, "2026-03-11"),
        (9, "2026-04-30", 15, "2026-05-25"),
        (10, "2026-09-24", 15, "2026-10-22"),
        (11, "2026-09-30", 15, "2026-10-27"),
        (12, "2026-11-20", 15, "2026-12-11"),
    ],
)
def test_vectors_in_working_days(number: int, start: str, n: int, expected: str) -> None:
    assert CALENDAR_OF_2026.add_workdays(date.fromisoformat(start), n) == reckoned(expected), number


@pytest.mark.parametrize(
    ("number", "start", "expected"),
    [
        (13, "2026-02-12", "2026-04-13"),
        (14, "2026-04-30", "2026-06-29"),
        (15, "2026-07-27", "2026-09-28"),  # 09-25 is 中秋
        (16, "2026-08-02", "2026-10-08"),
        (17, "2026-08-05", "2026-10-08"),
        (18, "2026-09-24", "2026-11-23"),
        (19, "2026-09-30", "2026-11-29"),  # a Sunday, shown as it is
        (20, "2026-11-20", "2027-01-19"),
    ],
)
def test_vectors_of_sixty_days(number: int, start: str, expected: str) -> None:
    day = CALENDAR_OF_2026.add_days_to_office_deadline(date.fromisoformat(start), 60)
    assert day == reckoned(expected), number


def test_a_deadline_on_a_sunday_is_reminded_of_on_the_next_working_day() -> None:
    assert CALENDAR_OF_2026.next_workday(date(2026, 11, 29)) == reckoned("2026-11-30")
    assert CALENDAR_OF_2026.next_workday(date(2026, 11, 30)) == reckoned("2026-11-30")


@pytest.mark.parametrize("text", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_working_weekends_of_2026(text: str) -> None:
    day = date.fromisoformat(text)
    assert day.weekday() >= 5
    assert CALENDAR_OF_2026.is_workday(day) == (True, True)


@pytest.mark.parametrize(("year", "off", "work"), [(2025, 28, 5), (2026, 33, 6)])
def test_the_notices_are_whole(year: int, off: int, work: int) -> None:
    notice = next(notice for notice in HOLIDAYS.notices if notice.year == year)
    assert (len(notice.off), len(notice.work)) == (off, work)


@pytest.mark.parametrize("notice", HOLIDAYS.notices, ids=lambda notice: str(notice.year))
def test_a_notice_bears_out_what_is_reckoned_without_it(notice: YearNotice) -> None:
    """Every weekday that would be taken for a festival, or for the day in lieu of one, is off in the notice."""
    without = Calendar(HOLIDAYS.model_copy(update={"notices": ()}))
    year = [date(notice.year, 1, 1) + timedelta(days=passed) for passed in range(365)]
    festivals = {day for day in year if day.weekday() < 5 and not without.is_workday(day)[0]}
    assert len(festivals) >= 11
    assert festivals <= set(notice.off)


def test_the_lunar_table_against_dates_everybody_can_look_up() -> None:
    eves = {year.year: year.spring_eve + timedelta(days=1) for year in HOLIDAYS.lunar}
    assert [eves[year] for year in (2027, 2028, 2029, 2030)] == [
        date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3)
    ]  # fmt: skip
    year = next(year for year in HOLIDAYS.lunar if year.year == 2027)
    assert (year.dragon_boat, year.mid_autumn) == (date(2027, 6, 9), date(2027, 9, 15))


def test_the_moon_keeps_its_pace() -> None:
    """From one 春节 to the next are 12 or 13 moons; 端午 and 中秋 follow by whole moons and 4 or 14 days."""
    for year in HOLIDAYS.lunar:
        new_year = year.spring_eve + timedelta(days=1)
        for festival, into_the_moon in ((year.dragon_boat, 4), (year.mid_autumn, 14)):
            moons = ((festival - new_year).days - into_the_moon) / 29.53059
            assert abs(moons - round(moons)) * 29.53059 < 1.2, festival
        assert year.tomb_sweeping.month == 4
        assert year.tomb_sweeping.day in (4, 5)


@pytest.mark.parametrize(
    ("start", "n", "office", "own"),
    [
        ("2027-02-04", 1, "2027-02-11", "2027-02-09"),  # 初一 and 初二 fall on a weekend and are made up for
        ("2027-04-30", 1, "2027-05-05", "2027-05-03"),  # 05-01 and 05-02 as well
        ("2027-09-30", 1, "2027-10-06", "2027-10-04"),
        ("2027-06-08", 1, "2027-06-10", "2027-06-10"),
        ("2027-07-01", 5, "2027-07-08", "2027-07-08"),
        ("2031-09-30", 1, "2031-10-07", "2031-10-06"),  # 中秋 is 10-01 itself
    ],
)
def test_without_a_notice_the_office_gets_the_later_day(start: str, n: int, office: str, own: str) -> None:
    day = date.fromisoformat(start)
    assert CALENDAR_OF_2026.add_workdays(day, n) == Reckoned(date.fromisoformat(office), False)
    assert CALENDAR_OF_2026.add_workdays(day, n, whose="own") == Reckoned(date.fromisoformat(own), False)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2027-01-01", "2027-01-04 预计"),  # Friday, and the weekend after it
        ("2027-01-02", "2027-01-04 预计"),
        ("2027-02-09", "2027-02-11 预计"),
        ("2027-02-04", "2027-02-04 预计"),  # might be bridged
        ("2027-03-14", "2027-03-14"),  # a Sunday far from any festival
        ("2026-12-31", "2026-12-31 预计"),
        ("2026-12-20", "2026-12-20"),
    ],
)
def test_office_deadlines_without_a_notice(last: str, expected: str) -> None:
    start = date.fromisoformat(last) - timedelta(days=60)
    assert CALENDAR_OF_2026.add_days_to_office_deadline(start, 60) == reckoned(expected)


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert CALENDAR_OF_2026.add_workdays(date(2026, 12, 22), 7) == reckoned("2026-12-31 预计")
    with_2027 = Calendar(
        HOLIDAYS.model_copy(
            update={
                "notices": (
                    *HOLIDAYS.notices,
                    YearNotice(
                        year=2027,
                        off=(date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3)),
                        work=(),
                        source="a test",
                        checked_on=date(2026, 11, 30),
                        status="unverified",
                    ),
                )
            }
        )
    )
    assert with_2027.add_workdays(date(2026, 12, 22), 7) == reckoned("2026-12-31")
    assert with_2027.add_workdays(date(2026, 12, 24), 7) == reckoned("2027-01-05")
    assert with_2027.has_notice(2027)


def test_a_year_beyond_the_lunar_table_is_still_reckoned() -> None:
    assert CALENDAR.add_workdays(date(2040, 9, 28), 1) == Reckoned(date(2040, 10, 4), False)


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_workdays(date(2026, 1, 1), -1)


@given(days, st.integers(0, 40))
def test_counting_in_one_go_or_in_two(day: date, n: int) -> None:
    half = CALENDAR.add_workdays(day, n // 2)
    assert CALENDAR.add_workdays(half.day, n - n // 2).day == CALENDAR.add_workdays(day, n).day


@given(days, st.integers(1, 40))
def test_a_deadline_in_working_days_is_a_working_day(day: date, n: int) -> None:
    office = CALENDAR.add_workdays(day, n)
    assert CALENDAR.is_workday(office.day)[0]
    assert CALENDAR.add_workdays(day, n, whose="own").day <= office.day
    assert CALENDAR.next_workday(office.day).day == office.day


@given(days, st.integers(0, 90))
def test_an_office_deadline_is_never_early(day: date, n: int) -> None:
    last = day + timedelta(days=n)
    office = CALENDAR.add_days_to_office_deadline(day, n)
    assert timedelta(0) <= office.day - last <= timedelta(days=10)
    if office.day == last and last.weekday() < 5 and office.certain:
        assert CALENDAR.is_workday(last)[0]


@pytest.mark.parametrize(
    ("off", "work"),
    [
        ([date(2026, 1, 1), date(2026, 1, 1)], []),
        ([date(2026, 1, 4)], [date(2026, 1, 4)]),
        ([date(2027, 1, 1)], []),
        ([], [date(2026, 1, 5)]),
    ],
)
def test_a_mistyped_notice_is_refused(off: list[date], work: list[date]) -> None:
    with pytest.raises(ValidationError, match="notice of 2026"):
        YearNotice.model_validate(
            {"year": 2026, "off": off, "work": work, "source": "x", "checked_on": date(2026, 1, 1), "status": "cited"}
        )
