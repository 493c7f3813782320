"""What a user sees of a chat, and waiting for it."""

from collections import deque
from collections.abc import Callable

from sandbox.errors import SandboxError
from sandbox.watch import PATIENCE, Watch
from sandbox.world import Chat, Json, World


class Screen:
    """One chat as its user sees it. Messages are Telegram's Message objects, as dictionaries not to be changed."""

    def __init__(self, world: World, chat_id: int) -> None:
        self._world = world
        self.chat_id = chat_id
        self.answers: deque[Json] = deque(maxlen=200)
        self._unseen: deque[Json] = deque(maxlen=1000)
        self._watch = Watch()
        world.listeners.setdefault(chat_id, []).append(self._hear)

    @property
    def messages(self) -> list[Json]:
        """All messages of the chat, oldest first."""
        return list(self._chat.messages.values())

    @property
    def replies(self) -> list[Json]:
        """The messages of the bot, oldest first."""
        return [message for message in self.messages if self._from_bot(message)]

    def message(self, message_id: int) -> Json:
        """One message. SandboxError("no_such_message")."""
        message = self._chat.messages.get(message_id)
        if message is None:
            raise SandboxError("no_such_message", str(message_id))
        return message

    async def next(self, patience: float = PATIENCE) -> Json:
        """The oldest message that the bot sent or edited and that this call has not returned yet, as it is now.

        SandboxError("nothing_came") after `patience` real seconds.
        """
        await self._until(lambda: bool(self._unseen), patience, "any message")
        return self._unseen.popleft()

    async def sees(self, text: str, patience: float = PATIENCE) -> Json:
        """The newest message of the bot that contains `text`, awaited. SandboxError("nothing_came")."""
        return await self.wait(lambda message: text in words(message), patience, text)

    async def wait(self, wanted: Callable[[Json], bool], patience: float = PATIENCE, what: str = "a message") -> Json:
        """The newest message of the bot for which `wanted` is true, awaited. SandboxError("nothing_came")."""
        found: list[Json] = []

        def look() -> bool:
            found[:] = [message for message in self.replies if wanted(message)]
            return bool(found)

        await self._until(look, patience, what)
        return found[-1]

    async def answered(self, query_id: str, patience: float = PATIENCE) -> Json:
        """The answer to a tap: {"query_id", "text", "alert"}. SandboxError("nothing_came")."""
        found: list[Json] = []

        def look() -> bool:
            found[:] = [answer for answer in self.answers if answer["query_id"] == query_id]
            return bool(found)

        await self._until(look, patience, f"an answer to {query_id}")
        return found[0]

    async def _until(self, true: Callable[[], bool], patience: float, what: str) -> None:
        await self._watch.until(true, patience, lambda: f"waited for {what}, saw {self._tail()}")

    def _tail(self) -> str:
        return " | ".join(words(message) for message in self.messages[-4:])

    def _hear(self, kind: str, data: Json) -> None:
        if kind == "message" and self._from_bot(data):
            self._unseen.append(data)
        elif kind == "answer":
            self.answers.append(data)
        self._watch.notify()

    def _from_bot(self, message: Json) -> bool:
        return bool(message["from"]["id"] == self._world.bot["id"])

    @property
    def _chat(self) -> Chat:
        return self._world.chats[self.chat_id]


def words(message: Json) -> str:
    """The text or caption of a message."""
    return str(message.get("text") or message.get("caption", ""))
