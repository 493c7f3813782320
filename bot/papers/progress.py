"""How far a job is, told to its user now and then."""

import logging

from bot.workshop import Workshop
from dialogs.events import JobProgress
from storage.errors import StorageError
from storage.jobs import JobRow

log = logging.getLogger(__name__)

EVERY = 2.0
"""Real seconds from one word to the next at least; the turn that asked for the job has said the first."""


class Progress:
    """Counts the steps of one attempt at a job."""

    def __init__(self, row: JobRow, shop: Workshop, total: int) -> None:
        self._row, self._shop, self._total = row, shop, total
        self._done = 0
        self._told = shop.clock.monotonic()

    async def step(self) -> None:
        """One more is done. What cannot be told is no reason to fail."""
        self._done += 1
        now = self._shop.clock.monotonic()
        if now - self._told < EVERY or self._done == self._total:
            return
        self._told = now
        try:
            await self._shop.tell(self._event())
        except StorageError as error:
            log.info("progress of job %d was not told (%s)", self._row.id, error.code)

    def _event(self) -> JobProgress:
        row, done = self._row, self._done
        about = self._shop.about(row) | {"id": f"progress:{row.id}:{row.attempts}:{done}"}
        return JobProgress(**about, job=row.id, done=done, total=self._total)
