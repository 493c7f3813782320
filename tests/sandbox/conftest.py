"""A running sandbox and a bot made of plain HTTP calls."""

from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import aiohttp
import pytest

from sandbox import Sandbox

START = 1_795_400_000
"""A Monday in November 2026, UTC seconds."""


class HandClock:
    """Bot time that moves only when it is moved."""

    def __init__(self, now: int = START) -> None:
        self.seconds = now
        self.speed = 1.0

    def now(self) -> int:
        return self.seconds

    def jump(self, seconds: int) -> None:
        self.seconds += seconds


class Api:
    """A bot: `call` gives status and body, `result` the result of a call that must succeed."""

    def __init__(self, base_url: str, token: str) -> None:
        self.base_url = base_url
        self.token = token

    async def __aenter__(self) -> Self:
        self.http = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()

    async def call(self, method: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        async with self.http.post(f"{self.base_url}/bot{self.token}/{method}", json=fields) as response:
            return response.status, await response.json()

    async def result(self, method: str, **fields: Any) -> Any:
        status, body = await self.call(method, **fields)
        assert status == 200, body
        return body["result"]

    async def refusal(self, method: str, **fields: Any) -> str:
        """The description of a call that must fail with 400."""
        status, body = await self.call(method, **fields)
        assert (status, body["ok"], body["error_code"]) == (400, False, 400), body
        description: str = body["description"]
        return description

    async def updates(self, **fields: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.result("getUpdates", **fields)
        return found

    async def form(self, method: str, form: aiohttp.FormData) -> tuple[int, dict[str, Any]]:
        async with self.http.post(f"{self.base_url}/bot{self.token}/{method}", data=form) as response:
            return response.status, await response.json()

    async def download(self, path: str) -> tuple[int, bytes]:
        async with self.http.get(f"{self.base_url}/file/bot{self.token}/{path}") as response:
            return response.status, await response.read()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def sandbox(clock: HandClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running:
        yield running


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Api]:
    async with Api(sandbox.base_url, sandbox.token) as bot:
        yield bot
