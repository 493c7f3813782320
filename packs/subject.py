"""What papers are made of, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from complaints.complaint import Complaint, Exhibit
from complaints.knowledge.models import Knowledge, Pack
from complaints.letter_facts import NAMELESS
from complaints.packing import packed, place_name
from complaints.times import Instant
from dialogs.texts import Texts

Section = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What can be shown of an exhibit: copies of a picture, in the folder of the layout, or why there are none."""

    pictures: tuple[str, ...] = ()
    """Several pieces of a long screenshot."""
    wide: bool = False
    """Wider than high."""
    why_not: Literal["unshown", "no_picture", "lost"] | None = None


LOST = Shown(why_not="lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A case as one reader gets it."""

    case: Complaint
    pack: Pack
    knowledge: Knowledge
    texts: Texts
    at: Instant
    """Bot time; equal times give equal bytes."""
    shown: Mapping[int, Shown]
    """What of each exhibit can be shown, by its number."""
    names: Mapping[int, str]
    """What the file of each exhibit is called."""

    @property
    def exhibits(self) -> list[Exhibit]:
        """Those that the reader gets."""
        return packed(self.case, self.pack)

    def word(self, name: str, /, **values: object) -> str:
        """A sentence of papers: texts `pack.paper.<name>`."""
        return self.texts(f"pack.paper.{name}", **values)

    def place(self, name: str) -> str:
        """A channel, route or letter as others call it."""
        return place_name(self.case, self.knowledge, name)

    def name_of(self, exhibit: Exhibit) -> str:
        """付款记录; the reader need not know that nobody sorted it."""
        kind = self.knowledge.exhibits.get(exhibit.kind)
        return self.word("other") if kind is None or kind.id in NAMELESS else kind.name
