"""The transport: what may have had its effect is told apart from what cannot have, and no error shows the token."""

import asyncio
import io
import logging
import struct
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram.ext import ExtBot

from bot.errors import NetworkFailure, NotSent, Refused, TokenRejected, TryLater, Uncertain, Unreachable
from bot.networks.telegram.api import Api
from bot.networks.telegram.request import AiohttpRequest
from tests.bot.networks.telegram.support import TOKEN, Scripted, bad, good

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], object]
WORDS = "private words"


@asynccontextmanager
async def api_at(url: str, proxy: str | None = None, read_seconds: float = 1.0) -> AsyncIterator[Api]:
    request = AiohttpRequest(proxy=proxy, read_seconds=read_seconds)
    await request.initialize()
    try:
        bot = ExtBot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request)
        yield Api(bot, request, request)
    finally:
        await request.shutdown()


@asynccontextmanager
async def tcp(handler: Handler) -> AsyncIterator[int]:
    """A server of raw bytes; its port."""
    open_ones: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.append(writer)
        result = handler(reader, writer)
        if asyncio.iscoroutine(result):
            await result

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        for writer in open_ones:
            writer.close()
        await listening.wait_closed()


async def failure_at(url: str, proxy: str | None = None) -> NetworkFailure:
    async with api_at(url, proxy, read_seconds=0.3) as api:
        with pytest.raises(NetworkFailure) as caught:
            await api.call("sendMessage", {"chat_id": 1, "text": WORDS})
    return caught.value


def html(status: int) -> web.Response:
    return web.Response(status=status, text=f"<html>/bot{TOKEN}/sendMessage</html>", content_type="text/html")


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (lambda _: html(502), Uncertain, "http_502"),
        (lambda _: html(504), Uncertain, "http_504"),
        (lambda _: bad(502, "Bad Gateway"), Uncertain, "http_502"),
        (lambda _: html(503), NotSent, "http_503"),
        (lambda _: bad(500, "Internal Server Error"), NotSent, "http_500"),
        (lambda _: html(403), NotSent, "http_403"),
        (lambda _: html(404), NotSent, "http_404"),
        (lambda _: html(302), NotSent, "http_302"),
        (lambda _: html(429), NotSent, "http_429"),
        (lambda _: bad(429, "Too Many Requests: retry after 3", retry_after=3), TryLater, "try_later"),
        (lambda _: bad(429, "Too Many Requests", retry_after="soon"), NotSent, "http_429"),
        (lambda _: bad(403, "Forbidden: bot was blocked by the user"), Unreachable, "forbidden"),
        (lambda _: bad(403, "Forbidden: user is deactivated"), Unreachable, "forbidden"),
        (lambda _: bad(400, "Bad Request: chat not found"), Unreachable, "chat_not_found"),
        (lambda _: bad(400, "Bad Request: message is too long"), Refused, "too_long"),
        (lambda _: bad(400, "Bad Request: BUTTON_DATA_INVALID"), Refused, "button_data"),
        (lambda _: bad(400, f"Bad Request: can't parse '{WORDS}'"), Refused, "bad_request"),
        (lambda _: bad(400, "Bad Request: group chat was upgraded to a supergroup chat"), Refused, "chat_migrated"),
        (lambda _: bad(413, "Request Entity Too Large"), Refused, "file_too_big"),
        (lambda _: html(413), Refused, "file_too_big"),
        (lambda _: bad(401, "Unauthorized"), TokenRejected, "token_rejected"),
        (lambda _: bad(404, "Not Found"), TokenRejected, "token_rejected"),
        (lambda _: web.Response(text="<html>a hotel</html>"), Uncertain, "TelegramError"),
        (lambda _: web.Response(body=b'{"ok":true,"result":{"message'), Uncertain, "TelegramError"),
        (lambda _: web.Response(body=b'{"ok":true}'), Uncertain, "TelegramError"),
        (lambda _: web.Response(body=b'{"ok":false}'), Uncertain, "KeyError"),
        (lambda _: web.Response(body=b"\xff\xfe"), Uncertain, "TelegramError"),
    ],
)
async def test_every_answer_is_told_apart(answer: object, kind: type[NetworkFailure], code: str) -> None:
    async with Scripted({"sendMessage": [answer]}).serving() as url:
        failure = await failure_at(url)
    assert type(failure) is kind
    assert failure.code == code
    if isinstance(failure, TryLater):
        assert failure.after == 3
    if isinstance(failure, NotSent) and not isinstance(failure, TokenRejected):
        assert failure.answered


async def test_what_was_never_written_is_not_sent_and_what_was_written_is_in_doubt() -> None:
    async with tcp(lambda _r, writer: writer.close()) as port:
        pass
    refused = await failure_at(f"http://127.0.0.1:{port}")
    unknown = await failure_at("http://no-such-host.invalid")
    assert [type(one) for one in (refused, unknown)] == [NotSent, NotSent]
    assert not any(isinstance(one, NotSent) and one.answered for one in (refused, unknown))

    async def read_and_hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}")
        writer.transport.abort()

    async def read_and_say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def half_an_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}")
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"ok":true,')
        writer.close()

    for behaviour in (read_and_hang_up, read_and_say_nothing, half_an_answer):
        async with tcp(behaviour) as port:
            assert type(await failure_at(f"http://127.0.0.1:{port}")) is Uncertain


async def test_no_encryption_where_it_is_expected_is_not_sent() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with tcp(plain) as port:
        assert type(await failure_at(f"https://127.0.0.1:{port}")) is NotSent


async def test_the_token_and_the_words_are_in_no_error_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    answers = [
        lambda _: html(502),
        lambda _: bad(401, "Unauthorized"),
        lambda _: bad(400, f"Bad Request: {WORDS}"),
        lambda _: web.Response(text=f"{WORDS} /bot{TOKEN}/"),
    ]
    failures = []
    with caplog.at_level(logging.INFO):
        for answer in answers:
            async with Scripted({"sendMessage": [answer]}).serving() as url:
                failures.append(await failure_at(url))
        failures.append(await failure_at("http://127.0.0.1:1"))
        failures.append(await failure_at("http://127.0.0.1:1", "http://name:password@127.0.0.1:1"))
        failures.append(await failure_at("http://no-such-host.invalid"))
    told = caplog.text
    for failure in failures:
        told += "".join(traceback.format_exception(failure))
        # Whoever prints everything that hangs on the exception must find nothing either.
        chained: BaseException | None = failure
        while chained is not None:
            told += repr(chained)
            chained = chained.__cause__ or chained.__context__
    assert TOKEN not in told
    assert TOKEN.partition(":")[2] not in told
    assert WORDS not in told
    assert "password" not in told


async def test_bodies_are_json_and_half_characters_are_replaced() -> None:
    seen: list[bytes] = []

    async def keep(request: web.Request) -> object:
        seen.append(await request.read())
        return True

    async with Scripted({"sendMessage": [keep]}).serving() as url, api_at(url) as api:
        await api.call("sendMessage", {"chat_id": 1, "text": "投诉 \ud83d", "reply_markup": {"inline_keyboard": [[]]}})
        await api.call("sendMessage")
    assert seen[0].decode() == '{"chat_id":1,"text":"投诉 ?","reply_markup":{"inline_keyboard":[[]]}}'
    assert seen[1] == b"{}"


async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy bytes until the end."""
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


async def joined(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int, welcome: bytes
) -> None:
    """Become a tunnel."""
    there_reader, there_writer = await asyncio.open_connection(host, port)
    writer.write(welcome)
    await asyncio.gather(forward(reader, there_writer), forward(there_reader, writer))


class HttpProxy:
    """CONNECT of RFC 9110 9.3.6."""

    def __init__(self, refuse: bool = False) -> None:
        self.asked: list[str] = []
        self.refuse = refuse

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head.split(" ")[1])
        if self.refuse:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            writer.close()
            return
        host, _, port = self.asked[-1].rpartition(":")
        await joined(reader, writer, host, int(port), b"HTTP/1.1 200 Connection established\r\n\r\n")


class Socks5:
    """RFC 1928, without authentication, to names."""

    def __init__(self, refuse: bool = False) -> None:
        self.asked: list[str] = []
        self.refuse = refuse

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = ".".join(str(byte) for byte in await reader.readexactly(4))
        (port,) = struct.unpack(">H", await reader.readexactly(2))
        self.asked.append(f"{host}:{port}")
        reply = b"\x05" + (b"\x05" if self.refuse else b"\x00") + b"\x00\x01" + bytes(6)
        if self.refuse:
            writer.write(reply)
            writer.close()
            return
        await joined(reader, writer, host, port, reply)


@pytest.mark.parametrize(("scheme", "kind"), [("http", HttpProxy), ("socks5", Socks5)])
async def test_calls_go_through_the_proxy_which_also_looks_up_names(
    scheme: str, kind: type[HttpProxy] | type[Socks5]
) -> None:
    proxy, scripted = kind(), Scripted()
    async with scripted.serving() as url, tcp(proxy) as port:
        by_name = url.replace("127.0.0.1", "localhost")
        async with api_at(by_name, f"{scheme}://127.0.0.1:{port}") as api:
            assert await api.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert proxy.asked == [by_name.removeprefix("http://")]
    assert scripted.called("sendMessage") == [{"chat_id": 1, "text": "x"}]


@pytest.mark.parametrize(("scheme", "kind"), [("http", HttpProxy), ("socks5", Socks5)])
async def test_a_proxy_that_refuses_or_is_away_sent_nothing(scheme: str, kind: type[HttpProxy] | type[Socks5]) -> None:
    async with Scripted().serving() as url:
        async with tcp(kind(refuse=True)) as port:
            refused = await failure_at(url, f"{scheme}://127.0.0.1:{port}")
        away = await failure_at(url, f"{scheme}://127.0.0.1:{port}")
    for failure in (refused, away):
        assert type(failure) is NotSent
        assert failure.code == "not_connected"


async def test_files_are_sent_from_disk_with_their_chinese_name() -> None:
    parts: dict[str, object] = {}

    async def keep(request: web.Request) -> object:
        for name, value in (await request.post()).items():
            parts[name] = (
                (value.filename, value.content_type, value.file.read()) if isinstance(value, web.FileField) else value
            )
        return good({"message_id": 5, "date": 0, "chat": {"id": 1, "type": "private"}})

    request = AiohttpRequest()
    await request.initialize()
    async with Scripted({"sendDocument": [keep]}).serving() as url:
        bot = ExtBot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=AiohttpRequest())
        await bot.send_document(1, io.BytesIO(b"bytes"), caption="说明", filename="投诉3.zip")
    await request.shutdown()
    assert parts == {"chat_id": "1", "caption": "说明", "document": ("投诉3.zip", "application/zip", b"bytes")}
