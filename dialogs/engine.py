"""The engine: one event in, one turn out. It finds who is responsible for an event and lets that flow decide.

Order for what a user says: nothing before consent (`flows.start`), then the words valid at every step, then the options
of the open question, then the step itself. Taps carry what they act on and are checked against what was offered.
"""

from collections.abc import Callable, Mapping

from dialogs import menus, options
from dialogs.commands import ALWAYS, command_of
from dialogs.events import (
    Blocked,
    ClockReached,
    Event,
    FileRefused,
    FileStored,
    FromUser,
    JobDone,
    JobFailed,
    JobProgress,
    PictureRead,
    Unblocked,
    Undelivered,
    UserEdit,
    UserFile,
    UserForward,
    UserRecall,
    UserTap,
    UserText,
    is_older,
)
from dialogs.flows import (
    TABLES,
    answers,
    edits,
    emergency,
    evidence,
    home,
    intake,
    linking,
    made,
    merging,
    office_told,
    reminders,
    scam,
    start,
)
from dialogs.flows.held import forget_old
from dialogs.model import IDLE, Context, Turn
from dialogs.scene import Scene
from dialogs.steps import Tables
from dialogs.wording import button

NotFromUser = (
    ClockReached
    | FileStored
    | FileRefused
    | PictureRead
    | JobDone
    | JobFailed
    | JobProgress
    | Undelivered
    | Blocked
    | Unblocked
)

NUMBERED = frozenset({"c:", "q:"})
"""How the values begin that name a case or a question by its number."""

UNKNOWN = (":forgotten", ":no_date", ":as_it_is")
"""How the values end of options for who does not know."""

DOUBLE_TAP = 10
"""Seconds within which the same choice tapped twice is one tap."""


def advance(context: Context, event: Event, tables: Tables = TABLES) -> Turn:
    """Decide what an event means. Pure: equal arguments give equal turns."""
    scene = Scene(context, event, tables)
    if isinstance(event, FromUser):
        _heard(scene, event)
    else:
        _happened(scene, event)
    return scene.finish()


# ---------------------------------------------------------------------------------------------------- from the user
def _heard(scene: Scene, event: FromUser) -> None:
    """An act of the user. Over MESSAGES_PER_MINUTE it is handled all the same, only the replies are left out."""
    minute = scene.now // 60
    heard = scene.session.heard + 1 if scene.session.minute == minute else 1
    scene.set_session(minute=minute, heard=heard, heard_at=scene.now)
    _back(scene)
    if scene.person.consent is None:
        start.newcomer(scene, event)
    else:
        forget_old(scene)
        merging.follow(scene)
        _said(scene, event)
        office_told.go_on(scene)
        home.offer_left(scene)
    limit = scene.context.rules.messages_per_minute
    if heard > limit:
        scene.hush(scene.t("errors.too_fast") if heard == limit + 1 else None)


def _said(scene: Scene, event: FromUser) -> None:
    if isinstance(event, UserText | UserEdit) and event.hid:
        scene.say(scene.t("errors.masked"))
    match event:
        case UserText():
            _text(scene, event)
        case UserTap():
            _tap(scene, event)
        case UserFile():
            _file(scene, event)
        case UserForward():
            scam.forwarded(scene, event)
        case UserEdit():
            edits.edited(scene, event)
        case UserRecall():
            edits.recalled(scene, event)


def _text(scene: Scene, event: UserText) -> None:
    command = command_of(event.text, scene.context.texts)
    label = None if command and command.name in ALWAYS else _label(scene, event.text)
    if label is None and command is not None:
        scene.tables.commands[command.name](scene, command.rest)
        return
    value = label or _named(scene, event.text)
    if value is not None:
        _chosen(scene, value)
        return
    if evidence.finds_named(scene, event.text) or scam.typed(scene, event):
        return
    if emergency.look(scene, event.text) and not intake.tells(scene, event.text):
        return
    unknown = _unknown(scene, event.text)
    if unknown is not None:
        _chosen(scene, unknown)
    elif scene.step.text is not None:
        scene.step.text(scene, event.text)
    else:
        scene.say(scene.t("errors.choose"))
        scene.repeat()


def _unknown(scene: Scene, text: str) -> str | None:
    """The option for who does not know, where it is offered and the words say no more than that: 不知道, 记不清了."""
    offered = next((offer.value for offer in scene.session.offered if offer.value.endswith(UNKNOWN)), None)
    return offered if offered is not None and answers.is_none(scene, text) else None


def _label(scene: Scene, text: str) -> str | None:
    """The option whose whole label was typed: 期限 at a question that offers it is no command.

    Where there are no buttons, options beside the question count too: 证据 on the card of a case means that case.
    """
    if scene.context.network.buttons:
        return options.labelled(text, scene.session.offered)
    return menus.worded(text, scene.session, scene.t)


def _named(scene: Scene, text: str) -> str | None:
    """The option that a number or words mean."""
    numbers = not scene.step.numbers
    if scene.context.network.buttons:
        newer = scene.session.beside if options.is_place(text) else ()  # a list shown since: 1 is its first line
        return options.named(text, newer or scene.session.offered, numbers=numbers)
    return menus.meant(text, scene.session, scene.t, numbers=numbers)


def _tap(scene: Scene, event: UserTap) -> None:
    if event.value == scene.session.tapped and scene.now - scene.session.tapped_at < DOUBLE_TAP:
        return
    scene.set_session(tapped=event.value, tapped_at=scene.now)
    if is_older(event.message, scene.session.since) and event.value[:2] in NUMBERED:
        _stale(scene)
        return
    _chosen(scene, linking.as_numbered_now(scene.session, event))


def _chosen(scene: Scene, value: str) -> None:
    """An option, by tap or by words: it answers the open question, or acts on a case or on the person."""
    kind, _, rest = value.partition(":")
    done = CHOSEN[kind](scene, value, rest) if kind in CHOSEN else False
    if not done:
        _stale(scene)


def _stale(scene: Scene) -> None:
    """A button from another time: a kind word, and the open question."""
    idle = scene.session.step == IDLE
    scene.say(scene.t("errors.stale"), [[button(scene, "my_cases", "p:cases")]] if idle else [])
    scene.repeat()


def _answer(scene: Scene, value: str, rest: str) -> bool:
    choose = scene.step.choose
    if choose is None or all(offer.value != value for offer in scene.session.offered):
        return False
    choose(scene, rest.partition(":")[2])
    return True


def _act(scene: Scene, _: str, rest: str) -> bool:
    place, _, action = rest.partition(":")
    name, _, argument = action.partition(":")
    number = options.figure(place) or 0
    case = scene.find(number)
    if case is None or name not in scene.tables.actions:
        return False
    if merging.gone(scene, case, name):
        return True
    revision = scene.session.revision
    scene.run(name, case, argument)
    if scene.session.step != IDLE and scene.session.case not in (None, number) and scene.session.revision == revision:
        scene.repeat()  # the open question is of another case: it stands last again
    return True


def _act_on_person(scene: Scene, _: str, rest: str) -> bool:
    name, _, argument = rest.partition(":")
    if name not in scene.tables.person_actions:
        return False
    scene.tables.person_actions[name](scene, argument)
    return True


def _turn(scene: Scene, _: str, rest: str) -> bool:
    return scene.turn_to(rest)


CHOSEN: Mapping[str, Callable[[Scene, str, str], bool]] = {
    "q": _answer,
    "c": _act,
    "p": _act_on_person,
    "m": _turn,
}


def _file(scene: Scene, event: UserFile) -> None:
    scam.captioned(scene, event)
    if not scam.pictured(scene):
        evidence.received(scene, event)


# ------------------------------------------------------------------------------------------------ from anybody else
def _happened(scene: Scene, event: NotFromUser) -> None:
    match event:
        case ClockReached():
            reminders.reached(scene, event)
        case FileStored():
            evidence.stored(scene, event)
        case FileRefused():
            evidence.refused(scene, event)
        case PictureRead():
            evidence.read(scene, event)
        case JobDone():
            made.done(scene, event)
        case JobFailed():
            made.failed(scene, event)
        case JobProgress():
            made.progressed(scene, event)
        case Undelivered():
            reminders.not_delivered(scene, event)
        case Blocked():
            scene.set_person(reachable=False)
        case Unblocked():
            _back(scene)


def _back(scene: Scene) -> None:
    """The person can be written to again: say once what fell due meanwhile."""
    if not scene.person.reachable:
        scene.set_person(reachable=True)
        reminders.welcome_back(scene)
    elif isinstance(scene.event, FromUser):
        reminders.missed(scene)
