"""A tiny pure engine, so that storage is tested without the conversation: one letter a decision.

A text `word rest` is looked up in `WORDS`; everything else is echoed.
"""

from collections.abc import Callable, Mapping

from complaints.complaint import Clock, Complaint, Exhibit, Facts
from complaints.person import Consent
from complaints.reminders import Planned
from dialogs.events import ClockReached, Event, FileStored, UserText
from dialogs.model import (
    Choice,
    Context,
    DeleteCase,
    DeleteFile,
    DeletePerson,
    Job,
    LinkAccounts,
    Message,
    OfferLink,
    PushTo,
    Session,
    Turn,
    UnlinkAccount,
)

Part = Callable[[Context, str], dict[str, object]]


def advance(context: Context, event: Event) -> Turn:
    """What a turn carries, decided by the first word of a text."""
    if isinstance(event, ClockReached):
        return _turn(context, **_reminded(context, event))
    if isinstance(event, FileStored):
        return _turn(context, **_stored(context, event))
    if not isinstance(event, UserText):
        return _turn(context, messages=(Message(text=type(event).__name__),))
    session = context.session.model_copy(update={"revision": context.session.revision + 1, "heard_at": event.at})
    word, _, rest = event.text.partition(" ")
    part = WORDS.get(word, _echo)(context, rest or word)
    return _turn(context, **{"session": session, **part})


def _turn(context: Context, **parts: object) -> Turn:
    return Turn(**{"session": context.session, "person": context.person, **parts})  # type: ignore[arg-type]  # by name


def _echo(context: Context, rest: str) -> dict[str, object]:
    return {"messages": (Message(text=rest, rows=((Choice(label="好", value="q:1:ok"),),), key="question"),)}


def _plain(context: Context, rest: str) -> dict[str, object]:
    return {"messages": (Message(text=rest),)}


def _consent(context: Context, rest: str) -> dict[str, object]:
    return {"person": context.person.model_copy(update={"consent": Consent(version=rest, at=context.now)})}


def _open(context: Context, rest: str) -> dict[str, object]:
    """open WORDS: a new case with one clock, two reminders and one exhibit waiting for its file."""
    number = context.person.next_number
    clock = Clock(id="C0", key="C0.1", started=context.now, due=context.now + 1000, leads=(600, 0))
    exhibit = Exhibit(number=1, kind="unsorted", message="7", received_at=context.now)
    case = Complaint(
        number=number,
        opened=context.now,
        touched=context.now,
        facts=Facts(story=rest),
        clocks=(clock,),
        exhibits=(exhibit,),
    )
    return {
        "person": context.person.model_copy(update={"next_number": number + 1}),
        "complaints": (case,),
        "messages": (Message(text=f"投诉{number} {rest}", key="case"),),
        "reminders": {number: _plan(clock)},
        "jobs": (Job(kind="fetch", case=number, exhibit=1, args={"file_id": "f"}),),
    }


def _plan(clock: Clock) -> tuple[Planned, ...]:
    return tuple(Planned(clock.key, clock.revision, lead, clock.due, clock.due - lead) for lead in clock.leads)


def _extend(context: Context, rest: str) -> dict[str, object]:
    """extend N: the clock of case N starts over at its next revision."""
    case = context.cases.get(int(rest))
    assert case is not None
    clock = case.clocks[0]
    later = clock.model_copy(update={"revision": clock.revision + 1, "due": clock.due + 1000})
    return {"complaints": (case.changed(clocks=(later,)),), "reminders": {case.number: _plan(later)}}


def _edit(context: Context, rest: str) -> dict[str, object]:
    """edit KEY: a message that takes the place of the one of that key."""
    return {"messages": (Message(text=f"edited {rest}", replaces=rest, key=rest),)}


def _step(context: Context, rest: str) -> dict[str, object]:
    """step NAME: the conversation stands there now."""
    return {"session": context.session.model_copy(update={"step": rest})}


def _count(context: Context, rest: str) -> dict[str, object]:
    return {"messages": (Message(text=f"{len(context.cases.open())} of {len(context.cases.all())}"),)}


def _drop(context: Context, rest: str) -> dict[str, object]:
    return {
        "session": Session(),
        "effects": (DeleteCase(case=int(rest)),),
        "reminders": {int(rest): ()},
        "messages": (Message(text="gone"),),
    }


def _unlink(context: Context, rest: str) -> dict[str, object]:
    return {"effects": (DeleteFile(path=rest),)}


def _forget(context: Context, rest: str) -> dict[str, object]:
    return {"effects": (DeletePerson(),), "messages": (Message(text="goodbye", key="goodbye"),)}


def _crash(context: Context, rest: str) -> dict[str, object]:
    raise LookupError(rest)


def _spoil(context: Context, rest: str) -> dict[str, object]:
    """A session that cannot be stored: the engine's mistake shows only when the turn is saved."""
    return {"messages": (Message(text="lost"),), "session": context.session.model_copy(update={"revision": "one"})}


def _reminded(context: Context, event: ClockReached) -> dict[str, object]:
    clocks = tuple((row.case, row.clock, row.revision) for row in event.due)
    words = " ".join(f"{row.case}/{row.clock}/{row.lead}" for row in event.due)
    return {"messages": (Message(text=words, lane="push", clocks=clocks),)}


def _stored(context: Context, event: FileStored) -> dict[str, object]:
    case = context.cases.get(event.case)
    assert case is not None
    kept = case.exhibits[0].model_copy(update={"state": "stored", "path": event.path, "sha256": event.sha256})
    return {"complaints": (case.changed(exhibits=(kept,)),), "messages": (Message(text="stored", key="album"),)}


def _offer(context: Context, rest: str) -> dict[str, object]:
    """offer: a new code, said aloud."""
    code = context.links.new_code()
    return {"effects": (OfferLink(code=code, until=context.now + 600),), "messages": (Message(text=code),)}


def _join(context: Context, rest: str) -> dict[str, object]:
    """join CODE: all cases come along under new numbers, or the word no."""
    owner = context.links.owner(rest, context.now)
    if owner is None:
        return {"messages": (Message(text="no"),)}
    numbers = tuple((case.number, owner.next_number + place) for place, case in enumerate(context.cases.all()))
    return {
        "effects": (LinkAccounts(code=rest, numbers=numbers, notice=Message(text="notice")),),
        "messages": (Message(text=f"joined {dict(numbers)}"),),
    }


def _leave(context: Context, rest: str) -> dict[str, object]:
    """leave: the other accounts go."""
    others = [one for one in context.links.accounts() if not one.here]
    return {"effects": tuple(UnlinkAccount(account=one.id) for one in others)}


def _push_here(context: Context, rest: str) -> dict[str, object]:
    return {"effects": tuple(PushTo(account=one.id) for one in context.links.accounts() if one.here)}


def _busy(context: Context, rest: str) -> dict[str, object]:
    return {"messages": (Message(text=str(context.links.busy())),)}


WORDS: Mapping[str, Part] = {
    "offer": _offer,
    "join": _join,
    "leave": _leave,
    "push": _push_here,
    "busy": _busy,
    "plain": _plain,
    "consent": _consent,
    "open": _open,
    "extend": _extend,
    "edit": _edit,
    "step": _step,
    "count": _count,
    "drop": _drop,
    "unlink": _unlink,
    "forget": _forget,
    "crash": _crash,
    "spoil": _spoil,
}
