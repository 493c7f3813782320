"""The two forms in which a message is looked at: plain, for links, and even, for words.

Swindlers write 验 证 码, ＶＸ, 薇❤信 and 騰訊會議 so that no filter knows them: what carries no meaning is taken away.
"""

import re
from collections.abc import Iterable

from complaints.knowledge.scam import Spelling
from complaints.reading.needs import needs
from complaints.reading.normalise import fold

LONGEST = 20_000
"""Characters of a message that are looked at."""

LINK = "🔗"
"""Stands for each link in the even form."""

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
                     "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]+")  # fmt: skip
_STOPS = dict.fromkeys("！!；;\n\r…", "。") | dict.fromkeys("，：:", ",") | dict.fromkeys("+➕", "加") | {"？": "?"}
"""How sentences end, how their parts do, and what people write for 加."""
_NOISE = re.compile(f"[^\\w。?,【】{LINK}]+")


def plain(text: str) -> str:
    """Compatible characters in their plain forms, small letters, nothing that nobody sees."""
    return fold(visible(text)).lower()


def visible(text: str) -> str:
    """The text without what nobody sees."""
    return _UNSEEN.sub("", text[:LONGEST])


class Spellings:
    """How words are written so that they are not recognised, undone."""

    def __init__(self, entries: Iterable[Spelling]) -> None:
        entries = tuple(entries)
        self._characters = _STOPS | {
            old: new
            for one in entries
            if one.each
            for row in one.written
            for old, new in zip(row, one.means, strict=True)
            if old != new
        }
        self._odd = re.compile(f"[{''.join(map(re.escape, self._characters))}]")
        # One after the other: patterns that begin with a letter are looked for much faster than any of them at once.
        self._words = [(re.compile(old), one.means) for one in entries if not one.each for old in one.written]
        needed = [needs(pattern.pattern) for pattern, _ in self._words]
        self._telling = frozenset(piece[0] for need in needed for piece in min(need, key=len)) if all(needed) else None
        """Characters of which a text has one, if any of these words can be in it; None: nobody knows."""

    def even(self, text: str) -> str:
        """The even form of a plain text."""
        text = text.replace("，", ",").replace("\n", "。").replace("_", "")  # most of what there is to do
        text = _NOISE.sub("", self._odd.sub(lambda match: self._characters[match[0]], text))
        if self._telling is None or not self._telling.isdisjoint(text):
            for written, means in self._words:
                text = written.sub(means, text)
        return text
