"""The parts of a letter that its sender may word: which there are, what they say now, and the sender's words in them.

A part is the value of a field: 要求, 期限, 经过. Everything else of the letter stays composed from the facts.
"""

import re
from dataclasses import replace

from complaints.complaint import Complaint, PendingText
from complaints.cutting import cut
from complaints.knowledge.models import Knowledge, Letter
from complaints.letter_facts import say_money
from complaints.letters import TRAILING, Draft, LetterFacts, fields_of, missing, sentences_of

DEMAND = "demand"
DEADLINE = "deadline"
STORY = "story"
"""The account; it may be added to any letter that has a place for it."""

GOES_WITH = {DEMAND: "fallback_demand", "office_demand": "fallback_demand", "excuse_rebuttal": "second_rebuttal"}
"""What says more of the same and would contradict the sender's own words."""

_WORDS = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")
_TIME = "[0-9０-９零一二三四五六七八九十两几半个年月日号天周小时点分今明后本星期钟上下午晚:： ]"
_ASKS = re.compile(
    r"(?:(?:我|本人)?(?:的)?(?:要求|诉求|请求)(?:是|为)?|希望|请|麻烦|务必)?(?:你们?|贵方|贵司|商家|平台|客服|对方|卖家)?"
    rf"(?:能|能够|必须)?(?:[在于]?{_TIME}{{1,20}}(?:之前|以前|前|之内|以内|内))?(?:给我|帮我)?[，,：:\s]*"
)
"""How a demand begins when it stands alone; the sentence of the letter brings its own beginning."""


def has_words(text: str) -> bool:
    """Whether there is anything but marks and emoji."""
    return _WORDS.search(text) is not None


def demand_in(text: str) -> str:
    """The demand itself, as it follows 请在…前: 请你们三天内退款98元。 → 退款98元."""
    rest = text.strip()
    begin = _ASKS.match(rest)
    shorter = rest[begin.end() :].strip() if begin else rest
    return (shorter if has_words(shorter) else rest).rstrip(TRAILING + "！!")


def parts(letter: Letter, draft: Draft, pending: PendingText, knowledge: Knowledge) -> dict[str, str]:
    """Name of a part → its field, in the order of the letter: what stands in it, was worded before, or may be added."""
    named: dict[str, str] = {}
    for sentence in sentences_of(letter, knowledge):
        for field in fields_of(sentence.text):
            name = knowledge.fields[field].part
            if name and (field in draft.fields or field in pending.own or field == STORY):
                named.setdefault(name, field)
    return named


def wordings(case: Complaint, knowledge: Knowledge) -> list[str]:
    """Other wordings of the demand of a case."""
    demand = knowledge.demands.get(case.facts.demand or "")
    amount = say_money(case.facts.amount) if case.facts.amount else None
    listed = demand.others if demand else ()
    return [text.format(amount=amount) for text in listed if amount or "{amount}" not in text]


def with_own(facts: LetterFacts, pending: PendingText, case: Complaint, knowledge: Knowledge) -> LetterFacts:
    """The facts of a letter with the chosen wording of the demand and the sender's own words in their places."""
    if not pending.own and not pending.wording:
        return facts
    values = dict(facts.values)
    others = wordings(case, knowledge)
    if 0 < pending.wording <= len(others) and DEMAND in values:
        values[DEMAND] = others[pending.wording - 1]
    for field, words in pending.own.items():
        values[field] = words
        values.pop(GOES_WITH.get(field, ""), None)
    own = frozenset(field for field, words in pending.own.items() if words)
    return replace(facts, values=values, own=own)


def required(letter: Letter, facts: LetterFacts, field: str) -> bool:
    """Whether the letter cannot do without this part."""
    without = {name: value for name, value in facts.values.items() if name != field}
    return missing(letter, without) != missing(letter, facts.values)


def for_everybody(words: str, knowledge: Knowledge) -> str:
    """Words as everybody may read them: a telephone number, an address or an ID number is left out."""
    for rule in knowledge.wording.values():
        if "public" in rule.where and not rule.must:
            words = re.sub(rule.pattern, knowledge.phrases["left_out"].text, words)
    return words


def fitted(words: str, draft: Draft) -> str | None:
    """The sender's words in a letter as far as it has room for them; None when not even one clause fits."""
    over = len(draft.text) - draft.max_length
    if over <= 0:
        return words
    return cut(words, len(words) - over) or None
