"""Sums of money as people write them: 98元, ￥1,234.5, 九十八块五, 一百八块, 1.2万, 花了98."""

import re
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from complaints.complaint import Fen
from complaints.reading.normalise import fold
from complaints.reading.numerals import DIGIT, DIGITS, NUMERAL, number_of

MOST: Fen = 100_000_000 * 100
"""100 million yuan: more than any case here, so a larger number is something else."""

MOST_BARE: Fen = 1_000_000 * 100
"""A number this large without a currency is rather an order number or a date."""

ANSWER = 500
"""Characters of an answer that are read."""

MOST_SUMS = 20
"""Sums of one text that are looked at."""

LONGEST = 18
"""Characters of the longest number worth reading."""


class Amount(NamedTuple):
    """A sum, and where in the text it stands."""

    fen: Fen
    start: int
    end: int


_COUNTERS = (
    "个個张張次天点分小时月号日年折份条條单單笔件倍人家位秒周星台本套枚颗盒瓶%万千百区服楼层岁米斤钟级美港刀欧多来几余"
)
"""After a number these say that it counts something else, or that it is only about right."""

_NUMBER = re.compile(
    rf"""
    (?=[¥RCr人\d]|{NUMERAL})
    (?:(?<![-−负])(?P<mark>¥|(?<![A-Za-z])(?:RMB|CNY|rmb)|人民币)[\s:]*|(?<!¥))
    (?:
      (?<![\dA-Za-z._/\\$€-])(?<!\d[,:~到至])(?<![负−])
      (?P<arabic>(?:\d{{1,3}}(?:,\d{{3}})++(?!,?\d)|\d++)(?:\.\d++)?)(?![.,:]\d)
      (?:(?P<scale>[万千百亿]|[wWkK](?![A-Za-z]))(?:(?P<rest>\d)千?(?![\d.{_COUNTERS}]))?)?
    | (?<![几数上近过好多半第成负])(?<!{NUMERAL})(?<!{NUMERAL}[到至])
      (?P<chinese>{NUMERAL}++)(?:点(?P<decimals>{DIGIT}{{1,2}}+))?
    )
    (?:
      \s?(?P<unit>块(?![显硬屏])|元(?![宝旦素气件])|[圆圓](?!满)|¥|RMB|CNY|rmb|人民币|[rR](?![A-Za-z0-9]))
      (?:
        (?P<half>半(?![个年天月夜小]))
      | 零?(?P<jiao>[1-9]|{DIGIT})[毛角](?:零?(?P<of_jiao>\d|{DIGIT})分?(?![钟{_COUNTERS}]))?
      | 零(?P<fen>[1-9]|{DIGIT})分?(?![钟{_COUNTERS}])
      | (?P<cents>\d{{1,2}}+(?![\dA-Za-z{_COUNTERS}])(?![.,:]\d)
                 |{DIGIT}{{1,2}}+(?=$|[\s,，。.!?;、)的钱了没未买充付拿包到]))
      )?
      (?:钱|整(?!个))?
    )?
    """,
    re.VERBOSE | re.ASCII,
)

_SCALES = {"百": 100, "千": 1000, "k": 1000, "K": 1000, "万": 10_000, "w": 10_000, "W": 10_000, "亿": 100_000_000}

_PAID = re.compile(
    r"(?:退|付|花|赔|补|扣|收|充|转|差|价|共|款|金额)(?:了|掉|去|款|值|给|还|钱|我|你|他|她|们|是|为|格|[:\s])*$"
)
"""Words after which a bare number is money."""

_REACH = 10
"""Characters before a number in which such a word is looked for."""

_ENDS = re.compile(r"\s*(?:$|[,.](?!\d)|[，。!?;、~)\n]|[没未不就还都才但却结说的了吧呢啊买在充给拿换去订到])")
"""What may follow a bare number that is money."""

_COUNTED = re.compile(rf"\s?(?:[A-Za-z_/:元块{_COUNTERS}-]|[~到至]\s?(?:\d|{NUMERAL}))", re.ASCII)

_LEAD_IN = re.compile(
    r"(?:大概|大约|差不多|约|一共|总共|共|我|花|付|充|买|是|就|实付|实际|支付|价格|金额|应该|好像|了|的|款|值|[:\s])*"
)
_LEAD_OUT = re.compile(r"(?:吧|左右|呢|啊|了|的|样子|[,，。.!?~\s])*")


def read_amount(text: str) -> Fen | None:
    """The sum in an answer to "how much?", for which `98` is enough. None when there is none, or more than one."""
    text = fold(text[:ANSWER])
    found = list(_NUMBER.finditer(text))
    for fits in (_marked, _bare, _alone):
        sums = {fen for number in found if fits(text, number) and (fen := _fen(number))}
        if sums:
            return sums.pop() if len(sums) == 1 else None
    return None


def find_amounts(text: str) -> list[Amount]:
    """The first sums in free text: with a currency, or a bare number after a word of paying."""
    return amounts_in(fold(text))


def amounts_in(text: str) -> list[Amount]:
    """`find_amounts` of a folded text."""
    sums = (
        Amount(fen, *number.span())
        for number in _NUMBER.finditer(text)
        if (_marked(text, number) or _paid(text, number)) and (fen := _fen(number))
    )
    return list(islice(sums, MOST_SUMS))


def _marked(text: str, number: re.Match[str]) -> bool:
    """A currency stands with it. 一块 before another word means "together"."""
    if number["mark"] is None and number["unit"] is None:
        return False
    return number[0] != "一块" or not text[number.end() : number.end() + 1].isalpha()


def _paid(text: str, number: re.Match[str]) -> bool:
    """It follows a word of paying, and nothing is counted with it."""
    if len(number[0]) == 1 and number["chinese"]:
        return False
    before = text[max(0, number.start() - _REACH) : number.start()]
    return bool(_small(number) and _PAID.search(before) and _ENDS.match(text, number.end()))


def _bare(text: str, number: re.Match[str]) -> bool:
    """Digits that count nothing else."""
    return bool(number["arabic"]) and _small(number) and not _COUNTED.match(text, number.end())


def _alone(text: str, number: re.Match[str]) -> bool:
    """A numeral in characters, with nothing but filler words around it."""
    filled = _LEAD_IN.fullmatch(text, 0, number.start()) and _LEAD_OUT.fullmatch(text, number.end())
    return bool(filled and number["chinese"]) and _small(number)


def _small(number: re.Match[str]) -> bool:
    fen = _fen(number)
    return fen is not None and fen < MOST_BARE


def _fen(number: re.Match[str]) -> Fen | None:
    """The sum, or None when it is no possible one: zero, too large, or finer than a fen."""
    yuan = _yuan(number)
    if yuan is None:
        return None
    fen = yuan * 100 + _cents(number)
    return int(fen) if 0 < fen <= MOST and fen == int(fen) else None


def _yuan(number: re.Match[str]) -> Decimal | None:
    if len(number[0]) > LONGEST:
        return None
    if number["arabic"]:
        scale = _SCALES.get(number["scale"] or "", 1)
        return Decimal(number["arabic"].replace(",", "")) * scale + int(number["rest"] or 0) * scale // 10
    whole = number_of(number["chinese"])
    return None if whole is None else whole + Decimal(_digits(number["decimals"])) / 10 ** len(number["decimals"] or "")


def _cents(number: re.Match[str]) -> int:
    """Fen after the unit: 块五 = 50, 块五毛五 = 55, 块零五 = 5, 块半 = 50."""
    if number["half"]:
        return 50
    cents = _digits(number["cents"])
    if number["cents"] and len(number["cents"]) == 1:
        cents *= 10
    return cents + _digits(number["jiao"]) * 10 + _digits(number["of_jiao"]) + _digits(number["fen"])


def _digits(text: str | None) -> int:
    return int("".join(str(DIGITS[char]) for char in text)) if text else 0
