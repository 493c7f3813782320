"""Which rung of the ladder a case stands on, and which text comes next."""

from complaints.complaint import Complaint
from complaints.knowledge.models import Channel, Knowledge, Playbook
from complaints.times import HOUR, Instant

APPEAL = "supervisor_appeal"
"""The letter to the platform's supervisor, after an official channel did not help."""

UPGRADE = "platform_upgrade"

APPEALS = (APPEAL, UPGRADE)
"""Rungs that are still the platform's own: their answer is waited for like that of customer service."""

WRITTEN = frozenset({"ticket", "email", *APPEALS})
"""Letters that are a demand in writing (侵害消费者权益行为处罚办法8, 电商法38)."""

GENERIC = "generic"
"""The playbook of every platform that has none of its own."""


def playbook_of(case: Complaint, knowledge: Knowledge) -> Playbook:
    """The platform's playbook; the generic one for a platform without its own."""
    return knowledge.playbooks.get(case.facts.platform or "") or knowledge.playbooks[GENERIC]


def is_small(case: Complaint, knowledge: Knowledge) -> bool:
    """Whether the sum is so small that it must be told frankly which ways are worth the trouble."""
    amount = case.facts.amount
    return amount is not None and amount <= playbook_of(case, knowledge).small_amount


def first_channel(case: Complaint, knowledge: Knowledge) -> Channel:
    """The official channel recommended for the problem, as the platform's playbook has it."""
    book = playbook_of(case, knowledge)
    problem = knowledge.problems.get(case.facts.problem or "other")
    override = book.problems.get(problem.id) if problem else None
    wanted = (override and override.first_channel) or (problem and problem.first_channel)
    return book.channel(wanted or "") or book.channels[0]


def same_door(case: Complaint, knowledge: Knowledge) -> Channel:
    """The channel by which the platform was last written to: an appeal goes in where the filing before it did."""
    book = playbook_of(case, knowledge)
    doors = (book.channel(filing.channel) for filing in reversed(case.filings))
    return next((door for door in doors if door is not None), None) or first_channel(case, knowledge)


def next_letter(case: Complaint, knowledge: Knowledge, now: Instant) -> str:
    """The letter to offer: an official channel first, the appeal once one was tried in vain."""
    channel = first_channel(case, knowledge)
    filed = [filing.letter for filing in case.filings if filing.channel not in knowledge.routes]
    tried = bool(filed) or any(contact.channel not in knowledge.routes for contact in case.contacts)
    if not tried or (not filed and not _in_vain(case, channel, now)):
        return "ticket" if tried and playbook_of(case, knowledge).channel("ticket") else channel.id
    return UPGRADE if APPEAL in filed else APPEAL


def _in_vain(case: Complaint, channel: Channel, now: Instant) -> bool:
    """Refused, or not answered within the time the channel is given."""
    return case.facts.contacted == "refused" or any(
        contact.result == "refused" or now - contact.at >= channel.escalate_after * HOUR for contact in case.contacts
    )
