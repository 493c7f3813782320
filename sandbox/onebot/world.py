"""All that the stand-in knows: the bot's QQ account, users, chats, messages, files, friend requests.

Nothing changes but by `World.commit`, as on the Telegram side: the changes of one act are written to the journal,
applied, then told to who listens. A chat is named by the user's number, a group by its number below zero.
"""

from collections.abc import Callable, Iterator
from hashlib import md5
from pathlib import Path

from sandbox.clock import Clock
from sandbox.errors import SandboxError
from sandbox.journal import Change, Journal
from sandbox.pages import Json, Listener
from sandbox.store import File, Store

HISTORY = 2000
"""Messages kept in a chat; older ones are forgotten so that a long benchmark does not fill the memory."""
FIRST_USER_ID = 2_880_000_001
FIRST_GROUP_ID = 700_000_001
FRIEND, ASKED, TEMPORARY, STRANGER = "friend", "asked", "temporary", "stranger"
EVERYBODY, NOBODY = 0, 2**60


class World:
    """`data` is the folder that outlives the process, None keeps everything in memory.

    users     by number: user_id, nickname, bond (how the user stands to the bot), group_id of a temporary session
    groups    by number: group_id, group_name
    chats     messages by chat and message id, oldest first
    requests  user numbers by the flag of their friend request
    named     files by the names a bot may ask for: a picture's file name, a file's id
    """

    def __init__(self, clock: Clock, bot: Json, data: Path | None) -> None:
        self.clock = clock
        self.bot = bot
        self.users: dict[int, Json] = {}
        self.groups: dict[int, Json] = {}
        self.chats: dict[int, dict[int, Json]] = {}
        self.where: dict[int, int] = {}
        self.requests: dict[str, int] = {}
        self.named: dict[str, File] = {}
        self.files = Store(data / "files" if data else None)
        self.listeners: dict[int, list[Listener]] = {}
        self._count = 0
        self._journal = Journal(data) if data else None
        if self._journal:
            self._journal.replay(self._apply, self._snapshot)

    @property
    def self_id(self) -> int:
        """The bot's QQ number."""
        return int(self.bot["user_id"])

    def commit(self, *changes: Change) -> None:
        """Write, apply and tell the changes of one act."""
        if self._journal:
            self._journal.append(changes)
        for kind, data in changes:
            chat = self._apply(kind, data)
            self.tell(chat, kind, data)

    def tell(self, chat: int, kind: str, data: Json) -> None:
        """Tell those who listen to a chat, without keeping it. Chat 0 is everybody."""
        for listener in self.listeners.get(chat, []):
            listener(kind, data)

    def next_number(self) -> int:
        """A fresh number for a message: they rise in the order in which messages came."""
        self._count += 1
        return self._count

    def message(self, message_id: int) -> Json | None:
        """A message by its id."""
        return self.chats.get(self.where.get(message_id, NOBODY), {}).get(message_id)

    def messages(self, chat: int) -> list[Json]:
        """All messages of a chat, oldest first."""
        return list(self.chats.get(chat, {}).values())

    def keep(self, kind: str, data: bytes, name: str = "") -> File:
        """Store bytes. A picture has the name that QQ gives it, a file keeps its own."""
        return self.files.new(kind, data, name or picture_name(data))

    def close(self) -> None:
        """Let go of the folder."""
        if self._journal:
            self._journal.close()

    def _apply(self, kind: str, data: Json) -> int:
        """One change; returns the chat whose listeners hear of it."""
        return _APPLY[kind](self, data)

    def _snapshot(self) -> Iterator[Change]:
        for record in self.files.records():
            yield "file", record
        for user in self.users.values():
            yield "user", user
        for group in self.groups.values():
            yield "group", group
        for flag, user_id in self.requests.items():
            yield "request", {"flag": flag, "user_id": user_id}
        for chat in self.chats.values():
            for message in chat.values():
                yield "message", message
        yield "count", {"count": self._count}

    def _apply_count(self, data: Json) -> int:
        self._count = max(self._count, data["count"])
        return NOBODY

    def _apply_user(self, data: Json) -> int:
        self.users[data["user_id"]] = data
        return EVERYBODY

    def _apply_group(self, data: Json) -> int:
        self.groups[data["group_id"]] = data
        return NOBODY

    def _apply_request(self, data: Json) -> int:
        self.requests[data["flag"]] = data["user_id"]
        return NOBODY

    def _apply_request_done(self, data: Json) -> int:
        self.requests.pop(data["flag"], None)
        return NOBODY

    def _apply_file(self, data: Json) -> int:
        self.files.add(data)
        file = self.files.get(File(**data).file_id)
        self.named[file.name if file.kind == "image" else file_key(file)] = file
        return NOBODY

    def _apply_message(self, data: Json) -> int:
        chat = self.chats.setdefault(data["chat"], {})
        chat[data["id"]] = data
        self.where[data["id"]] = data["chat"]
        self._count = max(self._count, data["number"])
        if len(chat) > HISTORY:
            oldest = next(iter(chat))
            del chat[oldest], self.where[oldest]
        return int(data["chat"])


_APPLY: dict[str, Callable[[World, Json], int]] = {
    "count": World._apply_count,
    "user": World._apply_user,
    "group": World._apply_group,
    "request": World._apply_request,
    "request_done": World._apply_request_done,
    "file": World._apply_file,
    "message": World._apply_message,
}
"""Each applies one kind of change and names the chat whose listeners hear of it."""


def scrambled(number: int) -> int:
    """A message id as NapCat's: 31 bits without an order (there the MD5 of QQ's own id), each number another one."""
    return (number * 0x5BD1E995 + 0x2545F491) & 0x7FFF_FFFF


def picture_name(data: bytes) -> str:
    """The file name that QQ gives a picture: its MD5 and what it is."""
    endings = {b"\x89P": "png", b"\xff\xd8": "jpg", b"GI": "gif", b"RI": "webp"}
    return f"{md5(data, usedforsecurity=False).hexdigest().upper()}.{endings.get(data[:2], 'jpg')}"


def file_key(file: File) -> str:
    """The id of a file as QQ gives it."""
    digest = md5(file.file_id.encode(), usedforsecurity=False).hexdigest()
    return f"/{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"


def new_user(world: World, user_id: int | None, nickname: str, bond: str) -> int:
    """Make a user; the number. SandboxError("user_exists")."""
    user_id = user_id or max(world.users, default=FIRST_USER_ID - 1) + 1
    if user_id in world.users:
        raise SandboxError("user_exists", str(user_id))
    user = {"user_id": user_id, "nickname": nickname or f"QQ {user_id - FIRST_USER_ID + 1}", "bond": bond}
    world.commit(("user", user | {"group_id": FIRST_GROUP_ID}))
    return user_id


def new_group(world: World, name: str) -> int:
    """Make a group with the bot in it; its chat."""
    group_id = max(world.groups, default=FIRST_GROUP_ID) + 1
    world.commit(("group", {"group_id": group_id, "group_name": name}))
    return -group_id


def file_segment(kind: str, file: File) -> Json:
    """A stored file as a segment that is kept."""
    about = {"stored": file.file_id, "name": file.name, "size": file.size, "width": file.width, "height": file.height}
    return {"type": kind, "data": about}


def new_record(world: World, chat: int, sender: int, segments: list[Json], time: int | None = None) -> Json:
    """A message as it is kept; takes the next number."""
    number = world.next_number()
    return {
        "id": scrambled(number),
        "number": number,
        "chat": chat,
        "from": sender,
        "time": world.clock.now() if time is None else time,
        "segments": segments,
        "recalled": False,
    }
