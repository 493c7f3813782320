"""The shapes of `knowledge/`. One class is one kind of entry in the data files; `Knowledge` is all of them, by id.

Durations of clocks are whole hours, days or working days; leads of reminders are seconds before the clock ends; money
is 分. Everything a user reads is text of the data files, in Simplified Chinese.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Button = Text
"""A label of a button: `check` wants at most `BUTTON_LENGTH` characters."""
BUTTON_LENGTH = 10


class Status(StrEnum):
    """How well a fact is known, and so what may be said of it."""

    LAW = "law"
    """Read in a text of `knowledge/law/texts`: may be quoted word for word."""
    CITED = "cited"
    """Published elsewhere, the text is not at hand: number and plain meaning, no quotation marks."""
    GUIDE = "guide"
    """Stated by a complaint guide on the web and by nobody else."""
    PRODUCT = "product"
    """A choice of this tool; said to be one where it could be taken for a rule."""
    UNVERIFIED = "unverified"
    """Plausible only: hidden, or shown with words that say so; never with a link."""


class SellerRole(StrEnum):
    """Who sells on the platform. Some articles bind only platforms for the trade of others (电商法9)."""

    SELF_RUN = "self_run"
    MARKETPLACE = "marketplace"
    UNKNOWN = "unknown"


class Entry(BaseModel):
    """Base of all entries: immutable, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Entry):
    """An entry that says something about the world, and where it was read."""

    source: Text
    checked_on: date
    status: Status


class Words(Entry):
    """Regular expressions that recognise an entry in what people write, by how much each one tells."""

    sure: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    hint: tuple[str, ...] = ()

    @property
    def weighted(self) -> tuple[tuple[str, int], ...]:
        """(pattern, weight): sure 4, likely 2, hint 1."""
        return tuple(
            (word, weight) for words, weight in ((self.sure, 4), (self.likely, 2), (self.hint, 1)) for word in words
        )


class Channel(Fact):
    """An official way to the platform. `ask_after` are hours after a filing at which the user is asked for news."""

    id: Id
    name: Button
    ask_after: tuple[int, ...]
    """0 = at once; the last one is before `escalate_after`."""
    escalate_after: int
    """Hours after which the next step is offered; the letter's own deadline, rounded to a full hour."""
    max_length: int
    """Characters a letter for this channel may have."""
    fits: Text


class OrderHint(Entry):
    """What this platform's order numbers look like. A hint: other numbers are accepted after one confirmation."""

    pattern: str
    example: Text


class Override(Entry):
    """What a platform does differently for one problem; empty keys leave the problem as it is."""

    first_channel: Id | None = None
    demand: Id | None = None
    fallback: Id | None = None
    first_checks: tuple[Text, ...] = ()


class Playbook(Fact):
    """One platform. Domains and contacts hold only what the platform itself has published."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    order_hints: tuple[OrderHint, ...] = ()
    seller_role: SellerRole = SellerRole.UNKNOWN
    domains: tuple[str, ...] = ()
    contacts: tuple[Id, ...] = ()
    no_contact: Text
    """What to say when `contacts` is empty."""
    small_amount: int
    """分; up to it a letter asks to treat the case as a small one."""
    channels: tuple[Channel, ...]
    problems: Mapping[Id, Override] = {}

    def channel(self, channel_id: str) -> Channel | None:
        """The channel of this id, or None when the platform has no such channel."""
        return next((channel for channel in self.channels if channel.id == channel_id), None)


class Group(Entry):
    """A group of problems, the first question's buttons."""

    id: Id
    name: Button


class ChecklistItem(Entry):
    """One piece of evidence to collect: what it is, what it proves, how to take it."""

    id: Id
    kind: Id
    """An exhibit kind."""
    title: Text
    proves: Text
    how: Text
    required_for: tuple[Id, ...] = ()
    """`filing`, or ids of routes that are weak or refused without it."""
    goods: tuple[Id, ...] = ()
    """Goods kinds it is for; empty: all."""


class AskWhen(Entry):
    """A fact that is asked just in time: when one of the goods kinds or routes makes it matter."""

    field: Id
    goods: tuple[Id, ...] = ()
    routes: tuple[Id, ...] = ()


class Arrival(Entry):
    """What a happy end is for this problem: the button, and what it means."""

    button: Button
    means: Text


class Problem(Fact):
    """One kind of dispute and the way through it."""

    id: Id
    name: Button
    """As people say it; the button."""
    formal: Text
    """As a letter says it; the subject of an e-mail."""
    group: Id
    words: Words
    statement: Text
    """The problem in one neutral sentence, for letters; no full stop."""
    first_checks: tuple[Text, ...]
    donts: tuple[Text, ...]
    checklist: tuple[ChecklistItem, ...]
    demand: Id | None = None
    """None: ask."""
    fallback: Id | None = None
    first_channel: Id
    routes: tuple[Id, ...]
    """Channels and routes in the order they are offered; the first one is recommended."""
    law: tuple[Id, ...]
    required: tuple[tuple[Id, ...], ...]
    """What must be known before a first text; of each inner list one is enough."""
    ask_when: tuple[AskWhen, ...]
    arrived: Arrival
    underlying: bool = False
    """The dispute is about how another problem was handled: ask which one."""
    emergency: bool = False
    """The emergency path comes before all routes."""
    advice: tuple[Text, ...] = ()
    """Plain words that must not be left out, such as whose mistake it is."""


class Demand(Entry):
    """What the user asks for. `text` and `with_amount` follow 请在…前 in a letter; {amount} is e.g. 98元."""

    id: Id
    name: Button
    text: Text
    with_amount: Text | None = None
    money: bool = False
    """It is about a sum of money (a court takes no other demand)."""
    words: Words = Words()


class GoodsKind(Entry):
    """A kind of digital goods."""

    id: Id
    name: Button
    words: Words = Words()
    prepaid: bool = False
    """Paid ahead for later performance (消法53)."""
    needs_account: bool = False
    """Delivered to an account the buyer named."""


class PaidHow(Entry):
    """A way of paying."""

    id: Id
    name: Button
    words: Words = Words()
    contacts: tuple[Id, ...] = ()
    prepaid: bool = False
    private: bool = False
    """Money sent to a person outside the order: the recommended route changes at once."""


class ExhibitKind(Entry):
    """A kind of evidence."""

    id: Id
    name: Button
    words: Words = Words()
    offered: bool = True
    """Shown as a button when the user is asked what a picture is."""


class Outcome(Entry):
    """How a case can end."""

    id: Id
    name: Button
    amount: bool = False
    """Ask how much."""
    happy: bool = False
    ask_accepts: bool = False
    """Ask whether the user accepts this kind of settlement before closing."""


class ClockKind(StrEnum):
    """Whose time it is, and how binding."""

    ADVICE = "advice"
    FACT = "fact"
    LAW = "law"
    CITED = "cited"
    UNVERIFIED = "unverified"


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
    done_by: tuple[
        Literal[
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
        ],
        ...,
    ] = ()
    """Reports of the user that end it."""
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
    public: bool = False
    """What is written there can be read by everybody."""
    needs_role: tuple[SellerRole, ...] = ()


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
    where: tuple[Literal["letter", "report", "advice"], ...] = ("letter", "report", "advice")
    note: Text | None = None


class Excuse(Fact):
    """A stock excuse of customer service, its answer, and the sentence for the next letter."""

    id: Id
    name: Button
    words: Words
    answer: tuple[Text, ...]
    rebuttal: Text
    law: tuple[Id, ...]


class Emergency(Fact):
    """A hard fact that puts the emergency path first. Never 被骗了 alone: that is how every upset buyer talks."""

    id: Id
    name: Button
    words: Words
    says: Text


class FieldName(Entry):
    """A fact that letters and questions speak of, with its Chinese name."""

    id: Id
    name: Button
    personal: bool = False
    """Never on a public route."""


class Sentence(Entry):
    """One sentence of a letter, left out when something it needs is missing. Of one `slot` only the first fitting stands."""

    id: Id
    text: str = Field(min_length=1)
    slot: Id | None = None
    part: Literal["body", "recipient", "subject"] = "body"
    line: bool = False
    """Begins a new line."""
    needs: tuple[Id, ...] = ()
    needs_role: tuple[SellerRole, ...] = ()
    needs_flags: tuple[Id, ...] = ()
    without_flags: tuple[Id, ...] = ()
    problems: tuple[Id, ...] = ()
    not_problems: tuple[Id, ...] = ()
    goods: tuple[Id, ...] = ()
    not_goods: tuple[Id, ...] = ()
    law: tuple[Id, ...] = ()
    priority: int = Field(ge=1, le=9)
    """1 is dropped first when the letter is too long, 9 never."""
    blanks: tuple[Text, ...] = ()
    """What the user fills in: the text marks each place with ＿＿."""


class Letter(Fact):
    """A text to send, as a list of sentences."""

    id: Id
    name: Button
    channel: Id | None = None
    route: Id | None = None
    max_length: int
    public: bool = False
    addressee: Text
    required: tuple[tuple[Id, ...], ...]
    """Fields without which there is no text; of each inner list one is enough."""
    sentences: tuple[Sentence, ...]


class WordingRule(Entry):
    """Words that must not appear, and why."""

    id: Id
    pattern: str
    where: tuple[Literal["data", "letter", "draft"], ...]
    """`data`: all texts of knowledge/; `letter`: sentences of letters; `draft`: a composed text before it leaves."""
    unless_flag: Id | None = None
    unless_platform_source: bool = False
    why: Text


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All entries by id. Built once at start-up by `load`, never changed."""

    version: str
    """Short hash of the data files; texts that were sent keep it."""
    playbooks: Mapping[str, Playbook]
    groups: Mapping[str, Group]
    problems: Mapping[str, Problem]
    demands: Mapping[str, Demand]
    goods: Mapping[str, GoodsKind]
    paid_how: Mapping[str, PaidHow]
    exhibits: Mapping[str, ExhibitKind]
    outcomes: Mapping[str, Outcome]
    clocks: Mapping[str, ClockRule]
    contacts: Mapping[str, Contact]
    routes: Mapping[str, Route]
    statutes: Mapping[str, Statute]
    law: Mapping[str, Article]
    excuses: Mapping[str, Excuse]
    emergencies: Mapping[str, Emergency]
    fields: Mapping[str, FieldName]
    letters: Mapping[str, Letter]
    wording: tuple[WordingRule, ...] = field(default=())
