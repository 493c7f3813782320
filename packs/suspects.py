"""Swindlers' messages, for papers: word for word, with nothing in them that a finger could follow."""

from complaints.complaint import Suspect
from complaints.packing import told_suspects
from complaints.scam.traces import harmless, traces
from packs.subject import Section, Subject
from packs.words import paper_time, plain


def suspects(subject: Subject) -> list[Section]:
    """Number, time and sender, words, and where they lead. None makes no section."""
    told = told_suspects(subject.case, subject.pack)
    if not told:
        return []
    return [
        {
            "kind": "table",
            "title": subject.word("suspects"),
            "note": subject.word("suspects_note"),
            "head": [subject.word(name) for name in ("number", "when", "words", "traces")],
            "widths": [10, 22, 40, 28],
            "rows": [_row(subject, number, suspect) for number, suspect in told],
        }
    ]


def _row(subject: Subject, number: int, suspect: Suspect) -> list[str]:
    words, known = plain(suspect.words), subject.case.facts.order_numbers
    return [
        subject.word("suspect", number=number),
        _came(subject, suspect),
        harmless(words),
        "\n".join(traces(words, known)),
    ]


def _came(subject: Subject, suspect: Suspect) -> str:
    """When, no more exactly than it is known, and as whom its sender appeared."""
    at = paper_time(suspect.at)
    if suspect.pasted:
        return subject.word("suspect_pasted", at=at)
    sender = suspect.forwarded_from
    return "\n".join([at, subject.word("suspect_from", name=harmless(plain(sender)))]) if sender else at
