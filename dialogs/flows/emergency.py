"""The emergency path: money on its way to a swindler. Only hard facts open it; 被骗了 alone is how every buyer talks.

`look` speaks without moving the conversation: the place of the open question is kept.
"""

from complaints.complaint import Complaint, Stage
from complaints.knowledge.models import Emergency
from complaints.times import DAY
from dialogs.flows import home, verdicts
from dialogs.model import IDLE
from dialogs.scene import Rows, Scene
from dialogs.steps import Flow
from dialogs.wording import act, button

MONEY_SENT = "money_sent"
"""The hard fact that money went out beside the order."""

POLICE = "police"
"""The rung that stops money on its way."""

AGAIN = DAY
"""Seconds after which 骗子 is asked about once more: upset buyers say it in every second message."""

FREE = frozenset({IDLE, "intake.problem"})
"""Where 我被骗了 alone answers nothing else, so that nobody is told 没听懂 after it."""


def look(scene: Scene, text: str) -> bool:
    """Say what to do at once if the words hold a hard fact; ask back once if they only say 被骗.

    Returns whether words that tell nothing else are answered with that.
    """
    found = hard_fact(scene, text)
    if found is not None:
        case = _case_meant(scene)
        if case is not None:
            remember(scene, case, text)
        _stop(scene, found.says, found.id)
        return True
    doubted = scene.now - scene.session.doubted_at < AGAIN
    if not doubted and any(word in text for word in scene.context.texts.words("emergency.cheated_words")):
        scene.set_session(doubted_at=scene.now)
        scene.say(
            scene.t("emergency.cheated"),
            [[button(scene, "money_asked", "p:money_asked", "danger")], [button(scene, "no_go_on", "p:go_on")]],
        )
        return scene.session.step in FREE
    return False


def _case_meant(scene: Scene) -> Complaint | None:
    """The case in hand, or the only one that is open; None for a closed one."""
    case = verdicts.case_meant(scene)
    return case if case is not None and case.stage != Stage.CLOSED else None


def remember(scene: Scene, case: Complaint, text: str) -> Complaint:
    """Keep a hard fact in its case: from then on the emergency path comes first there."""
    found = hard_fact(scene, text)
    return case if found is None else _keep(scene, case, found.id)


def _keep(scene: Scene, case: Complaint, danger: str) -> Complaint:
    if danger in case.facts.dangers:
        return case
    return scene.answer(case, "read", dangers=(*case.facts.dangers, danger))


def hard_fact(scene: Scene, text: str) -> Emergency | None:
    """What has already happened, by the user's own words."""
    knowledge = scene.context.knowledge
    found = knowledge.told.entries(text, "emergencies")
    return next((entry for entry in knowledge.emergencies.values() if entry.id in found), None)


def _stop(scene: Scene, says: str, danger: str = "", rows: Rows = ()) -> None:
    """What to do at once. Where no case is open yet, the button that begins one carries what was told."""
    case = _case_meant(scene)
    go_on = "p:go_on" if case is not None or not danger else f"p:go_on:{danger}"
    facts = [button(scene, "for_the_police", act(case, "route", POLICE), "danger")] if case is not None else []
    last = [*facts, button(scene, "go_on_complaining", go_on)]
    scene.say(scene.t("emergency.stop", says=says), [*rows, last])


def money_sent(scene: Scene, rows: Rows) -> None:
    """Money went out after a swindler's message: what to do at once, and the emergency path comes first from now on."""
    case = _case_meant(scene)
    if case is not None:
        _keep(scene, case, MONEY_SENT)
    _stop(scene, scene.context.knowledge.emergencies[MONEY_SENT].says, MONEY_SENT, rows)


def asked(scene: Scene) -> None:
    """Somebody asks for money or secrets, and nothing has happened yet."""
    _stop(scene, scene.t("emergency.asked"))


def _money_asked(scene: Scene, _: str) -> None:
    asked(scene)


def _go_on(scene: Scene, danger: str) -> None:
    home.resume(scene, "")
    case = _case_meant(scene)
    if danger in scene.context.knowledge.emergencies and case is not None:
        _keep(scene, case, danger)


FLOW = Flow(name="emergency", person_actions={"money_asked": _money_asked, "go_on": _go_on})
