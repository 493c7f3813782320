"""The tone of what the user wrote: before it enters a text, a calm wording is offered; the original stays in the case.

What was written is kept first, so nothing is lost whatever is answered. It is either the account of the case, a part of
the text being prepared, or all of that text.
"""

from complaints.complaint import Complaint
from complaints.tone import Hot, calmed, hot_words
from dialogs.flows import filing_edit, intake, review
from dialogs.scene import Scene
from dialogs.steps import Flow, Step
from dialogs.wording import bullets, button

OFFER = "tone.offer"
ABOUT = "tone"
"""Note: what it is about: `STORY`, `WHOLE`, or the field of a part."""

BACK = "back_to"
"""Note: where it came from, `review` or nothing."""

STORY = "account"
WHOLE = "text"

LISTED = 5
"""Words pointed out at once."""

SHOWN = 160
"""Characters of the calm wording that are shown."""

WORD = 16
"""Characters of the words pointed out."""


def offer(scene: Scene, about: str, *, back_to: str | None = None) -> bool:
    """Ask whether a calm wording should be taken; False when what was just kept needs none."""
    if not _found(scene, _words(scene, scene.case, about), about):
        return False
    scene.note(**{ABOUT: about, BACK: back_to})
    scene.goto(OFFER, trail=False)
    return True


def _words(scene: Scene, case: Complaint, about: str) -> str:
    """What the user wrote, as they wrote it."""
    if about == STORY:
        return case.facts.story or ""
    if case.pending is None:
        return ""
    return case.pending.said.get(about) or (case.pending.text if about == WHOLE else case.pending.own.get(about)) or ""


def _found(scene: Scene, text: str, about: str) -> list[Hot]:
    """骗子 is pointed out in a text to send only: an account may say it, and letters put it neutrally."""
    return hot_words(text, scene.context.knowledge, facts=about != STORY)


def _calm(scene: Scene, text: str, about: str) -> str:
    return calmed(text, scene.context.knowledge, facts=about != STORY)


def _ask(scene: Scene) -> None:
    about = scene.noted(ABOUT) or STORY
    text = _words(scene, scene.case, about)
    calm = _calm(scene, text, about)
    mine = button(scene, "keep_mine", "mine")
    if not calm:
        scene.ask(scene.t("tone.nothing"), [[button(scene, "leave_out", "calm", "primary"), mine]])
        return
    pairs = {hot.words: hot.calm for hot in _found(scene, text, about)}
    lines = [
        scene.t("tone.instead", words=_short(words, WORD), calm=instead)
        if instead
        else scene.t("tone.without", words=_short(words, WORD))
        for words, instead in list(pairs.items())[:LISTED]
    ]
    offered = scene.t("tone.offer", lines=bullets(lines), calm=_short(calm, SHOWN))
    scene.ask(offered, [[button(scene, "take_calm", "calm", "primary"), mine]])


def _short(text: str, most: int) -> str:
    """On one line, and cut."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"


def _choose(scene: Scene, value: str) -> None:
    about = scene.noted(ABOUT) or STORY
    if value == "calm":
        _take(scene, about)
    _on(scene, about)


def _take(scene: Scene, about: str) -> None:
    """The calm wording for the text; what was said stays beside it."""
    case = scene.case
    words = _words(scene, case, about)
    calm = _calm(scene, words, about)
    if about == STORY:
        scene.answer(case, "tapped", story_calm=calm)
    else:
        filing_edit.put(scene, case, about, calm or None, said=words)


def _type(scene: Scene, text: str) -> None:
    """Instead of a button: the words once more, written differently."""
    about = scene.noted(ABOUT) or STORY
    if about == STORY:
        review.set_typed(scene, scene.case, "story", text)
    else:
        filing_edit.put(scene, scene.case, about, text)
    if _found(scene, text, about):
        scene.repeat()
    else:
        _on(scene, about)


def _on(scene: Scene, about: str) -> None:
    """To where it came from."""
    back_to = scene.noted(BACK)
    scene.note(**{ABOUT: None, BACK: None})
    if about != STORY:
        scene.goto("filing.card", trail=False)
    elif back_to == "review":
        scene.goto("review.list", trail=False)
    else:
        intake.go_on(scene)


FLOW = Flow(
    name="tone",
    steps=(
        Step(
            name=OFFER,
            ask=_ask,
            choose=_choose,
            text=_type,
            numbers=True,
            leads_to=("filing.card", "review.list", "details.mistake", "details.demand"),
        ),
    ),
)
