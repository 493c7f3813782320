"""Words that are valid everywhere: help, back, skip, go on, cancel; and the place where no question is open."""

from complaints.complaint import Stage
from dialogs.flows import intake, waiting
from dialogs.model import IDLE
from dialogs.scene import Scene
from dialogs.steps import Flow, Step
from dialogs.wording import act, button, title

UNSENT = frozenset({Stage.DRAFT, Stage.READY})
"""Stages in which the questions of a case lead on to its first text."""

SKIPPED = (":skip", ":forgotten", ":in_screenshot", ":as_it_is")
"""How the values end of options that pass over a question."""


def help_(scene: Scene, _: str) -> None:
    """What there is, without losing the place."""
    scene.say(scene.t("home.help"), [[button(scene, "my_cases", "p:cases"), button(scene, "new_case", "p:new")]])
    scene.repeat()


def back(scene: Scene, _: str) -> None:
    """To the question before."""
    if not scene.back():
        scene.say(scene.t("home.no_back"))
        scene.repeat()


def skip(scene: Scene, _: str) -> None:
    """Pass over a question that may be passed over."""
    offered = [offer.value for offer in scene.session.offered]
    name = next((value for value in offered if value.endswith(SKIPPED)), None)
    if name is not None and scene.step.choose is not None:
        scene.step.choose(scene, name.rpartition(":")[2])
    else:
        scene.say(scene.t("home.no_skip"))
        scene.repeat()


def resume(scene: Scene, _: str) -> None:
    """Go on where it stopped: the open question, or the newest complaint that is not finished."""
    drafts = [case for case in scene.open_cases() if intake.missing(case) or not case.filings]
    if scene.session.step != IDLE:
        scene.repeat()
    elif drafts:
        intake.resume(scene, drafts[-1])
    else:
        intake.welcome(scene)


def cancel(scene: Scene, _: str) -> None:
    """Leave the open question; a complaint in the making is kept unless the user throws it away."""
    if scene.session.step == IDLE:
        scene.say(scene.t("home.nothing_open"), [[button(scene, "my_cases", "p:cases")]])
        return
    number = scene.session.case
    case = scene.find(number) if number is not None else None
    if case is None or case.stage != "draft":
        scene.leave()
        scene.say(scene.t("home.left"), [[button(scene, "my_cases", "p:cases")]])
        return
    scene.detour("home.cancel")


def offer_left(scene: Scene) -> None:
    """A question of one case was left for another case's button: now that nothing is open, offer to go on with it."""
    number = scene.session.left
    if number is None or scene.session.step != IDLE:
        return
    scene.set_session(left=None)
    case = scene.find(number)
    if case is not None and case.stage in UNSENT:
        scene.say(scene.t("home.left_open", title=title(scene, case)), [[button(scene, "go_on", act(case, "go_on"))]])


def _ask_cancel(scene: Scene) -> None:
    keep = button(scene, "pause", "pause")
    drop = button(scene, "throw_away", act(scene.case, "delete"), "danger")
    scene.ask(
        scene.t("home.cancel", title=title(scene, scene.case)), [[keep, drop], [button(scene, "go_on", "p:back")]]
    )


def _choose_cancel(scene: Scene, _: str) -> None:
    scene.leave()
    scene.say(scene.t("home.paused"))


def _text(scene: Scene, text: str) -> None:
    if scene.open_cases() and text.strip("。.!！~～ ") in scene.context.texts.words("home.thanks_words"):
        scene.say(scene.t("home.thanks"))
    elif not waiting.said(scene, text):
        intake.idle_text(scene, text)


FLOW = Flow(
    name="home",
    steps=(
        Step(name=IDLE, ask=lambda scene: None, text=_text),
        Step(name="home.cancel", ask=_ask_cancel, choose=_choose_cancel),
    ),
    person_actions={"back": lambda scene, rest: back(scene, rest), "help": help_},
)
