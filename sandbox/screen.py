"""What a user sees of a chat, and waiting for it: alike on all networks, whose messages differ."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox.watch import PATIENCE, Watch

Json = dict[str, Any]


class Screen(ABC):
    """One chat as its user sees it. Messages are dictionaries in the network's own form, not to be changed."""

    def __init__(self) -> None:
        self._unseen: deque[Json] = deque(maxlen=1000)
        self._watch = Watch()

    @property
    @abstractmethod
    def messages(self) -> list[Json]:
        """All messages of the chat, oldest first."""

    @abstractmethod
    def words(self, message: Json) -> str:
        """The text of a message."""

    @abstractmethod
    def _from_bot(self, message: Json) -> bool:
        """Whether the bot sent it."""

    @property
    def replies(self) -> list[Json]:
        """The messages of the bot, oldest first."""
        return [message for message in self.messages if self._from_bot(message)]

    async def next(self, patience: float = PATIENCE) -> Json:
        """The oldest message that the bot sent or edited and that this call has not returned yet, as it is now.

        SandboxError("nothing_came") after `patience` real seconds.
        """
        await self._until(lambda: bool(self._unseen), patience, "any message")
        return self._unseen.popleft()

    async def sees(self, text: str, patience: float = PATIENCE) -> Json:
        """The newest message of the bot that contains `text`, awaited. SandboxError("nothing_came")."""
        return await self.wait(lambda message: text in self.words(message), patience, text)

    async def wait(self, wanted: Callable[[Json], bool], patience: float = PATIENCE, what: str = "a message") -> Json:
        """The newest message of the bot for which `wanted` is true, awaited. SandboxError("nothing_came")."""
        found: list[Json] = []

        def look() -> bool:
            found[:] = [message for message in self.replies if wanted(message)]
            return bool(found)

        await self._until(look, patience, what)
        return found[-1]

    async def _until(self, true: Callable[[], bool], patience: float, what: str) -> None:
        await self._watch.until(true, patience, lambda: f"waited for {what}, saw {self._tail()}")

    def _tail(self) -> str:
        return " | ".join(self.words(message) for message in self.messages[-4:])

    def _hear(self, kind: str, data: Json) -> None:
        if kind == "message" and self._from_bot(data):
            self._unseen.append(data)
        self._watch.notify()
