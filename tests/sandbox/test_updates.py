"""Fetching updates: what is not confirmed comes again, one request waits, and only the newest."""

import asyncio

from sandbox import Sandbox
from tests.sandbox.conftest import Api, HandClock


async def test_updates_come_again_until_an_offset_passes_them(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    phone.say("一")
    phone.say("二")
    first = await api.updates()
    assert [update["message"]["text"] for update in first] == ["一", "二"]
    assert await api.updates() == first
    assert await api.updates(offset=first[0]["update_id"]) == first
    assert await api.updates(offset=first[1]["update_id"]) == first[1:]
    assert await api.updates() == first[1:]
    confirming = asyncio.create_task(sandbox.confirmed())
    assert await api.updates(offset=first[1]["update_id"] + 1) == []
    await confirming
    assert sandbox.pending == 0


async def test_ids_rise_by_one_and_limit_holds(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    for number in range(120):
        phone.say(str(number))
    batch = await api.updates()
    assert len(batch) == 100
    ids = [update["update_id"] for update in batch]
    assert ids == list(range(ids[0], ids[0] + 100))
    assert len(await api.updates(limit=3)) == 3
    assert "limit" in await api.refusal("getUpdates", limit=101)
    assert [update["message"]["text"] for update in await api.updates(offset=-2)] == ["118", "119"]
    assert sandbox.pending == 2


async def test_an_offset_of_another_queue_confirms_nothing(sandbox: Sandbox, api: Api) -> None:
    sandbox.phone().say("一")
    assert len(await api.updates(offset=2**31 - 1)) == 1


async def test_a_waiting_request_gets_what_comes(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    waiting = asyncio.create_task(api.updates(timeout=50))
    await sandbox.called("getUpdates")
    phone.say("来了")
    assert [update["message"]["text"] for update in await waiting] == ["来了"]


async def test_a_second_request_ends_the_first_with_409(sandbox: Sandbox, api: Api) -> None:
    first = asyncio.create_task(api.call("getUpdates", timeout=50))
    await sandbox.called("getUpdates")
    second = asyncio.create_task(api.updates(timeout=50))
    status, body = await first
    assert status == body["error_code"] == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")
    sandbox.phone().say("一")
    assert len(await second) == 1


async def test_stopping_lets_the_waiting_request_go(clock: HandClock) -> None:
    sandbox = Sandbox(clock=clock)
    await sandbox.start()
    async with Api(sandbox.base_url, sandbox.token) as api:
        waiting = asyncio.create_task(api.updates(timeout=50))
        await sandbox.called("getUpdates")
        await sandbox.stop()
        assert await waiting == []


async def test_only_the_kinds_that_are_asked_for_come(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    await api.updates(allowed_updates=["callback_query"])
    said = phone.say("一")
    assert await api.updates() == []
    await api.updates(allowed_updates=["message", "edited_message", "my_chat_member", "poll"])
    phone.edit(said["message_id"], "二")
    phone.block()
    kinds = [next(key for key in update if key != "update_id") for update in await api.updates()]
    assert kinds == ["edited_message", "my_chat_member"]
    assert (await api.result("getWebhookInfo"))["pending_update_count"] == 2
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []


async def test_ids_of_a_later_sandbox_are_higher(clock: HandClock) -> None:
    seen = []
    for _ in range(2):
        async with Sandbox(clock=clock) as sandbox, Api(sandbox.base_url, sandbox.token) as api:
            sandbox.phone().say("一")
            seen.append((await api.updates())[0]["update_id"])
        clock.jump(5)
    assert seen[1] > seen[0]
