"""A OneBot implementation for tests: real WebSocket, real HTTP for files, strict about what it is asked.

It answers like NapCat, keeps histories, connects again when the connection breaks, and loses what it says meanwhile.
"""

import asyncio
import base64
import hashlib
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.networks.qq.endpoint import PATH

Json = dict[str, Any]
PATIENCE = 30.0
SELF = 10001
TOKEN = "a-secret"
NOW = 1_795_000_000

FIELDS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "send_private_msg": {"user_id": int, "message": list, "group_id": int},
    "send_group_msg": {"group_id": int, "message": list},
    "get_forward_msg": {"id": str, "message_id": str},
    "get_image": {"file": str},
    "get_file": {"file": str, "file_id": str},
    "get_private_file_url": {"file_id": str},
    "upload_private_file": {"user_id": int, "file": str, "name": str},
    "upload_file_stream": {
        "stream_id": str, "chunk_data": str, "chunk_index": int, "total_chunks": int, "file_size": int,
        "expected_sha256": str, "filename": str, "file_retention": int, "is_complete": bool,
    },
    "get_friend_msg_history": {"user_id": int, "count": int},
    "get_recent_contact": {"count": int},
    "get_friend_list": {},
    "get_version_info": {},
    "set_friend_add_request": {"flag": str, "approve": bool},
}  # fmt: skip
"""Action → its parameters; any other is refused, which NapCat would not do."""


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, retcode: int, words: str) -> None:
        super().__init__(words)
        self.retcode, self.words = retcode, words


class OneBot:
    """One QQ account at its users' other end. `sent` is what the bot said, by user, as text or `[file name]`."""

    def __init__(self, port: int, *, token: str = TOKEN, self_id: int = SELF, app: str = "NapCat.Onebot") -> None:
        self.url = f"ws://127.0.0.1:{port}{PATH}"
        self.token, self.self_id, self.app = token, self_id, app
        self.role = "Universal"
        self.sent: dict[int, list[str]] = defaultdict(list)
        self.messages: list[tuple[str, Json]] = []
        """(action, parameters) of everything that was asked, in order."""
        self.uploads: list[tuple[int, str, bytes]] = []
        self.friends: set[int] = set()
        self.records: dict[str, Json] = {}
        """id → what `get_forward_msg` answers."""
        self.told: dict[str, Json] = {}
        """file name or id → what `get_image`, `get_file` and `get_private_file_url` answer."""
        self.missing: set[str] = set()
        """Actions that this implementation does not have."""
        self.trouble: dict[str, deque[Callable[[], Any]]] = defaultdict(deque)
        """action → what is done instead of answering, once each: raise Refusal, or return None for silence."""
        self.history: dict[int, list[Json]] = defaultdict(list)
        self.online = True
        self.statuses: list[int] = []
        """HTTP statuses of refused attempts."""
        self.connections = 0
        self.news = asyncio.Event()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._numbers = count(500)
        self._streams: dict[str, dict[int, bytes]] = defaultdict(dict)
        self._task: asyncio.Task[None] | None = None

    # ------------------------------------------------------------------------------------------------ connecting
    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._live())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def linked(self, times: int = 1) -> None:
        """Connected, for the n-th time at least."""
        await self.until(lambda: self.connections >= times and self._socket is not None)

    async def hang_up(self) -> None:
        """Break the connection; it is made again."""
        if self._socket is not None:
            await self._socket.close()

    async def until(self, true: Callable[[], object]) -> None:
        """Return when it is so."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                self.news.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait(), 0.05)

    async def _live(self) -> None:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "X-Self-ID": str(self.self_id),
            "X-Client-Role": self.role,
            "User-Agent": "OneBot/11",
        }
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.ws_connect(self.url, headers=headers, max_msg_size=50 * 1024 * 1024) as socket:
                        await self._speak(socket)
                except aiohttp.WSServerHandshakeError as error:
                    self.statuses.append(error.status)
                except (aiohttp.ClientError, OSError):
                    pass
                self._socket = None
                self.news.set()
                await asyncio.sleep(0.05)

    async def _speak(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.connections += 1
        await self.post({"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect"})
        await self.beat()
        async for message in socket:
            assert message.type == aiohttp.WSMsgType.TEXT
            answer = self._answer(json.loads(message.data))
            if answer is not None:
                await socket.send_str(json.dumps(answer))
            self.news.set()

    # -------------------------------------------------------------------------------------------------- speaking
    async def post(self, event: Json) -> Json:
        """Say an event, or lose it when nobody is there."""
        event = {"time": NOW, "self_id": self.self_id, **event}
        if self._socket is not None and not self._socket.closed:
            with suppress(ConnectionError):
                await self._socket.send_str(json.dumps(event))
        return event

    async def raw(self, text: str | bytes) -> None:
        """Say something that is no frame."""
        assert self._socket is not None
        await (self._socket.send_str(text) if isinstance(text, str) else self._socket.send_bytes(text))

    async def beat(self) -> None:
        """A heartbeat."""
        status = {"online": self.online, "good": True}
        await self.post(
            {"post_type": "meta_event", "meta_event_type": "heartbeat", "status": status, "interval": 30000}
        )

    async def say(self, user: int, message: object, *, time: int = NOW, **more: Any) -> Json:
        """A private message of a user, kept in the history whether or not the bot hears it."""
        event = self.private(user, message, time=time, **more)
        self.history[user].append(event)
        await self.post(event)
        return event

    def private(self, user: int, message: object, *, time: int = NOW, **more: Any) -> Json:
        """The event of a private message."""
        if isinstance(message, str) and not more.get("as_string"):
            message = [{"type": "text", "data": {"text": message}}]
        more.pop("as_string", None)
        return {
            "post_type": "message", "message_type": "private", "sub_type": "friend", "time": time,
            "self_id": self.self_id, "user_id": user, "message_id": next(self._numbers), "message": message,
            "raw_message": "", "font": 14, "sender": {"user_id": user, "nickname": f"u{user}"}, **more,
        }  # fmt: skip

    # ------------------------------------------------------------------------------------------------- answering
    def _answer(self, call: Json) -> Json | None:
        action, params = call["action"], call["params"]
        self.messages.append((action, params))
        try:
            if self.trouble[action]:
                found = self.trouble[action].popleft()()
                if found is None:
                    return None
            data = self._do(action, params)
        except Refusal as refusal:
            return {
                "status": "failed", "retcode": refusal.retcode, "data": None, "message": refusal.words,
                "wording": refusal.words, "echo": call["echo"],
            }  # fmt: skip
        return {"status": "ok", "retcode": 0, "data": data, "message": "", "wording": "", "echo": call["echo"]}

    def _do(self, action: str, params: Json) -> object:
        if action not in FIELDS or action in self.missing:
            raise Refusal(1404, f"不支持的Api {action}")
        for name, value in params.items():
            if not isinstance(value, FIELDS[action].get(name, ())):
                raise Refusal(1400, f"{name} is wrong")
        return getattr(self, f"_{action}")(params)

    def _send_private_msg(self, params: Json) -> Json:
        self.sent[params["user_id"]].append(_words(params["message"]))
        return {"message_id": next(self._numbers)}

    def _send_group_msg(self, params: Json) -> Json:
        self.sent[-params["group_id"]].append(_words(params["message"]))
        return {"message_id": next(self._numbers)}

    def _get_forward_msg(self, params: Json) -> Json:
        if params["id"] not in self.records:
            raise Refusal(1200, "消息已过期或者为内层消息，无法获取转发消息")
        return self.records[params["id"]]

    def _get_image(self, params: Json) -> Json:
        return self._known(params["file"])

    def _get_file(self, params: Json) -> Json:
        return self._known(params.get("file") or params.get("file_id") or "")

    def _get_private_file_url(self, params: Json) -> Json:
        return self._known(params["file_id"])

    def _known(self, name: str) -> Json:
        if name not in self.told:
            raise Refusal(1200, "file not found")
        return self.told[name]

    def _upload_private_file(self, params: Json) -> Json:
        file = params["file"]
        if file.startswith("base64://"):
            data = base64.b64decode(file.removeprefix("base64://"))
        else:
            chunks = self._streams[file.removeprefix("/tmp/napcat/")]
            data = b"".join(chunks[place] for place in sorted(chunks))
        self.uploads.append((params["user_id"], params["name"], data))
        self.sent[params["user_id"]].append(f"[{params['name']}]")
        return {"file_id": "f"}

    def _upload_file_stream(self, params: Json) -> Json:
        chunks = self._streams[params["stream_id"]]
        if not params.get("is_complete"):
            chunks[params["chunk_index"]] = base64.b64decode(params["chunk_data"])
            whole = b"".join(chunks[place] for place in sorted(chunks))
            if len(chunks) == params["total_chunks"]:
                assert hashlib.sha256(whole).hexdigest() == params["expected_sha256"]
            return {"type": "stream", "status": "chunk_received"}
        return {"type": "response", "status": "file_complete", "file_path": f"/tmp/napcat/{params['stream_id']}"}

    def _get_friend_msg_history(self, params: Json) -> Json:
        return {"messages": self.history[params["user_id"]][-params["count"] :]}

    def _get_recent_contact(self, _: Json) -> list[Json]:
        return [
            {"peerUin": str(user), "chatType": 1, "msgTime": str(said[-1]["time"])}
            for user, said in self.history.items()
            if said
        ]

    def _get_friend_list(self, _: Json) -> list[Json]:
        return [{"user_id": user, "nickname": ""} for user in self.friends]

    def _get_version_info(self, _: Json) -> Json:
        return {"app_name": self.app, "protocol_version": "v11", "app_version": "4.18.0"}

    def _set_friend_add_request(self, _: Json) -> None:
        return None

    def asked(self, action: str) -> list[Json]:
        """Parameters of all calls of an action."""
        return [params for name, params in self.messages if name == action]


def _words(message: list[Json]) -> str:
    for part in message:
        assert set(part) == {"type", "data"}, part
    return "".join(part["data"]["text"] if part["type"] == "text" else f"[{part['type']}]" for part in message)


class FileServer:
    """Files at addresses, over real HTTP. `paths` maps a path to a status and a body, or to where it redirects."""

    def __init__(self) -> None:
        self.paths: dict[str, tuple[int, bytes] | str] = {}
        self.asked: list[str] = []
        self.base = ""

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Self]:
        """While the block runs."""
        application = web.Application()
        application.router.add_get("/{path:.*}", self._serve)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        self.asked.append(path)
        found = self.paths.get(path, (404, b""))
        if isinstance(found, str):
            return web.Response(status=302, headers={"Location": found})
        return web.Response(status=found[0], body=found[1])
