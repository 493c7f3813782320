"""Times that a result leaves open: until when an office wants to look into it, and a test of the goods."""

from complaints import clocks
from complaints.complaint import Complaint, Filing
from complaints.knowledge.models import ResultKind
from complaints.times import DAY, HOUR, Instant, date_of, instant_of
from dialogs.flows import cases, moments, office_filing, results, waiting
from dialogs.scene import Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, rows, title

TEST = 14
"""Days after which we ask whether a test of the goods is over."""


def ask_until(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """Their own time, which takes the place of ours."""
    scene.say(results.said(scene, case, sent, kind))
    scene.start("result_times.until", case=case.number, **{results.SENT: str(sent.number), results.KIND: kind.id})


def _ask_until(scene: Scene) -> None:
    names = ("tomorrow", "three_days", "in_a_week", "no_date")
    scene.ask(scene.t("results.until"), rows([button(scene, name) for name in names]))


def _choose_until(scene: Scene, value: str) -> None:
    days = {"tomorrow": 1, "three_days": 3}.get(value, 7)
    _set_until(scene, instant_of(date_of(scene.said_at + days * DAY), clocks.OFFICE_CLOSES))


def _type_until(scene: Scene, text: str) -> None:
    until = moments.to_come(scene, text, clocks.OFFICE_CLOSES)
    if until is not None:
        _set_until(scene, until)


def _set_until(scene: Scene, due: Instant) -> None:
    """Their own time takes the place of ours; where nothing ran, the clock of news carries it."""
    case, rules = scene.case, scene.context.knowledge.clocks
    sent = results.filing_number(case, scene.noted(results.SENT) or "")
    scene.leave()
    if sent is None:
        cases.card(scene, case)
        return
    if not office_filing.of_filing(case, sent):
        case = office_filing.ask_for_news(scene, case, sent)
    clock = office_filing.of_filing(case, sent)[0]
    scene.save(clocks.extended(case, clock.key, max(due, scene.now + HOUR), scene.now, rules[clock.id]))
    scene.say(scene.t("results.until_noted", title=title(scene, case), at=scene.time(due)))


def pause(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """A test of the goods is no part of the 60 days (办法22)."""
    again = scene.now + TEST * DAY
    for clock in office_filing.of_filing(case, sent):
        if scene.context.knowledge.clocks[clock.id].pause is not None and clock.paused is None:
            case = clocks.paused(case, clock.key, scene.now, again)
    scene.save(case)
    paused = any(clock.paused is not None for clock in office_filing.of_filing(case, sent))
    if not paused:
        results.news(scene, case, sent, kind)
        return
    text = scene.t("results.paused", at=scene.date(again))
    over = button(scene, "test_over", act(case, "tested", sent.number))
    scene.say("\n".join([results.said(scene, case, sent, kind), text]), [[over]])


def _tested(scene: Scene, case: Complaint, argument: str) -> None:
    """做完了: the count goes on, as many days later as it stood still."""
    if waiting.over(scene, case):
        return
    sent = results.filing_number(case, argument)
    running = office_filing.of_filing(case, sent) if sent is not None else []
    stood = [clock for clock in running if clock.paused is not None]
    for clock in stood:
        rule = scene.context.knowledge.clocks[clock.id]
        case = clocks.resumed(case, clock.key, rule, scene.context.calendar, scene.now)
    scene.save(case)
    lines = [
        cases.clock_line(scene, clock) for clock in clocks.running(case) if clock.key in {one.key for one in stood}
    ]
    if lines:
        scene.say(scene.t("results.counts_again", title=title(scene, case), clock="\n".join(lines)))
    else:
        cases.card(scene, case)


FLOW = Flow(
    name="result_times",
    steps=(Step(name="result_times.until", ask=_ask_until, choose=_choose_until, text=_type_until),),
    actions={"tested": _tested},
)
