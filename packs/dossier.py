"""The papers of a case in words: a JSON value that `layouts/evidence.typ` sets, section by section.

Kinds of sections: `pairs` (rows of name and value), `table`, `exhibits`, `hashes`. A cell `{"exhibit": 3}` stands for
the page on which that exhibit begins.
"""

from collections.abc import Callable, Iterable, Mapping

from complaints.knowledge.models import Page
from complaints.letter_facts import named_facts, say_money
from complaints.packing import told_suspects
from packs.exhibit_pages import evidence_list, exhibit_pages, hashes
from packs.history import contacts, timeline
from packs.subject import Section, Subject
from packs.suspects import suspects
from packs.words import paper_time, plain_all

COVER = ("platform", "order_numbers", "goods", "amount", "demand", "office_demand")
"""Fields on the cover, as far as the pack tells them."""
NOTES = ("by_tool", "received", "times", "keep_originals")


def compose(subject: Subject) -> dict[str, object]:
    """The papers in words. Raises UnknownText for a sentence that texts/ does not have."""
    made = (SECTIONS[page](subject) for page in subject.pack.pages)
    papers = {
        "title": subject.pack.title,
        "foot": subject.word("foot", title=subject.pack.title, number=subject.case.number),
        "contents": subject.word("contents"),
        "cover": _cover(subject),
        "notes": [subject.word(name) for name in NOTES],
        "sections": [section for sections in made for section in sections],
    }
    return {name: plain_all(part) for name, part in papers.items()}


def _cover(subject: Subject) -> list[tuple[str, str]]:
    wanted = [field for field in COVER if field in subject.pack.fields]
    return [
        *_named(subject, wanted),
        (subject.word("count"), subject.word("count_value", count=len(subject.exhibits))),
        *_suspects(subject),
        (subject.word("made"), paper_time(subject.at)),
    ]


def _suspects(subject: Subject) -> list[tuple[str, str]]:
    count = len(told_suspects(subject.case, subject.pack))
    return [(subject.word("suspects"), subject.word("suspects_count", count=count))] if count else []


def _named(subject: Subject, fields: Iterable[str]) -> list[tuple[str, str]]:
    """As an office is told: a paper's dates name their year."""
    return named_facts(subject.case, subject.knowledge, subject.at, fields, "office")


def _facts(subject: Subject) -> list[Section]:
    rows = [*_named(subject, subject.pack.fields), *_outcome(subject)]
    return [{"kind": "pairs", "title": subject.word("facts"), "rows": rows}] if rows else []


def _outcome(subject: Subject) -> list[tuple[str, str]]:
    outcome = subject.case.outcome
    if outcome is None:
        return []
    name = subject.knowledge.outcomes[outcome.kind].name
    words = f"{name} {say_money(outcome.amount)}" if outcome.amount else name
    return [(subject.word("outcome"), f"{words}，{paper_time(outcome.at)}")]


SECTIONS: Mapping[Page, Callable[[Subject], list[Section]]] = {
    "facts": _facts,
    "timeline": timeline,
    "contacts": contacts,
    "list": lambda subject: evidence_list(subject, signed=False),
    "signed_list": lambda subject: evidence_list(subject, signed=True),
    "exhibits": exhibit_pages,
    "suspects": suspects,
    "hashes": hashes,
}
"""What each page of knowledge/packs.toml becomes."""
