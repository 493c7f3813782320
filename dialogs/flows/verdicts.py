"""What a message is, for the case it was sent to. Flows ask here; what is said about it is `scam`."""

from complaints.complaint import Complaint
from complaints.routes import playbook_of
from complaints.scam.guard import Verdict
from dialogs.scene import Scene


def look(scene: Scene, text: str) -> Verdict:
    """The verdict, for the case in hand or the only open one."""
    return look_for(scene, case_meant(scene), text)


def look_for(scene: Scene, case: Complaint | None, text: str) -> Verdict:
    """The verdict, for that case."""
    domains = playbook_of(case, scene.context.knowledge).domains if case is not None else ()
    return scene.context.knowledge.guard.look(text, domains)


def case_meant(scene: Scene) -> Complaint | None:
    """The case in hand, or the only open one."""
    cases = cases_meant(scene)
    return cases[0] if len(cases) == 1 else None


def cases_meant(scene: Scene) -> list[Complaint]:
    """The case in hand, or all open ones."""
    current = scene.find(scene.session.case) if scene.session.case is not None else None
    return [current] if current is not None else scene.open_cases()
