"""Events as NapCat posts them. https://github.com/botuniverse/onebot-11/tree/master/event, NapCat: api/msg.ts

Messages are kept with their files by number (`world.World`); addresses are made when an event is, since they expire.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.onebot import cq
from sandbox.onebot.world import TEMPORARY, World, file_key, scrambled
from sandbox.store import File

Json = dict[str, Any]
Address = Callable[[File], str]
RECORDS_GROUP = 284840486
"""The group that QQ names for the lines of a forwarded record."""


class Events:
    """Makes events of one world; `address` says where a file can be fetched now."""

    def __init__(self, world: World, address: Address) -> None:
        self._world = world
        self._address = address

    def message(self, record: Json, *, inline: bool = False) -> Json:
        """A message event; `inline` puts the lines of forwarded records into it, as get_msg and histories do."""
        segments = self.segments(record["segments"], inline=inline)
        return self._frame(record, segments) | self._place(record)

    def segments(self, stored: list[Json], *, inline: bool) -> list[Json]:
        """Segments as they are posted."""
        return [self._segment(segment, inline) for segment in stored]

    def lines(self, nodes: list[Json]) -> list[Json]:
        """The lines of a forwarded record as NapCat gives them: whole message events of a group that is none."""
        return [self._line(node) for node in nodes]

    def nodes(self, nodes: list[Json]) -> list[Json]:
        """The lines of a forwarded record as the specification has them: node segments, records in records too."""
        return [{"type": "node", "data": self._node(node)} for node in nodes]

    def meta(self, kind: str, **fields: Any) -> Json:
        """https://github.com/botuniverse/onebot-11/blob/master/event/meta.md"""
        return self._base("meta_event") | {"meta_event_type": kind} | fields

    def notice(self, kind: str, **fields: Any) -> Json:
        """https://github.com/botuniverse/onebot-11/blob/master/event/notice.md"""
        return self._base("notice") | {"notice_type": kind} | fields

    def friend_request(self, user_id: int, comment: str, flag: str) -> Json:
        """https://github.com/botuniverse/onebot-11/blob/master/event/request.md"""
        fields = {"request_type": "friend", "user_id": user_id, "comment": comment, "flag": flag}
        return self._base("request") | fields

    def offline_file(self, user_id: int, file: File) -> Json:
        """A received file as go-cqhttp tells it, where NapCat posts a message with a file segment."""
        about = {"name": file.name, "size": file.size, "url": self._address(file)}
        return self.notice("offline_file", user_id=user_id, file=about)

    def _base(self, post_type: str) -> Json:
        return {"time": self._world.clock.now(), "self_id": self._world.self_id, "post_type": post_type}

    def _frame(self, record: Json, segments: list[Json]) -> Json:
        message_id = record["id"]
        own = record["from"] == self._world.self_id
        return {
            "self_id": self._world.self_id,
            "user_id": record["from"],
            "time": record["time"],
            "message_id": message_id,
            "message_seq": message_id,
            "real_id": message_id,
            "real_seq": str(record["number"]),
            "message_type": "group" if record["chat"] < 0 else "private",
            "sender": {"user_id": record["from"], "nickname": self._nickname(record["from"]), "card": ""},
            "raw_message": cq.encoded(segments),
            "font": 14,
            "sub_type": "friend",
            "message": segments,
            "message_format": "array",
            "post_type": "message_sent" if own else "message",
        } | ({"message_sent_type": "self"} if own else {})

    def _place(self, record: Json) -> Json:
        chat = record["chat"]
        if chat < 0:
            group = self._world.groups[-chat]
            return {"sub_type": "normal"} | group
        user = self._world.users[chat]
        if user["bond"] == TEMPORARY:
            return {"sub_type": "group", "group_id": user["group_id"], "temp_source": 0}
        return {}

    def _nickname(self, user_id: int) -> str:
        found = self._world.bot if user_id == self._world.self_id else self._world.users[user_id]
        return str(found["nickname"])

    def _segment(self, segment: Json, inline: bool) -> Json:
        kind, data = segment["type"], segment["data"]
        if kind == "forward":
            lines = {"content": self.lines(data["nodes"])} if inline else {}
            return {"type": kind, "data": {"id": data["id"]} | lines}
        if "stored" not in data:
            return segment
        return {"type": kind, "data": self._media(kind, self._world.files.get(data["stored"]))}

    def _media(self, kind: str, file: File) -> Json:
        size, url = str(file.size), self._address(file)
        if kind == "image":
            return {"summary": "", "file": file.name, "sub_type": 0, "url": url, "file_size": size}
        if kind == "file":
            return {"file": file.name, "file_id": file_key(file), "file_size": size, "url": url}
        return {"file": file.name, "path": f"/app/.config/QQ/{file.name}", "url": url, "file_size": size}

    def _line(self, node: Json) -> Json:
        segments = self.segments(node["segments"], inline=True)
        record = {"id": scrambled(node["number"]), "from": node["user_id"], "time": node["time"], "chat": -1}
        sender = {"user_id": node["user_id"], "nickname": node["nickname"], "card": ""}
        frame = self._frame(record | {"from": self._world.self_id, "number": node["number"]}, segments)
        frame.pop("message_sent_type")
        theirs = {"user_id": node["user_id"], "sender": sender, "post_type": "message", "sub_type": "normal"}
        return frame | theirs | {"group_id": RECORDS_GROUP}

    def _node(self, node: Json) -> Json:
        content = [
            part
            for segment in node["segments"]
            for part in (
                self.nodes(segment["data"]["nodes"])
                if segment["type"] == "forward"
                else self.segments([segment], inline=False)
            )
        ]
        return {"user_id": str(node["user_id"]), "nickname": node["nickname"], "time": node["time"], "content": content}


def forwards(segments: list[Json]) -> Iterator[Json]:
    """The forwarded records among segments, not those inside of them."""
    return (segment for segment in segments if segment["type"] == "forward")
