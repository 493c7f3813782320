"""What a user may do, and waiting for the bot."""

import asyncio

import pytest

from sandbox import Sandbox, SandboxError, words
from sandbox.telegram.world import HISTORY
from tests.sandbox.conftest import START, Api


async def test_next_gives_each_reply_once_and_edits_again(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    sent = await api.result("sendMessage", chat_id=phone.chat_id, text="一")
    await api.result("sendMessage", chat_id=phone.chat_id, text="二")
    await api.result("editMessageText", chat_id=phone.chat_id, message_id=sent["message_id"], text="三")
    assert [words(await phone.next()) for _ in range(3)] == ["一", "二", "三"]
    waiting = asyncio.create_task(phone.next())
    await api.result("sendMessage", chat_id=phone.chat_id, text="四")
    assert words(await waiting) == "四"


async def test_waiting_in_vain_says_what_was_seen(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.start()
    await api.result("sendMessage", chat_id=phone.chat_id, text="你好")
    with pytest.raises(SandboxError, match=r"nothing_came: waited for 再见, saw /start \| 你好"):
        await phone.sees("再见", patience=0.01)
    with pytest.raises(SandboxError, match="nothing_came: 0 of 1 calls of getMe"):
        await sandbox.called("getMe", patience=0.01)


async def test_a_blocked_bot_cannot_be_written_to(sandbox: Sandbox) -> None:
    phone = sandbox.phone()
    phone.start()
    phone.block()
    phone.block()
    with pytest.raises(SandboxError, match="blocked"):
        phone.say("在吗")
    phone.unblock()
    phone.say("在吗")
    assert sandbox.pending == 4


@pytest.mark.parametrize("text", ["", "  ", "x" * 4097, "\ud800"])
async def test_texts_that_no_app_sends_are_refused(sandbox: Sandbox, text: str) -> None:
    with pytest.raises(SandboxError, match="bad_text"):
        sandbox.phone().say(text)
    assert sandbox.pending == 0


async def test_a_message_may_be_older_than_its_arrival(sandbox: Sandbox, api: Api) -> None:
    sandbox.phone().say("昨天", date=START - 86_400)
    assert (await api.updates())[0]["message"]["date"] == START - 86_400


async def test_captions_are_edited_as_captions(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    sent = phone.send_document(b"x", "a.txt", caption="旧")
    phone.edit(sent["message_id"], "新")
    edited = (await api.updates())[-1]["edited_message"]
    assert (edited["caption"], edited["document"], "text" in edited) == ("新", sent["document"], False)


async def test_users_are_told_apart(sandbox: Sandbox, api: Api) -> None:
    first, second = sandbox.phone(first_name="甲"), sandbox.phone(77)
    first.say("一")
    second.say("二")
    assert sandbox.phone(77) is second
    assert [message["text"] for message in second.messages] == ["二"]
    senders = [update["message"]["from"]["first_name"] for update in await api.updates()]
    assert senders[0] == "甲"


async def test_old_messages_are_forgotten(sandbox: Sandbox) -> None:
    phone = sandbox.phone()
    for number in range(HISTORY + 5):
        phone.say(str(number))
    assert len(phone.messages) == HISTORY
    assert phone.messages[0]["text"] == "5"
    with pytest.raises(SandboxError, match="no_such_message"):
        phone.edit(1, "x")
