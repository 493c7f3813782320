"""`/onebot/v11/ws`: where OneBot implementations connect to us, beside the health page.

https://github.com/botuniverse/onebot-11/blob/master/communication/ws-reverse.md
"""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from hmac import compare_digest
from typing import Any, Final

from aiohttp import WSMsgType, web

from bot.networks.qq.account import Account, Json
from bot.seams import Clock

log = logging.getLogger(__name__)

PATH: Final = "/onebot/v11/ws"
MAX_FRAME: Final = 64 * 1024 * 1024
"""Bytes: a file of 20 MB comes as base64 in one frame, where an implementation gives it so."""
PING_SECONDS: Final = 30.0
LOG_EVERY: Final = 60.0
"""Seconds between two log lines of one kind about those who are turned away, and about broken frames."""
ROLES: Final = frozenset({"api", "event", "universal"})

Heard = Callable[[Account, Json], None]


class Endpoint:
    """Accounts by QQ number, as soon as somebody connects for one or something waits for it."""

    def __init__(self, token: str, clock: Clock) -> None:
        self._accounts: dict[str, Account] = {}
        self.connections = 0
        """Connections since the start."""
        self._token, self._clock = token, clock
        self._heard: Heard | None = None
        self._came: Callable[[Account], None] = lambda _: None
        self._logged: dict[str, float] = {}

    def attach(self, heard: Heard, came: Callable[[Account], None]) -> None:
        """From now on events go to `heard`, at once and in their order; `came` is told of each connection."""
        self._heard, self._came = heard, came

    def account(self, bot: str) -> Account:
        """The account of that number, whether or not anybody ever connected for it."""
        return self._accounts.setdefault(bot, Account(bot, self._clock))

    @property
    def accounts(self) -> Sequence[Account]:
        """Those for which somebody connected since the start."""
        return [account for account in self._accounts.values() if account.met]

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """To be put into the application that listens on HTTP_HOST and HTTP_PORT."""
        return [web.get(PATH, self._serve)]

    async def close(self) -> None:
        """Let nobody in any more, and end what is open."""
        self._heard = None
        for account in self._accounts.values():
            await account.close()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if not self._knows_token(request):
            self._log("token", "a connection to %s was refused: wrong or no token", PATH)
            raise web.HTTPForbidden(text="wrong access token\n")
        bot = request.headers.get("X-Self-ID", "").strip()
        role = request.headers.get("X-Client-Role", "Universal").strip().lower()
        if not (bot.isascii() and bot.isdecimal()) or role not in ROLES:
            raise web.HTTPBadRequest(text="X-Self-ID must be a QQ number, X-Client-Role API, Event or Universal\n")
        if self._heard is None:
            raise web.HTTPServiceUnavailable(text="not now\n")
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS, max_msg_size=MAX_FRAME, compress=False)
        await socket.prepare(request)
        await self._live(socket, bot, role)
        return socket

    async def _live(self, socket: web.WebSocketResponse, bot: str, role: str) -> None:
        account = self.account(bot)
        self.connections += 1
        try:
            await account.connected(socket, role)
            self._came(account)
            async for message in socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._frame(account, message.data)
        finally:
            account.lost(socket)

    def _frame(self, account: Account, data: str | bytes) -> None:
        """One frame, without waiting for anything. What cannot be read is left out; its words are told to nobody."""
        try:
            frame: Any = json.loads(data)
            if not isinstance(frame, dict):
                raise TypeError("no object")
            if "post_type" in frame:
                if self._heard is not None:
                    self._heard(account, frame)
            else:
                account.answered(frame)
        except Exception as error:
            self._log("frame", "a frame of %s cannot be read and was left out: %s", account.bot, type(error).__name__)

    def _knows_token(self, request: web.Request) -> bool:
        scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() in ("bearer", "token") and compare_digest(shown.strip().encode(), self._token.encode())

    def _log(self, kind: str, words: str, *values: object) -> None:
        now = self._clock.monotonic()
        if now - self._logged.get(kind, -LOG_EVERY) >= LOG_EVERY:
            self._logged[kind] = now
            log.warning(words, *values)
