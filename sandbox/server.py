"""The sandbox: a local Bot API server over HTTP with a phone page, on the loopback only."""

import errno
import re
import secrets
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.clock import Clock
from sandbox.errors import SandboxError
from sandbox.loopback import is_loopback
from sandbox.onebot.control import Control as QQControl
from sandbox.onebot.link import BotEnd
from sandbox.onebot.standin import StandIn
from sandbox.pages import Pages
from sandbox.telegram.botapi import BotApi
from sandbox.telegram.control import Control
from sandbox.telegram.faults import Fault
from sandbox.telegram.people import new_group, new_user
from sandbox.telegram.phone import Phone
from sandbox.telegram.rules import UPLOAD_BYTES
from sandbox.telegram.world import Json, World
from sandbox.watch import PATIENCE

BOT_ID = 8_000_000_001
_GRACE_SECONDS = 1.0
_PORT = re.compile(r":\d+\Z", re.ASCII)
_Next = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Sandbox:
    """One bot, its users and the server between them.

    clock       bot time; the page's buttons move it
    data        folder in which the state outlives the process, even a killed one; None keeps it in memory
    token       the bot's token, `<bot id>:<secret>`; the id must stay the same for one `data`
    page_token  what each call of the page must send
    host, port  a loopback address; port 0 takes a free one
    name        the bot's first name until it sets another, `username` without "@"
    routes      more routes for the same address, such as a health page
    onebot      where the bot waits for OneBot implementations: with it there are QQ phones too
    """

    def __init__(
        self,
        *,
        clock: Clock,
        data: Path | None = None,
        token: str | None = None,
        page_token: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        name: str = "Sandbox Bot",
        username: str = "sandbox_bot",
        routes: Iterable[web.AbstractRouteDef] = (),
        onebot: BotEnd | None = None,
    ) -> None:
        self.clock = clock
        self.token = token or f"{BOT_ID}:{secrets.token_urlsafe(26)}"
        self.page_token = page_token or secrets.token_urlsafe(24)
        self._host = _loopback(host)
        self._port = port
        self._data = data
        self._bot = {"id": _bot_id(self.token), "is_bot": True, "first_name": name, "username": username}
        self._more_routes = list(routes)
        self._bot_end = onebot
        self._phones: dict[tuple[int, int], Phone] = {}
        self._stand_in: StandIn | None = None
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Read the state and serve. SandboxError("address_in_use" | "data_in_use")."""
        self._world = World(self.clock, self._bot, self._data)
        self._bot_api = BotApi(self._world, self.token)
        self._pages = Pages(self.clock, self.page_token, ["telegram", *(["qq"] if self._bot_end else [])])
        self._control = Control(self._world, self._bot_api, self._pages, self._user_phone)
        self._phones.clear()
        if self._bot_end:
            qq = self._data / "qq" if self._data else None
            self._stand_in = StandIn(self._bot_end, self.clock, qq, lambda: self.base_url)
        await self._serve()
        if self._stand_in:
            self._stand_in.start()

    async def _serve(self) -> None:
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=_GRACE_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            self._close()
            if error.errno == errno.EADDRINUSE:
                raise SandboxError("address_in_use", f"{self._host}:{self._port}") from None
            raise
        self._runner = runner
        self._port = runner.addresses[0][1]

    async def stop(self) -> None:
        """Let the waiting go and close. Does nothing when not started."""
        if self._runner:
            self._bot_api.stop()
            self._pages.stop()
            if self._stand_in:
                await self._stand_in.stop()
            await self._runner.cleanup()
            self._close()
            self._runner = None

    def _close(self) -> None:
        self._world.close()
        if self._stand_in:
            self._stand_in.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """Root of the Bot API, without `/bot`; known after the start."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def page_url(self) -> str:
        """The phone page."""
        return f"{self.base_url}/"

    @property
    def qq(self) -> StandIn:
        """The stand-in OneBot implementation. SandboxError("no_onebot") without `onebot`."""
        if self._stand_in is None:
            raise SandboxError("no_onebot")
        return self._stand_in

    def phone(self, user_id: int | None = None, *, first_name: str = "", language: str = "zh-hans") -> Phone:
        """The phone of a user in the private chat with the bot; a new user when there is none of that id."""
        if user_id is None or user_id not in self._world.users:
            user_id = new_user(self._world, user_id, first_name, language)
        return self._phone_in(user_id, user_id)

    def group(self, phone: Phone, title: str) -> Phone:
        """The same user in a new group with the bot. A bot sees there commands, mentions and replies only."""
        return self._phone_in(phone.user_id, new_group(self._world, self._world.users[phone.user_id], title))

    def fail(self, method: str, fault: Fault, times: int = 1, *, chat: int | None = None) -> None:
        """The next `times` calls of a method go wrong; "*" is any method, "file" a download of a file."""
        self._bot_api.faults.plan(method, fault, times, chat)

    async def called(self, method: str, times: int = 1, patience: float = PATIENCE) -> None:
        """Until the bot has called a method so often since the start. SandboxError("nothing_came")."""
        counts = self.counts
        await self._bot_api.watch.until(
            lambda: counts[method] >= times, patience, lambda: f"{counts[method]} of {times} calls of {method}"
        )

    async def confirmed(self, patience: float = PATIENCE) -> None:
        """Until the bot has confirmed all updates. SandboxError("nothing_came")."""
        await self._bot_api.watch.until(lambda: not self.pending, patience, lambda: f"{self.pending} updates pending")

    def clear_faults(self) -> None:
        """Take back planned faults."""
        self._bot_api.faults.clear()

    def expire_queries(self) -> None:
        """Make all taps that wait for an answer too old."""
        self._bot_api.queries.expire()

    @property
    def calls(self) -> deque[tuple[str, Json]]:
        """The last 1,000 calls of the bot: method and arguments as they came."""
        return self._bot_api.calls

    @property
    def counts(self) -> Counter[str]:
        """Calls of the bot since the start, by method."""
        return self._bot_api.counts

    @property
    def pending(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self._world.updates)

    def _user_phone(self, user_id: int | None, first_name: str) -> Phone:
        return self.phone(user_id, first_name=first_name)

    def _phone_in(self, user_id: int, chat_id: int) -> Phone:
        key = (user_id, chat_id)
        if key not in self._phones:
            self._phones[key] = Phone(self._world, self._bot_api.queries, user_id, chat_id)
        return self._phones[key]

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[_loopback_names_only], client_max_size=UPLOAD_BYTES + 1024 * 1024)
        application.add_routes([*self._pages.routes(), *self._bot_api.routes(), *self._control.routes()])
        if self._stand_in:
            application.add_routes([*self._stand_in.routes(), *QQControl(self._stand_in, self._pages).routes()])
        application.add_routes(self._more_routes)
        return application


@web.middleware
async def _loopback_names_only(request: web.Request, handler: _Next) -> web.StreamResponse:
    """A page of the internet whose name was pointed at this machine sends that name as `Host`."""
    if not is_loopback(_PORT.sub("", request.headers.get("Host", ""))):
        return web.json_response({"error": "host"}, status=403)
    return await handler(request)


def _loopback(host: str) -> str:
    """The address to bind. SandboxError("not_loopback")."""
    if not is_loopback(host):
        raise SandboxError("not_loopback", host)
    return "127.0.0.1" if host == "localhost" else host.strip("[]")


def _bot_id(token: str) -> int:
    number, _, secret = token.partition(":")
    if not (number.isascii() and number.isdecimal() and secret):
        raise SandboxError("bad_token")
    return int(number)
