"""What came of a filing outside the platform: it moves the case, ends and starts clocks, and offers the next step."""

from collections.abc import Iterable, Sequence

from complaints import clocks, outside
from complaints.complaint import Clock, Complaint, Filing, Result
from complaints.knowledge.models import ResultKind
from dialogs.flows import cases, escalation, grounds, office_dates, office_filing, result_times, rungs, waiting
from dialogs.options import figure
from dialogs.scene import Option, Rows, Scene
from dialogs.steps import Flow
from dialogs.wording import act, button, rows, title

WAYS = 3
"""Next routes offered as buttons; all are behind 还能找谁."""

SENT = "sent"
"""Note: number of the filing that a question is about."""

KIND = "kind"
"""Note: the result whose time is asked for."""


# ------------------------------------------------------------------------------------------------------- the question
def ask(scene: Scene, case: Complaint, sent: Filing, beside: Rows = ()) -> None:
    """那边怎么说？ of one filing; buttons that work at every step."""
    route = cases.channel_name(scene, case, sent.channel)
    text = scene.t("results.ask", title=title(scene, case), route=route, at=scene.date(sent.at))
    scene.say(text, [*options(scene, case, sent), *beside])


def ask_about(scene: Scene, case: Complaint, clock: Clock) -> None:
    """The same, when the time of a clock is up."""
    sent = filing_of(case, clock)
    if sent is None:
        waiting.ask(scene, case)
    else:
        ask(scene, case, sent)


def filing_of(case: Complaint, clock: Clock) -> Filing | None:
    """The filing whose answer a clock waits for."""
    return next((sent for sent in case.filings if sent.number == clock.filing), None)


def options(scene: Scene, case: Complaint, sent: Filing) -> list[list[Option]]:
    """What may have come of it, and 到了."""
    kinds = outside.offered(case, sent, scene.context.knowledge)
    listed = [Option(kind.name, act(case, "came", sent.number, kind.id)) for kind in kinds]
    return rows([*listed, waiting.arrived_option(scene, case)])


def progress(scene: Scene, case: Complaint) -> bool:
    """有进展了, of a case that waits for an office: which one, or what came of the only one? False when for none."""
    waits = outside.waiting(case, scene.context.knowledge)
    if not waits:
        return False
    platform = button(scene, "platform_answered", act(case, "answered"))
    if len(waits) == 1:
        may_answer = any(clock.id in waiting.ANSWERS for clock in clocks.running(case))
        ask(scene, case, waits[0], [[platform]] if may_answer else [])
        return True
    listed = [_where(scene, case, sent, waits) for sent in waits]
    scene.say(scene.t("results.which", title=title(scene, case)), [*rows(listed), [platform]])
    return True


def _where(scene: Scene, case: Complaint, sent: Filing, waits: Sequence[Filing]) -> Option:
    """Who was written to; which time it was, where it was more than once."""
    name, alike = cases.channel_name(scene, case, sent.channel), outside.filings_by(case, sent.channel)
    if sum(other.channel == sent.channel for other in waits) > 1:
        name = scene.t("results.which_time", route=name, nth=alike.index(sent) + 1)
    return Option(name, act(case, "result", sent.number))


def _answered(scene: Scene, case: Complaint, _: str) -> None:
    """The platform said something meanwhile."""
    if not waiting.over(scene, case):
        scene.say(scene.t("reminders.progress", title=title(scene, case)), waiting.options(scene, case))


def _result(scene: Scene, case: Complaint, argument: str) -> None:
    """The question about one filing; without one, kindly where to begin."""
    if waiting.over(scene, case):
        return
    sent = filing_number(case, argument)
    if sent is None or outside.route_of(sent, scene.context.knowledge) is None:
        if not progress(scene, case):
            scene.say(scene.t("results.nothing_sent", title=title(scene, case)), [_ladder(scene, case)])
        return
    ask(scene, case, sent)


def filing_number(case: Complaint, argument: str) -> Filing | None:
    """The filing of that number, as a button or a note names it."""
    number = figure(argument)
    return next((sent for sent in case.filings if sent.number == number), None)


def _ladder(scene: Scene, case: Complaint) -> list[Option]:
    return [button(scene, "ladder", act(case, "ladder"))]


# --------------------------------------------------------------------------------------------------------- it came
def _came(scene: Scene, case: Complaint, argument: str) -> None:
    number, _, name = argument.partition(":")
    sent, kind = filing_number(case, number), scene.context.knowledge.results.get(name)
    if waiting.over(scene, case):
        return
    if sent is None or kind is None or sent.channel not in kind.routes:
        rungs.listing(scene, case)
    else:
        came(scene, case, sent, kind)


def came(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """Keep the result, end and start clocks by it, and ask what it leaves open."""
    knowledge = scene.context.knowledge
    result = Result(filing=sent.number, kind=kind.id, at=scene.said_at, message=scene.message)
    case = outside.with_result(case, result).changed(touched=scene.now)
    if kind.report is not None and kind.report != "silent":
        case = clocks.reported(case, kind.report, knowledge.clocks, sent.number)
    if kind.final:
        for clock in office_filing.of_filing(case, sent):
            case = clocks.done(case, clock.key)
    case = scene.save(_with_clock(scene, case, sent, kind))
    waiting.leave_if_about(scene, case)
    _follow(scene, case, sent, kind)


def _with_clock(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> Complaint:
    """The clock that counts from this result, as of today; the day may be corrected."""
    if kind.starts is None:
        return case
    rule, calendar = scene.context.knowledge.clocks[kind.starts], scene.context.calendar
    due, certain = clocks.due_of(rule, scene.said_at, calendar)
    leads = clocks.office_leads(due, rule, calendar)
    for clock in office_filing.of_filing(case, sent):
        case = clocks.done(case, clock.key)
    return clocks.start(
        case, rule, scene.said_at, scene.now, due=due, leads=leads, certain=certain, filing=sent.number,
        channel=sent.channel,
    )  # fmt: skip


def said(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> str:
    """The result read back, with what it means."""
    route = cases.channel_name(scene, case, sent.channel)
    return scene.t("results.came", title=title(scene, case), route=route, result=kind.name, says=kind.says)


def _offer(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """What it means and where to go now."""
    case = escalation.keep_company(scene, case)
    scene.say(said(scene, case, sent, kind), ways(scene, case, kind.next))


def ways(scene: Scene, case: Complaint, names: Iterable[str], again: str | None = None) -> list[list[Option]]:
    """Next routes that were not taken yet, all of them behind 还能找谁, and 到了."""
    knowledge = scene.context.knowledge
    taken = {sent.channel for sent in case.filings}
    shut = {name for name in names if outside.closers(case, name, knowledge)}
    open_ = [knowledge.routes[name] for name in names if name not in taken | shut][:WAYS]
    listed = [Option(route.name, act(case, "route", route.id)) for route in open_]
    if again is not None:
        listed = [button(scene, "once_more", act(case, "route", again), "primary"), *listed]
    return [*rows(listed), [*_ladder(scene, case), waiting.arrived_option(scene, case)]]


def news(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """Nothing yet: wait for the clock that runs, or ask again in a week."""
    ahead = [clock for clock in office_filing.of_filing(case, sent) if clock.due > scene.now]
    if not ahead:
        case = scene.save(office_filing.ask_for_news(scene, case, sent))
        ahead = office_filing.of_filing(case, sent)
    again = scene.t("results.ask_again", at=scene.time(ahead[0].due)) if ahead else ""
    text = "\n".join(filter(None, [said(scene, case, sent, kind), again]))
    scene.say(text, ways(scene, case, kind.next))


def _arrival(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """Only what is in hand ends a case."""
    case = escalation.keep_company(scene, case)
    scene.say(
        "\n".join([said(scene, case, sent, kind), scene.t("results.in_hand")]),
        [
            [waiting.arrived_option(scene, case), button(scene, "promised", act(case, "promised"))],
            [button(scene, "not_given", act(case, "refused")), *_ladder(scene, case)],
        ],
    )


def _date(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """The day of it, from which the next clock counts."""
    scene.say(said(scene, case, sent, kind))
    clock = next(iter(office_filing.of_filing(case, sent)), None)
    if clock is not None:
        scene.start("office_dates.started", case=case.number, **{office_dates.CLOCK: clock.key})


def _follow(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """Ask what the result leaves open, or say where to go now."""
    match kind.then:
        case "date":
            _date(scene, case, sent, kind)
        case "until":
            result_times.ask_until(scene, case, sent, kind)
        case "ground":
            grounds.ask(scene, case, sent, kind)
        case "arrival":
            _arrival(scene, case, sent, kind)
        case "news":
            news(scene, case, sent, kind)
        case "pause":
            result_times.pause(scene, case, sent, kind)
        case None:
            _offer(scene, case, sent, kind)


FLOW = Flow(name="results", actions={"result": _result, "came": _came, "answered": _answered})
