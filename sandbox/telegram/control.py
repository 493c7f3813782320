"""What the Telegram phone of the page calls: `/sandbox/api/users…` and `/sandbox/api/files…`."""

import json
from collections.abc import Callable

from aiohttp import web

from sandbox.compact import clean_name, decoded
from sandbox.errors import SandboxError
from sandbox.pages import Pages, stored_file
from sandbox.telegram.botapi import BotApi
from sandbox.telegram.errors import ApiError
from sandbox.telegram.people import Origin
from sandbox.telegram.phone import Phone
from sandbox.telegram.world import Json, World


class Control:
    """The page's side of one world."""

    def __init__(self, world: World, bot_api: BotApi, pages: Pages, phone: Callable[[int | None, str], Phone]) -> None:
        self._world = world
        self._bot_api = bot_api
        self._pages = pages
        self._phone = phone

    def routes(self) -> list[web.RouteDef]:
        """To be put into the application."""
        guarded = self._pages.guarded
        return [
            web.get("/sandbox/api/users", guarded(self._users)),
            web.post("/sandbox/api/users", guarded(self._new_user)),
            web.get("/sandbox/api/users/{user}/events", guarded(self._events)),
            web.post("/sandbox/api/users/{user}/tap", guarded(self._tap)),
            web.post("/sandbox/api/users/{user}/upload", guarded(self._upload)),
            web.post("/sandbox/api/users/{user}/{act}", guarded(self._act)),
            web.get("/sandbox/api/files/{file_id}", guarded(self._download)),
        ]

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
        try:
            _send(phone, files, caption, origin, as_photo=form.get("as") == "photo")
        except ApiError as error:
            raise SandboxError("refused", error.description) from None
        return {"ok": True}

    async def _download(self, request: web.Request) -> web.Response:
        return stored_file(self._world.files.data(self._world.files.get(request.match_info["file_id"])))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        phone = self._user(request)

        def said(kind: str, data: Json) -> Json:
            return self._state(phone) if kind in ("profile", "user", "chat") else data

        def hello() -> Json:
            return self._state(phone) | {"messages": phone.messages}

        listeners = (self._world.listeners.setdefault(key, []) for key in (phone.chat_id, 0))
        return await self._pages.stream(request, hello, listeners, said)

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
            "clock": self._pages.time(),
        }


def _send(
    phone: Phone, files: list[tuple[bytes, str, str]], caption: str, origin: Origin | None, *, as_photo: bool
) -> None:
    if as_photo:
        phone.send_photo(*(data for data, _, _ in files), caption=caption, origin=origin)
    elif len(files) > 1:
        phone.send_documents(*((data, name) for data, name, _ in files), caption=caption)
    else:
        data, name, mime = files[0]
        phone.send_document(data, name, mime=mime, caption=caption, origin=origin)


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
