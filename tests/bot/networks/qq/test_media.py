"""Fetching what users send: from where, and what is done when an address is missing or too old."""

import base64
import socket
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import NotSent, Refused
from bot.networks.qq.media import Media, PublicOnly, Source
from dialogs.events import Chat
from tests.bot.networks.qq.double import SELF, FileServer, OneBot
from tests.bot.networks.qq.support import HOSTS, Bench, bench

CHAT = Chat("qq", str(SELF), "20002")
DATA = bytes(range(256)) * 1000


async def fetched(b: Bench, source: Source) -> bytes:
    return b"".join([chunk async for chunk in b.network.fetch(CHAT, source.token())])


# ----------------------------------------------------------------------------------------------------------- from where
@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://pictures.example.com/a?b=c", True),
        ("https://PICTURES.example.com/a", True),
        ("https://pictures.example.com:443/a", True),
        ("https://a.files.example.com/a", True),
        ("https://files.example.com/a", True),
        ("http://pictures.example.com/a", False),
        ("https://pictures.example.com:8443/a", False),
        ("https://user@pictures.example.com/a", False),
        ("https://sub.pictures.example.com/a", False),
        ("https://pictures.example.com.evil.com/a", False),
        ("https://evilfiles.example.com/a", False),
        ("https://evil.com/pictures.example.com", False),
        ("https://127.0.0.1/a", False),
        ("http://localhost/a", False),
        ("https://[::1]/a", False),
        ("https://169.254.169.254/latest", False),
        ("https://10.0.0.1/a", False),
        ("file:///etc/passwd", False),
        ("ftp://pictures.example.com/a", False),
        ("https://pictures.example.com:x/a", False),
        ("https://[/a", False),
        ("", False),
    ],
)
def test_only_https_to_hosts_that_are_known(url: str, fine: bool) -> None:
    assert Media(HOSTS).allowed(url) is fine


def test_a_stand_in_on_this_machine_may_serve_from_it() -> None:
    media = Media(HOSTS, local=True)
    assert media.allowed("http://127.0.0.1:8080/a")
    assert not media.allowed("http://192.168.0.1/a")
    assert not media.allowed("file:///etc/passwd")


class Names(AbstractResolver):
    """Gives these addresses for every name."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=0) for one in self.addresses
        ]

    async def close(self) -> None: ...


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"]
)
async def test_a_known_name_that_leads_into_our_own_network_leads_nowhere(address: str) -> None:
    with pytest.raises(OSError, match="no public address"):
        await PublicOnly(Names(address)).resolve("pictures.example.com")
    found = await PublicOnly(Names(address, "1.1.1.1")).resolve("pictures.example.com")
    assert [one["host"] for one in found] == ["1.1.1.1"]


async def test_the_answer_of_the_name_service_is_what_is_connected_to() -> None:
    media = Media(HOSTS, resolver=PublicOnly(Names("127.0.0.1")))
    async with bench() as b, b.account():
        account = b.endpoint.account(str(SELF))
        with pytest.raises(NotSent):
            _ = [
                chunk
                async for chunk in media.fetch(account, Source("picture", "https://pictures.example.com/a").token())
            ]
    await media.stop()


# ----------------------------------------------------------------------------------------------------------- what comes
async def test_a_file_comes_in_pieces_as_it_is() -> None:
    async with FileServer().serving() as files, bench() as b, b.account():
        files.paths["a"] = (200, DATA)
        assert await fetched(b, Source("image", f"{files.base}/a", "A.png")) == DATA


async def test_a_redirect_is_followed_when_it_leads_where_one_may_go() -> None:
    async with FileServer().serving() as files, bench() as b, b.account():
        files.paths |= {"a": f"{files.base}/b", "b": "/c", "c": (200, DATA)}
        assert await fetched(b, Source("image", f"{files.base}/a")) == DATA
        assert files.asked == ["a", "b", "c"]


@pytest.mark.parametrize("where", ["http://192.168.0.1/a", "file:///etc/passwd", "https://evil.com/", ""])
async def test_a_redirect_is_not_followed_blindly(where: str) -> None:
    async with FileServer().serving() as files, bench() as b, b.account():
        files.paths["a"] = where
        with pytest.raises(Refused, match="file_gone"):
            await fetched(b, Source("image", f"{files.base}/a"))


async def test_redirects_in_a_circle_end() -> None:
    async with FileServer().serving() as files, bench() as b, b.account():
        files.paths["a"] = f"{files.base}/a"
        with pytest.raises(Refused, match="file_gone"):
            await fetched(b, Source("image", f"{files.base}/a"))
        assert len(files.asked) <= 8


@pytest.mark.parametrize("status", [400, 403, 404, 410])
async def test_an_address_that_is_too_old_is_asked_for_again(status: int) -> None:
    async with FileServer().serving() as files, bench() as b, b.account() as onebot:
        files.paths |= {"old": (status, b"expired"), "new": (200, DATA)}
        onebot.told["A.png"] = {"file": "/app/A.png", "url": f"{files.base}/new"}
        assert await fetched(b, Source("image", f"{files.base}/old", "A.png")) == DATA
        assert onebot.asked("get_image") == [{"file": "A.png"}]


async def test_a_file_without_address_is_asked_for_by_its_id() -> None:
    async with FileServer().serving() as files, bench() as b, b.account() as onebot:
        files.paths["f"] = (200, DATA)
        onebot.told["/id"] = {"url": f"{files.base}/f"}
        assert await fetched(b, Source("file", "", "a.pdf", "/id")) == DATA
        assert onebot.asked("get_private_file_url") == [{"file_id": "/id"}]


async def test_the_bytes_themselves_are_taken_too() -> None:
    async with bench() as b, b.account() as onebot:
        onebot.missing.add("get_private_file_url")
        onebot.told["/id"] = {"file": "/app/a.pdf", "url": "/app/a.pdf", "base64": base64.b64encode(DATA).decode()}
        assert await fetched(b, Source("file", "", "a.pdf", "/id")) == DATA


@pytest.mark.parametrize("told", [{}, {"url": "/app/a.png"}, {"url": "file:///a"}, {"base64": "%%%"}, None, [1]])
async def test_paths_of_another_machine_and_nonsense_are_of_no_use(told: Any) -> None:
    async with FileServer().serving() as files, bench() as b, b.account() as onebot:
        onebot.told["A.png"] = told
        with pytest.raises(Refused, match="file_gone"):
            await fetched(b, Source("image", f"{files.base}/404", "A.png"))


async def test_a_host_in_trouble_is_asked_again_later() -> None:
    async with FileServer().serving() as files, bench() as b, b.account():
        files.paths["a"] = (502, b"")
        with pytest.raises(NotSent, match="http_502"):
            await fetched(b, Source("image", f"{files.base}/a"))


async def test_without_its_account_a_file_waits() -> None:
    async with bench() as b:
        with pytest.raises(NotSent, match="not_connected"):
            await fetched(b, Source("image", "https://pictures.example.com/a"))


async def test_an_implementation_that_does_not_answer_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.networks.qq.media.FETCH_SECONDS", 0.05)

    def silent(onebot: OneBot) -> None:
        for action in ("get_image", "get_file"):
            onebot.trouble[action].append(lambda: None)

    async with bench() as b, b.account() as onebot:
        silent(onebot)
        with pytest.raises(Exception, match="no_answer"):
            await fetched(b, Source("image", "", "A.png"))


@pytest.mark.parametrize("token", ["", "x", "[]", '{"kind": "image", "else": 1}', "3", "{}"])
async def test_what_is_no_source_is_gone(token: str) -> None:
    async with bench() as b, b.account():
        with pytest.raises(Refused, match="file_gone"):
            _ = [chunk async for chunk in b.network.fetch(CHAT, token)]
