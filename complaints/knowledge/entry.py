"""What all entries of `knowledge/` have in common: ids, sources, status, words to recognise."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from complaints.reading.lexicon import HINT, LIKELY, SURE, Weighted

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
IS_BUTTON = "button"
Button = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), IS_BUTTON]
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
    def surely(self) -> Weighted:
        """Those that are the entry by themselves."""
        return tuple((word, SURE) for word in self.sure)

    @property
    def weighted(self) -> Weighted:
        """All of them, with how much each tells."""
        return (*self.surely, *((word, LIKELY) for word in self.likely), *((word, HINT) for word in self.hint))
