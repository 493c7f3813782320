"""OneBot's rules as data: the actions and segments the stand-in knows, their fields, their limits, where they stand.

`check` applies them. What NapCat reads decides, since it is what the bot meets. A field that is not listed is refused:
NapCat would ignore it, which hides misspelt names and features the stand-in cannot show.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

SPEC = "https://github.com/botuniverse/onebot-11/blob/master"
NAPCAT = "https://github.com/NapNeko/NapCatQQ/blob/main/packages/napcat-onebot"

Kind = Literal["id", "string", "integer", "flag", "message", "path"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. An id comes as an integer or as digits, a flag also as "true" or "false", as NapCat takes them."""

    kind: Kind
    required: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """The fields of an action and the page it comes from."""

    page: str
    fields: Mapping[str, Field] = field(default_factory=dict)


def must(spec: Field) -> Field:
    """The same field, required."""
    return replace(spec, required=True)


ID = Field("id")
STRING = Field("string")
INTEGER = Field("integer")
FLAG = Field("flag")
MESSAGE = Field("message", required=True)

RETCODES = {0: "ok", 1200: "it could not be done", 1400: "bad parameters", 1404: "unknown action"}
"""NapCat: action/OneBotAction.ts (websocketHandle), network/websocket-client.ts (handleMessage)."""

# Frames. NapCat: network/websocket-client.ts (maxPayload, handshakeTimeout), config/config.ts (heartInterval).
FRAME_BYTES = 50 * 1024 * 1024
HANDSHAKE_SECONDS = 2.0
HEARTBEAT_SECONDS = 30.0
# Specification: communication/ws-reverse.md (ws_reverse.reconnect_interval).
RECONNECT_SECONDS = 3.0
# QQ takes a message back for two minutes; nowhere written down by Tencent.
RECALL_SECONDS = 120
# Addresses of pictures end; how soon is nowhere written down. Expired ones answer 400 with this body:
# https://github.com/NapNeko/NapCatQQ/issues/190
ADDRESS_SECONDS = 3600
EXPIRED = {"retcode": -5503007, "retmsg": "download url has expired", "retryflag": 0}
# History. NapCat: action/go-cqhttp/GetFriendMsgHistory.ts
HISTORY_COUNT = 20
CONTACTS_COUNT = 10
# Uploads in parts. NapCat: action/stream/UploadFileStream.ts (MEMORY_LIMIT)
STREAM_BYTES = 100 * 1024 * 1024

_SEND = {"message": MESSAGE, "auto_escape": FLAG}

ACTIONS: dict[str, Action] = {
    "send_private_msg": Action(f"{SPEC}/api/public.md#send_private_msg", {"user_id": must(ID), "group_id": ID} | _SEND),
    "send_group_msg": Action(f"{SPEC}/api/public.md#send_group_msg", {"group_id": must(ID)} | _SEND),
    "send_msg": Action(
        f"{SPEC}/api/public.md#send_msg", {"message_type": STRING, "user_id": ID, "group_id": ID} | _SEND
    ),
    "delete_msg": Action(f"{SPEC}/api/public.md#delete_msg", {"message_id": must(ID)}),
    "get_msg": Action(f"{SPEC}/api/public.md#get_msg", {"message_id": must(ID)}),
    "get_forward_msg": Action(f"{NAPCAT}/action/go-cqhttp/GetForwardMsg.ts", {"id": STRING, "message_id": STRING}),
    "get_image": Action(f"{NAPCAT}/action/file/GetImage.ts", {"file": STRING, "file_id": STRING}),
    "get_file": Action(f"{NAPCAT}/action/file/GetFile.ts", {"file": STRING, "file_id": STRING}),
    "get_private_file_url": Action(f"{NAPCAT}/action/file/GetPrivateFileUrl.ts", {"file_id": must(STRING)}),
    "upload_private_file": Action(
        f"{NAPCAT}/action/go-cqhttp/UploadPrivateFile.ts",
        {"user_id": must(ID), "file": must(Field("path")), "name": must(STRING), "upload_file": FLAG},
    ),
    "upload_file_stream": Action(
        f"{NAPCAT}/action/stream/UploadFileStream.ts",
        {
            "stream_id": must(STRING),
            "chunk_data": STRING,
            "chunk_index": INTEGER,
            "total_chunks": INTEGER,
            "file_size": INTEGER,
            "expected_sha256": STRING,
            "is_complete": FLAG,
            "filename": STRING,
            "reset": FLAG,
            "verify_only": FLAG,
            "file_retention": INTEGER,
        },
    ),
    "get_friend_msg_history": Action(
        f"{NAPCAT}/action/go-cqhttp/GetFriendMsgHistory.ts",
        {
            "user_id": must(ID),
            "message_seq": ID,
            "count": INTEGER,
            "reverse_order": FLAG,
            "disable_get_url": FLAG,
            "parse_mult_msg": FLAG,
            "quick_reply": FLAG,
        },
    ),
    "get_recent_contact": Action(f"{NAPCAT}/action/user/GetRecentContact.ts", {"count": INTEGER}),
    "get_login_info": Action(f"{SPEC}/api/public.md#get_login_info"),
    "get_status": Action(f"{SPEC}/api/public.md#get_status"),
    "get_version_info": Action(f"{SPEC}/api/public.md#get_version_info"),
    "get_friend_list": Action(f"{NAPCAT}/action/user/GetFriendList.ts", {"no_cache": FLAG}),
    "set_friend_add_request": Action(
        f"{SPEC}/api/public.md#set_friend_add_request", {"flag": must(STRING), "approve": FLAG, "remark": STRING}
    ),
    "mark_msg_as_read": Action(
        f"{NAPCAT}/action/msg/MarkMsgAsRead.ts", {"user_id": ID, "group_id": ID, "message_id": ID}
    ),
}

SEGMENTS: dict[str, Mapping[str, Field]] = {
    "text": {"text": must(STRING)},
    "face": {"id": must(ID)},
    "at": {"qq": must(ID), "name": STRING},
    "reply": {"id": must(ID)},
    "image": {"file": must(Field("path")), "summary": STRING, "sub_type": INTEGER, "name": STRING},
    "file": {"file": must(Field("path")), "name": STRING},
}
"""What a bot may send. NapCat: types/message.ts; specification: message/segment.md"""
