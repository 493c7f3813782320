"""`qq`: the six-turn dialog over OneBot, beside the same dialog over Telegram.

People on QQ type the numbers that stand for buttons. Two hundred of them share one QQ account, as they do in life: all
that they say and all that they are answered goes through one WebSocket.
"""

import asyncio
import json
import socket
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time
from typing import Any

import aiohttp
from aiohttp import web

from benchmarks import figures, flow, seed
from benchmarks.dialog import ROWS
from benchmarks.phones import ORDER, PATIENCE, WORDS, Tally, picture
from benchmarks.processes import running
from benchmarks.rounds import GUIDE, MEASURED, PHONES, WARM_UP, Round, measure, play

SELF = 10_001
FIRST_USER = 20_001
TOKEN = "benchmark"
PATH = "/onebot/v11/ws"
ROUNDS = 5

Json = dict[str, Any]


class Account:
    """The other end: answers calls at once, hands what is said to whoever it is said to, serves one picture."""

    def __init__(self) -> None:
        self.base = ""
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._said: dict[int, asyncio.Queue[str]] = defaultdict(asyncio.Queue)
        self._number = 0

    async def live(self, port: int) -> None:
        """Connect and answer until cancelled."""
        headers = {"Authorization": f"Bearer {TOKEN}", "X-Self-ID": str(SELF), "X-Client-Role": "Universal"}
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"ws://127.0.0.1:{port}{PATH}", headers=headers, compress=0) as socket,
        ):
            self._socket = socket
            beat = {"post_type": "meta_event", "meta_event_type": "heartbeat", "status": {"online": True}}
            await socket.send_str(json.dumps({**beat, "interval": 3_600_000, "self_id": SELF, "time": int(time())}))
            async for message in socket:
                call = json.loads(message.data)
                data = self._answer(call["action"], call["params"])
                answer = {"status": "ok", "retcode": 0, "data": data, "echo": call["echo"]}
                await socket.send_str(json.dumps(answer))

    async def says(self, user: int, message: list[Json]) -> str:
        """Say something, and wait for the answer."""
        assert self._socket is not None
        self._number += 1
        event = {
            "post_type": "message", "message_type": "private", "sub_type": "friend", "time": int(time()),
            "self_id": SELF, "user_id": user, "message_id": self._number, "message": message, "raw_message": "",
            "font": 14, "sender": {"user_id": user, "nickname": "u"},
        }  # fmt: skip
        await self._socket.send_str(json.dumps(event))
        return await asyncio.wait_for(self._said[user].get(), PATIENCE)

    @property
    def connected(self) -> bool:
        """Whether the bot let us in."""
        return self._socket is not None

    def _answer(self, action: str, params: Json) -> object:
        if action == "send_private_msg":
            self._number += 1
            self._said[params["user_id"]].put_nowait(params["message"][0]["data"]["text"])
            return {"message_id": self._number}
        return {"messages": []} if action == "get_friend_msg_history" else []


def _text(words: str) -> list[Json]:
    return [{"type": "text", "data": {"text": words}}]


class Crowd:
    """People on QQ who all talk at once until they are told to stop, each to the end of the dialog."""

    def __init__(self, account: Account, people: int) -> None:
        self.tally = Tally()
        self._account, self._stopping = account, False
        self._people = [asyncio.create_task(self._talk(FIRST_USER + place)) for place in range(people)]

    async def stop(self) -> None:
        """When all dialogs have ended."""
        self._stopping = True
        await asyncio.gather(*self._people)

    async def _talk(self, user: int) -> None:
        url = f"{self._account.base}/picture.jpg"
        image = [{"type": "image", "data": {"file": "a.jpg", "url": url, "file_size": str(len(picture()))}}]
        acts = (_text("/start"), _text(ORDER), _text("1"), _text(WORDS), image, _text("1"))
        while not self._stopping:
            answer = ""
            for act in acts:
                began = perf_counter()
                answer = await self._account.says(user, act)
                self.tally.latencies.append(perf_counter() - began)
            assert answer == flow.KEPT, answer


async def play_qq(people: int = PHONES, warm_up: float = WARM_UP, seconds: float = MEASURED) -> Round:
    """A round over OneBot from an empty data folder."""
    account = Account()
    application = web.Application()
    application.router.add_get("/picture.jpg", _picture)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    account.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with TemporaryDirectory() as name:
        folder = Path(name)
        users = list(range(FIRST_USER, FIRST_USER + people))
        await seed.people(folder, str(SELF), users, network="qq")
        port = _free_port()
        try:
            async with running(_settings(port), folder, GUIDE.module) as pid:
                async with asyncio.timeout(PATIENCE):
                    life = await _connected(account, port)
                try:
                    return await measure(Crowd(account, people), pid, folder, warm_up, seconds)
                finally:
                    life.cancel()
                    await asyncio.gather(life, return_exceptions=True)
        finally:
            await runner.cleanup()


async def compare(rounds: int = ROUNDS) -> str:
    """Both networks in turn, `rounds` times."""
    qq, telegram = [], []
    for _ in range(rounds):
        qq.append(await play_qq())
        telegram.append(await play(GUIDE))
    lines = [("", "QQ", "Telegram", "ratio")]
    for name, of, form in ROWS:
        ratios = [of(one) / of(other) for one, other in zip(qq, telegram, strict=True)]
        lines.append(
            (name, figures.column(qq, of, form), figures.column(telegram, of, form), figures.spread(ratios, ".2f"))
        )
    head = f"Six-turn dialog on QQ and on Telegram, {PHONES} people at once, {rounds} rounds in turn"
    return "\n".join([head, figures.table(lines), figures.machine()])


async def _picture(_: web.Request) -> web.Response:
    return web.Response(body=picture(), content_type="image/jpeg")


async def _connected(account: Account, port: int) -> "asyncio.Task[None]":
    """The life of the account, once the bot let it in."""
    while True:
        life = asyncio.create_task(account.live(port))
        while not account.connected and not life.done():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        if account.connected:
            return life
        await asyncio.gather(life, return_exceptions=True)
        await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _settings(port: int) -> dict[str, str]:
    return {
        "ONEBOT_ACCESS_TOKEN": TOKEN,
        "REAL_PEOPLE": "no",
        "HTTP_PORT": str(port),
    }
