"""Local time for people: zone, shown times and spans, quiet hours, full hours.

Everywhere else a time is an `Instant`; this module is the only one that turns instants into local days and back.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Self

Instant = int
"""UTC seconds since 1970."""

MINUTE = 60
HOUR = 3600
DAY = 24 * HOUR

_OFFSET = 8 * HOUR
_EPOCH = date(1970, 1, 1).toordinal()

SHANGHAI = timezone(timedelta(seconds=_OFFSET), "Asia/Shanghai")
"""China has had no summer time since 1991, so a fixed offset is exact and needs no zone database."""

OPENS, CLOSES = 9, 18
"""Local hours between which the deadline of a letter falls."""

DAYS_FROM = 72 * HOUR
"""Spans from here on are shown in days, shorter ones in hours."""

WEEKDAYS = "一二三四五六日"


def local(instant: Instant) -> datetime:
    """The instant on a Shanghai wall clock."""
    return datetime.fromtimestamp(instant, SHANGHAI)


def date_of(instant: Instant) -> date:
    """The local day of the instant."""
    return date.fromordinal(_EPOCH + (instant + _OFFSET) // DAY)


def instant_of(day: date, hour: int = 0, minute: int = 0) -> Instant:
    """The instant of a local time. Hour 24 and more count into the following days."""
    return (day.toordinal() - _EPOCH) * DAY - _OFFSET + hour * HOUR + minute * MINUTE


def last_minute(day: date) -> Instant:
    """23:59 of the local day: the end of a day that still shows that day's date."""
    return instant_of(day, 23, 59)


def say_date(day: date, now: Instant) -> str:
    """`11月23日(周一)`, with the year when it is not the current one."""
    year = "" if day.year == date_of(now).year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"


def say_time(instant: Instant, now: Instant) -> str:
    """`11月23日(周一) 22:30`, with the year when it is not the current one. All shown times go through here."""
    hour, minute = divmod(_second(instant) // MINUTE, 60)
    return f"{say_date(date_of(instant), now)} {hour:02}:{minute:02}"


def full_date(day: date) -> str:
    """`2026年11月23日`: for papers, which are read in other years too."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_span(seconds: int) -> str:
    """A span rounded down: minutes below an hour, hours below 72 hours, days from there on."""
    if seconds < MINUTE:
        return "不到 1 分钟"
    if seconds < HOUR:
        return f"{seconds // MINUTE} 分钟"
    if seconds < DAYS_FROM:
        return f"{seconds // HOUR} 小时"
    return f"{seconds // DAY} 天"


def round_up_to_hour(instant: Instant) -> Instant:
    """The instant itself on a full hour, otherwise the next full hour."""
    return -(-instant // HOUR) * HOUR


def letter_deadline(escalate_at: Instant) -> Instant:
    """The deadline a letter names: the next full hour in which somebody can be expected to answer.

    Never earlier than `escalate_at`. A time before `OPENS` waits until then, one after `CLOSES` for the next morning.
    """
    full = round_up_to_hour(escalate_at)
    at = local(full)
    if at.hour < OPENS:
        return instant_of(at.date(), OPENS)
    if at.hour > CLOSES:
        return instant_of(at.date() + timedelta(days=1), OPENS)
    return full


_QUIET = re.compile(r"\s*(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})\s*")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours without pushes, half-open, possibly over midnight. Minutes of the day; equal ones mean none."""

    start: int
    end: int

    @classmethod
    @lru_cache(maxsize=64)
    def parse(cls, text: str) -> Self:
        """Quiet hours from `23:00-08:00`, or none from `off`. Raises ValueError for anything else."""
        if text.strip().lower() == "off":
            return cls(0, 0)
        match = _QUIET.fullmatch(text)
        if match is None:
            raise ValueError("quiet hours are written as 23:00-08:00, or off")
        start, end = (_minute_of_day(*match.group(i, i + 1)) for i in (1, 3))
        if end - start == DAY // MINUTE:
            raise ValueError("quiet hours may not fill the whole day")
        return cls(start % (DAY // MINUTE), end % (DAY // MINUTE))

    @property
    def empty(self) -> bool:
        """No time is quiet."""
        return self.start == self.end

    def covers(self, instant: Instant) -> bool:
        """Whether the instant is quiet: the start is, the end no longer."""
        minute = _second(instant) // MINUTE
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def end_after(self, instant: Instant) -> Instant:
        """The first end of quiet hours after the instant; the instant itself when no time is quiet."""
        return instant if self.empty else instant + _seconds_until(self.end, instant)

    def start_before(self, instant: Instant) -> Instant:
        """The last start of quiet hours at or before the instant; the instant itself when no time is quiet."""
        return instant if self.empty else instant + _seconds_until(self.start, instant) - DAY


def _minute_of_day(hour: str, minute: str) -> int:
    value = int(hour) * 60 + int(minute)
    if int(minute) > 59 or value > 24 * 60:
        raise ValueError(f"{hour}:{minute} is no time of day")
    return value


def _second(instant: Instant) -> int:
    """Seconds of the local day."""
    return (instant + _OFFSET) % DAY


def _seconds_until(minute: int, instant: Instant) -> int:
    """Seconds to the next such minute of a day, more than 0 and at most a day."""
    return DAY - (_second(instant) - minute * MINUTE) % DAY
