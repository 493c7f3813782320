"""How long a closed case is kept: RETENTION_DAYS after its end, told 14 and 3 days before, then really deleted."""

from complaints import clocks
from complaints.complaint import Complaint, Stage
from complaints.reminders import RETENTION
from complaints.times import DAY
from dialogs.events import Due
from dialogs.model import DeleteCase
from dialogs.scene import Option, Scene
from dialogs.steps import Flow
from dialogs.wording import act, button, title

HALF_A_YEAR = 180 * DAY


def begin(scene: Scene, case: Complaint) -> Complaint:
    """The clock of a case that was just closed; nobody is told of one that became a part of another one."""
    rule = scene.context.knowledge.clocks[RETENTION]
    due = scene.now + scene.context.rules.retention_days * DAY
    leads = (0,) if _merged(case) else None
    return scene.save(clocks.start(case, rule, scene.now, scene.now, due=due, leads=leads))


def expired(scene: Scene, row: Due) -> bool:
    """Delete the case if this is the end of its time."""
    case = scene.find(row.case)
    if case is None or row.lead > 0 or not row.clock.startswith(f"{RETENTION}."):
        return False
    scene.forget(case.number)
    scene.effects.append(DeleteCase(case=case.number))
    if not _merged(case):
        scene.push(scene.t("retention.deleted", title=title(scene, case)), (), ())
    return True


def _merged(case: Complaint) -> bool:
    return case.outcome is not None and case.outcome.into is not None


def buttons(scene: Scene, case: Complaint, key: str, revision: int) -> list[list[Option]]:
    """What can be done before it goes."""
    keep = button(scene, "keep_half_a_year", act(case, "keep_longer", key, revision), "primary")
    return [[keep, button(scene, "export", "p:export")]]


def _keep_longer(scene: Scene, case: Complaint, argument: str) -> None:
    key, _, revision = argument.partition(":")
    clock = clocks.find(case, key)
    if clock is None or clock.id != RETENTION or str(clock.revision) != revision or case.stage != Stage.CLOSED:
        scene.say(scene.t("errors.stale"))
        return
    rule = scene.context.knowledge.clocks[RETENTION]
    due = scene.now + HALF_A_YEAR
    scene.save(clocks.extended(case, key, due, scene.now, rule))
    scene.say(scene.t("retention.kept", title=title(scene, case), until=scene.date(due)))


FLOW = Flow(name="retention", actions={"keep_longer": _keep_longer})
