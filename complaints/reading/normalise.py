"""Typed text made safe to keep (`clean`) and made uniform to read (`normalise`).

`normalise` is NFKC character by character, so positions in it are positions in the cleaned text, and full-width
punctuation stays as typed in what is kept.
"""

import re
import unicodedata
from functools import lru_cache

MAX_LENGTH = 4096
"""Characters of a text message on Telegram (Bot API, sendMessage)."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control, zero-width and bidi characters, blank fillers, unpaired surrogates, tags."""

_PICTOGRAPH = "\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff"
_LONE_JOINER = re.compile(f"(?<![{_PICTOGRAPH}\ufe0f])\u200d|\u200d(?![{_PICTOGRAPH}])")
"""A zero-width joiner is kept only where it makes one emoji of two."""

_FULL_WIDTH_THOUSANDS = re.compile("(?<=[０-９])，(?=[０-９])")
_COMPATIBLE = (
    range(0xA0, 0x100),
    range(0x2000, 0x2070),
    range(0x2070, 0x2190),
    range(0x2460, 0x2500),
    range(0x2F00, 0x2FE0),
    range(0x3000, 0x3001),
    range(0x3200, 0x3400),
    range(0xF900, 0xFB00),
    range(0xFE10, 0xFE70),
    range(0xFF00, 0xFFF0),
    range(0x1D400, 0x1D800),
    range(0x1F100, 0x1F200),
)
"""Blocks with characters that people mean as plain ones: full-width, circled, Kangxi, mathematical."""


_COMPATIBLE_RUN = re.compile("[^\0-\x9f\u3001-\u31ff\u4e00-\u9fff，]+")
"""What may be in these blocks: all but ASCII and the usual Chinese characters and marks, which are most of a text."""


def clean(text: str) -> str:
    """The text without characters nobody sees, at most `MAX_LENGTH` long, trimmed. Cleaning twice changes nothing."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text[:MAX_LENGTH]))
    if "\u200d" in text:
        text = _LONE_JOINER.sub("", text)
    return text.strip()


@lru_cache(maxsize=1)
def normalise(text: str) -> str:
    """`fold` of `clean`: the form in which texts are compared and read, the same one several times in a row."""
    return fold(clean(text))


def fold(text: str) -> str:
    """Half-width and plain forms of compatible characters, one for one: the result is as long as the text.

    A full-width comma is kept, because `98，200元` are two numbers and `98,200元` is one; only between full-width
    digits it separates thousands.
    """
    if text.isascii():
        return text
    if "，" in text:
        text = _FULL_WIDTH_THOUSANDS.sub(",", text)
    return _COMPATIBLE_RUN.sub(lambda run: run[0].translate(_PLAIN), text)


def _plain_forms() -> dict[int, str]:
    forms = {code: unicodedata.normalize("NFKC", chr(code)) for block in _COMPATIBLE for code in block}
    return {code: form for code, form in forms.items() if len(form) == 1 and form != chr(code) and code != ord("，")}


_PLAIN = _plain_forms()
