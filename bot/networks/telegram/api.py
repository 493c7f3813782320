"""Calls to the Bot API: raw fields out, raw results in, and every failure in the words of `bot.errors`."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from telegram import InputFile
from telegram import Message as TelegramMessage
from telegram.error import TelegramError
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
from bot.networks.telegram.request import AiohttpRequest, Answered, Declined, Flood, NotConnected

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
    "upgraded to a supergroup": "chat_migrated",
}
"""Parts of Telegram's descriptions → our codes. A description may quote the message, so it is never passed on."""
_NOBODY_THERE: Final = ("chat not found", "peer_id_invalid", "user not found")


class Api:
    """One bot's methods. PTB's typed ones cost twice as much and are for files only."""

    def __init__(self, bot: ExtBot[None], calls: AiohttpRequest, asking: AiohttpRequest) -> None:
        """`asking` is for getUpdates, which would keep others waiting, `calls` for everything else."""
        self._bot, self._calls, self._asking = bot, calls, asking

    async def call(self, method: str, fields: Json | None = None, *, read_seconds: float | None = None) -> Any:
        """The result of a method. Raises NetworkFailure."""
        request = self._asking if method == "getUpdates" else self._calls
        try:
            return await request.ask(f"{self._bot.base_url}/{method}", fields or {}, read_seconds)
        except (TelegramError, KeyError) as error:
            failure = failure_of(method, error)
        raise failure

    async def send_document(self, chat: int, path: Path, name: str, caption: str | None, extra: Json) -> Json:
        """https://core.telegram.org/bots/api#senddocument, read from disk as it is sent. Raises NetworkFailure."""
        send = partial(self._bot.send_document, chat, caption=caption, api_kwargs=extra)
        return await self._sent("sendDocument", send, path, name)

    async def send_photo(self, chat: int, path: Path, name: str, caption: str | None, extra: Json) -> Json:
        """https://core.telegram.org/bots/api#sendphoto, read from disk as it is sent. Raises NetworkFailure."""
        send = partial(self._bot.send_photo, chat, caption=caption, api_kwargs=extra)
        return await self._sent("sendPhoto", send, path, name)

    async def _sent(
        self, method: str, send: Callable[[InputFile], Awaitable[TelegramMessage]], path: Path, name: str
    ) -> Json:
        try:
            with path.open("rb") as handle:
                message = await send(InputFile(handle, filename=name, read_file_handle=False))
                return {"message_id": message.message_id}
        except OSError:
            failure: NetworkFailure = Refused(method, "file_missing")
        except (TelegramError, KeyError) as error:
            failure = failure_of(method, error)
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
        case Declined():
            return _declined(method, error.status, error.description.lower())
    return Uncertain(method, type(error).__name__)


def _declined(method: str, status: int, description: str) -> NetworkFailure:
    """https://core.telegram.org/bots/api#making-requests leaves the statuses open; these are what the server sends."""
    match status:
        case 401 | 404:
            return TokenRejected(method)
        case 403:
            return Unreachable(method, "forbidden")
        case 409:
            return SecondInstance(method)
    return _refused(method, description)


def _answered(method: str, status: int) -> NetworkFailure:
    code = f"http_{status}"
    if status in IN_DOUBT:
        return Uncertain(method, code)
    return Refused(method, "file_too_big") if status == TOO_LARGE else NotSent(method, code, answered=True)


def _refused(method: str, description: str) -> NetworkFailure:
    if any(words in description for words in _NOBODY_THERE):
        return Unreachable(method, "chat_not_found")
    return Refused(method, next((code for words, code in _REASONS.items() if words in description), "bad_request"))
