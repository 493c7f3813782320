"""The way of one update: raw JSON → PTB's object → our event → PTB's conversation → submit."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any, Final

from telegram import Update

from bot.networks import Submit
from bot.networks.telegram.api import Json
from bot.networks.telegram.courtesy import Courtesy
from bot.networks.telegram.reading import Reader, group_of
from dialogs.events import Event

log = logging.getLogger(__name__)

READ_OF_EARLIER: Final = ("message_id", "date", "chat")
"""All that is read of the message under a tapped button, or of one that is replied to."""


@dataclass(slots=True)
class _OnItsWay:
    event: Event
    kept: asyncio.Future[None]
    submitted: bool = False


class Router:
    """Puts updates into PTB's queue and hears from its callback which event to submit."""

    def __init__(self, reader: Reader, courtesy: Courtesy, submit: Submit) -> None:
        self.queue: asyncio.Queue[object] = asyncio.Queue()
        self.username: str | None = None
        """The bot's own, once the network has told it."""
        self._reader, self._courtesy, self._submit = reader, courtesy, submit
        # By identity: a forged or repeated batch may hold one number twice.
        self._on_the_way: dict[int, _OnItsWay] = {}

    def take(self, raw: Json) -> asyncio.Future[None]:
        """Done when the update is durable or is nothing to us; fails when it has to come again."""
        kept = asyncio.get_running_loop().create_future()
        try:
            update = Update.de_json(trimmed(raw), None)
            self._be_polite(update)
            event = self._reader.read(update)
        except Exception as error:
            # Whatever cannot be read now cannot be read later; only its number is told, its words are private.
            log.error("update %s is malformed and was skipped: %s", raw.get("update_id"), type(error).__name__)
            event = None
        if event is None:
            kept.set_result(None)
        else:
            self._on_the_way[id(update)] = _OnItsWay(event, kept)
            self.queue.put_nowait(update)
        return kept

    async def callback(self, update: Update, _context: Any) -> str | None:
        """PTB's one callback: submits, and gives the step that PTB then notes for itself."""
        one = self._on_the_way[id(update)]
        one.submitted = True
        try:
            step = await self._submit(one.event)
        except Exception as error:
            self._courtesy.not_kept(int(one.event.chat.user))
            if not one.kept.done():  # else the loop that waited for it was stopped
                one.kept.set_exception(error)
            return None
        if not one.kept.done():
            one.kept.set_result(None)
        return step

    async def left(self, update: object) -> None:
        """PTB is done with the update. One that it routed nowhere is submitted all the same."""
        one = self._on_the_way[id(update)]
        if not one.submitted and isinstance(update, Update):
            log.error("update %d fitted no handler", update.update_id)
            await self.callback(update, None)
        del self._on_the_way[id(update)]

    def _be_polite(self, update: Update) -> None:
        if update.callback_query is not None:
            self._courtesy.answer_tap(update.callback_query.id)
        elif (group := group_of(update)) is not None:
            self._courtesy.greet_group(group, self.username)


def trimmed(raw: Json) -> Json:
    """The update without what nobody reads of earlier messages: PTB makes objects of all of it, buttons included."""
    if (query := raw.get("callback_query")) is not None and "message" in query:
        # Without a date PTB takes it for a message out of reach: an object of three fields instead of a hundred.
        return {**raw, "callback_query": {**query, "message": {**_earlier(query["message"]), "date": 0}}}
    if (message := raw.get("message")) is not None and "reply_to_message" in message:
        return {**raw, "message": {**message, "reply_to_message": _earlier(message["reply_to_message"])}}
    return raw


def _earlier(message: Json) -> Json:
    return {name: message[name] for name in READ_OF_EARLIER if name in message}
