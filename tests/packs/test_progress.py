"""The progress picture: what it says, and that it is one phone's screen."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from complaints.complaint import Clock, Complaint, Contact, Result, Stage
from packs.progress import progress
from packs.typesetting import typeset
from tests.packs.samples import NOW, case, ended, text_of, the_knowledge, the_texts

CLOCKS = (
    Clock(id="C0", key="C0.1", started=NOW, due=NOW - 5, state="running"),
    Clock(id="C1", key="C1.1", started=NOW, due=NOW + 100_000),
    Clock(id="P", key="P.1", started=NOW, due=NOW + 50_000, certain=False),
)


def words(of: Complaint) -> dict[str, Any]:
    return progress(of, the_knowledge(), the_texts(), NOW)


def states(of: Complaint) -> list[str]:
    return [rung["state"] for rung in words(of)["rungs"]]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (Stage.READY, ["done", "now", "ahead", "ahead", "ahead"]),
        (Stage.FILED, ["done", "now", "ahead", "ahead", "ahead"]),
        (Stage.APPEALED, ["done", "done", "now", "ahead", "ahead"]),
        (Stage.OUTSIDE, ["done", "done", "passed", "now", "ahead"]),
    ],
)
def test_where_a_case_stands(stage: Stage, expected: list[str]) -> None:
    assert states(case(stage=stage)) == expected


def test_a_closed_case_shows_its_outcome() -> None:
    closed = case(stage=Stage.CLOSED, outcome=ended("refunded", 9805), clocks=CLOCKS)
    assert states(closed) == ["done", "done", "passed", "done", "done"]
    assert words(closed)["rungs"][-1]["notes"] == ["全额退款 98.05元"]
    assert words(closed)["next"] is None


def test_the_next_deadline_is_the_soonest_that_is_still_to_come() -> None:
    shown = words(case(clocks=CLOCKS))["next"]
    assert shown == {"label": "下一个时间", "passed": False, "name": "说好等到", "due": "预计 11月24日(周二) 12:34"}
    assert words(case())["next"] is None


def test_where_nothing_is_to_come_the_deadline_that_passed_is_shown() -> None:
    shown = words(case(clocks=CLOCKS[:1]))["next"]
    assert shown == {"label": "时间到了", "passed": True, "name": "48小时内投诉", "due": "11月23日(周一) 22:40"}


def test_what_was_done_stands_on_its_rung() -> None:
    _, official, appeal, outside, _ = words(case())["rungs"]
    assert [note.partition(" ")[2] for note in official["notes"]] == [
        "21:41 工单，已提交",
        "客服（电话），对方拒绝",
    ]
    assert appeal["notes"] == []
    assert [note.rpartition(" ")[2] for note in outside["notes"]] == [
        "12315举报，提交了，等答复",
        "报警、止付，提交了，等答复",
    ]


def test_a_filing_is_told_once_and_what_came_of_it_at_once_too() -> None:
    filing = case().filings[0]
    asked = Contact(at=filing.at, channel="ticket", result="asked")
    silent = asked.model_copy(update={"result": "silent"})
    notes = words(case(contacts=(asked, silent)))["rungs"][1]["notes"]
    assert [note.rpartition(" ")[2] for note in notes] == ["工单，已提交", "工单，没人理"]


def test_what_an_office_made_of_it_stands_below() -> None:
    filing = case().filings[0].model_copy(update={"letter": "samr_complaint", "channel": "samr_complaint"})
    known = case(filings=(filing,), contacts=(), results=(Result(filing=1, kind="samr_refused", at=NOW),))
    assert words(known)["rungs"][3]["notes"] == [
        "11月22日(周日) 21:41 12315投诉，已提交",
        "11月23日(周一) 12315投诉，不受理",
    ]


@pytest.mark.parametrize("nickname", [None, "#strong[长]" * 2, "𓀀\u202e卡", "W" * 16])
def test_it_is_one_screen_of_a_phone(tmp_path: Path, nickname: str | None) -> None:
    full = words(case(clocks=CLOCKS, nickname=nickname))
    with Image.open(BytesIO(typeset("progress", full, tmp_path, NOW, "png"))) as picture:
        assert picture.width == 1080
        assert 1080 < picture.height <= 1920
        assert len(picture.convert("RGB").getcolors(1 << 22) or ()) > 100
    text = text_of(typeset("progress", full, tmp_path, NOW))
    for shown in ("投诉3", "找平台以外", "说好等到", "11月24日(周二)12:34", "以聊天里为准"):
        assert shown in text


def test_equal_cases_give_equal_pictures(tmp_path: Path) -> None:
    made = [typeset("progress", words(case()), tmp_path, NOW, "png") for _ in range(2)]
    assert made[0] == made[1]


def test_the_fullest_case_does_not_leave_the_screen(tmp_path: Path) -> None:
    full = words(case(clocks=CLOCKS, nickname="很长的名字占满一整行还要多"))
    for rung in full["rungs"]:
        rung["notes"] = ["11月22日(周日) 16:41 第三方纠纷调解平台，提交了，等答复"] * 2
    with Image.open(BytesIO(typeset("progress", full, tmp_path, NOW, "png"))) as picture:
        assert picture.size[0] == 1080
        assert 1500 < picture.size[1] <= 1920
