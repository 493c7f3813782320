"""HTTP to a Bot API server over aiohttp, for ourselves and as python-telegram-bot's transport.

PTB's own transport spends 170 µs a call more on form bodies, and its exceptions carry the address, which holds the
token. Here a body is JSON (multipart with files), and an error names the method and the kind of failure only. What has
no file goes by `ask`, past the objects of both libraries: 130 µs a call instead of 330.

It must be told apart whether a failed request may have had its effect. The line is drawn where the connection is
handed out: what fails before is `NotConnected`, everything after is in doubt.
"""

import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import Any, Final

import aiohttp
from aiohttp_socks import ProxyConnector
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.networks.telegram.wire import UNNEEDED, Wire

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 30.0
UPLOAD_SECONDS: Final = 300.0
"""For a whole request with files: 50 MB over a slow line."""
CHUNK_BYTES: Final = 64 * 1024
TELEGRAMS_OWN: Final = frozenset({400, 401, 403, 404, 409})
"""Statuses that mean something to us. https://core.telegram.org/bots/api#making-requests"""


class NotConnected(NetworkError):
    """No connection: the request was not written."""


class Answered(NetworkError):
    """A server answered, but not with an answer of the Bot API that we know. `status` is HTTP's."""

    def __init__(self, method: str, status: int) -> None:
        super().__init__(f"{method}: status {status}")
        self.status = status


class Declined(TelegramError):
    """Telegram says in its own words why not. `description` may quote what people wrote."""

    def __init__(self, method: str, status: int, description: str) -> None:
        super().__init__(f"{method}: declined with {status}")
        self.status, self.description = status, description


class Flood(TelegramError):
    """429 with a time to wait. PTB's RetryAfter gives it as one of two types, depending on the environment."""

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(f"{method}: retry after {seconds:g} s")
        self.seconds = seconds


class _NoConnection(aiohttp.ClientError):
    """Marks inside aiohttp that a connection could not be had."""


class _Connector(aiohttp.TCPConnector):
    """Marks its failures. Their kinds do not tell: a proxy's refusal is an error of its own, a time-out is like any."""

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super().connect(*args, **kwargs)
        except Exception as error:
            raise _NoConnection(type(error).__name__) from None


class _ThroughProxy(_Connector, ProxyConnector):
    """The same through a proxy, which also looks the name up: local name servers may be wrong on purpose."""


def connector(proxy: str | None, limit: int) -> aiohttp.TCPConnector:
    """At most `limit` connections, through an `http`, `https` or `socks5` proxy when one is given."""
    if proxy is None:
        return _Connector(limit=limit)
    scheme, _, rest = proxy.partition("://")
    if scheme == "https":
        return _ThroughProxy.from_url(f"http://{rest}", limit=limit, proxy_ssl=ssl.create_default_context())
    return _ThroughProxy.from_url(proxy, limit=limit)


class AiohttpRequest(BaseRequest):
    """A transport with connections of its own; `getUpdates` gets one and everything else another."""

    def __init__(self, *, proxy: str | None = None, connections: int = 100, read_seconds: float = READ_SECONDS) -> None:
        self._proxy, self._connections, self._read_seconds = proxy, connections, read_seconds
        self._session: aiohttp.ClientSession | None = None
        self._wire: Wire | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_seconds

    async def initialize(self) -> None:
        if self._session is None:
            connections = connector(self._proxy, self._connections)
            self._wire = Wire(connections)
            self._session = aiohttp.ClientSession(
                connector=connections, cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=UNNEEDED
            )

    async def shutdown(self) -> None:
        session, self._session, self._wire = self._session, None, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """PTB's hook. It posts everything but downloads, which are streamed here without it."""
        seconds = self._read_seconds if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        if request_data is not None and request_data.contains_files:
            return await _settled(url, self._upload(url, _form(request_data), seconds))
        return await self._post(url, request_data.parameters if request_data else {}, seconds)

    async def ask(self, url: str, fields: Mapping[str, Any], read_seconds: float | None = None) -> Any:
        """The result of a method of the Bot API. Raises TelegramError, KeyError."""
        _, body = await self._post(url, fields, read_seconds or self._read_seconds)
        return self.parse_json_payload(body)["result"]

    async def _post(self, url: str, fields: Mapping[str, Any], read_seconds: float) -> tuple[int, bytes]:
        if self._wire is None:
            raise NotConnected("the transport is closed")
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=read_seconds)
        return await _settled(url, self._wire.post(url, _json(fields), timeout))

    async def _upload(self, url: str, form: aiohttp.FormData, read_seconds: float) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=UPLOAD_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=read_seconds)
        async with self._open.post(URL(url), data=form, timeout=timeout, allow_redirects=False) as answer:
            return answer.status, await answer.read()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """PTB's would log the payload, which may hold what people wrote."""
        try:
            parsed = json.loads(payload)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict) or (parsed.get("ok") is not False and "result" not in parsed):
            raise TelegramError("Invalid server response")
        return parsed

    async def stream(self, url: str) -> AsyncIterator[bytes]:
        """A file in chunks; raises NotConnected, Answered, TimedOut or NetworkError."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=self._read_seconds)
        try:
            async with self._open.get(URL(url), timeout=timeout, allow_redirects=False) as answer:
                if answer.status == 200:
                    async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
                        yield chunk
                    return
                failure: TelegramError = Answered("file", answer.status)
        except Exception as error:
            failure = _failure("file", error)
        raise failure

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the transport is closed")
        return self._session


async def _settled(url: str, exchange: Awaitable[tuple[int, bytes]]) -> tuple[int, bytes]:
    """Status and body of a good answer."""
    name = url.rpartition("/")[2]
    try:
        status, body = await exchange
    except Exception as error:
        failure = _failure(name, error)
    else:
        if 200 <= status <= 299:
            return status, body
        failure = _trouble(name, status, body)
    # Raised out here, so that it does not drag along aiohttp's error with the address in it.
    raise failure


def _json(fields: Mapping[str, Any]) -> bytes:
    # Half of a surrogate pair, which a broken client may send, has no UTF-8; it becomes a question mark.
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _form(data: RequestData) -> aiohttp.FormData:
    """https://core.telegram.org/bots/api#sending-files: fields as strings, files as they are read."""
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    files: Mapping[str, Any] = data.multipart_data
    for name, (filename, content, mime) in files.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _failure(name: str, error: Exception) -> TelegramError:
    """What a failed exchange is to us: the method and the class of the error, never its words."""
    kind = f"{name}: {type(error).__name__}"
    if isinstance(error, _NoConnection):
        return NotConnected(f"{name}: {error}")
    return TimedOut(kind) if isinstance(error, TimeoutError) else NetworkError(kind)


def _trouble(name: str, status: int, body: bytes) -> TelegramError:
    """The failure that an answer other than 2xx is. Telegram's own is JSON with one of its statuses.

    A proxy's page with status 403 must not look as if the user had blocked us.
    """
    try:
        answer = json.loads(body)
    except ValueError:
        return Answered(name, status)
    if not isinstance(answer, dict) or answer.get("ok") is not False:
        return Answered(name, status)
    if status == 429 and isinstance(parameters := answer.get("parameters"), dict):
        seconds = parameters.get("retry_after")
        if isinstance(seconds, int | float) and not isinstance(seconds, bool):
            return Flood(name, max(0.0, float(seconds)))
    return Declined(name, status, str(answer.get("description"))) if status in TELEGRAMS_OWN else Answered(name, status)
