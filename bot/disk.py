"""Free space: below the operator's reserve files are refused by a normal turn, text goes on."""

from pathlib import Path

from bot.seams import Clock, Files

EVERY = 3.0
"""Seconds for which an answer of the disk is believed."""


class DiskWatch:
    """Asks the disk at most every few seconds; called in every turn, also from the database thread."""

    def __init__(self, files: Files, clock: Clock, folder: Path, reserve: int) -> None:
        """`reserve` in bytes."""
        self._files, self._clock, self._folder, self._reserve = files, clock, folder, reserve
        self._until = float("-inf")
        self._free: int | None = None

    def free(self) -> int | None:
        """Bytes free on the disk of the data folder; None when it cannot be asked."""
        now = self._clock.monotonic()
        if now >= self._until:
            try:
                self._free = self._files.free(self._folder)
            except OSError:
                self._free = None
            self._until = now + EVERY
        return self._free

    def low(self) -> bool:
        """Less is free than the reserve, or the disk does not answer."""
        free = self.free()
        return free is None or free < self._reserve
