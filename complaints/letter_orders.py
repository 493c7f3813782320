"""The orders of a case in words: their numbers, what they cost, what is wrong; of several each by itself."""

from complaints.complaint import Complaint, Fen
from complaints.knowledge.models import Knowledge, Problem
from complaints.merging import numbers_of, told_apart


def say_money(fen: Fen) -> str:
    """98元, 98.50元."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}元" if rest else f"{yuan}元"


def order_words(case: Complaint, knowledge: Knowledge) -> str:
    """The order numbers; of a case that several became, each with its sum while the sums are known."""
    words, named = [], set[str]()
    for portion in told_apart(case):
        numbers = list(numbers_of(case, portion))
        named.update(numbers)
        order = "、".join(numbers) or knowledge.phrases["another_order"].text
        amount = say_money(portion.amount) if portion.amount else None
        words.append(knowledge.phrases["order"].text.format(order=order, amount=amount) if amount else order)
    return "、".join([*words, *(number for number in case.facts.order_numbers if number not in named)])


def orders_in_short(case: Complaint, knowledge: Knowledge) -> str | None:
    """LY20261121001等3笔: of several orders, where there is no room for all."""
    numbers = case.facts.order_numbers
    if len(numbers) < 2:
        return None
    return knowledge.phrases["orders_in_short"].text.format(order=numbers[0], count=len(numbers))


def amount_words(case: Complaint, knowledge: Knowledge) -> str | None:
    """The price; of several orders what they cost together."""
    if not case.facts.amount:
        return None
    amount = say_money(case.facts.amount)
    return knowledge.phrases["together"].text.format(amount=amount) if told_apart(case) else amount


def problem_words(case: Complaint, problem: Problem, knowledge: Knowledge) -> str:
    """The problem in a sentence; of several orders also what was wrong with those that it does not fit."""
    others = [
        knowledge.phrases["also"].text.format(
            order="、".join(numbers_of(case, portion)) or knowledge.phrases["another_order"].text,
            problem=knowledge.problems[portion.problem].statement,
        )
        for portion in case.portions
        if portion.problem is not None and portion.problem in knowledge.problems and portion.problem != problem.id
    ]
    return "".join([problem.statement, *others])
