"""A user with a phone: what people do in Telegram, and what they see (`sandbox.telegram.screen`).

Each act is one step of the world: it is done, and the bot's update queued, when the method returns.
SandboxError("blocked") when the user has blocked the bot, as the app then offers nothing but to unblock.
"""

from typing import Any

from sandbox.errors import SandboxError
from sandbox.journal import Change
from sandbox.telegram.content import Content, described, document, envelope, file_change, photo, quoted, text_fields
from sandbox.telegram.formatting import cleaned, units
from sandbox.telegram.people import Origin, membership, origin_of
from sandbox.telegram.queries import Queries
from sandbox.telegram.rules import CAPTION_UNITS, TEXT_UNITS
from sandbox.telegram.screen import TelegramScreen
from sandbox.telegram.world import Json, World

_CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "voice", "sticker", "video", "audio",
    "location", "contact",
)  # fmt: skip


class Phone(TelegramScreen):
    """One user in one chat with the bot, private or a group. Make it by `Sandbox.phone` or `Sandbox.group`."""

    def __init__(self, world: World, queries: Queries, user_id: int, chat_id: int) -> None:
        super().__init__(world, chat_id)
        self._queries = queries
        self._taps = 0
        self._albums = 0
        self.user_id = user_id
        self.clipboard = ""

    def start(self, payload: str = "") -> Json:
        """Press START, with what a deep link carries."""
        return self.say(f"/start {payload}".rstrip())

    def say(
        self, text: str, *, reply_to: int | None = None, origin: Origin | None = None, date: int | None = None
    ) -> Json:
        """Send a text; with `origin` it is a forwarded one. SandboxError("bad_text") if empty or over 4,096 units."""
        body = text_fields(_checked(text, TEXT_UNITS), [])
        return self._send([(body, [])], reply_to=reply_to, origin=origin, date=date)[0]

    def send_photo(
        self, *photos: bytes, caption: str = "", reply_to: int | None = None, origin: Origin | None = None
    ) -> list[Json]:
        """Send pictures as photos; several are an album, an update each, the caption on the first."""
        contents = [photo(self._world, data) for data in photos]
        return self._send(contents, caption=caption, reply_to=reply_to, origin=origin)

    def send_document(
        self,
        data: bytes,
        name: str = "file",
        *,
        mime: str = "",
        caption: str = "",
        claimed_size: int | None = None,
        reply_to: int | None = None,
        origin: Origin | None = None,
    ) -> Json:
        """Send a file. `claimed_size` is the size that Telegram names, when a test wants a large file without one."""
        contents = [document(self._world, data, name, mime, claimed_size)]
        return self._send(contents, caption=caption, reply_to=reply_to, origin=origin)[0]

    def send_documents(self, *files: tuple[bytes, str], caption: str = "") -> list[Json]:
        """Send several files as an album of (bytes, name)."""
        return self._send([document(self._world, data, name) for data, name in files], caption=caption)

    def send_voice(self, data: bytes = b"OggS", seconds: int = 3) -> Json:
        """Send a voice message."""
        return self._send_media("voice", data, "audio/ogg", {"duration": seconds})

    def send_video(self, data: bytes, name: str = "video.mp4", seconds: int = 5) -> Json:
        """Send a video."""
        return self._send_media("video", data, "video/mp4", {"duration": seconds, "width": 720, "height": 1280}, name)

    def send_audio(self, data: bytes, name: str = "audio.mp3", seconds: int = 60) -> Json:
        """Send a music file."""
        return self._send_media("audio", data, "audio/mpeg", {"duration": seconds}, name)

    def send_sticker(self, emoji: str = "\N{THUMBS UP SIGN}", data: bytes = b"RIFF") -> Json:
        """Send a sticker."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send_media("sticker", data, "", looks | {"emoji": emoji})

    def send_location(self, latitude: float = 31.2304, longitude: float = 121.4737) -> Json:
        """Send a place."""
        return self._send([({"location": {"latitude": latitude, "longitude": longitude}}, [])])[0]

    def send_contact(self, phone_number: str = "+8610000000000", first_name: str = "Contact") -> Json:
        """Send somebody's number."""
        return self._send([({"contact": {"phone_number": phone_number, "first_name": first_name}}, [])])[0]

    def forward(self, *message_ids: int) -> list[Json]:
        """Forward messages of this chat into it."""
        originals = [self.message(message_id) for message_id in message_ids]
        contents: list[Content] = [
            ({key: message[key] for key in _CONTENT if key in message} | {"forward_origin": origin_of(message)}, [])
            for message in originals
        ]
        albums = {message.get("media_group_id", message["message_id"]) for message in originals}
        return self._send(contents, album=len(albums) == 1 and len(originals) > 1)

    def edit(self, message_id: int, text: str) -> Json:
        """Change the text or caption of an own message."""
        old = self.message(message_id)
        key = "text" if "text" in old else "caption"
        fields = text_fields(_checked(text, TEXT_UNITS if key == "text" else CAPTION_UNITS), [], key)
        kept = {name: value for name, value in old.items() if name not in ("entities", "caption_entities")}
        message = kept | fields | {"edit_date": self._world.clock.now()}
        self._commit([("message", message)], self._world.update("edited_message", message))
        return message

    def tap(self, label: str, message_id: int | None = None) -> str:
        """Tap the button with this label or data, on the newest message that has it; the id of the callback query.

        A copy button fills `clipboard` instead and returns "". SandboxError("no_such_button").
        """
        messages = [self.message(message_id)] if message_id else reversed(self._chat.messages.values())
        for message in messages:
            for button in buttons(message):
                if label in (button["text"], button.get("callback_data")):
                    return self._press(message, button)
        raise SandboxError("no_such_button", label)

    def tap_data(self, message_id: int, data: str) -> str:
        """Send callback data made by hand, or of a button that is gone."""
        self._taps += 1
        query_id = f"{self.user_id}-{self._world.updates.next_id}-{self._taps}"
        query = {
            "id": query_id,
            "from": self._world.users[self.user_id],
            "message": self.message(message_id),
            "chat_instance": str(-self.chat_id),
            "data": data,
        }
        self._queries.open(query_id, self.chat_id)
        self._commit([], self._world.update("callback_query", query))
        return query_id

    def block(self) -> None:
        """Block the bot."""
        self._set_blocked(True)

    def unblock(self) -> None:
        """Unblock the bot; Telegram's app then sends /start, here that is a call of its own."""
        self._set_blocked(False)

    def _press(self, message: Json, button: Json) -> str:
        if "callback_data" in button:
            return self.tap_data(message["message_id"], button["callback_data"])
        self.clipboard = button.get("copy_text", {}).get("text", button.get("url", ""))
        return ""

    def _set_blocked(self, blocked: bool) -> None:
        chat = self._chat
        if chat.blocked == blocked:
            return
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        change = membership(self._world, chat, self._world.users[self.user_id], before, after)
        record = chat.record() | {"blocked": blocked}
        self._world.commit(("chat", record), *self._world.update("my_chat_member", change))

    def _send_media(self, kind: str, data: bytes, mime: str, fields: dict[str, Any], name: str = "") -> Json:
        file = self._world.files.new(kind, data, name, mime)
        about = described(file) | fields | ({"mime_type": mime} if mime else {}) | ({"file_name": name} if name else {})
        return self._send([({kind: about}, [file_change(file)])])[0]

    def _send(
        self,
        contents: list[Content],
        *,
        caption: str = "",
        reply_to: int | None = None,
        origin: Origin | None = None,
        date: int | None = None,
        album: bool | None = None,
    ) -> list[Json]:
        frame = self._frame(reply_to, origin, len(contents) > 1 if album is None else album)
        sender = self._world.users[self.user_id]
        messages = [envelope(self._world, self._chat, sender, date) | frame | body for body, _ in contents]
        if caption:
            messages[0] |= text_fields(_checked(caption, CAPTION_UNITS), [], "caption")
        changes = [change for _, files in contents for change in files]
        changes += [("message", message) for message in messages]
        seen = [message for message in messages if self._bot_sees(message)]
        self._commit(changes, [change for message in seen for change in self._world.update("message", message)])
        return messages

    def _frame(self, reply_to: int | None, origin: Origin | None, album: bool) -> Json:
        frame: Json = {}
        if origin:
            frame["forward_origin"] = origin.json()
        if reply_to and (quote := quoted(self._chat, reply_to)):
            frame["reply_to_message"] = quote
        if album:
            self._albums += 1
            frame["media_group_id"] = f"{self.user_id}{self._chat.last_id}{self._albums}"
        return frame

    def _bot_sees(self, message: Json) -> bool:
        """In a group a bot gets commands, mentions and replies to it. https://core.telegram.org/bots/features#privacy-mode"""
        if self.chat_id > 0:
            return True
        text = str(message.get("text", ""))
        replied = message.get("reply_to_message", {}).get("from", {}).get("id")
        return text.startswith("/") or f"@{self._world.bot['username']}" in text or replied == self._world.bot["id"]

    def _commit(self, changes: list[Change], updates: list[Change]) -> None:
        chat = self._chat
        if chat.blocked:
            raise SandboxError("blocked")
        if not chat.started:
            changes = [("chat", chat.record() | {"started": True}), *changes]
        self._world.commit(*changes, *updates)


def buttons(message: Json) -> list[Json]:
    """The buttons under a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _checked(text: str, most: int) -> str:
    clean, _ = cleaned(text, [])
    try:
        size = units(clean)
    except UnicodeEncodeError:
        raise SandboxError("bad_text", "half of a surrogate pair") from None
    if not 0 < size <= most:
        raise SandboxError("bad_text", f"{size} units, 1 to {most} allowed")
    return clean
