"""People with phones: they act, wait for the answer, and act again, each as fast as the bot allows."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from time import perf_counter
from typing import Any

from benchmarks import flow
from sandbox import Phone, buttons
from tests.files.samples import encoded, screenshot

PATIENCE = 120.0
"""Seconds for an answer; without one the benchmark fails."""

ORDER = "LY20240510001"
WORDS = "I paid at once, the page says delivered, and nothing has come since yesterday evening."

Json = dict[str, Any]


@dataclass
class Tally:
    """What was answered since it was emptied."""

    latencies: list[float] = field(default_factory=list)
    """Seconds from an act to its answer, an act each."""

    def empty(self) -> None:
        """Forget the warm-up."""
        self.latencies.clear()

    @property
    def updates(self) -> int:
        """Acts that were answered."""
        return len(self.latencies)

    @property
    def p99(self) -> float:
        """Seconds."""
        return statistics.quantiles(self.latencies, n=100)[98]


@dataclass
class Talk:
    """One user's side of a dialog."""

    phone: Phone
    tally: Tally

    async def does(self, act: Callable[[], object], until: Callable[[Json], bool] = lambda _: True) -> Json:
        """Act, and wait for the message that answers it."""
        began = perf_counter()
        act()
        while not until(message := await self.phone.next(PATIENCE)):
            pass
        self.tally.latencies.append(perf_counter() - began)
        return message

    async def says(self, text: str, until: Callable[[Json], bool] = lambda _: True) -> Json:
        """Type a message."""
        return await self.does(lambda: self.phone.say(text), until)

    async def taps(self, message: Json, label: str, until: Callable[[Json], bool] = lambda _: True) -> Json:
        """Tap a button under that message."""
        return await self.does(lambda: self.phone.tap(label, message["message_id"]), until)


Dialog = Callable[[Talk], Awaitable[None]]


async def six_turns(talk: Talk) -> None:
    """start, number, choice, text, photo, choice."""
    await talk.does(talk.phone.start)
    question = await talk.says(ORDER)
    await talk.taps(question, flow.KINDS[0])
    await talk.says(WORDS)
    question = await talk.does(lambda: talk.phone.send_photo(picture()))
    assert (await talk.taps(question, flow.YES))["text"] == flow.KEPT


async def intake(talk: Talk) -> None:
    """The real conversation in Chinese: eight acts from the first /start to a text to copy."""
    message = await talk.does(talk.phone.start, offers("同意，开始投诉"))
    message = await talk.taps(message, "同意，开始投诉", offers("没收到"))
    message = await talk.taps(message, "没收到", offers("昨天"))
    message = await talk.taps(message, "昨天", offers("晚上"))
    await talk.taps(message, "晚上")
    await talk.says("游戏点卡 98元")
    message = await talk.says("LY20261121001", offers("还没"))
    await talk.taps(message, "还没", is_to_copy)


def offers(label: str) -> Callable[[Json], bool]:
    """Whether a message has that button."""
    return lambda message: any(button["text"] == label for button in buttons(message))


def is_to_copy(message: Json) -> bool:
    """Whether it is a text to send to the other side."""
    return any(entity["type"] == "pre" for entity in message.get("entities", ()))


@cache
def picture() -> bytes:
    """A small photo."""
    return encoded(screenshot(size=(240, 320)), "JPEG")


class Crowd:
    """Phones that all talk at once until they are told to stop, each to the end of its dialog."""

    def __init__(self, phone: Callable[[int], Phone], count: int, dialog: Dialog) -> None:
        """`phone(place)` gives the phone with which the person in that place begins a dialog."""
        self.tally = Tally()
        self._phone, self._dialog, self._stopping = phone, dialog, False
        self._people = [asyncio.create_task(self._talk(place)) for place in range(count)]

    async def stop(self) -> None:
        """When all dialogs have ended."""
        self._stopping = True
        await asyncio.gather(*self._people)

    async def _talk(self, place: int) -> None:
        while not self._stopping:
            await self._dialog(Talk(self._phone(place), self.tally))
