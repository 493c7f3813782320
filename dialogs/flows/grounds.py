"""Why an office refused: the ground, by button or in its own words, with advice and a way on for each."""

from complaints.complaint import Complaint, Filing
from complaints.knowledge.models import Ground, ResultKind
from dialogs.flows import escalation, remedies, results, waiting
from dialogs.options import figure
from dialogs.scene import Option, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import bullets, button, law_lines, rows, title

LAW = 2
"""Articles named under a refusal."""


def ask(scene: Scene, case: Complaint, sent: Filing, kind: ResultKind) -> None:
    """After a refusal: which reason did they give?"""
    scene.say(results.said(scene, case, sent, kind))
    scene.start("grounds.ask", case=case.number, **{results.SENT: str(sent.number), results.KIND: kind.id})


def _grounds(scene: Scene) -> list[Ground]:
    """The reasons that the office of the noted filing may give."""
    sent = results.filing_number(scene.case, scene.noted(results.SENT) or "")
    channel = sent.channel if sent is not None else ""
    return [ground for ground in scene.context.knowledge.grounds.values() if channel in ground.routes]


def _ask_ground(scene: Scene) -> None:
    listed = rows([Option(ground.name, ground.id) for ground in _grounds(scene)])
    scene.ask(scene.t("results.ground"), [*listed, [button(scene, "skip")]])


def _choose_ground(scene: Scene, value: str) -> None:
    case = scene.case
    ground = scene.context.knowledge.grounds.get(value)
    if ground is None:
        sent, kind = (
            results.filing_number(case, scene.noted(results.SENT) or ""),
            scene.context.knowledge.results.get(scene.noted(results.KIND) or ""),
        )
        scene.leave()
        escalation.keep_company(scene, case)
        names = kind.next if sent is not None and kind is not None else ()
        scene.say(scene.t("results.no_ground", title=title(scene, case)), results.ways(scene, case, names))
        return
    _keep_ground(scene, ground)


def _type_ground(scene: Scene, text: str) -> None:
    """Their words: the ground they name, or asked again with the buttons."""
    named = scene.context.knowledge.told.entries(text, "grounds")
    ground = next((ground for ground in _grounds(scene) if ground.id in named), None)
    if ground is not None:
        _keep_ground(scene, ground)
    elif not waiting.said(scene, text):
        scene.say(scene.t("results.ground_unclear"))
        scene.repeat()


def _keep_ground(scene: Scene, ground: Ground) -> None:
    """Keep it with the refusal, and say what can be done about it."""
    case = scene.case
    number, kind = figure(scene.noted(results.SENT) or ""), scene.noted(results.KIND)
    sent = results.filing_number(case, scene.noted(results.SENT) or "")
    case = scene.save(
        case.changed(
            results=tuple(
                one.model_copy(update={"ground": ground.id}) if (one.filing, one.kind) == (number, kind) else one
                for one in case.results
            )
        )
    )
    scene.leave()
    case = escalation.keep_company(scene, case)
    law = bullets(law_lines(scene, case, ground.law)[:LAW])
    lines = [title(scene, case), scene.t("results.because", ground=ground.name), *ground.says]
    lines += [scene.t("waiting.law", lines=law)] if law else []
    mend = rows([remedies.option(scene, case, remedy) for remedy in ground.remedies])
    again = sent.channel if ground.again and sent is not None else None
    scene.say("\n".join(lines), [*mend, *results.ways(scene, case, ground.next, again)])


FLOW = Flow(
    name="grounds",
    steps=(Step(name="grounds.ask", ask=_ask_ground, choose=_choose_ground, text=_type_ground),),
)
