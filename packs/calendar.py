"""Deadlines as a calendar file with alarms (RFC 5545). Times are UTC: every phone shows them in its own zone."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from icalendar import Alarm, Calendar, Event

from complaints.times import Instant
from packs.papers import write
from packs.words import plain

MAKER = "-//complaint-guide//zh-CN//"


class Deadline(NamedTuple):
    """One event. `uid` and `revision` tell a calendar that it is a newer form of one it has."""

    uid: str
    revision: int
    due: Instant
    title: str
    about: str
    alarms: Sequence[int]
    """Seconds before `due`."""


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"out", "name", "at", "deadlines"}`, each of them the fields of `Deadline` → `{}`, the file written.

    Raises OSError.
    """
    deadlines = [Deadline(**deadline) for deadline in request["deadlines"]]
    write(Path(request["out"]), calendar(request["name"], deadlines, request["at"]))
    return {}


def calendar(name: str, deadlines: Sequence[Deadline], at: Instant) -> bytes:
    """The file. `at` is the time it is made."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for deadline in deadlines:
        made.add_component(_event(deadline, at))
    data: bytes = made.to_ical()
    return data


def _event(deadline: Deadline, at: Instant) -> Event:
    event = Event()
    event.add("uid", deadline.uid)
    event.add("dtstamp", _utc(at))
    event.add("sequence", deadline.revision)
    event.add("dtstart", _utc(deadline.due))
    event.add("summary", plain(deadline.title))
    event.add("description", plain(deadline.about))
    event.add("transp", "TRANSPARENT")  # nobody is busy because of a deadline
    for seconds in deadline.alarms:
        event.add_component(_alarm(deadline, seconds))
    return event


def _alarm(deadline: Deadline, seconds: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(deadline.title))
    alarm.add("trigger", -timedelta(seconds=seconds))
    return alarm


def _utc(instant: Instant) -> datetime:
    return datetime.fromtimestamp(instant, UTC)
