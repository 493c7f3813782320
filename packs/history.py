"""What happened, for papers: a timeline of all, and the contacts with their words."""

from collections.abc import Iterator

from complaints.complaint import Contact, Filing
from complaints.outside import results_of
from complaints.packing import told_contacts, told_filings, told_suspects
from complaints.times import Instant, date_of, full_date
from packs.subject import Section, Subject
from packs.words import paper_time

Row = tuple[Instant, str, str]
"""When, for the order; when and what, in words."""


def timeline(subject: Subject) -> list[Section]:
    """Everything with a time, oldest first. Nothing at all makes no section."""
    rows = sorted(_rows(subject), key=lambda row: row[0])
    if not rows:
        return []
    return [
        {
            "kind": "table",
            "title": subject.word("timeline"),
            "head": [subject.word("when"), subject.word("what")],
            "widths": [26, 74],
            "rows": [[when, what] for _, when, what in rows],
        }
    ]


def _rows(subject: Subject) -> Iterator[Row]:
    facts = subject.case.facts
    if facts.bought is not None:
        yield facts.bought, full_date(date_of(facts.bought)), subject.word("bought")
    if facts.discovered is not None:
        yield facts.discovered, paper_time(facts.discovered), subject.word("discovered")
    for contact in told_contacts(subject.case, subject.pack, subject.knowledge):
        words = f"{subject.place(contact.channel)}：{_result(subject, contact)}"
        yield contact.at, _when(subject, contact), words
    for filing in told_filings(subject.case, subject.pack, subject.knowledge):
        yield filing.at, paper_time(filing.at), _filed(subject, filing)
        for result in results_of(subject.case, filing.number):
            kind = subject.knowledge.results.get(result.kind)
            if kind is not None:
                words = f"{subject.place(filing.channel)}：{kind.told or kind.name}"
                yield result.at, full_date(date_of(result.at)), words
    for number, suspect in told_suspects(subject.case, subject.pack):
        if not suspect.pasted:
            yield suspect.at, paper_time(suspect.at), subject.word("suspect_came", number=number)


def _filed(subject: Subject, filing: Filing) -> str:
    ticket = subject.word("ticket", ticket=filing.ticket) if filing.ticket else ""
    route = subject.knowledge.routes.get(filing.letter)
    if route is not None and route.told is not None:
        return route.told + ticket
    return subject.word("filed", channel=subject.place(filing.letter), ticket=ticket)


def _when(subject: Subject, contact: Contact) -> str:
    """No more exactly than the user said."""
    if not contact.approximate:
        return paper_time(contact.at)
    return (
        subject.word("about", time=full_date(date_of(contact.at)))
        if contact.day_known
        else subject.word("unknown_time")
    )


def _result(subject: Subject, contact: Contact) -> str:
    return subject.texts(f"pack.result.{contact.result}")


def contacts(subject: Subject) -> list[Section]:
    """What was said with whom, oldest first. None makes no section."""
    told = told_contacts(subject.case, subject.pack, subject.knowledge)
    if not told:
        return []
    return [
        {
            "kind": "table",
            "title": subject.word("contacts"),
            "note": subject.word("contacts_note"),
            "head": [subject.word(name) for name in ("when", "channel", "words")],
            "widths": [25, 21, 54],
            "rows": [[_when(subject, one), _channel(subject, one), _said(subject, one)] for one in told],
        }
    ]


def _channel(subject: Subject, contact: Contact) -> str:
    agent = subject.word("agent", agent=contact.agent) if contact.agent else ""
    return subject.place(contact.channel) + agent


def _said(subject: Subject, contact: Contact) -> str:
    result = _result(subject, contact)
    if not contact.words:
        return result
    quote = subject.word("quote", words=contact.words)
    if contact.forwarded_from:
        quote = subject.word("from", name=contact.forwarded_from) + quote
    return quote if contact.result == "noted" else f"{result}\n{quote}"
