"""Copies of pictures for print: upright, on white, small enough for a page, and with nothing in them but the picture.

A phone's photo tells where and when it was taken (EXIF); a copy that is given away must not. What was received stays.
"""

import errno
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image

from files.errors import Refused
from files.pictures import MAX_PIXELS, PILLOW_NAMES, load_plugin, opaque, strict, upright

SIDE = 1600
"""Pixels of the longer side: on 176 mm of paper, 230 a inch."""
TALL = 2.4
"""Height by width up to which a phone's screen goes; what is higher is a long screenshot, and cut into pieces."""
PIECE = 2.1
"""Height by width of such a piece."""
QUALITY = 82
"""Of a JPEG; text on a screen stays sharp."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Names of the copies in their folder, in order, and whether they are wider than high."""

    pictures: tuple[str, ...]
    wide: bool


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"path", "mime", "folder", "name", "pieces"}` → the fields of `Printed`, or `{"refused": code}`.

    At most `pieces` copies `<name>-<piece>.jpg` are made in `folder`. Raises OSError, but for a full disk.
    """
    try:
        return asdict(
            copy(Path(request["path"]), request["mime"], Path(request["folder"]), request["name"], request["pieces"])
        )
    except Refused as refused:
        return {"refused": refused.code}
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return {"refused": "disk_full"}
        raise


def copy(path: Path, mime: str, folder: Path, name: str, pieces: int) -> Printed:
    """Make the copies of the picture at `path`. Raises Refused, OSError."""
    if mime not in PILLOW_NAMES:
        raise Refused("not_evidence")
    load_plugin(mime)
    encoded: list[bytes] = []
    with path.open("rb") as stream, strict(MAX_PIXELS), Image.open(stream, formats=[PILLOW_NAMES[mime]]) as picture:
        whole = _small(picture, pieces)
        wide = whole.width > whole.height
        encoded = [_jpeg(piece) for piece in _pieces(whole, pieces)]
    names = tuple(f"{name}-{number}.jpg" for number in range(1, len(encoded) + 1))
    for copied, data in zip(names, encoded, strict=True):
        (folder / copied).write_bytes(data)
    return Printed(names, wide)


def _small(picture: Image.Image, pieces: int) -> Image.Image:
    """The first frame in RGB, upright, at the size of print."""
    picture.draft("RGB", _scaled(*picture.size, pieces))  # a JPEG need not be read at all its pixels
    picture.load()
    profile = picture.info.get("icc_profile")
    straight = upright(picture)
    flat, target = opaque(straight), _scaled(*straight.size, pieces)
    small = flat.resize(target, Image.Resampling.LANCZOS) if target[0] < flat.width else flat
    return _true_colours(small, profile)


def _scaled(width: int, height: int, pieces: int) -> tuple[int, int]:
    """The size at which no piece is longer than SIDE. Never larger than it is."""
    longest = max(width, height / _count(width, height, pieces))
    scale = min(1.0, SIDE / longest)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _count(width: int, height: int, pieces: int) -> int:
    return 1 if height <= TALL * width else min(pieces, -(-height // max(1, round(PIECE * width))))


def _true_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """sRGB, as printers and screens without a profile take it; a profile that cannot be used is left out."""
    if profile:
        from PIL import ImageCms  # few pictures have one; each fork pays for what is loaded

        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            made = None
        if made is not None:
            return made
    return picture.convert("RGB")


def _pieces(picture: Image.Image, pieces: int) -> list[Image.Image]:
    count = _count(*picture.size, pieces)
    edges = [round(picture.height * place / count) for place in range(count + 1)]
    return [picture.crop((0, top, picture.width, bottom)) for top, bottom in pairwise(edges)]


def _jpeg(picture: Image.Image) -> bytes:
    """The pixels alone: Pillow would carry over a comment and a profile."""
    picture.info.clear()
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
