"""Waiting for the other side: what came of it, until when they promised, which excuse they gave, and how it ended.

The four answers are actions, so the same buttons work on the card, on a reminder and after a filing.
"""

from complaints import clocks, stages
from complaints.complaint import Complaint, Contact, Outcome, Stage
from complaints.letter_facts import say_money
from complaints.outside import route_of
from complaints.reading.dates import read_moment
from complaints.reminders import fire_at
from complaints.times import DAY, HOUR, MINUTE, Instant, date_of, instant_of
from dialogs.flows import answers, contacts, escalation, excuses, intake, office_told, retention
from dialogs.scene import Option, Rows, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, problem_of, rows, title

ANSWERS = frozenset({"C1", "C2", "P"})
"""Clocks that wait for the other side."""

EMPTY_HANDED = frozenset({"refused", "unreachable", "withdrawn", "own_mistake"})
"""Outcomes that bring nothing."""

EVENING = 20
"""Local hour at which a promise that names only a day has run out."""


def arrived_option(scene: Scene, case: Complaint) -> Option:
    """到了, as the problem calls a happy end."""
    problem = problem_of(scene, case)
    return Option(problem.arrived.button if problem else scene.t("buttons.arrived"), act(case, "arrived"))


def options(scene: Scene, case: Complaint, *, silent: str = "silent") -> list[list[Option]]:
    """The four answers of a case, as buttons that work at every step."""
    return [
        [arrived_option(scene, case), button(scene, "promised", act(case, "promised"))],
        [button(scene, "refused", act(case, "refused")), button(scene, silent, act(case, "silent"))],
    ]


def ask(scene: Scene, case: Complaint) -> None:
    """钱或货到了吗？"""
    scene.say(scene.t("waiting.ask", title=title(scene, case)), options(scene, case))


def said(scene: Scene, text: str) -> bool:
    """Take words such as 到了, 没人理 or 12315不受理 for the one case that waits; False when they are none, or it is
    not clear."""
    if office_told.told(scene, text):
        return True
    names = ("arrived", "promised", "refused", "silent")
    wanted = text.strip("。.!！ ")
    name = next((name for name in names if wanted in scene.context.texts.words(f"waiting.words.{name}")), None)
    current = scene.find(scene.session.case) if scene.session.case is not None else None
    cases = [current] if current else [case for case in scene.open_cases() if case.filings or case.contacts]
    if name is None or not cases:
        return False
    if len(cases) > 1:
        picks = [Option(title(scene, case), act(case, name)) for case in cases]
        scene.say(scene.t("waiting.which"), [[pick] for pick in picks])
        return True
    FLOW_ACTIONS[name](scene, cases[0], "")
    return True


def finish_first(scene: Scene, case: Complaint) -> None:
    """A draft is not ready for what was asked: go on with its questions."""
    scene.say(scene.t("waiting.finish_first", title=title(scene, case)))
    scene.leave()
    intake.resume(scene, case)


def promise_to_ask(scene: Scene, case: Complaint, beside: Rows = ()) -> None:
    """Say when we will come back with the question; ask it now when the time is up already."""
    running = [clock for clock in clocks.running(case) if clock.id in ANSWERS]
    if running and running[0].due <= scene.now:
        ask(scene, case)
    elif running:
        clock = running[0]
        first = max((lead for lead in clock.leads), default=0)
        key = "waiting.will_ask" if first else "waiting.will_ask_once"
        ask_at = fire_at(clock.due, first, scene.now, scene.quiet_hours) or clock.due
        times = {"ask": scene.time(ask_at), "due": scene.time(clock.due)}
        says = scene.context.knowledge.clocks[clock.id].says if clock.id == "C2" else ""
        scene.say(
            scene.t(key, title=title(scene, case), says=says, **times),
            [
                [button(scene, "shots", act(case, "collect")), button(scene, "progress", act(case, "progress"))],
                [button(scene, "pack", act(case, "pack"))],
                *beside,
            ],
        )


def result(scene: Scene, case: Complaint, name: str) -> None:
    """What a logged contact came to: the same as the button of that name."""
    FLOW_ACTIONS[name](scene, case, "logged")


def noted(scene: Scene, case: Complaint, text: str) -> None:
    """What customer service said, in the user's words; a stock excuse gets its answer with the law."""
    given = excuses.found(scene, text)
    if given:
        excuses.keep(scene, case, text, given)
        return
    contact = contacts.latest(scene, case).model_copy(update={"words": text})
    case = scene.save(case.changed(contacts=(*case.contacts[:-1], contact)))
    scene.say(scene.t("waiting.noted"), options(scene, case))


# -------------------------------------------------------------------------------------------------------- 没人理
def _silent(scene: Scene, case: Complaint, argument: str) -> None:
    if over(scene, case):
        return
    if argument != "logged":
        case = _contact(scene, case, "silent")
    waits = [clock for clock in clocks.running(case) if clock.id in ANSWERS and clock.due > scene.now]
    for clock in clocks.running(case):
        if clock.id in ANSWERS and clock.due <= scene.now:
            case = scene.save(clocks.done(case, clock.key))
    leave_if_about(scene, case)
    if waits:
        promise_to_ask(scene, case)
    else:
        escalation.offer(scene, case)


def _contact(scene: Scene, case: Complaint, outcome: str, at: Instant | None = None) -> Complaint:
    """Log what came of the latest filing. The same answer twice is one; of words just noted it is the result."""
    last = case.contacts[-1] if case.contacts else None
    if last and last.result == outcome and scene.said_at - last.at < MINUTE:
        return case
    if last and last.result == "noted" and last.words and scene.said_at - last.at < HOUR:
        told = last.model_copy(update={"result": outcome})
        return scene.save(case.changed(contacts=(*case.contacts[:-1], told), touched=scene.now))
    contact = Contact.model_validate(
        {
            "at": at or scene.said_at,
            "channel": _platforms(scene, case),
            "result": outcome,
            "message": scene.message,
        }
    )
    return scene.save(case.changed(contacts=(*case.contacts, contact), touched=scene.now))


def _platforms(scene: Scene, case: Complaint) -> str:
    """The channel by which the platform was written to last: an office that was asked since answers elsewhere."""
    written = [filing for filing in case.filings if route_of(filing, scene.context.knowledge) is None]
    return written[-1].channel if written else "customer_service"


def over(scene: Scene, case: Complaint) -> bool:
    """Whether the case is closed, said with the way to open it again."""
    if case.stage != Stage.CLOSED:
        return False
    scene.say(scene.t("cases.closed", title=title(scene, case)), [[button(scene, "reopen", act(case, "reopen"))]])
    return True


def leave_if_about(scene: Scene, case: Complaint) -> None:
    """The open question of this case is answered by what was just reported."""
    if scene.session.case == case.number:
        scene.leave()


# ------------------------------------------------------------------------------------------------------ 答应了，还没到
def _promised(scene: Scene, case: Complaint, argument: str) -> None:
    if over(scene, case):
        return
    case = case if argument == "logged" else _contact(scene, case, "promised")
    scene.start("waiting.until", case=case.number)


def _ask_until(scene: Scene) -> None:
    names = ("today", "tomorrow", "three_days", "no_date")
    scene.ask(scene.t("waiting.until"), rows([button(scene, name) for name in names]))


def _choose_until(scene: Scene, value: str) -> None:
    days = {"today": 0, "tomorrow": 1, "three_days": 3, "no_date": 1}[value]
    until = instant_of(date_of(scene.said_at + days * DAY), EVENING, 0)
    _promise(scene, until if until > scene.now else scene.now + 2 * HOUR)


def _type_until(scene: Scene, text: str) -> None:
    moment = read_moment(text, scene.said_at, past=False)
    if moment is None:
        scene.say(scene.t("waiting.until_unclear"))
        scene.repeat()
        return
    until = instant_of(date_of(moment.instant), EVENING, 0) if moment.precision == "day" else moment.instant
    _promise(scene, max(until, scene.now + 60))


def _promise(scene: Scene, until: Instant) -> None:
    """Clock P at the promised time takes the place of the answer's clock; the case stays open until 到了."""
    rules = scene.context.knowledge.clocks
    case = clocks.reported(scene.case, "promised", rules)
    case = clocks.ended(case, "P")
    case = scene.save(clocks.start(case, rules["P"], scene.now, scene.now, due=until, leads=(0,)))
    scene.leave()
    scene.say(scene.t("waiting.promise_kept_in_mind", title=title(scene, case), until=scene.time(until)))
    if case.stage == Stage.DRAFT:
        intake.resume(scene, case)


# ---------------------------------------------------------------------------------------------------- 拒绝或不满意
def _refused(scene: Scene, case: Complaint, argument: str) -> None:
    if over(scene, case):
        return
    case = case if argument == "logged" else _contact(scene, case, "refused")
    scene.save(clocks.reported(case, "refused", scene.context.knowledge.clocks))
    known = excuses.of(scene, case.contacts[-1]) if case.contacts else []
    if known:
        excuses.meet(scene, case, known)
    else:
        scene.start("excuses.which", case=case.number)


# ------------------------------------------------------------------------------------------------------------ 到了
def arrived(scene: Scene, case: Complaint, argument: str) -> None:
    """到了: how, unless it came before anything was filed."""
    if over(scene, case):
        return
    if case.stage == Stage.DRAFT:
        close(scene, case, "arrived", None)
        return
    if argument != "logged":
        _contact(scene, case, "arrived")
    scene.start("waiting.outcome", case=case.number)


def _ask_outcome(scene: Scene) -> None:
    """How it ended. After 到了 only with something in hand; from 结案 in every way there is."""
    outcomes = [outcome for outcome in scene.context.knowledge.outcomes.values() if outcome.offered]
    any_way = scene.noted("ending") == "any"
    listed = [Option(outcome.name, outcome.id) for outcome in outcomes if any_way or outcome.id not in EMPTY_HANDED]
    key = "waiting.how_ended" if any_way else "waiting.outcome"
    scene.ask(scene.t(key, title=title(scene, scene.case)), rows(listed))


def _choose_outcome(scene: Scene, value: str) -> None:
    outcome = scene.context.knowledge.outcomes[value]
    scene.note(outcome=value)
    if outcome.ask_accepts:
        scene.goto("waiting.accepts")
    elif outcome.amount:
        scene.goto("waiting.amount")
    else:
        close(scene, scene.case, value, None)


def _ask_accepts(scene: Scene) -> None:
    outcome = scene.context.knowledge.outcomes[scene.noted("outcome") or "coupon"]
    scene.ask(
        scene.t("waiting.accepts", outcome=outcome.name),
        [[button(scene, "accept", "yes"), button(scene, "not_accept", "no")]],
    )


def _choose_accepts(scene: Scene, value: str) -> None:
    case = scene.case
    if value == "no":
        case = scene.save(clocks.reported(case, "refused", scene.context.knowledge.clocks))
        scene.leave()
        escalation.offer(scene, case)
    elif scene.context.knowledge.outcomes[scene.noted("outcome") or "coupon"].amount:
        scene.goto("waiting.amount")
    else:
        close(scene, case, scene.noted("outcome") or "coupon", None)


def _ask_amount(scene: Scene) -> None:
    paid = scene.case.facts.amount
    whole = [Option(say_money(paid), "whole")] if paid else []
    scene.ask(scene.t("waiting.amount"), [[*whole, button(scene, "skip")]])


def _choose_amount(scene: Scene, value: str) -> None:
    paid = scene.case.facts.amount if value == "whole" else None
    close(scene, scene.case, scene.noted("outcome") or "refunded", paid)


def _type_amount(scene: Scene, text: str) -> None:
    amount = answers.amount_in(text)
    if amount is None:
        scene.say(scene.t("review.unclear"))
        scene.repeat()
    else:
        close(scene, scene.case, scene.noted("outcome") or "refunded", amount)


def close(scene: Scene, case: Complaint, outcome_id: str, amount: int | None) -> None:
    """The end: clocks stop, the outcome is kept with the days it took. One tap opens the case again."""
    early = case.stage == Stage.DRAFT
    case = clocks.reported(case, "closed", scene.context.knowledge.clocks)
    case = case.changed(outcome=Outcome(kind=outcome_id, at=scene.now, amount=amount), pending=None, touched=scene.now)
    case = retention.begin(scene, stages.moved(case, Stage.CLOSED))
    scene.leave()
    outcome = scene.context.knowledge.outcomes[outcome_id]
    if early and outcome.happy:
        text = scene.t("waiting.closed_early", title=title(scene, case))
        scene.say(text, [[button(scene, "reopen", act(case, "reopen"))]])
        return
    taken = scene.now - case.opened
    days = scene.t("waiting.days", days=-(-taken // DAY)) if taken >= DAY else scene.t("waiting.under_a_day")
    key = "waiting.closed_happy" if outcome.happy else "waiting.closed"
    paid = scene.t("waiting.with_amount", amount=say_money(amount)) if amount else ""
    scene.say(
        scene.t(key, title=title(scene, case), outcome=outcome.name, paid=paid, days=days),
        [[button(scene, "reopen", act(case, "reopen")), button(scene, "export", "p:export")]],
    )


def end(scene: Scene, case: Complaint, _: str) -> None:
    """结案 by the user's own wish: any outcome."""
    if not over(scene, case):
        scene.start("waiting.outcome", case=case.number, ending="any")


FLOW_ACTIONS = {"arrived": arrived, "promised": _promised, "refused": _refused, "silent": _silent}

FLOW = Flow(
    name="waiting",
    steps=(
        Step(name="waiting.until", ask=_ask_until, choose=_choose_until, text=_type_until),
        Step(
            name="waiting.outcome",
            ask=_ask_outcome,
            choose=_choose_outcome,
            leads_to=("waiting.accepts", "waiting.amount"),
        ),
        Step(name="waiting.accepts", ask=_ask_accepts, choose=_choose_accepts, leads_to=("waiting.amount",)),
        Step(name="waiting.amount", ask=_ask_amount, choose=_choose_amount, text=_type_amount, numbers=True),
    ),
    actions={**FLOW_ACTIONS, "end": end},
)
