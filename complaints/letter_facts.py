"""The facts of a case as finished words: what letters are filled with, and the plain lines a user copies elsewhere.

Texts go to somebody else, so times are absolute, money is in 元, and nothing personal enters a public one.
"""

import re
from collections.abc import Iterable, Mapping

from complaints.complaint import Complaint, Exhibit
from complaints.cutting import cut
from complaints.exhibits import UNKNOWN, UNSORTED
from complaints.knowledge.letter import Audience
from complaints.knowledge.models import Demand, Knowledge, Letter, Problem
from complaints.letter_flags import flags_of
from complaints.letter_history import History, channel_words
from complaints.letter_orders import amount_words, order_words, orders_in_short, problem_words, say_money
from complaints.letter_suspects import suspect_words
from complaints.letters import LetterFacts
from complaints.rebuttals import rebuttals, told
from complaints.routes import playbook_of
from complaints.times import Instant, say_time
from complaints.tone import neutral

__all__ = [
    "channel_words",
    "demand_words",
    "exhibit_list",
    "letter_facts",
    "named_facts",
    "plain_lines",
    "say_money",
    "told_story",
]

NAMELESS = frozenset({UNSORTED, UNKNOWN, "other"})
"""Kinds of exhibits that say nothing of what they show."""

TAIL = 4
"""Characters of an order number that the public may read: enough for the seller, too few for a swindler."""

LINE = 1000
"""Characters of a line to copy."""

SENTENCE = 200
"""Characters up to which a story can stand for the problem; a longer one may be left out, so it stands by itself."""

PROMISE = "P"
"""The clock of a promise."""

Values = dict[str, str | None]


def letter_facts(
    case: Complaint, knowledge: Knowledge, letter: Letter, now: Instant, deadline: Instant | None
) -> LetterFacts:
    """What a letter of this case may say. `deadline` is its own, for the seller: offices have theirs by law."""
    book = playbook_of(case, knowledge)
    channel = book.channel(letter.channel or "")
    history = History(case, knowledge, letter.audience, now)
    values = _known(case, history, letter.audience) | {"other_side": letter.other_side}
    values["excuse_told"] = "".join(told(case, knowledge, letter.other_side))
    if deadline is not None and letter.audience == "seller":
        values["deadline"] = say_time(deadline, now)
    return LetterFacts(
        values=values,
        problem=case.facts.problem or "other",
        demand=case.facts.demand,
        seller_role=book.seller_role,
        goods=case.facts.goods_kind,
        flags=flags_of(case, history),
        max_length=channel.max_length if channel else None,
    )


# ------------------------------------------------------------------------------------------------------- values
def _known(case: Complaint, history: History, audience: Audience) -> dict[str, str]:
    """The values that are there, and that may be told to this audience."""
    knowledge = history.knowledge
    groups = (
        _of_purchase(case, history),
        _of_problem(case, knowledge),
        _of_demand(case, knowledge),
        _of_past(case, history),
        _of_respondent(case),
    )
    found = {field: value for values in groups for field, value in values.items() if value}
    return _public(found, case, knowledge) if audience == "public" else found


def _of_purchase(case: Complaint, history: History) -> Values:
    facts, knowledge = case.facts, history.knowledge
    return {
        "platform": platform_name(case, knowledge),
        "order_numbers": order_words(case, knowledge),
        "orders_in_short": orders_in_short(case, knowledge),
        "order_tail": "、".join([number[-TAIL:] for number in facts.order_numbers if len(number) > TAIL]),
        "goods": facts.goods,
        "amount": amount_words(case, knowledge),
        "bought": history.day(facts.bought) if facts.bought is not None else None,
        "account": facts.account,
        "shop": facts.shop,
        "paid_how": knowledge.paid_how[facts.paid_how].name if facts.paid_how else None,
        "payee": facts.payee,
        "serial": facts.serial,
        "exhibits": exhibit_list(case, knowledge),
        "discovered": history.day(facts.discovered) if facts.discovered is not None else None,
    }


def _of_problem(case: Complaint, knowledge: Knowledge) -> Values:
    problem, story = _problem(case, knowledge), told_story(case, knowledge)
    instead = story if problem and problem.id == "other" and len(story or "") <= SENTENCE else None
    dangers = [knowledge.emergencies.get(danger) for danger in case.facts.dangers]
    return {
        "problem_formal": problem.formal if problem else None,
        "problem_statement": instead or (problem_words(case, problem, knowledge) if problem else None),
        "story": None if instead else story,
        "dangers": "；".join([found.told for found in dangers if found is not None and found.told]),
    }


def _of_demand(case: Complaint, knowledge: Knowledge) -> Values:
    demand = knowledge.demands.get(case.facts.demand or "")
    told = (demand.office if demand else None) or case.facts.demand
    fallback = _fallback(case, knowledge)
    return {
        "demand": demand_words(case, knowledge, case.facts.demand),
        "office_demand": demand_words(case, knowledge, told),
        "fallback_demand": demand_words(case, knowledge, fallback) if fallback != told else None,
        "claim": demand.claim if demand else None,
        "claim_amount": _claim_amount(case, demand),
    }


def _claim_amount(case: Complaint, demand: Demand | None) -> str | None:
    """The whole price, where that is what is asked for."""
    whole = demand is not None and demand.claim and demand.with_amount and case.facts.amount
    return say_money(case.facts.amount) if whole and case.facts.amount else None


def _of_past(case: Complaint, history: History) -> Values:
    words = history.knowledge.phrases
    promised = next((clock.due for clock in reversed(case.clocks) if clock.id == PROMISE), None)
    broken = promised if promised is not None and promised < history.now else None
    return {
        "contact_history": history.contacts(),
        "first_filing": history.last_filing(),
        "filing_history": history.filings(),
        "outside_history": history.outside(),
        "suspects": suspect_words(history),
        "suspect_count": str(len(case.suspects)) if case.suspects else None,
        "notice_date": history.day(history.notice) if history.notice is not None else None,
        "promise": words["promise"].text.format(when=history.time(broken)) if broken is not None else None,
        **dict(zip(("excuse_rebuttal", "second_rebuttal"), rebuttals(case, history.knowledge), strict=False)),
        "ticket": next((filing.ticket for filing in reversed(case.filings) if filing.ticket), None),
    }


def _of_respondent(case: Complaint) -> Values:
    respondent = case.respondent
    return {
        "respondent_name": respondent.name,
        "respondent_code": respondent.code,
        "respondent_address": respondent.address,
        "site": respondent.site,
        "icp": respondent.icp,
    }


def _public(values: Mapping[str, str], case: Complaint, knowledge: Knowledge) -> dict[str, str]:
    """Without personal fields, and without any value that has such a thing inside."""
    personal = {field.id for field in knowledge.fields.values() if field.personal}
    private = {value for field, value in values.items() if field in personal and len(value) >= TAIL}
    private.update(case.facts.order_numbers)
    rules = [rule.pattern for rule in knowledge.wording.values() if "public" in rule.where and not rule.must]
    kept = {
        field: value
        for field, value in values.items()
        if field not in personal
        and not any(word in value for word in private)
        and not any(re.search(pattern, value) for pattern in rules)
    }
    goods, problem = knowledge.goods.get(case.facts.goods_kind or ""), _problem(case, knowledge)
    if "goods" in values and "goods" not in kept and goods:
        kept["goods"] = goods.name
    if problem:
        kept.setdefault("problem_statement", problem.statement)
    return kept


def _problem(case: Complaint, knowledge: Knowledge) -> Problem | None:
    return knowledge.problems.get(case.facts.problem or "other")


def told_story(case: Complaint, knowledge: Knowledge) -> str | None:
    """The account that the user gave for a letter, as a letter says it: the calm wording that they took over, and
    neutral words for 骗子 and 诈骗. What was only typed at another question is not quoted.
    """
    origin, facts = case.origins.get("story"), case.facts
    if origin is None or origin.by != "typed" or facts.story is None:
        return None
    return neutral(facts.story if facts.story_calm is None else facts.story_calm, knowledge)


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
    return fallback if fallback != case.facts.demand else None


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


def named_facts(
    case: Complaint, knowledge: Knowledge, now: Instant, fields: Iterable[str], audience: Audience
) -> list[tuple[str, str]]:
    """(name, words) of those fields that are known and may be told to this audience, in this order."""
    values = _known(case, History(case, knowledge, audience, now), audience)
    return [(knowledge.fields[field].name, value) for field in fields if (value := values.get(field))]


def plain_lines(case: Complaint, knowledge: Knowledge, now: Instant, *, public: bool) -> list[str]:
    """The facts as `name：value` lines to copy into somebody's form; personal ones stay out of public places."""
    audience: Audience = "public" if public else "seller"
    order = (
        "platform",
        "shop",
        "order_tail" if public else "order_numbers",
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
    told = named_facts(case, knowledge, now, order, audience)
    return [f"{name}：{cut(value, LINE) or value[:LINE]}" for name, value in told]
