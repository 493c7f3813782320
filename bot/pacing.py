"""When something may be sent: the pace of pushes, and the silence that a network asks for."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from bot.errors import NetworkFailure, TryLater
from bot.networks import Network
from bot.seams import Clock

FLOOD_COUNT: Final = 3
FLOOD_SECONDS: Final = 10.0
"""So many requests to slow down in so many seconds are meant for all chats."""
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row: half a second, doubled up to half a minute."""
    return min(FIRST_WAIT * float(2 ** min(failures - 1, 10)), LONGEST_WAIT)


class Bucket:
    """At most `rate` a second, evenly, without saving up for later."""

    def __init__(self, clock: Clock, rate: float) -> None:
        self._clock, self._gap, self._next = clock, 1 / rate, clock.monotonic()

    async def wait(self) -> None:
        """Return when one may go."""
        while (left := self._next - self._clock.monotonic()) > 0:
            await self._clock.sleep(left)

    def take(self) -> None:
        """One goes."""
        self._next = max(self._next, self._clock.monotonic()) + self._gap


@dataclass(slots=True, eq=False)
class Line:
    """The line to one of our accounts on a network."""

    network: Network
    bot: str
    clock: Clock
    _floods: deque[float] = field(default_factory=lambda: deque(maxlen=FLOOD_COUNT))
    _silent_until: float = 0.0
    _asking: asyncio.Task[None] | None = None

    def flooded(self, after: float) -> None:
        """The network asked one chat to slow down for `after` seconds; the third time in 10 s it stops all."""
        now = self.clock.monotonic()
        self._floods.append(now)
        if len(self._floods) == FLOOD_COUNT and now - self._floods[0] <= FLOOD_SECONDS:
            self._silent_until = max(self._silent_until, now + after)

    @property
    def silence(self) -> float:
        """Seconds for which nothing may be sent; 0 or less: go on."""
        return self._silent_until - self.clock.monotonic()

    async def answering(self) -> None:
        """Return when the network answers. All who wait for that share one asker."""
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        await asyncio.shield(self._asking)

    async def stop(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> None:
        failures = 0
        try:
            while True:
                try:
                    return await self.network.reach(self.bot)
                except TryLater as failure:
                    wait = failure.after
                except NetworkFailure:
                    failures += 1
                    wait = back_off(failures)
                await self.clock.sleep(wait)
        finally:
            self._asking = None
