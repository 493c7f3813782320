"""A turn while it is being written: flows read the context here and say, ask, move and save through it.

A scene belongs to one call of `engine.advance`. Values it holds are frozen; changing them makes new ones, and `finish`
hands over what changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from complaints.complaint import Complaint, Origin
from complaints.person import Person
from complaints.reminders import Planned, plan
from complaints.times import Instant, QuietHours, date_of, say_date, say_span, say_time
from dialogs import menus
from dialogs.events import Event, FromUser
from dialogs.model import IDLE, Choice, Context, Effect, Job, Message, OutFile, Session, Turn
from dialogs.steps import Step, Tables

TRAIL = 12
"""Steps that 返回 can go back through."""


ACTS = frozenset({"c:", "p:"})
"""How the values begin that act at every step."""


class Option(NamedTuple):
    """An option of a question: `value` is local to the step, or a whole `c:`/`p:` value that acts at every step."""

    label: str
    value: str
    style: Literal["primary", "danger"] | None = None
    copy_text: str | None = None
    """Instead of a value: what one tap puts on the clipboard, where the network can."""


Rows = Sequence[Sequence[Option]]


class Scene:
    """What flows see of a turn."""

    def __init__(self, context: Context, event: Event, tables: Tables) -> None:
        self.context = context
        self.t = context.texts if context.network.buttons else context.texts.in_words
        """Gives a sentence of texts/ for its key and values."""
        self.event = event
        self.now: Instant = context.now
        """Bot time of the event."""
        self.tables = tables
        self.session: Session = context.session
        self.person: Person = context.person
        self.jobs: list[Job] = []
        self.effects: list[Effect] = []
        self._messages: list[Message] = []
        self._cases: dict[int, Complaint] = {}

    # ------------------------------------------------------------------------------------------------ reading
    @property
    def said_at(self) -> Instant:
        """When the user said it by their own clock; the moment of the event for anything else."""
        return self.event.said_at if isinstance(self.event, FromUser) else self.event.at

    @property
    def message(self) -> str:
        """The network's id of the user's message, empty when nobody wrote."""
        return self.event.message if isinstance(self.event, FromUser) else ""

    @property
    def steps(self) -> Mapping[str, Step]:
        """All steps there are."""
        return self.tables.steps

    @property
    def step(self) -> Step:
        """The step the chat is in; one that this release does not know is left as if nothing were open."""
        return self.steps.get(self.session.step) or self.steps[IDLE]

    def time(self, instant: Instant) -> str:
        """11月23日(周一) 22:30."""
        return say_time(instant, self.now)

    def date(self, instant: Instant) -> str:
        """11月23日(周一)."""
        return say_date(date_of(instant), self.now)

    def left(self, end: Instant) -> str:
        """36 小时, rounded down; of a time that has passed, how long ago."""
        return say_span(abs(end - self.now))

    def find(self, number: int) -> Complaint | None:
        """The case as it stands in this turn."""
        return self._cases.get(number) or self.context.cases.get(number)

    @property
    def case(self) -> Complaint:
        """The case of the open question; flows that use it run only inside a case."""
        case = self.find(self.session.case) if self.session.case is not None else None
        if case is None:
            raise LookupError(f"step {self.session.step} has no case")
        return case

    def open_cases(self) -> list[Complaint]:
        """All cases that are not closed, as they stand in this turn."""
        cases = {case.number: case for case in self.context.cases.open()} | self._cases
        return [cases[number] for number in sorted(cases) if cases[number].stage != "closed"]

    @property
    def changed(self) -> list[Complaint]:
        """The cases that this turn has saved so far."""
        return list(self._cases.values())

    # ------------------------------------------------------------------------------------------------ changing
    def save(self, case: Complaint) -> Complaint:
        """Keep a new or changed case; returns it."""
        self._cases[case.number] = case
        return case

    def forget(self, number: int) -> None:
        """Drop a case from this turn: it is being deleted."""
        self._cases.pop(number, None)

    def answer(self, case: Complaint, by: Literal["typed", "tapped", "read", "guessed"], **facts: object) -> Complaint:
        """Save answers with the message they came from."""
        origin = Origin(message=self.message, by=by)
        return self.save(
            case.changed(
                facts=case.facts.model_copy(update=facts),
                origins=case.origins | dict.fromkeys(facts, origin),
                touched=self.now,
            )
        )

    def note(self, **notes: str | None) -> None:
        """Keep small values for later steps of the flow; None removes."""
        kept = {name: value for name, value in (self.session.notes | notes).items() if value is not None}
        self.session = self.session.model_copy(update={"notes": kept})

    def noted(self, name: str) -> str | None:
        """A value kept by `note`."""
        return self.session.notes.get(name)

    def set_session(self, **update: object) -> None:
        """Replace fields of the session."""
        self.session = self.session.model_copy(update=update)

    def set_person(self, **update: object) -> None:
        """Replace fields of the person."""
        self.person = self.person.model_copy(update=update)

    # ------------------------------------------------------------------------------------------------ moving
    def goto(self, name: str, *, trail: bool = True) -> None:
        """Move on to a step and ask its question. 返回 comes back to the present one unless `trail` is False."""
        if name != self.session.step and name not in self.step.leads_to:
            raise LookupError(f"{self.session.step} does not declare that it leads to {name}")
        self._enter(name, self.session.case, self._past(name) if trail else self.session.trail)

    def move(self, name: str, case: Complaint) -> None:
        """On to a step of a case: the next one where the present step leads there, else a beginning."""
        if self.session.case == case.number and name in self.step.leads_to:
            self.goto(name)
        else:
            self.start(name, case=case.number)

    def detour(self, name: str) -> None:
        """Step aside to a step that is valid everywhere; 返回 comes back."""
        self._enter(name, self.session.case, self._past(name))

    def _past(self, name: str) -> tuple[str, ...]:
        here = self.session.step
        return self.session.trail if here in (IDLE, name) else (*self.session.trail, here)[-TRAIL:]

    def start(self, name: str, *, case: int | None = None, **notes: str) -> None:
        """Begin a flow at a step, from wherever the chat is, with what it is to remember."""
        here = self.session.case if self.session.step != IDLE else None
        left = here if here not in (None, case) else self.session.left
        self._enter(name, case, (), notes=notes, left=None if left == case else left)

    def back(self) -> bool:
        """Go to the step before and ask again; False when there is none."""
        if not self.session.trail:
            return False
        *past, name = self.session.trail
        self._enter(name, self.session.case, tuple(past))
        return True

    def _enter(self, name: str, case: int | None, trail: tuple[str, ...], **update: object) -> None:
        self.set_session(step=name, case=case, trail=trail, offered=(), **update)
        self.steps[name].ask(self)

    def repeat(self) -> None:
        """Ask the open question once more; silence when none is open."""
        (self.step.again or self.step.ask)(self)

    def run(self, action: str, case: Complaint, argument: str = "") -> None:
        """Do what a button of that action does."""
        self.tables.actions[action](self, case, argument)

    def leave(self) -> None:
        """No question is open any more. Buttons that name a case go on working."""
        self.set_session(step=IDLE, case=None, trail=(), offered=(), notes={})

    # ------------------------------------------------------------------------------------------------ speaking
    def say(
        self,
        text: str,
        rows: Rows = (),
        *,
        verbatim: bool = False,
        file: OutFile | None = None,
        reply_to: str | None = None,
        replaces: str | None = None,
        key: str | None = None,
    ) -> None:
        """A message whose buttons, if any, act on cases or on the person (`c:`, `p:`) and stay valid."""
        message = Message(
            text=text,
            rows=_choices(rows),
            verbatim=verbatim,
            file=file,
            reply_to=reply_to,
            replaces=replaces,
            key=key,
        )
        self._messages.append(message)

    def push(self, text: str, rows: Rows, clocks: tuple[tuple[int, str, int], ...]) -> None:
        """A reminder: sent in the push lane, while one of `clocks` still runs."""
        self._messages.append(Message(text=text, rows=_choices(rows), lane="push", clocks=clocks))

    def ask(self, text: str, rows: Rows = (), *, reply_to: str | None = None) -> None:
        """The open question, with new options; a second question in one turn replaces the first."""
        revision = self.session.revision + 1
        choices = _choices(rows, f"q:{revision}:")
        message = Message(text=text, rows=choices, key=menus.QUESTION, reply_to=reply_to)
        self.set_session(revision=revision, offered=tuple(menus.offers(message)))
        self._messages = [earlier for earlier in self._messages if earlier.key != menus.QUESTION]
        self._messages.append(message)

    def turn_to(self, page: str) -> bool:
        """Show another page of the menu, where options are numbered lines; False when there is none."""
        if self.step.numbers and not self.context.network.buttons:
            self.repeat()  # figures are answers here: its options are words, all of them in one message
            return True
        turned = None if self.context.network.buttons else menus.turned(self.session, page, self.t)
        if turned is None:
            return False
        message, self.session = turned
        self._messages.append(message)
        return True

    def hush(self, instead: str | None) -> None:
        """Leave out what would be said, for a user who writes too fast; `instead` is the one word a minute."""
        self._messages = [Message(text=instead)] if instead else []

    # ------------------------------------------------------------------------------------------------ handing over
    def finish(self) -> Turn:
        """What this turn decided."""
        self._offer_what_was_said()
        return Turn(
            session=self.session,
            person=self.person,
            complaints=tuple(self._cases.values()),
            messages=tuple(self._messages),
            reminders=self._plans(),
            jobs=tuple(self.jobs),
            effects=tuple(self.effects),
        )

    def _offer_what_was_said(self) -> None:
        """While no question is open, the buttons of the answer can be named in words and numbers too.

        Those of a reminder cannot: what it says may cross with an answer to what was said before.
        """
        heard = isinstance(self.event, FromUser)
        if not self.context.network.buttons:
            self._messages, self.session = menus.arrange(
                self._messages, self.session, self.t, heard=heard, numbers=self.step.numbers
            )
        elif heard and self._messages:
            self._offer_buttons()

    def _offer_buttons(self) -> None:
        """Where nothing is open the answer's buttons are the options; beside an open question, the newer ones."""
        idle = self.session.step == IDLE
        asked = not idle and any(message.key == menus.QUESTION for message in self._messages)
        offers = () if asked else tuple([offer for message in self._messages for offer in menus.offers(message)])
        if idle:
            self.set_session(beside=(), offered=offers or self.session.offered)
        elif offers or (asked and self.session.beside):
            self.set_session(beside=offers)

    def _plans(self) -> dict[int, tuple[Planned, ...]]:
        """New plans of the cases whose clocks changed, or of all when the quiet hours did."""
        if self.person.quiet_hours != self.context.person.quiet_hours:
            cases: Iterable[Complaint] = self.open_cases()
        else:
            cases = [case for case in self._cases.values() if self._clocks_changed(case)]
        return {case.number: plan(case, self.now, self.quiet_hours) for case in cases}

    def _clocks_changed(self, case: Complaint) -> bool:
        before = self.context.cases.get(case.number)
        if before is None:
            return bool(case.clocks)
        return before.stage != case.stage or (before.clocks is not case.clocks and before.clocks != case.clocks)

    @property
    def quiet_hours(self) -> QuietHours:
        """The person's own, or the operator's."""
        return QuietHours.parse(self.person.quiet_hours or self.context.rules.quiet_hours)


def _choices(rows: Rows, prefix: str = "") -> tuple[tuple[Choice, ...], ...]:
    """The options as choices; `prefix` binds those that are local to a step to their question."""
    return tuple(
        [
            tuple(
                [
                    Choice(label, f"{prefix}{value}" if value and value[:2] not in ACTS else value, style, copy_text)
                    for label, value, style, copy_text in row
                ]
            )
            for row in rows
        ]
    )
