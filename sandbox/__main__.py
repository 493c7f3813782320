"""`python -m sandbox --port N [--token T] [--data DIR]`: the server alone, for a bot that runs elsewhere.

With `--onebot ws://127.0.0.1:8080/onebot/v11/ws` and the bot's access token in ONEBOT_ACCESS_TOKEN it is a QQ account
for that bot too: a stand-in for a OneBot implementation, with a QQ phone on the page.
Prints one line, `<address of the page> <token>`, when it serves. Exit 2 when it cannot.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from sandbox import BotEnd, OwnClock, Sandbox, SandboxError
from sandbox.onebot.link import SELF_ID
from sandbox.onebot.rules import HEARTBEAT_SECONDS


def main() -> int:
    options = _parser().parse_args()
    try:
        asyncio.run(_serve(options))
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Bot API server with a phone page.")
    parser.add_argument("--host", default="127.0.0.1", help="loopback address (127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", help="the bot's token; without it a new one is made and printed")
    parser.add_argument("--data", type=Path, help="folder that keeps the chats; without it they are forgotten")
    parser.add_argument("--name", default="Sandbox Bot", help="the bot's name until it sets another")
    parser.add_argument(
        "--onebot", metavar="URL", help="where the bot waits for OneBot, on this machine; for QQ phones"
    )
    parser.add_argument("--onebot-self", type=int, default=SELF_ID, metavar="N", help="QQ number of the bot")
    parser.add_argument("--onebot-heartbeat", type=float, default=HEARTBEAT_SECONDS, metavar="S", help="seconds")
    return parser


def _bot_end(options: argparse.Namespace) -> BotEnd | None:
    if not options.onebot:
        return None
    token = os.environ.get("ONEBOT_ACCESS_TOKEN", "")
    if not token:
        raise SandboxError("no_onebot_token", "set ONEBOT_ACCESS_TOKEN to the bot's")
    return BotEnd(
        options.onebot,
        token,
        self_id=options.onebot_self,
        nickname=options.name,
        heartbeat=options.onebot_heartbeat,
    )


async def _serve(options: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sandbox = Sandbox(
        clock=OwnClock(),
        data=options.data,
        token=options.token,
        host=options.host,
        port=options.port,
        name=options.name,
        onebot=_bot_end(options),
    )
    async with sandbox:
        sys.stdout.write(f"{sandbox.page_url} {sandbox.token}\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
