"""What an office made of it, told in free words wherever the chat is: 12315不受理, 法院立案了, 对方拒绝调解."""

from collections.abc import Sequence

from complaints.complaint import Complaint, Stage
from complaints.knowledge.models import ResultKind
from complaints.outside import filings_by, is_over
from dialogs.flows import office_filing, results, verdicts
from dialogs.model import IDLE
from dialogs.scene import Scene


def results_in(scene: Scene, text: str) -> list[ResultKind]:
    """The results of offices that the words tell of, in their order. The same words tell only the first of them."""
    found: dict[tuple[int, int], str] = {}
    for word in scene.context.knowledge.told.candidates(text):
        match = word.pattern.search(text) if word.group == "results" and word.entry not in found.values() else None
        if match and all(match.end() <= start or end <= match.start() for start, end in found):
            found[match.span()] = word.entry
    return [scene.context.knowledge.results[found[span]] for span in sorted(found)]


def told(scene: Scene, text: str) -> bool:
    """Take words such as 12315不受理 for the one case they can be about; False when they are none."""
    kinds = results_in(scene, text)
    case = verdicts.case_meant(scene)
    if not kinds or case is None or case.stage == Stage.CLOSED:
        return False
    if case.stage == Stage.DRAFT:
        remember(scene, case, kinds)
        return False
    first, *rest = kinds
    report(scene, remember(scene, case, rest), first)
    return True


def remember(scene: Scene, case: Complaint, kinds: Sequence[ResultKind]) -> Complaint:
    """Questions that come first are asked first; what was told of offices is taken up after them, one by one."""
    new = [kind.id for kind in kinds if kind.id not in case.facts.told]
    return scene.answer(case, "read", told=(*case.facts.told, *new)) if new else case


def report(scene: Scene, case: Complaint, kind: ResultKind) -> None:
    """The result belongs to the filing that it can be of; one that nobody told us of is noted first."""
    knowledge = scene.context.knowledge
    sent = [one for route in kind.routes for one in filings_by(case, route) if not is_over(case, one, knowledge)]
    if sent:
        results.came(scene, case, sent[-1], kind)
    else:
        office_filing.had(scene, case, kind.routes[0], kind)


def take_up(scene: Scene, case: Complaint) -> bool:
    """The next of the results that were told at once. False when none is left."""
    known = [name for name in case.facts.told if name in scene.context.knowledge.results]
    if not known:
        return False
    first, *rest = known
    report(scene, scene.answer(case, "read", told=tuple(rest)), scene.context.knowledge.results[first])
    return True


def go_on(scene: Scene) -> None:
    """Once nothing is open any more: what else was told of the case that was just spoken of."""
    for case in scene.changed:
        while scene.session.step == IDLE and case.facts.told and case.stage not in {Stage.DRAFT, Stage.CLOSED}:
            if not take_up(scene, case):
                break
            case = scene.find(case.number) or case
