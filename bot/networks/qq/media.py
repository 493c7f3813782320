"""Files that users send: what is needed to fetch one, and fetching it.

Their addresses come from outside and soon expire. So only https to the hosts that knowledge/networks.toml names is
fetched, only from public addresses, and where a redirect leads is looked at like any other address. When an address is
missing or too old the implementation is asked for another one, or for the bytes.
"""

import base64
import binascii
import ipaddress
import json
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.errors import NetworkFailure, NotSent, Refused
from bot.networks.qq.account import Account
from bot.settings import is_loopback
from complaints.knowledge.models import MediaHost

log = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 60.0
"""Without a byte for so long a download has failed."""
FETCH_SECONDS: Final = 120.0
"""For the implementation to fetch a file itself."""
MOST_REDIRECTS: Final = 3
CHUNK: Final = 64 * 1024
GONE: Final = frozenset({400, 401, 403, 404, 410})
"""What hosts answer to an address that is too old. https://github.com/NapNeko/NapCatQQ/issues/190"""
ASKING: Final = {
    "image": (("get_image", "file"), ("get_file", "file")),
    "record": (("get_file", "file"),),
    "video": (("get_file", "file"),),
    "file": (("get_private_file_url", "file_id"), ("get_file", "file_id")),
}
"""Kind of segment → the actions that may give another address or the bytes, and the parameter that names the file."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a segment tells of its file. As JSON it is the `file_id` of the event."""

    kind: str
    url: str = ""
    file: str = ""
    file_id: str = ""

    def token(self) -> str:
        """To be kept until the file is fetched."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, ensure_ascii=False)

    @classmethod
    def of(cls, token: str) -> "Source":
        """The source again. Raises Refused `file_gone` for anything else."""
        try:
            return cls(**{name: str(value) for name, value in json.loads(token).items()})
        except (ValueError, TypeError, AttributeError):
            raise Refused("fetch", "file_gone") from None


class PublicOnly(AbstractResolver):
    """Names of hosts, without addresses of this machine or of networks behind it."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [one for one in found if ipaddress.ip_address(one["host"]).is_global]
        if not public:
            raise OSError(f"{host} has no public address")
        return public

    async def close(self) -> None:
        await self._inner.close()


class Media:
    """Fetches files. `local`: the implementation is a stand-in on this machine, whose addresses are taken too."""

    def __init__(
        self, hosts: Sequence[MediaHost], *, local: bool = False, resolver: AbstractResolver | None = None
    ) -> None:
        self._hosts, self._local = hosts, local
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        """Close what is open."""
        if self._session is not None:
            await self._session.close()

    async def fetch(self, account: Account, token: str) -> AsyncIterator[bytes]:
        """The bytes of a file. Raises Refused `file_gone`, or another NetworkFailure when trying later may help."""
        source = Source.of(token)
        async for chunk in self._first_that_works(account, source):
            yield chunk

    async def _first_that_works(self, account: Account, source: Source) -> AsyncIterator[bytes]:
        trouble: NetworkFailure = Refused("fetch", "file_gone")
        async with AsyncExitStack() as stack:
            response = await self._open(stack, source.url)
            for action, parameter in ASKING.get(source.kind, ()):
                if response is not None or action in account.unknown:
                    continue
                try:
                    told = await self._ask(account, action, parameter, source)
                except Refused:
                    continue
                except NetworkFailure as failure:
                    trouble = failure
                    continue
                if isinstance(told, bytes):
                    yield told
                    return
                response = await self._open(stack, told)
            if response is None:
                raise trouble
            async for chunk in _chunks(response):
                yield chunk

    async def _ask(self, account: Account, action: str, parameter: str, source: Source) -> str | bytes:
        """Another address of the file, or its bytes. A path of another machine is of no use."""
        named = source.file_id or source.file if parameter == "file_id" else source.file or source.file_id
        told: Any = await account.call(action, {parameter: named}, FETCH_SECONDS)
        told = told if isinstance(told, dict) else {}
        try:
            encoded = str(told.get("base64") or "").removeprefix("base64://")
            if encoded:
                return base64.b64decode(encoded, validate=True)
        except binascii.Error:
            log.warning("%s gave broken base64", action)
        return str(told.get("url") or "")

    async def _open(self, stack: AsyncExitStack, url: str) -> aiohttp.ClientResponse | None:
        """The answer of the host, or None when the address is missing, not allowed or too old. Raises NotSent."""
        for _ in range(MOST_REDIRECTS + 1):
            if not url or not self.allowed(url):
                return None
            try:
                response = await stack.enter_async_context(self._client().get(url, allow_redirects=False))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                raise NotSent("fetch", type(error).__name__) from None
            if response.status in GONE:
                return None
            if response.status >= 400:
                raise NotSent("fetch", f"http_{response.status}", answered=True)
            if response.status < 300:
                return response
            url = urljoin(url, response.headers.get("Location", ""))
        return None

    def allowed(self, url: str) -> bool:
        """Whether files are fetched from there."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if self._local and is_loopback(host):
            return parts.scheme in ("http", "https")
        fine = parts.scheme == "https" and port in (None, 443) and "@" not in parts.netloc
        if fine and any(one.covers(host) for one in self._hosts):
            return True
        if parts.scheme in ("http", "https"):
            log.warning("nothing is fetched from %s, which knowledge/networks.toml does not name", host)
        return False

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = self._resolver or (ThreadedResolver() if self._local else PublicOnly())
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, limit=32),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(CHUNK):
            yield chunk
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise NotSent("fetch", type(error).__name__) from None
