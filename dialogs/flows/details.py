"""What single problems need before their first text: whose mistake it was, what it began with, what is wanted."""

from complaints.complaint import Complaint
from complaints.knowledge.models import Problem
from complaints.own_parts import has_words
from complaints.rebuttals import ids
from dialogs.flows import answers, excuses, intake, tone
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import button, problem_of, rows

QUESTIONS: tuple[str, ...] = ("details.mistake", "details.story", "details.demand")

DEMANDS = ("refund", "resend", "replace", "reply", "compensate", "other")
"""What can be asked for whatever the problem is."""

WRONG_ACCOUNT = "wrong_account"
OTHER = "other"


def missing(scene: Scene, case: Complaint) -> str | None:
    """The first of these questions that the case still needs; one that was passed over is not asked again."""
    problem = problem_of(scene, case)
    if problem is None:
        return None
    wanted = (
        (problem.id == WRONG_ACCOUNT and "mistake" not in case.origins, "details.mistake"),
        (_needs_story(case, problem), "details.story"),
        (case.facts.demand is None, "details.demand"),
    )
    return next((name for is_missing, name in wanted if is_missing), None)


def _needs_story(case: Complaint, problem: Problem) -> bool:
    """A text about 客服不处理 says nothing without what it began with; 其他 says nothing at all."""
    told = case.origins.get("story")
    return (problem.underlying or problem.id == OTHER) and (told is None or told.by == "read")


# -------------------------------------------------------------------------------------------------- whose mistake
def _ask_mistake(scene: Scene) -> None:
    names = ("mistake_own", "mistake_theirs", "mistake_unclear")
    intake.ask(scene, scene.t("details.mistake"), [[button(scene, name, name) for name in names]])


def _choose_mistake(scene: Scene, value: str) -> None:
    mistake = {"mistake_own": "own", "mistake_theirs": "theirs"}.get(value)
    scene.answer(scene.case, "tapped", mistake=mistake)
    intake.go_on(scene)


# ------------------------------------------------------------------------------------------------ what it began with
def _ask_story(scene: Scene) -> None:
    key = "details.story_other" if scene.case.facts.problem == OTHER else "details.story"
    intake.ask(scene, scene.t(key), [[button(scene, "skip")]])


def _choose_story(scene: Scene, _: str) -> None:
    scene.answer(scene.case, "tapped", story=scene.case.facts.story)
    intake.go_on(scene)


def _type_story(scene: Scene, text: str) -> None:
    if excuses.is_pasted(scene, text):
        excuses.keep_pasted(scene, scene.case, text)
        scene.repeat()
        return
    if not has_words(text):
        scene.say(scene.t("filing.no_words"))
        scene.repeat()
        return
    case = answers.told(scene, scene.case, text)
    given = excuses.found(scene, text) if case.facts.contacted != "no" else []
    if given:
        scene.answer(case, "read", **ids(given))
    if not tone.offer(scene, tone.STORY):
        intake.go_on(scene)


# ---------------------------------------------------------------------------------------------------- what is wanted
def _ask_demand(scene: Scene) -> None:
    demands = scene.context.knowledge.demands
    listed = [Option(demands[name].name, name) for name in DEMANDS if name in demands]
    intake.ask(scene, scene.t("review.change.demand"), rows(listed, 3))


def _choose_demand(scene: Scene, value: str) -> None:
    scene.answer(scene.case, "tapped", demand=value)
    intake.go_on(scene)


def _type_demand(scene: Scene, text: str) -> None:
    demand = intake.read(scene, text, scene.said_at).demand
    if demand is None:
        scene.say(scene.t("errors.choose"))
        scene.repeat()
        return
    scene.answer(scene.case, "typed", demand=demand)
    intake.go_on(scene)


AFTER = (*QUESTIONS, "filing.card", "review.list", "tone.offer")

FLOW = Flow(
    name="details",
    steps=(
        Step(name="details.mistake", ask=_ask_mistake, choose=_choose_mistake, leads_to=AFTER),
        Step(
            name="details.story", ask=_ask_story, choose=_choose_story, text=_type_story, numbers=True, leads_to=AFTER
        ),
        Step(name="details.demand", ask=_ask_demand, choose=_choose_demand, text=_type_demand, leads_to=AFTER),
    ),
)
