"""The whole bot: built in this process, and run as a process of its own against a Bot API server over real HTTP."""

import asyncio
import json
import re
import signal
import tomllib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import VERSION
from bot.app import Crashed, build
from bot.ends import configured
from bot.seams import Seams, SystemClock
from bot.settings import Settings, WrongSetting
from sandbox import OwnClock, Phone, Sandbox, buttons
from tests.bot.process import OPERATOR, TOKEN, ended, running


async def until(there: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until it is so."""
    for _ in range(int(seconds / 0.02)):
        if there():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came")


def said(phone: Phone) -> list[str]:
    """What the bot said in this chat."""
    return [message.get("text", "") for message in phone.messages if message["from"]["is_bot"]]


def server(sandbox: Sandbox) -> dict[str, str]:
    """The settings that lead to it."""
    return {"TELEGRAM_BOT_TOKEN": sandbox.token, "TELEGRAM_API_URL": sandbox.base_url, "REAL_PEOPLE": "no"}


# ------------------------------------------------------------------------------------------------ as a process
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_is_healthy_and_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox, running(tmp_path, **server(sandbox)) as (process, line):
        phone = sandbox.phone()
        phone.start()
        await until(lambda: bool(said(phone)))
        url = re.search(r"http://\S+", line)
        assert url
        async with aiohttp.ClientSession() as session, session.get(url[0]) as answer:
            health = await answer.json()
            assert answer.status == 200, health
        assert {name for name, part in health["parts"].items() if part["alive"]} >= {"storage", "telegram"}
        process.send_signal(number)
        _, errors = await asyncio.wait_for(process.communicate(), 10)
        assert process.returncode == 0
        assert b"Traceback" not in errors
        assert sandbox.token.encode() not in errors


async def test_what_was_said_while_it_was_down_is_answered_at_the_next_start(tmp_path: Path) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone = sandbox.phone()
        async with running(tmp_path, **server(sandbox)) as (process, _):
            phone.start()
            await until(lambda: bool(said(phone)))
            process.kill()
            await process.communicate()
        before = len(said(phone))
        phone.say("你好")
        async with running(tmp_path, **server(sandbox)):
            await until(lambda: len(said(phone)) > before)


async def test_stopping_in_the_midst_of_answers_loses_and_doubles_none(tmp_path: Path) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phones = [sandbox.phone() for _ in range(150)]
        async with running(tmp_path, **server(sandbox)) as (process, _):
            for phone in phones:
                phone.start()
            await until(lambda: any(said(phone) for phone in phones))
            process.terminate()
            _, errors = await asyncio.wait_for(process.communicate(), 20)
        assert b"ERROR" not in errors
        async with running(tmp_path, **server(sandbox)):
            await until(lambda: all(said(phone) for phone in phones))
        assert [len(said(phone)) for phone in phones] == [1] * len(phones)


async def test_without_a_network_it_serves_the_phone_page_and_time_can_jump(tmp_path: Path) -> None:
    async with running(tmp_path) as (process, line), page(line) as session:
        assert "sandbox" in line
        user = (await _post(session, "/sandbox/api/users", {"name": "小王"}))["id"]
        async with session.get(f"/sandbox/api/users/{user}/events") as events:
            for words in ("/start", "1", "购买游戏点卡98元未到账，订单号LY20240510001，要求补发", "刚刚", "还没"):
                await _post(session, f"/sandbox/api/users/{user}/say", {"text": words})
                await _bot_says(events, lambda message: bool(buttons(message)))
            ahead = (await _post(session, "/sandbox/api/clock", {"jump": 3 * 86_400}))["now"]
            await _bot_says(events, lambda message: "投诉1" in message["text"] and message["date"] >= ahead)
        assert (await session.get("/healthz")).status == 200
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    assert (tmp_path / "data" / "sandbox" / "complaints.db").exists()
    assert not (tmp_path / "data" / "complaints.db").exists()
    async with running(tmp_path) as (_, line), page(line) as session:
        assert (await _post(session, "/sandbox/api/clock", {}))["now"] >= ahead


@asynccontextmanager
async def page(line: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that opened the address in the bot's first line."""
    url = re.search(r"http://\S+", line)
    assert url
    async with aiohttp.ClientSession(url[0], raise_for_status=True) as session:
        token = re.search(r'"([A-Za-z0-9_-]{30,})"', await (await session.get("/")).text())
        assert token
        session.headers["X-Sandbox-Token"] = token[1]
        yield session


async def _post(session: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> dict[str, Any]:
    async with session.post(path, json=body) as answer:
        result: dict[str, Any] = await answer.json()
        return result


async def _bot_says(events: aiohttp.ClientResponse, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The next message of the bot that is wanted."""
    async for line in events.content:
        event = json.loads(line)
        if event["kind"] == "message" and event["data"]["from"]["is_bot"] and wanted(event["data"]):
            message: dict[str, Any] = event["data"]
            return message
    raise AssertionError("the stream ended")


async def test_a_token_that_the_server_does_not_know_ends_it_with_one_line(tmp_path: Path) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        status, _, err = await ended(tmp_path, **{**server(sandbox), "TELEGRAM_BOT_TOKEN": TOKEN})
    assert status == 2
    assert err.count("\n") == 1
    assert "TELEGRAM_BOT_TOKEN" in err
    assert TOKEN not in err


async def test_a_second_process_on_the_same_data_ends_with_one_line(tmp_path: Path) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox, running(tmp_path, **server(sandbox)):
        status, _, err = await ended(tmp_path, **server(sandbox))
    assert status == 2
    assert err.count("\n") == 1
    assert "DATA_DIR" in err
    assert "another process" in err


async def test_with_a_fast_clock_days_pass_in_seconds(tmp_path: Path) -> None:
    async with (
        Sandbox(clock=OwnClock()) as sandbox,
        running(tmp_path, "run", "--clock-speed", "3600", **server(sandbox)) as (_, line),
    ):
        phone = sandbox.phone()
        phone.start()
        await until(lambda: bool(buttons(phone.messages[-1])))
        assert "Telegram" in line


# --------------------------------------------------------------------------------------------- in this process
async def test_a_server_on_this_machine_about_which_nothing_is_said_is_taken_for_a_test_aloud(tmp_path: Path) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        quiet = {name: value for name, value in server(sandbox).items() if name != "REAL_PEOPLE"}
        async with running(tmp_path, **quiet) as (process, _):
            process.send_signal(signal.SIGTERM)
            _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert b"set REAL_PEOPLE=yes" in errors
    end = await ended(tmp_path, **quiet, **OPERATOR, REAL_PEOPLE="yes")
    assert (end.status, "holds data of tests" in end.err) == (2, True)


async def test_files_come_from_this_machine_only_where_somebody_said_that_nobody_is_real(tmp_path: Path) -> None:
    told: dict[bool | None, bool] = {}
    for people in (None, True, False):
        given: dict[str, Any] = {"telegram_bot_token": TOKEN, "telegram_api_url": "http://127.0.0.1:9"}
        given |= {name.lower(): value for name, value in OPERATOR.items()}
        async with AsyncExitStack() as stack:
            ends = await configured(stack, settings(tmp_path, **given, real_people=people), [], SystemClock())
            told[people] = ends.local
    assert told == {None: False, True: False, False: True}


def settings(folder: Path, sandbox: Sandbox | None = None, **more: Any) -> Settings:
    given = {name.lower(): value for name, value in server(sandbox).items()} if sandbox else {}
    return Settings(_env_file=None, **{"data_dir": folder / "data", "http_port": 0, **given, **more})


async def test_data_of_tests_and_of_real_people_never_share_a_folder(tmp_path: Path) -> None:
    people: dict[str, Any] = {name.lower(): value for name, value in OPERATOR.items()}
    async with Sandbox(clock=OwnClock()) as sandbox, build(settings(tmp_path, sandbox), Seams()):
        pass
    with pytest.raises(WrongSetting, match=r"DATA_DIR .* holds data of tests"):
        async with build(settings(tmp_path, telegram_bot_token=TOKEN, **people), Seams()):
            pass


async def test_everything_is_closed_when_a_part_cannot_start(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(WrongSetting, match="HTTP_HOST"):
            async with build(settings(tmp_path, http_host="203.0.113.1"), Seams(), sandbox=True):
                pass
    async with build(settings(tmp_path), Seams(), sandbox=True):
        pass


async def test_a_part_that_ends_ends_the_run_and_all_can_be_built_anew(tmp_path: Path) -> None:
    async def fails() -> None:
        raise LookupError("a mistake")

    for _ in range(2):
        async with build(settings(tmp_path), Seams(), sandbox=True) as app:
            app.jobs.run = fails  # type: ignore[method-assign]  # a mistake in one part
            with pytest.raises(Crashed) as caught:
                await app.run(asyncio.Event())
            assert isinstance(caught.value.__cause__, LookupError)


async def test_a_stopped_app_lets_go(tmp_path: Path) -> None:
    stopped = asyncio.Event()
    async with build(settings(tmp_path), Seams(), sandbox=True) as app:
        asyncio.get_running_loop().call_later(0.3, stopped.set)
        await app.run(stopped)
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_ptbs_conversation_stands_where_the_turn_left_it(tmp_path: Path) -> None:
    stopped = asyncio.Event()
    async with Sandbox(clock=OwnClock()) as sandbox, build(settings(tmp_path, sandbox), Seams()) as app:
        life = asyncio.create_task(app.run(stopped))
        phone = sandbox.phone()
        handler: Any = app.telegram._app.handlers[0][0]
        for words, step in (("/start", "start.consent"), ("1", "intake.problem")):
            phone.say(words)
            await until(lambda step=step: handler._conversations.get((phone.chat_id, phone.chat_id)) == step)  # type: ignore[misc]  # step=step
        stopped.set()
        await life


async def test_a_database_that_takes_nothing_is_no_health(tmp_path: Path) -> None:
    async with build(settings(tmp_path), Seams(), sandbox=True) as app, page(app.greeting) as session:
        life = asyncio.create_task(app.run(asyncio.Event()))
        await until(lambda: app.telegram.state()[0])
        await app.database.alone(lambda connection: connection.execute("PRAGMA query_only = ON"))
        async with session.get("/healthz", raise_for_status=False) as answer:
            assert answer.status == 503
            assert (await answer.json())["parts"]["storage"] == {
                "alive": False,
                "turns_waiting": 0,
                "reason": "read_only",
            }
        await app.database.alone(lambda connection: connection.execute("PRAGMA query_only = OFF"))
        assert (await session.get("/healthz")).status == 200
        assert "complaint_guide_outbox_waiting" in await (await session.get("/metrics")).text()
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
