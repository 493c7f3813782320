"""The real network of QQ in this process, with a recorder instead of turns."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.networks.qq.catchup import Known
from bot.networks.qq.endpoint import Endpoint
from bot.networks.qq.network import QQ
from bot.seams import DiskFiles, SystemClock
from bot.web import listening
from complaints.knowledge.models import MediaHost
from dialogs.events import Event
from storage.errors import StorageUnavailable
from tests.bot.networks.qq.double import NOW, TOKEN, OneBot
from tests.dialogs.chat import texts

NOBODY = Known(NOW + 3600)


class QuickClock(SystemClock):
    """Waits a hundredth as long. Bot time stands still an hour after the messages of the double."""

    def now(self) -> int:
        return NOW + 3600

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 100)


class Recorder:
    """Takes events in the order in which they are submitted. `failing` is how often the next ones are not kept."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.attempts = 0
        self.failing = 0

    def __call__(self, event: Event) -> "asyncio.Future[str | None]":
        self.attempts += 1
        done: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        if self.failing:
            self.failing -= 1
            done.set_exception(StorageUnavailable("full"))
        else:
            self.events.append(event)
            done.set_result("idle")
        return done

    def of(self, kind: type[Any]) -> list[Any]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


class Bench:
    """A QQ network that serves, and what it heard."""

    def __init__(self, port: int, endpoint: Endpoint, network: QQ, heard: Recorder) -> None:
        self.port, self.endpoint, self.network, self.heard = port, endpoint, network, heard

    @asynccontextmanager
    async def account(self, **more: Any) -> AsyncIterator[OneBot]:
        """A connected account."""
        async with OneBot(self.port, **more) as onebot:
            await onebot.linked()
            await onebot.until(lambda: onebot.asked("get_version_info"))
            yield onebot

    async def events(self, count: int) -> list[Any]:
        """The first so many events, when they have come."""
        async with asyncio.timeout(30):
            while len(self.heard.events) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.02)
        assert len(self.heard.events) == count, self.heard.events
        return self.heard.events


@asynccontextmanager
async def bench(
    *,
    known: Known = NOBODY,
    local: bool = True,
    accept_friends: bool = True,
    busy: Callable[[], bool] = lambda: False,
) -> AsyncIterator[Bench]:
    """The network while the block runs."""
    clock, heard = QuickClock(), Recorder()
    endpoint = Endpoint(TOKEN, clock)

    async def ask(_: str) -> Known:
        return known

    ids = iter(f"id{number}" for number in range(1000))
    network = QQ(
        endpoint,
        heard,
        clock=clock,
        texts=texts(),
        files=DiskFiles(),
        new_id=lambda: next(ids),
        hosts=HOSTS,
        ask=ask,
        dated=int,
        accept_friends=accept_friends,
        local=local,
        busy=busy,
    )
    async with listening("127.0.0.1", 0, endpoint.routes()) as port:
        await network.start()
        try:
            yield Bench(port, endpoint, network, heard)
        finally:
            await network.stop()


ABOUT: dict[str, Any] = {"network": "qq", "source": "test", "checked_on": "2026-11-22", "status": "cited"}
HOSTS = [
    MediaHost(id="pictures", host="pictures.example.com", **ABOUT),
    MediaHost(id="files", host="files.example.com", subdomains=True, **ABOUT),
]
