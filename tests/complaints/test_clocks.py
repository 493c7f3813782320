"""Ends of clocks as the facts count them: working days, the 60 days, months, years, days off, pauses."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import clocks
from complaints.complaint import Complaint
from complaints.times import DAY, date_of, instant_of
from tests.complaints.cases import KNOWLEDGE, SUNDAY, ordinary

RULES, CALENDAR = KNOWLEDGE.clocks, KNOWLEDGE.calendar
OFFICES = sorted(name for name, rule in RULES.items() if rule.side == "office" and rule.due_from == "length")


def due(rule: str, start: str) -> tuple[str, bool]:
    ends, certain = clocks.due_of(RULES[rule], instant_of(date.fromisoformat(start), 11), CALENDAR)
    return date_of(ends).isoformat(), certain


@pytest.mark.parametrize(
    ("rule", "start", "end"),
    [
        ("K1", "2026-04-30", "2026-05-13"),
        ("K1", "2026-09-24", "2026-10-12"),
        ("K1", "2026-11-20", "2026-12-01"),
        ("K2", "2026-04-30", "2026-06-29"),
        ("K2", "2026-07-27", "2026-09-28"),
        ("K2", "2026-08-02", "2026-10-08"),
        ("K2", "2026-09-30", "2026-11-29"),
        ("K2", "2026-11-20", "2027-01-19"),
        ("K2n", "2026-11-20", "2026-12-01"),
        ("C5", "2026-11-20", "2026-11-27"),
        ("C5", "2026-09-25", "2026-10-08"),
        ("C6", "2026-09-22", "2026-11-22"),
        ("C6", "2026-12-31", "2027-02-28"),
        ("L", "2024-02-29", "2027-02-28"),
    ],
)
def test_vectors(rule: str, start: str, end: str) -> None:
    assert due(rule, start)[0] == end


def test_a_year_without_its_notice_is_not_certain() -> None:
    assert due("K1", "2026-11-20") == ("2026-12-01", True)
    assert due("K1", "2026-12-24") == ("2027-01-05", False)


def test_an_office_that_ends_on_a_sunday_is_asked_about_on_monday() -> None:
    sunday = instant_of(date(2026, 11, 29), clocks.OFFICE_CLOSES)
    (lead,) = clocks.office_leads(sunday, RULES["K2"], CALENDAR)
    assert sunday - lead == instant_of(date(2026, 11, 30), clocks.MORNING)
    monday = instant_of(date(2026, 11, 30), clocks.OFFICE_CLOSES)
    assert clocks.office_leads(monday, RULES["K2"], CALENDAR) == (0,)


@given(st.dates(date(2026, 4, 15), date(2040, 1, 1)), st.sampled_from(OFFICES))
def test_an_office_has_its_whole_time_and_is_asked_on_a_working_day(day: date, name: str) -> None:
    rule = RULES[name]
    ends, _ = clocks.due_of(rule, instant_of(day, 9), CALENDAR)
    least = rule.working_days or rule.days or 28 * (rule.months or 0)
    assert (date_of(ends) - day).days >= least
    for lead in clocks.office_leads(ends, rule, CALENDAR):
        assert CALENDAR.is_workday(date_of(ends - lead))[0]


def running(rule: str) -> Complaint:
    ends, _ = clocks.due_of(RULES[rule], SUNDAY, CALENDAR)
    return clocks.start(ordinary(), RULES[rule], SUNDAY, SUNDAY, due=ends, filing=1)


def test_a_corrected_start_moves_the_end() -> None:
    case = clocks.restarted(running("K1"), "K1.1", SUNDAY - 2 * DAY, RULES["K1"], CALENDAR, SUNDAY)
    (clock,) = clocks.running(case)
    assert date_of(clock.due) == date(2026, 12, 1)
    assert clock.revision == 1
    assert clock.leads == (0,)


@given(st.integers(1, 200))
def test_the_time_of_a_test_is_added_to_the_60_days(days: int) -> None:
    case = clocks.paused(running("K2"), "K2.1", SUNDAY + DAY, SUNDAY + 15 * DAY)
    assert clocks.running(case)[0].paused == SUNDAY + DAY
    after = clocks.resumed(case, "K2.1", RULES["K2"], CALENDAR, SUNDAY + (1 + days) * DAY)
    (clock,) = clocks.running(after)
    assert clock.paused is None
    assert clock.started == SUNDAY
    assert (date_of(clock.due) - date_of(SUNDAY)).days >= 60 + days


def test_a_report_about_one_filing_leaves_the_others_alone() -> None:
    case = running("K1")
    assert clocks.running(clocks.reported(case, "accepted", RULES, 2)) == clocks.running(case)
    assert not clocks.running(clocks.reported(case, "accepted", RULES, 1))
    assert clocks.running(clocks.reported(case, "refused", RULES)) == clocks.running(case), "the platform refused"
