"""Naming an option in words: `1`, `１`, `①`, `#1`, its label, or the beginning of exactly one label."""

import re
from collections.abc import Sequence
from functools import lru_cache

from complaints.reading.normalise import normalise
from dialogs.model import Offer

SHORTEST_PREFIX = 2
LONGEST_FIGURE = 8

_label = lru_cache(maxsize=1024)(normalise)
"""Labels are few and come again and again."""

_FIRST_NUMBER = re.compile(r"\d+", re.ASCII)


def named(text: str, offered: Sequence[Offer], *, numbers: bool, listed: bool = False) -> str | None:
    """The value of the option that `text` names. Without `numbers` a bare figure is no name, `#1` is.

    `listed`: the network shows the options as a numbered list, so a figure is a place in it. Elsewhere nobody sees
    places: of 投诉2 and 投诉3, `2` means the first.
    """
    wanted = normalise(text).strip().rstrip("。.!！")
    if not wanted or not offered:
        return None
    figure = wanted.removeprefix("#")
    if figure.isascii() and figure.isdecimal() and (numbers or figure != wanted):
        return (None if listed else _numbered(figure, offered)) or _at(figure, offered)
    labels = [(_label(offer.label), offer.value) for offer in offered]
    for label, value in labels:
        if wanted == label:
            return value
    if len(wanted) < SHORTEST_PREFIX:
        return None
    meant = {value for label, value in labels if label.startswith(wanted)}
    return meant.pop() if len(meant) == 1 else None


def figure(text: str) -> int | None:
    """A number from outside, in a button's value or after a command, where anything may stand; None for all else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_FIGURE else None


def _numbered(figure: str, offered: Sequence[Offer]) -> str | None:
    firsts = [(_FIRST_NUMBER.search(_label(offer.label)), offer.value) for offer in offered]
    meant = {value for first, value in firsts if first is not None and first[0] == figure}
    return meant.pop() if len(meant) == 1 else None


def _at(figure: str, offered: Sequence[Offer]) -> str | None:
    return offered[int(figure) - 1].value if 0 < int(figure[:6]) <= len(offered) else None
