"""The turn: one event handled once, by the pure engine, in one transaction that also records that it was handled."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import replace as changed

from complaints.knowledge.models import Knowledge
from complaints.times import Instant
from dialogs.events import Blocked, Chat, ClockReached, Event, FromUser, JobProgress, Unblocked
from dialogs.model import Capabilities, Context, DeletePerson, LinkAccounts, Message, Rules, Turn
from dialogs.texts import Texts
from storage import dead, deletion, events, jobs, links, outbox, persons, reminders
from storage.cases import StoredCases
from storage.errors import Overtaken, reason
from storage.jobs import JobRow
from storage.links import StoredLinks
from storage.outbox import OutboxRow
from storage.persons import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What turns need beside the database. Everything here may be called in the database thread."""

    advance: Callable[[Context, Event], Turn]
    """`dialogs.engine.advance`."""
    hide: Callable[[Event], Event]
    """`dialogs.masks.without_secrets`: what was typed is kept only after it."""
    rules: Rules
    knowledge: Knowledge
    texts: Texts
    networks: Mapping[str, Capabilities]
    """By `Chat.network`."""
    disk_low: Callable[[], bool]
    new_incident: Callable[[], str]
    new_code: Callable[[], str]
    """A link code: eight digits."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be done after a turn was committed."""

    fresh: bool = True
    """False: handled before, or for a person, case or job that is gone. Nothing happened; a file that a job made for it
    is wanted by nobody."""
    rows: tuple[OutboxRow, ...] = ()
    """To be sent, in this order."""
    dropped: tuple[int, ...] = ()
    """Ids of earlier outbox rows that need not be sent any more."""
    jobs: tuple[JobRow, ...] = ()
    reminders_changed: bool = False
    """The next reminder may be another one now."""
    incident: str | None = None
    """The engine failed: the event is dead under this id."""
    failure: str | None = None
    """Error class and place of that failure, without any word of the user."""
    step: str | None = None
    """Where the turn left the conversation; None when the engine did not decide."""


STALE = Taken(fresh=False)


def take(event: Event, world: World) -> Callable[[sqlite3.Connection], Taken]:
    """The turn of an event, for `Database.write`. What was typed is kept only after secrets in it were hidden."""

    def turn(conn: sqlite3.Connection) -> Taken:
        return _turn(conn, world.hide(event), world)

    return turn


def _turn(conn: sqlite3.Connection, event: Event, world: World) -> Taken:
    if not events.first_time(conn, event):
        return STALE
    seat = persons.find(conn, event.chat)
    if seat is None and isinstance(event, FromUser):
        seat = persons.welcome(conn, event.chat, event.at)
    meant = event if seat is None else _still_meant(conn, seat, event)
    if seat is None or meant is None:
        return STALE
    return _guarded(conn, _met(conn, seat, meant), meant, world)


def replay(incident: str, world: World, now: Instant) -> Callable[[sqlite3.Connection], Taken]:
    """The turn of a dead event, made again at `now`; its words still count from when they were said.

    When the engine fails again the event stays under the same id and nobody is told a second time. Raises
    UnknownIncident, and Overtaken for an act of a user who went on in the meantime.
    """

    def turn(conn: sqlite3.Connection) -> Taken:
        died = dead.find(conn, incident)
        event = changed(died, at=now)
        seat = persons.find(conn, event.chat)
        if seat is None:
            return STALE
        if isinstance(event, FromUser) and (persons.heard_at(conn, event.chat) or 0) > died.at:
            raise Overtaken("overtaken", incident)
        taken = _guarded(conn, seat, event, world, incident)
        if taken.incident is None:
            dead.remove(conn, incident)
        return taken

    return turn


# ---------------------------------------------------------------------------------------------- before the engine
def _still_meant(conn: sqlite3.Connection, seat: Seat, event: Event) -> Event | None:
    """None for reminders that were handled or planned anew, and for results of jobs that nobody wants any more."""
    if isinstance(event, ClockReached):
        return reminders.handled(conn, seat.person_id, event)
    if isinstance(event, JobProgress):
        return event if jobs.exists(conn, event.job) else None
    job = events.job_id(event)
    return event if job is None or jobs.finish(conn, job) else None


def _met(conn: sqlite3.Connection, seat: Seat, event: Event) -> Seat:
    """Note that the chat can, or cannot, be written to any more."""
    if isinstance(event, Blocked):
        outbox.unreachable(conn, event.chat)
    elif not seat.reachable and isinstance(event, FromUser | Unblocked):
        conn.execute("UPDATE account SET reachable = 1 WHERE id = ?", (seat.account,))
    else:
        return seat
    return changed(seat, reachable=not isinstance(event, Blocked))


# ---------------------------------------------------------------------------------------------- the engine, guarded
def _guarded(conn: sqlite3.Connection, seat: Seat, event: Event, world: World, incident: str | None = None) -> Taken:
    """Run and save. What our own code raises makes a dead event; what the world raises is raised."""
    conn.execute("SAVEPOINT turn")
    try:
        taken = _run(conn, seat, event, world)
    except Exception as error:
        if not conn.in_transaction or reason(error) is not None:
            raise
        conn.execute("ROLLBACK TO turn")
        taken = _dead(conn, seat, event, world, error, incident)
    conn.execute("RELEASE turn")
    return taken


def _run(conn: sqlite3.Connection, seat: Seat, event: Event, world: World) -> Taken:
    cases = StoredCases(conn, seat.person_id)
    context = Context(
        now=event.at,
        person=seat.person(),
        session=seat.session(),
        cases=cases,
        links=StoredLinks(conn, seat, world.new_code),
        rules=world.rules,
        knowledge=world.knowledge,
        texts=world.texts,
        network=world.networks[event.chat.network],
        disk_low=world.disk_low(),
    )
    turn = world.advance(context, event)
    if any(isinstance(effect, DeletePerson) for effect in turn.effects):
        return _forget(conn, seat, event, turn)
    return _save(conn, seat, event, turn, cases)


def _dead(
    conn: sqlite3.Connection, seat: Seat, event: Event, world: World, error: Exception, known: str | None
) -> Taken:
    incident = known or world.new_incident()
    failure = dead.keep(conn, incident, seat.person_id, event, error)
    if known is not None or isinstance(event, ClockReached | Blocked):
        return Taken(incident=incident, failure=failure, reminders_changed=isinstance(event, ClockReached))
    words = Message(text=world.texts("edge.incident", incident=incident), key="incident")
    added = outbox.add(conn, seat, [words], event.at)
    return Taken(rows=added.rows, dropped=added.dropped, incident=incident, failure=failure)


# ---------------------------------------------------------------------------------------------- after the engine
def _save(conn: sqlite3.Connection, seat: Seat, event: Event, turn: Turn, cases: StoredCases) -> Taken:
    persons.save(conn, seat, turn.person, turn.session, event.at if isinstance(event, FromUser) else None)
    for complaint in turn.complaints:
        cases.save(complaint, event.at)
    for number, plan in turn.reminders.items():
        reminders.replan(conn, seat.person_id, number, plan)
    elsewhere = []
    for effect in turn.effects:
        if isinstance(effect, links.LinkEffect):
            elsewhere.append(links.apply(conn, seat, effect, event.at))
        else:
            deletion.apply(conn, seat.person_id, effect, cases)
    if any(isinstance(effect, LinkAccounts) for effect in turn.effects):
        seat = _now_behind(conn, seat.chat)
        cases = StoredCases(conn, seat.person_id)
    outdated = outbox.drop_outdated(conn, seat.person_id, cases) if turn.complaints or turn.effects else ()
    elsewhere.append(outbox.add(conn, seat, turn.messages, event.at))
    return Taken(
        rows=tuple(row for added in elsewhere for row in added.rows),
        dropped=outdated + tuple(row_id for added in elsewhere for row_id in added.dropped),
        jobs=jobs.add(conn, seat.chat, seat.person_id, turn.jobs, event.at),
        reminders_changed=bool(turn.reminders or turn.effects) or isinstance(event, ClockReached),
        step=turn.session.step,
    )


def _now_behind(conn: sqlite3.Connection, chat: Chat) -> Seat:
    """Who is behind the chat after linking made one person of two: what is outdated is asked of their cases."""
    found = persons.find(conn, chat)
    assert found is not None
    return found


def _forget(conn: sqlite3.Connection, seat: Seat, event: Event, turn: Turn) -> Taken:
    waiting = outbox.waiting_of(conn, seat.person_id)
    deletion.leave_tombstones(conn, seat.person_id, event.at)
    deletion.delete_person(conn, seat.person_id)
    rows = outbox.add_goodbye(conn, seat.chat, turn.messages, event.at).rows
    return Taken(rows=rows, dropped=waiting, reminders_changed=True, step=turn.session.step)
