"""`advance`: what the engine itself costs, over the turns of all conversations that the tests hold.

A turn's best pass comes closest to what it costs by itself: other programs only ever make it slower.

The tests of tests/dialogs are run as functions while each call of `engine.advance` is noted with a copy of what it was
given; the calls are then made again and timed. Reading cases is storage's work, so here they are read already.
"""

import contextlib
import gc
import importlib
import io
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from inspect import iscoroutinefunction, signature
from time import thread_time
from typing import Any, NamedTuple

from benchmarks import figures
from complaints.complaint import Complaint, Stage
from dialogs import engine
from dialogs.events import Event
from dialogs.model import Context, Turn
from tests.dialogs import chat

TRANSCRIPTS = chat.ROOT / "tests" / "dialogs"
PASSES = 7
MOST_TURNS = 4000
"""More would say nothing more."""


class Call(NamedTuple):
    """What `advance` was given, and by which test."""

    test: str
    context: Context
    event: Event


class Cases:
    """A person's cases as they were then."""

    def __init__(self, cases: Sequence[Complaint]) -> None:
        self._cases = {case.number: case for case in cases}

    def get(self, number: int) -> Complaint | None:
        """The complaint of that number, or None."""
        return self._cases.get(number)

    def open(self) -> Sequence[Complaint]:
        """All that are not closed."""
        return [case for case in self._cases.values() if case.stage != Stage.CLOSED]

    def all(self) -> Sequence[Complaint]:
        """All."""
        return list(self._cases.values())


def report() -> str:
    """Microseconds a turn."""
    calls = recorded()
    gc.collect()
    gc.freeze()
    passes = [_timed(calls) for _ in range(PASSES)]
    best = [1e6 * min(times) for times in zip(*passes, strict=True)]
    means = [1e6 * statistics.fmean(times) for times in passes]
    slowest = max(zip(best, calls, strict=True), key=lambda pair: pair[0])
    intake = [time for time, call in zip(best, calls, strict=True) if call.test.startswith("test_intake.")]
    lines = [
        ("", "µs"),
        (f"average of {len(calls)} turns, each at its best", format(statistics.fmean(best), ".0f")),
        ("average of the turns of a pass", figures.spread(means, ".0f")),
        ("median turn", format(statistics.median(best), ".0f")),
        ("99th of 100 turns", format(statistics.quantiles(best, n=100)[98], ".0f")),
        (f"average of {len(intake)} turns of intake", format(statistics.fmean(intake), ".0f")),
        (f"slowest: {slowest[1].event.type} in {slowest[1].test}", format(slowest[0], ".0f")),
    ]
    head = f"engine.advance over the transcripts of tests/dialogs, {PASSES} passes: median (range)"
    return "\n".join([head, figures.table(lines), figures.machine()])


def recorded() -> list[Call]:
    """The turns of every test that takes no argument and passes."""
    calls: list[Call] = []
    for name, test in _tests():
        with _recording(name) as noted, contextlib.redirect_stdout(io.StringIO()):
            try:
                test()
            except Exception as error:
                print(f"{name} fails: {error!r}"[:200])
                continue
        calls += noted
    return calls[:MOST_TURNS]


def _tests() -> Iterator[tuple[str, Callable[[], object]]]:
    for path in sorted(TRANSCRIPTS.glob("test_*.py")):
        module = importlib.import_module(f"tests.dialogs.{path.stem}")
        for name, test in vars(module).items():
            if name.startswith("test_") and _is_transcript(test):
                yield f"{path.stem}.{name}", test


def _is_transcript(test: Any) -> bool:
    return not (iscoroutinefunction(test) or hasattr(test, "hypothesis") or signature(test).parameters)


@contextlib.contextmanager
def _recording(test: str) -> Iterator[list[Call]]:
    """Note the calls made meanwhile."""
    real, noted = engine.advance, list[Call]()

    def advance(context: Context, event: Event, *tables: Any) -> Turn:
        if not tables:
            noted.append(Call(test, replace(context, cases=Cases(context.cases.all())), event))
        return real(context, event, *tables)

    engine.advance = advance  # type: ignore[assignment]  # the phone of the tests calls it by this name
    try:
        yield noted
    finally:
        engine.advance = real


def _timed(calls: Sequence[Call]) -> list[float]:
    """Seconds of processor time of each call."""
    times = []
    for call in calls:
        began = thread_time()
        engine.advance(call.context, call.event)
        times.append(thread_time() - began)
    return times
