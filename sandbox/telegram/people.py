"""Users and groups, and who is named as the first sender of a forwarded message."""

from dataclasses import dataclass
from typing import Any, Literal

from sandbox.errors import SandboxError
from sandbox.telegram.world import Chat, Json, World

# Beyond 32 bits, as Telegram's newer ids are. #user
FIRST_USER_ID = 5_000_000_001
FIRST_GROUP_ID = -4_000_000_001
_STRANGER_ID = 6_000_000_001
_PUBLIC_CHAT_ID = -1_001_000_000_001


@dataclass(frozen=True, slots=True)
class Origin:
    """Who wrote a forwarded message first and when (UTC seconds). https://core.telegram.org/bots/api#messageorigin

    hidden_user is what comes when a person forbids to be linked: only a name.
    """

    name: str
    date: int
    kind: Literal["hidden_user", "user", "chat", "channel"] = "hidden_user"

    def json(self) -> Json:
        """A MessageOrigin object."""
        return {"type": self.kind, "date": self.date} | self._sender()

    def _sender(self) -> Json:
        if self.kind == "hidden_user":
            return {"sender_user_name": self.name}
        if self.kind == "user":
            return {"sender_user": {"id": _STRANGER_ID, "is_bot": False, "first_name": self.name}}
        place = {"id": _PUBLIC_CHAT_ID, "title": self.name}
        if self.kind == "chat":
            return {"sender_chat": place | {"type": "supergroup"}}
        return {"chat": place | {"type": "channel"}, "message_id": 1}


def origin_of(message: Json) -> Json:
    """The origin that a forward of `message` shows."""
    sender: Json = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    kept: Json | None = message.get("forward_origin")
    return kept or sender


def new_user(world: World, user_id: int | None, first_name: str, language: str) -> int:
    """Make a user with a private chat that was not started yet; the id of the user and the chat."""
    user_id = user_id or max(world.users, default=FIRST_USER_ID - 1) + 1
    if user_id in world.users:
        raise SandboxError("user_exists", str(user_id))
    user = {
        "id": user_id,
        "is_bot": False,
        "first_name": first_name or f"User {user_id - FIRST_USER_ID + 1}",
        "language_code": language,
    }
    chat = Chat({"id": user_id, "type": "private", "first_name": user["first_name"]})
    world.commit(("user", user), ("chat", chat.record()))
    return user_id


def new_group(world: World, user: Json, title: str) -> int:
    """Make a group in which the user put the bot; its id."""
    group_id = min((chat_id for chat_id in world.chats if chat_id < 0), default=FIRST_GROUP_ID + 1) - 1
    info = {"id": group_id, "type": "group", "title": title, "all_members_are_administrators": False}
    chat = Chat(info, started=True)
    joined = membership(world, chat, user, "left", "member")
    world.commit(("chat", chat.record()), *world.update("my_chat_member", joined))
    return group_id


def membership(world: World, chat: Chat, user: Json, before: str, after: str) -> Json:
    """A ChatMemberUpdated object about the bot. https://core.telegram.org/bots/api#chatmemberupdated"""
    return {
        "chat": chat.info,
        "from": user,
        "date": world.clock.now(),
        "old_chat_member": _member(world, before),
        "new_chat_member": _member(world, after),
    }


def _member(world: World, status: str) -> dict[str, Any]:
    member = {"user": world.bot, "status": status}
    return member | {"until_date": 0} if status == "kicked" else member
