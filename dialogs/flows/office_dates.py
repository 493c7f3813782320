"""The day that an office's time counts from: asked for, and corrected as long as the clock runs.

It runs from the day the competent bureau received the complaint (办法15, 41), which nobody but the office knows; what
was received under the rule before has the office's own date.
"""

from complaints import clocks
from complaints.complaint import Clock, Complaint
from complaints.knowledge.models import ClockRule
from complaints.reading.dates import read_moment
from complaints.times import DAY, HOUR, Instant, date_of, instant_of
from dialogs.flows import cases, filing_sent, moments, office_filing, results
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, title

NOON = 12
"""Local hour that a day alone stands for."""

CLOCK = "clock"
"""Note: key of the clock whose start is asked for."""


def deadline(scene: Scene, clock: Clock) -> str:
    """The deadline with where it comes from, as an office's are told: 最晚约."""
    rule = scene.context.knowledge.clocks[clock.id]
    return f"{cases.clock_line(scene, clock)}\n{rule.says}"


def editable(scene: Scene, clock: Clock) -> bool:
    """Whether the user may say when this clock began."""
    return scene.context.knowledge.clocks[clock.id].editable_start


def start_button(scene: Scene, case: Complaint, clock: Clock) -> Option:
    """改日期, for the clock as it runs now."""
    return button(scene, "change_start", act(case, "started", clock.key))


def _started(scene: Scene, case: Complaint, argument: str) -> None:
    clock = _running(case, argument)
    if clock is None or not editable(scene, clock):
        scene.say(scene.t("errors.stale"))
        cases.card(scene, case)
    else:
        scene.start("office_dates.started", case=case.number, **{CLOCK: clock.key})


def _running(case: Complaint, key: str) -> Clock | None:
    return next((clock for clock in clocks.running(case) if clock.key == key), None)


def _noted(scene: Scene) -> Clock | None:
    return _running(scene.case, scene.noted(CLOCK) or "")


def _ask_started(scene: Scene) -> None:
    clock = _noted(scene)
    rule = scene.context.knowledge.clocks[clock.id if clock else office_filing.NEWS]
    key = f"office_filing.started.{rule.starts_from}"
    known = scene.date(clock.started) if clock else scene.date(scene.now)
    text = scene.t(key if scene.context.texts.has(key) else "office_filing.started.other", known=known)
    scene.ask(text, [[button(scene, "as_it_is"), button(scene, "today"), button(scene, "yesterday")]])


def _choose_started(scene: Scene, value: str) -> None:
    clock = _noted(scene)
    if value == "as_it_is" or clock is None:
        _told_start(scene, clock)
    else:
        _start_from(scene, clock, instant_of(date_of(scene.said_at), NOON) - (DAY if value == "yesterday" else 0))


def _type_started(scene: Scene, text: str) -> None:
    clock = _noted(scene)
    if clock is None:
        _told_start(scene, None)  # it ended meanwhile, in another chat of the same person
        return
    at = past_day(scene, text)
    if at is not None:
        _start_from(scene, clock, at)


def past_day(scene: Scene, text: str) -> Instant | None:
    """The day that the words name; None after saying that it has not come, or was not understood."""
    moment = read_moment(text, scene.said_at)
    ahead = moments.is_ahead(text, scene.said_at)
    if moment is None or ahead:
        scene.say(scene.t("office_filing.not_yet" if ahead else "intake.time_unclear"))
        scene.repeat()
        return None
    day = moment.precision == "day"
    return min(moment.instant + NOON * HOUR if day else moment.instant, scene.said_at)


def _start_from(scene: Scene, clock: Clock, at: Instant) -> None:
    """Count from that day; a day under the old rule asks for the office's own date."""
    rule = scene.context.knowledge.clocks[clock.id]
    if is_old(rule, at):
        scene.goto("office_dates.own_date")
        return
    case = clocks.restarted(scene.case, clock.key, at, rule, scene.context.calendar, scene.now)
    scene.save(case.changed(touched=scene.now))
    _told_start(scene, _noted(scene))


def _told_start(scene: Scene, clock: Clock | None) -> None:
    case = scene.case
    scene.leave()
    if clock is None:
        cases.card(scene, case)
        return
    if clock.due <= scene.now:
        results.ask_about(scene, case, clock)
        return
    told = [scene.t("office_filing.counted", title=title(scene, case), clock=deadline(scene, clock))]
    fresh = filing_sent.unfile_row(scene, case)
    lines = [*told, *(office_filing.meanwhile(scene, case) if fresh else ())]
    ways = [start_button(scene, case, clock), button(scene, "progress", act(case, "progress"))]
    scene.say("\n".join(lines), [ways, *fresh])


def _ask_own_date(scene: Scene) -> None:
    scene.ask(scene.t("office_filing.own_date"), [[button(scene, "no_date")]])


def _choose_own_date(scene: Scene, _: str) -> None:
    """It gave no date: nothing is counted, and we ask for news in a week."""
    case, clock = scene.case, _noted(scene)
    sent = next((one for one in case.filings if clock is not None and one.number == clock.filing), None)
    if sent is not None:
        case = scene.save(office_filing.ask_for_news(scene, case, sent))
    scene.leave()
    if sent is not None:
        results.ask(scene, case, sent)
    else:
        cases.card(scene, case)


def _type_own_date(scene: Scene, text: str) -> None:
    """The office's own last day, ahead or past."""
    clock = _noted(scene)
    if clock is None:
        _told_start(scene, None)
        return
    later = read_moment(text, scene.said_at, past=False, calendar=scene.context.calendar)
    moment = later if later is not None and not later.adjusted else read_moment(text, scene.said_at) or later
    if moment is None:
        scene.say(scene.t("intake.time_unclear"))
        scene.repeat()
        return
    due = instant_of(date_of(moment.instant), clocks.OFFICE_CLOSES)
    rule = scene.context.knowledge.clocks[clock.id]
    scene.save(clocks.extended(scene.case, clock.key, due, scene.now, rule))
    _told_start(scene, _noted(scene))


def is_old(rule: ClockRule, at: Instant) -> bool:
    """What was received then falls under the rule before."""
    return rule.old_rule_before is not None and date_of(at) < rule.old_rule_before


FLOW = Flow(
    name="office_dates",
    steps=(
        Step(
            name="office_dates.started",
            ask=_ask_started,
            choose=_choose_started,
            text=_type_started,
            leads_to=("office_dates.own_date",),
        ),
        Step(name="office_dates.own_date", ask=_ask_own_date, choose=_choose_own_date, text=_type_own_date),
    ),
    actions={"started": _started},
)
