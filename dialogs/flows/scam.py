"""The scam guard in the chat: silent on what others wrote, loud when it is red, and there for whoever asks.

A warning never moves the conversation: the open question is repeated after it. What it is about waits, so that the
user can keep it as evidence. The user's own talk is left to the emergency path.
"""

from collections.abc import Sequence

from complaints.complaint import Complaint
from complaints.scam.guard import Level, Verdict
from dialogs.events import Event, UserFile, UserForward, UserText
from dialogs.flows import emergency, evidence, excuses, forwarding, intake
from dialogs.flows.held import aside, go_back, hold, waiting
from dialogs.flows.verdicts import look, look_for
from dialogs.model import IDLE
from dialogs.scene import Rows, Scene
from dialogs.steps import Flow, Step
from dialogs.wording import button

STEP = "scam.check"

THEIR_WORDS = frozenset(
    {"contact_log.channel", "contact_log.words", "contact_log.result", "excuses.which", "excuses.more", "details.story"}
)
"""Steps where somebody else's words may be the answer: it is taken, after the warning."""

OUR_WORDS = frozenset({"filing.own_words"})
"""Where the user writes to the other side: nothing there is a swindler's message."""

TALK = frozenset({None, "service_chat", "problem_screenshot"})
"""Kinds of pictures on which somebody may be talking to the user."""

LOUDEST: Sequence[Level] = ("red", "amber", "none")


# -------------------------------------------------------------------------------------------------- without being asked
def forwarded(scene: Scene, event: UserForward) -> None:
    """A forwarded text: looked at in silence, then taken by the step that waits for one, or asked about."""
    verdict = look(scene, event.text)
    if scene.step.forward is not None:
        if scene.session.step != STEP:
            _warn(scene, verdict)
        scene.step.forward(scene, event)
    elif verdict.level == "red":
        _set_aside(scene, event, verdict)
        scene.repeat()
    else:
        _warn(scene, verdict)
        evidence.forwarded(scene, event)


def typed(scene: Scene, event: UserText) -> bool:
    """Typed words: pasted ones are looked at like forwarded ones. Returns whether that was all there is to say."""
    if scene.session.step in OUR_WORDS or scene.session.step == STEP:
        return False
    if _answers_a_warning(scene, event.text):
        return True
    verdict = look(scene, event.text)
    taken = scene.session.step in THEIR_WORDS
    if verdict.theirs and verdict.level != "none":
        if verdict.level == "red" and not taken:
            _set_aside(scene, _as_forwarded(event), verdict)
        else:
            _warn(scene, verdict)
        if taken or (verdict.level == "amber" and _says_more(scene, event.text)):
            return False
        scene.repeat()
        return True
    if verdict.told and emergency.hard_fact(scene, event.text) is None:
        emergency.asked(scene)
        return not taken and not intake.tells(scene, event.text)
    return False


def _says_more(scene: Scene, text: str) -> bool:
    """Whether pasted words are something to keep, or facts of a complaint."""
    return excuses.is_pasted(scene, text) or intake.tells(scene, text)


def captioned(scene: Scene, event: UserFile) -> None:
    """What stands under a picture from somebody else."""
    if event.caption and event.forwarded_from is not None:
        _warn(scene, look(scene, event.caption))


def seen(scene: Scene, case: Complaint, kind: str | None, text: str) -> None:
    """The words on a picture, which is kept as evidence already: a red one is spoken of, any one to somebody who asked.

    Pages of orders, goods and bills are no messages: many sellers' words on one page would look like a swindler's.
    """
    asked = scene.session.step == STEP
    verdict = look_for(scene, case, text)
    if verdict.level == "red" and (asked or kind in TALK):
        scene.say(scene.t("scam.red_picture", reasons=_reasons(scene, verdict)), _paid(scene))
    elif asked and verdict.level != "red":
        scene.say(_amber(scene, verdict) if verdict.level == "amber" else scene.t("scam.none"))
    else:
        return
    if scene.session.case is None or scene.find(scene.session.case) is not None:
        scene.repeat()


def warn_newcomer(scene: Scene, text: str, *, theirs: bool) -> None:
    """Before consent nothing is kept; a red message is called red all the same."""
    verdict = look(scene, text)
    if verdict.level == "red" and (theirs or verdict.theirs):
        scene.say(_red(scene, verdict))


def _set_aside(scene: Scene, event: UserForward, verdict: Verdict) -> None:
    """Red: stop, and let the message wait for what the user says to it."""
    keep = [[button(scene, "not_paid_keep", "p:scam_keep")]] if hold(scene, event) else []
    scene.say(_red(scene, verdict), [*_paid(scene), *keep])


def _warn(scene: Scene, verdict: Verdict) -> None:
    """Say what is wrong with a message that is kept, or answered, elsewhere."""
    if verdict.level == "red":
        scene.say(_red(scene, verdict), _paid(scene))
    elif verdict.level == "amber":
        scene.say(_amber(scene, verdict))


def _paid(scene: Scene) -> Rows:
    return [[button(scene, "i_paid", "p:scam_paid", "danger")]]


def _red(scene: Scene, verdict: Verdict) -> str:
    return scene.t("scam.red", reasons=_reasons(scene, verdict))


def _amber(scene: Scene, verdict: Verdict) -> str:
    return scene.t("scam.amber", reasons=_reasons(scene, verdict))


def _reasons(scene: Scene, verdict: Verdict) -> str:
    signs = scene.context.knowledge.scam
    return " · ".join(signs[reason].says or "" for reason in verdict.reasons)


def unmasked(scene: Scene, event: Event) -> Event:
    """A pasted red message as if it had been forwarded: no word of it is the user's own."""
    if isinstance(event, UserText):
        verdict = look(scene, event.text)
        if verdict.theirs and verdict.level == "red":
            return _as_forwarded(event)
    return event


def _as_forwarded(event: UserText) -> UserForward:
    """Pasted words, kept as those of somebody unknown."""
    return UserForward(
        id=event.id, chat=event.chat, at=event.at, said_at=event.said_at, message=event.message, text=event.text
    )


# ------------------------------------------------------------------------------------------------ answers to a warning
def _answers_a_warning(scene: Scene, text: str) -> bool:
    """The words of its buttons, where no button can be tapped."""
    words = scene.context.texts.words
    said = text.strip("。.!！ ")
    if said in words("scam.paid_words"):
        paid(scene, "")
    elif said in words("scam.keep_words") and waiting(scene, UserForward):
        keep(scene, "")
    else:
        return False
    return True


def paid(scene: Scene, _: str) -> None:
    """我已经转了: the emergency path."""
    rows = [[button(scene, "keep_evidence", "p:scam_keep")]] if waiting(scene, UserForward) else []
    emergency.money_sent(scene, rows)


def keep(scene: Scene, _: str) -> None:
    """没转，存为证据."""
    if waiting(scene, UserForward):
        forwarding.keep(scene)
    else:
        scene.say(scene.t("scam.nothing_waits"))
        scene.repeat()


# ----------------------------------------------------------------------------------------------------------- on request
def command(scene: Scene, rest: str) -> None:
    """`/check`, or `/check` with the message behind it."""
    if rest and isinstance(scene.event, UserText):
        _answer(scene, rest, _as_forwarded(scene.event))
        scene.repeat()
    else:
        aside(scene, STEP)


def _ask(scene: Scene) -> None:
    scene.ask(scene.t("scam.ask"), [[button(scene, "no_check", "no")]])


def _choose(scene: Scene, _: str) -> None:
    go_back(scene)
    if scene.session.step == IDLE:
        scene.say(scene.t("scam.left"))
    scene.repeat()


def _type(scene: Scene, text: str) -> None:
    event = scene.event
    go_back(scene)
    _answer(scene, text, _as_forwarded(event) if isinstance(event, UserText) else None)
    scene.repeat()


def _take(scene: Scene, event: UserForward) -> None:
    go_back(scene)
    _answer(scene, event.text, event)
    scene.repeat()


def _answer(scene: Scene, text: str, event: UserForward | None) -> None:
    """What the user asked about a message; what is suspicious waits, in case they want to keep it."""
    verdict = look(scene, text)
    again = button(scene, "check_another", "p:check")
    if verdict.level == "red" and event is not None:
        _set_aside(scene, event, verdict)
    elif verdict.level == "none" and verdict.told:
        emergency.asked(scene)
    elif verdict.level == "amber" and event is not None and hold(scene, event):
        scene.say(_amber(scene, verdict), [[button(scene, "keep_evidence", "p:scam_keep"), again]])
    else:
        scene.say(_amber(scene, verdict) if verdict.level == "amber" else scene.t("scam.none"), [[again]])


def check_waiting(scene: Scene) -> None:
    """查是不是骗子, of the forwarded texts that wait for an answer: the worst of them counts."""
    verdicts = [look(scene, event.text) for event in waiting(scene, UserForward)]
    worst = min(verdicts, key=lambda verdict: LOUDEST.index(verdict.level), default=Verdict("none"))
    if worst.level == "none":
        scene.say(scene.t("scam.none"))
    else:
        _warn(scene, worst)


def pictured(scene: Scene) -> bool:
    """A picture where a message to check is waited for: it is looked at once it is stored, if pictures are read here
    at all. Returns whether that is all."""
    if scene.session.step != STEP:
        return False
    reads = scene.context.rules.reads_pictures and scene.open_cases()
    scene.say(scene.t("scam.picture_read" if reads else "scam.picture"))
    if scene.open_cases():
        return False
    scene.repeat()
    return True


FLOW = Flow(
    name="scam",
    steps=(Step(name=STEP, ask=_ask, choose=_choose, text=_type, forward=_take),),
    person_actions={"scam_paid": paid, "scam_keep": keep, "check": lambda scene, _: aside(scene, STEP)},
)
