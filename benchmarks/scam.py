"""`scam`: how well the guard tells scams from ordinary talk, on messages written for that, and what a look costs.

The messages are in two parts by the hash of their words. Rules are made with the first part; of the part that is held
out only the sums are ever printed, so that nobody makes a rule for one of its messages.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import thread_time
from typing import Literal, NamedTuple

from benchmarks import figures
from complaints.knowledge.load import load
from complaints.scam.guard import Guard, Level, Verdict

ROOT = Path(__file__).parents[1]
MESSAGES = ROOT / "benchmarks" / "messages" / "scam.toml"
LENGTH = 2000
ROUNDS = 200

Label = Literal["scam", "doubtful", "honest"]


class Labelled(NamedTuple):
    """A message, what it is, and how it comes."""

    text: str
    label: Label
    kind: str
    how: Literal["forward", "typed"]

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the part that rules are not made with."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 0


class Score(NamedTuple):
    """A message and how it was taken."""

    message: Labelled
    level: Level


def messages() -> list[Labelled]:
    """All of them."""
    groups = tomllib.loads(MESSAGES.read_text(encoding="utf-8"))["groups"]
    return [Labelled(text, one["label"], one["kind"], one["how"]) for one in groups for text in one["messages"]]


def taken(message: Labelled, guard: Guard) -> Level:
    """The level at which the bot warns: typed words only when they read like somebody else's."""
    verdict: Verdict = guard.look(message.text)
    return verdict.level if message.how == "forward" or verdict.theirs else "none"


def scores(guard: Guard, *, held_out: bool) -> list[Score]:
    """One part of the messages, taken."""
    return [Score(one, taken(one, guard)) for one in messages() if one.held_out == held_out]


def mistakes(guard: Guard) -> Iterator[Score]:
    """Of the part for building: scams that are not red, doubtful ones without a word, ordinary talk with one."""
    right = {"scam": {"red"}, "doubtful": {"amber"}, "honest": {"none"}}
    return (score for score in scores(guard, held_out=False) if score.level not in right[score.message.label])


def report() -> str:
    """Precision and recall of both parts, and microseconds."""
    guard = load(ROOT / "knowledge").guard
    columns = [scores(guard, held_out=False), scores(guard, held_out=True)]
    rows = [
        ("", "building", "held out"),
        ("messages", *(str(len(part)) for part in columns)),
        ("red: precision", *(_precision(part, {"red"}, {"scam"}) for part in columns)),
        ("red: recall of scams", *(_recall(part, {"red"}, {"scam"}) for part in columns)),
        ("red or amber: precision", *(_precision(part, {"red", "amber"}, {"scam", "doubtful"}) for part in columns)),
        ("red or amber: recall of scams", *(_recall(part, {"red", "amber"}, {"scam"}) for part in columns)),
        ("red or amber: recall of doubtful", *(_recall(part, {"red", "amber"}, {"doubtful"}) for part in columns)),
        ("red on ordinary talk", *(_of(part, {"red"}, {"honest"}) for part in columns)),
        ("amber on ordinary talk", *(_of(part, {"amber"}, {"honest"}) for part in columns)),
    ]
    return f"{figures.table(rows)}\n\n{_speed(guard)}\n{figures.machine()}"


def _precision(part: Sequence[Score], levels: set[str], labels: set[str]) -> str:
    warned = [score for score in part if score.level in levels]
    return _share(sum(score.message.label in labels for score in warned), len(warned))


def _recall(part: Sequence[Score], levels: set[str], labels: set[str]) -> str:
    meant = [score for score in part if score.message.label in labels]
    return _share(sum(score.level in levels for score in meant), len(meant))


def _of(part: Sequence[Score], levels: set[str], labels: set[str]) -> str:
    meant = [score for score in part if score.message.label in labels]
    return f"{sum(score.level in levels for score in meant)}/{len(meant)}"


def _share(count: int, of: int) -> str:
    return f"{count / of:.3f} ({count}/{of})" if of else "-"


def _speed(guard: Guard) -> str:
    """A look at 2,000 characters of each kind, and at a message as people write it."""
    every = messages()
    texts = {
        f"{LENGTH} characters of {label}": "\n".join(one.text for one in every if one.label == label)[:LENGTH]
        for label in ("scam", "honest")
    }
    texts["a short answer"] = "昨天下午三点"
    rows = [("a look at", "µs")] + [(name, figures.spread(_times(guard, text), ".0f")) for name, text in texts.items()]
    return figures.table(rows)


def _times(guard: Guard, text: str) -> list[float]:
    """Microseconds of processor time a look, in five rounds."""
    found = []
    for _ in range(5):
        began = thread_time()
        for _ in range(ROUNDS):
            guard.look(text)
        found.append(1e6 * (thread_time() - began) / ROUNDS)
    return found
