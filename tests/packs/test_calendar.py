"""Calendar files, read back by a reader of calendars."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar

from packs.answering import answer
from packs.calendar import Deadline, calendar

AT = 1_795_444_860


def deadline(number: int = 1, **more: object) -> Deadline:
    fields: dict[str, object] = {
        "uid": f"{number}@x",
        "revision": 2,
        "due": AT + 100_000,
        "title": "投诉3 · 点卡98元：48小时内投诉",
        "about": "网上的投诉攻略建议发现后48小时内投诉；法律没有这条时限。\n第二行，带逗号；分号：\\ 和表情👨‍👩‍👧",
        "alarms": (86_400, 3600, 0),
    }
    return Deadline(**{**fields, **more})  # type: ignore[arg-type]  # by name


def read(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_a_calendar_reads_what_was_meant() -> None:
    (event,) = read(calendar("投诉期限", [deadline()], AT))
    assert event["summary"] == deadline().title
    assert event["description"] == deadline().about
    assert event["dtstart"].dt == datetime.fromtimestamp(AT + 100_000, UTC)
    assert event["dtstamp"].dt == datetime.fromtimestamp(AT, UTC)
    assert (event["uid"], event["sequence"]) == ("1@x", 2)
    alarms = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert alarms == [-timedelta(days=1), -timedelta(hours=1), timedelta(0)]


def test_lines_are_folded_and_characters_whole() -> None:
    data = calendar("投诉期限", [deadline(title="很长的名字" * 40)], AT)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    data.decode()
    assert b"TZID" not in data


def test_many_and_none() -> None:
    assert len(read(calendar("x", [deadline(number) for number in range(50)], AT))) == 50
    assert read(calendar("x", [], AT)) == []


def test_no_line_of_a_user_becomes_a_line_of_the_file() -> None:
    bad = "x\r\nBEGIN:VALARM\r\nACTION:AUDIO\nEND:VEVENT\x00\u2028ATTENDEE:mailto:a@b"
    (event,) = read(calendar("投诉", [deadline(title=bad, about=bad)], AT))
    assert len(event.walk("VALARM")) == 3
    assert "attendee" not in event


def test_equal_deadlines_are_equal_bytes(tmp_path: Path) -> None:
    out = tmp_path / "x.ics"
    request = {
        "make": "calendar",
        "out": str(out),
        "name": "投诉期限",
        "at": AT,
        "deadlines": [deadline()._asdict()],
    }
    assert answer(request) == {}
    first = out.read_bytes()
    assert answer(request) == {}
    assert out.read_bytes() == first == calendar("投诉期限", [deadline()], AT)
