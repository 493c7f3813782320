"""What a pack of evidence holds of a case: which exhibits, and of which contacts, filings and swindlers' messages its
reader learns.
"""

from collections.abc import Sequence

from complaints.complaint import Complaint, Contact, Exhibit, Filing, Suspect
from complaints.exhibits import kept
from complaints.knowledge.models import Knowledge, Pack
from complaints.letter_history import channel_words
from complaints.routes import APPEAL, UPGRADE

INSIDE = frozenset({APPEAL, UPGRADE})
"""Rungs that the platform itself is."""


def packed(case: Complaint, pack: Pack) -> list[Exhibit]:
    """The exhibits that its reader gets, by number."""
    return [exhibit for exhibit in _stored(case) if exhibit.kind not in pack.without]


def left_out(case: Complaint, pack: Pack) -> list[Exhibit]:
    """Those that its reader does not get."""
    return [exhibit for exhibit in _stored(case) if exhibit.kind in pack.without]


def _stored(case: Complaint) -> list[Exhibit]:
    return sorted((exhibit for exhibit in case.exhibits if exhibit.state == "stored"), key=lambda one: one.number)


def told_contacts(case: Complaint, pack: Pack, knowledge: Knowledge) -> list[Contact]:
    """In the order in which they were; without a filing's own contact, which its filing tells."""
    filed = {(filing.at, filing.channel) for filing in case.filings}
    shown = [
        contact
        for contact in case.contacts
        if _may_know(contact.channel, pack, knowledge)
        and not (contact.result == "asked" and (contact.at, contact.channel) in filed)
    ]
    return sorted(shown, key=lambda contact: contact.at)


def told_filings(case: Complaint, pack: Pack, knowledge: Knowledge) -> Sequence[Filing]:
    """In the order in which they were."""
    shown = (filing for filing in case.filings if all(_may_know(id_, pack, knowledge) for id_ in _places(filing)))
    return sorted(shown, key=lambda filing: filing.at)


def told_suspects(case: Complaint, pack: Pack) -> Sequence[tuple[int, Suspect]]:
    """Swindlers' messages with their numbers, for whom they are a page of their own."""
    return list(enumerate(case.suspects, 1)) if "suspects" in pack.pages else []


def is_empty(case: Complaint, pack: Pack) -> bool:
    """Nothing that is kept of the case is for this reader."""
    return all(exhibit.kind in pack.without for exhibit in kept(case)) and not told_suspects(case, pack)


def _places(filing: Filing) -> tuple[str, str]:
    return filing.channel, filing.letter


def _may_know(place: str, pack: Pack, knowledge: Knowledge) -> bool:
    """Whether the reader learns that the user turned there: a channel, a letter or a route."""
    return not is_outside(place, knowledge) or (pack.offices and _route(place, knowledge) not in pack.hides)


def place_name(case: Complaint, knowledge: Knowledge, place: str) -> str:
    """Where somebody turned, by its own name: 报警 and not that of the text for it."""
    route = knowledge.routes.get(place)
    return route.name if route is not None else channel_words(case, knowledge, place)


def is_outside(place: str, knowledge: Knowledge) -> bool:
    """Whether a channel, letter or route leads to somebody beside the seller and its platform."""
    letter = knowledge.letters.get(place)
    return letter.audience != "seller" if letter is not None else place in knowledge.routes and place not in INSIDE


def _route(place: str, knowledge: Knowledge) -> str | None:
    letter = knowledge.letters.get(place)
    return letter.route if letter is not None else place
