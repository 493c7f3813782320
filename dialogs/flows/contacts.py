"""Records of contact with the other side: what the user reports and what they forward.

Records are only added at the end, so the place of one in the case names it.
"""

from collections.abc import Sequence

from complaints.complaint import Complaint, Contact, Stage, Suspect
from complaints.knowledge.models import Excuse
from complaints.rebuttals import MOST as MOST_ANSWERED
from complaints.rebuttals import ids
from dialogs.events import UserForward
from dialogs.flows import answers, excuses, verdicts
from dialogs.masks import hidden
from dialogs.scene import Scene
from dialogs.wording import act, button, title

MOST = 100
"""Records of one case."""

NO_EXCUSE: dict[str, object] = {"excuse": None, "more_excuses": ()}

OTHER = "other"
"""The channel of a contact nobody named one for."""


def full(scene: Scene, case: Complaint) -> bool:
    """Whether there is no room for another record; said, if so."""
    if len(case.contacts) < MOST:
        return False
    scene.say(scene.t("contact_log.full", title=title(scene, case), count=MOST))
    return True


def latest(scene: Scene, case: Complaint) -> Contact:
    """The last record of a case, or a new one."""
    if case.contacts:
        return case.contacts[-1]
    return Contact(at=scene.said_at, channel="customer_service", message=scene.message)


def add(scene: Scene, case: Complaint, contact: Contact) -> Complaint:
    """One more record; a stock excuse in it is remembered for the next letter."""
    return replaced(scene, case, len(case.contacts), contact)


def replaced(scene: Scene, case: Complaint, place: int, contact: Contact) -> Complaint:
    """The record at `place` as it is now known, or a new one after the last."""
    given = excuses.found(scene, contact.words) if contact.words else []
    if given:
        contact = contact.model_copy(update=ids(given))
        case = scene.answer(case, "read", **ids(given))
    listed = (*case.contacts[:place], contact, *case.contacts[place + 1 :])
    return scene.save(case.changed(contacts=listed, touched=scene.now))


def take(scene: Scene, event: UserForward) -> None:
    """A forwarded text in a step about this case's evidence or contacts: a record at once."""
    keep(scene, scene.case, [event])
    scene.repeat()


def keep(scene: Scene, case: Complaint, events: Sequence[UserForward]) -> None:
    """Forwarded texts become records with their own senders and times, word for word; a swindler's stand apart.

    One alone can be taken back.
    """
    alone = len(events) == 1
    suspects = [event for event in events if verdicts.look(scene, event.text).level == "red"]
    if suspects:
        _keep_apart(scene, case, suspects, alone=alone)
    others = [event for event in events if event not in suspects]
    if others:
        _keep_contacts(scene, scene.find(case.number) or case, others, alone=alone)


def _keep_apart(scene: Scene, case: Complaint, events: Sequence[UserForward], *, alone: bool) -> None:
    """Swindlers' messages: for the police, and for no letter to the other side."""
    room = max(0, MOST - len(case.suspects))
    new = [
        Suspect(
            at=event.forwarded_at if event.forwarded_at is not None else event.said_at,
            words=event.text,
            pasted=event.forwarded_at is None,
            forwarded_from=event.forwarded_from,
            reasons=verdicts.look(scene, event.text).reasons,
            message=event.message,
        )
        for event in events[:room]
    ]
    case = scene.save(case.changed(suspects=(*case.suspects, *new), touched=scene.now))
    undo = [[button(scene, "undo", act(case, "unsuspect", len(case.suspects) - 1))]] if alone and new else []
    key = "scam.kept" if new else "scam.full"
    scene.say(scene.t(key, title=title(scene, case), count=len(new) or MOST), undo)


def _keep_contacts(scene: Scene, case: Complaint, events: Sequence[UserForward], *, alone: bool) -> None:
    known: list[Excuse] = []
    for event in events:
        if full(scene, case):
            break
        case = add(scene, case, record(scene, case, event))
        known += [excuse for excuse in excuses.of(scene, case.contacts[-1]) if excuse not in known]
    if known and case.stage == Stage.DRAFT and case.facts.contacted is None:
        case = scene.answer(case, "read", contacted=answers.CONTACTED["noted"])
    undo = [[button(scene, "undo", act(case, "unlog", len(case.contacts) - 1))]] if alone else []
    scene.say(scene.t("contact_log.forwarded", title=title(scene, case), count=len(events)), undo)
    if any(hidden(event.text, scene.context.texts, scene.context.knowledge) != event.text for event in events):
        scene.say(scene.t("contact_log.forward_secret"))
    if known:
        excuses.tell(scene, case, known[:MOST_ANSWERED])


def record(scene: Scene, case: Complaint, event: UserForward) -> Contact:
    """A forwarded text as a record, with the time and sender it came with."""
    sender = event.forwarded_from
    return Contact(
        at=event.forwarded_at if event.forwarded_at is not None else event.said_at,
        channel=answers.channel_in(scene, case, sender or "") or OTHER,
        words=event.text,
        forwarded_from=sender,
        message=event.message,
    )


def undo_suspect(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `unsuspect:<place>`: take back the last swindler's message."""
    if not case.suspects or argument != str(len(case.suspects) - 1):
        scene.say(scene.t("contact_log.not_undone"))
        return
    scene.save(case.changed(suspects=case.suspects[:-1], touched=scene.now))
    scene.say(scene.t("contact_log.undone"))


def undo(scene: Scene, case: Complaint, argument: str) -> None:
    """The action `unlog:<place>`: take back the last record, as long as nothing came of it."""
    last = len(case.contacts) - 1
    if last < 0 or argument != str(last) or case.contacts[last].result != "noted":
        scene.say(scene.t("contact_log.not_undone"))
        return
    gone, left = case.contacts[last], case.contacts[:-1]
    if gone.excuse is not None and gone.excuse == case.facts.excuse:
        before = next((contact for contact in reversed(left) if contact.excuse is not None), None)
        given = {"excuse": before.excuse, "more_excuses": before.more_excuses} if before else NO_EXCUSE
        case = case.changed(facts=case.facts.model_copy(update=given))
    if case.stage == Stage.DRAFT and not left:
        case = case.changed(facts=case.facts.model_copy(update={"contacted": None}))
    scene.save(case.changed(contacts=left, touched=scene.now))
    scene.say(scene.t("contact_log.undone"))
