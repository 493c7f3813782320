"""ISO base media files (MP4, MOV, M4A) from outside: are all their boxes there?"""

from collections.abc import Iterator
from typing import BinaryIO


def whole(stream: BinaryIO, size: int) -> bool:
    """Whether no box reaches beyond `size` bytes and one of them is `moov`, without which nothing plays."""
    names = set()
    for name, end in _boxes(stream, size):
        names.add(name)
        if end > size:
            return False
    return b"moov" in names


def _boxes(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """Name and end of each top-level box (ISO/IEC 14496-12, 4.2); what is too short for a header is padding."""
    start = 0
    while size - start >= 8:
        stream.seek(start)
        header = stream.read(16)
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if length < 8:  # 0: up to the end of the file; less than a header: padding or nonsense
            length = size - start
        yield header[4:8], start + length
        start += length
