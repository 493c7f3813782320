"""Files that come in parts: upload_file_stream. NapCat: action/stream/UploadFileStream.ts"""

from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sandbox.onebot.errors import failed
from sandbox.onebot.rules import STREAM_BYTES

Json = dict[str, Any]
FOLDER = "/app/napcat/temp/"
"""Where a finished file lies on the implementation's machine, which is not the bot's."""


@dataclass(slots=True)
class _Stream:
    name: str
    total: int
    digest: str
    parts: dict[int, bytes] = field(default_factory=dict)


class Streams:
    """Files on their way by the id of their stream, and finished ones by their path there."""

    def __init__(self) -> None:
        self._open: dict[str, _Stream] = {}
        self._done: dict[str, bytes] = {}

    def file(self, path: str) -> bytes | None:
        """A finished file."""
        return self._done.get(path)

    def upload(self, args: Json) -> Json:
        """One call: a part, the end, a question, or a reset, which NapCat answers as a failure. Raises ActionFailed."""
        stream_id = args["stream_id"]
        if args.get("reset"):
            self._open.pop(stream_id, None)
            raise failed("Stream reset completed")
        stream = self._open.get(stream_id)
        if args.get("verify_only"):
            if stream is None:
                raise failed("Stream not found")
            return _answer(stream_id, stream, "file_created")
        if stream is None:
            stream = self._open[stream_id] = _new(stream_id, args)
        if args.get("chunk_data") and "chunk_index" in args:
            return self._part(stream_id, stream, args["chunk_data"], args["chunk_index"])
        if args.get("is_complete") or len(stream.parts) == stream.total:
            return self._finish(stream_id, stream)
        return _answer(stream_id, stream, "file_created")

    def _part(self, stream_id: str, stream: _Stream, data: str, index: int) -> Json:
        if not 0 <= index < stream.total:
            raise failed(f"Invalid chunk index: {index}")
        if index in stream.parts:
            return _answer(stream_id, stream, "file_created")
        stream.parts[index] = unpacked(data)
        if sum(map(len, stream.parts.values())) > STREAM_BYTES:
            raise failed("Memory limit exceeded")
        return _answer(stream_id, stream, "chunk_received")

    def _finish(self, stream_id: str, stream: _Stream) -> Json:
        missing = next((index for index in range(stream.total) if index not in stream.parts), None)
        if missing is not None:
            raise failed(f"Missing memory chunk {missing}")
        data = b"".join(stream.parts[index] for index in range(stream.total))
        digest = sha256(data).hexdigest()
        if stream.digest not in ("", digest):
            raise failed(f"SHA256 mismatch. Expected: {stream.digest}, Got: {digest}")
        path = FOLDER + stream.name
        self._done[path] = data
        del self._open[stream_id]
        about = {"type": "response", "file_path": path, "file_size": len(data)}
        return _answer(stream_id, stream, "file_complete") | about | ({"sha256": digest} if stream.digest else {})


def unpacked(data: str) -> bytes:
    """The bytes behind Base64. Raises ActionFailed."""
    try:
        return b64decode(data, validate=True)
    except (NotBase64, ValueError):
        raise failed("bad Base64") from None


def _new(stream_id: str, args: Json) -> _Stream:
    if not args.get("total_chunks"):
        raise failed("total_chunks required for new stream")
    return _Stream(args.get("filename") or f"upload_{stream_id}", args["total_chunks"], args.get("expected_sha256", ""))


def _answer(stream_id: str, stream: _Stream, status: str) -> Json:
    counts = {"received_chunks": len(stream.parts), "total_chunks": stream.total}
    return {"type": "stream", "stream_id": stream_id, "status": status} | counts
