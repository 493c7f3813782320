"""Who gets in: loopback addresses and names only, the page's token on each of its calls, the bot's on each of its."""

import aiohttp
import pytest
from aiohttp import web

from sandbox import Sandbox, SandboxError
from sandbox.pages import TOKEN_HEADER
from tests.sandbox.conftest import Api, HandClock

CALLS = [
    ("GET", "users"),
    ("POST", "users"),
    ("GET", "users/5000000001/events"),
    ("POST", "users/5000000001/say"),
    ("POST", "users/5000000001/tap"),
    ("POST", "users/5000000001/upload"),
    ("POST", "clock"),
    ("GET", "files/sandbox-photo-1"),
]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_another_host_than_the_loopback_is_refused(clock: HandClock, host: str) -> None:
    with pytest.raises(SandboxError) as refused:
        Sandbox(clock=clock, host=host)
    assert refused.value.code == "not_loopback"


@pytest.mark.parametrize("token", ["", ":x", "bot:x", "12"])
def test_a_token_has_a_bot_id(clock: HandClock, token: str) -> None:
    if token:
        with pytest.raises(SandboxError, match="bad_token"):
            Sandbox(clock=clock, token=token)
    else:
        assert Sandbox(clock=clock).token != Sandbox(clock=clock).token


async def test_a_taken_port_is_named(sandbox: Sandbox, clock: HandClock) -> None:
    port = int(sandbox.base_url.rsplit(":", 1)[1])
    with pytest.raises(SandboxError) as refused:
        await Sandbox(clock=clock, port=port).start()
    assert refused.value.code == "address_in_use"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("localhost", 200),
        ("localhost:9999", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:80", 200),
        ("[::1]", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("192.168.1.4:8080", 403),
    ],
)
async def test_only_loopback_names_are_answered(sandbox: Sandbox, api: Api, name: str, status: int) -> None:
    for path in ("/", f"/bot{sandbox.token}/getMe"):
        async with api.http.get(f"{sandbox.base_url}{path}", headers={"Host": name}) as response:
            assert response.status == status


@pytest.mark.parametrize(("verb", "path"), CALLS)
async def test_each_call_of_the_page_needs_its_token(sandbox: Sandbox, api: Api, verb: str, path: str) -> None:
    sandbox.phone(5_000_000_001)
    for headers in ({}, {TOKEN_HEADER: "wrong"}, {TOKEN_HEADER: sandbox.token}):
        async with api.http.request(verb, f"{sandbox.base_url}/sandbox/api/{path}", headers=headers) as response:
            assert response.status == 403
    assert sandbox.pending == 0


async def test_the_page_is_served_with_its_token_and_nothing_from_elsewhere(sandbox: Sandbox, api: Api) -> None:
    async with api.http.get(sandbox.page_url) as response:
        page = await response.text()
        policy = response.headers["Content-Security-Policy"]
    assert f'content="{sandbox.page_token}"' in page
    assert "default-src 'self'" in policy
    assert "http://" not in page
    assert "https://" not in page
    for name, status in (("main.js", 200), ("base.css", 200), ("wallpaper.svg", 200), ("..%2fserver.py", 404)):
        async with api.http.get(f"{sandbox.base_url}/page/{name}") as response:
            assert response.status == status


async def test_calls_made_by_hand_do_no_harm(sandbox: Sandbox, api: Api) -> None:
    phone = sandbox.phone()
    url = f"{sandbox.base_url}/sandbox/api/users/{phone.user_id}"
    headers = {TOKEN_HEADER: sandbox.page_token}
    bodies = [
        ("say", {}, 400),
        ("say", {"text": ""}, 409),
        ("say", {"text": "x" * 4097}, 409),
        ("tap", {"message_id": 77, "data": "x"}, 409),
        ("edit", {"message_id": "x", "text": "y"}, 400),
        ("other", {"kind": "bomb"}, 400),
        ("fly", {}, 404),
    ]
    for act, body, status in bodies:
        async with api.http.post(f"{url}/{act}", json=body, headers=headers) as response:
            assert response.status == status, act
    raw = aiohttp.BytesPayload(b'{"text":"\\ud800"}')
    async with api.http.post(f"{url}/say", data=raw, headers=headers) as response:
        assert response.status == 400
    async with api.http.post(f"{sandbox.base_url}/sandbox/api/users/1/say", json={}, headers=headers) as response:
        assert (response.status, await response.json()) == (409, {"error": "no_such_user"})
    assert phone.messages == []
    assert sandbox.pending == 0


async def test_more_routes_are_served_beside(clock: HandClock) -> None:
    async def healthy(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async with (
        Sandbox(clock=clock, routes=[web.get("/healthz", healthy)]) as sandbox,
        aiohttp.ClientSession() as http,
        http.get(f"{sandbox.base_url}/healthz") as response,
    ):
        assert await response.json() == {"alive": True}
