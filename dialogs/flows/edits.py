"""An edited message corrects the answer that came from it, while the text of the case is not sent yet."""

from complaints.complaint import Complaint, Stage
from complaints.exhibits import kept
from complaints.reading.dates import read_moment
from complaints.reading.sentence import read_sentence
from dialogs.events import UserEdit, UserRecall
from dialogs.flows import answers, review
from dialogs.flows import exhibit_names as words
from dialogs.flows.held import take_back
from dialogs.scene import Scene
from dialogs.wording import act, bullets, button, title

OPEN = (Stage.DRAFT, Stage.READY)

IN_PASSING = frozenset({"platform", "goods", "goods_kind", "amount", "demand", "contacted"})
"""Facts that a sentence about something else may hold. Read from one, only its reading corrects them."""


def edited(scene: Scene, event: UserEdit) -> None:
    """Correct and read back, or give one hint."""
    text = event.text
    found = _answered_by(scene, event.message)
    if found is None:
        scene.say(scene.t("edits.hint"))
        return
    case, fields = found
    before = dict(review.answered(scene, case))
    for field in sorted(fields):
        _again(scene, case.number, field, text)
    case = scene.find(case.number) or case
    after = dict(review.answered(scene, case))
    new = {name: " ".join(value.split()) for name, value in after.items() if before.get(name) != value}
    changed = [f"{name}：{value[: review.CUT]}" for name, value in new.items()]
    if changed:
        scene.say(
            scene.t("edits.corrected", title=title(scene, case), lines=bullets(changed)),
            [[button(scene, "wrong", act(case, "review"))]],
        )
    else:
        scene.say(scene.t("edits.hint"))


def recalled(scene: Scene, event: UserRecall) -> None:
    """A message was taken back. What it told us stays until the user says otherwise; a picture can go with one word."""
    take_back(scene, event.message)
    for case in scene.open_cases():
        exhibits = [one for one in kept(case) if one.message == event.message]
        if exhibits:
            names = words.names(scene, (one.number for one in exhibits))
            drop = [[button(scene, "delete_it", act(case, "drop", exhibits[0].number))]] if len(exhibits) == 1 else []
            whole = [[button(scene, "whole_list", act(case, "exhibits"))]]
            scene.say(scene.t("edits.recalled_exhibit", title=title(scene, case), names=names), drop or whole)
            return
    if _answered_by(scene, event.message) is not None:
        scene.say(scene.t("edits.recalled"))


def _answered_by(scene: Scene, message: str) -> tuple[Complaint, frozenset[str]] | None:
    """The case that is not filed yet and the facts of it that came from a message."""
    for case in scene.open_cases():
        fields = frozenset(
            name
            for name, origin in case.origins.items()
            if origin.message == message and origin.by in {"typed", "read"}
        )
        if fields and case.stage in OPEN:
            return case, fields
    return None


def _again(scene: Scene, number: int, field: str, text: str) -> None:
    """Read one fact anew from the corrected words; what they do not say stays as it was."""
    case = scene.find(number)
    if case is None:
        return
    reading = read_sentence(text, scene.said_at, scene.context.knowledge.vocabulary)
    if case.origins[field].by == "read" and field in IN_PASSING:
        if value := getattr(reading, field):
            scene.answer(case, "read", **{field: value})
    elif case.origins[field].by == "read" and field == "story":
        scene.answer(case, "read", story=text[: answers.STORY])
    elif field == "problem" and reading.problem:
        answers.problem(scene, case, reading.problem, by="typed")
    elif field == "discovered":
        moment = read_moment(text, scene.said_at)
        if moment is not None and moment.precision != "day":
            answers.discovered(scene, case, moment.instant, by="typed")
    elif field == "order_numbers":
        numbers = reading.order_numbers or answers.order_numbers_in(scene, text)
        if numbers:
            answers.orders(scene, case, numbers, by="typed")
    elif field in {"goods", "amount", "goods_kind"}:
        answers.goods(scene, case, text)
    elif field in review.CHANGEABLE:
        review.set_typed(scene, case, field, text)
