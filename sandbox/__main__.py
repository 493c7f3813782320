"""`python -m sandbox --port N [--token T] [--data DIR]`: the server alone, for a bot that runs elsewhere.

Prints one line, `<address of the page> <token>`, when it serves. Exit 2 when it cannot.
"""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from sandbox import OwnClock, Sandbox, SandboxError


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
    return parser


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
    )
    async with sandbox:
        sys.stdout.write(f"{sandbox.page_url} {sandbox.token}\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
