"""A stock excuse of customer service and its answer, in plain words with the law."""

from complaints.complaint import Complaint
from complaints.knowledge.models import Excuse
from dialogs.scene import Scene
from dialogs.wording import bullets, law_lines

SHOWN = 2
"""Articles named in an answer."""


def answer(scene: Scene, case: Complaint, excuse: Excuse) -> str:
    """What to think of it, and the articles behind that which bind this seller."""
    law = bullets(law_lines(scene, case, excuse.law)[:SHOWN])
    lines = [scene.t("contact_log.excuse", excuse=excuse.name), *excuse.answer]
    if law:
        lines.append(scene.t("waiting.law", lines=law))
    return "\n".join([*lines, scene.t("waiting.rebuttal_goes_along")])
