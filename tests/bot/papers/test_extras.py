"""Calendar and mail files as jobs."""

import email
import email.policy
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar

from bot.papers.mail import mail
from bot.papers.text import text
from complaints.times import DAY, HOUR
from dialogs.events import Chat, JobDone, JobFailed
from dialogs.model import Job
from storage.jobs import JobRow
from tests.bot.jobbing import PERSON, Bench, ScriptedNetwork, bench, child_process
from tests.files.samples import encoded, screenshot
from tests.packs.samples import text_of, the_texts

LETTER = {"to": "a@example.com", "subject": "投诉-LY1-没收到", "text": "您好。\n请退款。"}


@asynccontextmanager
async def shop(folder: Path, **more: Any) -> AsyncIterator[Bench]:
    network = ScriptedNetwork()
    network.scripts = {"png": [[encoded(screenshot(), "PNG")]]}
    async with bench(folder, network, running=False, **more) as b:
        b.shop = replace(b.shop, texts=the_texts())
        b.run_jobs()
        yield b


def made(b: Bench, ending: str) -> bytes:
    (path,) = b.database.evidence.person(PERSON).glob(f"pack-*{ending}")
    return path.read_bytes()


def events(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


async def test_deadlines_that_are_still_to_come(tmp_path: Path) -> None:
    async with child_process() as worker, shop(tmp_path, worker=worker) as b:
        for seconds in (3 * DAY, -HOUR, 2 * HOUR):
            await b.says(f"clock {seconds}")
        now = b.clock.now()
        await b.says("calendar 1")
        assert await b.hears() == ["calendar"]
        found = events(made(b, ".ics"))
    assert [event["uid"].partition("-")[2] for event in found] == ["1-C1.3@complaint-guide", "1-C1.1@complaint-guide"]
    assert all("投诉1" in event["summary"] and "对方答复" in event["summary"] for event in found)
    assert abs(found[1]["dtstart"].dt.timestamp() - now - 3 * DAY) < 60
    assert [len(event.walk("VALARM")) for event in found] == [1, 2]
    (file,) = [row.message.file for row in b.said if row.message.file]
    assert file.name.startswith("投诉期限-2")
    assert file.name.endswith(".ics")


async def test_all_cases_or_one_that_is_gone(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("clock 9000")
        await b.says("calendar")
        await b.hears()
        assert len(events(made(b, ".ics"))) == 1
        await b.says("drop 1")
        await b.says("calendar 1")
        await b.hears(2)


async def test_a_letter_with_its_evidence(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("picture png x.png")
        await b.hears()
        await b.says(f"mail {json.dumps(LETTER)}")
        assert (await b.hears(2))[-1] == "mail"
        message = email.message_from_bytes(made(b, ".eml"), policy=email.policy.default)
        (pdf,) = message.iter_attachments()
        assert message["Subject"] == LETTER["subject"]
        assert str(pdf.get_filename()).startswith("投诉证据材料-投诉1-2")
        assert "证1订单页" in text_of(pdf.get_content())


async def test_a_letter_without_evidence(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("clock 60")
        await b.says(f"mail {json.dumps(LETTER)}")
        await b.hears()
        message = email.message_from_bytes(made(b, ".eml"), policy=email.policy.default)
        assert not message.is_multipart()


async def test_a_mail_that_no_server_would_take(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("picture png x.png")
        await b.hears()
        await b.stop()
        job = Job(kind="mail", case=1, args=dict(LETTER))
        row = JobRow(7, Chat("telegram", "99", "1"), PERSON, job, 1, 0)
        assert isinstance(await mail(row, b.shop), JobDone)
        failed = await mail(row, b.shop, most_bytes=1000)
        assert isinstance(failed, JobFailed)
        assert failed.code == "too_large"
        gone = await mail(replace(row, job=Job(kind="mail", case=9, args=dict(LETTER))), b.shop)
        assert isinstance(gone, JobFailed)


async def test_a_picture_of_where_the_case_stands(tmp_path: Path) -> None:
    async with child_process() as worker, shop(tmp_path, worker=worker) as b:
        await b.says("clock 9000")
        await b.says("drawing")
        assert await b.hears() == ["picture"]
        assert made(b, ".png").startswith(b"\x89PNG")
        assert not [name for name in b.on_disk() if name.endswith(".part")]
        (file,) = [row.message.file for row in b.said if row.message.file]
        assert file.name == "进度-投诉1.png"


async def test_no_picture_of_a_case_that_is_gone(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.says("drawing")
        assert await b.hears() == ["failed picture failed"]
        assert b.on_disk() == []


async def test_a_letter_as_a_text_file(tmp_path: Path) -> None:
    async with shop(tmp_path) as b:
        await b.stop()
        job = Job(kind="text", case=1, args={"letter": "工单", "text": "您好。\n请退款98元。"})
        done = await text(JobRow(7, Chat("telegram", "99", "1"), PERSON, job, 1, 0), b.shop)
        assert isinstance(done, JobDone)
        assert (done.path, str(done.name)[:7]) == ("pack-7.txt", "工单-投诉1-")
        assert made(b, ".txt").decode("utf-8-sig") == "您好。\r\n请退款98元。\r\n"
