"""The Bot API over HTTP. https://core.telegram.org/bots/api#making-requests

`/bot<token>/<method>` takes GET, JSON, form and multipart bodies; `/file/bot<token>/<path>` gives files.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from functools import partial
from hmac import compare_digest
from typing import Any

from aiohttp import web

from sandbox.compact import clean_name, decoded, encoded
from sandbox.faults import Faults
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.faults import Fault
from sandbox.telegram.messages import Messages, Uploads
from sandbox.telegram.profile import Profile
from sandbox.telegram.queries import Queries
from sandbox.telegram.rules import DOWNLOAD_BYTES, POLL_SECONDS
from sandbox.telegram.validate import Upload, check
from sandbox.telegram.world import Json, World
from sandbox.watch import Watch

Handler = Callable[[Json, Uploads], Any]
_HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_OK = b'{"ok":true,"result":'


class BotApi:
    """The bot's side of one world."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token.encode()
        self._stopping = asyncio.Event()
        self.queries = Queries()
        self.faults: Faults[Fault] = Faults()
        self.profile = Profile(world, DOWNLOAD_BYTES)
        self.calls: deque[tuple[str, Json]] = deque(maxlen=1000)
        self.counts: Counter[str] = Counter()
        self.watch = Watch()
        self._handlers = _handlers(Messages(world), self.profile) | {"answercallbackquery": self._answer_query}

    def routes(self) -> list[web.RouteDef]:
        """To be put into the application."""
        return [
            web.post("/bot{token}/{method}", self._call),
            web.get("/bot{token}/{method}", self._call, allow_head=False),
            web.get("/file/bot{token}/{path:.+}", self._file, allow_head=False),
        ]

    def stop(self) -> None:
        """Let all who wait go."""
        self._stopping.set()
        self._world.updates.close()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            if not compare_digest(request.match_info["token"].encode(), self._token):
                raise ApiError(401, "Unauthorized")
            raw, uploads = await _arguments(request)
            self.counts[method] += 1
            self.calls.append((method, raw))
            self.watch.notify()
            if self.faults and (fault := self.faults.take(method, raw.get("chat_id"))):
                return await self._fail(request, fault, method, raw, uploads)
            return web.Response(body=await self._run(method, raw, uploads), content_type="application/json")
        except ApiError as error:
            return _refused(error)

    async def _run(self, method: str, raw: Json, uploads: Uploads) -> bytes:
        """The body of the answer. Raises ApiError."""
        name = method.lower()
        args = check(method, raw | _own_fields(raw, uploads) if uploads else raw)
        if name == "getupdates":
            return b"%s%s}" % (_OK, await self._get_updates(args))
        result = self._handlers[name](args, uploads)
        return b"%s%s}" % (_OK, encoded(result))

    async def _get_updates(self, args: Json) -> bytes:
        """https://core.telegram.org/bots/api#getupdates"""
        updates = self._world.updates
        updates.take_over()
        self._allow(args)
        before = updates.start_of(args.get("offset", 0))
        if updates.holds_below(before):
            self._world.commit(("confirm", {"before": before}))
            self.watch.notify()
        timeout = min(args.get("timeout", 0), POLL_SECONDS)
        if timeout and not len(updates) and not self._stopping.is_set():
            await updates.wait(timeout)
        return updates.take(args.get("limit", 100))

    def _allow(self, args: Json) -> None:
        allowed = args.get("allowed_updates")
        if allowed is not None and allowed != self._world.profile["allowed_updates"]:
            self._world.commit(("profile", {"allowed_updates": allowed}))

    def _answer_query(self, args: Json, _uploads: Uploads) -> bool:
        chat_id = self.queries.answer(args["callback_query_id"])
        if chat_id in self._world.listeners:
            answer = {"query_id": args["callback_query_id"], "text": args.get("text", "")}
            self._world.tell(chat_id, "answer", answer | {"alert": args.get("show_alert", False)})
        return True

    async def _fail(
        self, request: web.Request, fault: Fault, method: str, raw: Json, uploads: Uploads
    ) -> web.StreamResponse:
        if fault.processed:
            await self._run(method, raw, uploads)
        if fault.answer == "truncated":
            return web.Response(body=_OK + b'{"message_id', content_type="application/json")
        if fault.answer == "bad_gateway":
            return web.Response(status=502, text=_HTML, content_type="text/html")
        if fault.answer in ("silence", "drop"):
            return await self._vanish(request, fault)
        return _refused(_fault_error(fault))

    async def _vanish(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.answer == "silence":
            await self._stopping.wait()
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """https://core.telegram.org/bots/api#file"""
        if not compare_digest(request.match_info["token"].encode(), self._token):
            return _refused(ApiError(401, "Unauthorized"))
        fault = self.faults.take("file", None) if self.faults else None
        if fault:
            return await self._fail(request, fault, "getMe", {}, {})
        file = self._world.files.at(request.match_info["path"])
        if file is None or file.size > DOWNLOAD_BYTES:
            return _refused(ApiError(404, "Not Found"))
        return web.Response(body=self._world.files.data(file), content_type="application/octet-stream")


def _fault_error(fault: Fault) -> ApiError:
    if fault.answer == "retry_after":
        return ApiError(429, f"Too Many Requests: retry after {fault.seconds}", fault.seconds)
    if fault.answer == "conflict":
        return ApiError(
            409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    return ApiError(500, "Internal Server Error")


def _refused(error: ApiError) -> web.Response:
    return web.json_response(error.body(), status=error.status)


async def _arguments(request: web.Request) -> tuple[Json, Uploads]:
    """Fields and files of a request, query string included. Raises ApiError 400."""
    fields: Json = dict(request.query) if request.query_string else {}
    if request.method == "GET" or not request.can_read_body:
        return fields, {}
    if request.content_type == "application/json":
        return fields | _json(await request.read()), {}
    uploads: dict[str, Upload] = {}
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[key] = Upload(clean_name(value.filename), value.content_type, value.file.read())
        else:
            fields[key] = value
    return fields, uploads


def _json(body: bytes) -> Json:
    try:
        parsed = decoded(body)
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("JSON object expected")
    return parsed


def _own_fields(fields: Json, uploads: Uploads) -> dict[str, Upload]:
    """The files that are fields themselves; the others are named by a field as `attach://name`. #sending-files"""
    named = " ".join(str(fields.get(key, "")) for key in ("media", "photo", "document"))
    return {key: upload for key, upload in uploads.items() if f"attach://{key}" not in named}


def _handlers(messages: Messages, profile: Profile) -> dict[str, Handler]:
    named: dict[str, Handler] = {
        "getMe": profile.get_me,
        "getFile": profile.get_file,
        "deleteWebhook": profile.delete_webhook,
        "getWebhookInfo": profile.get_webhook_info,
        "setMyCommands": profile.set_my_commands,
        "getMyCommands": profile.get_my_commands,
        "deleteMyCommands": profile.delete_my_commands,
        "setMyName": partial(profile.set_text, "name"),
        "getMyName": partial(profile.get_text, "name"),
        "setMyDescription": partial(profile.set_text, "description"),
        "getMyDescription": partial(profile.get_text, "description"),
        "setMyShortDescription": partial(profile.set_text, "short_description"),
        "getMyShortDescription": partial(profile.get_text, "short_description"),
        "setChatMenuButton": profile.set_menu_button,
        "getChatMenuButton": profile.get_menu_button,
        "sendMessage": messages.send_message,
        "sendPhoto": messages.send_photo,
        "sendDocument": messages.send_document,
        "sendMediaGroup": messages.send_media_group,
        "sendChatAction": messages.send_chat_action,
        "editMessageText": messages.edit_message_text,
        "editMessageReplyMarkup": messages.edit_message_reply_markup,
        "deleteMessage": messages.delete_message,
    }
    return {name.lower(): handler for name, handler in named.items()}
