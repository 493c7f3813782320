"""A forwarded text, when nothing was asked for it: does it belong to a complaint?

It waits in the session until the user answers; several that come one after the other are one question.
"""

from dialogs.events import UserForward
from dialogs.flows import contacts, intake, scam
from dialogs.flows.held import aside, go_back, hold, release, waiting
from dialogs.flows.verdicts import case_meant, cases_meant
from dialogs.scene import Option, Scene
from dialogs.steps import Step
from dialogs.wording import button, title

STEP = "evidence.forward"

CHECKED = "checked"
"""Note: how many of the waiting texts the user has had checked."""


def forwarded(scene: Scene, event: UserForward) -> None:
    """Keep it apart and ask."""
    if hold(scene, event):
        aside(scene, STEP)
    else:
        scene.repeat()


def ask(scene: Scene) -> None:
    """存进投诉吗？"""
    texts, cases = waiting(scene, UserForward), cases_meant(scene)
    checked = scene.noted(CHECKED) == str(len(texts))
    last = [*([] if checked else [button(scene, "check_it", "check")]), button(scene, "do_not_keep", "no")]
    if not texts:
        scene.ask(scene.t("contact_log.nothing_waits"), [[button(scene, "all_right_then", "no")]])
    elif not cases:
        text = scene.t("contact_log.forward_new", count=len(texts))
        scene.ask(text, [[button(scene, "begin_with", "new"), *last]])
    elif len(cases) == 1:
        text = scene.t("contact_log.forward", count=len(texts), title=title(scene, cases[0]))
        scene.ask(text, [[button(scene, "keep_in_case", str(cases[0].number), "primary"), *last]])
    else:
        listed = [[Option(title(scene, case), str(case.number))] for case in cases]
        scene.ask(scene.t("contact_log.forward_which", count=len(texts)), [*listed, last])


def choose(scene: Scene, value: str) -> None:
    """Into that case, into a new one, or nowhere; then back to what was open. Or look at it first."""
    if value == "check":
        scam.check_waiting(scene)
        scene.note(**{CHECKED: str(len(waiting(scene, UserForward)))})
        scene.repeat()
        return
    texts = release(scene, UserForward)
    scene.note(**{CHECKED: None})
    go_back(scene)
    if value == "new":
        intake.begin(scene)
        case = scene.find(scene.session.case) if scene.session.case is not None else None
    else:
        case = scene.find(int(value)) if value != "no" else None
    if case is not None and texts:
        contacts.keep(scene, case, texts)
    elif texts:
        scene.say(scene.t("contact_log.forward_dropped"))
    scene.repeat()


def keep(scene: Scene) -> None:
    """The user wants what waits to be kept: at once where only one case can be meant, else ask."""
    case = case_meant(scene)
    if scene.session.step == STEP and case is not None:
        choose(scene, str(case.number))
    elif case is not None:
        contacts.keep(scene, case, release(scene, UserForward))
        scene.repeat()
    else:
        aside(scene, STEP)


QUESTION = Step(name=STEP, ask=ask, choose=choose)
