"""Calls to the Bot API: raw fields out, raw results in, and every failure in the words of `bot.errors`."""

from pathlib import Path
from typing import Any, Final

from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.errors import (
    NetworkFailure,
    NotSent,
    Refused,
    SecondInstance,
    TokenRejected,
    TryLater,
    Uncertain,
    Unreachable,
)
from bot.networks.telegram.request import Answered, Flood, NotConnected

Json = dict[str, Any]

IN_DOUBT: Final = frozenset({502, 504})
"""A gateway gave up on a server that may have done the work. RFC 9110 15.6.3, 15.6.5."""
TOO_LARGE: Final = 413

_REASONS: Final = {
    "message is not modified": "not_modified",
    "message to edit not found": "message_gone",
    "message can't be edited": "message_fixed",
    "message is too long": "too_long",
    "message text is empty": "empty",
    "button_data_invalid": "button_data",
    "button_copy_text_invalid": "button_copy_text",
    "file is too big": "file_too_big",
    "wrong file_id": "file_gone",
    "invalid file_id": "file_gone",
    "file_id is empty": "file_gone",
    "query is too old": "query_old",
}
"""Parts of Telegram's descriptions → our codes. A description may quote the message, so it is never passed on."""
_NOBODY_THERE: Final = ("chat not found", "peer_id_invalid", "user not found")


class Api:
    """One bot's methods. `do_api_request` costs a fifth of PTB's typed methods, which are for files only."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot

    async def call(self, method: str, fields: Json | None = None, *, read_seconds: float | None = None) -> Any:
        """The result of a method. Raises NetworkFailure."""
        try:
            # PTB warns on every call of a method that it also knows by a typed name, and it compares the spelling.
            # An underscore at the end is taken off again on the way to the address.
            if read_seconds is None:
                return await self._bot.do_api_request(f"{method}_", fields)
            return await self._bot.do_api_request(f"{method}_", fields, read_timeout=read_seconds)
        except (TelegramError, KeyError) as error:
            failure = failure_of(method, error)
        raise failure

    async def send_document(self, chat: int, path: Path, name: str, caption: str | None, extra: Json) -> Json:
        """https://core.telegram.org/bots/api#senddocument, read from disk as it is sent. Raises NetworkFailure."""
        try:
            with path.open("rb") as handle:
                document = InputFile(handle, filename=name, read_file_handle=False)
                message = await self._bot.send_document(chat, document, caption=caption, api_kwargs=extra)
                return {"message_id": message.message_id}
        except OSError:
            failure: NetworkFailure = Refused("sendDocument", "file_missing")
        except (TelegramError, KeyError) as error:
            failure = failure_of("sendDocument", error)
        raise failure


def failure_of(method: str, error: Exception) -> NetworkFailure:
    """What went wrong, for those who decide whether the call is made again."""
    match error:
        case Flood():
            return TryLater(method, error.seconds)
        case NotConnected():
            return NotSent(method, "not_connected")
        case Answered():
            return _answered(method, error.status)
        case InvalidToken() | EndPointNotFound():
            return TokenRejected(method)
        case Conflict():
            return SecondInstance(method)
        case Forbidden():
            return Unreachable(method, "forbidden")
        case ChatMigrated():
            return Refused(method, "chat_migrated")
        case BadRequest():
            return _refused(method, error.message.lower())
    return Uncertain(method, type(error).__name__)


def _answered(method: str, status: int) -> NetworkFailure:
    code = f"http_{status}"
    if status in IN_DOUBT:
        return Uncertain(method, code)
    return Refused(method, "file_too_big") if status == TOO_LARGE else NotSent(method, code, answered=True)


def _refused(method: str, description: str) -> NetworkFailure:
    if any(words in description for words in _NOBODY_THERE):
        return Unreachable(method, "chat_not_found")
    return Refused(method, next((code for words, code in _REASONS.items() if words in description), "bad_request"))
