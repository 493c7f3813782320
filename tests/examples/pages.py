"""The pages of docs/examples, by file name. Each is Markdown whose texts stand in blocks, as they are copied."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from complaints.complaint import Complaint, Filing, Result
from complaints.knowledge.models import SellerRole
from complaints.letter_facts import say_money
from complaints.times import local
from tests.complaints.journeys import KNOWLEDGE, Written, full, minimal, written
from tests.dialogs.chat import Chat
from tests.examples import stories

FOLDER = Path(__file__).parents[2] / "docs" / "examples"

NOTE = "Written by `make examples` and compared by a test: change the knowledge, not this page.\n"

ROUTES = """# One matter, every text

The same matter, 游戏点卡 98元 not delivered, told to everybody it can be told to: once with all that can be known and
done, once with no more than the intake asks for. What the user fills in is marked ＿＿.
"""

PROBLEMS = """# Every problem, the ticket and the complaint to 12315

Each kind of dispute on a platform with shops, where the article for platforms may be named, with the answer 已售出不退.
"""

STORIES: Mapping[str, tuple[str, Callable[[], Chat]]] = {
    "long-way.md": ("From a ticket to a claim", stories.the_long_way),
    "already-refused.md": ("One that 12315 had refused before", stories.already_refused),
    "suspected-fraud.md": ("Money sent outside the order", stories.suspected_fraud),
}
"""Page → heading, and the matter as it was lived."""

TO_TICKET_AND_12315 = ("ticket", "samr_complaint")


def pages() -> dict[str, str]:
    """All pages."""
    lived = {name: _story(heading, story) for name, (heading, story) in STORIES.items()}
    return {"routes.md": _routes(), "problems.md": _problems(), **lived}


def _routes() -> str:
    """Every letter for a full and a minimal case."""
    parts = [ROUTES, NOTE]
    for letter in KNOWLEDGE.letters.values():
        parts.append(f"## {letter.name} (`{letter.id}`)\n")
        demand = "refund" if letter.id == "court" else "resend"
        for name, case in (("Full", full), ("Minimal", minimal)):
            text = written(letter.id, case("not_delivered", demand=demand))
            parts += [
                f"{name}, {len(text.draft.text)} characters of at most {text.draft.max_length}:\n",
                *_blocks(text),
            ]
    return "\n".join(parts)


def _problems() -> str:
    """Two letters for every problem."""
    parts = [PROBLEMS, NOTE]
    for problem in KNOWLEDGE.problems.values():
        parts.append(f"## {problem.name} (`{problem.id}`)\n")
        for letter in TO_TICKET_AND_12315:
            text = written(letter, _first_try(problem.id), SellerRole.MARKETPLACE)
            parts += [f"{text.letter.name}:\n", *_blocks(text)]
    return "\n".join(parts)


def _first_try(problem: str) -> Complaint:
    """A full case before anything was filed in writing."""
    return full(problem).changed(filings=())


def _story(heading: str, story: Callable[[], Chat]) -> str:
    """Every text that was sent, in order, with what came of it."""
    case = story().case()
    about = " ".join((story.__doc__ or "").split())
    parts = [f"# {heading}\n", f"{about}\n", NOTE]
    for filing in case.filings:
        parts.append(f"## {filing.number}. {KNOWLEDGE.letters[filing.letter].name}\n")
        parts.append(f"{_sent(filing)}\n")
        if filing.text:
            parts.append(f"```text\n{filing.text}\n```\n")
        came = [_came(result) for result in case.results if result.filing == filing.number]
        parts += [*came, ""] if came else []
    if case.outcome is not None:
        parts.append(f"The end: {KNOWLEDGE.outcomes[case.outcome.kind].name}, {say_money(case.outcome.amount or 0)}.\n")
    return "\n".join(parts)


def _sent(filing: Filing) -> str:
    said = [f"Sent {local(filing.at):%Y-%m-%d}"]
    said += [f"names the deadline {local(filing.deadline):%Y-%m-%d %H:%M}"] if filing.deadline else []
    said += [f"number {filing.ticket}"] if filing.ticket else []
    said += ["" if filing.text else "before we knew of it: its text is not kept"]
    return ", ".join(filter(None, said)) + "."


def _came(result: Result) -> str:
    ground = f" ({KNOWLEDGE.grounds[result.ground].name})" if result.ground else ""
    return f"- {local(result.at):%Y-%m-%d}: {KNOWLEDGE.results[result.kind].name}{ground}"


def _blocks(text: Written) -> Iterator[str]:
    for part in text.draft.parts:
        yield f"```text\n{part.text}\n```\n"
