"""PTB's routing, generated from the step table. It routes and decides nothing.

What a message means is decided by the engine from the step in the database. So every place of this conversation
accepts every kind of update and all of them end in one callback; the states it keeps are its own and may be wrong.
Order rests on PTB not suspending between taking an update from its queue and calling the callback; a test sees to it.
"""

import warnings
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from typing import Any, Protocol

from telegram import Update
from telegram.ext import (
    BaseHandler,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    ChatMemberHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

IDLE = "idle"

Callback = Callable[[Update, Any], Coroutine[Any, Any, str | None]]
Handlers = list[BaseHandler[Update, Any, object]]


class Accepting(Protocol):
    """What is read of a step: the kinds of user events it takes, `text`, `tap`, `file`, `forward`."""

    @property
    def accepts(self) -> Collection[str]: ...


class AllAtOnce(BaseUpdateProcessor):
    """Handles updates as they come: their order is the order in which their turns reach the writer."""

    def __init__(self, most: int, left: Callable[[object], Awaitable[None]]) -> None:
        """At most `most` updates at a time; `left` is awaited with each update after PTB is done with it."""
        super().__init__(most)
        self._left = left

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        await coroutine
        await self._left(update)


def conversation(steps: Mapping[str, Accepting], callback: Callback) -> ConversationHandler[Any]:
    """The handler of everything that a private chat can bring. The callback gives the next state, or None: as it was.

    Never persistent and never ended: after a restart the first update of a chat comes in by an entry point.
    """
    message = filters.UpdateType.MESSAGE
    accepting: dict[str, BaseHandler[Update, Any, object]] = {
        "text": MessageHandler(message & filters.TEXT & ~filters.FORWARDED, callback),
        "forward": MessageHandler(message & filters.TEXT & filters.FORWARDED, callback),
        "file": MessageHandler(message & ~filters.TEXT, callback),
        "tap": CallbackQueryHandler(callback),
    }
    everything: Handlers = [
        MessageHandler(message, callback),
        accepting["tap"],
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, callback),
        ChatMemberHandler(callback, ChatMemberHandler.MY_CHAT_MEMBER),
    ]
    states: dict[object, Handlers] = {
        name: [accepting[kind] for kind in sorted(step.accepts)] for name, step in steps.items()
    }
    with warnings.catch_warnings():
        # PTB advises per_message for taps; a conversation here belongs to a chat, not to one of its messages.
        warnings.filterwarnings("ignore", message="If 'per_message=", category=PTBUserWarning)
        return ConversationHandler(everything, {IDLE: [], **states}, everything, name="dialog")
