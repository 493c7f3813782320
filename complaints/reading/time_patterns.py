"""The grammar of days and times of day: one pattern for what happened, one for what is to come.

A match has a day, a part of the day, a time on the clock, or several of these in that order; it may be empty. Groups
are named after what they hold; `days.py` and `hours.py` say what they mean.
"""

import re

from complaints.reading.numerals import DIGIT, NUMERAL

_NUMERALS = NUMERAL[1:-1]

SMALL = rf"(?:\d{{1,2}}|{NUMERAL}{{1,3}}+)"
"""A number as in months, days and hours."""

COUNT = rf"(?:\d{{1,4}}(?:\.\d)?|半|俩|{NUMERAL}{{1,4}}+)"
"""A number of hours, days, …"""

ALONE = rf"(?<![\dA-Za-z._/几第{_NUMERALS}])(?<![\dA-Za-z{_NUMERALS}][:~到至-])"
"""Before a number: it is all of the number, not the end of a range, an order number or 十几."""

PARTS = {
    "dawn": "凌晨|拂晓",
    "morning": "大清早|清早|清晨|早上|早晨|一大早|一早|早间",
    "forenoon": "上午|午前",
    "noon": "大中午|中午|正午|晌午",
    "afternoon": "下午|午后",
    "dusk": "傍晚|黄昏",
    "midnight": "三更半夜|大半夜|后半夜|半夜|深夜|午夜",
    "evening": "大晚上|晚上|晚间|夜里|夜晚|夜间",
}
"""Parts of the day and their words."""

BARE_PARTS = {"早": "morning", "晨": "morning", "晚": "evening", "夜": "evening"}
"""One-character words: only after 昨, 今, 明 or before a time on the clock."""

_PART_WORDS = "|".join(PARTS.values())

_DATES = rf"""
    (?P<year>(?<!\d)(?:20)?\d{{2}}|{NUMERAL}{{4}})年\s?(?P<month>{SMALL})月\s?(?P<day>{SMALL})[日号]?
  | {ALONE}(?P<iso_year>20\d{{2}})\s?[-/.](?P<iso_month>\d{{1,2}})[-/.](?P<iso_day>\d{{1,2}})(?!\d|[./-]\d)
  | {ALONE}(?P<in_month>{SMALL})月\s?(?P<on_day>{SMALL})(?:[日号]|(?![\d元块个張张次点份单%.]))
  | {ALONE}(?P<loose_month>\d{{1,2}})[./-](?P<loose_day>\d{{1,2}})
    (?![\dA-Za-z分小时天个元块年月周万千百折倍张次%]|[.,:/-]\d)
  | {ALONE}(?P<compact>20\d{{6}})(?![\dA-Za-z])
  | (?<![工单订编账帐卡座门房车学]){ALONE}(?P<date>{SMALL})[日号](?![楼店客线机码位院区本常])
"""

_NAMED_MONTHS = rf"""
    (?P<that_year>前年|去年|今年|明年)的?(?P<its_month>{SMALL})月(?P<its_day>{SMALL})[日号]?
  | (?P<that_month>上上个?月|上个?月|这个?月|本月|当月|下个?月)的?(?P<its_date>{SMALL})[日号]
"""

_WEEKDAYS = rf"""
    (?P<which_week>上上|上|这|本|今|下下|下)个?(?:周|星期|礼拜)(?P<its_weekday>[一二三四五六日天末]|[1-6](?![\d个天]))
  | (?<![每个\d{_NUMERALS}])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末]|[1-6](?![\d个天]))(?!年)
"""

_NAMED = r"""
    (?<![目之以从当提眼])(?P<named>大前[天日]|前[天日]|昨[天日儿]|今[天日儿]|明[天日儿]|大后[天日]|(?<![今最往然随])后[天日])
  | (?<![之以目提当眼从钟时天周月年证声])(?P<short>[前昨今明])(?=[早晚夜晨]|上午|中午|下午|凌晨|傍晚|半夜|深夜)
"""

_NOW = r"(?P<now>刚刚|刚才|才刚|刚(?=[买充付下发看收拍])|现在|此刻|just\snow)"

_AGO = rf"""
    {ALONE}(?P<ago>{COUNT})\s?个?多?(?P<ago_half>半)?\s?
    (?P<ago_unit>秒钟?|分钟?|刻钟|小时|钟头|天|日|周|星期|礼拜|(?<=[个半])月|年)(?P<ago_more>半)?[多来]?(?:左右)?[之以]?前
"""

_AHEAD = rf"""
    (?:(?<!\d)\d{{1,3}}\s?[-~到至]\s?|{NUMERAL}[到至]|{ALONE})(?P<ahead>{COUNT})\s?个?(?P<ahead_half>半)?\s?
    (?:(?P<ahead_unit>分钟|刻钟|小时|钟头|工作日|天|周|星期|礼拜|(?<=[个半])月)(?P<ahead_more>半)?(?:[之以]?[内后里]|左右)?
      |(?P<ahead_due>日|年)[之以]?[内后])(?![之以]?前)
"""

_ENDS = r"""
    (?P<end_month>下个?月|这个?月|本月|当月|月)底 | (?P<end_year>年底)
  | (?P<end_week>这个?|本|下个?)(?:周|星期|礼拜)(?:[之以]?内|(?![一二三四五六日天末\d]))
"""


def _clock(suffix: str) -> str:
    """A time on the clock: 20:15, 8pm, 8点半, 三点五十. Group names end in `suffix`."""
    return rf"""
    (?:(?:(?P<am{suffix}>[AaPp][Mm])\s?)?(?<![\d:.])(?P<hour{suffix}>\d{{1,2}}):(?P<minute{suffix}>\d{{2}})(?::\d{{2}})?(?!\d)
        (?:\s?(?P<pm{suffix}>[AaPp]\.?[Mm])(?![A-Za-z]))?
      | (?<![\d:.A-Za-z])(?P<round{suffix}>\d{{1,2}})\s?(?P<round_pm{suffix}>[AaPp]\.?[Mm])(?![A-Za-z])
      | (?<![\d:.A-Za-z几第有快差{_NUMERALS}])(?!一点[都也儿用没不点])(?P<said{suffix}>{SMALL})\s?
        (?:[点點](?![卡券数击评赞币])|时(?![候间长效光机代]))
        (?P<exact{suffix}>钟|整|(?P<half{suffix}>半)|(?P<quarter{suffix}>[一二三123])刻钟?
          |(?P<past{suffix}>零{DIGIT}|[二两三四五]?十{DIGIT}?|{DIGIT}(?=分)|[0-5]\d(?!\d)|\d(?=分))分?(?![钟个张次元块毛天小]))?
        (?P<about{suffix}>多|左右|许|的时候)?
    )
    """


_GAP = r"(?:[\s,，、]|的时候|的|大概|大约|差不多|约|是|在|那天|当天)*"
_PART = rf"""(?:(?P<part>{_PART_WORDS})
    |(?P<bare_part>(?<=[前昨今明])[早晚夜晨]|[早晚夜晨](?=\s?\d{{1,2}}[点:]|{NUMERAL}{{1,3}}点)))"""
_TIME = rf"{_clock('')}(?:\s?[到至~-]\s?(?P<part_until>{_PART_WORDS})?{_clock('_until')})?"


_COUNTED = rf"""
    (?:(?:\d{{1,4}}(?:\.\d)?|[半俩]|{NUMERAL}{{1,4}})\s?[个多半年月日号点點时:秒分刻小钟天周星礼到至~./AaPp-]
    |20\d{{6}})"""
"""A number that may begin a time: looked for first, because most numbers do not."""


def _moment(numbers: str, words: str) -> re.Pattern[str]:
    """The pattern, from the days that begin with a number and those that begin with a word."""
    return re.compile(
        rf"""
        (?=(?<![\dA-Za-z]){_COUNTED}|[AaPp][Mm]|[刚现此才j大前昨今明后去上下这本当周星礼凌拂清早中正晌傍黄深夜晚年月]
           |半夜|三更|一大?早|午)
        (?P<at_day>(?=[\d半俩]|{NUMERAL})(?:{numbers})|(?![\d半俩]|{NUMERAL})(?:{words}))?
        (?:{_GAP}{_PART})?(?:{_GAP}(?P<clock>{_TIME}))?
        """,
        re.VERBOSE | re.ASCII,
    )


PAST = _moment(f"{_AGO}|{_DATES}", f"{_NOW}|{_NAMED}|{_WEEKDAYS}|{_NAMED_MONTHS}")
FUTURE = _moment(f"{_AHEAD}|{_DATES}", f"{_NAMED}|{_WEEKDAYS}|{_NAMED_MONTHS}|{_ENDS}")
