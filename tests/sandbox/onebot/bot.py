"""The bot's end made of plain aiohttp: a WebSocket endpoint that keeps what it hears and calls actions."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

PATH = "/onebot/v11/ws"
TOKEN = "a-long-token"

Json = dict[str, Any]


class Bot:
    """One endpoint. `events` holds what came; `on_event` may answer it with calls of its own."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        self.headers: list[Json] = []
        self.broken: list[str] = []
        self.socket: web.WebSocketResponse | None = None
        self.refuse = 0
        self.on_event: Callable[[Json], Any] = lambda _event: None
        self._answers: dict[str, asyncio.Future[Json]] = {}
        self._heard = asyncio.Condition()
        self._echo = 0

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self._endpoint)]

    async def call(self, action: str, **params: Any) -> Json:
        """The whole answer of an action."""
        assert self.socket
        self._echo += 1
        echo = f"e{self._echo}"
        self._answers[echo] = answer = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"action": action, "params": params, "echo": echo})
        return await asyncio.wait_for(answer, 5)

    async def data(self, action: str, **params: Any) -> Any:
        """The data of an action that must succeed."""
        answer = await self.call(action, **params)
        assert (answer["status"], answer["retcode"]) == ("ok", 0), answer
        return answer["data"]

    async def refusal(self, action: str, **params: Any) -> tuple[int, str]:
        """retcode and words of an action that must fail."""
        answer = await self.call(action, **params)
        assert answer["status"] == "failed"
        return answer["retcode"], answer["message"]

    async def event(self, post_type: str, number: int = 1) -> Json:
        """The n-th event of a kind, awaited."""
        found: list[Json] = []

        def there() -> bool:
            found[:] = [event for event in self.events if event["post_type"] == post_type]
            return len(found) >= number

        async with self._heard:
            await asyncio.wait_for(self._heard.wait_for(there), 5)
        return found[number - 1]

    async def _endpoint(self, request: web.Request) -> web.StreamResponse:
        self.headers.append(dict(request.headers))
        if self.refuse:
            return web.Response(status=self.refuse)
        socket = self.socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        running = set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                running.add(asyncio.create_task(self._hear(message.data)))
        await asyncio.gather(*running)
        return socket

    async def _hear(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            self.broken.append(text)
            return
        if "post_type" not in frame:
            answer = self._answers.pop(frame["echo"] or "", None)
            if answer and not answer.done():
                answer.set_result(frame)
            return
        async with self._heard:
            self.events.append(frame)
            self._heard.notify_all()
        done = self.on_event(frame)
        if asyncio.iscoroutine(done):
            await done
