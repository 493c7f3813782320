"""The emergency path: money on its way to a swindler. Only hard facts open it; 被骗了 alone is how every buyer talks.

`look` speaks without moving the conversation: the place of the open question is kept.
"""

import re

from complaints.knowledge.models import Emergency
from dialogs.flows import home
from dialogs.model import IDLE
from dialogs.scene import Rows, Scene
from dialogs.steps import Flow
from dialogs.wording import button

FREE = frozenset({IDLE, "intake.problem"})
"""Where 我被骗了 alone answers nothing else, so that nobody is told 没听懂 after it."""


def look(scene: Scene, text: str) -> bool:
    """Say what to do at once if the words hold a hard fact; ask back once if they only say 被骗.

    Returns whether words that tell nothing else are answered with that.
    """
    found = hard_fact(scene, text)
    if found is not None:
        _stop(scene, found.says)
        return True
    if any(word in text for word in scene.context.texts.words("emergency.cheated_words")):
        scene.say(
            scene.t("emergency.cheated"),
            [[button(scene, "money_asked", "p:money_asked", "danger")], [button(scene, "no_go_on", "p:go_on")]],
        )
        return scene.session.step in FREE
    return False


def hard_fact(scene: Scene, text: str) -> Emergency | None:
    """What has already happened, by the user's own words."""
    entries = scene.context.knowledge.emergencies.values()
    return next((entry for entry in entries if any(re.search(word, text) for word in entry.words.sure)), None)


def _stop(scene: Scene, says: str, rows: Rows = ()) -> None:
    scene.say(scene.t("emergency.stop", says=says), [*rows, [button(scene, "go_on_complaining", "p:go_on")]])


def money_sent(scene: Scene, rows: Rows) -> None:
    """Money went out after a swindler's message: what to do at once."""
    _stop(scene, scene.context.knowledge.emergencies["money_sent"].says, rows)


def asked(scene: Scene) -> None:
    """Somebody asks for money or secrets, and nothing has happened yet."""
    _stop(scene, scene.t("emergency.asked"))


def _money_asked(scene: Scene, _: str) -> None:
    asked(scene)


def _go_on(scene: Scene, _: str) -> None:
    home.resume(scene, "")


FLOW = Flow(name="emergency", person_actions={"money_asked": _money_asked, "go_on": _go_on})
