"""`reading`: how much is read on phone screens made for that, how much of it is wrong, and what a picture costs.

The screens are in two parts, whole layouts each. Rules are made with the first part; of the part that is held out only
the sums are ever printed, so that nobody makes a rule for one of its layouts.
"""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from benchmarks import figures
from benchmarks.processes import most, proportional
from benchmarks.screens.labels import VARIANTS
from benchmarks.screens.render import Screen, render
from bot.workers import ChildProcess
from complaints.complaint import Seen
from complaints.knowledge.load import load
from complaints.times import SHANGHAI, Instant

ROOT = Path(__file__).parents[1]
NOW: Instant = int(datetime(2026, 11, 27, 12, tzinfo=SHANGHAI).timestamp())
"""When the screens are said to have come: years that they leave out count back from here."""

MIMES = {".png": "image/png", ".jpg": "image/jpeg"}
FIELDS = ("kind", "order_number", "amount", "time", "payee", "serial")


class Score(NamedTuple):
    """A screen, what was read on it, and how long that took."""

    screen: Screen
    seen: Mapping[str, object]
    seconds: float

    @property
    def truth(self) -> Mapping[str, object]:
        """What is on it."""
        return {field: getattr(self.screen.expected, field) for field in FIELDS}

    def wrong(self) -> Iterator[str]:
        """Fields that were read otherwise than they are."""
        return (field for field in FIELDS if self.seen[field] != self.truth[field])


async def scores(pictures: Sequence[Screen]) -> list[Score]:
    """All pictures, read as the bot has them read: by a process with limits, one after the other."""
    reader, worker, found = load(ROOT / "knowledge").reader, ChildProcess(), []
    try:
        for screen in pictures:
            began = perf_counter()
            asked = {"path": str(screen.path.absolute()), "mime": MIMES[screen.path.suffix]}
            lines = (await worker.run("screens", asked))["lines"]
            found.append(Score(screen, _fields(reader.read(lines, NOW)), perf_counter() - began))
    finally:
        await worker.stop()
    return found


def _fields(seen: Seen) -> dict[str, object]:
    at = datetime.fromtimestamp(seen.at, SHANGHAI).strftime("%Y-%m-%d %H:%M") if seen.at is not None else None
    return {"time": at, **{field: getattr(seen, field) for field in FIELDS if field != "time"}}


async def report() -> str:
    """Rates of both parts, by field and by variant, seconds a picture, and memory."""
    with TemporaryDirectory() as folder:
        pictures = await asyncio.to_thread(render, Path(folder))
        found = await scores(pictures)
        memory = await _memory([one for one in pictures if one.variant == "long"] or pictures[:3])
    return f"{tables(found)}\n\nmemory more, for the longest: {memory:.0f} MiB\n{figures.machine()}"


async def _memory(pictures: Sequence[Screen]) -> float:
    """MiB more at the highest; looking at memory takes so much time that it is done apart."""
    before = proportional(os.getpid())
    watch = asyncio.create_task(most(os.getpid()))
    await scores(pictures)
    watch.cancel()
    return await watch - before


def tables(found: Sequence[Score]) -> str:
    """Rates of both parts, by field and by variant, and seconds a picture."""
    parts = {part: [score for score in found if score.screen.part == part] for part in ("build", "held")}
    columns = list(parts.values())
    rates = [
        ("", "building", "held out"),
        ("pictures", *(str(len(part)) for part in columns)),
        *((f"{field}: read of those shown", *(_recall(part, [field]) for part in columns)) for field in FIELDS),
        *((f"{field}: right of those read", *(_precision(part, [field]) for part in columns)) for field in FIELDS),
        ("all fields: read of those shown", *(_recall(part, FIELDS) for part in columns)),
        ("all fields: right of those read", *(_precision(part, FIELDS) for part in columns)),
    ]
    variants = [("", *VARIANTS)]
    for words, rate in (("read of those shown", _recall), ("right of those read", _precision)):
        variants += [(f"{part}: {words}", *_by_variant(parts[part], rate)) for part in parts]
    variants.append(("seconds", *(figures.spread(_seconds(found, variant), ".2f") for variant in VARIANTS)))
    return f"{figures.table(rates)}\n\n{figures.table(variants)}"


def _by_variant(part: Sequence[Score], rate: Callable[[Sequence[Score], Sequence[str]], str]) -> Iterator[str]:
    return (rate([score for score in part if score.screen.variant == one], FIELDS) for one in VARIANTS)


def _seconds(found: Sequence[Score], variant: str) -> list[float]:
    return [score.seconds for score in found if score.screen.variant == variant]


def _recall(part: Sequence[Score], fields: Sequence[str]) -> str:
    """Right ones among those that the screens show."""
    shown = [score.seen[field] == score.truth[field] for score in part for field in fields if score.truth[field]]
    return _share(shown)


def _precision(part: Sequence[Score], fields: Sequence[str]) -> str:
    """Right ones among those that were read."""
    return _share([score.seen[field] == score.truth[field] for score in part for field in fields if score.seen[field]])


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right)}/{len(right)}" if right else "-"


def mistakes(found: Sequence[Score]) -> Iterator[str]:
    """Of the part for building: what was read otherwise than it is."""
    for score in found:
        if score.screen.part == "build":
            for field in score.wrong():
                yield f"{score.screen.path.name} {field}: {score.seen[field]} for {score.truth[field]}"
