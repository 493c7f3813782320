"""Deadlines, offices, routes and law: the entries that say how the world is.

Lengths of clocks are whole hours, days, working days, months or years; leads of reminders are seconds before the end.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from complaints.knowledge.entry import Button, Entry, Fact, Id, SellerRole, Text


class ClockKind(StrEnum):
    """Whose time it is, and how binding."""

    ADVICE = "advice"
    FACT = "fact"
    LAW = "law"
    CITED = "cited"
    UNVERIFIED = "unverified"


Report = Literal[
    "filed",
    "arrived",
    "answered",
    "promised",
    "accepted",
    "refused",
    "silent",
    "activated",
    "closed",
    "result",
    "next_step",
]
"""What the user can report that may end a clock."""


class ClockRule(Fact):
    """A kind of deadline. Exactly one of the lengths is set unless the due time comes from a channel or the user."""

    id: Id
    name: Text
    starts_from: Literal[
        "discovered",
        "bought",
        "filed",
        "appealed",
        "promised",
        "demanded",
        "provider_asked",
        "bureau_received",
        "accepted",
        "decided",
        "submitted",
        "case_filed",
        "harm_known",
        "completed",
        "reported",
    ]
    due_from: Literal["length", "channel", "user", "none"] = "length"
    hours: int | None = None
    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    years: int | None = None
    kind: ClockKind
    leads: tuple[int, ...] = ()
    """Seconds before the end at which the user is reminded; 0 = at the end. Empty: shown, never pushed."""
    side: Literal["user", "other_side", "office"]
    """Who must act. A provisional date is taken early for the user, late for an office."""
    extend: bool = False
    """The user may move the end."""
    editable_start: bool = False
    """The user may correct when it began."""
    pause: Text | None = None
    """What stops the count, in words."""
    company: bool = True
    """Its end asks for news: while it runs, no other clock is needed so that nobody is left alone."""
    old_rule_before: date | None = None
    """Started before this day, another rule counts: the office's own date is asked for."""
    done_by: tuple[Report, ...] = ()
    """Reports that end it."""
    says: Text
    """One line for the user: what this time is and where it comes from."""
    passed: Text | None = None
    """One line for when it has passed."""


class Contact(Fact):
    """An office or a service. Without a link when nobody has verified the address."""

    id: Id
    name: Text
    url: str | None = None
    tel: str | None = None
    how: Text | None = None
    """Where to find the entrance, in words."""
    note: Text | None = None


class MediaHost(Fact):
    """A host from which files that users send may be fetched. Nothing is fetched from any other."""

    id: Id
    network: Literal["qq"]
    host: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    subdomains: bool = False
    """Hosts below it too."""

    def covers(self, host: str) -> bool:
        """Whether that host is meant."""
        return host == self.host or (self.subdomains and host.endswith(f".{self.host}"))


class Route(Fact):
    """A rung of the ladder after the official channels: one honest card."""

    id: Id
    name: Button
    title: Text
    fits: tuple[Text, ...]
    contacts: tuple[Id, ...] = ()
    prepare: tuple[Text, ...] = Field(min_length=3, max_length=3)
    trap: Text
    """What it closes off, or what gets it refused."""
    next: Text
    """What happens after it."""
    clocks: tuple[Id, ...] = ()
    law: tuple[Id, ...] = ()
    letter: Id | None = None
    told: Text | None = None
    """How having gone there is told in a letter to another office; None: it is nobody else's business."""
    public: bool = False
    """What is written there can be read by everybody."""
    needs_role: tuple[SellerRole, ...] = ()
    receipt: Text | None = None
    """What shows that it was submitted: asked for after 我已提交."""
    closes: tuple[Id, ...] = ()
    """Routes that refuse the same dispute once this one has accepted or handled it (办法16(二))."""
    needs_respondent: bool = False
    """Not to be taken while nobody knows who the other side is."""
    urgent: int = 0
    """Place among the ways that come first when money is on its way to a swindler; 0: none of them."""


class Statute(Entry):
    """A law or rule. `file` names its text in `knowledge/law/texts` when we have it."""

    id: Id
    name: Text
    short: Text
    file: str | None = None
    url: str | None = None


class Article(Fact):
    """One article, with what it says (`quote` word for word, or `meaning` in plain words) and where it may be used."""

    id: Id
    statute: Id
    article: Text
    """As printed: 第二十条."""
    meaning: Text
    quote: Text | None = None
    needs_role: SellerRole | None = None
    """Binds only sellers or platforms of this role."""
    not_goods: tuple[Id, ...] = ()
    """Goods kinds outside its scope (电商法2: contents)."""
    needs_flag: Id | None = None
    """A fact of the case without which it does not apply."""
    needs_field: Id | None = None
    """What a sentence that rests on it must name, such as the date of the notice."""
    where: tuple[Literal["letter", "report", "advice"], ...] = ("letter", "report", "advice")
    note: Text | None = None
