"""What a message is: red (stop), amber (verify) or nothing known, with reasons as ids of `knowledge/scam.toml`.

Identity AND pretext AND ask make it red, and a hard ask alone does. "Nothing known" never means safe.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from complaints.knowledge.scam import Brand, ScamSign, Spelling
from complaints.reading.lexicon import HINT, LIKELY, SURE, Lexicon
from complaints.scam.forms import LINK, Spellings, plain
from complaints.scam.links import Link, borrows, is_foreign_script, is_ip, links_in, suffixes

Level = Literal["red", "amber", "none"]

NEAR = 4
"""Characters before an ask in which 请 belongs to it."""

_ASKED = re.compile("我|请(?!勿|大家|注意|及时|拨打)")
"""Even a message that speaks of scams asks for something, if it says please or me."""

WORDED = ("identity", "pretext", "ask", "number", "quiet", "theirs", "own", "told")
"""Kinds of signs that are known by words."""

ALIKE = frozenset({"identity", "number"})
"""Kinds whose signs play one role, whatever they weigh."""

ROLES = {
    ("pretext", SURE): "sure_pretext",
    ("pretext", LIKELY): "pretext",
    ("pretext", HINT): "pretext",
    ("ask", SURE): "hard_ask",
    ("ask", LIKELY): "odd_ask",
    ("ask", HINT): "ask",
}
"""Role of a sign by its kind and by how much it tells."""

UNSETTLED = frozenset({"ask", "quiet"})
"""Kinds whose signs tell by their sentence: whether it asks somebody, what it refuses."""

WEAK_LINKS = frozenset({"short_link", "other_domain"})
"""Signs of links that honest people send too."""


class Verdict(NamedTuple):
    """How a message looks, and why."""

    level: Level
    reasons: tuple[str, ...] = ()
    """Ids of `ScamSign`s: who it claims to be, what it pretends, what it asks, its links, its numbers."""
    theirs: bool = False
    """Typed words that read like somebody else's message."""
    told: bool = False
    """The user's own words, by which somebody asks them for money or secrets."""


class _Hit(NamedTuple):
    """A sign found in the words."""

    kind: str
    sign: str
    weight: int
    refused: bool
    """Its sentence says no to it."""
    asks: bool
    """It is put to the reader: 请…, …给我."""


class _Signs(NamedTuple):
    """Ids of the signs found, each once."""

    identity: tuple[str, ...]
    sure_pretext: tuple[str, ...]
    pretext: tuple[str, ...]
    hard_ask: tuple[str, ...]
    odd_ask: tuple[str, ...]
    ask: tuple[str, ...]
    bad_link: tuple[str, ...]
    link: tuple[str, ...]
    number: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The most telling ones of each role, as the user is told them: who, what for, what, where to."""
        pretexts, asks = (*self.sure_pretext, *self.pretext), (*self.hard_ask, *self.odd_ask, *self.ask)
        told = (*self.identity[:1], *pretexts[:1], *asks[:2], *(*self.bad_link, *self.link)[:1], *self.number[:1])
        return tuple(dict.fromkeys(told))

    @property
    def level(self) -> Level:
        """The rule."""
        pretext = self.sure_pretext or self.pretext
        ask = self.odd_ask or self.ask or self.bad_link or self.link
        if self.hard_ask or (self.identity and pretext and ask) or (self.bad_link and (pretext or self.identity)):
            return "red"
        if self.sure_pretext or self.odd_ask or self.bad_link or self.link:
            return "amber"
        return "amber" if (pretext and (self.ask or self.number)) or (self.identity and self.ask) else "none"


class Guard:
    """The signs, ready for use."""

    def __init__(self, signs: Mapping[str, ScamSign], spellings: Iterable[Spelling], brands: Iterable[Brand]) -> None:
        self._spellings = Spellings(spellings)
        self._brands = tuple(brands)
        words = {sign.id: sign.words.weighted for sign in signs.values()}
        self._lexicon = Lexicon(
            {kind: {sign.id: words[sign.id] for sign in signs.values() if sign.kind == kind} for kind in WORDED}
        )
        self._along = {sign.id: re.compile("|".join(sign.along)) for sign in signs.values() if sign.along}
        self._short = frozenset(domain for sign in signs.values() for domain in sign.domains)
        self._refund, self._app = (
            re.compile("|".join(signs[name].words.sure) if name in signs else r"(?!)")
            for name in ("refund_host", "app_file")
        )
        suffixes()

    def look(self, text: str, domains: Collection[str] = ()) -> Verdict:
        """What a message is. `domains` are the platform's of its case; without any, where links lead is no sign."""
        written = plain(text)
        links = tuple(links_in(written))
        even = self._spellings.even(_without(written, links))
        found = self._found(even)
        signs = _signs(_aloud(found), [name for link in links for name in self._wrong_with(link, domains)])
        reasons = signs.reasons if signs.level != "none" else ()
        kinds = {(hit.kind, hit.weight) for hit in found}
        theirs = ("theirs", SURE) in kinds or (("theirs", LIKELY) in kinds and ("own", SURE) not in kinds)
        return Verdict(signs.level, reasons, theirs=theirs, told=("told", SURE) in kinds)

    def _found(self, even: str) -> list[_Hit]:
        """Signs in the words, sentence by sentence, without those that need something besides which is not there.

        What was said plainly is not looked for again: nothing that follows can make it count more or less.
        """
        found: list[_Hit] = []
        plainly = set[tuple[str, int]]()
        for sentence in filter(None, even.split("。")):
            here = [
                (word, match)
                for word in self._lexicon.candidates(sentence)
                if (word.entry, word.weight) not in plainly and (match := word.pattern.search(sentence))
            ]
            refused = any(word.group == "quiet" and word.weight < SURE for word, _ in here)
            for word, match in here:
                asks = word.group == "ask" and _asks(sentence, match)
                found.append(_Hit(word.group, word.entry, word.weight, refused, asks))
                if not refused and (asks or word.group not in UNSETTLED):
                    plainly.add((word.entry, word.weight))
        besides = self._along.keys() & {hit.sign for hit in found}
        missing = {name for name in besides if not self._along[name].search(even)}
        return [hit for hit in found if hit.sign not in missing] if missing else found

    def _wrong_with(self, link: Link, domains: Collection[str]) -> Iterator[str]:
        """Signs of a link, each an entry of scam.toml."""
        real = any(brand.owns(link.domain) for brand in self._brands)
        checks = {
            "ip_host": is_ip(link.host),
            "other_script": is_foreign_script(link.host),
            "brand_inside": borrows(link, self._brands),
            "refund_host": not real and self._refund.search(link.host) is not None,
            "app_file": self._app.search(link.path) is not None,
            "short_link": link.domain in self._short,
            "other_domain": bool(domains) and not real and link.domain not in domains,
        }
        yield from (name for name, found in checks.items() if found)


def _asks(sentence: str, ask: re.Match[str]) -> bool:
    """Whether what is asked is put to the reader."""
    return _ASKED.search(sentence, max(0, ask.start() - NEAR), ask.end()) is not None


def _without(written: str, links: Iterable[Link]) -> str:
    """The text with a sign in place of each link."""
    parts, done = [], 0
    for link in links:
        parts += [written[done : link.start], LINK]
        done = link.end
    return "".join(parts) + written[done:]


def _aloud(found: Sequence[_Hit]) -> Iterator[_Hit]:
    """The hits that are not only spoken of: refused in their sentence, or told in news and warnings, asking nobody."""
    warning = any(hit.kind == "quiet" and hit.weight >= SURE for hit in found)
    for hit in found:
        if hit.kind == "identity" or (not hit.refused and (hit.asks or not warning)):
            yield hit


def _signs(hits: Iterable[_Hit], wrong: Iterable[str]) -> _Signs:
    """The signs that count, each under the role it has in the rule."""
    named: dict[str, dict[str, None]] = {role: {} for role in _Signs._fields}
    for hit in hits:
        role = hit.kind if hit.kind in ALIKE else ROLES.get((hit.kind, hit.weight))
        if role is not None:
            named[role][hit.sign] = None
    for name in wrong:
        named["link" if name in WEAK_LINKS else "bad_link"][name] = None
    return _Signs(**{role: tuple(signs) for role, signs in named.items()})
