"""The exhibits, for papers: their list as 证据规定19 wants it, the pages that show them, the hashes of their files."""

from collections.abc import Iterator

from complaints.complaint import Exhibit
from packs.subject import LOST, Section, Shown, Subject
from packs.words import paper_size, paper_time


def evidence_list(subject: Subject, *, signed: bool) -> list[Section]:
    """Number, name, source, what it proves and page of each. `signed`: with the blanks that a court wants filled."""
    if not subject.exhibits and not signed:
        return []
    blanks = ("submitter", "signature", "date", "copies") if signed else ()
    notes = ("list_note", "copies_note") if signed else ("list_note",)
    return [
        {
            "kind": "table",
            "title": subject.word("list"),
            "head": [subject.word(name) for name in ("number", "name", "source", "proves", "page")],
            "widths": [8, 15, 40, 29, 8],
            "rows": [_row(subject, exhibit, signed) for exhibit in subject.exhibits],
            "notes": [subject.word(name) for name in notes],
            "sign": [subject.word(name) for name in blanks],
        }
    ]


def _row(subject: Subject, exhibit: Exhibit, signed: bool) -> list[object]:
    return [
        subject.word("exhibit", number=exhibit.number),
        subject.name_of(exhibit),
        _source(subject, exhibit),
        _proves(subject, exhibit) or (subject.word("blank") if signed else ""),
        {"exhibit": exhibit.number},
    ]


def _source(subject: Subject, exhibit: Exhibit) -> str:
    at = paper_time(exhibit.received_at)
    if exhibit.forwarded_from:
        return subject.word("source_forwarded", name=exhibit.forwarded_from, at=at)
    return subject.word("source_own", at=at)


def _proves(subject: Subject, exhibit: Exhibit) -> str | None:
    kind = subject.knowledge.exhibits.get(exhibit.kind)
    return (kind.proves if kind else None) or exhibit.caption


def exhibit_pages(subject: Subject) -> list[Section]:
    """Each exhibit with its picture in one or several pieces, or with the reason why none is shown."""
    items = [item for exhibit in subject.exhibits for item in _items(subject, exhibit)]
    if not items:
        return []
    return [{"kind": "exhibits", "title": subject.word("exhibits"), "items": items}]


def _items(subject: Subject, exhibit: Exhibit) -> Iterator[Section]:
    shown = subject.shown.get(exhibit.number, LOST)
    title = subject.word("exhibit_title", number=exhibit.number, name=subject.name_of(exhibit))
    about = {"exhibit": exhibit.number, "title": title, "wide": shown.wide, "picture": None, "why_not": None}
    lines = list(_lines(subject, exhibit))
    if not shown.pictures:
        yield about | {"lines": lines, "wide": True, "why_not": _why_not(subject, exhibit, shown)}
    elif len(shown.pictures) == 1:
        yield about | {"lines": lines, "picture": shown.pictures[0]}
    else:
        yield from _pieces(subject, shown, about, lines)


def _pieces(subject: Subject, shown: Shown, about: Section, lines: list[str]) -> Iterator[Section]:
    """A long screenshot, piece by piece; what is known of it stands above the first."""
    for part, picture in enumerate(shown.pictures, 1):
        number = subject.word("part", part=part, parts=len(shown.pictures))
        more = {"lines": [number, *lines]} if part == 1 else {"lines": [number], "exhibit": None}
        yield about | more | {"picture": picture}


def _why_not(subject: Subject, exhibit: Exhibit, shown: Shown) -> str:
    if shown.why_not == "no_picture":
        return subject.word("no_picture", file=subject.names[exhibit.number])
    return subject.word(shown.why_not or "unshown")


def _lines(subject: Subject, exhibit: Exhibit) -> Iterator[str]:
    yield subject.word("received_at", at=paper_time(exhibit.received_at))
    if exhibit.forwarded_from:
        yield subject.word("forwarded", name=exhibit.forwarded_from)
    if exhibit.caption:
        yield subject.word("caption", caption=exhibit.caption)


def hashes(subject: Subject) -> list[Section]:
    """Size and SHA-256 of every file as received, with what that shows and what not."""
    if not subject.exhibits:
        return []
    return [
        {
            "kind": "hashes",
            "title": subject.word("hashes"),
            "note": subject.word("hashes_note"),
            "head": [subject.word(name) for name in ("number", "file", "size", "hash")],
            "rows": [_hash_row(subject, exhibit) for exhibit in subject.exhibits],
            "after": subject.word("keep_originals"),
        }
    ]


def _hash_row(subject: Subject, exhibit: Exhibit) -> list[str]:
    number, size = subject.word("exhibit", number=exhibit.number), paper_size(exhibit.size or 0)
    return [number, subject.names[exhibit.number], size, exhibit.sha256 or ""]
