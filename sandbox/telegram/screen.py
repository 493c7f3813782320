"""What a user sees of a Telegram chat: messages and the answers to taps."""

from collections import deque

from sandbox.errors import SandboxError
from sandbox.screen import Screen
from sandbox.telegram.world import Chat, Json, World
from sandbox.watch import PATIENCE


class TelegramScreen(Screen):
    """One chat as its user sees it. Messages are Telegram's Message objects."""

    def __init__(self, world: World, chat_id: int) -> None:
        super().__init__()
        self._world = world
        self.chat_id = chat_id
        self.answers: deque[Json] = deque(maxlen=200)
        world.listeners.setdefault(chat_id, []).append(self._hear)

    @property
    def messages(self) -> list[Json]:
        """All messages of the chat, oldest first."""
        return list(self._chat.messages.values())

    def message(self, message_id: int) -> Json:
        """One message. SandboxError("no_such_message")."""
        message = self._chat.messages.get(message_id)
        if message is None:
            raise SandboxError("no_such_message", str(message_id))
        return message

    def words(self, message: Json) -> str:
        return words(message)

    async def answered(self, query_id: str, patience: float = PATIENCE) -> Json:
        """The answer to a tap: {"query_id", "text", "alert"}. SandboxError("nothing_came")."""
        found: list[Json] = []

        def look() -> bool:
            found[:] = [answer for answer in self.answers if answer["query_id"] == query_id]
            return bool(found)

        await self._until(look, patience, f"an answer to {query_id}")
        return found[0]

    def _hear(self, kind: str, data: Json) -> None:
        if kind == "answer":
            self.answers.append(data)
        super()._hear(kind, data)

    def _from_bot(self, message: Json) -> bool:
        return bool(message["from"]["id"] == self._world.bot["id"])

    @property
    def _chat(self) -> Chat:
        return self._world.chats[self.chat_id]


def words(message: Json) -> str:
    """The text or caption of a message."""
    return str(message.get("text") or message.get("caption", ""))
