"""Times as people say them: 刚刚, 昨天下午三点, 5月10号, 3小时前; and promised ones: 明天下午, 3天内, 周五前.

Words count from `said_at`, the message's own time. What happened cannot be in the future: such a time means the last
one before (`adjusted`). Of a period that is all we know, what happened is read at its beginning, which is the safe side
for a deadline, and a promise at its end.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from complaints.reading.days import FIRST_YEAR, Days, Groups, count_of, days_of, working_days
from complaints.reading.hours import Hours, Precision, hours_of
from complaints.reading.normalise import fold
from complaints.reading.time_patterns import FUTURE, PAST
from complaints.times import HOUR, MINUTE, Instant, date_of, instant_of, last_minute
from complaints.workdays import Calendar

ANSWER = 500
"""Characters of an answer that are read."""

MOST_MOMENTS = 12
"""Times of one text that are looked at: a text that repeats itself must not cost more than another."""

SLACK = 10 * MINUTE
"""Clocks differ, and people round: a time so little ahead means now."""

PART_SLACK = HOUR
"""今晚, said at half past five, has begun."""

EARLIEST = instant_of(date(FIRST_YEAR, 1, 1))

_SHORT_UNITS = {"秒": 1, "秒钟": 1, "分": MINUTE, "分钟": MINUTE, "刻钟": 15 * MINUTE, "小时": HOUR, "钟头": HOUR}


class Moment(NamedTuple):
    """A point in time and how exactly it was said."""

    instant: Instant
    precision: Precision
    """`part` (下午) and `day` stand for a period: the instant is its begin, or its end for what is to come."""
    adjusted: bool
    """The words alone left it open or meant another time, so it has to be read back."""


class FoundMoment(NamedTuple):
    """A moment, and where in the text it stands."""

    moment: Moment
    start: int
    end: int


def read_moment(text: str, said_at: Instant, *, past: bool = True, calendar: Calendar | None = None) -> Moment | None:
    """The time in an answer to "when?". None when there is none, or several different ones.

    `past`: it happened; otherwise it was promised. `calendar` makes 3个工作日 readable.
    """
    found = list(_found(fold(text[:ANSWER]), said_at, past, calendar))
    moments = {moment for (moment, _, _), is_sure in found if is_sure} or {moment for (moment, _, _), _ in found}
    return moments.pop() if len(moments) == 1 else None


def find_moments(text: str, said_at: Instant) -> list[FoundMoment]:
    """The first times in free text at which something happened. What could as well be something else is left out."""
    return moments_in(fold(text), said_at)


def moments_in(text: str, said_at: Instant) -> list[FoundMoment]:
    """`find_moments` of a folded text."""
    return [moment for moment, is_sure in _found(text, said_at, past=True, calendar=None) if is_sure]


def _found(text: str, said_at: Instant, past: bool, calendar: Calendar | None) -> Iterator[tuple[FoundMoment, bool]]:
    """Times of the text, and whether each is one wherever it stands."""
    matches = (match for match in (PAST if past else FUTURE).finditer(text) if match[0])
    for match in islice(matches, MOST_MOMENTS):
        if not text.endswith(_EVERY, 0, match.start()):
            groups = match.groupdict()
            moment = _moment(groups, said_at, past, calendar)
            if moment:
                yield FoundMoment(moment, *match.span()), _unmistakable(text, match, groups)


_EVERY = ("每", "每天", "每日", "天天", "每个月", "每月", "每年")
"""Before a time these say that it comes again and again."""

_LOOSE_HOURS = frozenset("一二两三")
"""三点 may be a time, or the points somebody makes."""

_HAPPENED = "买下充付发拍订就的"
"""After the bare 21号 these make it a day."""


def _unmistakable(text: str, match: re.Match[str], groups: Groups) -> bool:
    """Whether the match is a time wherever it stands."""
    if groups.get("now") == "现在" or groups["compact"]:
        return False
    timed = bool(groups["part"] or groups["bare_part"] or groups["clock"])
    if groups["loose_month"] or groups["date"]:
        return timed or bool(groups["date"] and text[match.end() : match.end() + 1] in _HAPPENED)
    alone = groups["at_day"] is None and match[0] == groups["clock"]
    return not (alone and groups["said"] in _LOOSE_HOURS and not groups["exact"])


def _moment(groups: Groups, said_at: Instant, past: bool, calendar: Calendar | None) -> Moment | None:
    if groups.get("now"):
        return Moment(said_at, "minute", False)
    name = "ago" if past else "ahead"
    unit = groups[f"{name}_unit"]
    if unit in _SHORT_UNITS:
        return _away(count_of(groups, name), _SHORT_UNITS[unit], said_at, past)
    days = _days(groups, date_of(said_at), past, calendar)
    try:
        hours = hours_of(groups, past=past)
    except ValueError:
        return None
    return _nearest(days, hours, said_at, past)


def _away(count: float | None, unit: int, said_at: Instant, past: bool) -> Moment | None:
    if count is None:
        return None
    seconds = int(count * unit)
    precision: Precision = "hour" if unit == HOUR and count == int(count) else "minute"
    return Moment(said_at - seconds if past else said_at + seconds, precision, False)


def _days(groups: Groups, today: date, past: bool, calendar: Calendar | None) -> Days:
    if groups["at_day"] is None:
        return days_of({"named": "今天", "short": None}, today, past=past)
    if groups.get("ahead_unit") == "工作日":
        return working_days(groups, today, calendar) if calendar else ()
    return days_of(groups, today, past=past)


def _nearest(days: Days, hours: Hours | None, said_at: Instant, past: bool) -> Moment | None:
    """The likeliest of the days and hours that lies on the right side of now."""
    precision: Precision = hours.precision if hours else "day"
    slack = PART_SLACK if precision == "part" else SLACK
    for instant, as_said in _options(days, hours, said_at, past):
        if past and EARLIEST <= instant <= said_at + slack:
            return Moment(min(instant, said_at), precision, not as_said or instant > said_at)
        if not past and instant >= said_at:
            return Moment(instant, precision, not as_said)
    return None


def _options(days: Days, hours: Hours | None, said_at: Instant, past: bool) -> Iterator[tuple[Instant, bool]]:
    """(instant, it is just what the words say), the likeliest first."""
    if hours is None:
        yield from ((instant_of(day) if past else last_minute(day), day == days[0]) for day in days)
    elif len(hours.minutes) == 1 or days[:1] != (date_of(said_at),):
        certain = len(hours.minutes) == 1
        yield from ((instant_of(day, 0, hours.minutes[0]), certain and day == days[0]) for day in days)
    else:  # today: whichever half of the day is nearer to now
        either = (instant_of(day, 0, minutes) for day in days[:2] for minutes in hours.minutes)
        yield from ((instant, False) for instant in sorted(either, reverse=past))
