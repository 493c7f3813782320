"""The tone of what a user wrote: words that help the other side, each with a calm wording in its place.

Word lists and wordings are data, `knowledge/tone.toml`. The user's own text is never changed here: callers keep it and
let the user choose. 骗子 and 诈骗 are what a complaint is about: they count only where `facts` are asked for.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from complaints.knowledge.letter import Level, ToneRule
from complaints.knowledge.models import Knowledge
from complaints.reading.lexicon import SURE, Lexicon
from complaints.reading.normalise import fold

MOST_PASSES = 6
"""Rounds of replacing: taking one word out may bring two others together, but not many times."""

FACT: Level = "fact"

_BETWEEN = "，,、；;。.！!还并且再也要会就 "
"""What may stand between two threats that are one after they were calmed."""

_MARKS = re.compile(r"[，,、；;：:。.！!？?~～\s]*([。！？!?；;])[，,、；;。~～ ]*|([，,、；;])[，,、；;~～ ]+")
_EDGES = re.compile(r"^[，,、；;：:。！!~～\s]+|(?<=\n)[，,、；;。！!~～ ]+|[，,、；;\s]+$")
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff，。！？；]) +(?=[\u4e00-\u9fff，。！？；])")


class Hot(NamedTuple):
    """Words that help the other side, where they stand, and what could stand there instead."""

    start: int
    end: int
    words: str
    calm: str
    level: Level


class _Rules:
    """The rules of tone, ready for use."""

    def __init__(self, rules: Iterable[ToneRule]) -> None:
        self._rules = tuple((re.compile(rule.pattern), rule) for rule in rules)
        self._lexicon = Lexicon({"tone": {rule.id: ((rule.pattern, SURE),) for _, rule in self._rules}})

    def matches(self, text: str, levels: Collection[Level]) -> Iterator[tuple[re.Match[str], ToneRule]]:
        """Where the rules of these levels fit, rule by rule."""
        likely = {word.entry for word in self._lexicon.candidates(text)}
        for pattern, rule in self._rules:
            if rule.id in likely and rule.level in levels:
                for match in pattern.finditer(text):
                    yield match, rule


@lru_cache(maxsize=4)
def _rules(knowledge: Knowledge) -> _Rules:
    return _Rules(knowledge.tone.values())


def hot_words(text: str, knowledge: Knowledge, *, facts: bool) -> list[Hot]:
    """What is too hot in a text, in its order, none over another. `facts`: also what a complaint is about."""
    return _found(text, knowledge, {"rude", "threatening", "judging", "over_promising", "shouting"}, facts)


def calmed(text: str, knowledge: Knowledge, *, facts: bool) -> str:
    """The text in calm words; empty when nothing else was in it. Calming twice changes nothing."""
    for _ in range(MOST_PASSES):
        found = hot_words(text, knowledge, facts=facts)
        if not found:
            break
        text = _tidy(_replaced(text, found))
    return text


def neutral(text: str, knowledge: Knowledge) -> str:
    """The text as a letter says it: 骗子 and 诈骗 put neutrally, everything else as it is."""
    for _ in range(MOST_PASSES):
        found = _found(text, knowledge, set(), True)
        if not found:
            break
        text = _tidy(_replaced(text, found))
    return text


def _found(text: str, knowledge: Knowledge, levels: set[Level], facts: bool) -> list[Hot]:
    wanted = levels | ({FACT} if facts else set())
    hits = [
        Hot(*match.span(), text[slice(*match.span())], match.expand(rule.calm), rule.level)
        for match, rule in _rules(knowledge).matches(fold(text), wanted)
    ]
    chosen: list[Hot] = []
    for hit in sorted(hits, key=lambda hit: hit.start - hit.end):  # longest first; sorting keeps the order of the rules
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return sorted(chosen)


def _replaced(text: str, found: list[Hot]) -> str:
    parts, done, last = [], 0, ""
    for hit in found:
        between = text[done : hit.start]
        said = bool(hit.calm) and hit.calm == last and not between.strip(_BETWEEN)  # twice in a row is said once
        parts += ["" if said else between + hit.calm]
        done, last = hit.end, hit.calm
    return "".join(parts) + text[done:]


def _tidy(text: str) -> str:
    """Without the marks and blanks that words left behind."""
    text = _MARKS.sub(lambda match: match[1] or match[2], text)
    return _GAPS.sub("", _EDGES.sub("", text)).strip()
