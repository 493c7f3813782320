"""替家人: who signs what, and the 授权委托书 that an office wants from an agent (办法11). No name is ever kept here."""

from complaints.complaint import Complaint, Stage
from complaints.letter_facts import letter_facts
from complaints.letters import compose
from dialogs.flows import waiting
from dialogs.scene import Scene
from dialogs.steps import Flow
from dialogs.wording import act, button, title

PAPER = "authorisation"
"""The letter in knowledge/letters with which the buyer lets the user act."""


def told(scene: Scene, case: Complaint) -> None:
    """Right after 替家人办: texts are in the buyer's name, and an office wants a paper."""
    if case.facts.own_purchase is False and case.stage != Stage.CLOSED:
        scene.say(scene.t("family.told"), [[button(scene, "authorisation", act(case, PAPER))]])


def _paper(scene: Scene, case: Complaint, _: str) -> None:
    """The action 授权委托书: how it is used, the text alone, and what is to be filled in by hand."""
    if waiting.over(scene, case):
        return
    knowledge = scene.context.knowledge
    letter = knowledge.letters[PAPER]
    draft = compose(letter, letter_facts(case, knowledge, letter, scene.now, None), knowledge)
    if draft.missing:
        names = "、".join(knowledge.fields[field].name for field in draft.missing)
        scene.say(scene.t("filing.missing", names=names), [[button(scene, "fill_in", act(case, "review"), "primary")]])
        return
    scene.say(scene.t("family.paper", title=title(scene, case)))
    scene.say(draft.text, verbatim=True)
    scene.say(scene.t("family.sign", blanks="、".join(draft.blanks)), [[button(scene, "card", act(case, "open"))]])


FLOW = Flow(name="family", actions={PAPER: _paper})
