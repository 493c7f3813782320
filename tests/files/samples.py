"""Real files, made here. `sample.heic` lies beside: nothing installed can write HEIC. It shows `card()`."""

import io
import struct
import zlib
from hashlib import shake_256
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

HEIC = Path(__file__).with_name("sample.heic")


def card() -> Image.Image:
    """A drawing of 120 × 260."""
    picture = Image.new("RGB", (120, 260), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 119, 30), fill=(20, 90, 200))
    draw.rectangle((10, 50, 90, 70), fill=(220, 60, 40))
    draw.ellipse((30, 120, 100, 190), fill=(30, 160, 70))
    return picture


def screenshot(seed: int = 1, size: tuple[int, int] = (540, 1170)) -> Image.Image:
    """A page of bars, as a chat or an order page looks from afar; another `seed` gives another page."""
    picture = Image.new("RGB", size, (245, 245, 245))
    draw = ImageDraw.Draw(picture)
    for line in range(24):
        left = (line * 7919 * seed + 31 * seed) % (size[0] // 2)
        right = left + 40 + (line * 104729 + seed * 6151) % (size[0] // 2 - 40)
        shade = (line * 37 + seed * 61) % 200
        top = line * size[1] // 24
        draw.rectangle((left, top, right, top + size[1] // 30), fill=(shade, shade // 2, 255 - shade))
    return picture


def photographed(seed: int, size: tuple[int, int]) -> Image.Image:
    """A screenshot with a picture of goods in it: noise, as a photo has, that no encoder makes small."""
    page, small = screenshot(seed + 1, size), (size[0] // 2, size[1] // 8)
    noise = Image.frombytes("L", small, shake_256(bytes([seed])).digest(small[0] * small[1]))
    page.paste(noise.resize((size[0], size[1] // 4)).convert("RGB"), (0, size[1] // 4))
    return page


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    """`picture` as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def jpeg(quality: int = 85) -> bytes:
    """A whole JPEG file."""
    return encoded(screenshot(), "JPEG", quality=quality)


def bomb() -> bytes:
    """A PNG of 10,000 × 10,000 in some 12 kB: all bits are zero."""
    header = struct.pack(">IIBBBBB", 10_000, 10_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1251) * 10_000, 9)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_png_part, parts))


def _png_part(part: tuple[bytes, bytes]) -> bytes:
    name, data = part
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def box(name: bytes, data: bytes) -> bytes:
    """One box of an ISO base media file."""
    return struct.pack(">I", 8 + len(data)) + name + data


def mp4(brand: bytes = b"isom") -> bytes:
    """The outline of a film: type, index, data."""
    return box(b"ftyp", brand + bytes(4) + b"isommp41") + box(b"moov", bytes(40)) + box(b"mdat", bytes(200))


def pdf() -> bytes:
    """The outline of a PDF."""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
