"""What was done so far, as finished words for a letter: contacts, filings with what came of them, other offices.

Whoever reads a letter learns only what is their business: the seller and the public nothing of offices, nobody of a
report (投诉举报处理办法37), and the public no agent and no ticket.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from complaints import outside
from complaints.complaint import Complaint, Contact, Filing
from complaints.knowledge.letter import Audience
from complaints.knowledge.models import Knowledge
from complaints.routes import APPEAL, WRITTEN, playbook_of
from complaints.times import DAY, Instant, date_of, full_date, say_date, say_time

QUOTED = 3
"""Contacts or filings named in a letter; the newest count."""

UNTOLD = frozenset({"asked", "noted", "silent"})
"""Results of a contact that answer nothing: who answered once and is silent now has answered."""

LONG_DELAY = 15 * DAY
"""After a demand in writing (侵害消费者权益行为处罚办法8)."""


@dataclass(frozen=True)
class History:
    """The past of a case as one letter may tell it."""

    case: Complaint
    knowledge: Knowledge
    audience: Audience
    now: Instant

    # --------------------------------------------------------------------------------------------- times
    def day(self, instant: Instant) -> str:
        """11月23日(周一) in a message; 2026年11月23日 in a paper, which is read for longer."""
        day = date_of(instant)
        return say_date(day, self.now) if self.audience in {"seller", "public"} else full_date(day)

    def time(self, instant: Instant) -> str:
        """The same with the hour, which a paper leaves to its exhibits."""
        return say_time(instant, self.now) if self.audience in {"seller", "public"} else self.day(instant)

    # --------------------------------------------------------------------------------------------- contacts
    def contacts(self) -> str:
        """11月22日(周日) 10:05联系在线客服，对方拒绝；…"""
        return "；".join(dict.fromkeys(map(self._contact, self._told())))

    def _told(self) -> list[Contact]:
        """The newest contacts worth telling: a question whose result is known is told by its result."""
        contacts = [contact for contact in self._with_seller if contact.result != "arrived"]
        told = [
            contact
            for place, contact in enumerate(contacts)
            if contact.result != "asked" or all(later.channel != contact.channel for later in contacts[place + 1 :])
        ]
        return told[-QUOTED:]

    @cached_property
    def _with_seller(self) -> list[Contact]:
        return [contact for contact in self.case.contacts if contact.channel not in self.knowledge.routes]

    def _contact(self, contact: Contact) -> str:
        words = self.knowledge.phrases
        day = self.day(contact.at) if contact.day_known else words["earlier"].text
        when = day if contact.approximate else self.time(contact.at)
        named = contact.agent and self.audience != "public"
        agent = words["agent"].text.format(agent=contact.agent) if named else ""
        reached = words.get(f"reached_{contact.channel}")
        channel = reached.text if reached else channel_words(self.case, self.knowledge, contact.channel)
        return words[f"contact_{contact.result}"].text.format(when=when, channel=channel, agent=agent)

    # --------------------------------------------------------------------------------------------- filings
    @cached_property
    def _to_seller(self) -> list[Filing]:
        return [filing for filing in self.case.filings if not is_outside(filing, self.knowledge)]

    def last_filing(self) -> str | None:
        """The stage before, for an appeal: when, where, under which number, and what came of it."""
        return self._filing(self._to_seller[-1], None) if self._to_seller else None

    def filings(self) -> str:
        """The same of the newest filings, each with what came of it before the next."""
        following = zip_longest(self._to_seller, (filing.at for filing in self._to_seller[1:]))
        told = [self._filing(filing, until) for filing, until in following]
        return "；".join(told[-QUOTED:])

    def _filing(self, filing: Filing, until: Instant | None) -> str:
        words = self.knowledge.phrases
        answers = [
            contact.result
            for contact in self._with_seller
            if filing.at <= contact.at and (until is None or contact.at < until) and contact.result not in UNTOLD
        ]
        result = words[f"filing_{answers[-1] if answers else 'silent'}"].text
        if until is not None and not answers:
            result = words["filing_was_silent"].text
        how = words["filing_appeal" if filing.letter == APPEAL else "filing"].text
        channel = channel_words(self.case, self.knowledge, filing.channel)
        return how.format(when=self.time(filing.at), channel=channel, ticket=self._ticket(filing), result=result)

    def _ticket(self, filing: Filing) -> str:
        told = filing.ticket and self.audience != "public"
        return self.knowledge.phrases["ticket"].text.format(ticket=filing.ticket) if told else ""

    @cached_property
    def notice(self) -> Instant | None:
        """When the seller was first told in writing."""
        return next((filing.at for filing in self._to_seller if filing.letter in WRITTEN), None)

    @property
    def long_delay(self) -> bool:
        """A demand in writing was left unmet for 15 days."""
        return self.notice is not None and self.now - self.notice > LONG_DELAY

    @property
    def put_off(self) -> bool:
        """The seller refused, was silent by the user's word, or let the time pass that a text gave it."""
        answered = any(contact.result in {"refused", "silent"} for contact in self._with_seller)
        return answered or any(
            filing.deadline is not None and filing.deadline <= self.now for filing in self._to_seller
        )

    # --------------------------------------------------------------------------------------------- other offices
    def outside(self) -> str:
        """11月25日向12315投诉，…: for another office only, and never a report."""
        if self.audience != "office":
            return ""
        return "；".join(filter(None, map(self._outside, self.case.filings)))

    def _outside(self, filing: Filing) -> str | None:
        route = self.knowledge.routes.get(filing.channel)
        if route is None or route.told is None:
            return None
        words = self.knowledge.phrases
        ticket = words["outside_ticket"].text.format(ticket=filing.ticket) if filing.ticket else ""
        return words["outside"].text.format(
            when=self.day(filing.at), channel=route.told, ticket=ticket, result=self._result(filing)
        )

    def _result(self, filing: Filing) -> str:
        """The last word of that office, with its reason; nothing is told of a filing before it has one."""
        words, knowledge = self.knowledge.phrases, self.knowledge
        for result in reversed(outside.results_of(self.case, filing.number)):
            kind, ground = knowledge.results.get(result.kind), knowledge.grounds.get(result.ground or "")
            if kind is not None and kind.told is not None:
                because = ground.told if ground is not None else None
                told = words["outside_refused"].text.format(result=kind.told, ground=because)
                return told if because else kind.told
        return words["outside_silent"].text


def is_outside(filing: Filing, knowledge: Knowledge) -> bool:
    """It went to somebody else than the seller or its platform."""
    letter = knowledge.letters.get(filing.letter)
    return letter is not None and letter.audience != "seller"


def channel_words(case: Complaint, knowledge: Knowledge, channel_id: str) -> str:
    """The name of a channel, letter or route."""
    channel = playbook_of(case, knowledge).channel(channel_id)
    entry = channel or knowledge.letters.get(channel_id) or knowledge.routes.get(channel_id)
    return entry.name if entry else knowledge.phrases[f"channel_{channel_id}"].text
