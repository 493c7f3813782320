"""Working days and public holidays of the mainland, counted as 市场监督管理投诉举报处理办法 art. 45 counts them.

The State Council fixes each year's days off and working weekends (调休) in a notice of the autumn before. A year whose
notice is not in `knowledge/holidays.toml` is reckoned provisionally, and what depends on it is marked as not certain.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator

ONE_DAY = timedelta(days=1)
SATURDAY = 5
MONTH_OF_NEXT_NOTICE = 12
"""From here on a day may be touched by the next year's notice: 2018-12-29 was worked and 2018-12-31 off."""
FIRST_SUCH_DAY = 26
REACH = 7
"""Days: no notice since 2008 gave a festival a day off further from its own statutory days (most: 5; 2020: 6)."""

Whose = Literal["office", "own"]
"""Whose deadline: a provisional date is the later one for an office, the earlier one for the user."""


class _Sourced(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    checked_on: date
    status: Literal["law", "cited", "guide", "product", "unverified"]


class YearNotice(_Sourced):
    """One year's notice: days `off` (weekends in them included) and weekends that are worked."""

    year: int
    off: tuple[date, ...]
    work: tuple[date, ...]

    @model_validator(mode="after")
    def _plausible(self) -> Self:
        days = [*self.off, *self.work]
        if len(set(days)) < len(days):
            raise ValueError(f"notice of {self.year}: a day is named twice")
        if any(day.year != self.year and (day.year, day.month) != (self.year - 1, 12) for day in days):
            raise ValueError(f"notice of {self.year}: a day of another year")
        if any(day.weekday() < SATURDAY for day in self.work):
            raise ValueError(f"notice of {self.year}: a working weekend is no weekend")
        return self


class LunarYear(BaseModel):
    """The festivals of a year that follow the moon or the sun."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int
    spring_eve: date
    tomb_sweeping: date
    dragon_boat: date
    mid_autumn: date


class Statutory(_Sourced):
    """The days that are off by law in every year: fixed ones as (month, day), and 春节 as days from its eve."""

    fixed: tuple[tuple[int, int], ...]
    spring_days: int


class Holidays(BaseModel):
    """`knowledge/holidays.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statutory: Statutory
    notices: tuple[YearNotice, ...]
    lunar_source: str
    lunar: tuple[LunarYear, ...]


class Reckoned(NamedTuple):
    """A day, and whether it rests on published notices alone; if not it is shown as 预计."""

    day: date
    certain: bool


class Calendar:
    """Which days are worked, and deadlines counted in them. Built once, never changed."""

    def __init__(self, holidays: Holidays) -> None:
        self._off = frozenset(day for notice in holidays.notices for day in notice.off)
        self._work = frozenset(day for notice in holidays.notices for day in notice.work)
        self._years = frozenset(notice.year for notice in holidays.notices)
        self._lunar = {year.year: year for year in holidays.lunar}
        self._law = holidays.statutory
        self._provisional = cache(self._provisional_of)

    def has_notice(self, year: int) -> bool:
        """Whether that year's notice is known; the operator is warned of a missing one."""
        return year in self._years

    def is_workday(self, day: date) -> tuple[bool, bool]:
        """(working, certain)."""
        return self._works(day, "office"), self._published(day)

    def next_workday(self, day: date) -> Reckoned:
        """The first working day on or after `day`: when to remind of a deadline that ends on a weekend."""
        return self.add_workdays(day - ONE_DAY, 1)

    def add_workdays(self, day: date, n: int, *, whose: Whose = "office") -> Reckoned:
        """The n-th working day after `day`, which itself is not counted (办法45). Raises ValueError for n < 0."""
        if n < 0:
            raise ValueError("working days are counted forward")
        certain = True
        while n:
            day += ONE_DAY
            certain = certain and self._published(day)
            n -= self._works(day, whose)
        return Reckoned(day, certain)

    def add_days_to_office_deadline(self, day: date, n: int) -> Reckoned:
        """The n-th natural day after `day`; if that is a 法定节假日, the first day after the holiday (办法45).

        A plain weekend does not move it: show the day, and remind on `next_workday`.
        """
        last = day + n * ONE_DAY
        certain = self._published(last) or not self._near_a_festival(last)
        block = self._holiday_from(last)
        return Reckoned(block[-1] + ONE_DAY if block else last, certain)

    def _published(self, day: date) -> bool:
        late = (day.month, day.day) >= (MONTH_OF_NEXT_NOTICE, FIRST_SUCH_DAY)
        return day.year in self._years and (not late or day.year + 1 in self._years)

    def _works(self, day: date, whose: Whose) -> bool:
        if day in self._work:
            return True
        if day in self._off or day.weekday() >= SATURDAY:
            return False
        return day.year in self._years or day not in self._provisional(day.year, whose)

    def _holiday_from(self, day: date) -> list[date]:
        """The days off from `day` to the end of its holiday; empty when `day` is in no holiday."""
        if day.year in self._years:
            return _run(day, lambda other: other in self._off)
        ahead = _run(day, lambda other: not self._works(other, "office"))
        behind = _run(day, lambda other: not self._works(other, "office"), -ONE_DAY)
        return ahead if any(self._is_statutory(other) for other in (*behind, *ahead)) else []

    def _is_statutory(self, day: date) -> bool:
        return day in self._provisional(day.year, "own")

    def _near_a_festival(self, day: date) -> bool:
        return any(self._is_statutory(day + distance * ONE_DAY) for distance in range(-REACH, REACH + 1))

    def _provisional_of(self, year: int, whose: Whose) -> frozenset[date]:
        """Days off in a year without a notice; for an office also the days in lieu of those on a weekend."""
        days = self._statutory_days(year)
        return frozenset(days if whose == "own" else _with_days_in_lieu(days))

    def _statutory_days(self, year: int) -> list[date]:
        days = [date(year, month, day) for month, day in self._law.fixed]
        if lunar := self._lunar.get(year):
            days += [lunar.spring_eve + passed * ONE_DAY for passed in range(self._law.spring_days)]
            days += [lunar.tomb_sweeping, lunar.dragon_boat, lunar.mid_autumn]
        return sorted(days)


def _run(day: date, belongs: Callable[[date], bool], step: timedelta = ONE_DAY) -> list[date]:
    """`day` and its neighbours in one direction, as long as they belong."""
    days = []
    while belongs(day):
        days.append(day)
        day += step
    return days


def _with_days_in_lieu(days: Sequence[date]) -> set[date]:
    """A statutory day on a weekend, or on another festival, is made up for on the next working day (放假办法)."""
    taken = set(days)
    for position, day in enumerate(days):
        if day.weekday() >= SATURDAY or day in days[:position]:
            while day in taken or day.weekday() >= SATURDAY:
                day += ONE_DAY
            taken.add(day)
    return taken
