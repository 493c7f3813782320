"""Small posts over the connections of aiohttp's pool, without the objects that aiohttp makes for each request.

Nearly all of our requests go to a handful of addresses with a few hundred bytes of JSON; a whole aiohttp request for
each costs twice as much as everything else about it. Connections, proxies, TLS, time-outs and the reading of answers
stay aiohttp's: `Connector.connect` gives a connection, its protocol parses the answer.
"""

import asyncio
from typing import Final, NamedTuple

import aiohttp
from yarl import URL

HEADERS: Final = {"Content-Type": "application/json"}
UNNEEDED: Final = ("Accept", "Accept-Encoding", "User-Agent")
"""Headers that aiohttp would add to every request and that change no answer."""
READ_BYTES: Final = 64 * 1024


class _Route(NamedTuple):
    """What is the same in every post to an address: whom to connect to, and the head up to the length of the body."""

    request: aiohttp.ClientRequest
    head: bytes


class Wire:
    """Posts over one connector."""

    def __init__(self, connector: aiohttp.BaseConnector) -> None:
        self._connector = connector
        self._routes: dict[str, _Route] = {}

    async def post(self, url: str, body: bytes, limits: aiohttp.ClientTimeout) -> tuple[int, bytes]:
        """Status and body of the answer. Raises what aiohttp raises; of `limits` only the `sock_` parts count.

        Waiting for a free connection has no limit: those before us have theirs.
        """
        route = self._routes.get(url) or self._new_route(url)
        connection = await self._connector.connect(route.request, [], limits)
        try:
            answer = await _exchange(
                connection, b"%bContent-Length: %d\r\n\r\n%b" % (route.head, len(body), body), limits
            )
        except BaseException:
            connection.close()
            raise
        connection.release()
        return answer

    def _new_route(self, url: str) -> _Route:
        request = aiohttp.ClientRequest(
            "POST", URL(url), headers=HEADERS, skip_auto_headers=UNNEEDED, loop=asyncio.get_running_loop()
        )
        lines = [f"{name}: {value}" for name, value in request.headers.items() if name != "Content-Length"]
        head = "\r\n".join([f"POST {request.url.raw_path_qs} HTTP/1.1", *lines, ""])
        route = self._routes[url] = _Route(request, head.encode("ascii"))
        return route


async def _exchange(
    connection: aiohttp.connector.Connection, data: bytes, limits: aiohttp.ClientTimeout
) -> tuple[int, bytes]:
    protocol, transport = connection.protocol, connection.transport
    if protocol is None or transport is None:
        raise aiohttp.ServerDisconnectedError
    protocol.set_response_params(read_until_eof=True, read_timeout=limits.sock_read, read_bufsize=READ_BYTES)
    transport.write(data)
    protocol.start_timeout()
    while True:
        message, payload = await protocol.read()
        if message.code >= 200:  # a provisional answer has no body, https://www.rfc-editor.org/rfc/rfc9110#section-15.2
            return message.code, await payload.read()
