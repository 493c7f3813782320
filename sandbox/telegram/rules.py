"""Telegram's rules as data: the methods and objects the sandbox knows, their fields, their limits, where they stand.

`validate` applies them. A field that is not listed is refused: Telegram would ignore it, which hides misspelt names and
features the sandbox cannot show. Lengths of texts count UTF-16 units after the entities are taken out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

PAGE = "https://core.telegram.org/bots/api"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind` is a reader of `validate`; `least` and `most` bound a number, a length or a count."""

    kind: str
    required: bool = False
    least: int | None = None
    most: int | None = None
    of: str = ""
    choices: frozenset[str] = frozenset()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a method or object and the anchor of its section on `PAGE`."""

    anchor: str
    fields: Mapping[str, Field] = field(default_factory=dict)


def must(spec: Field) -> Field:
    """The same field, required."""
    return replace(spec, required=True)


def one_of(*choices: str, error: str = "") -> Field:
    """A string out of a closed list."""
    return Field("string", choices=frozenset(choices), error=error)


def string(least: int, most: int, error: str = "") -> Field:
    """A string of `least` to `most` characters."""
    return Field("string", least=least, most=most, error=error)


FLAG = Field("flag")
INTEGER = Field("integer")
STRING = Field("string")
MESSAGE_ID = Field("integer", least=1)
CHAT = Field("chat", error="chat_id is empty")
FILE = Field("file")

# Files: https://core.telegram.org/bots/api#sending-files and #getfile
DOWNLOAD_BYTES = 20 * 1024 * 1024
UPLOAD_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
# Long poll: the server of Telegram holds a request no longer, whatever `timeout` asks for.
POLL_SECONDS = 50
# Keyboards: 100 buttons in all, 8 in a row; data counts bytes. #inlinekeyboardbutton
KEYBOARD_BUTTONS = 100
KEYBOARD_ROW = 8
CALLBACK_BYTES = 64
# A message may be deleted for 48 hours. #deletemessage
DELETE_SECONDS = 48 * 3600
# A tap is answered within seconds; later the query is gone.
QUERY_SECONDS = 15.0
# Texts: #sendmessage, #sendphoto, #formatting-options
TEXT_UNITS = 4096
CAPTION_UNITS = 1024
ENTITIES = 100

TEXT = Field("string", required=True, error="message text is empty")
CAPTION = STRING
PARSE_MODE = Field("string")
ENTITY_LIST = Field("array", of="MessageEntity", most=ENTITIES)
KEYBOARD = Field("object", of="InlineKeyboardMarkup")
SCOPE = {"scope": Field("object", of="BotCommandScope"), "language_code": STRING}

_TO_CHAT = {
    "chat_id": must(CHAT),
    "disable_notification": FLAG,
    "protect_content": FLAG,
    "reply_parameters": Field("object", of="ReplyParameters"),
}
_CAPTIONED = {
    "caption": CAPTION,
    "parse_mode": PARSE_MODE,
    "caption_entities": ENTITY_LIST,
    "reply_markup": KEYBOARD,
}
_FORMATTED = {
    "text": TEXT,
    "parse_mode": PARSE_MODE,
    "entities": ENTITY_LIST,
    "link_preview_options": Field("object", of="LinkPreviewOptions"),
    "reply_markup": KEYBOARD,
}

CHAT_ACTIONS = one_of(
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    error="wrong parameter action in request",
)  # fmt: skip

METHODS: dict[str, Shape] = {
    "getMe": Shape("#getme"),
    "getUpdates": Shape(
        "#getupdates",
        {
            "offset": INTEGER,
            "limit": Field("integer", least=1, most=100),
            "timeout": Field("integer", least=0),
            "allowed_updates": Field("array", of="string"),
        },
    ),
    "deleteWebhook": Shape("#deletewebhook", {"drop_pending_updates": FLAG}),
    "getWebhookInfo": Shape("#getwebhookinfo"),
    "sendMessage": Shape("#sendmessage", _TO_CHAT | _FORMATTED),
    "sendPhoto": Shape("#sendphoto", {"photo": must(FILE)} | _TO_CHAT | _CAPTIONED),
    "sendDocument": Shape(
        "#senddocument",
        {"document": must(FILE), "disable_content_type_detection": FLAG} | _TO_CHAT | _CAPTIONED,
    ),
    "sendMediaGroup": Shape(
        "#sendmediagroup",
        {"media": Field("array", required=True, of="InputMedia", least=2, most=10)} | _TO_CHAT,
    ),
    "sendChatAction": Shape("#sendchataction", {"chat_id": must(CHAT), "action": must(CHAT_ACTIONS)}),
    "editMessageText": Shape("#editmessagetext", {"chat_id": must(CHAT), "message_id": must(MESSAGE_ID)} | _FORMATTED),
    "editMessageReplyMarkup": Shape(
        "#editmessagereplymarkup",
        {"chat_id": must(CHAT), "message_id": must(MESSAGE_ID), "reply_markup": KEYBOARD},
    ),
    "deleteMessage": Shape("#deletemessage", {"chat_id": must(CHAT), "message_id": must(MESSAGE_ID)}),
    "answerCallbackQuery": Shape(
        "#answercallbackquery",
        {
            "callback_query_id": must(STRING),
            "text": string(0, 200, error="MESSAGE_TOO_LONG"),
            "show_alert": FLAG,
            "url": STRING,
            "cache_time": Field("integer", least=0),
        },
    ),
    "getFile": Shape("#getfile", {"file_id": must(STRING)}),
    "setMyCommands": Shape(
        "#setmycommands", {"commands": Field("array", required=True, of="BotCommand", most=100)} | SCOPE
    ),
    "getMyCommands": Shape("#getmycommands", SCOPE),
    "deleteMyCommands": Shape("#deletemycommands", SCOPE),
    "setMyName": Shape("#setmyname", {"name": string(0, 64), "language_code": STRING}),
    "getMyName": Shape("#getmyname", {"language_code": STRING}),
    "setMyDescription": Shape("#setmydescription", {"description": string(0, 512), "language_code": STRING}),
    "getMyDescription": Shape("#getmydescription", {"language_code": STRING}),
    "setMyShortDescription": Shape(
        "#setmyshortdescription", {"short_description": string(0, 120), "language_code": STRING}
    ),
    "getMyShortDescription": Shape("#getmyshortdescription", {"language_code": STRING}),
    "setChatMenuButton": Shape(
        "#setchatmenubutton", {"chat_id": CHAT, "menu_button": Field("object", of="MenuButton")}
    ),
    "getChatMenuButton": Shape("#getchatmenubutton", {"chat_id": CHAT}),
}

OBJECTS: dict[str, Shape] = {
    "MessageEntity": Shape(
        "#messageentity",
        {
            "type": must(
                one_of(
                    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
                    "code", "pre", "text_link", "date_time", "mention", "hashtag", "cashtag", "bot_command", "url",
                    "email", "phone_number", error="can't parse MessageEntity: Unsupported type specified",
                )
            ),
            "offset": must(Field("integer", least=0)),
            "length": must(Field("integer", least=1)),
            "url": STRING,
            "language": STRING,
            "unix_time": INTEGER,
            "date_time_format": STRING,
        },
    ),
    "LinkPreviewOptions": Shape(
        "#linkpreviewoptions",
        {
            "is_disabled": FLAG,
            "url": STRING,
            "prefer_small_media": FLAG,
            "prefer_large_media": FLAG,
            "show_above_text": FLAG,
        },
    ),
    "ReplyParameters": Shape(
        "#replyparameters",
        {"message_id": must(MESSAGE_ID), "chat_id": CHAT, "allow_sending_without_reply": FLAG},
    ),
    "InlineKeyboardMarkup": Shape("#inlinekeyboardmarkup", {"inline_keyboard": must(Field("rows"))}),
    "InlineKeyboardButton": Shape(
        "#inlinekeyboardbutton",
        {
            "text": must(string(1, 4096, error="text buttons are unallowed in the inline keyboard")),
            "callback_data": Field("data"),
            "url": string(1, 2048, error="BUTTON_URL_INVALID"),
            "copy_text": Field("object", of="CopyTextButton"),
            "style": one_of("primary", "success", "danger", error="invalid button style specified"),
        },
    ),
    "CopyTextButton": Shape(
        "#copytextbutton", {"text": must(string(1, 256, error="BUTTON_COPY_TEXT_INVALID"))}
    ),
    "InputMedia": Shape(
        "#inputmedia",
        {
            "type": must(one_of("photo", "document", error="type can't be used in sendMediaGroup")),
            "media": must(FILE),
            "caption": CAPTION,
            "parse_mode": PARSE_MODE,
            "caption_entities": ENTITY_LIST,
            "disable_content_type_detection": FLAG,
        },
    ),
    "BotCommand": Shape(
        "#botcommand",
        {
            "command": must(Field("command")),
            "description": must(string(1, 256, error="BOT_COMMAND_DESCRIPTION_INVALID")),
        },
    ),
    "BotCommandScope": Shape(
        "#botcommandscope",
        {
            "type": must(one_of("default", "all_private_chats", "all_group_chats", "chat")),
            "chat_id": CHAT,
        },
    ),
    "MenuButton": Shape(
        "#menubutton", {"type": must(one_of("default", "commands", error="MenuButton has unsupported type"))}
    ),
}  # fmt: skip

UPDATE_KINDS = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})
"""What the sandbox can produce. #update; other names in `allowed_updates` are legal and never come."""
