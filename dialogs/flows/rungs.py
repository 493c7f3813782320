"""还能找谁: every way that a case may take, what is on its way already, and which ones are worth it."""

from complaints import outside
from complaints.complaint import Complaint, Stage
from complaints.ladder import ladder
from complaints.respondents import Known, known, searched_out
from complaints.routes import APPEALS, is_small
from dialogs.flows import cases, filing, remedies, waiting
from dialogs.scene import Option, Scene
from dialogs.steps import Flow
from dialogs.wording import act, nickname, problem_of, rows, title


def listing(scene: Scene, case: Complaint, _: str = "") -> None:
    """All rungs of this case in order, the user may take any."""
    if case.stage == Stage.CLOSED:
        cases.card(scene, case)
        return
    if case.stage == Stage.DRAFT:
        filing.letter(scene, case, "")
        return
    waiting.leave_if_about(scene, case)  # so that the ways can be named in words and numbers
    knowledge = scene.context.knowledge
    problem = problem_of(scene, case)
    fitting = [name for name in APPEALS if problem is None or name in problem.routes]
    letters = [Option(knowledge.letters[name].name, act(case, "letter", name)) for name in fitting]
    danger = bool(case.facts.dangers) or (problem is not None and problem.emergency)
    routes = ladder(case, knowledge, scene.now)
    first = [route for route in routes if danger and route.urgent]
    ways = [Option(route.name, act(case, "route", route.id)) for route in routes]
    who, rest = _who(scene, case), rows([*letters, *ways[len(first) :]])
    later = [*rest, *who] if searched_out(case, knowledge) else [*who, *rest]
    scene.say(_text(scene, case, urgent=danger), [*rows(ways[: len(first)]), *later])


def _text(scene: Scene, case: Complaint, *, urgent: bool) -> str:
    """One line on where to begin, one on what a small sum is worth, and what is on its way."""
    knowledge = scene.context.knowledge
    lines = [title(scene, case), scene.t("rungs.emergency" if urgent else "rungs.any_order")]
    if is_small(case, knowledge) and not urgent:
        lines.append(scene.t("rungs.small", name=nickname(scene, case)))
    if case.respondent.name is None and not urgent:
        lines.append(scene.t("rungs.unknown"))
    for sent in outside.waiting(case, knowledge):
        name = cases.channel_name(scene, case, sent.channel)
        lines.append(scene.t("rungs.on_its_way", route=name, at=scene.date(sent.at)))
    return "\n".join(lines)


def _who(scene: Scene, case: Complaint) -> list[list[Option]]:
    """查平台是谁, while nobody knows whom the complaint is about and where they are; first until all was looked at."""
    return [[remedies.option(scene, case, "finder")]] if known(case) != Known.WHOLE else []


FLOW = Flow(name="rungs", actions={"ladder": listing})
