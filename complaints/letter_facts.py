"""The facts of a case as finished words: what letters are filled with, and the plain lines a user copies elsewhere.

Texts go to somebody else, so times are absolute, money is in 元, and personal data never enter public lines.
"""

from collections.abc import Iterator

from complaints.complaint import Complaint, Contact, Exhibit, Fen, Filing
from complaints.exhibits import UNKNOWN, UNSORTED
from complaints.knowledge.models import Knowledge, Letter
from complaints.letters import LetterFacts
from complaints.routes import playbook_of
from complaints.times import Instant, date_of, say_date, say_time

NAMELESS = frozenset({UNSORTED, UNKNOWN, "other"})
"""Kinds of exhibits that say nothing of what they show."""

QUOTED_CONTACTS = 3
"""Contacts named in a letter; the newest count."""


def say_money(fen: Fen) -> str:
    """98元, 98.50元."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}元" if rest else f"{yuan}元"


def letter_facts(
    case: Complaint, knowledge: Knowledge, letter: Letter, now: Instant, deadline: Instant | None
) -> LetterFacts:
    """What a letter of this case may say, with its own deadline."""
    book = playbook_of(case, knowledge)
    channel = book.channel(letter.channel or "")
    values = {field: value for field, value in _values(case, knowledge, now, public=letter.public) if value}
    if deadline is not None:
        values["deadline"] = say_time(deadline, now)
    return LetterFacts(
        values=values,
        problem=case.facts.problem or "other",
        demand=case.facts.demand,
        seller_role=book.seller_role,
        goods=case.facts.goods_kind,
        flags=_flags(case, knowledge),
        max_length=channel.max_length if channel else None,
    )


def _values(case: Complaint, knowledge: Knowledge, now: Instant, *, public: bool) -> Iterator[tuple[str, str | None]]:
    facts = case.facts
    problem = knowledge.problems.get(facts.problem or "other")
    story = told_story(case)
    instead = story if problem and problem.id == "other" else None
    yield "platform", platform_name(case, knowledge)
    yield "order_numbers", "、".join(facts.order_numbers)
    yield "goods", facts.goods
    yield "amount", say_money(facts.amount) if facts.amount else None
    yield "bought", say_date(date_of(facts.bought), now) if facts.bought is not None else None
    yield "discovered", say_date(date_of(facts.discovered), now) if facts.discovered is not None else None
    yield "problem_formal", problem.formal if problem else None
    yield "problem_statement", instead or (problem.statement if problem else None)
    yield "demand", demand_words(case, knowledge, facts.demand)
    yield "fallback_demand", _fallback(case, knowledge)
    yield "exhibits", exhibit_list(case, knowledge)
    told = (_contact_words(case, knowledge, contact, now, public=public) for contact in _told(case, knowledge))
    yield "contact_history", "；".join(dict.fromkeys(told))
    yield "first_filing", _filing_words(case, knowledge, case.filings[-1], now) if case.filings else None
    yield "excuse_rebuttal", knowledge.excuses[facts.excuse].rebuttal if facts.excuse else None
    yield "account", facts.account
    yield "shop", facts.shop
    yield "paid_how", knowledge.paid_how[facts.paid_how].name if facts.paid_how else None
    yield "payee", facts.payee
    yield "serial", facts.serial
    yield "story", None if instead else story
    yield "ticket", next((filing.ticket for filing in reversed(case.filings) if filing.ticket), None)


def told_story(case: Complaint) -> str | None:
    """The account that the user gave for a letter; what was only typed at another question is not quoted."""
    origin = case.origins.get("story")
    return case.facts.story if origin is not None and origin.by == "typed" else None


def platform_name(case: Complaint, knowledge: Knowledge) -> str | None:
    """The platform's name as the user gave it or as its playbook has it; None when nobody knows."""
    return case.facts.platform_name or (playbook_of(case, knowledge).name if case.facts.platform else None)


def demand_words(case: Complaint, knowledge: Knowledge, demand_id: str | None) -> str | None:
    """A demand as a letter says it, with the amount where it is about money."""
    demand = knowledge.demands.get(demand_id or "")
    if demand is None:
        return None
    amount = case.facts.amount
    return demand.with_amount.format(amount=say_money(amount)) if demand.with_amount and amount else demand.text


def _fallback(case: Complaint, knowledge: Knowledge) -> str | None:
    problem = knowledge.problems.get(case.facts.problem or "")
    fallback = problem.fallback if problem else None
    return demand_words(case, knowledge, fallback) if fallback != case.facts.demand else None


def exhibit_list(case: Complaint, knowledge: Knowledge) -> str:
    """证1 订单页、证2 付款记录; the order page that holds the number counts before it has arrived."""
    kept = [exhibit for exhibit in case.exhibits if exhibit.state in {"stored", "pending"}]
    names = [f"证{exhibit.number} {_exhibit_words(knowledge, exhibit)}" for exhibit in kept]
    if not names and case.facts.order_in_screenshot:
        names = [knowledge.exhibits["order_page"].name]
    return "、".join(names)


def _exhibit_words(knowledge: Knowledge, exhibit: Exhibit) -> str:
    """What an exhibit is to somebody else, who need not know that nobody sorted it."""
    return knowledge.phrases["exhibit"].text if exhibit.kind in NAMELESS else knowledge.exhibits[exhibit.kind].name


def _told(case: Complaint, knowledge: Knowledge) -> list[Contact]:
    """The newest contacts with the other side worth telling: a question whose result is known is told by its result.

    Offices and public routes are no business of the other side, least of all a report (办法37).
    """
    contacts = [
        contact for contact in case.contacts if contact.result != "arrived" and contact.channel not in knowledge.routes
    ]
    told = [
        contact
        for place, contact in enumerate(contacts)
        if contact.result != "asked" or all(later.channel != contact.channel for later in contacts[place + 1 :])
    ]
    return told[-QUOTED_CONTACTS:]


def _contact_words(case: Complaint, knowledge: Knowledge, contact: Contact, now: Instant, *, public: bool) -> str:
    """11月22日(周日) 10:05联系在线客服，未答复."""
    words = knowledge.phrases
    day = say_date(date_of(contact.at), now) if contact.day_known else words["earlier"].text
    when = day if contact.approximate else say_time(contact.at, now)
    channel = channel_words(case, knowledge, contact.channel)
    agent = words["agent"].text.format(agent=contact.agent) if contact.agent and not public else ""
    return words[f"contact_{contact.result}"].text.format(when=when, channel=channel, agent=agent)


def channel_words(case: Complaint, knowledge: Knowledge, channel_id: str) -> str:
    """The name of a channel, letter or route."""
    channel = playbook_of(case, knowledge).channel(channel_id)
    entry = channel or knowledge.letters.get(channel_id) or knowledge.routes.get(channel_id)
    return entry.name if entry else knowledge.phrases[f"channel_{channel_id}"].text


def _filing_words(case: Complaint, knowledge: Knowledge, filing: Filing, now: Instant) -> str:
    """The stage before, for an appeal: when, where, under which number, and what came of it.

    Who answered once and is silent now has answered: the last word counts.
    """
    words = knowledge.phrases
    answers = [
        contact.result
        for contact in case.contacts
        if contact.at >= filing.at and contact.result not in {"asked", "noted", "silent"}
    ]
    ticket = words["ticket"].text.format(ticket=filing.ticket) if filing.ticket else ""
    result = words[f"filing_{answers[-1] if answers else 'silent'}"].text
    channel = channel_words(case, knowledge, filing.channel)
    return words["filing"].text.format(when=say_time(filing.at, now), channel=channel, ticket=ticket, result=result)


def _flags(case: Complaint, knowledge: Knowledge) -> frozenset[str]:
    facts, book = case.facts, playbook_of(case, knowledge)
    paid = knowledge.paid_how.get(facts.paid_how or "")
    kinds = {exhibit.kind for exhibit in case.exhibits if exhibit.state == "stored"}
    found = {
        "small_amount": facts.amount is not None and facts.amount <= book.small_amount,
        "order_in_picture": facts.order_in_screenshot and not facts.order_numbers,
        "has_no_reason_promise": "return_promise" in kinds,
        "prepaid": paid is not None and paid.prepaid,
        "own_mistake": facts.mistake == "own",
        "their_mistake": facts.mistake == "theirs",
    }
    return frozenset(flag for flag, holds in found.items() if holds)


def plain_lines(case: Complaint, knowledge: Knowledge, now: Instant, *, public: bool) -> list[str]:
    """The facts as `name：value` lines to copy into somebody's form; personal ones stay out of public places."""
    values = dict(_values(case, knowledge, now, public=public))
    order = (
        "platform",
        "shop",
        "order_numbers",
        "goods",
        "amount",
        "bought",
        "paid_how",
        "payee",
        "serial",
        "account",
        "problem_statement",
        "discovered",
        "contact_history",
        "demand",
        "exhibits",
    )
    return [
        f"{knowledge.fields[field].name}：{values[field]}"
        for field in order
        if values.get(field) and not (public and knowledge.fields[field].personal)
    ]
