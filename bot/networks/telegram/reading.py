"""Telegram's updates as the events of a conversation. https://core.telegram.org/bots/api#update

Only what a person does in a private chat with the bot is an event. What is typed is cleaned here, before anything
keeps it; what is forwarded is evidence and stays as it came.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypedDict, TypeVar

from telegram import (
    Audio,
    ChatMember,
    Document,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    PhotoSize,
    Update,
    Video,
    VideoNote,
    Voice,
)
from telegram.constants import ChatType, FileSizeLimit
from telegram.ext import filters

from complaints.reading.normalise import clean
from complaints.times import Instant
from dialogs.events import Blocked, Chat, Event, Unblocked, UserEdit, UserFile, UserForward, UserTap, UserText

NETWORK: Final = "telegram"
MAX_FETCH: Final = int(FileSizeLimit.FILESIZE_DOWNLOAD)
"""Bytes that getFile gives. https://core.telegram.org/bots/api#getfile"""

File = PhotoSize | Document | Video | VideoNote | Audio | Voice
Text = TypeVar("Text", str, str | None)
Kind = Literal["picture", "document", "video", "audio", "voice", "other"]


class _Common(TypedDict):
    id: str
    chat: Chat
    at: Instant
    said_at: Instant
    message: str


class _Origin(TypedDict, total=False):
    forwarded_from: str | None
    forwarded_at: Instant | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the updates of one bot."""

    bot: str
    """The bot's id."""
    now: Callable[[], Instant]
    """Bot time."""
    dated: Callable[[Instant], Instant] = int
    """Bot time at the date of a message. It differs only where bot time runs faster than the network's."""

    def read(self, update: Update) -> Event | None:
        """The event, or None: not of a private chat, not of a person, or nothing that was said or done."""
        at = self.now()
        if (message := update.message) is not None:
            return self._message(update, message, at)
        if update.callback_query is not None:
            return self._tap(update, at)
        if (message := update.edited_message) is not None:
            return self._edit(update, message, at)
        return self._membership(update, at)

    def _message(self, update: Update, message: Message, at: Instant) -> Event | None:
        if not _from_person(message):
            return None
        common = self._common(update, message, at, message.date)
        if message.text is None:
            return None if _is_notice(update, message) else self._file(common, message)
        if message.forward_origin is not None:
            return UserForward(**common, text=_whole(message.text), **self._origin(message, common["said_at"]))
        return UserText(**common, text=clean(message.text), reply_to=_replied(message))

    def _file(self, common: _Common, message: Message) -> Event:
        kind, file = _content(message)
        caption = message.caption
        if caption is not None:
            caption = clean(caption) if message.forward_origin is None else _whole(caption)
        return UserFile(
            **common,
            kind=kind,
            file_id=file.file_id if file else "",
            size=file.file_size if file else None,
            name=_whole(getattr(file, "file_name", None)),
            mime=_whole(getattr(file, "mime_type", None)),
            album=message.media_group_id,
            caption=caption,
            reply_to=_replied(message),
            **self._origin(message, common["said_at"]),
        )

    def _tap(self, update: Update, at: Instant) -> Event | None:
        query = update.callback_query
        if query is None or query.data is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
            return None
        chat = Chat(NETWORK, self.bot, str(query.message.chat.id))
        message = str(query.message.message_id)
        value = _whole(query.data)
        return UserTap(id=str(update.update_id), chat=chat, at=at, said_at=at, message=message, value=value)

    def _edit(self, update: Update, message: Message, at: Instant) -> Event | None:
        text = message.text if message.text is not None else message.caption
        if text is None or not _from_person(message):
            return None
        common = self._common(update, message, at, message.edit_date or message.date)
        return UserEdit(**common, text=clean(text))

    def _membership(self, update: Update, at: Instant) -> Event | None:
        change = update.my_chat_member
        if change is None or change.chat.type != ChatType.PRIVATE:
            return None
        chat = Chat(NETWORK, self.bot, str(change.chat.id))
        if change.new_chat_member.status == ChatMember.BANNED:
            return Blocked(id=str(update.update_id), chat=chat, at=at)
        return Unblocked(id=str(update.update_id), chat=chat, at=at)

    def _common(self, update: Update, message: Message, at: Instant, date: datetime) -> _Common:
        return {
            "id": str(update.update_id),
            "chat": Chat(NETWORK, self.bot, str(message.chat.id)),
            "at": at,
            # Nobody has said anything in the future, whatever a clock beside ours says.
            "said_at": min(at, self.dated(int(date.timestamp()))),
            "message": str(message.message_id),
        }

    def _origin(self, message: Message, said_at: Instant) -> _Origin:
        """Who wrote a forwarded message, and when. https://core.telegram.org/bots/api#messageorigin"""
        origin = message.forward_origin
        if origin is None:
            return {}
        name: str | None = None
        match origin:
            case MessageOriginUser():
                name = origin.sender_user.full_name
            case MessageOriginHiddenUser():
                name = origin.sender_user_name
            case MessageOriginChat():
                name = _signed(origin.sender_chat.effective_name, origin.author_signature)
            case MessageOriginChannel():
                name = _signed(origin.chat.effective_name, origin.author_signature)
        return {"forwarded_from": _whole(name), "forwarded_at": min(said_at, self.dated(int(origin.date.timestamp())))}


def group_of(update: Update) -> int | None:
    """The id of the group in which a person said something to the bot, if that is what the update is."""
    message = update.message
    if message is None or message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    if filters.StatusUpdate.ALL.check_update(update) or message.from_user is None or message.from_user.is_bot:
        return None
    return message.chat.id


def _from_person(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE and message.from_user is not None and not message.from_user.is_bot


def _is_notice(update: Update, message: Message) -> bool:
    """Something Telegram itself put into the chat, such as that a message was pinned."""
    return not message.photo and message.document is None and bool(filters.StatusUpdate.ALL.check_update(update))


def _content(message: Message) -> tuple[Kind, File | None]:
    """What a message without text carries; `other` has no bytes worth keeping: a sticker, a place, a poll."""
    if message.photo:
        return "picture", _largest(message.photo)
    if message.document is not None:
        return "document", message.document
    if (video := message.video or message.video_note) is not None:
        return "video", video
    if message.audio is not None:
        return "audio", message.audio
    return ("other", None) if message.voice is None else ("voice", message.voice)


def _largest(sizes: Sequence[PhotoSize]) -> PhotoSize:
    """The largest size that we can fetch, or else the smallest. Telegram lists them from small to large."""
    return next((size for size in reversed(sizes) if (size.file_size or 0) <= MAX_FETCH), sizes[0])


def _whole(text: Text) -> Text:
    """Half of a surrogate pair, which a broken client may send, has no UTF-8; it becomes a question mark."""
    return text.encode("utf-8", "replace").decode() if text is not None else text


def _replied(message: Message) -> str | None:
    return str(message.reply_to_message.message_id) if message.reply_to_message is not None else None


def _signed(title: str | None, signature: str | None) -> str | None:
    return f"{title} · {signature}" if title and signature else title or signature
