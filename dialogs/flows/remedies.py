"""Buttons that mend what a look before a route, or a refusal, found missing."""

from collections.abc import Mapping

from complaints.complaint import Complaint
from complaints.knowledge.outside import Remedy
from dialogs.flows import route_card, waiting
from dialogs.scene import Option, Scene
from dialogs.steps import Flow
from dialogs.wording import act, button

REMEDIES: Mapping[Remedy, tuple[str, str]] = {
    "finder": ("finder", "finder"),
    "collect": ("more_shots", "collect"),
    "review": ("change_facts", "review"),
    "money": ("ask_money", "money"),
    "authorisation": ("authorisation", "authorisation"),
}
"""Remedy of knowledge/ → label of the button and action on the case."""

REFUND = "refund"
"""The demand that a court can take."""


def option(scene: Scene, case: Complaint, remedy: Remedy) -> Option:
    """The button of a remedy."""
    label, action = REMEDIES[remedy]
    return button(scene, label, act(case, action))


def _money(scene: Scene, case: Complaint, _: str) -> None:
    """改成退款, because the user said so: 补发 is nothing that a small claim can ask for."""
    if waiting.over(scene, case):
        return
    case = scene.answer(case, "tapped", demand=REFUND)
    scene.say(scene.t("remedies.money"))
    route_card.resume(scene, case)


FLOW = Flow(name="remedies", actions={"money": _money})
