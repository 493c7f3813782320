"""Going further: what comes next after a refusal or silence, waiting a little longer, and never being left alone."""

from complaints import clocks
from complaints.complaint import Complaint, Stage
from complaints.knowledge.models import Route
from complaints.ladder import ladder
from complaints.routes import APPEALS, UPGRADE, next_letter
from complaints.times import DAY, Instant, date_of, instant_of
from dialogs.flows import cases, route_card
from dialogs.scene import Option, Scene
from dialogs.steps import Flow
from dialogs.wording import act, button, problem_of, title

MORNING = 10
"""Local hour at which we ask again after 再等等."""

NEXT_STEP = "N"
"""The clock of a case whose next step is the user's."""


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
    """Where a case begins that no official channel can help: a swindle, money sent to a person, a vanished site."""
    knowledge = scene.context.knowledge
    paid = knowledge.paid_how.get(case.facts.paid_how or "")
    if case.facts.dangers or (paid is not None and paid.private):
        return ladder(case, knowledge, scene.now)[0]
    problem = problem_of(scene, case)
    first = problem.routes[0] if problem else None
    return None if first in APPEALS else knowledge.routes.get(first or "")


def outside_first(scene: Scene, case: Complaint) -> bool:
    """Begin with that route; False when the problem has none."""
    route = first_route(scene, case)
    if route is None:
        return False
    scene.leave()
    scene.say(scene.t("escalation.outside_first", title=title(scene, case), route=route.name))
    route_card.show(scene, case, route)
    return True


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
    """A case of which no clock will ask any more is asked about tomorrow: nobody is left alone with it."""
    rules = scene.context.knowledge.clocks
    if any(rules[clock.id].company and clocks.speaks(clock, scene.now) for clock in clocks.running(case)):
        return case
    rule = rules[NEXT_STEP]
    case = clocks.ended(case, NEXT_STEP)
    return scene.save(clocks.start(case, rule, scene.now, scene.now, due=_tomorrow(scene)))


def _tomorrow(scene: Scene) -> Instant:
    return instant_of(date_of(scene.now + DAY), MORNING, 0)


FLOW = Flow(name="escalation", actions={"wait": _wait})
