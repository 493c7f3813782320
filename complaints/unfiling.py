"""我已提交, taken back: the newest filing never was, and every time it ended or began is as it was before.

What would have been reminded of meanwhile is not said late. Clocks that the filing began stay as stopped ones, so that
their keys are never given again and buttons made for them stay out of date.
"""

from complaints import clocks
from complaints.complaint import Clock, Complaint, Filing, Stage, Unfiling
from complaints.reminders import fire_at
from complaints.times import Instant, QuietHours


def remembered(before: Complaint, after: Complaint, now: Instant) -> Complaint:
    """The case after a filing, with what it was before."""
    was, now_is = {clock.key: clock for clock in before.clocks}, {clock.key: clock for clock in after.clocks}
    return after.changed(
        unfiling=Unfiling(
            filing=after.filings[-1].number,
            at=now,
            stage=before.stage,
            pending=before.pending,
            ended=tuple(clock for key, clock in was.items() if now_is[key] != clock),
            began=tuple(key for key in now_is if key not in was),
        )
    )


def can_be_taken_back(case: Complaint) -> Filing | None:
    """The newest filing, while nothing came of it: no answer, no result, no number of a ticket."""
    if case.unfiling is None or not case.filings or case.stage == Stage.CLOSED:
        return None
    newest = case.filings[-1]
    last = case.contacts[-1] if case.contacts else None
    nothing_since = last is not None and (last.at, last.channel, last.result, last.words) == (
        *(newest.at, newest.channel),
        "asked",
        None,
    )
    untold = newest.ticket is None and all(result.filing != newest.number for result in case.results)
    return newest if newest.number == case.unfiling.filing and nothing_since and untold else None


def unfiled(case: Complaint, now: Instant, quiet: QuietHours) -> Complaint:
    """The case as if its newest filing had not been made. Raises ValueError when that cannot be taken back."""
    newest, before = can_be_taken_back(case), case.unfiling
    if newest is None or before is None:
        raise ValueError(f"the filings of case {case.number} stay")
    was = {clock.key: _still_to_come(clock, before.at, now, quiet) for clock in before.ended}
    mistaken = {clock.key for clock in case.clocks if clock.key in before.began or clock.filing == newest.number}
    for key in mistaken:
        case = clocks.changed(case, key, lambda _: {"state": "stopped", "leads": (), "snoozed": None})
    return case.changed(
        filings=case.filings[:-1],
        contacts=case.contacts[:-1],
        clocks=tuple(was.get(clock.key, clock) for clock in case.clocks),
        stage=before.stage,
        pending=case.pending or before.pending,
        unfiling=None,
        touched=now,
    )


def _still_to_come(clock: Clock, since: Instant, now: Instant, quiet: QuietHours) -> Clock:
    """Without the reminders that would have gone out since the filing; a weekly one comes at once and goes on."""

    def to_come(lead: int) -> bool:
        at = fire_at(clock.due, lead, since, quiet)
        return at is None or at > now or at <= since

    if clock.weekly:
        return clock
    snoozed = None if clock.snoozed is not None and since < clock.snoozed <= now else clock.snoozed
    return clock.model_copy(update={"leads": tuple(lead for lead in clock.leads if to_come(lead)), "snoozed": snoozed})
