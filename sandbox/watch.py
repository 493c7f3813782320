"""Waiting until something is true, without asking again and again."""

import asyncio
from collections.abc import Callable

from sandbox.errors import SandboxError

PATIENCE = 10.0
"""Real seconds after which waiting ends in SandboxError("nothing_came")."""


class Watch:
    """Whoever waits looks again at every `notify`."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def notify(self) -> None:
        """Something changed."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def until(self, true: Callable[[], bool], patience: float, missing: Callable[[], str]) -> None:
        """Return when `true()`. SandboxError("nothing_came", missing()) after `patience` seconds."""
        if true():
            return
        try:
            async with asyncio.timeout(patience):
                while not true():
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.append(future)
                    await future
        except TimeoutError:
            raise SandboxError("nothing_came", missing()) from None
