"""Filing: the right text alone in its message, then 我已提交, which keeps what was sent and starts the clock."""

from complaints.complaint import Complaint, Stage
from dialogs.flows import filing_card, filing_edit, filing_sent, filing_text, waiting
from dialogs.scene import Scene
from dialogs.steps import Flow, Step


def show(scene: Scene, case: Complaint, letter_id: str | None = None) -> None:
    """Prepare a letter of the case, the recommended one unless named, and show it with its card."""
    scene.move("filing.card", filing_text.prepare(scene, case, letter_id))


def letter(scene: Scene, case: Complaint, argument: str) -> None:
    """Show the text of a case: the one named, or the recommended one."""
    if waiting.over(scene, case):
        return
    if case.stage == Stage.DRAFT:
        waiting.finish_first(scene, case)
        return
    show(scene, case, argument if argument in scene.context.knowledge.letters else None)


FLOW = Flow(
    name="filing",
    steps=(
        Step(
            name="filing.card",
            ask=filing_card.ask,
            choose=filing_card.choose,
            again=filing_card.ask_again,
            text=filing_card.take_words,
            leads_to=("filing.edit", "filing.when"),
        ),
        Step(
            name="filing.edit",
            ask=filing_edit.ask_edit,
            choose=filing_edit.choose_edit,
            text=filing_edit.take_words,
            leads_to=("filing.part", "filing.own_words", "filing.card"),
        ),
        Step(
            name="filing.part",
            ask=filing_edit.ask_part,
            choose=filing_edit.choose_part,
            text=filing_edit.type_part,
            numbers=True,
            leads_to=("filing.wording", "filing.card", "tone.offer"),
        ),
        Step(
            name="filing.wording",
            ask=filing_edit.ask_wording,
            choose=filing_edit.choose_wording,
            leads_to=("filing.card",),
        ),
        Step(
            name="filing.own_words",
            ask=filing_edit.ask_own,
            text=filing_edit.type_own,
            numbers=True,
            leads_to=("filing.card", "tone.offer"),
        ),
        Step(
            name="filing.when",
            ask=filing_sent.ask_when,
            choose=filing_sent.choose_when,
            text=filing_sent.type_when,
            leads_to=("filing.ticket", "filing.reply"),
        ),
        Step(
            name="filing.ticket",
            ask=filing_sent.ask_ticket,
            choose=filing_sent.choose_ticket,
            text=filing_sent.type_ticket,
            file=filing_sent.file_ticket,
            numbers=True,
        ),
        Step(
            name="filing.reply",
            ask=filing_sent.ask_reply,
            text=filing_sent.text_reply,
            choose=lambda scene, value: None,
        ),
    ),
    actions={"filed": filing_sent.filed, "unfile": filing_sent.unfile, "letter": letter, "lines": filing_card.lines},
)
