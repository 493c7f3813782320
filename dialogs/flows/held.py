"""Asking something in between: the place of the open question is kept, and so is what waits for the answer.

Anything before consent, a picture before the consent to keep pictures, a forwarded text before its case is known: the
event itself waits in the session, at most `MOST` of them and for a day, and is taken up when the user answers.
"""

from typing import TypeVar

from complaints.complaint import Complaint
from complaints.times import DAY
from dialogs.events import EVENTS, Event, UserFile, UserForward, UserText
from dialogs.model import IDLE, Held
from dialogs.options import figure
from dialogs.scene import TRAIL, Scene

MOST = 20
"""Things that wait at once; what comes on top is said to be left out."""

PAGES = frozenset({"evidence.overview", "evidence.list", "evidence.item", "evidence.drop", "evidence.sort"})
"""Steps that nobody is led back to: what they show is reached again by its button."""

T = TypeVar("T", UserFile, UserForward)


# ------------------------------------------------------------------------------------------------ things that wait
def hold(scene: Scene, event: UserText | UserFile | UserForward) -> bool:
    """Keep an event until the user has answered; False, and said so, when too much is waiting."""
    forget_old(scene)
    if len(scene.session.held) >= MOST:
        scene.say(scene.t("evidence.held_full", count=MOST), key="held_full")
        return False
    item = Held(event=EVENTS.dump_json(event).decode(), at=scene.now)
    scene.set_session(held=(*scene.session.held, item))
    return True


def forget_old(scene: Scene) -> None:
    """Erase what has waited for a day without an answer; pictures and messages of somebody we know are not let go
    without a word."""
    if not scene.session.held:
        return
    kept = tuple(item for item in scene.session.held if scene.now - item.at < DAY)
    gone = [EVENTS.validate_json(item.event) for item in scene.session.held if item not in kept]
    scene.set_session(held=kept)
    lost = [event for event in gone if isinstance(event, UserForward) or _picture(event)]
    if lost and scene.person.consent is not None:
        scene.say(scene.t("evidence.held_gone", count=len(lost)), key="held_gone")


def _picture(event: Event) -> bool:
    """A voice message waits for a button of its own, which says what became of it."""
    return isinstance(event, UserFile) and event.kind != "voice"


def take_back(scene: Scene, message: str) -> None:
    """What came with a message that its sender took back waits no longer."""
    held = scene.session.held
    left = tuple(item for item in held if getattr(EVENTS.validate_json(item.event), "message", "") != message)
    if left != held:
        scene.set_session(held=left)


def waiting(scene: Scene, kind: type[T]) -> list[T]:
    """What waits of one kind, oldest first."""
    events = [EVENTS.validate_json(item.event) for item in scene.session.held]
    return [event for event in events if isinstance(event, kind)]


def release(scene: Scene, kind: type[T]) -> list[T]:
    """The same, and it waits no longer."""
    events = waiting(scene, kind)
    scene.set_session(
        held=tuple(item for item in scene.session.held if not isinstance(EVENTS.validate_json(item.event), kind))
    )
    return events


# --------------------------------------------------------------------------------------------- the place that is kept
def aside(scene: Scene, name: str) -> None:
    """Ask the question of step `name` now; `go_back` and 返回 lead to the question that was open."""
    here = scene.session.step
    past = scene.session.trail if here in (IDLE, name) else (*scene.session.trail, here)
    scene.set_session(step=name, trail=past[-TRAIL:], offered=())
    scene.repeat()


def visit(scene: Scene, name: str, case: Complaint) -> None:
    """Ask the question of step `name` about a case: in between when it is the case in hand, else anew."""
    here, past = scene.session.step, scene.session.trail
    if scene.session.case != case.number or here == IDLE:
        scene.start(name, case=case.number)
        return
    if name in past:
        past = past[: past.index(name)]
    elif here not in PAGES and here != name:
        past = (*past, here)
    scene.set_session(step=name, trail=past[-TRAIL:], offered=())
    scene.repeat()


def go_back(scene: Scene) -> None:
    """To the place that was left, without asking; to no open question when there was none."""
    if not scene.session.trail:
        scene.leave()
        return
    *past, name = scene.session.trail
    scene.set_session(step=name, trail=tuple(past), offered=())


def numbered(scene: Scene, words: str) -> Complaint | None:
    """The case whose number stands after a command: `/evidence 3`."""
    return scene.find(figure(words.strip()) or 0)
