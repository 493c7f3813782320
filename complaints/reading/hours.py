"""Which time of the day a match of `time_patterns` means. Minutes count from the day's 00:00 and may pass 24:00."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from complaints.reading.numerals import number_of
from complaints.reading.time_patterns import BARE_PARTS, PARTS

Groups = Mapping[str, str | None]
Precision = Literal["minute", "hour", "part", "day"]
Half = Literal["am", "pm", ""]

NOON, MIDNIGHT = 12 * 60, 24 * 60

SPANS = {
    "dawn": (0, 6 * 60),
    "morning": (6 * 60, 10 * 60),
    "forenoon": (6 * 60, NOON),
    "noon": (11 * 60, 14 * 60),
    "afternoon": (NOON, 18 * 60),
    "dusk": (17 * 60, 20 * 60),
    "midnight": (0, MIDNIGHT - 1),
    "evening": (18 * 60, MIDNIGHT - 1),
}
"""First and last minute of each part of the day; 上午 is all of the morning for one who knows no better."""

LATE = 5
"""Hours of the small hours: 晚上1点 is in the night that follows the day, 晚上5点 is 17:00."""

LIKELY_AFTERNOON = range(1, 6)
"""Hours that are rather meant in the afternoon when neither 上午 nor 下午 is said."""

_WORD_PARTS = {word: part for part, words in PARTS.items() for word in words.split("|")} | BARE_PARTS


class Hours(NamedTuple):
    """A time of the day. Two `minutes` when it may be meant before or after noon, the likelier one first."""

    minutes: tuple[int, ...]
    precision: Precision


class _Face(NamedTuple):
    """What the clock's face shows, and what is said of the half of the day."""

    hour: int
    minute: int
    precision: Precision
    half: Half
    whole_day: bool
    """Written so that 8:30 is not meant in the evening."""


def part_of(groups: Groups) -> str | None:
    """The part of the day that is named."""
    return _WORD_PARTS.get(groups["part"] or groups["bare_part"] or "")


def hours_of(groups: Groups, *, past: bool) -> Hours | None:
    """The time of the day of a match; None when it says none. What was is read early, what is to come late.

    Raises ValueError when it names a time that does not exist.
    """
    part = part_of(groups)
    face = _face(groups, "")
    if not past and (until := _face(groups, "_until")):
        face, part = until, _WORD_PARTS.get(groups["part_until"] or "", part)
    if face:
        return _on_the_clock(face, part)
    return Hours((SPANS[part][0 if past else 1],), "part") if part else None


def _on_the_clock(face: _Face, part: str | None) -> Hours:
    if face.hour > 24 or face.minute > 59:
        raise ValueError("no time of day")
    if part:
        return Hours((_in_part(part, face.hour) * 60 + face.minute,), face.precision)
    if face.half:
        return Hours((face.hour % 12 * 60 + (NOON if face.half == "pm" else 0) + face.minute,), face.precision)
    first = face.hour * 60 + face.minute
    if face.whole_day or not 1 <= face.hour <= 12:
        return Hours((first,), face.precision)
    other = first + NOON
    return Hours((other, first) if face.hour in LIKELY_AFTERNOON else (first, other), face.precision)


def _in_part(part: str, hour: int) -> int:
    """The hour of the day, up to 28, that a part of the day makes of an hour on the clock."""
    if part in ("evening", "midnight") and hour in (0, 12, 24):
        return 24
    if part == "evening":
        return hour + 24 if hour < LATE else _afternoon(hour)
    if part in ("afternoon", "dusk"):
        return _afternoon(hour)
    if (part == "noon" and hour < LATE) or (part == "midnight" and 8 < hour < 12):
        return hour + 12
    return 0 if part == "dawn" and hour in (12, 24) else hour


def _afternoon(hour: int) -> int:
    return hour + 12 if hour < 12 else hour


def _face(groups: Groups, suffix: str) -> _Face | None:
    if hour := groups["hour" + suffix]:
        half = _half(groups["pm" + suffix] or groups["am" + suffix])
        return _Face(int(hour), int(groups["minute" + suffix] or ""), "minute", half, True)
    if hour := groups["round" + suffix]:
        return _Face(int(hour), 0, "hour", _half(groups["round_pm" + suffix]), True)
    if hour := groups["said" + suffix]:
        precision: Precision = "minute" if groups["exact" + suffix] not in (None, "钟") else "hour"
        return _Face(_number(hour), _minute(groups, suffix), precision, "", False)
    return None


def _half(mark: str | None) -> Half:
    return "" if mark is None else "pm" if mark[0] in "Pp" else "am"


def _minute(groups: Groups, suffix: str) -> int:
    if groups["half" + suffix]:
        return 30
    if quarter := groups["quarter" + suffix]:
        return 15 * _number(quarter)
    return _number((groups["past" + suffix] or "零").removeprefix("零") or "零")


def _number(text: str) -> int:
    """99, which is no hour and no minute, when the characters make no number."""
    if text.isdecimal():
        return int(text)
    number = number_of(text)
    return 99 if number is None else number
