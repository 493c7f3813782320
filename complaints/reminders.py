"""The plan of reminders: which messages the running clocks of a case will cause, and when.

Rows are derived from the clocks, so planning again is always safe. Quiet hours move a reminder later when that still
leaves the user more than half of the lead time, otherwise to `EVENING` before they begin. Times a user chose are kept.
"""

from dataclasses import dataclass

from complaints.complaint import Clock, Complaint, Stage
from complaints.times import MINUTE, Instant, QuietHours

EVENING = 30 * MINUTE
"""Seconds before the quiet hours at which a reminder comes that the night would swallow."""

RETENTION = "D"
"""The clock of a closed case: how long it is kept."""

DAILY_BUDGET = 3
"""Reminder messages a person gets in a day, the last one of a window not counted."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder row: lead `lead` (seconds before `due_at`, 0 at it, negative after it), to be sent at `fire_at`."""

    clock: str
    revision: int
    lead: int
    due_at: Instant
    fire_at: Instant


def plan(case: Complaint, now: Instant, quiet: QuietHours) -> tuple[Planned, ...]:
    """All reminders still to come for the running clocks, in no particular order; of a closed case only how long it is
    kept."""
    closed = case.stage == Stage.CLOSED
    running = [clock for clock in case.clocks if clock.state == "running" and closed == (clock.id == RETENTION)]
    return tuple(row for clock in running for row in _rows(clock, now, quiet))


def _rows(clock: Clock, now: Instant, quiet: QuietHours) -> list[Planned]:
    times = {lead: fire_at(clock.due, lead, now, quiet) for lead in clock.leads}
    if clock.snoozed is not None:
        times[clock.due - clock.snoozed] = clock.snoozed
    return [Planned(clock.key, clock.revision, lead, clock.due, at) for lead, at in times.items() if at is not None]


def fire_at(due: Instant, lead: int, now: Instant, quiet: QuietHours) -> Instant | None:
    """When the reminder `lead` seconds before `due` goes out; None when the night leaves no room for it."""
    nominal = due - lead
    at = _outside_quiet(nominal, due, lead, quiet)
    if at >= now:
        return at
    at = quiet.end_after(now) if quiet.covers(now) else now
    return at if lead <= 0 or at < due else None


def _outside_quiet(nominal: Instant, due: Instant, lead: int, quiet: QuietHours) -> Instant:
    if not quiet.covers(nominal):
        return nominal
    morning = quiet.end_after(nominal)
    if lead <= 0 or (due - morning) * 2 > lead:
        return morning
    return quiet.start_before(nominal) - EVENING
