"""What a bot may do with messages: the methods of https://core.telegram.org/bots/api#available-methods that the bot's
conversation needs. Arguments come checked by `validate`; limits that depend on the chat are checked here."""

from collections.abc import Mapping
from typing import Any

from sandbox.errors import SandboxError
from sandbox.telegram.content import (
    Content,
    document,
    document_fields,
    envelope,
    photo,
    photo_sizes,
    quoted,
    text_fields,
)
from sandbox.telegram.errors import bad_request
from sandbox.telegram.formatting import formatted
from sandbox.telegram.rules import CAPTION_UNITS, DELETE_SECONDS, TEXT_UNITS
from sandbox.telegram.validate import Upload
from sandbox.telegram.world import Chat, Json, World

Uploads = Mapping[str, Upload]
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


class Messages:
    """Sends, edits and deletes for the bot in one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def send_message(self, args: Json, _uploads: Uploads) -> Json:
        chat = self._world.writable(args["chat_id"])
        return self._post(chat, args, (_text(args), []))

    def send_photo(self, args: Json, uploads: Uploads) -> Json:
        chat = self._world.writable(args["chat_id"])
        return self._post(chat, args, self._captioned(args, self._photo(args["photo"], uploads)))

    def send_document(self, args: Json, uploads: Uploads) -> Json:
        chat = self._world.writable(args["chat_id"])
        return self._post(chat, args, self._captioned(args, self._document(args["document"], uploads)))

    def send_media_group(self, args: Json, uploads: Uploads) -> list[Json]:
        chat = self._world.writable(args["chat_id"])
        if len({item["type"] for item in args["media"]}) > 1:
            raise bad_request("documents can't be mixed with other media types")
        makers = {"photo": self._photo, "document": self._document}
        contents = [self._captioned(item, makers[item["type"]](item["media"], uploads)) for item in args["media"]]
        frame = self._frame(chat, args)
        group = {"media_group_id": f"{self._world.bot['id']}{chat.last_id + 1}"}
        messages = [envelope(self._world, chat, self._world.bot) | frame | group | body for body, _ in contents]
        files = [change for _, changes in contents for change in changes]
        self._world.commit(*files, *(("message", message) for message in messages))
        return messages

    def send_chat_action(self, args: Json, _uploads: Uploads) -> bool:
        chat = self._world.writable(args["chat_id"])
        self._world.tell(chat.id, "action", {"action": args["action"]})
        return True

    def edit_message_text(self, args: Json, _uploads: Uploads) -> Json:
        message = self._own(args)
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        kept = {key: value for key, value in message.items() if key not in ("text", "entities", "link_preview_options")}
        return self._replace(message, kept | _text(args), args)

    def edit_message_reply_markup(self, args: Json, _uploads: Uploads) -> Json:
        message = self._own(args)
        return self._replace(message, dict(message), args)

    def delete_message(self, args: Json, _uploads: Uploads) -> bool:
        chat = self._world.chats.get(args["chat_id"])
        message = chat.messages.get(args["message_id"]) if chat else None
        if chat is None or message is None:
            raise bad_request("message to delete not found" if chat else "chat not found")
        if self._world.clock.now() - message["date"] > DELETE_SECONDS:
            raise bad_request("message can't be deleted for everyone")
        self._world.commit(("delete", {"chat_id": chat.id, "message_id": message["message_id"]}))
        return True

    def _post(self, chat: Chat, args: Json, content: Content) -> Json:
        body, files = content
        frame = self._frame(chat, args)
        message = envelope(self._world, chat, self._world.bot) | frame | body | _markup(args)
        self._world.commit(*files, ("message", message))
        return message

    def _frame(self, chat: Chat, args: Json) -> Json:
        frame: Json = {"has_protected_content": True} if args.get("protect_content") else {}
        reply = args.get("reply_parameters")
        if reply:
            message = quoted(chat, reply["message_id"]) if reply.get("chat_id", chat.id) == chat.id else None
            if message:
                frame["reply_to_message"] = message
            elif not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
        return frame

    def _own(self, args: Json) -> Json:
        chat = self._world.writable(args["chat_id"])
        message = chat.messages.get(args["message_id"])
        if message is None:
            raise bad_request("message to edit not found")
        if message["from"]["id"] != self._world.bot["id"]:
            raise bad_request("message can't be edited")
        return message

    def _replace(self, old: Json, new: Json, args: Json) -> Json:
        new.pop("reply_markup", None)
        new |= _markup(args)
        compared = ("text", "entities", "reply_markup", "link_preview_options")
        if all(old.get(key) == new.get(key) for key in compared):
            raise bad_request(_NOT_MODIFIED)
        new["edit_date"] = self._world.clock.now()
        self._world.commit(("message", new))
        return new

    def _captioned(self, args: Json, content: Content) -> Content:
        body, files = content
        caption, entities = formatted(
            args.get("caption", ""), args.get("parse_mode", ""), args.get("caption_entities", []),
            CAPTION_UNITS, "message caption is too long",
        )  # fmt: skip
        return body | text_fields(caption, entities, "caption"), files

    def _photo(self, source: Upload | str, uploads: Uploads) -> Content:
        upload = _attached(source, uploads)
        if isinstance(upload, Upload):
            return photo(self._world, upload.data)
        file = self._sent_before(upload, "photo")
        return {"photo": photo_sizes(file)}, []

    def _document(self, source: Upload | str, uploads: Uploads) -> Content:
        upload = _attached(source, uploads)
        if isinstance(upload, Upload):
            if not upload.data:
                raise bad_request("file must be non-empty")
            return document(self._world, upload.data, upload.name, upload.mime)
        return {"document": document_fields(self._sent_before(upload, "document"))}, []

    def _sent_before(self, file_id: str, kind: str) -> Any:
        try:
            file = self._world.files.get(file_id)
        except SandboxError:
            raise bad_request("wrong remote file identifier specified: Wrong string length") from None
        if file.kind != kind:
            raise bad_request(f"can't use file of type {file.kind} as {kind}")
        return file


def _attached(source: Upload | str, uploads: Uploads) -> Upload | str:
    """`attach://name` is the part of that name. #sending-files"""
    if isinstance(source, str) and source.startswith("attach://"):
        upload = uploads.get(source.removeprefix("attach://"))
        if upload is None:
            raise bad_request("there is no such file in the request")
        return upload
    return source


def _text(args: Json) -> Json:
    text, entities = formatted(
        args["text"], args.get("parse_mode", ""), args.get("entities", []), TEXT_UNITS, "message is too long"
    )
    if not text:
        raise bad_request("message text is empty")
    options = args.get("link_preview_options")
    return text_fields(text, entities) | ({"link_preview_options": options} if options else {})


def _markup(args: Json) -> Json:
    """A keyboard without buttons is none."""
    rows = args.get("reply_markup", {}).get("inline_keyboard")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}
