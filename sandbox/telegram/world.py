"""All that the sandbox knows: users, chats, messages, files, the bot's profile, updates to fetch.

Nothing changes but by `World.commit`: the changes of one act are written to the journal, applied, then told to who
listens. The same `_apply_*` functions replay the journal at start.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.clock import Clock
from sandbox.journal import Change, Journal
from sandbox.store import Store
from sandbox.telegram.errors import bad_request, forbidden
from sandbox.telegram.rules import UPDATE_KINDS
from sandbox.telegram.updates import Updates

Json = dict[str, Any]
Listener = Callable[[str, Json], None]

HISTORY = 2000
"""Messages kept in a chat; older ones are forgotten so that a long benchmark does not fill the memory."""


@dataclass(slots=True)
class Chat:
    """A chat as Telegram describes it (`info`), its messages by id, oldest first, and whether the bot may write."""

    info: Json
    started: bool = False
    blocked: bool = False
    last_id: int = 0
    messages: dict[int, Json] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.info["id"])

    def next_id(self) -> int:
        """A fresh message id."""
        self.last_id += 1
        return self.last_id

    def record(self) -> Json:
        """What is written down of a chat beside its messages."""
        return {"chat": self.info, "started": self.started, "blocked": self.blocked, "last_id": self.last_id}


class World:
    """`data` is the folder that outlives the process, None keeps everything in memory."""

    def __init__(self, clock: Clock, bot: Json, data: Path | None) -> None:
        self.clock = clock
        self.bot = bot
        self.profile: Json = {"commands": {}, "texts": {}, "menu": {}, "allowed_updates": []}
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Store(data / "files" if data else None)
        # Ids rise with every start, so that a bot that remembers the updates of an earlier sandbox takes the new ones.
        self.updates = Updates(max(1, clock.now() - 1_600_000_000))
        self.listeners: dict[int, list[Listener]] = {}
        self._journal = Journal(data) if data else None
        if self._journal:
            self._journal.replay(self._apply, self._snapshot)

    def commit(self, *changes: Change) -> None:
        """Write, apply and tell the changes of one act."""
        if self._journal:
            self._journal.append(changes)
        for kind, data in changes:
            chat_id = self._apply(kind, data)
            if chat_id in self.listeners:
                self.tell(chat_id, kind, data)

    def tell(self, chat_id: int, kind: str, data: Json) -> None:
        """Tell those who listen to a chat, without keeping it. Chat 0 is everybody."""
        for listener in self.listeners.get(chat_id, []):
            listener(kind, data)

    def update(self, kind: str, payload: Json) -> list[Change]:
        """The change that queues an update, or none if the bot does not want this kind."""
        allowed = self.profile["allowed_updates"] or UPDATE_KINDS
        if kind not in allowed:
            return []
        update_id, self.updates.next_id = self.updates.next_id, self.updates.next_id + 1
        return [("update", {"update_id": update_id, kind: payload})]

    def writable(self, chat_id: int) -> Chat:
        """The chat, if the bot may write there. Raises ApiError 400 or 403."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def close(self) -> None:
        """Let go of the folder."""
        self.updates.close()
        if self._journal:
            self._journal.close()

    def _apply(self, kind: str, data: Json) -> int:
        """One change; returns the chat whose listeners hear of it."""
        return _APPLY[kind](self, data)

    def _snapshot(self) -> Iterator[Change]:
        yield "profile", self.profile
        yield "next_update", {"update_id": self.updates.next_id}
        for record in self.files.records():
            yield "file", record
        for user in self.users.values():
            yield "user", user
        for chat in self.chats.values():
            yield "chat", chat.record()
            for message in chat.messages.values():
                yield "message", message
        for update in self.updates.all():
            yield "update", update


def _apply_user(world: World, data: Json) -> int:
    world.users[data["id"]] = data
    return 0


def _apply_chat(world: World, data: Json) -> int:
    chat = world.chats.setdefault(data["chat"]["id"], Chat(data["chat"]))
    chat.info, chat.started, chat.blocked = data["chat"], data["started"], data["blocked"]
    chat.last_id = max(chat.last_id, data["last_id"])
    return chat.id


def _apply_message(world: World, data: Json) -> int:
    chat = world.chats[data["chat"]["id"]]
    message_id = data["message_id"]
    chat.messages[message_id] = data
    chat.last_id = max(chat.last_id, message_id)
    if len(chat.messages) > HISTORY:
        del chat.messages[next(iter(chat.messages))]
    return chat.id


def _apply_delete(world: World, data: Json) -> int:
    chat = world.chats[data["chat_id"]]
    chat.messages.pop(data["message_id"], None)
    return chat.id


def _apply_update(world: World, data: Json) -> int:
    world.updates.add(data)
    return -1


def _apply_next_update(world: World, data: Json) -> int:
    world.updates.next_id = max(world.updates.next_id, data["update_id"])
    return -1


def _apply_confirm(world: World, data: Json) -> int:
    world.updates.confirm(data["before"])
    return -1


def _apply_file(world: World, data: Json) -> int:
    world.files.add(data)
    return -1


def _apply_profile(world: World, data: Json) -> int:
    world.profile |= data
    name = world.profile["texts"].get("name/")
    if name:
        world.bot = world.bot | {"first_name": name}
    return 0


_APPLY: dict[str, Callable[[World, Json], int]] = {
    "user": _apply_user,
    "chat": _apply_chat,
    "message": _apply_message,
    "delete": _apply_delete,
    "update": _apply_update,
    "next_update": _apply_next_update,
    "confirm": _apply_confirm,
    "file": _apply_file,
    "profile": _apply_profile,
}
"""Each applies one kind of change and names the chat whose listeners hear of it: 0 is everybody, -1 nobody."""
