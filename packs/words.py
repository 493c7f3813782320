"""Words of papers: sizes, and text of users without what no printer shows."""

import re
import unicodedata

from complaints.times import Instant, date_of, full_date, local

_JOINER = "\u200d"
"""Holds the parts of an emoji together."""
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_ENDS = re.compile("\r\n?|[\u2028\u2029\v\f\x85]")
MIB = 1024 * 1024


def paper_time(at: Instant) -> str:
    """`2026年11月23日 22:30`: evidence is told by the minute."""
    return f"{full_date(date_of(at))} {local(at):%H:%M}"


def plain(text: str) -> str:
    """The text with line ends as `\\n`, without control characters and those that hide or turn round what follows."""
    lines = _ENDS.sub("\n", text).replace("\t", " ")
    return "".join(one for one in lines if one in ("\n", _JOINER) or unicodedata.category(one) not in _HIDDEN)


def plain_all(value: object) -> object:
    """A copy of a JSON value with every text in it `plain`."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: plain_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_all(item) for item in value]
    return value


def paper_size(size: int) -> str:
    """312 KB, 4.2 MB."""
    return f"{size / MIB:.1f} MB" if size >= MIB else f"{max(1, size // 1024)} KB"
