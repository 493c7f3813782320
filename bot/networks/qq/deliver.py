"""Neutral messages as OneBot's actions: send_private_msg, upload_private_file. Options are spelled out below the text.

Nothing can be edited here: what would take the place of an earlier message is sent after it.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from bot.errors import NetworkFailure, Refused, Uncertain
from bot.networks.qq.account import Account, Json
from bot.networks.qq.courtesy import message_of
from bot.networks.splitting import split
from bot.seams import Files
from dialogs.menus import spelled
from dialogs.model import Message
from dialogs.texts import Texts

log = logging.getLogger(__name__)

MAX_TEXT: Final = 2000
"""Characters of one message. QQ names no limit; longer ones come cut or as pictures in some clients."""
UPLOAD_SECONDS: Final = 300.0
REJECTED: Final = frozenset({"timeout", "failed", "bad_request"})
"""Codes of failures that the message itself may be the reason of."""
WHOLE: Final = 4 * 1024 * 1024
"""Bytes up to which a file goes as one frame; a larger one would keep heartbeats and answers waiting."""
CHUNK: Final = 512 * 1024
STREAM: Final = "upload_file_stream"
KEPT_MS: Final = 10 * 60 * 1000
"""How long the implementation keeps an uploaded file of which it sends a copy."""

_LINK: Final = re.compile(r"(?:https?://)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:[/?#][^\s，。；）]*)?)", re.ASCII)


def parts_of(message: Message, texts: Texts) -> tuple[Message, ...]:
    """The message in pieces: long texts between paragraphs, options with the last of them, a file after its words."""
    if message.file is not None:
        file = message.model_copy(update={"text": "", "rows": (), "replaces": None})
        if not message.text and not message.rows:
            return (file,)
        return (*parts_of(message.model_copy(update={"file": None}), texts), file)
    if len(spelled(message, texts)) <= MAX_TEXT:
        return (message,)
    options = len(spelled(message, texts)) - len(message.text)
    pieces = split(message.text, MAX_TEXT) or [""]
    if len(pieces[-1]) + options > MAX_TEXT:
        pieces.append("")
    first = message.model_copy(update={"rows": (), "replaces": None})
    before = [first.model_copy(update={"text": text}) for text in pieces[:-1]]
    return (*before, message.model_copy(update={"text": pieces[-1], "replaces": None}))


class Courier:
    """Sends to users of one implementation after another; `files` reads what is uploaded."""

    def __init__(self, texts: Texts, files: Files, new_id: Callable[[], str]) -> None:
        self._texts, self._files, self._new_id = texts, files, new_id

    async def send(self, account: Account, user: str, message: Message, file: Path | None) -> str:
        """Send one part; the network's id of the message. Raises NetworkFailure."""
        if message.file is not None:
            if file is None:
                raise Refused("upload_private_file", "file_missing")
            if message.file.picture:
                return await self._show(account, user, file)
            return await self._upload(account, user, file, message.file.name)
        text = spelled(message, self._texts)
        quote = [{"type": "reply", "data": {"id": message.reply_to}}] if _quotable(message.reply_to) else []
        try:
            return await self._say(account, user, [*quote, *message_of(text)])
        except NetworkFailure as failure:
            plain = _LINK.sub(_unlinked, text)
            if failure.code not in REJECTED or not (quote or plain != text):
                raise
        # What the network does not take with a quote or a link in it, it may take without.
        if plain != text:
            plain = f"{plain}\n{self._texts('edge.unlinked')}"
        return await self._say(account, user, message_of(plain))

    async def _say(self, account: Account, user: str, message: list[Json]) -> str:
        params: Json = {"user_id": int(user), "message": message}
        group = account.groups.get(user)
        if group is not None and not account.implementation.startswith("NapCat"):
            params["group_id"] = group  # NapCat knows by itself out of which group a stranger wrote
        sent = await account.call("send_private_msg", params)
        if not isinstance(sent, dict) or sent.get("message_id") is None:
            raise Uncertain("send_private_msg", "no_message_id")
        return str(sent["message_id"])

    # ------------------------------------------------------------------------------------------------------- files
    async def _show(self, account: Account, user: str, path: Path) -> str:
        """A picture in the chat. https://github.com/botuniverse/onebot-11/blob/master/message/segment.md"""
        try:
            where = await self._handed_over(account, path)
        except OSError:
            raise Refused("send_private_msg", "file_missing") from None
        return await self._say(account, user, [{"type": "image", "data": {"file": where}}])

    async def _upload(self, account: Account, user: str, path: Path, name: str) -> str:
        """Upload, in pieces where the file is large and that is possible; else as a message; else a word about it."""
        try:
            where = await self._handed_over(account, path)
        except OSError:
            raise Refused("upload_private_file", "file_missing") from None
        params = {"user_id": int(user), "file": where, "name": name}
        try:
            told = await account.call("upload_private_file", params, UPLOAD_SECONDS)
            return str(told.get("message_id") or told.get("file_id") or "") if isinstance(told, dict) else ""
        except NetworkFailure as failure:
            if failure.code not in (*REJECTED, "unsupported") or isinstance(failure, Uncertain):
                raise
        try:
            return await self._say(account, user, [{"type": "file", "data": {"file": where, "name": name}}])
        except NetworkFailure as failure:
            if failure.code not in REJECTED or isinstance(failure, Uncertain):
                raise
        log.error("a file could not be uploaded: the implementation refuses it")
        return await self._say(account, user, message_of(self._texts("edge.no_upload", name=name)))

    async def _handed_over(self, account: Account, path: Path) -> str:
        """What names the file to the implementation: its bytes, or the path that it gave them. Raises OSError."""
        size = (await self._files.run(path.stat)).st_size
        if size > WHOLE and STREAM not in account.unknown:
            try:
                return await self._streamed(account, path, size)
            except Refused:
                log.info("%s takes no files in pieces", account.implementation or "the implementation")
        return "base64://" + await self._files.run(partial(_encoded, path))

    async def _streamed(self, account: Account, path: Path, size: int) -> str:
        """https://github.com/NapNeko/NapCatQQ/blob/main/packages/napcat-onebot/action/stream/UploadFileStream.ts"""
        stream = self._new_id()
        chunks = -(-size // CHUNK)
        about = {
            "stream_id": stream,
            "total_chunks": chunks,
            "file_size": size,
            "expected_sha256": await self._files.run(partial(_digest, path)),
            "filename": f"{stream}.bin",
            "file_retention": KEPT_MS,
        }
        for place in range(chunks):
            data = await self._files.run(partial(_encoded, path, place * CHUNK, CHUNK))
            await account.call(STREAM, {**about, "chunk_data": data, "chunk_index": place}, UPLOAD_SECONDS)
        done = await account.call(STREAM, {"stream_id": stream, "is_complete": True}, UPLOAD_SECONDS)
        where = done.get("file_path") if isinstance(done, dict) else None
        if not isinstance(where, str):
            raise Refused(STREAM, "no_path")
        return where


def _quotable(message: str | None) -> bool:
    return message is not None and message.lstrip("-").isdecimal()


def _unlinked(link: re.Match[str]) -> str:
    """The address without what makes a link of it."""
    return link[1].replace(".", "．")


def _encoded(path: Path, start: int = 0, size: int = -1) -> str:
    with path.open("rb") as file:
        file.seek(start)
        return base64.b64encode(file.read(size)).decode()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
