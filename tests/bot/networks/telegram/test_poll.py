"""The poll loop: nothing is lost, nothing blocks the rest, order is kept."""

import asyncio
import logging
from typing import Any

import pytest
from aiohttp import web

from bot.seams import KillPoint
from dialogs.events import UserText
from sandbox import Fault, OwnClock, Sandbox
from tests.bot.networks.telegram.support import (
    BOT,
    Recorder,
    Scripted,
    bad,
    good,
    message,
    nothing_new,
    running,
    server,
    telegram,
    until,
)


async def test_a_burst_of_one_chat_among_a_thousand_others_stays_in_order() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        busy_phone, others = sandbox.phone(), [sandbox.phone() for _ in range(100)]
        for number in range(1000):
            others[number % 100].say(f"other {number}")
            if number % 5 == 0:
                busy_phone.say(f"mine {number // 5}")
        recorder = Recorder()
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)):
            events = await recorder.until(1200)
        mine = [e.text for e in events if isinstance(e, UserText) and e.chat.user == str(busy_phone.chat_id)]
        assert mine == [f"mine {number}" for number in range(200)]
        assert [int(event.id) for event in events] == sorted(int(event.id) for event in events)


async def test_a_batch_is_acknowledged_once_it_is_kept_and_not_before() -> None:
    scripted = Scripted({"getUpdates": [[message(7, "a"), message(8, "b")], nothing_new]})
    seen_at: dict[str, int] = {}

    def reached(point: KillPoint) -> None:
        seen_at.setdefault(point, len(recorder.events))

    recorder = Recorder()
    async with scripted.serving() as url, running(telegram(server(url), recorder, reached=reached)):
        await until(lambda: len(scripted.called("getUpdates")) >= 4)
    asked = scripted.called("getUpdates")
    assert [one.get("offset") for one in asked[:3]] == [None, 9, None]
    assert seen_at == {"before_ack": 2}
    assert asked[0]["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_a_malformed_update_is_skipped_and_named_by_its_number_only(caplog: pytest.LogCaptureFixture) -> None:
    broken: list[Any] = [
        {"update_id": 2, "message": {"message_id": "x", "text": "a secret word"}},
        {"update_id": 3, "message": 5},
        {"update_id": 4},
        {"no": "number"},
        "no object",
        {"update_id": 5, "callback_query": {"id": "1", "data": "x"}},
    ]
    batch = [message(1, "before"), *broken, message(6, "after")]
    scripted = Scripted({"getUpdates": [batch, nothing_new]})
    recorder = Recorder()
    async with scripted.serving() as url, running(telegram(server(url), recorder)):
        await recorder.until(2)
        await until(lambda: len(scripted.called("getUpdates")) >= 2)
    assert [event.id for event in recorder.events] == ["1", "6"]
    assert scripted.called("getUpdates")[1]["offset"] == 7
    assert "update 2 is malformed" in caplog.text
    assert "secret word" not in caplog.text


async def test_a_batch_of_nothing_but_rubbish_is_not_asked_for_without_a_pause() -> None:
    scripted = Scripted({"getUpdates": [[{"no": "number"}]]})
    async with scripted.serving() as url, running(telegram(server(url), Recorder())):
        await asyncio.sleep(0.3)
    assert len(scripted.called("getUpdates")) < 20


async def test_when_nothing_can_be_kept_the_user_hears_it_once_and_the_updates_come_again() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        phone, other = sandbox.phone(), sandbox.phone()
        recorder = Recorder(failures=6)
        phone.say("one")
        phone.say("two")
        other.say("three")
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)):
            events = await recorder.until(3)
            await until(lambda: not sandbox.pending)
        assert [event.text for event in events if isinstance(event, UserText)] == ["one", "two", "three"]
        for someone in (phone, other):
            assert [one["text"] for one in someone.messages if one["from"]["is_bot"]] == ["not kept"]


async def test_two_instances_are_named_in_the_log_and_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        sandbox.fail("getUpdates", Fault("conflict"), times=2)
        phone = sandbox.phone()
        phone.say("hello")
        recorder = Recorder()
        async with running(telegram(server(sandbox.base_url, sandbox.token), recorder)):
            await recorder.until(1)
    assert "the same bot token" in caplog.text


@pytest.mark.parametrize(
    "trouble",
    [
        web.Response(status=502, text="<html>502 Bad Gateway</html>", content_type="text/html"),
        bad(500, "Internal Server Error"),
        bad(429, "Too Many Requests: retry after 1", retry_after=1),
        bad(429, "Too Many Requests"),
        web.Response(status=403, text="<html>blocked</html>", content_type="text/html"),
        web.Response(status=301, headers={"Location": "http://127.0.0.1:1/"}),
        web.Response(body=b'{"ok":true,"result":[{"update_id"', content_type="application/json"),
        web.Response(body=b'{"ok":true}', content_type="application/json"),
        web.Response(body=b'{"ok":false}', content_type="application/json"),
        web.Response(body=b"[]", content_type="application/json"),
        good(True),
    ],
    ids=lambda answer: f"{answer.status}-{answer.body!r:.30}",
)
async def test_polling_recovers_from_any_answer(trouble: web.Response) -> None:
    def again(_request: web.Request) -> web.Response:
        return web.Response(status=trouble.status, body=trouble.body, headers=trouble.headers)

    scripted = Scripted({"getUpdates": [again, again, [message(1, "hello")], nothing_new]})
    recorder = Recorder()
    async with scripted.serving() as url, running(telegram(server(url), recorder)) as network:
        await recorder.until(1)
        assert network.state() == (True, {"busy": False})
    assert [event.id for event in recorder.events] == ["1"]


async def test_a_connection_that_breaks_or_says_nothing_is_asked_anew() -> None:
    async with Sandbox(clock=OwnClock()) as sandbox:
        sandbox.fail("getUpdates", Fault("drop"))
        sandbox.fail("getUpdates", Fault("silence"))
        phone = sandbox.phone()
        phone.say("hello")
        recorder = Recorder()
        where = server(sandbox.base_url, sandbox.token, poll_seconds=0)
        network = telegram(where, recorder)
        async with running(network):
            await recorder.until(1)


async def test_it_does_not_ask_while_too_much_waits() -> None:
    full = True
    scripted = Scripted({"getUpdates": [[message(1, "hello")], nothing_new]})
    recorder = Recorder()
    async with scripted.serving() as url, running(telegram(server(url), recorder, busy=lambda: full)) as network:
        await until(lambda: scripted.called("deleteWebhook"))
        await asyncio.sleep(0.1)
        assert not scripted.called("getUpdates")
        assert network.state() == (False, {"busy": True})
        full = False
        await recorder.until(1)
    assert recorder.events[0].chat.bot == BOT


async def test_a_token_that_is_revoked_later_is_told_and_does_not_end_the_loop(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def revoked(_request: web.Request) -> web.Response:
        return bad(401, "Unauthorized")

    scripted = Scripted({"getUpdates": [revoked, [message(1, "hello")], nothing_new]})
    recorder = Recorder()
    with caplog.at_level(logging.WARNING):
        async with scripted.serving() as url, running(telegram(server(url), recorder)):
            await recorder.until(1)
    assert "TELEGRAM_BOT_TOKEN" in caplog.text
