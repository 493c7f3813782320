"""A forwarded text, when nothing was asked for it: does it belong to a complaint?

It waits in the session until the user answers; several that come one after the other are one question.
"""

from complaints.complaint import Complaint
from dialogs.events import UserForward
from dialogs.flows import contacts, intake
from dialogs.flows.held import aside, go_back, hold, release, waiting
from dialogs.scene import Option, Scene
from dialogs.steps import Step
from dialogs.wording import button, title

STEP = "evidence.forward"


def forwarded(scene: Scene, event: UserForward) -> None:
    """Keep it apart and ask."""
    if hold(scene, event):
        aside(scene, STEP)
    else:
        scene.repeat()


def ask(scene: Scene) -> None:
    """存进投诉吗？"""
    texts, cases = waiting(scene, UserForward), _cases(scene)
    no = button(scene, "do_not_keep", "no")
    if not texts:
        scene.ask(scene.t("contact_log.nothing_waits"), [[button(scene, "all_right_then", "no")]])
    elif not cases:
        scene.ask(scene.t("contact_log.forward_new", count=len(texts)), [[button(scene, "begin_with", "new"), no]])
    elif len(cases) == 1:
        text = scene.t("contact_log.forward", count=len(texts), title=title(scene, cases[0]))
        scene.ask(text, [[button(scene, "keep_in_case", str(cases[0].number), "primary"), no]])
    else:
        listed = [[Option(title(scene, case), str(case.number))] for case in cases]
        scene.ask(scene.t("contact_log.forward_which", count=len(texts)), [*listed, [no]])


def _cases(scene: Scene) -> list[Complaint]:
    """The case in hand, or all open ones."""
    current = scene.find(scene.session.case) if scene.session.case is not None else None
    return [current] if current is not None else scene.open_cases()


def choose(scene: Scene, value: str) -> None:
    """Into that case, into a new one, or nowhere; then back to what was open."""
    texts = release(scene, UserForward)
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


QUESTION = Step(name=STEP, ask=ask, choose=choose)
