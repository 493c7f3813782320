"""A process that fetches a picture and kills itself on the way: `python -m tests.bot.killed_fetch FOLDER WHERE`."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bot.seams import HELD_BYTES, KillPoint
from dialogs.events import Chat
from tests.bot.jobbing import ScriptedNetwork, bench
from tests.files.samples import encoded, screenshot


def die(_: KillPoint | None = None) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(ScriptedNetwork):
    """Kills us after more bytes than are held in memory."""

    async def fetch(self, chat: Chat, file_id: str) -> AsyncIterator[bytes]:
        yield encoded(screenshot(), "PNG")[:1000] + bytes(HELD_BYTES)
        die()


async def main(folder: Path, where: str) -> None:
    network = Dying() if where == "stream" else ScriptedNetwork()
    network.scripts["a"] = [[encoded(screenshot(), "PNG")]]
    reached = {"file_renamed": die}
    async with bench(folder, network, reached=lambda point: reached.get(point, lambda _: None)(point)) as b:
        await b.says("picture a")
        await b.hears()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
