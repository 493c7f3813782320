"""After a text went to an office: its clocks and what happens next; and what was submitted before we met."""

from complaints import clocks, stages
from complaints.clocks import WEEK
from complaints.complaint import Clock, Complaint, Filing, Stage
from complaints.knowledge.models import ResultKind, Route
from complaints.outside import route_of
from complaints.times import DAY, Instant
from dialogs.flows import cases, filing_sent, office_dates, results, rungs, waiting
from dialogs.scene import Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, rows, title

NEWS = "O"
"""The clock of a rung that has no time of its own: when we ask whether there is news."""

AT_FILING = frozenset({"provider_asked", "bureau_received", "submitted"})
"""What a clock may start from that has happened once the text was submitted."""

RECEIVED = "bureau_received"
"""What nobody but the office knows the day of."""

WHICH, TOLD = "which", "told"
"""Notes: id of the route that was taken before we met; the result told of it."""


# ------------------------------------------------------------------------------------------------------- its clocks
def begin(scene: Scene, case: Complaint, sent: Filing, route: Route) -> Complaint:
    """The case outside the platform, with the clocks of this route; one that asks for news where it has none."""
    rules, calendar = scene.context.knowledge.clocks, scene.context.calendar
    case = clocks.went_on(case, rules, scene.now)
    own = [rules[name] for name in route.clocks if rules[name].starts_from in AT_FILING]
    for rule in own:
        due, certain = clocks.due_of(rule, sent.at, calendar)
        leads = clocks.office_leads(due, rule, calendar)
        case = clocks.start(
            case, rule, sent.at, scene.now, due=due, leads=leads, certain=certain, filing=sent.number, channel=route.id
        )
    if not any(clocks.speaks(clock, scene.now) for clock in of_filing(case, sent)):
        case = _news(scene, case, sent)
    return stages.moved(case, Stage.OUTSIDE)


def of_filing(case: Complaint, sent: Filing) -> list[Clock]:
    """The running clocks of one filing, soonest first."""
    return [clock for clock in clocks.running(case) if clock.filing == sent.number]


def ask_for_news(scene: Scene, case: Complaint, sent: Filing) -> Complaint:
    """A question in a week, in place of the clocks of this filing that have passed or tell nothing."""
    for clock in of_filing(case, sent):
        case = clocks.done(case, clock.key)
    return _news(scene, case, sent)


def _news(scene: Scene, case: Complaint, sent: Filing) -> Complaint:
    rule = scene.context.knowledge.clocks[NEWS]
    due, _ = clocks.due_of(rule, scene.now, scene.context.calendar)
    return clocks.start(case, rule, scene.now, scene.now, due=due, filing=sent.number, channel=sent.channel)


def after(scene: Scene, case: Complaint, sent: Filing) -> None:
    """What happens next, and when we ask; first the day of receipt where the time counts from it."""
    rules = scene.context.knowledge.clocks
    unknown = next((clock for clock in of_filing(case, sent) if rules[clock.id].starts_from == RECEIVED), None)
    if unknown is not None:
        scene.start("office_dates.started", case=case.number, **{office_dates.CLOCK: unknown.key})
    else:
        kept(scene, case, sent)


def kept(scene: Scene, case: Complaint, sent: Filing) -> None:
    """Noted, with what happens next and the time that is being watched."""
    route = route_of(sent, scene.context.knowledge)
    running = of_filing(case, sent)
    lines = [
        scene.t("office_filing.kept", title=title(scene, case), route=cases.channel_name(scene, case, sent.channel))
    ]
    if route is not None:
        lines.append(scene.t("office_filing.next", next=route.next))
    lines += [office_dates.deadline(scene, clock) for clock in running[:1]]
    lines += meanwhile(scene, case)
    dates = [
        [office_dates.start_button(scene, case, clock)] for clock in running[:1] if office_dates.editable(scene, clock)
    ]
    options = [[button(scene, "shots", act(case, "collect")), button(scene, "progress", act(case, "progress"))]]
    scene.say("\n".join(lines), [*dates, *options, *filing_sent.unfile_row(scene, case)])


def meanwhile(scene: Scene, case: Complaint) -> list[str]:
    """That the platform is asked about all the same, as it was promised, while a time of its own runs."""
    waits = [clock for clock in clocks.running(case) if clock.id in waiting.ANSWERS and clock.due > scene.now]
    return [scene.t("office_filing.meanwhile", due=scene.time(clock.due)) for clock in waits[:1]]


# -------------------------------------------------------------------------------------------- filed before we met
def _had(scene: Scene, case: Complaint, argument: str) -> None:
    """早就交过了: a filing that was made without us; its text is not known."""
    if argument not in scene.context.knowledge.routes or case.stage == Stage.DRAFT:
        rungs.listing(scene, case)
    elif not waiting.over(scene, case):
        had(scene, case, argument)


def had(scene: Scene, case: Complaint, route: str, told: ResultKind | None = None) -> None:
    """When was it? Then what came of it, if that was told already."""
    scene.start("office_filing.had", case=case.number, **{WHICH: route}, **({TOLD: told.id} if told else {}))


def _ask_had(scene: Scene) -> None:
    route = scene.context.knowledge.routes.get(scene.noted(WHICH) or "")
    names = ("today", "yesterday", "a_week_ago", "forgotten")
    name = route.name if route else scene.t("office_filing.there")
    scene.ask(scene.t("office_filing.had", route=name), rows([button(scene, one) for one in names]))


def _choose_had(scene: Scene, value: str) -> None:
    """Who does not remember gets the earliest of these, so that no question comes late."""
    back = {"today": 0, "yesterday": DAY}.get(value, WEEK)
    _keep_had(scene, scene.said_at - back)


def _type_had(scene: Scene, text: str) -> None:
    at = office_dates.past_day(scene, text)
    if at is not None:
        _keep_had(scene, at)


def _keep_had(scene: Scene, at: Instant) -> None:
    knowledge = scene.context.knowledge
    route, told = scene.noted(WHICH) or "", knowledge.results.get(scene.noted(TOLD) or "")
    entry = knowledge.routes.get(route)
    if entry is None:
        scene.leave()
        return
    case = scene.case
    sent = Filing(
        number=len(case.filings) + 1,
        letter=entry.letter or route,
        channel=route,
        at=at,
        text="",
        exhibits=(),
        knowledge_version=knowledge.version,
    )
    case = filing_sent.kept(scene, case, sent)
    scene.leave()
    if told is not None:
        results.came(scene, case, sent, told)
    else:
        _after_had(scene, case, sent)


def _after_had(scene: Scene, case: Complaint, sent: Filing) -> None:
    """Under the old rule the office's own date counts; else what came of it so far."""
    rules = scene.context.knowledge.clocks
    old = next((clock for clock in of_filing(case, sent) if office_dates.is_old(rules[clock.id], sent.at)), None)
    if old is not None:
        scene.start("office_dates.started", case=case.number, **{office_dates.CLOCK: old.key})
        scene.goto("office_dates.own_date")
    else:
        results.ask(scene, case, sent)


FLOW = Flow(
    name="office_filing",
    steps=(Step(name="office_filing.had", ask=_ask_had, choose=_choose_had, text=_type_had),),
    actions={"had": _had},
)
