"""Pictures: can they be opened to the last byte, how big are they, and what do they look like?"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pi_heif
from PIL import Image

from files.errors import Refused
from files.kinds import AVIF, BMP, GIF, HEIC, JPEG, PNG, WEBP
from files.likeness import likeness

MAX_PIXELS = 50_000_000
"""More than any phone's camera or long screenshot has; a 12 kB PNG can claim 10,000 × 10,000."""
_PILLOW_NAMES = {
    JPEG.mime: "JPEG",
    PNG.mime: "PNG",
    GIF.mime: "GIF",
    WEBP.mime: "WEBP",
    BMP.mime: "BMP",
    HEIC.mime: "HEIF",
    AVIF.mime: "AVIF",
}
Image.init()  # all formats now: Pillow would load them at the first picture, which is in a fresh child each time
pi_heif.register_heif_opener()
pi_heif.options.DECODE_THREADS = 1  # each thread would reserve address space, which is limited here


def check_picture(stream: BinaryIO, mime: str, max_pixels: int = MAX_PIXELS) -> tuple[int, int, str | None]:
    """Width, height and likeness of the first frame. Raises Refused: `bomb` or `broken`.

    Both passes are needed: `verify` checks a PNG's sums but lets a cut JPEG pass, only `load` finds that one.
    """
    with _strict(max_pixels):
        with Image.open(stream, formats=[_PILLOW_NAMES[mime]]) as picture:
            picture.verify()
        stream.seek(0)
        with Image.open(stream, formats=[_PILLOW_NAMES[mime]]) as picture:
            picture.load()
            return *picture.size, likeness(picture)


@contextmanager
def _strict(max_pixels: int) -> Iterator[None]:
    """Pillow only warns between one and two times its limit; here that is an error too."""
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
