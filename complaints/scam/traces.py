"""What a swindler's message leads to, and its words made harmless: nobody reaches a swindler by touching a paper.

What was added can be taken out again: links get brackets around dots and colons, long numbers an underscore after every
four digits, which no viewer takes for a link or a telephone number.
"""

import re
from collections.abc import Collection, Iterator

from complaints.reading.normalise import fold
from complaints.scam.forms import visible
from complaints.scam.links import links_in

MOST = 10
"""Traces told of one message."""

_LINK_MARK = re.compile(r"(?P<kept>(?<![\d.．])\d+[.．]\d+(?![.．]?[0-9A-Za-z]))|(?<=\w)[.．](?=\w)|[:：](?=[/／]{2})")
"""A dot inside an address, or the colon of its scheme. `kept`: the point of 98.05."""

_NUMBER = re.compile(
    r"""
    (?P<kept>(?<!\d)20\d\d-\d{1,2}-\d{1,2}(?!\d) | [¥￥]\s?\d[\d,.]* | (?<![\d,.])\d[\d,.]*\s?[元块万])
  | (?<!\d)(?:\+\d+|\d{2,})(?:[ -](?!20\d\d-\d)\d{3,4}(?!\d))+
  | \+?(?<!\d)\d{5,}
    """,
    re.VERBOSE,
)
"""Numbers that somebody could call or pay to. `kept`: dates and sums."""

_ACCOUNT = re.compile(
    r"(?:微信|威信|薇信|weixin|wechat|vx|wx|qq|扣扣|群|会议|手机|电话|卡|账)"
    r"(?:号码|号|id)?\s?(?:是|为|[:：])?\s?(?P<id>\+?[a-z0-9][a-z0-9_-]{4,31})(?![a-z0-9_-])",
    re.IGNORECASE,
)
"""An account, by the word before it: only so five digits, or letters, are known for one."""

LONG = 7
"""Digits by which a number is one to call or to pay to, whatever stands before it."""


def harmless(words: str) -> str:
    """The words with nothing in them to touch, and without what nobody sees."""
    return "".join(_NUMBER.sub(_grouped, part) if not is_link else part for is_link, part in _parts(words))


def traces(words: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Links, accounts and numbers of a message, harmless, each once; but for the `known` numbers of the order."""
    found: list[str] = []
    for is_link, part in _parts(words):
        found += [part] if is_link else _numbers(part, known)
    return tuple(dict.fromkeys(found))[:MOST]


def _parts(words: str) -> Iterator[tuple[bool, str]]:
    """(whether it is a link, the words with their link marks bracketed) one after the other."""
    shown, done = visible(words), 0
    for link in links_in(fold(shown).lower()) if len(shown.lower()) == len(shown) else ():
        yield False, _bracketed(shown[done : link.start])
        yield True, _bracketed(shown[link.start : link.end])
        done = link.end
    yield False, _bracketed(shown[done:])


def _bracketed(words: str) -> str:
    return _LINK_MARK.sub(lambda match: match[0] if match["kept"] else f"[{match[0]}]", words)


def _grouped(match: re.Match[str]) -> str:
    return match[0] if match["kept"] else grouped(match[0])


def grouped(number: str) -> str:
    """1234_5678_901, and 86_170_1234_5678."""
    return re.sub(r"\d{4}(?=\d)", r"\g<0>_", re.sub("[ -]", "_", number))


def _numbers(part: str, known: Collection[str]) -> Iterator[str]:
    """In the order of the words: accounts by the word before them, long numbers by themselves."""
    accounts = {match.start("id"): match["id"] for match in _ACCOUNT.finditer(part)}
    numbers = {
        match.start(): match[0]
        for match in _NUMBER.finditer(part)
        if not match["kept"] and len(re.sub(r"\D", "", match[0])) >= LONG
    }
    for _, number in sorted((numbers | accounts).items()):
        if not any(number in one for one in known):
            yield _NUMBER.sub(_grouped, number)
