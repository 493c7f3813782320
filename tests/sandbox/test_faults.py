"""Faults on purpose: what the bot gets, and whether its call was carried out."""

import asyncio
import json

import aiohttp
import pytest

from sandbox import Fault, Phone, Sandbox
from sandbox.telegram.faults import Answer
from tests.sandbox.conftest import Api


@pytest.fixture
def phone(sandbox: Sandbox) -> Phone:
    phone = sandbox.phone()
    phone.start()
    return phone


async def test_faults_are_used_up_in_order(sandbox: Sandbox, api: Api, phone: Phone) -> None:
    sandbox.fail("sendMessage", Fault("retry_after", seconds=2), times=2)
    sandbox.fail("*", Fault("server_error"))
    status = [(await api.call("sendMessage", chat_id=phone.chat_id, text="x"))[0] for _ in range(4)]
    assert status == [429, 429, 500, 200]
    assert len(phone.replies) == 1


async def test_a_fault_can_be_for_one_chat(sandbox: Sandbox, api: Api, phone: Phone) -> None:
    other = sandbox.phone()
    other.start()
    sandbox.fail("sendMessage", Fault("server_error"), chat=other.chat_id)
    assert (await api.call("sendMessage", chat_id=phone.chat_id, text="x"))[0] == 200
    assert (await api.call("sendMessage", chat_id=other.chat_id, text="x"))[0] == 500


@pytest.mark.parametrize("answer", ["drop", "bad_gateway", "truncated"])
@pytest.mark.parametrize("processed", [False, True])
async def test_ambiguous_ends(sandbox: Sandbox, api: Api, phone: Phone, answer: Answer, processed: bool) -> None:
    sandbox.fail("sendMessage", Fault(answer, processed=processed))
    with pytest.raises((aiohttp.ClientError, json.JSONDecodeError)):
        await api.call("sendMessage", chat_id=phone.chat_id, text="x")
    assert len(phone.replies) == processed
    assert (await api.call("sendMessage", chat_id=phone.chat_id, text="y"))[0] == 200


@pytest.mark.parametrize("processed", [False, True])
async def test_silence_lasts_until_the_bot_gives_up(sandbox: Sandbox, api: Api, phone: Phone, processed: bool) -> None:
    sandbox.fail("sendMessage", Fault("silence", processed=processed))
    asked = asyncio.create_task(api.call("sendMessage", chat_id=phone.chat_id, text="x"))
    await sandbox.called("sendMessage")
    assert len(phone.replies) == processed
    assert not asked.done()
    asked.cancel()
    assert (await api.call("sendMessage", chat_id=phone.chat_id, text="y"))[0] == 200


async def test_a_refused_call_stays_refused_when_it_is_carried_out_first(sandbox: Sandbox, api: Api) -> None:
    sandbox.fail("sendMessage", Fault("silence", processed=True))
    assert (await api.call("sendMessage", chat_id=1, text="x"))[0] == 400


async def test_faults_of_polls_and_downloads(sandbox: Sandbox, api: Api, phone: Phone) -> None:
    sent = phone.send_document(b"abc", "a.txt")
    sandbox.fail("getUpdates", Fault("conflict"))
    sandbox.fail("file", Fault("bad_gateway"))
    assert (await api.call("getUpdates"))[0] == 409
    assert len(await api.updates()) == 2
    path = (await api.result("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    assert (await api.download(path))[0] == 502
    assert await api.download(path) == (200, b"abc")


async def test_faults_can_be_taken_back_and_calls_are_counted(sandbox: Sandbox, api: Api) -> None:
    sandbox.fail("getMe", Fault("server_error"), times=9)
    assert (await api.call("getMe"))[0] == 500
    sandbox.clear_faults()
    assert (await api.call("getMe"))[0] == 200
    assert sandbox.counts["getMe"] == 2
    assert [method for method, _ in sandbox.calls] == ["getMe", "getMe"]
