"""`python -m benchmarks.guide`: the whole bot as `python -m bot` runs it, with the six-turn dialog as conversation."""

import asyncio
import gc

gc.disable()  # as bot/__main__.py does

from benchmarks.flow import TABLES  # noqa: E402
from bot.app import build  # noqa: E402
from bot.logs import configure  # noqa: E402
from bot.run import settle_memory, stop_signals  # noqa: E402
from bot.seams import Seams  # noqa: E402
from bot.settings import load  # noqa: E402


async def main() -> None:
    """Until SIGTERM."""
    settings = load()
    configure(settings.log_level, settings.log_format, [])
    async with build(settings, Seams(), tables=TABLES) as app:
        settle_memory()
        await app.run(stop_signals())


if __name__ == "__main__":
    asyncio.run(main())
