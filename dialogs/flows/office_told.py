"""What an office made of it, told in free words wherever the chat is: 12315不受理, 法院立案了, 对方拒绝调解."""

from complaints.complaint import Complaint, Stage
from complaints.knowledge.models import ResultKind
from complaints.outside import filings_by, is_over
from dialogs.flows import office_filing, results, verdicts
from dialogs.scene import Scene


def result_in(scene: Scene, text: str) -> ResultKind | None:
    """The result of an office that the words tell of, wherever they are said."""
    knowledge = scene.context.knowledge
    found = knowledge.told.entries(text, "results")
    return next((kind for kind in knowledge.results.values() if kind.id in found), None)


def told(scene: Scene, text: str) -> bool:
    """Take words such as 12315不受理 for the one case they can be about; False when they are none."""
    kind = result_in(scene, text)
    case = verdicts.case_meant(scene)
    if kind is None or case is None or case.stage == Stage.CLOSED:
        return False
    if case.stage == Stage.DRAFT:
        remember(scene, case, kind)
        return False
    report(scene, case, kind)
    return True


def remember(scene: Scene, case: Complaint, kind: ResultKind) -> Complaint:
    """A draft's questions come first; what was told of an office is taken up after them."""
    if kind.id in case.facts.told:
        return case
    return scene.answer(case, "read", told=(*case.facts.told, kind.id))


def report(scene: Scene, case: Complaint, kind: ResultKind) -> None:
    """The result belongs to the filing that it can be of; one that nobody told us of is noted first."""
    knowledge = scene.context.knowledge
    sent = [one for route in kind.routes for one in filings_by(case, route) if not is_over(case, one, knowledge)]
    if sent:
        results.came(scene, case, sent[-1], kind)
    else:
        office_filing.had(scene, case, kind.routes[0], kind)


def take_up(scene: Scene, case: Complaint) -> bool:
    """Once the questions of a draft are answered: what it told of an office. False when it told nothing."""
    kinds = [scene.context.knowledge.results.get(name) for name in case.facts.told]
    kind = next((kind for kind in kinds if kind is not None), None)
    if kind is None:
        return False
    case = scene.answer(case, "read", told=())
    report(scene, case, kind)
    return True
