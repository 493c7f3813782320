"""A text of a case as it stands: which letter it is, what it says now, what it lacks, and the deadline it names.

A text is composed from the facts each time it is shown, unless the user wrote it; its deadline is fixed when it is
prepared, and the clock that starts with 我已提交 ends at the very same instant.
"""

from typing import Any, NamedTuple

from complaints import clocks
from complaints.complaint import Complaint, PendingText
from complaints.knowledge.models import Channel, Letter, Route
from complaints.letter_facts import letter_facts
from complaints.letters import Draft, LetterFacts, compose
from complaints.own_parts import with_own
from complaints.routes import APPEALS, next_letter, playbook_of, same_door
from complaints.times import HOUR, Instant, letter_deadline
from dialogs.scene import Scene


class Shown(NamedTuple):
    """A text as it stands: what to send, and what is still missing for it."""

    letter: Letter
    pending: PendingText
    facts: LetterFacts
    draft: Draft

    @property
    def text(self) -> str:
        """The whole text, the user's own wording first."""
        return self.pending.text or self.draft.text

    @property
    def parts(self) -> list[str]:
        """What is copied one by one: recipient, subject and text of an e-mail; else the text alone."""
        return [self.text if part.name == "body" else part.text for part in self.draft.parts]


def prepare(scene: Scene, case: Complaint, letter_id: str | None = None) -> Complaint:
    """The case with a letter to be shown, the recommended one unless named."""
    letter_id = letter_id or next_letter(case, scene.context.knowledge, scene.now)
    return scene.save(case.changed(pending=_prepared(scene, case, letter_id)))


def _prepared(scene: Scene, case: Complaint, letter_id: str) -> PendingText:
    letter = scene.context.knowledge.letters[letter_id]
    outside = route_outside(scene, letter)
    channel = outside.id if outside else letter.channel or same_door(case, scene.context.knowledge).id
    before = case.pending
    same = before is not None and before.letter == letter_id
    chosen = before.deadline if same and before and before.own_deadline else None
    if outside or (chosen is not None and chosen <= scene.now):
        chosen = None
    own_time = None if outside else deadline(scene, letter_id, channel_of(scene, case, channel), scene.now)[0]
    return PendingText(
        letter=letter_id,
        channel=channel,
        made_at=scene.now,
        knowledge_version=scene.context.knowledge.version,
        text=before.text if same and before else None,
        deadline=chosen or own_time,
        own_deadline=chosen is not None,
        **_worded(scene, before, letter),
    )


def _worded(scene: Scene, before: PendingText | None, letter: Letter) -> dict[str, Any]:
    """What the user worded goes along to another text for the same readers."""
    if before is None or scene.context.knowledge.letters[before.letter].audience != letter.audience:
        return {}
    return {"own": before.own, "said": before.said, "wording": before.wording}


def route_outside(scene: Scene, letter: Letter) -> Route | None:
    """The route outside the platform that a letter is for; such a letter sets no time, the office has its own."""
    return None if letter.route in APPEALS else scene.context.knowledge.routes.get(letter.route or "")


def deadline(scene: Scene, letter_id: str, channel: Channel, at: Instant) -> tuple[Instant, bool]:
    """The one deadline of a text sent at that time and of its clock, and whether it rests on published holidays.

    It is the channel's time, or the supervisor's three working days.
    """
    if letter_id in APPEALS:
        return clocks.due_of(scene.context.knowledge.clocks["C2"], at, scene.context.calendar)
    return letter_deadline(at + channel.escalate_after * HOUR), True


def channel_of(scene: Scene, case: Complaint, channel_id: str) -> Channel:
    """The playbook's channel of that id, its first one for a letter that has none."""
    book = playbook_of(case, scene.context.knowledge)
    return book.channel(channel_id) or book.channels[0]


def shown(scene: Scene, case: Complaint) -> Shown | None:
    """The pending text of a case, composed afresh."""
    if case.pending is None:
        return None
    knowledge = scene.context.knowledge
    letter = knowledge.letters[case.pending.letter]
    facts = letter_facts(case, knowledge, letter, scene.now, case.pending.deadline)
    facts = with_own(facts, case.pending, case, knowledge)
    return Shown(letter, case.pending, facts, compose(letter, facts, knowledge))
