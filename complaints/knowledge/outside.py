"""Going outside the platform: what is looked at before, what speaks for a route, what an office makes of it.

`when` names conditions of `complaints/conditions.py`; all of them must hold. A check may name the {missing} exhibits, a
reason the {amount}.
"""

from collections.abc import Mapping
from typing import Literal

from complaints.knowledge.entry import Button, Entry, Fact, Id, Text, Words

Remedy = Literal["finder", "collect", "review", "money", "authorisation"]
"""What can mend it: find out who it is, add pictures, change the facts, ask for money, the 授权委托书."""


class Check(Fact):
    """Something to look at before a route is taken: what is missing, or would get it refused."""

    id: Id
    routes: tuple[Id, ...]
    when: tuple[Id, ...]
    severity: Literal["blocks", "warns", "notes"]
    """Blocks: refused as it stands. Warns: may be. Notes: good to know. The user may always go on."""
    says: Text
    law: tuple[Id, ...] = ()
    """Articles behind it, named after the line."""
    remedy: Remedy | None = None
    """The button that mends it; REMEDIES of `dialogs/flows/remedies.py`."""


class Answer(Entry):
    """One button under a question."""

    value: Id
    """What is kept; `yes` and `no` are kept as true and false."""
    name: Button
    facts: Mapping[Id, bool] = {}
    """What is kept instead, where one answer tells more than one fact."""
    words: Words = Words()
    """How people say it; taken where they say no other answer of the question too."""


class Question(Entry):
    """A fact that is asked just in time, before a route that wants it."""

    id: Id
    """Name of the field of `Facts`."""
    routes: tuple[Id, ...]
    text: Text
    after: Id | None = None
    """Asked only when this other fact was answered with something else than `none`."""
    answers: tuple[Answer, ...]


class Fit(Entry):
    """Why a route fits a case, or what speaks against it."""

    id: Id
    routes: tuple[Id, ...]
    when: tuple[Id, ...]
    side: Literal["for", "against"]
    says: Text


class ResultKind(Fact):
    """What can come of a filing outside the platform, as a button, and what follows."""

    id: Id
    routes: tuple[Id, ...]
    name: Button
    words: Words = Words()
    says: Text
    """What it means and what to do now."""
    told: Text | None = None
    """How it is told in a letter to another office, in a few neutral words; None: it changes nothing there."""
    report: Literal["accepted", "silent", "result"] | None = None
    """Clocks of this filing whose `done_by` names it are done."""
    starts: Id | None = None
    """The clock that counts from the day of this result."""
    then: Literal["date", "until", "ground", "arrival", "news", "pause"] | None = None
    """What is asked next: when it was, until when, why, whether money or goods came; or when we ask again."""
    after: Id | None = None
    """Offered only once this result was reported."""
    until: Id | None = None
    """No longer offered once this result was reported."""
    final: bool = False
    """This filing is over."""
    handled: bool = False
    """An office has accepted or handled the dispute: others that must not be second refuse it (办法16(二))."""
    next: tuple[Id, ...] = ()
    """Routes to offer after it, the best first."""


class Ground(Fact):
    """Why an office refuses, with advice of its own."""

    id: Id
    routes: tuple[Id, ...]
    name: Button
    words: Words = Words()
    says: tuple[Text, ...]
    told: Text | None = None
    """How it is told in a letter to another office."""
    law: tuple[Id, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    again: bool = False
    """The same route may be taken once more when it is mended."""
    next: tuple[Id, ...] = ()
