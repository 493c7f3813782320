"""The words on a screenshot, or on a photo of a screen: made straight, made small enough, and read.

What they mean is not decided here: `complaints/screens/`.
"""

from collections.abc import Mapping
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from complaints.screens.layout import Line
from files.engine import lines
from files.errors import Refused
from files.pictures import MAX_PIXELS, PILLOW_NAMES, load_plugin, opaque, strict, upright

PIXELS = 700_000
"""A phone's screen is read at some 570 × 1,230: larger takes longer and reads nothing better."""
WIDTH = 560
"""Pixels of the width below which the small type of a long screenshot blurs."""
MOST_PIXELS = 3_000_000
"""Of the longest screenshots, which get that small after all."""

TILTS = [half / 2 for half in range(-16, 17)]
"""Degrees by which a photographed screen is turned back, to see which one is straight."""
CLEARLY = 1.15
"""By how much another angle must look better than none: most pictures are straight."""
GLANCE = (300, 600)
"""Pixels within which the tilt is looked for."""


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """`{"path", "mime"}` → `{"lines": [[text, left, top, right, bottom], …]}`, or `{"refused": code}`.

    Boxes are in pixels of the picture that was read, from its top left corner. Raises OSError, KeyError.
    """
    try:
        return {"lines": read(Path(request["path"]), request["mime"])}
    except Refused as refused:
        return {"refused": refused.code}


def read(path: Path, mime: str) -> list[Line]:
    """The words on the picture at `path`. Raises Refused, OSError."""
    if mime not in PILLOW_NAMES:
        raise Refused("not_evidence")
    load_plugin(mime)
    with path.open("rb") as stream, strict(MAX_PIXELS), Image.open(stream, formats=[PILLOW_NAMES[mime]]) as picture:
        picture.draft("RGB", _size(*picture.size))
        picture.load()
        whole = opaque(upright(picture)).convert("RGB")
        small = whole.resize(_size(*whole.size), Image.Resampling.LANCZOS)
    return lines(_straight(small))


def _size(width: int, height: int) -> tuple[int, int]:
    """The size at which a picture of this size is read; never larger than it is."""
    scale = min(1.0, max(sqrt(PIXELS / (width * height)), WIDTH / width), sqrt(MOST_PIXELS / (width * height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _straight(picture: Image.Image) -> Image.Image:
    """Turned until its lines of text lie level."""
    tilt = _tilt(picture)
    if not tilt:
        return picture
    return picture.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=(128, 128, 128))


def _tilt(picture: Image.Image) -> float:
    """Degrees, counter-clockwise, by which the picture is to be turned.

    Where lines of text lie level, rows of pixels with many edges and rows with none alternate most sharply.
    """
    small = picture.convert("L")
    small.thumbnail(GLANCE)
    edges = small.filter(ImageFilter.FIND_EDGES)

    def sharpness(degrees: float) -> int:
        turned = edges.rotate(degrees, Image.Resampling.BILINEAR)
        width, height = turned.size
        middle = turned.crop((width // 8, height // 8, width - width // 8, height - height // 8))
        rows = middle.resize((1, middle.height), Image.Resampling.BOX).tobytes()
        return sum((one - other) ** 2 for one, other in pairwise(rows))

    sharp = {degrees: sharpness(degrees) for degrees in TILTS}
    best = max(TILTS, key=sharp.__getitem__)
    return best if sharp[best] > CLEARLY * sharp[0.0] else 0.0
