"""What of a case is true or not, for the sentences of letters that depend on it (`needs_flags` in knowledge/)."""

from complaints.complaint import Complaint
from complaints.letter_history import History
from complaints.routes import playbook_of

FOOTER = "footer"
"""The step of the finder that looks for the trader at the foot of the site."""


def flags_of(case: Complaint, history: History) -> frozenset[str]:
    """The flags that hold; fields.toml says what each means."""
    facts, knowledge = case.facts, history.knowledge
    book = playbook_of(case, knowledge)
    paid = knowledge.paid_how.get(facts.paid_how or "")
    kinds = {exhibit.kind for exhibit in case.exhibits if exhibit.state == "stored"}
    found = {
        "small_amount": facts.amount is not None and facts.amount <= book.small_amount,
        "order_in_picture": facts.order_in_screenshot and not facts.order_numbers,
        "has_no_reason_promise": "return_promise" in kinds,
        "prepaid": paid is not None and paid.prepaid,
        "own_mistake": facts.mistake == "own",
        "their_mistake": facts.mistake == "theirs",
        "notice_given": history.notice is not None,
        "delay_15": history.long_delay,
        "put_off": history.put_off,
        "respondent_known": case.respondent.name is not None,
        "for_family": facts.own_purchase is False,
        "fraud_proof": facts.fraud_proof is True,
        "own_use": facts.own_use is True,
        "danger": bool(facts.dangers),
        "no_identity_shown": FOOTER in case.respondent.searched and case.respondent.name is None,
        "went_to_samr": any(filing.letter == "samr_complaint" for filing in case.filings),
    }
    return frozenset(flag for flag, holds in found.items() if holds)
