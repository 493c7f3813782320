"""The queue of updates that the bot fetches. https://core.telegram.org/bots/api#getting-updates

An update stays until a later call confirms it by a greater `offset`; whoever asks again before that gets it again.
Updates are encoded once, when they arrive. The 24 hours after which Telegram forgets them are not played.
"""

import asyncio
import json
from collections import deque
from itertools import islice
from typing import Any

from sandbox.compact import encoded
from sandbox.telegram.errors import ApiError

TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """Encoded updates in the order of their ids, and the one request that may wait for more."""

    def __init__(self, first_id: int) -> None:
        self.next_id = first_id
        self._queue: deque[tuple[int, bytes]] = deque()
        self._waiting: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    def add(self, update: dict[str, Any]) -> None:
        """Queue an update and wake the request that waits."""
        self._queue.append((update["update_id"], encoded(update)))
        self.next_id = max(self.next_id, update["update_id"] + 1)
        self._wake()

    def start_of(self, offset: int) -> int:
        """The id up to which a call with this `offset` confirms; 0 when it confirms nothing.

        A negative offset keeps only that many of the newest; one beyond the end belongs to another queue.
        """
        if offset < 0:
            return self.next_id + offset
        return offset if offset <= self.next_id else 0

    def confirm(self, before: int) -> bool:
        """Forget all updates below `before`; True if there were any."""
        size = len(self._queue)
        while self._queue and self._queue[0][0] < before:
            self._queue.popleft()
        return len(self._queue) < size

    def holds_below(self, before: int) -> bool:
        """Whether `confirm(before)` would forget something."""
        return bool(self._queue) and self._queue[0][0] < before

    def take(self, limit: int) -> bytes:
        """A JSON array of the oldest unconfirmed updates."""
        return b"[" + b",".join(body for _, body in islice(self._queue, limit)) + b"]"

    def all(self) -> list[dict[str, Any]]:
        """The unconfirmed updates, decoded."""
        return [json.loads(body) for _, body in self._queue]

    def take_over(self) -> None:
        """End the request that waits: only the newest may."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ApiError(409, TERMINATED))

    async def wait(self, seconds: float) -> None:
        """Until an update is there or the time is over. Raises ApiError 409 when another request takes over."""
        loop = asyncio.get_running_loop()
        self._waiting = waiting = loop.create_future()
        timer = loop.call_later(seconds, self._finish, waiting)
        try:
            await waiting
        finally:
            timer.cancel()

    def _wake(self) -> None:
        if self._waiting:
            self._finish(self._waiting)

    def close(self) -> None:
        """Let the waiting request go with what there is."""
        self._wake()

    @staticmethod
    def _finish(waiting: "asyncio.Future[None]") -> None:
        if not waiting.done():
            waiting.set_result(None)
