"""`texts`: what a look before a route costs, and writing its text, over every problem and route.

Each figure is the best of some passes: other programs only ever make it slower. The case knows all it can know, so
every sentence, check and reason has to be weighed.
"""

import statistics
from collections.abc import Callable, Iterator
from functools import partial
from time import thread_time

from benchmarks import figures
from complaints.complaint import Complaint
from complaints.conditions import Situation
from complaints.knowledge.models import Knowledge
from complaints.letter_facts import letter_facts
from complaints.letters import compose
from complaints.preflight import findings, open_questions, reasons
from tests.dialogs.chat import SUNDAY, knowledge
from tests.dialogs.test_steps import full

PASSES = 9
WANTED = {"a pre-flight": 1.0, "a text": 5.0}
"""Milliseconds that each may take at most (issue 3)."""


def report() -> str:
    """Milliseconds of processor time."""
    known = knowledge()
    works = {"a pre-flight": list(_looks(known)), "a text": list(_writings(known))}
    lines = [("", "average", "slowest", "at most")]
    for name, jobs in works.items():
        best = [1e3 * min(_timed(job) for _ in range(PASSES)) for job in jobs]
        average, slowest = format(statistics.fmean(best), ".3f"), format(max(best), ".3f")
        lines.append((f"{name}, {len(jobs)} kinds", average, slowest, format(WANTED[name], ".3f")))
    head = f"milliseconds over every problem and route, each at its best of {PASSES}"
    return "\n".join([head, figures.table(lines), figures.machine()])


def _cases(known: Knowledge) -> Iterator[Complaint]:
    """One full case of every problem."""
    for problem in known.problems:
        case = full()
        yield case.changed(facts=case.facts.model_copy(update={"problem": problem}))


def _looks(known: Knowledge) -> Iterator[Callable[[], object]]:
    """The questions, reasons and findings of each case before each route."""

    def look(case: Complaint, name: str) -> object:
        of = Situation(case, known.routes[name], known, SUNDAY)
        return findings(of), reasons(of, "for"), reasons(of, "against"), open_questions(case, of.route, known)

    yield from (partial(look, case, name) for case in _cases(known) for name in known.routes)


def _writings(known: Knowledge) -> Iterator[Callable[[], object]]:
    """Each text of each case."""

    def write(case: Complaint, name: str) -> object:
        letter = known.letters[name]
        return compose(letter, letter_facts(case, known, letter, SUNDAY, SUNDAY + 86_400), known)

    yield from (partial(write, case, name) for case in _cases(known) for name in known.letters)


def _timed(job: Callable[[], object]) -> float:
    began = thread_time()
    job()
    return thread_time() - began
