"""Pictures and files over HTTP: addresses with an `rkey` that expires, as those of QQ's multimedia servers do."""

from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from secrets import token_bytes

from aiohttp import web

from sandbox.faults import Faults
from sandbox.onebot.faults import MediaFault
from sandbox.onebot.rules import ADDRESS_SECONDS, EXPIRED
from sandbox.onebot.world import World
from sandbox.store import File

PATH = "/qq/download"


class Media:
    """The files of one world, served below `PATH`; `base` is the root of the server once it is known."""

    def __init__(self, world: World, base: Callable[[], str], faults: Faults[MediaFault]) -> None:
        self._world = world
        self._base = base
        self._faults = faults
        self._secret = token_bytes(16)

    def routes(self) -> list[web.RouteDef]:
        """To be put into the application."""
        return [web.get(PATH, self._download, allow_head=False)]

    def address(self, file: File) -> str:
        """Where the file can be fetched for an hour of bot time."""
        until = self._world.clock.now() + ADDRESS_SECONDS
        rkey = f"{until:x}-{self._sign(file.file_id, until)}"
        return f"{self._base()}{PATH}?appid=1406&fileid={file.file_id}&rkey={rkey}"

    def expire(self) -> None:
        """Make every address given so far too old."""
        self._secret = token_bytes(16)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self._faults.take("media", None)
        if fault:
            return await _fail(request, fault)
        file_id = request.query.get("fileid", "")
        if not self._valid(file_id, request.query.get("rkey", "")):
            return web.json_response(EXPIRED, status=400)
        file = self._world.files.get(file_id)
        return web.Response(body=self._world.files.data(file), content_type=file.mime)

    def _valid(self, file_id: str, rkey: str) -> bool:
        until, _, signature = rkey.partition("-")
        try:
            end = int(until, 16)
        except ValueError:
            return False
        return end >= self._world.clock.now() and compare_digest(signature, self._sign(file_id, end))

    def _sign(self, file_id: str, until: int) -> str:
        return blake2b(f"{file_id} {until}".encode(), key=self._secret, digest_size=16).hexdigest()


async def _fail(request: web.Request, fault: MediaFault) -> web.StreamResponse:
    if fault.answer == "not_found":
        raise web.HTTPNotFound
    if fault.answer == "truncated":
        response = web.StreamResponse(headers={"Content-Length": "4096"})
        await response.prepare(request)
        await response.write(b"\x89PNG")
    if request.transport:
        request.transport.abort()
    return web.Response()
