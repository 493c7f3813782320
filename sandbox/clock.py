"""Bot time. The sandbox owns none of it: it asks the clock that it is given."""

import time
from typing import Protocol


class Clock(Protocol):
    """Bot time in UTC integer seconds; it may run faster than the wall clock and may be moved ahead."""

    @property
    def speed(self) -> float:
        """Seconds of bot time that pass in one real second; 1 is normal."""

    @speed.setter
    def speed(self, value: float, /) -> None: ...

    def now(self) -> int:
        """Bot time, UTC seconds."""

    def jump(self, seconds: int, /) -> None:
        """Move bot time ahead by `seconds` at once."""


class OwnClock:
    """The clock of a sandbox that runs without a bot beside it; forgotten when the process ends."""

    def __init__(self) -> None:
        self._base = time.time()
        self._since = time.monotonic()
        self._speed = 1.0

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, value: float) -> None:
        self._rebase()
        self._speed = value

    def now(self) -> int:
        return int(self._exact())

    def jump(self, seconds: int) -> None:
        self._rebase()
        self._base += seconds

    def _exact(self) -> float:
        return self._base + (time.monotonic() - self._since) * self._speed

    def _rebase(self) -> None:
        self._base, self._since = self._exact(), time.monotonic()
