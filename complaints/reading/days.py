"""Which day a match of `time_patterns` means, seen from the day it was said."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from complaints.reading.numerals import DIGITS, number_of
from complaints.workdays import Calendar

Groups = Mapping[str, str | None]
Days = tuple[date, ...]
"""Days that may be meant, the likeliest first; a time on the wrong side of now takes the next one."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
NEXT_TRIES = 8
"""Years from one 29 February to the next, at most."""
MOST_COUNTED = 9999
"""Days, weeks, … a reader believes."""
MOST_WORKING_DAYS = 250
"""About a year: no promise is longer."""

_NAMED = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "今": 0, "下": 1, "下下": 2}
_WEEKDAYS = {
    char: day for day, chars in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天")) for char in chars
}


def days_of(groups: Groups, today: date, *, past: bool) -> Days:
    """The days a match may mean. Empty when it names no day, or one that does not exist."""
    for name, reader in _READERS.items():
        if groups.get(name) is not None:
            return tuple(reader(groups, today, past))
    return ()


def count_of(groups: Groups, name: str) -> float | None:
    """The number in 两个半小时前 (2.5). None for 两三天前, which is none."""
    text = groups[name] or ""
    half = 0.5 if groups[f"{name}_half"] or groups[f"{name}_more"] else 0.0
    if text == "半":
        return 0.5
    if text[0] in "0123456789":
        return float(text) + half
    digit_by_digit = len(text) > 1 and all(char in DIGITS for char in text)
    number = 2 if text == "俩" else number_of(text)
    return None if digit_by_digit or number is None or number > MOST_COUNTED else number + half


def working_days(groups: Groups, today: date, calendar: Calendar) -> Days:
    """The day n working days from today. The other side gets the later day where a notice is missing."""
    count = count_of(groups, "ahead")
    return () if count is None or count > MOST_WORKING_DAYS else (calendar.add_workdays(today, int(count)).day,)


def _full(year: str, month: str, day: str) -> Callable[[Groups, date, bool], Iterator[date]]:
    """A whole date; written by mistake with a year to come, it was in an earlier one."""

    def read(groups: Groups, today: date, past: bool) -> Iterator[date]:
        written, at = _number(groups[year]), (_number(groups[month]), _number(groups[day]))
        written += 2000 if written < 100 else 0
        return _valid((other, *at) for other in ((written, today.year, today.year - 1) if past else (written,)))

    return read


def _in_any_year(month: str, day: str) -> Callable[[Groups, date, bool], Iterator[date]]:
    def read(groups: Groups, today: date, past: bool) -> Iterator[date]:
        at = (_number(groups[month]), _number(groups[day]))
        return _valid((today.year + step, *at) for step in _steps(past, NEXT_TRIES))

    return read


def _that_year(groups: Groups, today: date, past: bool) -> Iterator[date]:
    year = today.year + _YEARS[groups["that_year"] or ""]
    return _valid([(year, _number(groups["its_month"]), _number(groups["its_day"]))])


def _that_month(groups: Groups, today: date, past: bool) -> Iterator[date]:
    which = (groups["that_month"] or "").removesuffix("月").removesuffix("个")
    first = {"上上": -2, "上": -1, "下": 1}.get(which, 0)
    months = (first,) if first else _steps(past, 2)
    return _valid((*_month(today, step), _number(groups["its_date"])) for step in months)


def _compact(groups: Groups, today: date, past: bool) -> Iterator[date]:
    text = groups["compact"] or ""
    return _valid([(int(text[:4]), int(text[4:6]), int(text[6:]))])


def _in_any_month(groups: Groups, today: date, past: bool) -> Iterator[date]:
    day = _number(groups["date"])
    return _valid((*_month(today, step), day) for step in _steps(past, 3))


def _that_weekday(groups: Groups, today: date, past: bool) -> Iterator[date]:
    week = _WEEKS[groups["which_week"] or ""]
    day = today + timedelta(days=week * 7 + _weekday(groups["its_weekday"], past) - today.weekday())
    return iter((day,) if week else (day + timedelta(days=7 * step) for step in _steps(past, 2)))


def _any_weekday(groups: Groups, today: date, past: bool) -> Iterator[date]:
    ahead = (_weekday(groups["weekday"], past) - today.weekday()) % 7
    first = today + timedelta(days=ahead - 7 if past and ahead else ahead)
    return (first + timedelta(days=7 * step) for step in _steps(past, 2))


def _named(groups: Groups, today: date, past: bool) -> Iterator[date]:
    shift = _NAMED[(groups["named"] or groups["short"] or "").rstrip("天日儿")]
    today += timedelta(days=shift)
    return iter((today,) if shift else (today + timedelta(days=step) for step in _steps(past, 2)))


def _ago(groups: Groups, today: date, past: bool) -> Iterator[date]:
    return _shifted(today, count_of(groups, "ago"), (groups["ago_unit"] or "")[-1:], -1)


def _ahead(groups: Groups, today: date, past: bool) -> Iterator[date]:
    unit = groups["ahead_unit"] or groups["ahead_due"] or ""
    return _shifted(today, count_of(groups, "ahead"), unit[-1:], 1)


def _month_end(groups: Groups, today: date, past: bool) -> Iterator[date]:
    year, month = _month(today, 2 if "下" in (groups["end_month"] or "") else 1)
    return iter((date(year, month, 1) - timedelta(days=1),))


def _year_end(groups: Groups, today: date, past: bool) -> Iterator[date]:
    return iter((date(today.year, 12, 31),))


def _week_end(groups: Groups, today: date, past: bool) -> Iterator[date]:
    weeks = 1 if "下" in (groups["end_week"] or "") else 0
    return iter((today + timedelta(days=weeks * 7 + 6 - today.weekday()),))


_READERS: Mapping[str, Callable[[Groups, date, bool], Iterator[date]]] = {
    "year": _full("year", "month", "day"),
    "iso_year": _full("iso_year", "iso_month", "iso_day"),
    "that_year": _that_year,
    "in_month": _in_any_year("in_month", "on_day"),
    "that_month": _that_month,
    "loose_month": _in_any_year("loose_month", "loose_day"),
    "compact": _compact,
    "date": _in_any_month,
    "which_week": _that_weekday,
    "weekday": _any_weekday,
    "named": _named,
    "short": _named,
    "ago": _ago,
    "ahead": _ahead,
    "end_month": _month_end,
    "end_year": _year_end,
    "end_week": _week_end,
}


def _steps(past: bool, n: int) -> range:
    """0 and n steps back, or forward."""
    return range(0, -n - 1, -1) if past else range(n + 1)


def _valid(dates: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in dates:
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            yield date(year, month, day)


def _month(today: date, shift: int) -> tuple[int, int]:
    """(year, month), some months from today's."""
    months = today.year * 12 + today.month - 1 + shift
    return months // 12, months % 12 + 1


def _shifted(today: date, count: float | None, unit: str, sign: int) -> Iterator[date]:
    """The day `count` days, weeks, months or years away. Half a month is 15 days."""
    if count is None:
        return iter(())
    if unit in "月年" and count == int(count):
        year, month = _month(today, sign * int(count) * (12 if unit == "年" else 1))
        return _valid([(year, month, min(today.day, monthrange(max(year, 1), month)[1]))])
    days = int(count * {"周": 7, "期": 7, "拜": 7, "月": 30, "年": 365}.get(unit, 1))
    return iter((today + sign * timedelta(days=days),) if days <= MOST_COUNTED else ())


def _weekday(char: str | None, past: bool) -> int:
    """Monday is 0. A weekend that was began on Saturday, one to come ends on Sunday."""
    return (5 if past else 6) if char == "末" else _WEEKDAYS[char or ""]


def _number(text: str | None) -> int:
    """0, which is no day and no month, when the characters make no number."""
    text = text or ""
    return int(text) if text.isdecimal() else number_of(text) or 0
