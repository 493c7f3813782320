"""Neutral messages as Bot API calls: sendMessage, editMessageText, sendDocument, sendPhoto.

Texts are plain: no parse mode, so nothing is ever escaped. Lengths and offsets count UTF-16 units.
https://core.telegram.org/bots/api#messageentity
"""

from pathlib import Path
from typing import Any, Final

from telegram.constants import MessageLimit

from bot.errors import Refused, Uncertain
from bot.networks.splitting import split
from bot.networks.telegram.api import Api, Json
from dialogs.model import Choice, Message

MAX_TEXT: Final = int(MessageLimit.MAX_TEXT_LENGTH)
MAX_CAPTION: Final = int(MessageLimit.CAPTION_LENGTH)
NOT_EDITABLE: Final = frozenset({"message_gone", "message_fixed"})
NO_PREVIEW: Final = {"is_disabled": True}


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts_of(message: Message) -> tuple[Message, ...]:
    """The message in pieces that Telegram takes. Its file and its buttons are with the last."""
    if message.file is not None:
        if units(message.text) <= MAX_CAPTION:
            return (message,)
        words = message.model_copy(update={"rows": (), "file": None})
        return (*parts_of(words), message.model_copy(update={"text": "", "replaces": None}))
    # Two units are the most that a character takes.
    if len(message.text) <= MAX_TEXT // 2 or units(message.text) <= MAX_TEXT:
        return (message,)
    *before, last = split(message.text, MAX_TEXT, units)
    first = message.model_copy(update={"rows": (), "replaces": None})
    return (
        *(first.model_copy(update={"text": text}) for text in before),
        message.model_copy(update={"text": last, "replaces": None}),
    )


async def deliver(api: Api, chat: int, message: Message, edits: str | None, file: Path | None) -> str:
    """Send or edit; Telegram's id of the message. Raises NetworkFailure."""
    if message.file is not None:
        if file is None:
            raise Refused("sendDocument", "file_missing")
        send = api.send_photo if message.file.picture else api.send_document
        return _id(await send(chat, file, _file_name(message.file.name), message.text or None, _extra(message)))
    fields = {"chat_id": chat, **_words(message)}
    if edits is not None and await _edited(api, fields, edits):
        return edits
    return _id(await api.call("sendMessage", fields | _quote(message)))


async def _edited(api: Api, fields: Json, message_id: str) -> bool:
    """Whether the old message now says the new words. https://core.telegram.org/bots/api#editmessagetext"""
    try:
        await api.call("editMessageText", {**fields, "message_id": int(message_id)})
    except Refused as error:
        if error.code in NOT_EDITABLE:
            return False
        if error.code != "not_modified":
            raise
    return True


def _words(message: Message) -> Json:
    fields = {"text": message.text, "link_preview_options": NO_PREVIEW, **_extra(message)}
    if message.verbatim:
        fields["entities"] = [{"type": "pre", "offset": 0, "length": units(message.text)}]
    return fields


def _quote(message: Message) -> Json:
    """https://core.telegram.org/bots/api#replyparameters; an edit cannot change what is quoted."""
    if message.reply_to is None or not message.reply_to.isdecimal():
        return {}
    return {"reply_parameters": {"message_id": int(message.reply_to), "allow_sending_without_reply": True}}


def _extra(message: Message) -> Json:
    if not message.rows:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_button(choice) for choice in row] for row in message.rows]}}


def _button(choice: Choice) -> Json:
    """https://core.telegram.org/bots/api#inlinekeyboardbutton"""
    button: Json = {"text": choice.label}
    if choice.copy_text is not None:
        button["copy_text"] = {"text": choice.copy_text}
    else:
        button["callback_data"] = choice.value
    if choice.style is not None:
        button["style"] = choice.style
    return button


def _file_name(name: str) -> str:
    """The name as it may stand in a header of the upload."""
    return "".join("_" if character in '"\\/' or not character.isprintable() else character for character in name)


def _id(sent: Any) -> str:
    if not isinstance(sent, dict) or "message_id" not in sent:
        raise Uncertain("sendMessage", "no_message_id")
    return str(sent["message_id"])
