"""Going further: the appeal and the upgrade as texts, and for each later rung one honest card."""

from complaints import clocks, stages
from complaints.complaint import Complaint, Contact, Stage
from complaints.knowledge.models import Contact as Office
from complaints.knowledge.models import Route
from complaints.letter_facts import plain_lines
from complaints.respondents import Known, in_order, known
from complaints.routes import APPEAL, UPGRADE, next_letter
from complaints.times import DAY, Instant, date_of, instant_of
from dialogs.flows import cases, filing, merging, offices
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, bullets, button, problem_of, rows, title

OFFICES = 3
"""Contacts on a card, which is to fit a phone."""

MORNING = 10
"""Local hour at which we ask again after 再等等."""

LETTERS = (APPEAL, UPGRADE)

NEXT_STEP = "N"
"""The clock of a case whose next step is the user's."""

OUTSIDE = "O"
"""The clock after a later rung was taken: when we ask whether there is news."""

PAYMENT = "payment_provider"
"""The rung whose entrance depends on how it was paid."""


def offer(scene: Scene, case: Complaint) -> None:
    """After a refusal or silence: the next text, or waiting a little longer. We come back tomorrow if nothing runs."""
    case = keep_company(scene, case)
    ways = [button(scene, "ladder", act(case, "ladder")), button(scene, "wait_longer", act(case, "wait"))]
    if any(filing.letter == UPGRADE for filing in case.filings):
        scene.say(scene.t("escalation.offer_outside", title=title(scene, case)), [ways])
        return
    letter = next_letter(case, scene.context.knowledge, scene.now)
    name = scene.context.knowledge.letters[letter].name
    scene.say(
        scene.t("escalation.offer", title=title(scene, case), letter=name),
        [
            [Option(scene.t("buttons.see_letter", letter=name), act(case, "letter", letter), "primary")],
            ways,
        ],
    )


def first_route(scene: Scene, case: Complaint) -> Route | None:
    """Where a problem begins that no official channel can solve; None for all others."""
    problem = problem_of(scene, case)
    first = problem.routes[0] if problem else None
    return None if first in LETTERS else scene.context.knowledge.routes.get(first or "")


def outside_first(scene: Scene, case: Complaint) -> bool:
    """Begin with that route; False when the problem has none."""
    route = first_route(scene, case)
    if route is None:
        return False
    scene.leave()
    scene.say(scene.t("escalation.outside_first", title=title(scene, case), route=route.name))
    _route(scene, case, route.id)
    return True


def ladder(scene: Scene, case: Complaint, _: str = "") -> None:
    """All rungs of this case in order, the user may take any."""
    if case.stage == Stage.CLOSED:
        cases.card(scene, case)
        return
    if case.stage == Stage.DRAFT:
        filing.letter(scene, case, "")
        return
    knowledge = scene.context.knowledge
    problem = problem_of(scene, case)
    fitting = [name for name in LETTERS if problem is None or name in problem.routes]
    letters = [Option(knowledge.letters[name].name, act(case, "letter", name)) for name in fitting]
    routes = [Option(route.name, act(case, "route", route.id)) for route in _routes(scene, case)]
    key = "escalation.ladder_emergency" if problem and problem.emergency else "escalation.ladder"
    finder = [button(scene, "finder", act(case, "finder"))] if known(case) != Known.WHOLE else []
    scene.say(scene.t(key, title=title(scene, case)), [*rows(letters), *rows(routes), *rows(finder)])


def _routes(scene: Scene, case: Complaint) -> list[Route]:
    """The later rungs, those of the problem first, in its order."""
    knowledge = scene.context.knowledge
    problem = problem_of(scene, case)
    named = [name for name in (problem.routes if problem else ()) if name in knowledge.routes]
    others = [name for name in knowledge.routes if name not in named]
    ordered = in_order((*named, *others), case, knowledge)
    return [knowledge.routes[name] for name in ordered if name not in LETTERS]


def _route(scene: Scene, case: Complaint, argument: str) -> None:
    """One rung's card, then the facts of the case alone in a message, to copy line by line."""
    route = scene.context.knowledge.routes.get(argument)
    if route is None or case.stage in {Stage.CLOSED, Stage.DRAFT}:
        ladder(scene, case)
        return
    if route.id == PAYMENT and case.facts.paid_how is None:
        scene.start("escalation.paid_how", case=case.number)
    else:
        _card(scene, case, route)


def _offices(scene: Scene, case: Complaint, route: Route) -> list[Office]:
    """The contacts of a rung; of payment providers only the one that was paid with, when it is known."""
    knowledge = scene.context.knowledge
    paid = knowledge.paid_how.get(case.facts.paid_how or "")
    names = paid.contacts if route.id == PAYMENT and paid and paid.contacts else route.contacts[:OFFICES]
    return [knowledge.contacts[name] for name in names]


def _card(scene: Scene, case: Complaint, route: Route) -> None:
    merging.offer(scene, case, route.id)
    listed = _offices(scene, case, route)
    scene.say(
        scene.t(
            "escalation.card",
            title=route.title,
            fits="；".join(route.fits),
            contacts=bullets(offices.line(scene, office) for office in listed) or scene.t("escalation.no_contact"),
            prepare=bullets(route.prepare),
            trap=route.trap,
            next=route.next,
        )
    )
    lines = plain_lines(case, scene.context.knowledge, scene.now, public=route.public)
    scene.say("\n".join(lines), verbatim=True)
    scene.say(
        scene.t("escalation.after_card_public" if route.public else "escalation.after_card"),
        [
            [
                button(scene, "went_there", act(case, "went", route.id), "primary"),
                button(scene, "ladder", act(case, "ladder")),
            ]
        ],
    )


def _went(scene: Scene, case: Complaint, argument: str) -> None:
    """The user took a rung: log it, the case stands outside the platform now."""
    route = scene.context.knowledge.routes.get(argument)
    if route is None or case.stage in {Stage.CLOSED, Stage.DRAFT}:
        cases.card(scene, case)
        return
    contact = Contact(at=scene.said_at, channel=route.id, result="asked", message=scene.message)
    case = clocks.reported(case, "next_step", scene.context.knowledge.clocks)
    case = case.changed(contacts=(*case.contacts, contact), touched=scene.now)
    rule = scene.context.knowledge.clocks[OUTSIDE]
    asked, _ = clocks.due_of(rule, scene.now, scene.context.calendar)
    case = clocks.start(clocks.ended(case, OUTSIDE), rule, scene.now, scene.now, due=asked)
    scene.save(stages.moved(case, Stage.OUTSIDE))
    scene.say(
        scene.t("escalation.went", title=title(scene, case), route=route.name, next=route.next),
        [[button(scene, "shots", act(case, "collect")), button(scene, "progress", act(case, "progress"))]],
    )


def _wait(scene: Scene, case: Complaint, _: str) -> None:
    """再等等: ask again tomorrow morning."""
    if case.stage == Stage.CLOSED:
        cases.card(scene, case)
        return
    again = _tomorrow(scene)
    running = clocks.running(case)
    if running:
        scene.save(clocks.snoozed(case, running[0].key, again))
    else:
        keep_company(scene, case)
    scene.say(scene.t("escalation.waiting", title=title(scene, case), again=scene.time(again)))


def keep_company(scene: Scene, case: Complaint) -> Complaint:
    """A case of which no clock will speak any more is asked about tomorrow: nobody is left alone with it."""
    if any(clocks.speaks(clock, scene.now) for clock in clocks.running(case)):
        return case
    rule = scene.context.knowledge.clocks[NEXT_STEP]
    case = clocks.ended(case, NEXT_STEP)
    return scene.save(clocks.start(case, rule, scene.now, scene.now, due=_tomorrow(scene)))


def _tomorrow(scene: Scene) -> Instant:
    return instant_of(date_of(scene.now + DAY), MORNING, 0)


# --------------------------------------------------------------------------------------------- how it was paid
def _ask_paid(scene: Scene) -> None:
    ways = scene.context.knowledge.paid_how.values()
    scene.ask(
        scene.t("escalation.paid_how"), [*rows([Option(way.name, way.id) for way in ways], 3), [button(scene, "skip")]]
    )


def _choose_paid(scene: Scene, value: str) -> None:
    case = scene.case
    if value != "skip":
        case = scene.answer(case, "tapped", paid_how=value)
    scene.leave()
    _card(scene, case, scene.context.knowledge.routes[PAYMENT])


FLOW = Flow(
    name="escalation",
    steps=(Step(name="escalation.paid_how", ask=_ask_paid, choose=_choose_paid),),
    actions={"ladder": ladder, "route": _route, "went": _went, "wait": _wait},
)
