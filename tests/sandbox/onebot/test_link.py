"""The socket: how it is opened, kept, broken and opened again, and what an implementation answers to anything."""

import asyncio
from typing import Any

import pytest

from sandbox import ActionFault, BotEnd, QQPhone, Sandbox, SandboxError
from sandbox.onebot.rules import ACTIONS, NAPCAT, SEGMENTS, SPEC
from tests.sandbox.conftest import START, HandClock
from tests.sandbox.onebot.bot import PATH, TOKEN, Bot


async def test_it_says_who_it_is(sandbox: Sandbox, bot: Bot) -> None:
    asked = bot.headers[0]
    assert asked["Authorization"] == f"Bearer {TOKEN}"
    assert asked["X-Self-ID"] == "1100000001"
    assert (asked["X-Client-Role"], asked["User-Agent"]) == ("Universal", "OneBot/11")
    assert bot.events[0] == {
        "time": START,
        "self_id": 1_100_000_001,
        "post_type": "meta_event",
        "meta_event_type": "lifecycle",
        "sub_type": "connect",
    }
    assert await bot.data("get_login_info") == {"user_id": 1_100_000_001, "nickname": "QQ Bot"}
    assert (await bot.data("get_version_info"))["protocol_version"] == "v11"


async def test_heartbeats_tell_of_a_kicked_account(clock: HandClock, bot: Bot) -> None:
    end = BotEnd(PATH, TOKEN, heartbeat=0.02)
    async with Sandbox(clock=clock, onebot=end, routes=bot.routes()) as sandbox:
        phone = sandbox.qq.phone()
        beat = await bot.event("meta_event", 3)
        assert (beat["status"], beat["interval"]) == ({"online": True, "good": True}, 20)
        sandbox.qq.online = False
        assert (await bot.event("notice"))["notice_type"] == "bot_offline"
        seen = len(bot.events)
        assert (await bot.event("meta_event", seen + 1))["status"]["online"] is False
        assert (await bot.data("get_status"))["online"] is False
        assert (await bot.refusal("send_private_msg", user_id=phone.user_id, message="在吗"))[0] == 1200
        sandbox.qq.online = True
        await bot.data("send_private_msg", user_id=phone.user_id, message="在吗")


async def test_it_comes_again_after_a_break_and_what_is_said_meanwhile_is_lost(
    sandbox: Sandbox, bot: Bot, phone: QQPhone
) -> None:
    bot.refuse = 403
    sandbox.qq.hang_up()
    await sandbox.qq.refused(403)
    assert not sandbox.qq.connected
    phone.say("有人吗")
    bot.refuse = 0
    await sandbox.qq.linked(2)
    phone.say("在")
    assert (await bot.event("message"))["raw_message"] == "在"
    assert sandbox.qq.lost == 1
    history = await bot.data("get_friend_msg_history", user_id=phone.user_id)
    assert [message["raw_message"] for message in history["messages"]] == ["有人吗", "在"]


async def test_unknown_and_malformed_are_refused(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    user = phone.user_id
    assert await bot.refusal("fly_to_moon") == (1404, "不支持的Api fly_to_moon")
    bad: list[tuple[str, dict[str, Any]]] = [
        ("send_private_msg", {"message": "在"}),
        ("send_private_msg", {"user_id": user}),
        ("send_private_msg", {"user_id": "x1", "message": "在"}),
        ("send_private_msg", {"user_id": user, "message": "在", "colour": "red"}),
        ("send_private_msg", {"user_id": user, "message": 5}),
        ("send_private_msg", {"user_id": user, "message": [{"type": "text", "data": {"words": "在"}}]}),
        ("send_private_msg", {"user_id": user, "message": [{"text": "在"}]}),
        ("upload_private_file", {"user_id": user, "file": "base64://QQ=="}),
        ("set_friend_add_request", {"flag": "1", "approve": "perhaps"}),
    ]
    for action, params in bad:
        assert (await bot.refusal(action, **params))[0] == 1400, (action, params)
    undone: list[tuple[str, dict[str, Any]]] = [
        ("send_private_msg", {"user_id": 5, "message": "在"}),
        ("send_private_msg", {"user_id": user, "message": ""}),
        ("send_private_msg", {"user_id": user, "message": [{"type": "keyboard", "data": {}}]}),
        ("send_msg", {"message": "在"}),
        ("send_group_msg", {"group_id": 5, "message": "在"}),
        ("upload_private_file", {"user_id": user, "file": "/etc/hostname", "name": "a"}),
        ("get_msg", {"message_id": 5}),
        ("get_forward_msg", {"id": "5"}),
        ("get_forward_msg", {}),
        ("get_file", {"file_id": "5"}),
        ("set_friend_add_request", {"flag": "5"}),
    ]
    for action, params in undone:
        assert (await bot.refusal(action, **params))[0] == 1200, (action, params)
    assert bot.socket
    await bot.socket.send_str("{")
    await bot.socket.send_str('["send_private_msg"]')
    assert await bot.data("get_status")
    assert phone.messages == []


async def test_answers_that_never_come_or_come_wrong(sandbox: Sandbox, bot: Bot, phone: QQPhone) -> None:
    say = {"user_id": phone.user_id, "message": "在"}
    sandbox.qq.fail("send_private_msg", ActionFault("failed", message="rich media transfer failed"))
    assert await bot.refusal("send_private_msg", **say) == (1200, "rich media transfer failed")
    sandbox.qq.fail("*", ActionFault("silence", processed=True), chat=phone.user_id)
    silent = asyncio.create_task(bot.call("send_private_msg", **say))
    await phone.sees("在")
    sandbox.qq.fail("send_private_msg", ActionFault("malformed"))
    torn = asyncio.create_task(bot.call("send_private_msg", **say))
    await sandbox.qq.called("send_private_msg", 3)
    sandbox.qq.fail("send_private_msg", ActionFault("late", seconds=0.02))
    assert (await bot.call("send_private_msg", **say))["retcode"] == 0
    assert len(bot.broken) == 1
    assert not silent.done()
    sandbox.qq.fail("get_status", ActionFault("close"))
    closed = asyncio.create_task(bot.call("get_status"))
    await sandbox.qq.linked(2)
    sandbox.qq.fail("get_status", ActionFault("silence"), times=9)
    sandbox.qq.clear_faults()
    await bot.event("meta_event", 2)
    assert await bot.data("get_status")
    assert [phone.words(message) for message in phone.messages] == ["在", "在"]
    for task in (silent, torn, closed):
        task.cancel()


def test_a_bot_on_another_machine_is_refused() -> None:
    for url in ("ws://example.org/ws", "ws://192.168.1.4:8080/ws", "wss://127.0.0.1/ws"):
        with pytest.raises(SandboxError) as refused:
            BotEnd(url, TOKEN)
        assert refused.value.code == "not_loopback"


async def test_without_a_bot_end_there_is_no_qq(clock: HandClock) -> None:
    async with Sandbox(clock=clock) as sandbox:
        with pytest.raises(SandboxError, match="no_onebot"):
            _ = sandbox.qq


def test_every_rule_names_its_page() -> None:
    for action in ACTIONS.values():
        assert action.page.startswith((SPEC, NAPCAT))
    assert {"text", "image", "file", "reply", "face", "at"} == SEGMENTS.keys()
