"""The plan of reminders: the night, what is past, what the user chose, and nothing for what is over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import clocks
from complaints.complaint import Clock, Complaint, Stage
from complaints.reminders import fire_at, plan
from complaints.times import QuietHours, instant_of, local

HOUR = 3600
NIGHT = QuietHours.parse("23:00-08:00")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
SUNDAY_NOON = instant_of(date(2026, 11, 22), 12, 0)


def at(day: date, hour: int, minute: int = 0) -> int:
    return instant_of(day, hour, minute)


@pytest.mark.parametrize(
    ("due", "lead", "expected"),
    [
        (at(TUESDAY, 5), 24 * HOUR, at(MONDAY, 8)),
        (at(TUESDAY, 5), 6 * HOUR, at(MONDAY, 22, 30)),
        (at(TUESDAY, 5), 1 * HOUR, at(MONDAY, 22, 30)),
        (at(TUESDAY, 5), 0, at(TUESDAY, 8)),
        (at(TUESDAY, 8, 30), 1 * HOUR, at(MONDAY, 22, 30)),
        (at(TUESDAY, 8, 30), 0, at(TUESDAY, 8, 30)),
        (at(TUESDAY, 12), 6 * HOUR, at(TUESDAY, 8)),
        (at(TUESDAY, 23), 0, at(date(2026, 11, 25), 8)),
        (at(TUESDAY, 8), 0, at(TUESDAY, 8)),
        (at(TUESDAY, 15), 1 * HOUR, at(TUESDAY, 14)),
    ],
)
def test_the_night_moves_a_reminder_to_where_it_still_helps(due: int, lead: int, expected: int) -> None:
    assert fire_at(due, lead, SUNDAY_NOON, NIGHT) == expected


def test_without_quiet_hours_reminders_keep_their_time() -> None:
    assert fire_at(at(TUESDAY, 5), HOUR, SUNDAY_NOON, QuietHours.parse("off")) == at(TUESDAY, 4)


def test_what_was_missed_comes_at_once_but_not_in_the_night() -> None:
    due = at(TUESDAY, 5)
    assert fire_at(due, 0, at(TUESDAY, 10), NIGHT) == at(TUESDAY, 10)
    assert fire_at(due, 0, at(TUESDAY, 23, 30), NIGHT) == at(date(2026, 11, 25), 8)
    assert fire_at(due, HOUR, at(TUESDAY, 2), NIGHT) is None, "before the end there is no waking hour left"


@given(
    due=st.integers(SUNDAY_NOON, SUNDAY_NOON + 14 * 24 * HOUR),
    lead=st.sampled_from([0, HOUR, 6 * HOUR, 24 * HOUR]),
)
def test_no_reminder_falls_into_the_night_or_after_the_end(due: int, lead: int) -> None:
    fire = fire_at(due, lead, SUNDAY_NOON, NIGHT)
    assert fire is None or not NIGHT.covers(fire)
    assert fire is None or lead == 0 or fire < due or due - lead < SUNDAY_NOON


def case_with(clock: Clock, stage: Stage = Stage.READY) -> Complaint:
    return Complaint(number=1, opened=SUNDAY_NOON, touched=SUNDAY_NOON, stage=stage, clocks=(clock,))


def window(due: int, now: int) -> Clock:
    leads = clocks.ahead(due, (24 * HOUR, 6 * HOUR, HOUR, 0), now)
    return Clock(id="C0", key="C0.1", started=due - 48 * HOUR, due=due, leads=leads)


def test_lead_times_already_past_are_never_planned() -> None:
    due = SUNDAY_NOON + 5 * HOUR
    rows = plan(case_with(window(due, SUNDAY_NOON)), SUNDAY_NOON, NIGHT)
    assert sorted(row.lead for row in rows) == [0, HOUR]
    assert plan(case_with(window(SUNDAY_NOON - 1, SUNDAY_NOON)), SUNDAY_NOON, NIGHT) == ()


def test_a_time_the_user_chose_ignores_the_night() -> None:
    case = clocks.snoozed(case_with(window(at(TUESDAY, 5), SUNDAY_NOON)), "C0.1", at(MONDAY, 23, 30))
    assert at(MONDAY, 23, 30) in {row.fire_at for row in plan(case, SUNDAY_NOON, NIGHT)}
    assert {row.revision for row in plan(case, SUNDAY_NOON, NIGHT)} == {1}


def test_nothing_is_planned_for_what_is_over() -> None:
    clock = window(at(TUESDAY, 5), SUNDAY_NOON)
    assert plan(case_with(clock, Stage.CLOSED), SUNDAY_NOON, NIGHT) == ()
    assert plan(clocks.stopped(case_with(clock), "C0.1"), SUNDAY_NOON, NIGHT) == ()
    assert plan(clocks.ended(case_with(clock), "C0"), SUNDAY_NOON, NIGHT) == ()


def test_weekly_reminders_go_on_a_week_at_a_time() -> None:
    case = clocks.weekly(case_with(window(SUNDAY_NOON - HOUR, SUNDAY_NOON)), "C0.1", SUNDAY_NOON)
    for week in (1, 2, 3):
        (row,) = plan(case, SUNDAY_NOON + (week - 1) * 7 * 24 * HOUR, NIGHT)
        assert row.fire_at == SUNDAY_NOON + week * 7 * 24 * HOUR
        case = clocks.reminded(case, "C0.1", {row.lead}, row.fire_at)


def test_a_reminder_that_went_out_is_not_planned_again() -> None:
    case = case_with(window(at(TUESDAY, 12), SUNDAY_NOON))
    case = clocks.reminded(case, "C0.1", {24 * HOUR}, at(MONDAY, 12))
    assert 24 * HOUR not in {row.lead for row in plan(case, at(MONDAY, 12), NIGHT)}
    assert case.clocks[0].unanswered == 1
    assert case.clocks[0].revision == 0, "its buttons must still work"


def test_an_hour_moved_by_the_night_is_an_hour_of_the_local_day() -> None:
    assert local(fire_at(at(TUESDAY, 5), 0, SUNDAY_NOON, NIGHT) or 0).hour == 8
