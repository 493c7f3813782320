"""What the page needs of all networks: its files, the token that each of its calls must send, streams and the clock.

`/` and `/page/…` are its files, `/sandbox/api/clock` is bot time. Each network adds its own calls (`control.py`). A
stream is JSON lines: first all there is, then what changes; the page starts anew when it ends.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from hmac import compare_digest
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.clock import Clock
from sandbox.compact import decoded, encoded
from sandbox.errors import SandboxError

Json = dict[str, Any]
Listener = Callable[[str, Json], None]
Stream = asyncio.Queue[bytes]

TOKEN_HEADER = "X-Sandbox-Token"
HEARTBEAT = 15.0
_PAGE = Path(__file__).parent / "page"
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
SAFE = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_MAX_SPEED = 100_000
_MAX_JUMP = 366 * 86_400


class Pages:
    """One page; `networks` are the phones it shows."""

    def __init__(self, clock: Clock, token: str, networks: Iterable[str]) -> None:
        self._clock = clock
        self._token = token
        self._networks = " ".join(networks)
        self._streams: set[Stream] = set()
        self._files = {path.name: path for path in _PAGE.iterdir() if path.suffix in _TYPES}

    def routes(self) -> list[web.RouteDef]:
        """To be put into the application."""
        return [
            web.get("/", self._file),
            web.get("/page/{name}", self._file),
            web.post("/sandbox/api/clock", self.guarded(self._set_clock)),
        ]

    def stop(self) -> None:
        """End all streams."""
        for stream in self._streams:
            _push(stream, b"")

    def time(self) -> Json:
        """What the page is told of the clock."""
        return {"now": self._clock.now(), "speed": self._clock.speed}

    def guarded(self, handler: Callable[[web.Request], Any]) -> Callable[[web.Request], Any]:
        """The handler for those who send the token; what it returns as JSON, what goes wrong as an `error`."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if not compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), self._token.encode()):
                return web.json_response({"error": "token"}, status=403)
            try:
                answer = await handler(request)
            except SandboxError as error:
                return web.json_response({"error": error.code}, status=409)
            except (KeyError, ValueError, TypeError):
                return web.json_response({"error": "bad_request"}, status=400)
            return answer if isinstance(answer, web.StreamResponse) else web.json_response(answer)

        return guarded

    async def stream(
        self,
        request: web.Request,
        hello: Callable[[], Json],
        listeners: Iterable[list[Listener]],
        said: Callable[[str, Json], Json],
    ) -> web.StreamResponse:
        """Stream `hello`, then all that `listeners` hear, each put into words by `said`, until either side ends."""
        stream: Stream = asyncio.Queue(maxsize=5000)

        def hear(kind: str, data: Json) -> None:
            _push(stream, _line(kind, said(kind, data)))

        response = web.StreamResponse(headers={**SAFE, "Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        _push(stream, _line("hello", hello()))
        heard = list(listeners)
        for listening in heard:
            listening.append(hear)
        self._streams.add(stream)
        try:
            await self._pump(stream, response)
        finally:
            self._streams.discard(stream)
            for listening in heard:
                listening.remove(hear)
        return response

    async def _pump(self, stream: Stream, response: web.StreamResponse) -> None:
        """Write lines until the stream ends (an empty line) or the page goes away; a beat keeps the clock right."""
        with suppress(ConnectionError):
            while True:
                line = _line("clock", self.time())
                with suppress(TimeoutError):
                    line = await asyncio.wait_for(stream.get(), HEARTBEAT)
                if not line:
                    return
                await response.write(line)

    async def _file(self, request: web.Request) -> web.Response:
        path = self._files.get(request.match_info.get("name", "index.html"))
        if path is None:
            raise web.HTTPNotFound
        text = path.read_text(encoding="utf-8").replace("{{token}}", self._token)
        text = text.replace("{{networks}}", self._networks)
        return web.Response(text=text, content_type=_TYPES[path.suffix], headers=SAFE)

    async def _set_clock(self, request: web.Request) -> Json:
        wanted = decoded(await request.read())
        if "speed" in wanted:
            self._clock.speed = min(max(float(wanted["speed"]), 0.0), _MAX_SPEED)
        if "jump" in wanted:
            self._clock.jump(min(max(int(wanted["jump"]), 0), _MAX_JUMP))
        for stream in self._streams:
            _push(stream, _line("clock", self.time()))
        return self.time()


def stored_file(body: bytes) -> web.Response:
    """The bytes of a file for the page, as no browser would open it."""
    return web.Response(body=body, content_type="application/octet-stream", headers=SAFE)


def _push(stream: Stream, line: bytes) -> None:
    """A page that does not keep up is cut off; it starts anew with the whole chat."""
    if stream.full():
        while not stream.empty():
            stream.get_nowait()
        line = b""
    stream.put_nowait(line)


def _line(kind: str, data: Json) -> bytes:
    return encoded({"kind": kind, "data": data}) + b"\n"
