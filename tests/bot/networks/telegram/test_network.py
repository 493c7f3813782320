"""Telegram as a network: starting without it, introducing ourselves, taps, groups, files, stopping."""

import asyncio
import warnings

import pytest
from aiohttp import web

from bot.errors import NotSent, Refused, TokenRejected
from bot.networks.telegram.network import Telegram
from bot.seams import SystemClock, WarpedClock
from dialogs.commands import MENU
from dialogs.events import Blocked, Unblocked, UserFile, UserForward, UserTap, UserText
from dialogs.model import Choice, Message
from sandbox import Fault, Origin, OwnClock, Sandbox
from tests.bot.networks.telegram.support import (
    STEPS,
    TEXTS,
    TOKEN,
    Recorder,
    Scripted,
    bad,
    chat_of,
    message,
    nothing_new,
    running,
    server,
    telegram,
    until,
)


async def test_it_starts_offline_and_goes_to_work_when_telegram_is_there(caplog: pytest.LogCaptureFixture) -> None:
    sandbox = Sandbox(clock=OwnClock())
    await sandbox.start()
    where = server(sandbox.base_url, sandbox.token)
    await sandbox.stop()
    recorder = Recorder()
    async with running(telegram(where, recorder)) as network:
        await until(lambda: "cannot be reached" in caplog.text)
        assert network.bot == sandbox.token.partition(":")[0]
        with pytest.raises(NotSent):
            await network.reach(network.bot)
        await sandbox.start()
        sandbox.phone().say("hello")
        await recorder.until(1)
        await network.reach(network.bot)
    await sandbox.stop()


async def test_a_token_that_telegram_does_not_know_ends_the_run_without_naming_it() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        network = telegram(server(sandbox.base_url, TOKEN), Recorder())
        await network.start()
        with pytest.raises(TokenRejected) as caught:
            await network.run()
        assert TOKEN not in f"{caught.value!r}{caught.value.__cause__!r}{caught.value.__context__!r}"
        await network.stop()
        assert TOKEN not in repr(network._server)


async def test_it_says_who_it_is_and_what_it_can_do_and_only_once() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        for _ in range(2):
            async with running(telegram(server(sandbox.base_url, sandbox.token), Recorder())):
                await until(lambda: sandbox.counts["getMyShortDescription"] and not sandbox.pending)
                await asyncio.sleep(0.1)
            shown = sandbox.counts.copy()
            sandbox.counts.clear()
            assert shown["deleteWebhook"] == 1
        commands = next(fields["commands"] for method, fields in sandbox.calls if method == "setMyCommands")
        assert [one["command"] for one in commands] == list(MENU)
        assert not any(method.startswith("setMy") for method in shown)
        assert [fields for method, fields in sandbox.calls if method == "setMyShortDescription"] == [
            {"short_description": "short"}
        ]


async def test_a_menu_that_cannot_be_set_holds_nothing_up(caplog: pytest.LogCaptureFixture) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        sandbox.fail("setMyCommands", Fault("server_error"))
        recorder = Recorder()
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)):
            sandbox.phone().say("hello")
            await recorder.until(1)
            await until(lambda: "command menu" in caplog.text)


async def test_pending_updates_are_never_thrown_away() -> None:
    scripted = Scripted()
    async with scripted.serving() as url, running(telegram(server(url), Recorder())):
        await until(lambda: scripted.called("getUpdates"))
    assert scripted.called("deleteWebhook") == [{"drop_pending_updates": False}]


async def test_a_tap_is_answered_at_once_and_a_late_answer_hurts_nobody() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone, recorder = sandbox.phone(), Recorder()
        phone.start()
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)) as network:
            (started,) = await recorder.until(1)
            await network.deliver(
                started.chat, Message(text="?", rows=((Choice(label="对", value="q:1:yes"),),)), None, None
            )
            phone.tap("对")
            await until(lambda: sandbox.counts["answerCallbackQuery"] == 1)
            sandbox.fail("answerCallbackQuery", Fault("bad_gateway"))
            phone.tap("对")
            await until(lambda: sandbox.counts["answerCallbackQuery"] == 2)
            events = await recorder.until(3)
    assert [event.value for event in events if isinstance(event, UserTap)] == ["q:1:yes"] * 2


async def test_a_group_hears_once_a_day_where_to_go() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone, recorder = sandbox.phone(), Recorder()
        group, other = sandbox.group(phone, "维权群"), sandbox.group(phone, "另一个群")
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)):
            group.say("/start@sandbox_bot")
            group.say("/new")
            other.say("/start")
            phone.start()
            await recorder.until(1)
            await until(lambda: sandbox.counts["sendMessage"] == 2)
            await asyncio.sleep(0.1)
        for place in (group, other):
            assert [one["text"] for one in place.messages if one["from"]["is_bot"]] == [
                "only in private: https://t.me/sandbox_bot"
            ]
        assert [type(event) for event in recorder.events] == [UserText]


async def test_blocking_is_told_and_coming_back_too() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone, recorder = sandbox.phone(), Recorder()
        phone.start()
        phone.block()
        phone.unblock()
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)):
            events = await recorder.until(3)
    assert [type(event) for event in events] == [UserText, Blocked, Unblocked]


async def test_an_album_is_one_event_a_picture_and_its_bytes_can_be_fetched() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone, recorder = sandbox.phone(), Recorder()
        bytes_of = [bytes([number]) * 200_000 for number in range(3)]
        phone.send_documents(*((data, f"{number}.bin") for number, data in enumerate(bytes_of)), caption="都是截图")
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)) as network:
            events = [event for event in await recorder.until(3) if isinstance(event, UserFile)]
            assert len({event.album for event in events}) == 1
            assert events[0].album
            assert [event.caption for event in events] == ["都是截图", None, None]
            for event, data in zip(events, bytes_of, strict=True):
                chunks = [chunk async for chunk in network.fetch(event.chat, event.file_id)]
                assert b"".join(chunks) == data
                assert len(chunks) > 1


async def test_a_file_that_cannot_be_fetched_says_why() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone, recorder = sandbox.phone(), Recorder()
        phone.send_document(b"x" * 100, "a.bin")
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)) as network:
            (event,) = await recorder.until(1)
            assert isinstance(event, UserFile)
            with pytest.raises(Refused) as gone:
                await fetched(network, "no-such-file")
            # A download that breaks off is asked for once more by aiohttp itself.
            for fault, times in ((Fault("server_error"), 1), (Fault("drop"), 2), (Fault("bad_gateway"), 1)):
                sandbox.fail("file", fault, times)
                with pytest.raises(NotSent):
                    await fetched(network, event.file_id)
            assert await fetched(network, event.file_id) == b"x" * 100
    assert gone.value.code in ("file_gone", "bad_request")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../secret", "a/../../b", "", None, 5, "http://127.0.0.1:1/x"], ids=str
)
async def test_a_file_path_is_a_name_on_the_bot_api_server_and_nothing_else(path: object) -> None:
    scripted = Scripted({"getFile": [{"file_id": "f", "file_path": path}]})
    async with scripted.serving() as url:
        network = telegram(server(url), Recorder())
        await network.start()
        with pytest.raises(Refused) as caught:
            await fetched(network, "f")
        await network.stop()
    assert caught.value.code == "file_gone"


async def test_too_big_a_file_is_named_so() -> None:
    scripted = Scripted({"getFile": [lambda _: bad(400, "Bad Request: file is too big")]})
    async with scripted.serving() as url:
        network = telegram(server(url), Recorder())
        await network.start()
        with pytest.raises(Refused) as caught:
            await fetched(network, "f")
        await network.stop()
    assert caught.value.code == "file_too_big"


async def test_stopping_makes_durable_what_was_fetched() -> None:
    scripted = Scripted({"getUpdates": [[message(number, f"words {number}") for number in range(1, 51)], nothing_new]})
    recorder = Recorder()
    async with scripted.serving() as url:
        network = telegram(server(url), recorder)
        async with running(network):
            await recorder.until(1)
    assert len(recorder.events) == 50
    assert not network._router._on_the_way


async def test_a_call_makes_no_warning_though_ptb_knows_the_method() -> None:
    scripted = Scripted({"sendMessage": [lambda _: web.json_response({"ok": True, "result": {"message_id": 1}})]})
    async with scripted.serving() as url:
        network = telegram(server(url), Recorder())
        await network.start()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert await network.deliver(chat_of(1), Message(text="x"), None, None) == "1"
        await network.stop()


async def fetched(network: Telegram, file_id: str) -> bytes:
    return b"".join([chunk async for chunk in network.fetch(chat_of(1), file_id)])


@pytest.mark.parametrize("bot_time", [True, False])
async def test_dates_are_turned_into_bot_time_unless_they_are_it_already(bot_time: bool) -> None:
    real = SystemClock()
    clock = WarpedClock()
    clock.jump(86_400)
    async with Sandbox(clock=clock if bot_time else OwnClock()) as sandbox:
        phone, recorder = sandbox.phone(), Recorder()
        hour_ago = sandbox.clock.now() - 3600
        phone.say("早上的话", origin=Origin("客服", hour_ago))
        where = server(sandbox.base_url, sandbox.token, bot_time=bot_time)
        network = Telegram(where, recorder, clock=clock, texts=TEXTS, steps=STEPS)
        async with running(network):
            (event,) = await recorder.until(1)
    assert isinstance(event, UserForward)
    assert abs(event.at - real.now() - 86_400) < 60
    assert abs(event.said_at - event.at) < 60
    assert event.forwarded_at is not None
    if bot_time:
        assert event.forwarded_at == hour_ago
    assert event.forwarded_at <= event.said_at
