"""`python -m sandbox --onebot`: a QQ account for a bot in another process."""

import asyncio
import os
import sys
from pathlib import Path

from aiohttp import web

from tests.sandbox.onebot.bot import PATH, TOKEN, Bot


async def test_it_is_a_qq_account_for_a_bot_elsewhere(tmp_path: Path) -> None:
    bot = Bot()
    application = web.Application()
    application.add_routes(bot.routes())
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"ws://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    process = await launch("--onebot", url, "--onebot-self", "10001", "--onebot-heartbeat", "0.05", token=TOKEN)
    assert (await bot.event("meta_event"))["self_id"] == 10001
    assert (await bot.event("meta_event", 2))["interval"] == 50
    assert await bot.data("get_friend_list") == []
    process.terminate()
    assert await process.wait() == 0
    await runner.cleanup()


async def test_what_is_wrong_is_named() -> None:
    for arguments, token, said in (
        (("--onebot", "ws://127.0.0.1:1/ws"), "", b"no_onebot_token: set ONEBOT_ACCESS_TOKEN to the bot's\n"),
        (("--onebot", "ws://example.org/ws"), TOKEN, b"not_loopback: ws://example.org/ws\n"),
    ):
        process = await launch(*arguments, token=token)
        assert await process.communicate() == (b"", said)
        assert process.returncode == 2


async def launch(*arguments: str, token: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    environment = os.environ | {"ONEBOT_ACCESS_TOKEN": token}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, env=environment, stdout=pipe, stderr=pipe
    )
