"""Platforms, problems and what people say: the entries that lead a user through a complaint.

Money is 分; hours of channels are whole hours after a filing.
"""

import re
from collections.abc import Mapping
from typing import Literal

from complaints.knowledge.entry import Button, Entry, Fact, Id, SellerRole, Text, Words


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

    def matches(self, number: str) -> bool:
        """Whether the whole number looks like this."""
        return re.fullmatch(self.pattern, number, re.IGNORECASE) is not None


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
    contacted: Literal["silent", "refused", "promised"] | None = None
    """What the problem itself says of an earlier contact, so that nobody is asked whether there was one."""
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
    others: tuple[Text, ...] = ()
    """Other wordings of the same demand; one with {amount} only where there is one."""
    money: bool = False
    """It is about a sum of money."""
    claim: Text | None = None
    """What a court is asked, before the sum; None: not what a court can order in a small claim."""
    office: Id | None = None
    """The demand that an office or the public is told instead, where this one can be met by the seller alone."""
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
    proves: Text | None = None
    """In lists of evidence for others; None for kinds that tell nothing."""
    offered: bool = True
    """Shown as a button when the user is asked what a picture is."""


class Outcome(Entry):
    """How a case can end."""

    id: Id
    name: Button
    offered: bool = True
    """Shown as a button when a case is closed."""
    amount: bool = False
    """Ask how much."""
    happy: bool = False
    ask_accepts: bool = False
    """Ask whether the user accepts this kind of settlement before closing."""


class Rebuttal(Entry):
    """The sentence of the next letter that meets an excuse, where its seller, goods and articles fit the case."""

    text: Text
    law: tuple[Id, ...] = ()
    needs_role: tuple[SellerRole, ...] = ()
    problems: tuple[Id, ...] = ()
    """Problems it is for; empty: all."""


class Excuse(Fact):
    """A stock excuse of customer service, its answer, and the sentence for the next letter."""

    id: Id
    name: Button
    offered: bool = True
    """Shown as a button when the user is asked what they said."""
    refuses: bool = False
    """Who says this has refused; any other excuse leaves it open."""
    words: Words = Words()
    answer: tuple[Text, ...]
    rebuttal: Text
    """For the seller's own letters, whoever sells and whatever was bought."""
    rebuttals: tuple[Rebuttal, ...] = ()
    """The first of these that fits is taken before it."""
    told: Text
    """For everybody else; {other_side} is what that letter calls the seller."""
    law: tuple[Id, ...]


class Emergency(Fact):
    """A hard fact that puts the emergency path first. Never 被骗了 alone: that is how every upset buyer talks."""

    id: Id
    name: Button
    words: Words
    says: Text
    told: Text | None = None
    """The fact as the police and the payment provider read it; no full stop."""
