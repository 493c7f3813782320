"""What the page calls: `/` and its files, `/sandbox/api/…` with the page's token in the header X-Sandbox-Token.

`events` is a stream of JSON lines: first the whole chat, then what changes; the page starts anew when it ends.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from hmac import compare_digest
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.botapi import BotApi
from sandbox.compact import clean_name, decoded, encoded
from sandbox.errors import ApiError, SandboxError
from sandbox.people import Origin
from sandbox.phone import Phone
from sandbox.world import Json, World

TOKEN_HEADER = "X-Sandbox-Token"
HEARTBEAT = 15.0
_PAGE = Path(__file__).parent / "page"
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_SAFE = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_MAX_SPEED = 100_000
_MAX_JUMP = 366 * 86_400


class Control:
    """The page's side of one world."""

    def __init__(self, world: World, bot_api: BotApi, token: str, phone: Callable[[int | None, str], Phone]) -> None:
        self._world = world
        self._bot_api = bot_api
        self._clock = world.clock
        self._token = token
        self._phone = phone
        self._streams: set[asyncio.Queue[bytes]] = set()
        self._page = {path.name: path for path in _PAGE.iterdir() if path.suffix in _TYPES}

    def routes(self) -> list[web.RouteDef]:
        """To be put into the application."""
        return [
            web.get("/", self._file),
            web.get("/page/{name}", self._file),
            web.get("/sandbox/api/users", self._guarded(self._users)),
            web.post("/sandbox/api/users", self._guarded(self._new_user)),
            web.get("/sandbox/api/users/{user}/events", self._guarded(self._events)),
            web.post("/sandbox/api/users/{user}/tap", self._guarded(self._tap)),
            web.post("/sandbox/api/users/{user}/upload", self._guarded(self._upload)),
            web.post("/sandbox/api/users/{user}/{act}", self._guarded(self._act)),
            web.post("/sandbox/api/clock", self._guarded(self._set_clock)),
            web.get("/sandbox/api/files/{file_id}", self._guarded(self._download)),
        ]

    def stop(self) -> None:
        """End all streams."""
        for stream in self._streams:
            _push(stream, b"")

    def tell_clock(self) -> None:
        """Tell all pages what time it is."""
        for stream in self._streams:
            _push(stream, _line("clock", self._time()))

    async def _file(self, request: web.Request) -> web.Response:
        path = self._page.get(request.match_info.get("name", "index.html"))
        if path is None:
            raise web.HTTPNotFound
        text = path.read_text(encoding="utf-8").replace("{{token}}", self._token)
        return web.Response(text=text, content_type=_TYPES[path.suffix], headers=_SAFE)

    def _guarded(self, handler: Callable[[web.Request], Any]) -> Callable[[web.Request], Any]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), self._token.encode()):
                return web.json_response({"error": "token"}, status=403)
            try:
                answer = await handler(request)
            except SandboxError as error:
                return web.json_response({"error": error.code}, status=409)
            except ApiError as error:
                return web.json_response({"error": error.description}, status=409)
            except (KeyError, ValueError, TypeError):
                return web.json_response({"error": "bad_request"}, status=400)
            return answer if isinstance(answer, web.StreamResponse) else web.json_response(answer)

        return guarded

    async def _users(self, _request: web.Request) -> list[Json]:
        return list(self._world.users.values())

    async def _new_user(self, request: web.Request) -> Json:
        phone = self._phone(None, str((decoded(await request.read()))["name"])[:64])
        return self._world.users[phone.user_id]

    async def _act(self, request: web.Request) -> Json:
        act = _ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        act(self._user(request), decoded(await request.read()))
        return {"ok": True}

    async def _tap(self, request: web.Request) -> Json:
        phone, tapped = self._user(request), decoded(await request.read())
        return {"query_id": phone.tap_data(int(tapped["message_id"]), str(tapped["data"]))}

    async def _upload(self, request: web.Request) -> Json:
        phone, form = self._user(request), await request.post()
        files = [
            (field.file.read(), clean_name(field.filename), field.content_type)
            for field in form.getall("file")
            if isinstance(field, web.FileField)
        ]
        caption, origin = str(form.get("caption", "")), _origin(json.loads(str(form.get("origin", "null"))))
        if form.get("as") == "photo":
            phone.send_photo(*(data for data, _, _ in files), caption=caption, origin=origin)
        elif len(files) > 1:
            phone.send_documents(*((data, name) for data, name, _ in files), caption=caption)
        else:
            data, name, mime = files[0]
            phone.send_document(data, name, mime=mime, caption=caption, origin=origin)
        return {"ok": True}

    async def _set_clock(self, request: web.Request) -> Json:
        wanted = decoded(await request.read())
        if "speed" in wanted:
            self._clock.speed = min(max(float(wanted["speed"]), 0.0), _MAX_SPEED)
        if "jump" in wanted:
            self._clock.jump(min(max(int(wanted["jump"]), 0), _MAX_JUMP))
        self.tell_clock()
        return self._time()

    async def _download(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["file_id"])
        return web.Response(body=self._world.files.data(file), content_type="application/octet-stream", headers=_SAFE)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        phone = self._user(request)
        stream: asyncio.Queue[bytes] = asyncio.Queue(maxsize=5000)

        def hear(kind: str, data: Json) -> None:
            _push(stream, _line(kind, self._state(phone) if kind in ("profile", "user", "chat") else data))

        response = web.StreamResponse(headers={**_SAFE, "Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        _push(stream, _line("hello", self._state(phone) | {"messages": phone.messages}))
        listened = [self._world.listeners.setdefault(key, []) for key in (phone.chat_id, 0)]
        for listeners in listened:
            listeners.append(hear)
        self._streams.add(stream)
        try:
            await self._pump(stream, response)
        finally:
            self._streams.discard(stream)
            for listeners in listened:
                listeners.remove(hear)
        return response

    async def _pump(self, stream: asyncio.Queue[bytes], response: web.StreamResponse) -> None:
        """Write lines until the stream ends (an empty line) or the page goes away; a beat keeps the clock right."""
        with suppress(ConnectionError):
            while True:
                line = _line("clock", self._time())
                with suppress(TimeoutError):
                    line = await asyncio.wait_for(stream.get(), HEARTBEAT)
                if not line:
                    return
                await response.write(line)

    def _user(self, request: web.Request) -> Phone:
        user_id = int(request.match_info["user"])
        if user_id not in self._world.users:
            raise SandboxError("no_such_user")
        return self._phone(user_id, "")

    def _state(self, phone: Phone) -> Json:
        profile, user = self._bot_api.profile, self._world.users[phone.user_id]
        language = str(user.get("language_code", ""))[:2]
        chat = self._world.chats[phone.chat_id]
        return {
            "bot": self._world.bot | {"first_name": profile.text("name", language) or self._world.bot["first_name"]},
            "description": profile.text("description", language),
            "about": profile.text("short_description", language),
            "commands": profile.commands_for(phone.chat_id, language),
            "user": user,
            "users": list(self._world.users.values()),
            "started": chat.started,
            "blocked": chat.blocked,
            "clock": self._time(),
        }

    def _time(self) -> Json:
        return {"now": self._clock.now(), "speed": self._clock.speed}


def _push(stream: asyncio.Queue[bytes], line: bytes) -> None:
    """A page that does not keep up is cut off; it starts anew with the whole chat."""
    if stream.full():
        while not stream.empty():
            stream.get_nowait()
        line = b""
    stream.put_nowait(line)


def _line(kind: str, data: Json) -> bytes:
    return encoded({"kind": kind, "data": data}) + b"\n"


def _origin(data: Json | None) -> Origin | None:
    return Origin(str(data["name"])[:64], int(data["date"]), data.get("kind", "hidden_user")) if data else None


def _say(phone: Phone, data: Json) -> None:
    phone.say(str(data["text"]), reply_to=data.get("reply_to"), origin=_origin(data.get("origin")))


def _other(phone: Phone, data: Json) -> None:
    kinds: dict[str, Callable[[], Json]] = {
        "voice": phone.send_voice,
        "sticker": phone.send_sticker,
        "location": phone.send_location,
        "contact": lambda: phone.send_contact(first_name=str(data.get("first_name", "Contact"))),
    }
    kinds[data["kind"]]()


_ACTS: dict[str, Callable[[Phone, Json], object]] = {
    "say": _say,
    "other": _other,
    "edit": lambda phone, data: phone.edit(int(data["message_id"]), str(data["text"])),
    "forward": lambda phone, data: phone.forward(*map(int, data["message_ids"])),
    "block": lambda phone, data: phone.block() if data["blocked"] else phone.unblock(),
}
