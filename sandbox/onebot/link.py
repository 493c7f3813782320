"""The reverse WebSocket: connects to the bot, again and again, and lets frames pass in both directions.

https://github.com/botuniverse/onebot-11/blob/master/communication/ws-reverse.md, NapCat: network/websocket-client.ts.
What is said while there is no connection is lost, as it is there.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWebSocketResponse, ClientWSTimeout, WSMsgType

from sandbox.compact import encoded
from sandbox.errors import SandboxError
from sandbox.loopback import is_loopback
from sandbox.onebot.rules import FRAME_BYTES, HANDSHAKE_SECONDS, HEARTBEAT_SECONDS, RECONNECT_SECONDS

Json = dict[str, Any]
SELF_ID = 1_100_000_001
_FIRST_PAUSE = 0.1


class Dropped(Exception):
    """The connection is to break now."""


@dataclass(frozen=True, slots=True)
class BotEnd:
    """Where a bot waits for OneBot implementations, and how the stand-in meets it.

    url        `ws://` on this machine; one that begins with "/" is on the sandbox's own address
    token      goes into `Authorization: Bearer`
    self_id    QQ number of the bot's account
    nickname   its name
    heartbeat  real seconds between heartbeats
    reconnect  real seconds between attempts to connect; the first attempts come sooner
    """

    url: str
    token: str
    self_id: int = SELF_ID
    nickname: str = "QQ Bot"
    heartbeat: float = HEARTBEAT_SECONDS
    reconnect: float = RECONNECT_SECONDS

    def __post_init__(self) -> None:
        """SandboxError("not_loopback") for a bot on another machine: the media would be out of its reach."""
        parts = urlsplit(self.address("http://127.0.0.1"))
        if parts.scheme != "ws" or not is_loopback(parts.hostname or ""):
            raise SandboxError("not_loopback", self.url)

    def address(self, base: str) -> str:
        """The full address, `base` being the sandbox's own."""
        return base.replace("http", "ws", 1) + self.url if self.url.startswith("/") else self.url


class Link:
    """One connection at a time. `heard` gets each text and answers it or not; `greeting` and `beat` make events."""

    def __init__(
        self,
        end: BotEnd,
        url: str,
        *,
        heard: Callable[[str], Json | None],
        greeting: Callable[[], Json],
        beat: Callable[[], Json],
        changed: Callable[[], None],
    ) -> None:
        self._end = end
        self._url = url
        self._heard = heard
        self._greeting = greeting
        self._beat = beat
        self._changed = changed
        self._out: asyncio.Queue[bytes] | None = None
        self._task: asyncio.Task[None] | None = None
        self.refusal = 0
        """HTTP status of the last refused attempt; 0 when there was none."""
        self.connections = 0
        self.lost = 0
        """Frames said while there was no connection."""

    @property
    def connected(self) -> bool:
        """Whether the bot can be reached now."""
        return self._out is not None

    def start(self) -> None:
        """Begin to connect."""
        self._task = asyncio.create_task(self._live())

    async def stop(self) -> None:
        """Close and stay away."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def say(self, frame: Json) -> None:
        """Send a frame after those before it, or lose it when there is no connection."""
        if self._out is None:
            self.lost += 1
        else:
            self._out.put_nowait(encoded(frame))

    def say_raw(self, text: bytes) -> None:
        """Send a text that is no frame."""
        if self._out is not None:
            self._out.put_nowait(text)

    def drop(self) -> None:
        """Break the connection; the next attempt follows."""
        if self._out is not None:
            self._out.put_nowait(b"")

    async def _live(self) -> None:
        pause = _FIRST_PAUSE
        timeout = ClientTimeout(total=None, sock_connect=HANDSHAKE_SECONDS)
        async with ClientSession(timeout=timeout) as http:
            while True:
                if await self._once(http):
                    pause = _FIRST_PAUSE
                await asyncio.sleep(min(pause, self._end.reconnect))
                pause *= 2

    async def _once(self, http: ClientSession) -> bool:
        """Connect and stay until it ends; whether there was a connection."""
        headers = {
            "X-Self-ID": str(self._end.self_id),
            "Authorization": f"Bearer {self._end.token}",
            "X-Client-Role": "Universal",
            "User-Agent": "OneBot/11",
        }
        try:
            async with http.ws_connect(
                self._url, headers=headers, max_msg_size=FRAME_BYTES, timeout=ClientWSTimeout(ws_close=1.0)
            ) as socket:
                self.refusal = 0
                await self._connected(socket)
        except (ClientError, OSError, TimeoutError) as error:
            self.refusal = getattr(error, "status", 0)
            self._changed()
            return False
        return True

    async def _connected(self, socket: ClientWebSocketResponse) -> None:
        self._out = asyncio.Queue()
        self.connections += 1
        self.say(self._greeting())
        self._changed()
        tasks = [asyncio.create_task(part) for part in (self._read(socket), self._write(socket), self._beats())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._out = None
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            self._changed()
        for end in ends:
            if isinstance(end, Exception) and not isinstance(end, Dropped | ConnectionError):
                raise end

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT and (answer := self._heard(message.data)) is not None:
                self.say(answer)

    async def _write(self, socket: ClientWebSocketResponse) -> None:
        assert self._out is not None
        out = self._out
        while True:
            frame = await out.get()
            if not frame:
                raise Dropped
            await socket.send_frame(frame, WSMsgType.TEXT)

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(self._end.heartbeat)
            self.say(self._beat())
