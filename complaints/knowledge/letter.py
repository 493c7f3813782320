"""Letters: sentences with what they need, the fields they may use, and the words they may not."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from complaints.knowledge.entry import Button, Entry, Fact, Id, SellerRole, Text


class Flag(Entry):
    """A fact of a case that is true or not."""

    id: Id
    means: Text
    """For maintainers; never shown."""
    automatic: bool = False
    """Set by the composer from goods and demand."""


class FieldName(Entry):
    """A fact that letters and questions speak of, with its Chinese name."""

    id: Id
    name: Button
    personal: bool = False
    """Never on a public route."""
    part: Button | None = None
    """How a user calls the part of a letter that it makes, and may word it: 经过, 要求."""
    cut: bool = False
    """An account of the user's own: too long, it is cut after a sentence before anything is left out."""


class Sentence(Entry):
    """One sentence of a letter, left out when a field it names is missing. Of one `slot` the first that fits stands."""

    id: Id
    text: str = Field(min_length=1)
    slot: Id | None = None
    part: Literal["body", "recipient", "subject"] = "body"
    line: bool = False
    """Begins a new line."""
    needs: tuple[Id, ...] = ()
    """Fields it needs beside those its text names."""
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


class Include(Entry):
    """The sentences of a passage, at this place of a letter."""

    passage: Id


class Passage(Entry):
    """Sentences that several letters share."""

    id: Id
    sentences: tuple[Sentence, ...]


Audience = Literal["seller", "office", "report", "public"]
"""Who reads a letter: the seller or platform; an office, bank or court; an office that is given a clue; everybody."""


def _kind(value: Any) -> str:
    """Which of the two an element of `sentences` is; a misspelt key is then reported for that one alone."""
    included = "passage" in value if isinstance(value, dict) else isinstance(value, Include)
    return "passage" if included else "sentence"


class Letter(Fact):
    """A text to send, as a list of sentences."""

    id: Id
    name: Button
    channel: Id | None = None
    route: Id | None = None
    audience: Audience = "seller"
    other_side: Text = "贵方"
    """What the letter calls the other side."""
    max_length: int
    limit_unverified: bool = False
    """Nobody has looked how many characters the page takes: the user is told so."""
    addressee: Text
    required: tuple[tuple[Id, ...], ...]
    """Fields without which there is no text; of each inner list one is enough."""
    sentences: tuple[
        Annotated[Annotated[Sentence, Tag("sentence")] | Annotated[Include, Tag("passage")], Discriminator(_kind)], ...
    ]

    @property
    def public(self) -> bool:
        """Everybody can read it."""
        return self.audience == "public"


class Phrase(Entry):
    """A part of a value that letters are filled with, such as how a contact is told: `{when} 联系{channel}，未答复`."""

    id: Id
    text: Text


class WordingRule(Entry):
    """A pattern that must not appear in a text, or must; `id` is the code that `letters.checks` reports."""

    id: Id
    pattern: str
    where: tuple[Literal["data", "letter", "draft", "public"], ...]
    must: bool = False
    unless_flag: Id | None = None
    not_letters: tuple[Id, ...] = ()
    """Letters that it does not look at."""
    unless_platform_source: bool = False
    why: Text
    """For maintainers; the words for users are texts of the dialogs."""


Level = Literal["rude", "threatening", "judging", "over_promising", "shouting", "fact"]


class ToneRule(Entry):
    """Words of a user's own text that help the other side, and a calm wording that fits into their place."""

    id: Id
    level: Level
    pattern: str
    calm: str
    """`\\1` is the first group of the pattern; empty: the words are left out."""
    example: Text
    becomes: Text
    """The example in calm words."""
