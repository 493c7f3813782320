"""Order numbers in what people write: after a label such as 订单号, or where a platform's hint recognises them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from complaints.reading.normalise import fold

Hints = Sequence[re.Pattern[str]]
"""What order numbers of the known platforms look like; made by `hint`."""

ANSWER = 1000
"""Characters of an answer that are read."""

SHORTEST, LONGEST = 4, 40
"""Characters of an order number."""

FEWEST_DIGITS = 4
"""Fewer make a word of it, in free text."""

SHORTEST_UNNAMED = 8
"""Characters after a bare 订单, which may be followed by anything."""

SEPARATE = 8
"""Runs this long are numbers of their own; shorter ones are a number typed with spaces."""

Verdict = Literal["looks_like_hint", "odd", "not_a_number"]


class OrderNumber(NamedTuple):
    """An order number as typed, but half-width, and where in the text it stands."""

    number: str
    start: int
    end: int


class OrderAnswer(NamedTuple):
    """The order numbers in an answer. `odd` ones are accepted after one confirmation, never refused."""

    numbers: tuple[str, ...]
    verdict: Verdict


_ORDER = r"(?<![A-Za-z])[Oo][Rr][Dd][Ee][Rr](?:[\s_-]*(?:[Nn][Oo]\.?|[Nn]umber|[Ii][Dd]))?"
_LABEL = re.compile(
    r"(?=[订定单Oo])(?:(?<!商户)(?<!商家)(?<!支付)(?<!支付宝)(?<!微信)(?<!财付通)(?P<whole>[订定]单(?:编号|号码|号|[Ii][Dd]))"
    r"|(?<!交易)(?<!商户)(?<!支付)(?<!付款)(?<!流水)(?<!快递)(?<!物流)(?<!退款)(?<!投诉)(?<!售后)(?<![运工订定案])单号"
    rf"|(?P<bare>[订定]单|{_ORDER}))"
    r"(?:分别)?(?:[\s:#是为]|就是)*(?=[A-Za-z0-9])"
)
"""Numbers of bills, parcels and tickets have labels that end like these."""

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NEXT = re.compile(r"\s*(?:[、,，/;和与及跟]|还有|以及)?\s*(?=[A-Za-z0-9])")
_COUNTS = re.compile(r"\s?[元块¥个張张天分小年月]")
_PHONE = re.compile(r"(?:86-?)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[48]00-?\d{3,4}-?\d{3,4}|12[345]\d\d|96110|95\d{3}")
"""Mobile and fixed lines, 400 and 800 numbers, public hotlines such as 12315, and those of banks."""
_DATE = re.compile(r"(20\d\d)[-_]?(\d\d?)[-_]?(\d\d?)")

_ANSWER_LABELS = re.compile(rf"[订定]?单(?:编号|号码|号|[Ii][Dd])?|{_ORDER}|编号|号码")
_SEPARATORS = re.compile(r"[、,，;/\n]|和|以及|还有|跟")


def hint(pattern: str) -> re.Pattern[str]:
    """A platform's pattern, made ready to find whole numbers in any text. Raises re.error for a malformed one."""
    whole = re.compile(pattern).pattern  # an unbalanced pattern must fail by itself, not close the group below
    return re.compile(rf"(?<![A-Za-z0-9])(?:{whole})(?![A-Za-z0-9])", re.IGNORECASE)


def find_order_numbers(text: str, hints: Hints) -> list[str]:
    """The order numbers of free text, each once."""
    return list(dict.fromkeys(order.number for order in find_orders(text, hints)))


def find_orders(text: str, hints: Hints) -> list[OrderNumber]:
    """What a hint recognises, and what follows a label unless it is a phone number, a sum or a date; in order."""
    return orders_in(fold(text), hints)


def orders_in(text: str, hints: Hints) -> list[OrderNumber]:
    """`find_orders` of a folded text."""
    found = list(_hinted(text, hints))
    covered = {place for order in found for place in range(order.start, order.end)}
    found += [order for order in _labelled(text) if covered.isdisjoint(range(order.start, order.end))]
    return sorted(found, key=lambda order: order.start)


def read_order_number(text: str, hints: Hints) -> OrderAnswer:
    """The order numbers in an answer to the question for them, whatever they look like."""
    text = fold(text[:ANSWER])
    if hinted := dict.fromkeys(order.number for order in _hinted(text, hints)):
        return OrderAnswer(tuple(hinted), "looks_like_hint")
    parts = _SEPARATORS.split(_ANSWER_LABELS.sub(" ", text))
    numbers = dict.fromkeys(number for part in parts for number in _answered(part))
    return OrderAnswer(tuple(numbers), "odd" if numbers else "not_a_number")


def is_phone_or_date(number: str) -> bool:
    """Whether the whole run of characters is a phone number or a day."""
    if _PHONE.fullmatch(number):
        return True
    written = _DATE.fullmatch(number)
    if written is None:
        return False
    try:
        date(*map(int, written.groups()))
    except ValueError:
        return False
    return True


def _hinted(text: str, hints: Hints) -> Iterator[OrderNumber]:
    for run in _NUMBER.finditer(text):
        for pattern in hints:
            yield from (
                OrderNumber(match[0], *match.span()) for match in pattern.finditer(text, *run.span()) if match[0]
            )


def _labelled(text: str) -> Iterator[OrderNumber]:
    """The numbers after each label, one or a list of them."""
    for label in _LABEL.finditer(text):
        at, shortest = label.end(), SHORTEST_UNNAMED if label["bare"] else SHORTEST
        while (number := _NUMBER.match(text, at)) and _is_order(text, number, shortest):
            run = number[0].rstrip("_-")
            yield OrderNumber(run, at, at + len(run))
            following = _NEXT.match(text, number.end())
            at = following.end() if following else len(text)


def _is_order(text: str, number: re.Match[str], shortest: int) -> bool:
    run = number[0].rstrip("_-")
    fits = shortest <= len(run) <= LONGEST and _digits(run) >= FEWEST_DIGITS
    return fits and not is_phone_or_date(run) and not _COUNTS.match(text, number.end())


def _answered(part: str) -> list[str]:
    """The numbers in one part of an answer."""
    runs = [match[0].rstrip("_-") for match in _NUMBER.finditer(part) if not _COUNTS.match(part, match.end())]
    if not part.isascii():
        return [run for run in runs if len(run) <= LONGEST and _digits(run) >= FEWEST_DIGITS]
    if all(len(run) < SEPARATE for run in runs):
        runs = ["".join(runs)]
    return [run for run in runs if SHORTEST <= len(run) <= LONGEST and _digits(run)]


def _digits(run: str) -> int:
    return sum(char.isdigit() for char in run)
