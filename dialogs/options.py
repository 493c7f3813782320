"""Naming an option in words: `1`, `１`, `①`, `#1`, its label, or the beginning of exactly one label."""

import re
from collections.abc import Sequence
from functools import lru_cache

from complaints.reading.normalise import normalise
from dialogs.model import Offer

SHORTEST_PREFIX = 2
LONGEST_FIGURE = 8

TITLE_ENDS = " · "
"""What follows the number in the title of a case: 投诉3 · 点卡98元."""

_label = lru_cache(maxsize=1024)(normalise)
"""Labels are few and come again and again."""

_FIRST_NUMBER = re.compile(r"\d+", re.ASCII)


def named(text: str, offered: Sequence[Offer], *, numbers: bool, listed: bool = False) -> str | None:
    """The value of the option that `text` names. Without `numbers` a bare figure is no name, `#1` is.

    `listed`: the network shows the options as a numbered list, so a figure is a place in it. Elsewhere nobody sees
    places: of 投诉2 and 投诉3, `2` means the first.
    """
    wanted = _wanted(text)
    if not wanted or not offered:
        return None
    place = _figure(wanted, numbers=numbers)
    if place is not None:
        return (None if listed else _numbered(place, offered)) or _at(place, offered)
    found = labelled(text, offered)
    if found is not None or len(wanted) < SHORTEST_PREFIX:
        return found
    meant = {offer.value for offer in offered if _label(offer.label).startswith(wanted)}
    return meant.pop() if len(meant) == 1 else None


def labelled(text: str, offered: Sequence[Offer]) -> str | None:
    """The value of the first option whose whole label the text is."""
    wanted = _wanted(text)
    return next((offer.value for offer in offered if wanted and _label(offer.label) == wanted), None)


def titled(text: str, offered: Sequence[Offer]) -> str | None:
    """The value of the one option that is called after the case of that name: 投诉3."""
    wanted = _wanted(text)
    meant = {offer.value for offer in offered if wanted and _label(offer.label).partition(TITLE_ENDS)[0] == wanted}
    return meant.pop() if len(meant) == 1 else None


def at_place(text: str, lines: Sequence[Offer], *, numbers: bool) -> str | None:
    """The value of the option at the place that the text names. Without `numbers` only `#1` names one."""
    place = _figure(_wanted(text), numbers=numbers)
    return _at(place, lines) if place is not None else None


def is_place(text: str) -> bool:
    """Whether the text is a number and nothing else."""
    return _figure(_wanted(text), numbers=True) is not None


def figure(text: str) -> int | None:
    """A number from outside, in a button's value or after a command, where anything may stand; None for all else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_FIGURE else None


def _wanted(text: str) -> str:
    return normalise(text).strip().rstrip("。.!！")


def _figure(wanted: str, *, numbers: bool) -> str | None:
    """The digits of a text that names a place."""
    digits = wanted.removeprefix("#")
    return digits if digits.isascii() and digits.isdecimal() and (numbers or digits != wanted) else None


def _numbered(figure: str, offered: Sequence[Offer]) -> str | None:
    firsts = [(_FIRST_NUMBER.search(_label(offer.label)), offer.value) for offer in offered]
    meant = {value for first, value in firsts if first is not None and first[0] == figure}
    return meant.pop() if len(meant) == 1 else None


def _at(figure: str, offered: Sequence[Offer]) -> str | None:
    return offered[int(figure) - 1].value if 0 < int(figure[:6]) <= len(offered) else None
