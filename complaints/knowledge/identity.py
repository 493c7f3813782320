"""查平台是谁: where to look, what comes of it, and which office a complaint belongs to. The entries of finder.toml."""

from typing import Literal

from complaints.knowledge.entry import Button, Entry, Fact, Id, SellerRole, Text
from complaints.reading.companies import IdentityField


class FinderStep(Fact):
    """One place to look at: one screenshot and one field. The order in the file is the order of looking."""

    id: Id
    name: Button
    field: IdentityField
    """What the user types of it."""
    exhibit: Id
    """The kind of the picture taken there."""
    look: Text
    """Where to look, in words."""
    how: Text
    """What the picture must show."""
    question: Text
    """What to type; asked for again when nothing readable came."""
    unclear: Text
    """Said when the words are not what was asked for."""
    contact: Id | None = None
    """The register to look it up in."""
    needs: tuple[IdentityField, ...] = ()
    """Of these one must be known before it makes sense; empty: always."""
    suggests: IdentityField | None = None
    """Another field whose value may be the answer, offered as a button."""
    letter: Id | None = None
    """A text to send, shown with the question."""


class Identity(Entry):
    """How much is known of the other side, and what works with it. The ids are those of `respondents.Known`."""

    id: Literal["whole", "named", "traced", "nothing"]
    says: Text
    routes: tuple[Id, ...]
    """What to do with it, the best first. Unless the name and address are known they are offered before all others."""


class Bureau(Fact):
    """Which market regulator a complaint (办法13) and a report (办法31) about a seller of these roles belongs to."""

    id: Id
    roles: tuple[SellerRole, ...]
    complaint: Text
    report: Text
