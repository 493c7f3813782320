"""What a bot may do: the handlers of the actions in `rules.ACTIONS`. Parameters come checked by `check`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sandbox.journal import Change
from sandbox.onebot.errors import failed
from sandbox.onebot.events import Address, Events, forwards
from sandbox.onebot.rules import CONTACTS_COUNT, HISTORY_COUNT, RECALL_SECONDS
from sandbox.onebot.streams import Streams, unpacked
from sandbox.onebot.world import FRIEND, STRANGER, TEMPORARY, World, file_key, file_segment, new_record
from sandbox.store import File

Json = dict[str, Any]
TIMEOUT = (
    "Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
    "ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n{}\n"
)
"""What NapCat says of a message to somebody who is no friend, https://github.com/NapNeko/NapCatQQ/issues/600"""
FRIEND_CHAT, GROUP_CHAT, TEMPORARY_CHAT = 1, 2, 100
"""QQ's kinds of chats, which only get_recent_contact names."""
_EXPIRED = "消息已过期或者为内层消息，无法获取转发消息"
_GONE = "消息不存在或已被撤回"


class Actions:
    """The bot's side of one world.

    online       whether QQ still has the account; a kicked one keeps its socket
    spec_records get_forward_msg answers as the specification says, not as NapCat does
    """

    def __init__(self, world: World, events: Events, address: Address, accepted: Callable[[int], None]) -> None:
        self._world = world
        self._events = events
        self._address = address
        self._accepted = accepted
        self._streams = Streams()
        self.online = True
        self.spec_records = False
        self.handlers: dict[str, Callable[[Json], Any]] = {
            "send_private_msg": lambda args: self._send(args["user_id"], args),
            "send_group_msg": lambda args: self._send(-args["group_id"], args),
            "send_msg": lambda args: self._send(_peer(args), args),
            "delete_msg": self._delete,
            "get_msg": self._get,
            "get_forward_msg": self._get_forward,
            "get_image": self._get_file,
            "get_file": self._get_file,
            "get_private_file_url": self._get_url,
            "upload_private_file": self._upload,
            "upload_file_stream": self._streams.upload,
            "get_friend_msg_history": self._history,
            "get_recent_contact": self._contacts,
            "get_login_info": lambda _: self._world.bot,
            "get_status": lambda _: {"online": self.online, "good": True, "stat": {}},
            "get_version_info": lambda _: VERSION,
            "get_friend_list": self._friends,
            "set_friend_add_request": self._decide,
            "mark_msg_as_read": lambda _: None,
        }

    def _send(self, chat: int, args: Json) -> Json:
        """https://github.com/botuniverse/onebot-11/blob/master/api/public.md#send_private_msg"""
        self._writable(chat)
        files: list[Change] = []
        kept = [part for segment in args["message"] if (part := self._outgoing(segment, chat, files))]
        if not kept:
            raise failed("消息体无法解析, 请检查是否发送了不支持的消息类型")
        return {"message_id": self._post(chat, kept, files)}

    def _upload(self, args: Json) -> Json:
        """NapCat: action/go-cqhttp/UploadPrivateFile.ts"""
        chat = args["user_id"]
        self._writable(chat)
        segment, file = self._stored("file", args["file"], args["name"])
        self._post(chat, [segment], [("file", asdict(file))])
        return {"file_id": file_key(file)}

    def _writable(self, chat: int) -> None:
        if chat < 0:
            if -chat not in self._world.groups:
                raise failed(TIMEOUT)
        elif chat not in self._world.users:
            raise failed("无法获取用户信息")
        elif self._world.users[chat]["bond"] not in (FRIEND, TEMPORARY):
            raise failed(TIMEOUT)
        if not self.online:
            raise failed(TIMEOUT)

    def _outgoing(self, segment: Json, chat: int, files: list[Change]) -> Json | None:
        """A segment as it is kept; None for what NapCat leaves out: empty text, a quote of something unknown."""
        kind, data = segment["type"], segment["data"]
        if kind == "text":
            return segment if data["text"] else None
        if kind == "reply":
            known = self._world.where.get(data["id"]) == chat
            return {"type": kind, "data": {"id": str(data["id"])}} if known else None
        if kind in ("image", "file"):
            stored, file = self._stored(kind, data["file"], data.get("name", "") if kind == "file" else "")
            files.append(("file", asdict(file)))
            return stored
        return segment

    def _stored(self, kind: str, source: str, name: str) -> tuple[Json, File]:
        file = self._world.keep(kind, self._bytes(source), name)
        return file_segment(kind, file), file

    def _bytes(self, source: str) -> bytes:
        """What `base64://` holds or a stream has left. Files and addresses of the bot's machine are out of reach."""
        if source.startswith("base64://"):
            return unpacked(source.removeprefix("base64://"))
        data = self._streams.file(source)
        if data is None:
            raise failed(f"识别URL失败, uri= {source[:64]}")
        return data

    def _post(self, chat: int, segments: list[Json], files: list[Change]) -> int:
        record = new_record(self._world, chat, self._world.self_id, segments)
        self._world.commit(*files, ("message", record))
        return int(record["id"])

    def _delete(self, args: Json) -> None:
        record = self._world.message(args["message_id"])
        own = record is not None and record["from"] == self._world.self_id and not record["recalled"]
        if record is None or not own or self._world.clock.now() - record["time"] > RECALL_SECONDS:
            raise failed("Recall failed")
        self._world.commit(("message", record | {"recalled": True}))

    def _get(self, args: Json) -> Json:
        record = self._world.message(args["message_id"])
        if record is None or record["recalled"]:
            raise failed(_GONE)
        return self._events.message(record, inline=True)

    def _get_forward(self, args: Json) -> Json:
        """By the record's id or its message's. Records inside of records cannot be asked for, as with NapCat."""
        wanted = str(args.get("message_id") or args.get("id") or "")
        if not wanted:
            raise failed("message_id is required")
        for chat in self._world.chats.values():
            for record in chat.values():
                found = next(forwards(record["segments"]), None)
                if found and wanted in (found["data"]["id"], str(record["id"])) and not record["recalled"]:
                    return self._lines(found["data"]["nodes"])
        raise failed(_EXPIRED)

    def _lines(self, nodes: list[Json]) -> Json:
        if self.spec_records:
            return {"message": self._events.nodes(nodes)}
        return {"messages": self._events.lines(nodes)}

    def _get_file(self, args: Json) -> Json:
        """NapCat names a path of its own machine; only pictures have an address beside it. action/file/GetFile.ts"""
        file = self._named(args.get("file") or args.get("file_id") or "")
        path = f"/app/.config/QQ/{file.name}"
        url = self._address(file) if file.kind == "image" else path
        return {"file": path, "url": url, "file_size": str(file.size), "file_name": file.name}

    def _get_url(self, args: Json) -> Json:
        return {"url": self._address(self._named(args["file_id"]))}

    def _named(self, name: str) -> File:
        file = self._world.named.get(name)
        if file is None:
            raise failed("file not found")
        return file

    def _history(self, args: Json) -> Json:
        """Messages of both sides up to `message_seq`, oldest first. NapCat: action/go-cqhttp/GetFriendMsgHistory.ts"""
        kept = [record for record in self._world.messages(args["user_id"]) if not record["recalled"]]
        start = args.get("message_seq", 0)
        if start:
            ids = [record["id"] for record in kept]
            if start not in ids:
                raise failed(f"消息{start}不存在")
            at = ids.index(start)
            kept = kept[at:] if args.get("reverse_order") else kept[: at + 1]
        count = args.get("count", HISTORY_COUNT)
        kept = kept[:count] if start and args.get("reverse_order") else kept[-count:]
        if not kept:
            raise failed(f"消息{start or 'undefined'}不存在")
        inline = args.get("parse_mult_msg", True)
        return {"messages": [self._events.message(record, inline=inline) for record in kept]}

    def _contacts(self, args: Json) -> list[Json]:
        """Whoever the account spoke with, the latest first. NapCat: action/user/GetRecentContact.ts"""
        latest = [list(chat.values())[-1] for chat in self._world.chats.values() if chat]
        latest.sort(key=lambda record: int(record["number"]), reverse=True)
        return [self._contact(record) for record in latest[: args.get("count", CONTACTS_COUNT)]]

    def _contact(self, record: Json) -> Json:
        chat, message = record["chat"], self._events.message(record, inline=True)
        temporary = chat > 0 and self._world.users[chat]["bond"] == TEMPORARY
        return {
            "lastestMsg": message,
            "peerUin": str(abs(chat)),
            "remark": "",
            "msgTime": str(record["time"]),
            "chatType": GROUP_CHAT if chat < 0 else TEMPORARY_CHAT if temporary else FRIEND_CHAT,
            "msgId": str(record["number"]),
            "sendNickName": message["sender"]["nickname"],
            "sendMemberName": "",
            "peerName": message["sender"]["nickname"],
        }

    def _friends(self, _args: Json) -> list[Json]:
        """NapCat: helper/data.ts"""
        about = {"age": 0, "sex": "unknown", "level": 0, "category_id": 0}
        return [
            {"user_id": user["user_id"], "nickname": user["nickname"], "remark": user["nickname"]} | about
            for user in self._world.users.values()
            if user["bond"] == FRIEND
        ]

    def _decide(self, args: Json) -> None:
        user_id = self._world.requests.get(args["flag"])
        if user_id is None:
            raise failed("No such request")
        bond = FRIEND if args.get("approve", True) else STRANGER
        user = self._world.users[user_id] | {"bond": bond}
        self._world.commit(("request_done", {"flag": args["flag"]}), ("user", user))
        if bond == FRIEND:
            self._accepted(user_id)


VERSION = {"app_name": "NapCat.Onebot", "protocol_version": "v11", "app_version": "4.18.0-sandbox"}


def _peer(args: Json) -> int:
    """NapCat: createContext in action/msg/SendMsg.ts"""
    kind = args.get("message_type", "")
    if kind not in ("", "private", "group"):
        raise failed("请指定正确的 group_id 或 user_id")
    if kind != "private" and "group_id" in args:
        return -int(args["group_id"])
    if kind != "group" and "user_id" in args:
        return int(args["user_id"])
    raise failed("请指定正确的 group_id 或 user_id")
