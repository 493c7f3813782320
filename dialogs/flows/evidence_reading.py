"""What was read on pictures: offered together, confirmed as a whole or one by one, and never taken without a word.

A job reads each picture that has arrived, where the operator installed the means. When none of a case's pictures is
being read any more, what was found is said in one message. Its buttons hold for what it shows: when something else was
read meanwhile, that is said first.
"""

from collections.abc import Mapping, Sequence, Set

from complaints.complaint import Complaint, Exhibit, Seen, Stage
from complaints.exhibits import changed, find, kept, unsorted
from complaints.times import MINUTE
from dialogs.events import JobFailed, PictureRead
from dialogs.flows import evidence_sorting as sorting
from dialogs.flows import intake, scam, verdicts
from dialogs.flows.evidence_finds import Find, agree, finds, forgotten, label, lines, mark, taken
from dialogs.flows.held import go_back
from dialogs.model import Job
from dialogs.scene import Option, Scene
from dialogs.wording import act, button, rows, title

ANSWERED: Mapping[str, frozenset[str]] = {
    "intake.order": frozenset({"order_number"}),
    "intake.order_confirm": frozenset({"order_number"}),
    "intake.goods": frozenset({"amount"}),
}
"""Step → fields of which each answers its question."""

LONGEST = 10 * MINUTE
"""Since a picture was received, that others wait for it to be read: a job may be lost with a damaged disk."""

MOST = 8
"""Finds in one message; the others follow when these are answered."""

BUTTONS = ("read_right", "read_some", "read_wrong", "read_one_wrong", "read_rest_wrong")


# ----------------------------------------------------------------------------------------------------------- reading
def begin(scene: Scene, case: Complaint, number: int) -> Complaint:
    """Have a stored picture read, if pictures are read here at all."""
    exhibit = find(case, number)
    if not scene.context.rules.reads_pictures or exhibit is None or not (exhibit.mime or "").startswith("image/"):
        return case
    args: dict[str, str | int | None] = {"path": exhibit.path, "mime": exhibit.mime}
    scene.jobs.append(Job(kind="read", case=case.number, exhibit=number, args=args))
    return scene.save(changed(case, number, being_read=True))


def done(scene: Scene, event: PictureRead) -> None:
    """A picture was read: what it shows is kept as a question, and a swindler's words are called so at once."""
    case = _read(scene, event.case, event.exhibit, event.seen)
    if case is not None:
        scam.seen(scene, case, event.seen.kind, event.text)
        _offer_when_all_are_read(scene, case)


def given_up(scene: Scene, event: JobFailed) -> None:
    """It could not be read. Nobody was promised that it can, so nothing is said."""
    case = _read(scene, event.case or 0, event.exhibit or 0, Seen())
    if case is not None:
        _offer_when_all_are_read(scene, case)


def _read(scene: Scene, number: int, exhibit_number: int, seen: Seen) -> Complaint | None:
    """The case of the picture with what was read, if the picture is still there; None for a case that is gone."""
    case, exhibit = _now_at(scene, number, exhibit_number)
    if case is None or case.stage == Stage.CLOSED:
        return None
    if exhibit is None:
        return case
    return scene.save(changed(case, exhibit.number, being_read=False, seen=seen if seen != Seen() else None))


def _now_at(scene: Scene, number: int, exhibit_number: int) -> tuple[Complaint | None, Exhibit | None]:
    """The picture where it was when the job began, or in the case that its case became a part of."""
    for case in scene.open_cases():
        for exhibit in kept(case):
            was = exhibit.formerly or (case.number, exhibit.number)
            if exhibit.being_read and was == (number, exhibit_number):
                return case, exhibit
    return scene.find(number), None


def _offer_when_all_are_read(scene: Scene, case: Complaint) -> None:
    others = (exhibit for exhibit in kept(case) if exhibit.being_read)
    if not any(scene.now - exhibit.received_at < LONGEST for exhibit in others):
        offer(scene, case)


# ---------------------------------------------------------------------------------------------------------- offering
def offer(scene: Scene, case: Complaint) -> bool:
    """Say what was read and is new, to be confirmed; False when there is nothing."""
    found = finds(scene, case)[:MOST]
    if not found:
        return False
    shown = mark(case, found)
    text = scene.t("evidence.read", title=title(scene, case), lines=lines(scene, case, found))
    right = [button(scene, "read_right", act(case, "read", "all", shown), "primary")] if agree(found) else []
    some = [button(scene, "read_some", act(case, "read", "some", shown))] if len(found) > 1 else []
    wrong = button(scene, "read_wrong" if len(found) > 1 else "read_one_wrong", act(case, "read", "none", shown))
    scene.say(text, [row for row in (right, [*some, wrong]) if row], key=f"read:{case.number}")
    return True


def named(scene: Scene, text: str) -> bool:
    """Words of the buttons when these are not on the screen any more: the finds are shown again, so that the words are
    taken for no answer to another question. Returns whether they were meant."""
    case = verdicts.case_meant(scene)
    said = text.strip("。.!！ ")
    labels = {scene.t(f"buttons.{name}") for name in BUTTONS}
    return case is not None and said in labels and offer(scene, case)


# --------------------------------------------------------------------------------------------------------- answering
def answer(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `read:all:<mark>`, also `none`, `rest`, `some`, and `read:<exhibit>.<field>:<mark>` for one find."""
    what, _, shown = argument.partition(":")
    found = finds(scene, case)
    chosen = [one for one in found if one.place == what] or found[:MOST]
    if not found or mark(case, chosen) != shown:
        if not offer(scene, case):
            scene.say(scene.t("errors.stale"))
        scene.repeat()
    elif what == "some":
        _ask_which(scene, case, chosen)
    elif what in {"none", "rest"}:
        _go_on(scene, forgotten(scene, case), scene.t(f"evidence.read_{what}"))
    else:
        _take(scene, case, chosen)


def _ask_which(scene: Scene, case: Complaint, found: Sequence[Find], lead: str = "") -> None:
    several = len({one.exhibit.number for one in found}) > 1
    options = [
        Option(label(scene, one, several=several), act(case, "read", one.place, mark(case, [one]))) for one in found
    ]
    text = [lead, lines(scene, case, found), scene.t("evidence.read_which")]
    rest = button(scene, "read_rest_wrong", act(case, "read", "rest", mark(case, found)))
    scene.say("\n".join(filter(None, text)), [*rows(options), [rest]])


def _take(scene: Scene, case: Complaint, chosen: Sequence[Find]) -> None:
    """The user says that these are right."""
    for one in chosen:
        case = taken(scene, case, one)
    said = scene.t("evidence.read_taken", names="、".join(label(scene, one, several=False) for one in chosen))
    left = finds(scene, case)[:MOST]
    if left:
        _ask_which(scene, case, left, said)
    else:
        _go_on(scene, forgotten(scene, case), said, {one.field for one in chosen})


def _go_on(scene: Scene, case: Complaint, lead: str, fields: Set[str] = frozenset()) -> None:
    """Back to the open question, or past it when it has just been answered."""
    if sorting.here(scene, case):
        trail = scene.session.trail
        if unsorted(case) or not (trail and fields & ANSWERED.get(trail[-1], frozenset())):
            sorting.go_on(scene, case, lead)
            return
        go_back(scene)
    scene.say(lead, [[button(scene, "wrong", act(case, "review"))]] if fields - {"kind"} else [])
    if scene.session.case == case.number and fields & ANSWERED.get(scene.session.step, frozenset()):
        intake.go_on(scene)
    else:
        scene.repeat()
