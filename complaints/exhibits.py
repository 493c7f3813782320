"""Rules of evidence: numbers that are never reused, the same picture twice, what a sent text holds fast.

An exhibit never leaves `Complaint.exhibits`; one that was deleted or refused stays there with its state, so that its
number is not given again (证据 are cited by number in texts that others have).
"""

import re
from collections.abc import Iterable, Sequence

from complaints.complaint import Complaint, Exhibit, Filing
from complaints.knowledge.models import ExhibitKind

UNSORTED = "unsorted"
"""Nobody said yet what the exhibit shows."""

UNKNOWN = "unknown"
"""The user was asked and does not know."""

ALIKE = 32
"""Bits of the 256 of a difference hash in which two shots of the same picture may differ."""

BITS = 256

DUPLICATE = "duplicate"
"""`Exhibit.refused` of a second copy of the same bytes."""


def kept(case: Complaint) -> list[Exhibit]:
    """What counts as evidence: stored, or on its way."""
    return [exhibit for exhibit in case.exhibits if exhibit.state in ("pending", "stored")]


def find(case: Complaint, number: int) -> Exhibit | None:
    """The exhibit of that number, whatever became of it."""
    return next((exhibit for exhibit in case.exhibits if exhibit.number == number), None)


def next_number(case: Complaint) -> int:
    """One more than the highest number ever given in the case."""
    return max((exhibit.number for exhibit in case.exhibits), default=0) + 1


def added(case: Complaint, exhibit: Exhibit) -> Complaint:
    """The case with one more exhibit; raises ValueError when its number was given before."""
    if exhibit.number != next_number(case):
        raise ValueError(f"exhibit {exhibit.number} is not next after {len(case.exhibits)}")
    return case.changed(exhibits=(*case.exhibits, exhibit))


def changed(case: Complaint, number: int, **update: object) -> Complaint:
    """The case with fields of one exhibit replaced."""
    return case.changed(
        exhibits=tuple(
            exhibit.model_copy(update=update) if exhibit.number == number else exhibit for exhibit in case.exhibits
        )
    )


def deleted(case: Complaint, number: int) -> Complaint:
    """The case without the exhibit's contents; number, kind, time and hash stay, as a filing may cite them."""
    nothing = dict.fromkeys(("path", "name", "caption", "likeness", "forwarded_from", "seen"))
    return changed(case, number, state="deleted", being_read=False, **nothing)


def same(case: Complaint, number: int) -> Exhibit | None:
    """An earlier or later stored exhibit with the same bytes as exhibit `number`."""
    this = find(case, number)
    if this is None or this.sha256 is None:
        return None
    return next((other for other in _others(case, number) if other.sha256 == this.sha256), None)


def alike(case: Complaint, number: int) -> Exhibit | None:
    """The stored exhibit that looks most like exhibit `number`, if one does."""
    this = find(case, number)
    if this is None or this.likeness is None:
        return None
    near = [
        (distance(this.likeness, other.likeness), other.number, other)
        for other in _others(case, number)
        if other.likeness is not None
    ]
    nearest = min(near, default=None)
    return nearest[2] if nearest is not None and nearest[0] <= ALIKE else None


def distance(one: str, other: str) -> int:
    """Bits in which two hashes (hex) differ; hashes of different lengths or no hashes at all are as far as can be."""
    try:
        return (int(one, 16) ^ int(other, 16)).bit_count() if len(one) == len(other) else BITS
    except ValueError:
        return BITS


def _others(case: Complaint, number: int) -> Iterable[Exhibit]:
    return (other for other in case.exhibits if other.state == "stored" and other.number != number)


def pinned_by(case: Complaint, number: int) -> list[Filing]:
    """The texts sent so far that cite the exhibit."""
    return [filing for filing in case.filings if number in filing.exhibits]


def unsorted(case: Complaint) -> list[Exhibit]:
    """Kept exhibits of which nobody said what they show."""
    return [exhibit for exhibit in kept(case) if exhibit.kind == UNSORTED]


def of_album(case: Complaint, album: str) -> list[Exhibit]:
    """All pictures that came as one album, in the order they came."""
    return [exhibit for exhibit in case.exhibits if exhibit.album == album]


def settled(case: Complaint, album: str) -> bool:
    """Whether every picture of the album is stored or refused."""
    return all(exhibit.state != "pending" for exhibit in of_album(case, album))


def bytes_kept(cases: Iterable[Complaint]) -> int:
    """Bytes of all kept exhibits; of one on its way, the size its network told."""
    return sum(exhibit.size or 0 for case in cases for exhibit in kept(case))


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as runs: 1, 2, 3, 5 → (1, 3), (5, 5)."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def kind_in(text: str, kinds: Sequence[ExhibitKind]) -> str | None:
    """The kind of evidence that the words name most plainly; None when none or two equally."""
    if not text:
        return None
    weights = {kind.id: _weight(kind, text) for kind in kinds}
    best = max(weights.values(), default=0)
    named = [kind for kind, weight in weights.items() if weight == best]
    return named[0] if best > 0 and len(named) == 1 else None


def _weight(kind: ExhibitKind, text: str) -> int:
    by_name = 5 if kind.name in text else 0
    return max([by_name, *(weight for pattern, weight in kind.words.weighted if re.search(pattern, text))])
