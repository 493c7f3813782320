"""Letters: sentences with what they need, the fields they may use, and the words they may not."""

from typing import Literal

from pydantic import Field

from complaints.knowledge.entry import Button, Entry, Fact, Id, SellerRole, Text


class FieldName(Entry):
    """A fact that letters and questions speak of, with its Chinese name."""

    id: Id
    name: Button
    personal: bool = False
    """Never on a public route."""


class Sentence(Entry):
    """One sentence of a letter, left out when something it needs is missing. Of one `slot` the first that fits stands."""

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
