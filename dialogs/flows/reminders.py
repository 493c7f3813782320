"""Reminders: what a clock says when its time comes, merged and within the day's budget, with buttons that do it.

A clock never moves the conversation's step. Whether a reminder still applies is asked here, in the step that sends it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from complaints import clocks
from complaints.complaint import Clock, Complaint, Stage
from complaints.outside import route_of
from complaints.reading.dates import read_moment
from complaints.reminders import DAILY_BUDGET, RETENTION, fire_at
from complaints.times import DAY, HOUR, MINUTE, Instant, QuietHours, date_of, instant_of
from dialogs.events import ClockReached, Due, Undelivered
from dialogs.flows import cases, escalation, moments, office_dates, results, retention, waiting
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, rows, title

MORNING = 8
"""Local hour of a postponed reminder, when the quiet hours do not end later."""
LATE = 30 * MINUTE
"""Seconds after its planned time from which a reminder says that it is late."""
ACTIVATION = "C0b"
LISTED = 5
"""Deadlines listed at once."""
MOST_MISSED = 50
"""Deadlines remembered of which a reminder could not be sent."""
TIRED = 2
"""Reminders of one clock without an answer, after which the user is asked whether to go on."""


class Item(NamedTuple):
    """One clock that has something to say now."""

    case: Complaint
    clock: Clock
    lead: int
    """The shortest lead time that is due: what was due before it is said with it."""
    late: bool
    last: bool
    """The last reminder of its window before the end: sent beyond the day's budget."""


# ------------------------------------------------------------------------------------------------------ coming due
def reached(scene: Scene, event: ClockReached) -> None:
    """Reminders of one person are due: say those that still apply in one message, or put them off to the morning."""
    due = [row for row in event.due if _applies(scene, row) and not retention.expired(scene, row)]
    if not due:
        return
    items = list(_items(scene, due))
    today = date_of(scene.now).isoformat()
    sent = scene.person.pushed if scene.person.pushed_on == today else 0
    if sent >= DAILY_BUDGET and not any(item.last for item in items):
        _put_off(scene, due)
        return
    scene.set_person(pushed_on=today, pushed=sent + (not any(item.last for item in items)))
    for item in items:
        case = scene.find(item.case.number) or item.case
        leads = {row.lead for row in due if (row.case, row.clock) == (case.number, item.clock.key)}
        scene.save(clocks.reminded(case, item.clock.key, leads, scene.now))
    _push(scene, items)


def _applies(scene: Scene, row: Due) -> bool:
    case = scene.find(row.case)
    clock = clocks.find(case, row.clock) if case else None
    if case is None or clock is None or (case.stage == Stage.CLOSED) != (clock.id == RETENTION):
        return False
    pending = row.lead in clock.leads or (clock.snoozed is not None and row.lead == clock.due - clock.snoozed)
    return clock.state == "running" and clock.revision == row.revision and pending


def _items(scene: Scene, due: list[Due]) -> Iterator[Item]:
    """One item a clock, soonest deadline first."""
    shortest: dict[tuple[int, str], int] = {}
    for row in due:
        place = (row.case, row.clock)
        shortest[place] = min(row.lead, shortest.get(place, row.lead))
    found = []
    for (number, key), lead in shortest.items():
        case = scene.find(number)
        clock = clocks.find(case, key) if case else None
        if case and clock:
            remaining = [other for other in clock.leads if other < lead and other > 0]
            found.append(
                Item(case, clock, lead, _late(scene, clock, lead), lead > 0 and not remaining and clock.id == "C0")
            )
    yield from sorted(found, key=lambda item: item.clock.due)


def _late(scene: Scene, clock: Clock, lead: int) -> bool:
    planned = clock.snoozed if clock.snoozed == clock.due - lead else fire_at(clock.due, lead, 0, scene.quiet_hours)
    return planned is not None and scene.now - planned > LATE


def _put_off(scene: Scene, due: list[Due]) -> None:
    morning = next_morning(scene.now, scene.quiet_hours)
    for row in due:
        case = scene.find(row.case)
        if case is not None:
            scene.save(clocks.postponed(case, row.clock, row.lead, morning))


def next_morning(now: Instant, quiet: QuietHours) -> Instant:
    """Tomorrow at eight, or when the quiet hours end."""
    morning = instant_of(date_of(now + DAY), MORNING, 0)
    return quiet.end_after(morning) if quiet.covers(morning) else morning


# --------------------------------------------------------------------------------------------------------- saying
def _push(scene: Scene, items: list[Item]) -> None:
    speaks_of = tuple((item.case.number, item.clock.key, item.clock.revision) for item in items)
    if len(items) == 1:
        text, options = _one(scene, items[0])
    else:
        text = scene.t("reminders.digest", lines="\n".join(_line(scene, item) for item in items))
        numbers = dict.fromkeys(item.case.number for item in items)
        options = rows([Option(scene.t("cases.short", number=n), f"c:{n}:due") for n in numbers], 4)
    late = scene.t("reminders.late") if any(item.late for item in items) else ""
    scene.set_session(reminded=tuple(dict.fromkeys(item.case.number for item in items)))
    scene.push("\n".join(filter(None, [late, text])), options, speaks_of)


def _one(scene: Scene, item: Item) -> tuple[str, list[list[Option]]]:
    """One clock's reminder. After `TIRED` of them without an answer it also asks whether to go on."""
    case, clock = item.case, item.clock
    text = _said(scene, item)
    if clock.id == RETENTION:
        return text, retention.buttons(scene, case, clock.key, clock.revision)
    options = _buttons(scene, case, clock)
    if clock.unanswered >= TIRED and not clock.asked:
        scene.save(clocks.asked(scene.find(case.number) or case, clock.key))
        text = f"{text}\n{scene.t('reminders.tired')}"
        place = (clock.key, clock.revision)
        options = [*(options[:-1] or options), _whether_to_go_on(scene, case, place)]
    return text, options


def _whether_to_go_on(scene: Scene, case: Complaint, place: tuple[str, int]) -> list[Option]:
    return [button(scene, name, act(case, name, *place)) for name in ("keep_reminding", "weekly", "stop_reminding")]


def _said(scene: Scene, item: Item) -> str:
    return scene.t(
        _key(scene, item),
        title=title(scene, item.case),
        due=cases.due(scene, item.clock),
        left=scene.left(item.clock.due),
        state=scene.t("reminders.filed" if item.case.filings else "reminders.not_filed"),
    )


def _key(scene: Scene, item: Item) -> str:
    if item.clock.paused is not None:
        return "reminders.paused"
    passed = item.clock.due <= scene.now
    key = f"reminders.{item.clock.id}{'_passed' if passed else ''}"
    return key if scene.context.texts.has(key) else f"reminders.other{'_passed' if passed else ''}"


def _line(scene: Scene, item: Item) -> str:
    return f"{title(scene, item.case)}\n　{cases.clock_line(scene, item.clock)}"


def _buttons(scene: Scene, case: Complaint, clock: Clock) -> list[list[Option]]:
    place = (clock.key, clock.revision)
    later = [
        button(scene, "one_hour", act(case, "snooze", *place, 1)),
        button(scene, "stop_reminding", act(case, "stop_reminding", *place)),
    ]
    go_file, ladder = (
        button(scene, "go_file", act(case, "letter"), "primary"),
        button(scene, "ladder", act(case, "ladder")),
    )
    if case.stage == Stage.READY and escalation.first_route(scene, case) is not None:
        go_file = button(scene, "ladder", act(case, "ladder"), "primary")
    if clock.id == "C0":
        first = [go_file, button(scene, "filed", act(case, "filed"))]
        return [first, later] if clock.due > scene.now else [first[:1]]
    if clock.id == ACTIVATION:
        return [[button(scene, "activated", act(case, "activated", *place))], later]
    if clock.id == escalation.NEXT_STEP:
        ways = [go_file] if go_file.value == ladder.value else [go_file, ladder]
        return [ways, [button(scene, "tomorrow_again", act(case, "snooze", *place, 24)), later[1]]]
    sent = results.filing_of(case, clock)
    if sent is not None and route_of(sent, scene.context.knowledge) is not None:
        own = [button(scene, "test_over", act(case, "tested", sent.number))] if clock.paused is not None else []
        own += [office_dates.start_button(scene, case, clock)] if office_dates.editable(scene, clock) else []
        return [*results.options(scene, case, sent), [*own, ladder, later[0]]]
    return [*waiting.options(scene, case), [ladder, later[0]]]


# ---------------------------------------------------------------------------------------------------- on request
def listing(scene: Scene) -> None:
    """/remind: every running deadline, soonest first, each with what can be done about it.

    Where there are no buttons it is also how a reminder is answered: right after one it shows what that one offers.
    """
    if not scene.context.network.buttons and _last_reminder(scene):
        return
    running = [(case, clock) for case in scene.open_cases() for clock in clocks.running(case)]
    if not running:
        scene.say(scene.t("reminders.none"), [[button(scene, "my_cases", "p:cases")]])
        return
    running.sort(key=lambda pair: pair[1].due)
    numbers = dict.fromkeys(case.number for case, _ in running)
    options = rows([Option(scene.t("cases.short", number=n), f"c:{n}:due") for n in numbers], 4)
    lines = _clock_lines(scene, running[:LISTED])
    scene.say(
        scene.t("reminders.listing", lines=lines),
        [*options, [button(scene, "calendar", "p:calendar"), button(scene, "quiet_hours", "p:quiet")]],
    )


def _last_reminder(scene: Scene) -> bool:
    """Show the options of the last reminder, if it spoke of one case of which a clock still runs."""
    reminded = scene.session.reminded
    scene.set_session(reminded=())
    case = scene.find(reminded[0]) if len(reminded) == 1 else None
    running = clocks.running(case) if case is not None else []
    if case is None or not running:
        return False
    clock = running[0]
    if clock.id == RETENTION:
        item = Item(case, clock, 0, False, False)
        scene.say(_said(scene, item), retention.buttons(scene, case, clock.key, clock.revision))
        return True
    offered = {option.value for row in _buttons(scene, case, clock) for option in row}
    more = _whether_to_go_on(scene, case, (clock.key, clock.revision)) if clock.unanswered >= TIRED else []
    show_due(scene, case, "", [[option for option in more if option.value not in offered]])
    return True


def _clock_lines(scene: Scene, pairs: list[tuple[Complaint, Clock]]) -> str:
    """Each case once, with its deadlines below."""
    grouped: dict[str, list[str]] = {}
    for case, clock in pairs:
        grouped.setdefault(title(scene, case), []).append(cases.clock_line(scene, clock))
    return "\n".join(line for name, lines in grouped.items() for line in (name, *(f"　{one}" for one in lines)))


def show_due(scene: Scene, case: Complaint, _: str, beside: list[list[Option]] | None = None) -> None:
    """The soonest clock of a case, as its reminder would say it, with all that can be done about it, and `beside`."""
    running = clocks.running(case)
    if not running:
        cases.card(scene, case)
        return
    clock = running[0]
    place = (clock.key, clock.revision)
    tomorrow = button(scene, "tomorrow_again", act(case, "snooze", *place, 24))
    more = [] if clock.id == escalation.NEXT_STEP else [tomorrow]
    if scene.context.knowledge.clocks[clock.id].extend:
        more.append(button(scene, "extend", act(case, "extend", *place)))
    later = [
        office_dates.start_button(scene, case, other) for other in running[1:] if office_dates.editable(scene, other)
    ]
    more += later[:1]
    text = _said(scene, Item(case, clock, 0, False, False))
    says = scene.context.knowledge.clocks[clock.id].says if clock.due > scene.now else ""
    options = [*_buttons(scene, case, clock), *([more] if more else []), *(beside or [])]
    scene.say("\n".join(filter(None, [text, says])), options)


def ask_progress(scene: Scene, case: Complaint) -> None:
    """What came of it? Asked by the user's own wish, before any time is up."""
    if case.stage == Stage.CLOSED:
        cases.card(scene, case)
    elif not results.progress(scene, case):
        scene.say(scene.t("reminders.progress", title=title(scene, case)), waiting.options(scene, case))


def not_delivered(scene: Scene, event: Undelivered) -> None:
    """The network did not let us push: what it spoke of stays due and is said first when the person is here again."""
    scene.set_person(missed=tuple(dict.fromkeys((*scene.person.missed, *event.clocks)))[-MOST_MISSED:])


def missed(scene: Scene) -> None:
    """What fell due and could not be sent, as far as it still runs, in one message."""
    wanted = set(scene.person.missed)
    if not wanted:
        return
    scene.set_person(missed=())
    found = [
        (case, clock)
        for case in scene.context.cases.all()
        for clock in clocks.running(case)
        if (case.number, clock.key, clock.revision) in wanted
    ]
    if not found:
        return
    found.sort(key=lambda pair: pair[1].due)
    numbers = dict.fromkeys(case.number for case, _ in found)
    scene.set_session(reminded=tuple(numbers))
    listed = rows([Option(scene.t("cases.short", number=n), f"c:{n}:due") for n in numbers], 4)
    options = listed if scene.context.network.buttons else []  # there 提醒 leads to them, as after any reminder
    scene.say(scene.t("reminders.missed", lines=_clock_lines(scene, found[:LISTED])), options)


def welcome_back(scene: Scene) -> None:
    """For a person who had blocked the bot: what fell due meanwhile, in one message."""
    late = [(case, clock) for case in scene.open_cases() for clock in clocks.running(case) if clock.due <= scene.now]
    if not late:
        return
    lines = _clock_lines(scene, late[:LISTED])
    numbers = dict.fromkeys(case.number for case, _ in late)
    options = rows([Option(scene.t("cases.short", number=n), f"c:{n}:due") for n in numbers], 4)
    scene.say(scene.t("reminders.welcome_back", lines=lines), options)


# --------------------------------------------------------------------------------------------------- one's own wish
def _running(scene: Scene, case: Complaint, argument: str) -> tuple[Clock, str] | None:
    """The clock a button was made for and what follows in its value; None, said kindly, when it has changed since."""
    key, _, rest = argument.partition(":")
    revision, _, rest = rest.partition(":")
    clock = clocks.find(case, key)
    if clock is None or clock.state != "running" or str(clock.revision) != revision or case.stage == Stage.CLOSED:
        scene.say(scene.t("errors.stale"))
        cases.card(scene, case)
        return None
    return clock, rest


def _snooze(scene: Scene, case: Complaint, argument: str) -> None:
    found = _running(scene, case, argument)
    if found is None:
        return
    clock, hours = found
    until = scene.now + (24 if hours == "24" else 1) * HOUR
    scene.save(clocks.snoozed(case, clock.key, until))
    scene.say(scene.t("reminders.snoozed", title=title(scene, case), until=scene.time(until)))


def _stop(scene: Scene, case: Complaint, argument: str) -> None:
    found = _running(scene, case, argument)
    if found is not None:
        scene.save(clocks.stopped(case, found[0].key))
        scene.say(scene.t("reminders.stopped", title=title(scene, case)))


def _weekly(scene: Scene, case: Complaint, argument: str) -> None:
    found = _running(scene, case, argument)
    if found is not None:
        scene.save(clocks.weekly(case, found[0].key, scene.now))
        scene.say(scene.t("reminders.weekly", title=title(scene, case)))


def _keep(scene: Scene, case: Complaint, argument: str) -> None:
    found = _running(scene, case, argument)
    if found is not None:
        escalation.keep_company(scene, scene.save(clocks.kept(case, found[0].key)))
        scene.say(scene.t("reminders.kept", title=title(scene, case)))


def _activated(scene: Scene, case: Complaint, argument: str) -> None:
    if _running(scene, case, argument) is not None:
        case = scene.save(clocks.reported(case, "activated", scene.context.knowledge.clocks))
        scene.say(scene.t("reminders.activated", title=title(scene, case)))


def _extend(scene: Scene, case: Complaint, argument: str) -> None:
    found = _running(scene, case, argument)
    if found is not None and scene.context.knowledge.clocks[found[0].id].extend:
        scene.start("reminders.extend", case=case.number, clock=found[0].key)


def _ask_extend(scene: Scene) -> None:
    scene.ask(scene.t("reminders.extend"), [[button(scene, "tomorrow"), button(scene, "three_days_on", "three_days")]])


def _choose_extend(scene: Scene, value: str) -> None:
    days = 1 if value == "tomorrow" else 3
    _extended(scene, instant_of(date_of(scene.said_at + days * DAY), waiting.EVENING, 0))


def _type_extend(scene: Scene, text: str) -> None:
    until = moments.to_come(scene, text, waiting.EVENING)
    if until is not None:
        _extended(scene, until)


def _extended(scene: Scene, due: Instant) -> None:
    case = scene.case
    clock = clocks.find(case, scene.noted("clock") or "")
    scene.leave()
    if clock is None:
        cases.card(scene, case)
        return
    rule = scene.context.knowledge.clocks[clock.id]
    scene.save(clocks.extended(case, clock.key, max(due, scene.now + HOUR), scene.now, rule))
    scene.say(scene.t("reminders.extended", title=title(scene, case), due=scene.time(max(due, scene.now + HOUR))))


# ------------------------------------------------------------------------------------------------ activation (C0b)
def _watch_activation(scene: Scene, case: Complaint, _: str) -> None:
    """Start the activation clock of a code that is in hand and unused."""
    if case.stage == Stage.CLOSED or clocks.running(case, ACTIVATION):
        show_due(scene, case, "")
    else:
        scene.start("reminders.activation", case=case.number)


def _ask_activation(scene: Scene) -> None:
    scene.ask(scene.t("reminders.activation"), [[button(scene, "today"), button(scene, "yesterday")]])


def _choose_activation(scene: Scene, value: str) -> None:
    days = 0 if value == "today" else 1
    _activation_from(scene, instant_of(date_of(scene.said_at - days * DAY)))


def _type_activation(scene: Scene, text: str) -> None:
    """A date in the past is when it was bought, one in the future is the true end."""
    ahead = read_moment(text, scene.said_at, past=False, calendar=scene.context.calendar)
    behind = read_moment(text, scene.said_at)
    if behind is not None and not behind.adjusted:
        _activation_from(scene, behind.instant)
    elif ahead is not None and ahead.instant > scene.now:
        _set_activation(scene, scene.now, ahead.instant)
    else:
        scene.say(scene.t("intake.time_unclear"))
        scene.repeat()


def _activation_from(scene: Scene, bought: Instant) -> None:
    rule = scene.context.knowledge.clocks[ACTIVATION]
    _set_activation(scene, bought, clocks.due_of(rule, bought, scene.context.calendar)[0])


def _set_activation(scene: Scene, started: Instant, due: Instant) -> None:
    rule = scene.context.knowledge.clocks[ACTIVATION]
    case = scene.save(clocks.start(scene.case, rule, started, scene.now, due=due))
    scene.leave()
    scene.say(
        scene.t("reminders.activation_set", title=title(scene, case), due=scene.time(due), says=rule.says),
        [[button(scene, "card", act(case, "open"))]],
    )


FLOW = Flow(
    name="reminders",
    steps=(
        Step(name="reminders.extend", ask=_ask_extend, choose=_choose_extend, text=_type_extend),
        Step(name="reminders.activation", ask=_ask_activation, choose=_choose_activation, text=_type_activation),
    ),
    actions={
        "activation": _watch_activation,
        "due": show_due,
        "snooze": _snooze,
        "stop_reminding": _stop,
        "weekly": _weekly,
        "keep_reminding": _keep,
        "activated": _activated,
        "extend": _extend,
    },
)
