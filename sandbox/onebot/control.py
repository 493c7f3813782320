"""What the QQ phone of the page calls: `/sandbox/api/qq/…`."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.compact import clean_name, decoded
from sandbox.errors import SandboxError
from sandbox.onebot.phone import QQPhone
from sandbox.onebot.records import Line
from sandbox.onebot.standin import StandIn
from sandbox.onebot.world import EVERYBODY, STRANGER
from sandbox.pages import Pages, stored_file

Json = dict[str, Any]
_ROOT = "/sandbox/api/qq"


class Control:
    """The page's side of one stand-in."""

    def __init__(self, stand_in: StandIn, pages: Pages) -> None:
        self._stand_in = stand_in
        self._world = stand_in.world
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """To be put into the application."""
        guarded = self._pages.guarded
        return [
            web.get(f"{_ROOT}/users", guarded(self._users)),
            web.post(f"{_ROOT}/users", guarded(self._new_user)),
            web.get(f"{_ROOT}/users/{{user}}/events", guarded(self._events)),
            web.post(f"{_ROOT}/users/{{user}}/upload", guarded(self._upload)),
            web.post(f"{_ROOT}/users/{{user}}/{{act}}", guarded(self._act)),
            web.get(f"{_ROOT}/files/{{file_id}}", guarded(self._download)),
        ]

    async def _users(self, _request: web.Request) -> list[Json]:
        return list(self._world.users.values())

    async def _new_user(self, request: web.Request) -> Json:
        name = str(decoded(await request.read())["name"])[:60]
        return self._stand_in.phone(nickname=name, bond=STRANGER).user

    async def _act(self, request: web.Request) -> Json:
        act = _ACTS.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        act(self._phone(request), decoded(await request.read()))
        return {"ok": True}

    async def _upload(self, request: web.Request) -> Json:
        phone, form = self._phone(request), await request.post()
        files = [
            (field.file.read(), clean_name(field.filename))
            for field in form.getall("file", [])
            if isinstance(field, web.FileField)
        ]
        _UPLOADS[str(form.get("as", ""))](phone, files, {key: str(value) for key, value in form.items()})
        return {"ok": True}

    async def _download(self, request: web.Request) -> web.Response:
        return stored_file(self._world.files.data(self._world.files.get(request.match_info["file_id"])))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        phone = self._phone(request)

        def said(kind: str, data: Json) -> Json:
            return data if kind == "message" else self._state(phone)

        def hello() -> Json:
            return self._state(phone) | {"messages": phone.messages}

        listeners = (self._world.listeners.setdefault(key, []) for key in (phone.chat_id, EVERYBODY))
        return await self._pages.stream(request, hello, listeners, said)

    def _phone(self, request: web.Request) -> QQPhone:
        user_id = int(request.match_info["user"])
        if user_id not in self._world.users:
            raise SandboxError("no_such_user")
        return self._stand_in.phone(user_id)

    def _state(self, phone: QQPhone) -> Json:
        return {
            "bot": self._world.bot,
            "user": phone.user,
            "users": list(self._world.users.values()),
            "connected": self._stand_in.connected and self._stand_in.online,
            "clock": self._pages.time(),
        }


def _say(phone: QQPhone, data: Json) -> None:
    phone.say(str(data["text"]), reply_to=data.get("reply_to"))


def _bond(phone: QQPhone, data: Json) -> None:
    bonds: dict[str, Callable[[], object]] = {
        "ask": lambda: phone.add_friend(str(data.get("comment", ""))[:60]),
        "meet": phone.meet_in_group,
        "leave": phone.unfriend,
    }
    bonds[data["bond"]]()


def _other(phone: QQPhone, data: Json) -> None:
    """A voice message, or segments that a bot may not know: faces and cards."""
    if data["kind"] == "voice":
        phone.send_voice()
    elif data["kind"] == "face":
        phone.send_segments({"type": "face", "data": {"id": "14", "raw": {"faceIndex": 14}, "resultId": ""}})
    else:
        card = {"app": "com.tencent.structmsg", "prompt": str(data["title"])[:60]}
        phone.send_segments({"type": "json", "data": {"data": json.dumps(card, ensure_ascii=False)}})


def _images(phone: QQPhone, files: list[tuple[bytes, str]], fields: Json) -> None:
    """All in one message, or each in its own."""
    pictures, text = [data for data, _ in files], fields.get("caption", "")
    if fields.get("apart") == "true":
        for number, picture in enumerate(pictures):
            phone.send_images(picture, text="" if number else text)
    else:
        phone.send_images(*pictures, text=text)


def _files(phone: QQPhone, files: list[tuple[bytes, str]], _fields: Json) -> None:
    for data, name in files:
        phone.send_file(data, name)


def _record(phone: QQPhone, files: list[tuple[bytes, str]], fields: Json) -> None:
    """`lines` is a JSON array of {name, text, time, pictures}; pictures are places in `files`."""
    lines = [
        Line(
            str(line["name"])[:60],
            str(line.get("text", ""))[:4096],
            int(line["time"]),
            tuple(files[int(place)][0] for place in line.get("pictures", [])),
        )
        for line in json.loads(fields["lines"])
    ]
    if not lines:
        raise SandboxError("empty")
    phone.send_record(*lines)


_ACTS: dict[str, Callable[[QQPhone, Json], None]] = {
    "say": _say,
    "bond": _bond,
    "other": _other,
    "recall": lambda phone, data: phone.recall(int(data["message_id"])),
}
_UPLOADS: dict[str, Callable[[QQPhone, list[tuple[bytes, str]], Json], None]] = {
    "images": _images,
    "files": _files,
    "record": _record,
}
