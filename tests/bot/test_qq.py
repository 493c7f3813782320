"""The whole bot on QQ: as a process of its own and in this one, with a OneBot account at the other end."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import App, build
from bot.doctor import examine
from bot.seams import Seams, SystemClock, WarpedClock
from bot.settings import Settings
from complaints.times import DAY, HOUR
from sandbox import OwnClock, Sandbox, buttons
from tests.bot.networks.qq.double import TOKEN, OneBot
from tests.bot.process import OPERATOR, ended, running

USER = 20002
TEST = {"REAL_PEOPLE": "no"}
"""Says that this is a test: bot time may run, and nobody needs to be told who runs the bot."""


def port_of(line: str) -> int:
    """The port in the greeting."""
    found = re.search(r"127\.0\.0\.1:(\d+)", line)
    assert found
    return int(found[1])


# ------------------------------------------------------------------------------------------------ as a process
async def test_with_qq_alone_it_answers_is_healthy_and_stops_cleanly(tmp_path: Path) -> None:
    async with running(tmp_path, ONEBOT_ACCESS_TOKEN=TOKEN, **OPERATOR) as (process, line):
        assert "QQ is awaited at ws://127.0.0.1:" in line
        port = port_of(line)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get("/healthz") as answer:
                assert (answer.status, (await answer.json())["parts"]["qq"]["reason"]) == (503, "nobody_connected")
            async with OneBot(port) as onebot:
                await onebot.say(USER, "在吗", time=SystemClock().now())
                await onebot.linked()
                await onebot.say(USER, "在吗", time=SystemClock().now())
                await onebot.until(lambda: onebot.sent[USER])
                assert "1. 同意，开始投诉" in onebot.sent[USER][0]
                async with session.get("/healthz") as answer:
                    health = await answer.json()
                    assert answer.status == 200, health
                    assert health["parts"]["qq"] == {
                        "alive": True, "accounts": 1, "usable": 1, "reason": None, "waiting": 0,
                    }  # fmt: skip
                async with session.get("/metrics") as answer:
                    assert 'complaint_guide_network_up{network="qq"} 1.0' in await answer.text()
                process.send_signal(signal.SIGTERM)
                _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0
    assert b"Traceback" not in errors
    assert TOKEN.encode() not in errors


async def test_both_networks_run_in_one_process_and_keep_their_chats_apart(tmp_path: Path) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        both = {"TELEGRAM_BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.base_url, "ONEBOT_ACCESS_TOKEN": TOKEN}
        async with running(tmp_path, **both) as (_, line), OneBot(port_of(line)) as onebot:
            await onebot.linked()
            phone = sandbox.phone()
            phone.start()
            await onebot.say(phone.user_id, "在吗", time=SystemClock().now())
            await onebot.until(lambda: onebot.sent[phone.user_id])
            await phone.wait(lambda message: bool(buttons(message)), 30, "an answer")
            assert len(onebot.sent[phone.user_id]) == 1


@pytest.mark.parametrize("token", ["", "  "])
async def test_an_empty_token_ends_the_start_with_one_sentence(tmp_path: Path, token: str) -> None:
    end = await ended(tmp_path, ONEBOT_ACCESS_TOKEN=token, **OPERATOR)
    assert end.status == 2
    assert end.err.startswith("ONEBOT_ACCESS_TOKEN ")
    assert end.err.count("\n") == 1


async def test_a_clock_that_runs_fast_is_nothing_for_real_people_on_qq(tmp_path: Path) -> None:
    end = await ended(tmp_path, "run", "--clock-speed", "60", ONEBOT_ACCESS_TOKEN=TOKEN, **OPERATOR)
    assert end.status == 2
    assert "real people" in end.err


# ------------------------------------------------------------------------------------------------ in this process
@asynccontextmanager
async def inside(folder: Path, *friends: int) -> AsyncIterator[tuple[App, OneBot]]:
    """The bot in this process, and an account that is connected and has these friends."""
    settings = Settings(
        _env_file=None,
        data_dir=folder / "data",
        http_port=0,
        real_people=False,
        onebot_access_token=TOKEN,  # type: ignore[arg-type]
        quiet_hours="off",
    )
    stopped = asyncio.Event()
    async with build(settings, Seams()) as app:
        life = asyncio.create_task(app.run(stopped))
        try:
            onebot = OneBot(port_of(app.greeting))
            onebot.friends |= set(friends)
            async with onebot:
                await onebot.until(lambda: onebot.asked("get_version_info"))
                yield app, onebot
        finally:
            stopped.set()
            await life


async def files_a_complaint(app: App, onebot: OneBot) -> None:
    """By words alone, to 我已提交 and that nobody answers."""
    now = SystemClock().now()
    for words in ("新投诉", "同意", "没收到", "刚刚", "点卡98元", "LY20261121001", "还没", "我已提交", "还没人理"):
        before = len(onebot.sent[USER])
        await onebot.say(USER, words, time=now)
        await onebot.until(lambda before=before: len(onebot.sent[USER]) > before)  # type: ignore[misc]
        await onebot.until(lambda: not app.sender.replies_waiting)


async def states(app: App) -> list[Any]:
    """State and code of the pushes."""
    return await app.database.read(
        lambda conn: conn.execute("SELECT state, code FROM outbox WHERE lane = 'push' ORDER BY id").fetchall()
    )


async def test_a_friend_is_reminded_and_answers_with_the_word_that_is_named(tmp_path: Path) -> None:
    async with inside(tmp_path, USER) as (app, onebot):
        clock = app.seams.clock
        assert isinstance(clock, WarpedClock)
        await files_a_complaint(app, onebot)
        before = len(onebot.sent[USER])
        clock.jump(2 * DAY + HOUR)
        await onebot.until(lambda: len(onebot.sent[USER]) > before)
        assert "回复“提醒”" in onebot.sent[USER][-1]
        await onebot.say(USER, "提醒", time=SystemClock().now())
        await onebot.until(lambda: "没人理" in onebot.sent[USER][-1])
        assert ". 没人理" in onebot.sent[USER][-1]
        assert await states(app) == [("sent", None)]


async def test_who_is_no_friend_is_told_at_the_next_contact_and_the_health_page_says_why(tmp_path: Path) -> None:
    async with inside(tmp_path) as (app, onebot):
        clock = app.seams.clock
        assert isinstance(clock, WarpedClock)
        await files_a_complaint(app, onebot)
        clock.jump(2 * DAY + HOUR)
        await onebot.until(lambda: app.sender.not_pushed.get("not_friend"))
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port_of(app.greeting)}/healthz") as answer,
        ):
            assert (await answer.json())["parts"]["outbox"]["not_pushed"] == "not_friend: 1"
        assert await states(app) == [("undelivered", "not_friend")]
        before = len(onebot.sent[USER])
        await onebot.say(USER, "我的投诉", time=SystemClock().now())
        await onebot.until(lambda: len(onebot.sent[USER]) >= before + 2)
        assert onebot.sent[USER][before].startswith("这几件到点了，当时没能提醒到你：\n投诉1")
        await onebot.say(USER, "提醒", time=SystemClock().now())
        await onebot.until(lambda: ". 没人理" in onebot.sent[USER][-1])


async def test_an_account_that_is_offline_for_long_does_not_hold_up_reminders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.networks.qq.network.PATIENCE", 0.2)
    async with inside(tmp_path, USER) as (app, onebot):
        clock = app.seams.clock
        assert isinstance(clock, WarpedClock)
        await files_a_complaint(app, onebot)
        onebot.online = False
        await onebot.beat()
        await onebot.until(lambda: not app.qq.state()[0])
        clock.jump(2 * DAY + HOUR)
        await onebot.until(lambda: app.sender.not_pushed.get("offline"))
        assert app.sender.pushes_waiting == 0
        onebot.online = True
        await onebot.beat()
        before = len(onebot.sent[USER])
        await onebot.say(USER, "我的投诉", time=SystemClock().now())
        await onebot.until(lambda: len(onebot.sent[USER]) > before)
        assert onebot.sent[USER][before].startswith("这几件到点了")


async def test_a_reminder_under_way_waits_for_its_account_and_then_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.networks.qq.network.PATIENCE", 2.0)
    monkeypatch.setattr("bot.delivery.LOOK_SECONDS", 0.1)
    async with inside(tmp_path, USER) as (app, onebot):
        clock = app.seams.clock
        assert isinstance(clock, WarpedClock)
        await files_a_complaint(app, onebot)
        onebot.online = False
        await onebot.beat()
        await onebot.until(lambda: not app.qq.state()[0])
        clock.jump(2 * DAY + HOUR)
        await onebot.until(lambda: app.sender.counts["retried"])
        assert app.sender.pushes_waiting == 1
        await onebot.until(lambda: app.sender.not_pushed.get("offline"))
        await onebot.until(lambda: not app.sender.pushes_waiting)  # what is counted is marked a moment later
        assert await states(app) == [("undelivered", "offline")]


async def test_replies_wait_for_an_account_that_was_kicked(tmp_path: Path) -> None:
    async with inside(tmp_path) as (app, onebot):
        onebot.online = False
        await onebot.beat()
        await onebot.until(lambda: not app.qq.state()[0])
        await onebot.say(USER, "在吗", time=SystemClock().now())
        await onebot.until(lambda: app.sender.replies_waiting)
        await asyncio.sleep(0.1)
        assert not onebot.sent[USER]
        onebot.online = True
        await onebot.beat()
        await onebot.until(lambda: onebot.sent[USER])


# ------------------------------------------------------------------------------------------------ the doctor
async def test_the_doctor_knows_qq(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISK_RESERVE_MB", "1")
    for name, value in {**TEST, "ONEBOT_ACCESS_TOKEN": TOKEN, "HTTP_PORT": "0"}.items():
        monkeypatch.setenv(name, value)
    assert await examine(SystemClock()) == 0
    assert "/onebot/v11/ws once the bot runs" in capsys.readouterr().out
    async with inside(tmp_path) as (app, onebot):
        monkeypatch.setenv("HTTP_PORT", str(port_of(app.greeting)))
        assert await examine(SystemClock()) == 0
        assert "✓ QQ: 1 accounts are connected and online" in capsys.readouterr().out
        onebot.online = False
        await onebot.beat()
        await onebot.until(lambda: not app.qq.state()[0])
        assert await examine(SystemClock()) == 1
        assert "✗ QQ: QQ threw the account out: log it in again" in capsys.readouterr().out
