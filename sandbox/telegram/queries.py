"""Taps that wait for an answer. https://core.telegram.org/bots/api#answercallbackquery"""

import time

from sandbox.telegram.errors import bad_request
from sandbox.telegram.rules import QUERY_SECONDS

_INVALID = "query is too old and response timeout expired or query ID is invalid"


class Queries:
    """Open callback queries and their chats; each can be answered once and only within seconds of real time."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[float, int]] = {}

    def open(self, query_id: str, chat_id: int) -> None:
        """Begin to wait for the answer to a tap."""
        now = time.monotonic()
        while self._open and next(iter(self._open.values()))[0] < now - QUERY_SECONDS:
            del self._open[next(iter(self._open))]
        self._open[query_id] = (now, chat_id)

    def answer(self, query_id: str) -> int:
        """The chat of the tap. Raises ApiError 400 when it was answered before, is too old or never was."""
        since, chat_id = self._open.pop(query_id, (float("-inf"), 0))
        if time.monotonic() - since > QUERY_SECONDS:
            raise bad_request(_INVALID)
        return chat_id

    def expire(self) -> None:
        """Make every open query too old."""
        self._open.clear()
