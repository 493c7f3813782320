"""What outlives a stop, a kill and a torn last line."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, SandboxError
from sandbox.pages import TOKEN_HEADER
from tests.sandbox.conftest import Api, HandClock
from tests.sandbox.pictures import png

TOKEN = "8000000001:always-the-same"


async def test_everything_comes_back_after_a_stop(tmp_path: Path, clock: HandClock) -> None:
    async with Sandbox(clock=clock, data=tmp_path, token=TOKEN) as sandbox, Api(sandbox.base_url, TOKEN) as api:
        phone = sandbox.phone(first_name="用户")
        phone.start()
        sent = await api.result("sendMessage", chat_id=phone.chat_id, text="先删掉")
        await api.result("deleteMessage", chat_id=phone.chat_id, message_id=sent["message_id"])
        await api.result("sendMessage", chat_id=phone.chat_id, text="你好")
        await api.result("setMyCommands", commands=[{"command": "new", "description": "新的"}])
        confirmed = (await api.updates())[-1]["update_id"] + 1
        photo = phone.send_photo(png(), caption="图")[0]
        edited = phone.say("一")
        phone.edit(edited["message_id"], "二")
        await api.updates(offset=confirmed)
        before, pending = phone.messages, await api.updates()
    async with Sandbox(clock=clock, data=tmp_path, token=TOKEN) as sandbox, Api(sandbox.base_url, TOKEN) as api:
        again = sandbox.phone(phone.user_id)
        assert again.messages == before
        assert await api.updates() == pending
        assert await api.result("getMyCommands") == [{"command": "new", "description": "新的"}]
        path = (await api.result("getFile", file_id=photo["photo"][-1]["file_id"]))["file_path"]
        assert await api.download(path) == (200, png())
        assert again.say("三")["message_id"] == before[-1]["message_id"] + 1
        assert (await api.updates())[-1]["update_id"] == pending[-1]["update_id"] + 1


async def test_a_torn_last_line_is_dropped(tmp_path: Path, clock: HandClock) -> None:
    async with Sandbox(clock=clock, data=tmp_path) as sandbox:
        phone = sandbox.phone()
        phone.say("一")
    with (tmp_path / "journal.jsonl").open("ab") as journal:
        journal.write(b'[["message",{"message_id":2,')
    for _ in range(2):
        async with Sandbox(clock=clock, data=tmp_path) as sandbox:
            assert [message["text"] for message in sandbox.phone(phone.user_id).messages] == ["一"]


async def test_ids_are_not_given_twice_after_a_deletion(tmp_path: Path, clock: HandClock) -> None:
    async with Sandbox(clock=clock, data=tmp_path, token=TOKEN) as sandbox, Api(sandbox.base_url, TOKEN) as api:
        phone = sandbox.phone()
        phone.start()
        sent = await api.result("sendMessage", chat_id=phone.chat_id, text="x")
        await api.result("deleteMessage", chat_id=phone.chat_id, message_id=sent["message_id"])
    async with Sandbox(clock=clock, data=tmp_path, token=TOKEN) as sandbox:
        assert sandbox.phone(phone.user_id).say("一")["message_id"] == sent["message_id"] + 1


async def test_a_folder_is_for_one_process(tmp_path: Path, clock: HandClock) -> None:
    async with Sandbox(clock=clock, data=tmp_path):
        with pytest.raises(SandboxError) as refused:
            await Sandbox(clock=clock, data=tmp_path).start()
    assert refused.value.code == "data_in_use"


async def test_a_killed_process_has_lost_nothing_that_it_told(tmp_path: Path) -> None:
    told: list[str] = []
    user = 0
    for _ in range(3):
        process, url = await serve(tmp_path)
        async with aiohttp.ClientSession() as http:
            headers = {TOKEN_HEADER: await page_token(http, url)}
            if not user:
                user = (await answer(http, f"{url}sandbox/api/users", headers, {"name": "用户"}))["id"]
            for _ in range(20):
                text = str(len(told))
                await answer(http, f"{url}sandbox/api/users/{user}/say", headers, {"text": text})
                told.append(text)
            process.send_signal(signal.SIGKILL)
            await process.wait()
    process, url = await serve(tmp_path)
    async with Api(url.rstrip("/"), TOKEN) as api:
        assert [update["message"]["text"] for update in await api.updates()] == told
    process.terminate()
    assert await process.wait() == 0


async def test_the_command_line_names_what_is_wrong(tmp_path: Path) -> None:
    process = await launch("--host", "0.0.0.0", "--data", str(tmp_path))
    output, errors = await process.communicate()
    assert (process.returncode, output) == (2, b"")
    assert errors == b"not_loopback: 0.0.0.0\n"


async def serve(data: Path) -> tuple[asyncio.subprocess.Process, str]:
    process = await launch("--port", "0", "--token", TOKEN, "--data", str(data))
    assert process.stdout
    url, token = (await process.stdout.readline()).decode().split()
    assert token == TOKEN
    return process, url


async def launch(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )


async def page_token(http: aiohttp.ClientSession, url: str) -> str:
    async with http.get(url) as response:
        page = await response.text()
    return page.split('name="sandbox-token" content="')[1].split('"')[0]


async def answer(http: aiohttp.ClientSession, url: str, headers: dict[str, str], body: Any) -> Any:
    async with http.post(url, headers=headers, json=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()
