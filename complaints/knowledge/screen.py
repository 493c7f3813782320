"""Screenshots: by which words a page is recognised, and behind which labels it shows what."""

from typing import Literal

from complaints.knowledge.entry import Entry, Id, Text, Words

ScreenField = Literal["order_number", "amount", "at", "payee", "serial"]
"""What can be read: see `complaints.complaint.Seen`."""


class ScreenKind(Entry):
    """A kind of page. Its weight is that of the patterns found on it."""

    id: Id
    """The exhibit kind that such a picture is."""
    words: Words
    bubbles: bool = False
    """Lines at both sides that are no labels and values tell as much as a likely word: people talking."""
    alone: bool = False
    """Without a label, the one sum in large type is the amount, and the only time of the page is when it was."""


class ScreenLabel(Entry):
    """Words before a value."""

    id: Id
    field: ScreenField
    kinds: tuple[Id, ...]
    """The kinds of pages on which they mean that."""
    labels: tuple[Text, ...]
    """As apps print them, the best first: 实付款 rather than 总价. …已收款 stands behind its value."""
