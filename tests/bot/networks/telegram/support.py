"""A bot under test: the real network over real HTTP, and a recorder in the runner's place."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.networks import Submit
from bot.networks.telegram.network import Server, Telegram
from bot.seams import SystemClock
from complaints.times import Instant
from dialogs.commands import MENU
from dialogs.events import Chat, Event
from dialogs.texts import Texts

TOKEN = "123456789:AAE-secret-of-the-bot-0123456789abcdefgh"
BOT = "123456789"

TEXTS = Texts(
    {f"commands.{name}.about": f"about {name}" for name in MENU}
    | {
        "edge.description": "what this is",
        "edge.short_description": "short",
        "edge.group": "only in private: {link}",
        "edge.not_kept": "not kept",
    },
    {},
)


class FastClock(SystemClock):
    """A hundred seconds pass in one: waits are real, but short."""

    def __init__(self) -> None:
        self._start = super().now() - self.monotonic()

    def now(self) -> Instant:
        return int(self._start + self.monotonic())

    def monotonic(self) -> float:
        return super().monotonic() * 100

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 100)


@dataclass
class Step:
    """All that routing reads of a step."""

    accepts: frozenset[str]


STEPS = {
    "intake.order": Step(frozenset({"text", "tap"})),
    "intake.photo": Step(frozenset({"file", "tap"})),
    "intake.free": Step(frozenset({"text", "forward"})),
    "intake.confirm": Step(frozenset({"tap"})),
}


async def until(condition: Callable[[], object]) -> None:
    """Return as soon as the condition holds."""
    for _ in range(3000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


@dataclass
class Recorder:
    """Takes events as the runner does: each id once, order is that of the calls, and the answer comes later."""

    events: list[Event] = field(default_factory=list)
    failures: int = 0
    """So many calls from now on keep nothing."""
    step: Callable[[Event], str | None] = lambda _event: None

    def __call__(self, event: Event) -> asyncio.Future[str | None]:
        if self.failures:
            self.failures -= 1
            return asyncio.ensure_future(self._fail())
        if all(event.id != one.id for one in self.events[-200:]):
            self.events.append(event)
        return asyncio.ensure_future(self._keep(event))

    async def _fail(self) -> str | None:
        await asyncio.sleep(0)
        raise OSError("disk full")

    async def _keep(self, event: Event) -> str | None:
        for _ in range(int(event.id[-1]) % 7):
            await asyncio.sleep(0)
        return self.step(event)

    async def until(self, count: int) -> list[Event]:
        """The events, when there are so many."""
        await until(lambda: len(self.events) >= count)
        return self.events


def server(url: str, token: str = TOKEN, **options: Any) -> Server:
    """A server for tests: short long polls."""
    return Server(token=token, url=url, **({"poll_seconds": 1, "read_seconds": 2.0} | options))


def telegram(where: Server, submit: Submit, **options: Any) -> Telegram:
    """The network, not started."""
    return Telegram(where, submit, clock=FastClock(), texts=TEXTS, steps=STEPS, **options)


@asynccontextmanager
async def running(network: Telegram) -> AsyncIterator[Telegram]:
    """The network while it polls."""
    await network.start()
    task = asyncio.create_task(network.run())
    try:
        yield network
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await network.stop()


def chat_of(user: int | str, bot: str = BOT) -> Chat:
    """A private chat."""
    return Chat("telegram", bot, str(user))


Answer = Callable[[web.Request], Any]


class Scripted:
    """A Bot API server that says what it is told to: for each method a queue of answers, the last one for ever.

    An answer is a result, a `web.Response`, or a function of the request.
    """

    def __init__(self, answers: Mapping[str, list[Any]] | None = None, token: str = TOKEN) -> None:
        self.token = token
        self.answers: dict[str, deque[Any]] = {name: deque(list_) for name, list_ in (answers or {}).items()}
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def called(self, method: str) -> list[dict[str, Any]]:
        """The fields of all calls of a method."""
        return [fields for name, fields in self.calls if name == method]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.calls.append((method, await request.json() if request.content_type == "application/json" else {}))
        answers = self.answers.get(method) or deque([_usual(method)])
        answer = answers.popleft() if len(answers) > 1 else answers[0]
        if callable(answer):
            answer = answer(request)
        if asyncio.iscoroutine(answer):
            answer = await answer
        return answer if isinstance(answer, web.StreamResponse) else good(answer)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The address while it serves."""
        application = web.Application()
        application.router.add_post("/bot{token}/{method}", self._call)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def good(result: Any) -> web.Response:
    """`ok` true."""
    return web.json_response({"ok": True, "result": result})


def bad(status: int, description: str, **parameters: Any) -> web.Response:
    """`ok` false."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.Response(status=status, body=json.dumps(body), content_type="application/json")


async def nothing_new(_request: web.Request) -> list[Any]:
    """getUpdates without updates."""
    await asyncio.sleep(0.02)
    return []


def _usual(method: str) -> Any:
    usual: dict[str, Any] = {
        "getMe": {"id": int(BOT), "is_bot": True, "first_name": "Bot", "username": "guide_bot"},
        "getUpdates": nothing_new,
        "getMyCommands": [],
        "getMyDescription": {},
        "getMyShortDescription": {},
        "sendMessage": {"message_id": 77, "date": 0, "chat": {"id": 1, "type": "private"}},
    }
    return usual.get(method, True)


def message(update: int, text: str, user: int = 42, **more: Any) -> dict[str, Any]:
    """A raw update with a typed text."""
    person = {"id": user, "is_bot": False, "first_name": "P"}
    chat = {"id": user, "type": "private", "first_name": "P"}
    content = {"message_id": update, "date": 1_795_000_000, "chat": chat, "from": person, "text": text, **more}
    return {"update_id": update, "message": content}
