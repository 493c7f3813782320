"""Packs of evidence: which pages, facts and exhibits the papers for one reader hold."""

from typing import Literal

from complaints.knowledge.entry import Button, Fact, Id, Text

Page = Literal["facts", "timeline", "contacts", "list", "signed_list", "exhibits", "suspects", "hashes"]
"""`list` names the exhibits, `signed_list` does it as a court wants it; every pack begins with a cover."""


class Pack(Fact):
    """The papers for one reader."""

    id: Id
    name: Button
    title: Text
    """On the cover."""
    routes: tuple[Id, ...] = ()
    """Rungs of the ladder whose card offers this pack. No public one: what stands there everybody reads."""
    pages: tuple[Page, ...]
    fields: tuple[Id, ...]
    """What the page of facts says, in this order, as far as it is known."""
    without: tuple[Id, ...] = ()
    """Kinds of exhibits that this reader does not get."""
    offices: bool
    """Contacts with offices and other places outside the platform are told."""
    hides: tuple[Id, ...] = ()
    """Routes of which this reader learns nothing all the same."""
    originals: bool
    """A ZIP with the files as received goes with it."""
    advice: tuple[Text, ...]
    """What to do with the pack, for the user in the chat."""
