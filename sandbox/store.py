"""Files that users and the bot sent: bytes in a folder or in memory, a record for each."""

from dataclasses import asdict, dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from sandbox.errors import SandboxError
from sandbox.pictures import dimensions

_FOLDERS = {"photo": "photos", "voice": "voice", "sticker": "stickers", "video": "videos", "audio": "music"}


@dataclass(frozen=True, slots=True)
class File:
    """`path` is what Telegram's getFile tells: never a name that a user gave. `size` is what the sender claims."""

    number: int
    kind: str
    size: int
    name: str
    mime: str
    width: int
    height: int
    path: str

    @property
    def file_id(self) -> str:
        return f"sandbox-{self.kind}-{self.number}"


class Store:
    """All files by id and by path; kept in `folder` or, without one, in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[int, bytes] = {}
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._next = 1
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def new(self, kind: str, data: bytes, name: str = "", mime: str = "", claimed_size: int | None = None) -> File:
        """Keep bytes and describe them; `add` makes them known."""
        width, height = dimensions(data) or (0, 0)
        number, self._next = self._next, self._next + 1
        mime = mime or guess_type(name)[0] or "application/octet-stream"
        size = len(data) if claimed_size is None else claimed_size
        path = f"{_FOLDERS.get(kind, 'documents')}/file_{number}{_ending(kind, name)}"
        if self._folder:
            (self._folder / str(number)).write_bytes(data)
        else:
            self._memory[number] = data
        return File(number, kind, size, name, mime, width, height, path)

    def add(self, record: dict[str, Any]) -> None:
        """Make a described file known."""
        file = File(**record)
        self._by_id[file.file_id] = self._by_path[file.path] = file
        self._next = max(self._next, file.number + 1)

    def get(self, file_id: str) -> File:
        """By id. SandboxError("no_such_file")."""
        file = self._by_id.get(file_id)
        if file is None:
            raise SandboxError("no_such_file", file_id)
        return file

    def at(self, path: str) -> File | None:
        """By the path that getFile told."""
        return self._by_path.get(path)

    def data(self, file: File) -> bytes:
        """The bytes as they came."""
        if self._folder:
            return (self._folder / str(file.number)).read_bytes()
        return self._memory[file.number]

    def records(self) -> list[dict[str, Any]]:
        """All records, to be written down."""
        return [asdict(file) for file in self._by_id.values()]


def _ending(kind: str, name: str) -> str:
    if kind == "photo":
        return ".jpg"
    ending = Path(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 9 else ""
