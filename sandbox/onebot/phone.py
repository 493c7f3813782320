"""A user with QQ: what people do in a chat with the bot, and what they see of it.

Each act is one step of the world: it is done, and the bot's event sent, when the method returns. An event that is sent
while the bot is away is lost, as in reality; the message stays in the chat.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sandbox.errors import SandboxError
from sandbox.journal import Change
from sandbox.onebot.events import Events
from sandbox.onebot.records import Line, forward_segment, picture_segment
from sandbox.onebot.world import ASKED, FRIEND, STRANGER, TEMPORARY, World, file_segment, new_record
from sandbox.screen import Screen

Json = dict[str, Any]
Post = Callable[[Json], None]


class QQPhone(Screen):
    """One user in one chat with the bot, private or a group. Make it by `StandIn.phone` or `StandIn.group`.

    Messages are the stand-in's records: id, number, chat, from, time, segments, recalled.
    """

    def __init__(self, world: World, events: Events, post: Post, user_id: int, chat_id: int) -> None:
        super().__init__()
        self._world = world
        self._events = events
        self._post = post
        self.user_id = user_id
        self.chat_id = chat_id
        world.listeners.setdefault(chat_id, []).append(self._hear)

    def say(self, text: str, *, reply_to: int | None = None, date: int | None = None) -> Json:
        """Send a text, with `reply_to` as a quote of a message of this chat."""
        return self.send_segments(_text(text), reply_to=reply_to, date=date)

    def send_images(self, *pictures: bytes, text: str = "", reply_to: int | None = None) -> Json:
        """Send one message with a text and pictures in it. To send them one by one, call it for each."""
        files: list[Change] = []
        segments = [*([_text(text)] if text else []), *(picture_segment(self._world, data, files) for data in pictures)]
        return self._send(segments, files, reply_to=reply_to)

    def send_file(self, data: bytes, name: str, *, as_notice: bool = False) -> Json:
        """Send a file: a message with a file segment as NapCat posts it, or the notice that go-cqhttp sends."""
        file = self._world.keep("file", data, name)
        record = new_record(self._world, self.chat_id, self.user_id, [file_segment("file", file)])
        self._commit(record, [("file", asdict(file))])
        self._post(self._events.offline_file(self.user_id, file) if as_notice else self._events.message(record))
        return record

    def send_record(self, *lines: Line) -> Json:
        """Send a forwarded record, which QQ calls 合并转发."""
        segment, files = forward_segment(self._world, lines)
        return self._send([segment], files)

    def send_voice(self, data: bytes = b"#!SILK") -> Json:
        """Send a voice message."""
        file = self._world.keep("record", data, "voice.amr")
        return self._send([file_segment("record", file)], [("file", asdict(file))])

    def send_segments(self, *segments: Json, reply_to: int | None = None, date: int | None = None) -> Json:
        """Send segments as they are: faces, cards, and whatever a bot may not know."""
        return self._send(list(segments), [], reply_to=reply_to, date=date)

    def recall(self, message_id: int) -> None:
        """Take an own message back: the bot is told, and nobody sees it any more."""
        record = self.message(message_id)
        if record["from"] != self.user_id:
            raise SandboxError("not_yours", str(message_id))
        self._world.commit(("message", record | {"recalled": True}))
        self._post(self._recalled(message_id))

    def add_friend(self, comment: str = "") -> str:
        """Ask the bot's account to become a friend; the flag of the request."""
        flag = str(self._world.clock.now() * 1000 + self._world.next_number() % 1000)
        self._world.commit(("request", {"flag": flag, "user_id": self.user_id}), ("user", self.user | {"bond": ASKED}))
        self._post(self._events.friend_request(self.user_id, comment, flag))
        return flag

    def unfriend(self) -> None:
        """Delete the bot from the friends: nobody tells it, and what it sends does not arrive."""
        self._stand(STRANGER)

    def meet_in_group(self) -> None:
        """Write to the bot out of a group's member list, without being its friend: a temporary session."""
        self._stand(TEMPORARY)

    def befriend(self) -> None:
        """Be a friend as if asked and accepted long ago."""
        self._stand(FRIEND)

    @property
    def user(self) -> Json:
        """The user as the stand-in keeps them: user_id, nickname, bond, group_id."""
        return self._world.users[self.user_id]

    @property
    def messages(self) -> list[Json]:
        """All messages of the chat, oldest first, those taken back too."""
        return self._world.messages(self.chat_id)

    def message(self, message_id: int) -> Json:
        """One message. SandboxError("no_such_message")."""
        record = self._world.message(message_id)
        if record is None or record["chat"] != self.chat_id:
            raise SandboxError("no_such_message", str(message_id))
        return record

    def words(self, message: Json) -> str:
        """The text of a message, names of files included."""
        return words(message)

    def files(self, message: Json) -> list[tuple[str, bytes]]:
        """The pictures and files of a message: (name, bytes)."""
        stored = [segment["data"] for segment in message["segments"] if "stored" in segment["data"]]
        return [(data["name"], self._world.files.data(self._world.files.get(data["stored"]))) for data in stored]

    def _send(
        self, segments: list[Json], files: list[Change], *, reply_to: int | None = None, date: int | None = None
    ) -> Json:
        if not segments:
            raise SandboxError("empty")
        if reply_to is not None:
            segments = [{"type": "reply", "data": {"id": str(self.message(reply_to)["id"])}}, *segments]
        record = new_record(self._world, self.chat_id, self.user_id, segments, date)
        self._commit(record, files)
        self._post(self._events.message(record))
        return record

    def _commit(self, record: Json, files: list[Change]) -> None:
        if self.chat_id > 0 and self.user["bond"] not in (FRIEND, TEMPORARY):
            raise SandboxError("no_friend")
        self._world.commit(*files, ("message", record))

    def _recalled(self, message_id: int) -> Json:
        if self.chat_id > 0:
            return self._events.notice("friend_recall", user_id=self.user_id, message_id=message_id)
        ids = {"user_id": self.user_id, "operator_id": self.user_id, "message_id": message_id}
        return self._events.notice("group_recall", group_id=-self.chat_id, **ids)

    def _stand(self, bond: str) -> None:
        self._world.commit(("user", self.user | {"bond": bond}))

    def _from_bot(self, message: Json) -> bool:
        return bool(message["from"] == self._world.self_id)


def words(message: Json) -> str:
    """The text of a record, names of files included; of a recalled one nothing is left."""
    if message["recalled"]:
        return ""
    return "".join(_said(segment) for segment in message["segments"])


def _said(segment: Json) -> str:
    data = segment["data"]
    if segment["type"] == "text":
        return str(data["text"])
    return str(data["name"]) if segment["type"] == "file" else ""


def _text(text: str) -> Json:
    if not text.strip():
        raise SandboxError("bad_text")
    return {"type": "text", "data": {"text": text}}
