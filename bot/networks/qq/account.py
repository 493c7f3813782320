"""One QQ account: the socket on which its implementation connected, calls and their answers, and whether it lives.

Events and answers share the socket. Whoever reads it never waits for an answer: `heard` only sets futures.
"""

import asyncio
import json
import logging
from itertools import count
from typing import Any, Final, Protocol

from bot.errors import NotSent, Uncertain
from bot.networks.qq.failures import failure_of
from bot.seams import Clock

log = logging.getLogger(__name__)

Json = dict[str, Any]

ANSWER_SECONDS: Final = 30.0
"""For the answer to a call; NapCat gives up a message after about ten."""
BEAT_SECONDS: Final = 30.0
"""Between heartbeats, until the first of them tells; NapCat's default."""
BEATS_MISSED: Final = 3
"""Heartbeats that fail to come before the account counts as dead."""
CALLING: Final = frozenset({"api", "universal"})
"""Values of X-Client-Role whose socket takes calls."""


class Socket(Protocol):
    """What is used of aiohttp's WebSocketResponse."""

    @property
    def closed(self) -> bool: ...

    async def send_str(self, data: str) -> None: ...

    async def close(self) -> bool: ...


class Account:
    """`bot` is the QQ number. The account stays when its socket goes, so that it can be waited for."""

    def __init__(self, bot: str, clock: Clock) -> None:
        self.bot = bot
        self.friends: frozenset[str] | None = None
        """QQ numbers; None until they were told."""
        self.implementation = ""
        """Name that `get_version_info` gave, such as NapCat.Onebot."""
        self.unknown: set[str] = set()
        """Actions that the implementation does not have."""
        self.groups: dict[str, int] = {}
        """User → the group out of which they wrote in a temporary session."""
        self.met = False
        """Somebody connected for it since the start."""
        self._clock = clock
        self._sockets: dict[Socket, str] = {}
        self._answers: dict[str, tuple[Socket, asyncio.Future[Json]]] = {}
        self._serial = count(1)
        self._online, self._beat, self._interval = False, 0.0, BEAT_SECONDS
        self._away_since: float | None = clock.monotonic()
        self._came = asyncio.Event()

    # ------------------------------------------------------------------------------------------------ the connection
    async def connected(self, socket: Socket, role: str) -> None:
        """A socket of this account is open. An earlier one of the same role is half dead and closed."""
        old = [other for other, its in self._sockets.items() if its == role]
        self._sockets[socket] = role
        self.met = True
        if role in CALLING:
            self._beat, self._interval = self._clock.monotonic(), BEAT_SECONDS
            self._set_online(True)
        for other in old:
            self.lost(other)
            await other.close()

    def lost(self, socket: Socket) -> None:
        """A socket is closed. Nobody knows what became of the calls that it did not answer."""
        self._sockets.pop(socket, None)
        for asked, waiting in self._answers.values():
            if asked is socket and not waiting.done():
                waiting.set_exception(ConnectionError)
        if self._calling is None:
            self._set_online(False)

    async def close(self) -> None:
        """Close every socket."""
        for socket in list(self._sockets):
            await socket.close()

    @property
    def _calling(self) -> Socket | None:
        return next((socket for socket, role in reversed(self._sockets.items()) if role in CALLING), None)

    # -------------------------------------------------------------------------------------------------------- calls
    async def call(self, action: str, params: Json | None = None, seconds: float = ANSWER_SECONDS) -> Any:
        """The data of the answer. Raises NetworkFailure; Refused `unsupported` when there is no such action."""
        socket = self._calling
        if socket is None or socket.closed:
            raise NotSent(action, "not_connected")
        echo = f"{action}:{next(self._serial)}"
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._answers[echo] = socket, answer
        try:
            async with asyncio.timeout(seconds):
                await socket.send_str(json.dumps({"action": action, "params": params or {}, "echo": echo}))
                frame = await answer
        except TimeoutError:
            raise Uncertain(action, "no_answer") from None
        except (ConnectionError, RuntimeError):
            raise Uncertain(action, "closed") from None
        finally:
            del self._answers[echo]
        return self._data(action, frame)

    def answered(self, frame: Json) -> None:
        """An answer came in; one that nobody waits for any more is late and says nothing new."""
        _, waiting = self._answers.get(str(frame.get("echo")), (None, None))
        if waiting is not None and not waiting.done():
            waiting.set_result(frame)

    def _data(self, action: str, frame: Json) -> Any:
        failure = failure_of(action, frame)
        if failure is None:
            return frame.get("data")
        if failure.code == "unsupported":
            self.unknown.add(action)
        raise failure

    # --------------------------------------------------------------------------------------------------------- life
    def beat(self, status: object, interval: object) -> None:
        """A heartbeat: `status.online` is false for an account that was kicked, though its socket is open."""
        self._beat = self._clock.monotonic()
        if isinstance(interval, int | float) and interval > 0:
            self._interval = interval / 1000
        self._set_online(not isinstance(status, dict) or status.get("online") is not False)

    def kicked(self) -> None:
        """The implementation says that QQ threw the account out."""
        self._set_online(False)

    def trouble(self) -> str | None:
        """Why the account cannot be used now: `not_connected`, `offline`, `no_heartbeat`; None when it can."""
        if self._calling is None:
            return "not_connected"
        if not self._online:
            return "offline"
        silent = self._clock.monotonic() - self._beat > BEATS_MISSED * self._interval
        return "no_heartbeat" if silent else None

    @property
    def away(self) -> float:
        """Seconds for which the account has not been online; 0 when it is."""
        return 0.0 if self._away_since is None else self._clock.monotonic() - self._away_since

    async def coming(self) -> None:
        """Return when the account is online."""
        await self._came.wait()

    def _set_online(self, online: bool) -> None:
        if online == self._online:
            return
        self._online = online
        self._away_since = None if online else self._clock.monotonic()
        if online:
            self._came.set()
            log.info("the QQ account %s is online", self.bot)
        else:
            self._came.clear()
            log.warning("the QQ account %s is offline", self.bot)
