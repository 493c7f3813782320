"""OneBot's events as the events of a conversation. https://github.com/botuniverse/onebot-11/tree/master/event

Only what a person does in a private chat is an event. Numbers become strings: QQ's are larger than what some languages
count exactly. What is typed is cleaned here, before anything keeps it; what is forwarded is evidence and stays.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypedDict, cast

from bot.errors import Refused
from bot.networks.qq.account import Account, Json
from bot.networks.qq.records import (
    FILES,
    MOST_LINES,
    file_size,
    given,
    lines_of,
    nodes_of,
    pieces,
    record_id,
    record_in,
    source_of,
)
from bot.networks.qq.segments import Segment, segments
from complaints.reading.normalise import MAX_LENGTH, clean
from complaints.times import Instant
from dialogs.events import Chat, Event, Unblocked, UserFile, UserForward, UserRecall, UserText
from dialogs.texts import Texts

NETWORK: Final = "qq"
RECORD_SECONDS: Final = 15.0
"""For a forwarded record to be looked up."""


class _Common(TypedDict):
    chat: Chat
    at: Instant
    said_at: Instant
    message: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what an account hears."""

    now: Callable[[], Instant]
    """Bot time."""
    dated: Callable[[Instant], Instant]
    """Bot time at the date of a message."""
    texts: Texts

    def read(self, account: Account, frame: Json) -> list[Event] | Awaitable[list[Event]]:
        """The events of a frame; to be awaited when a forwarded record has to be looked up for them.

        None at all: not of a private chat, not of a person, or nothing that was said or done. Raises NetworkFailure
        when the record cannot be looked up now, Refused when it never can.
        """
        user = user_of(frame)
        if user is None or user == account.bot:
            return []
        match frame.get("post_type"):
            case "message" if frame.get("message_type") == "private":
                return self._message(account, user, frame)
            case "notice":
                return self._notice(account, user, frame)
        return []

    def _message(self, account: Account, user: str, frame: Json) -> list[Event] | Awaitable[list[Event]]:
        parts = segments(frame.get("message"))
        record = record_in(parts)
        if record is None:
            return self._said(account, user, frame, parts)
        nodes = given(record)
        if nodes is None:
            return self._looked_up(account, user, frame, record)
        return self._record(account, user, frame, nodes)

    async def _looked_up(self, account: Account, user: str, frame: Json, record: Segment) -> list[Event]:
        known = {"id": record_id(record), "message_id": str(frame.get("message_id", ""))}
        answer = await account.call("get_forward_msg", known, RECORD_SECONDS)
        return self._record(account, user, frame, nodes_of(answer))

    # --------------------------------------------------------------------------------------------------- what is said
    def _said(self, account: Account, user: str, frame: Json, parts: list[Segment]) -> list[Event]:
        common, key = self._common(account, user, frame), key_of(user, frame)
        text = clean("".join(part.text("text") for part in parts if part.type in ("text", "markdown")))
        quoted = next((part.text("id") for part in parts if part.type == "reply"), None) or None
        files = [part for part in parts if part.type in FILES]
        if not files and text:
            return [UserText(id=key, **common, text=text, reply_to=quoted)]
        if not files and all(part.type in {"reply", "text"} for part in parts):
            return []
        if not files:
            return [UserFile(id=key, **common, kind="other", reply_to=quoted)]
        album = str(frame.get("message_id")) if len(files) > 1 else None
        return [
            self._file(part_key(key, place), common, part, album, (text or None) if place == 0 else None, quoted)
            for place, part in enumerate(files)
        ]

    def _file(
        self, key: str, common: _Common, part: Segment, album: str | None, caption: str | None, quoted: str | None
    ) -> UserFile:
        kind = cast(Any, FILES[part.type])
        named = (part.text("name") or part.text("file")) if part.type == "file" else ""
        return UserFile(
            id=key,
            **common,
            kind=kind,
            file_id=source_of(part).token(),
            size=file_size(part),
            name=named or None,
            album=album,
            caption=caption,
            reply_to=quoted,
        )

    # ---------------------------------------------------------------------------------------------- what is forwarded
    def _record(self, account: Account, user: str, frame: Json, nodes: list[Any]) -> list[Event]:
        """A forwarded record as texts with their senders and times, and its pictures."""
        common, key = self._common(account, user, frame), key_of(user, frame)
        lines = [line for line, _ in zip(lines_of(nodes), range(MOST_LINES), strict=False)]
        if not lines:
            raise Refused("get_forward_msg", "gone")
        found: list[UserForward | UserFile] = []
        for piece in pieces(lines, self.texts, common["at"]):
            at = min(common["said_at"], self.dated(piece.at)) if piece.at else None
            place, text = part_key(key, len(found)), piece.text[:MAX_LENGTH]
            found.append(UserForward(id=place, **common, text=text, forwarded_from=piece.sender, forwarded_at=at))
        files = [(line, part) for line in lines for part in line.files]
        album = str(frame.get("message_id")) if len(files) > 1 else None
        for line, part in files:
            at = min(common["said_at"], self.dated(line.at)) if line.at else None
            found.append(
                UserFile(
                    id=part_key(key, len(found)),
                    **common,
                    kind=cast(Any, FILES[part.type]),
                    file_id=source_of(part).token(),
                    size=file_size(part),
                    album=album,
                    forwarded_from=line.sender or None,
                    forwarded_at=at,
                )
            )
        return list(found)

    # -------------------------------------------------------------------------------------------------------- notices
    def _notice(self, account: Account, user: str, frame: Json) -> list[Event]:
        common, key = self._common(account, user, frame), key_of(user, frame)
        match frame.get("notice_type"):
            case "friend_recall":
                return [UserRecall(id=f"{key}:recall", **common)]
            case "friend_add":
                # Being a friend is what pressing START is elsewhere.
                back = Unblocked(id=f"{key}:friend", chat=common["chat"], at=common["at"])
                return [back, UserText(id=f"{key}:start", **common, text="/start")]
            case "offline_file":
                file = frame.get("file")
                part = Segment("file", file if isinstance(file, dict) else {})
                return [self._file(f"{key}:{part.text('name')}:{part.text('size')}", common, part, None, None, None)]
        return []

    def _common(self, account: Account, user: str, frame: Json) -> _Common:
        at, told = self.now(), frame.get("time")
        date = self.dated(int(told)) if isinstance(told, int | float) and 0 < told < 10**10 else at
        return {
            "chat": Chat(NETWORK, account.bot, user),
            "at": at,
            "said_at": min(at, date),  # nobody has said anything in the future, whatever a clock beside ours says
            "message": str(frame.get("message_id", "")),
        }


def user_of(frame: Json) -> str | None:
    """The QQ number of whoever did it, as digits; None when nobody did."""
    user = str(frame.get("user_id", ""))
    return user if user.isascii() and user.isdecimal() and user != "0" else None


def key_of(user: str, frame: Json) -> str:
    """What tells an event from every other of the account: its time, its user, its message."""
    return f"{frame.get('time', 0)}:{user}:{frame.get('message_id', frame.get('notice_type', ''))}"


def part_key(key: str, place: int) -> str:
    """The key of one of several events that come from one message."""
    return key if place == 0 else f"{key}:{place}"


def mentions(account: Account, frame: Json) -> bool:
    """Whether a message of a group is meant for the account."""
    return any(part.type == "at" and part.text("qq") == account.bot for part in segments(frame.get("message")))
