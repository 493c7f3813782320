"""Deadlines of a case: starting, ending, moving. Every change raises the clock's revision, so buttons and reminders
made for the earlier state are known to be out of date.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from datetime import date

from complaints.complaint import Clock, Complaint, Stage
from complaints.knowledge.models import Channel, ClockRule, Report
from complaints.times import DAY, HOUR, Instant, date_of, instant_of
from complaints.workdays import Calendar, Reckoned

OFFICE_CLOSES = 18
"""Local hour at which a deadline of working days, or of an office, ends."""
MORNING = 10
"""Local hour at which we ask about a deadline that ended on a day off."""
WEEK = 7 * DAY


def due_of(rule: ClockRule, started: Instant, calendar: Calendar) -> tuple[Instant, bool]:
    """When a clock of a fixed length ends, and whether the holidays it counts over are published.

    An office's days, months and years end on the first day after a holiday (办法45); others run to the same hour.
    """
    if rule.hours is not None:
        return started + rule.hours * HOUR, True
    day = date_of(started)
    if rule.working_days is not None:
        reckoned = calendar.add_workdays(day, rule.working_days, whose="own" if rule.side == "user" else "office")
        return _closing(reckoned)
    if rule.days is not None and rule.side != "office":
        return started + rule.days * DAY, True
    if rule.days is not None:
        return _closing(calendar.add_days_to_office_deadline(day, rule.days))
    if rule.months is not None or rule.years is not None:
        last = _months_after(day, (rule.months or 0) + 12 * (rule.years or 0))
        return _closing(calendar.add_days_to_office_deadline(day, (last - day).days))
    raise ValueError(f"clock {rule.id} has no fixed length")


def _closing(reckoned: Reckoned) -> tuple[Instant, bool]:
    return instant_of(reckoned.day, OFFICE_CLOSES), reckoned.certain


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last one when it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def office_leads(due: Instant, rule: ClockRule, calendar: Calendar) -> tuple[int, ...]:
    """The rule's leads; what would be asked at the end of a day off is asked on the next working day instead."""
    asked = calendar.next_workday(date_of(due)).day
    if rule.side != "office" or asked == date_of(due):
        return rule.leads
    return tuple(lead or due - instant_of(asked, MORNING) for lead in rule.leads)


def start(
    case: Complaint,
    rule: ClockRule,
    started: Instant,
    now: Instant,
    *,
    due: Instant,
    leads: tuple[int, ...] | None = None,
    certain: bool = True,
    filing: int | None = None,
    channel: str | None = None,
) -> Complaint:
    """The case with a new running clock. Lead times that are past already are never reminded of."""
    wanted = rule.leads if leads is None else leads
    key = f"{rule.id}.{sum(clock.id == rule.id for clock in case.clocks) + 1}"
    clock = Clock(
        id=rule.id,
        key=key,
        started=started,
        due=due,
        leads=ahead(due, wanted, now),
        certain=certain,
        filing=filing,
        channel=channel,
    )
    return case.changed(clocks=(*case.clocks, clock))


def ahead(due: Instant, leads: tuple[int, ...], now: Instant) -> tuple[int, ...]:
    """The lead times whose moment is still to come."""
    return tuple(lead for lead in leads if due - lead > now)


def answer_leads(channel: Channel) -> tuple[int, ...]:
    """Leads of an official answer: the channel's `ask_after` hours (0 is asked in the chat at once) and the end."""
    return (*((channel.escalate_after - hours) * HOUR for hours in channel.ask_after if hours), 0)


def running(case: Complaint, rule_id: str | None = None) -> list[Clock]:
    """Running clocks of an open case, soonest first."""
    if case.stage == Stage.CLOSED:
        return []
    clocks = [clock for clock in case.clocks if clock.state == "running" and rule_id in (None, clock.id)]
    return sorted(clocks, key=lambda clock: clock.due)


def speaks(clock: Clock, now: Instant) -> bool:
    """Whether a running clock is still to end, or to remind of itself."""
    return clock.due > now or bool(clock.leads) or clock.snoozed is not None


def find(case: Complaint, key: str) -> Clock | None:
    """The clock of that key."""
    return next((clock for clock in case.clocks if clock.key == key), None)


def changed(case: Complaint, key: str, change: Callable[[Clock], dict[str, object]]) -> Complaint:
    """The case with one clock changed and its revision raised."""
    return case.changed(
        clocks=tuple(
            clock.model_copy(update={**change(clock), "revision": clock.revision + 1}) if clock.key == key else clock
            for clock in case.clocks
        )
    )


def ended(case: Complaint, rule_id: str) -> Complaint:
    """All running clocks of that rule are done."""
    for clock in running(case, rule_id):
        case = done(case, clock.key)
    return case


def done(case: Complaint, key: str) -> Complaint:
    """That clock is done."""
    return changed(case, key, lambda _: {"state": "done"})


def reported(case: Complaint, report: Report, rules: Mapping[str, ClockRule], filing: int | None = None) -> Complaint:
    """The clocks that this report of the user ends are done.

    A report about one filing leaves the clocks of other filings alone.
    """
    for clock in running(case):
        about = filing is None or clock.filing in (None, filing)
        if about and report in rules[clock.id].done_by:
            case = done(case, clock.key)
    return case


def went_on(case: Complaint, rules: Mapping[str, ClockRule], now: Instant) -> Complaint:
    """The user takes the next way: what asked for it is done, and so is what has had its last word.

    A time that somebody else still has runs on: they may answer yet, and we promised to ask.
    """
    for clock in running(case):
        rule = rules[clock.id]
        if "next_step" in rule.done_by and (rule.side == "user" or not speaks(clock, now)):
            case = done(case, clock.key)
    return case


def snoozed(case: Complaint, key: str, until: Instant) -> Complaint:
    """Remind again at `until`; the user reacted, so nothing is unanswered."""
    return changed(case, key, lambda _: {"snoozed": until, "unanswered": 0})


def stopped(case: Complaint, key: str) -> Complaint:
    """The clock runs on as a fact but nobody is reminded of it."""
    return changed(case, key, lambda _: {"leads": (), "snoozed": None, "weekly": False, "unanswered": 0})


def restarted(
    case: Complaint, key: str, started: Instant, rule: ClockRule, calendar: Calendar, now: Instant
) -> Complaint:
    """The clock counts from another day: its end and its lead times are reckoned anew."""
    due, certain = due_of(rule, started, calendar)
    leads = ahead(due, office_leads(due, rule, calendar), now)
    return changed(
        case,
        key,
        lambda _: {
            "started": started,
            "due": due,
            "certain": certain,
            "leads": leads,
            "snoozed": None,
            "unanswered": 0,
            "paused": None,
        },
    )


def paused(case: Complaint, key: str, now: Instant, ask: Instant) -> Complaint:
    """The count stops (a test of the goods is no part of it, 办法22); `ask` is when we ask whether it is over."""
    return changed(case, key, lambda _: {"paused": now, "leads": (), "snoozed": ask, "unanswered": 0})


def resumed(case: Complaint, key: str, rule: ClockRule, calendar: Calendar, now: Instant) -> Complaint:
    """The count goes on: as many whole days later as it stood still."""
    clock = find(case, key)
    if clock is None or clock.paused is None:
        return case
    stood = (date_of(now) - date_of(clock.paused)).days
    case = restarted(case, key, clock.started + stood * DAY, rule, calendar, now)
    return changed(case, key, lambda _: {"started": clock.started})


def extended(case: Complaint, key: str, due: Instant, now: Instant, rule: ClockRule) -> Complaint:
    """The clock ends at `due` instead; its lead times begin anew."""
    return changed(
        case,
        key,
        lambda _: {
            "due": due,
            "leads": ahead(due, rule.leads or (0,), now),
            "snoozed": None,
            "unanswered": 0,
            "certain": True,
        },
    )


def weekly(case: Complaint, key: str, now: Instant) -> Complaint:
    """Remind once a week from now on."""
    return changed(
        case,
        key,
        lambda clock: {"weekly": True, "leads": (clock.due - now - WEEK,), "snoozed": None, "unanswered": 0},
    )


def kept(case: Complaint, key: str) -> Complaint:
    """Go on reminding as planned: the user reacted."""
    return changed(case, key, lambda _: {"unanswered": 0})


def asked(case: Complaint, key: str) -> Complaint:
    """The user is being asked whether to go on; the revision stays, so the buttons of this very message work."""
    return case.changed(
        clocks=tuple(clock.model_copy(update={"asked": True}) if clock.key == key else clock for clock in case.clocks)
    )


def reminded(case: Complaint, key: str, said: Collection[int], now: Instant) -> Complaint:
    """One message went out for these lead times. The revision stays: its buttons must work."""
    return case.changed(
        clocks=tuple(_reminded(clock, said, now) if clock.key == key else clock for clock in case.clocks)
    )


def _reminded(clock: Clock, said: Collection[int], now: Instant) -> Clock:
    leads = tuple(lead for lead in clock.leads if lead not in said)
    if clock.weekly and not leads:
        leads = (clock.due - now - WEEK,)
    snoozed_until = None if clock.snoozed is not None and clock.due - clock.snoozed in said else clock.snoozed
    return clock.model_copy(update={"leads": leads, "snoozed": snoozed_until, "unanswered": clock.unanswered + 1})


def postponed(case: Complaint, key: str, lead: int, until: Instant) -> Complaint:
    """The day's budget is spent: this reminder comes at `until` instead, the revision stays."""
    return case.changed(
        clocks=tuple(
            clock.model_copy(update={"leads": tuple(other for other in clock.leads if other != lead), "snoozed": until})
            if clock.key == key
            else clock
            for clock in case.clocks
        )
    )
