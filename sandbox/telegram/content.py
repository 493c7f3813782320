"""The parts of a Message object. https://core.telegram.org/bots/api#message"""

from dataclasses import asdict
from typing import Any

from sandbox.journal import Change
from sandbox.pictures import thumbnail
from sandbox.store import File
from sandbox.telegram.errors import bad_request
from sandbox.telegram.formatting import Entity, found
from sandbox.telegram.rules import PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES
from sandbox.telegram.world import Chat, World

Json = dict[str, Any]
Content = tuple[Json, list[Change]]
"""Fields for the message and the files to be made known with it."""


def text_fields(text: str, entities: list[Entity], key: str = "text") -> Json:
    """`text` with `entities`, or `caption` with `caption_entities`; no empty fields."""
    if not text:
        return {}
    marked = found(text, entities)
    name = "entities" if key == "text" else f"{key}_entities"
    return {key: text, name: marked} if marked else {key: text}


def envelope(world: World, chat: Chat, sender: Json, date: int | None = None) -> Json:
    """What every message has; takes the chat's next message id."""
    return {
        "message_id": chat.next_id(),
        "from": sender,
        "chat": chat.info,
        "date": world.clock.now() if date is None else date,
    }


def quoted(chat: Chat, message_id: int) -> Json | None:
    """A message as `reply_to_message` of another: without the one it replies to itself."""
    message = chat.messages.get(message_id)
    if message and "reply_to_message" in message:
        message = {key: value for key, value in message.items() if key != "reply_to_message"}
    return message


def photo(world: World, data: bytes) -> Content:
    """A photo in two sizes, the small one first. #photosize; limits in #sendphoto"""
    full = world.files.new("photo", data)
    if not full.width or not full.height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    sides = (full.width, full.height)
    if full.size > PHOTO_BYTES:
        raise bad_request("file is too big")
    if sum(sides) > PHOTO_SIDES or max(sides) > PHOTO_RATIO * min(sides):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    small = world.files.new("photo", thumbnail(*sides)[0])
    return {"photo": photo_sizes(small, full)}, [file_change(small), file_change(full)]


def described(file: File) -> Json:
    """The three fields that every file object has. https://core.telegram.org/bots/api#document"""
    return {"file_id": file.file_id, "file_unique_id": f"unique{file.number}", "file_size": file.size}


def photo_sizes(*files: File) -> list[Json]:
    """PhotoSize objects of files."""
    return [described(file) | {"width": file.width, "height": file.height} for file in files]


def document(world: World, data: bytes, name: str, mime: str = "", claimed_size: int | None = None) -> Content:
    """A file as it is. #document"""
    file = world.files.new("document", data, name, mime, claimed_size)
    return {"document": document_fields(file)}, [file_change(file)]


def document_fields(file: File) -> Json:
    """A Document object of a file."""
    return described(file) | {"mime_type": file.mime} | ({"file_name": file.name} if file.name else {})


def file_change(file: File) -> Change:
    """The change that makes a stored file known."""
    return "file", asdict(file)
