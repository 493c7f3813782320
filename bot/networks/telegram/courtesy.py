"""What the edge says by itself, past the outbox: worth nothing when late, harmless when lost or said twice."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from bot.errors import NetworkFailure
from bot.networks.telegram.api import Api
from bot.seams import Clock
from complaints.times import date_of
from dialogs.texts import Texts

NOT_KEPT_EVERY: Final = 600.0
"""Seconds between two words to a chat that its messages cannot be kept."""


class Courtesy:
    """Answers taps, tells groups where to go, tells people that a message was not kept."""

    def __init__(self, api: Api, texts: Texts, clock: Clock) -> None:
        self._api, self._texts, self._clock = api, texts, clock
        self._speaking: set[asyncio.Task[None]] = set()
        self._greeted: tuple[object, set[int]] = (None, set())
        self._warned: dict[int, float] = {}

    def answer_tap(self, query: str) -> None:
        """Let the button stop spinning. https://core.telegram.org/bots/api#answercallbackquery"""
        self._say("answerCallbackQuery", {"callback_query_id": query})

    def greet_group(self, group: int, username: str | None) -> None:
        """Once a day and group: only in a private chat can a complaint be told."""
        today = date_of(self._clock.now())
        if self._greeted[0] != today:
            self._greeted = (today, set())
        if username is None or group in self._greeted[1]:
            return
        self._greeted[1].add(group)
        text = self._texts("edge.group", link=f"https://t.me/{username}")
        self._say("sendMessage", {"chat_id": group, "text": text})

    def not_kept(self, chat: int) -> None:
        """The message could not be stored; it will be taken up when it can."""
        now = self._clock.monotonic()
        self._warned = {one: at for one, at in self._warned.items() if now - at < NOT_KEPT_EVERY}
        if chat not in self._warned:
            self._warned[chat] = now
            self._say("sendMessage", {"chat_id": chat, "text": self._texts("edge.not_kept")})

    async def stop(self) -> None:
        """Say nothing more."""
        speaking = list(self._speaking)
        for task in speaking:
            task.cancel()
        await asyncio.gather(*speaking, return_exceptions=True)

    def _say(self, method: str, fields: dict[str, Any]) -> None:
        self._spawn(self._call(method, fields))

    def _spawn(self, call: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(call)
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def _call(self, method: str, fields: dict[str, Any]) -> None:
        try:
            await self._api.call(method, fields)
        except NetworkFailure:
            return
