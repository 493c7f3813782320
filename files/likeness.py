"""Likeness: a hash that stays nearly the same when a picture is made smaller or saved at another quality."""

from PIL import Image, ImageOps

SIDE = 16
FLAT = 8
"""Grey levels; a picture that differs by less all over looks like every other flat picture."""


def likeness(picture: Image.Image) -> str | None:
    """256-bit difference hash as 64 hex digits, upright as a viewer shows it; None for a flat picture.

    Each bit says whether a cell of a 17 × 16 grid is darker than its right neighbour. The same screenshot at another
    size or quality is 2–19 bits away, another one about 100; dark mode and a photo of a screen are not recognised.
    """
    small = picture.convert("L").resize((8 * SIDE, 8 * SIDE), Image.Resampling.BOX)
    levels = [level for level, count in enumerate(small.histogram()) if count]
    if levels[-1] - levels[0] < FLAT:
        return None
    cells = _upright(small).resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(SIDE):
        for at in range(row * (SIDE + 1), row * (SIDE + 1) + SIDE):
            bits = bits << 1 | (cells[at] < cells[at + 1])
    return f"{bits:064x}"


def _upright(small: Image.Image) -> Image.Image:
    """Turned as its EXIF data says, if it can be read: damaged EXIF data is no reason to refuse a picture."""
    try:
        return ImageOps.exif_transpose(small)
    except Exception:
        return small
