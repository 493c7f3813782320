"""The pages of docs/examples, by file name. Each is Markdown whose texts stand in blocks, as they are copied."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from complaints.complaint import Complaint
from complaints.knowledge.models import SellerRole
from tests.complaints.journeys import KNOWLEDGE, Written, full, minimal, written

FOLDER = Path(__file__).parents[2] / "docs" / "examples"

NOTE = "Written by `make examples` and compared by a test: change the knowledge, not this page.\n"

ROUTES = """# One matter, every text

The same matter, 游戏点卡 98元 not delivered, told to everybody it can be told to: once with all that can be known and
done, once with no more than the intake asks for. What the user fills in is marked ＿＿.
"""

PROBLEMS = """# Every problem, the ticket and the complaint to 12315

Each kind of dispute on a platform with shops, where the article for platforms may be named, with the answer 已售出不退.
"""

TO_TICKET_AND_12315 = ("ticket", "samr_complaint")


def pages() -> dict[str, str]:
    """All pages."""
    makers: Mapping[str, Callable[[], str]] = {"routes.md": _routes, "problems.md": _problems}
    return {name: make() for name, make in makers.items()}


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


def _blocks(text: Written) -> Iterator[str]:
    for part in text.draft.parts:
        yield f"```text\n{part.text}\n```\n"
