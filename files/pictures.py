"""Pictures: can they be opened to the last byte, how big are they, and what do they look like?"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import BinaryIO

from PIL import Image, ImageOps

from files.errors import Refused
from files.kinds import AVIF, BMP, GIF, HEIC, JPEG, PNG, WEBP
from files.likeness import likeness

MAX_PIXELS = 50_000_000
"""More than any phone's camera or long screenshot has; a 12 kB PNG can claim 10,000 × 10,000."""
DRAFT = (256, 256)
"""JPEG alone can be read to its last byte without all its colours and pixels; likeness needs no more than these."""
PILLOW_NAMES = {
    JPEG.mime: "JPEG",
    PNG.mime: "PNG",
    GIF.mime: "GIF",
    WEBP.mime: "WEBP",
    BMP.mime: "BMP",
    HEIC.mime: "HEIF",
    AVIF.mime: "AVIF",
}
_PLUGINS = {WEBP.mime: "PIL.WebPImagePlugin", AVIF.mime: "PIL.AvifImagePlugin", HEIC.mime: "pi_heif"}
"""Decoders for few pictures, loaded when one comes: each fork of the process that looks pays for what is loaded."""
Image.preinit()  # the others


def check_picture(stream: BinaryIO, mime: str, max_pixels: int = MAX_PIXELS) -> tuple[int, int, str | None]:
    """Width, height and likeness of the first frame. Raises Refused: `bomb` or `broken`.

    Both passes are needed: `verify` checks a PNG's sums but lets a cut JPEG pass, only `load` finds that one.
    """
    load_plugin(mime)
    with strict(max_pixels):
        with Image.open(stream, formats=[PILLOW_NAMES[mime]]) as picture:
            picture.verify()
        stream.seek(0)
        with Image.open(stream, formats=[PILLOW_NAMES[mime]]) as picture:
            size = picture.size
            picture.draft("L", DRAFT)
            picture.load()
            return *size, likeness(picture)


def load_plugin(mime: str) -> None:
    """Make Pillow able to open files of this type."""
    if mime in _PLUGINS:
        plugin = import_module(_PLUGINS[mime])
        if mime == HEIC.mime:
            plugin.register_heif_opener()
            plugin.options.DECODE_THREADS = 1  # each thread would reserve address space, which is limited here


@contextmanager
def strict(max_pixels: int) -> Iterator[None]:
    """What goes wrong inside is Refused. Pillow only warns between one and two times its limit: an error too."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
            raise Refused("bomb") from None
        except Exception as error:
            # Decoders meet damage with whatever they stumble over: OSError, SyntaxError, struct.error, IndexError …
            raise Refused("broken") from error


def upright(picture: Image.Image) -> Image.Image:
    """Turned as its EXIF data says, if that can be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # damaged EXIF data raises whatever its reader stumbles over
        return picture


def opaque(picture: Image.Image) -> Image.Image:
    """Without transparency, which would print black, and without palettes and odd depths."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda level: level * (1 / 256)).convert("L").convert("RGB")
    if picture.has_transparency_data:
        over = picture.convert("RGBA")
        ground = Image.new("RGBA", over.size, "white")
        ground.alpha_composite(over)
        return ground.convert("RGB")
    return picture if picture.mode in ("RGB", "CMYK") else picture.convert("RGB")
