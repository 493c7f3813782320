"""Makes pictures of the screens, as users send them."""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Page, sync_playwright

from benchmarks.screens.labels import Expected, Label, Part, Variant, labels
from tests.browser import ARGUMENTS, CHROMIUM

__all__ = ["Expected", "Screen", "render"]

SCALE = 3
SENT = 1280
"""Longest side of a photo in Telegram."""
SMALL = 400
TABLE = (46, 42, 40)


@dataclass(frozen=True)
class Screen:
    """A picture and what is on it."""

    path: Path
    id: str
    variant: Variant
    part: Part
    expected: Expected


def render(folder: Path, chosen: Sequence[Label] | None = None) -> list[Screen]:
    """Write the pictures of all screens, or of the chosen ones, into the folder; the same bytes every time."""
    if not CHROMIUM:
        raise RuntimeError("Screens are rendered by Chromium, which was not found (Debian: apt install chromium).")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            page = browser.new_page(device_scale_factor=SCALE)
            return [screen for label in chosen or labels() for screen in _screens(page, label, folder)]
        finally:
            browser.close()


def _screens(page: Page, label: Label, folder: Path) -> Iterator[Screen]:
    shots: dict[tuple[str, bool], bytes] = {}
    for variant in label.variants:
        theme = variant if variant in {"light", "dark"} else label.theme
        whole = variant == "long"
        if (theme, whole) not in shots:
            shots[theme, whole] = _shot(page, label, theme, whole=whole)
        form = "png" if variant in {"light", "dark", "long"} else "jpg"
        path = folder / f"{label.id}-{variant}.{form}"
        path.write_bytes(_as_sent(shots[theme, whole], variant, Random(label.id)))
        yield Screen(path, label.id, variant, label.part, label.expected)


def _shot(page: Page, label: Label, theme: str, *, whole: bool) -> bytes:
    """What is visible, or the whole page as a long screenshot has it: bars at the bottom once, at the end."""
    width, height = label.size
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(label.html(theme))
    if whole:
        tall: int = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": tall})
    return page.screenshot()


def _as_sent(png: bytes, variant: Variant, random: Random) -> bytes:
    if variant in {"light", "dark", "long"}:
        return png
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    if variant == "small":
        picture.thumbnail((SMALL, picture.height), Image.Resampling.LANCZOS)
        return _jpeg(picture, 40)
    picture.thumbnail((SENT, SENT), Image.Resampling.LANCZOS)
    return _jpeg(_photographed(picture, random) if variant == "tilted" else picture, 80)


def _photographed(picture: Image.Image, random: Random) -> Image.Image:
    """The screen on a dark table, turned, a little from the side, out of focus and with noise."""
    wide, high = picture.width * 0.64, picture.height * 0.57
    turn = math.radians(random.choice((-1, 1)) * random.uniform(2, 5))
    corners: list[float] = []
    for x, y in ((-wide, -high), (-wide, high), (wide, high), (wide, -high)):
        across, down = x * random.uniform(0.97, 1.03), y * random.uniform(0.98, 1.02)
        corners.append(picture.width / 2 + across * math.cos(turn) - down * math.sin(turn))
        corners.append(picture.height / 2 + across * math.sin(turn) + down * math.cos(turn))
    scale = SENT / 2 / max(wide, high)
    size = (round(2 * wide * scale), round(2 * high * scale))
    photo = picture.transform(size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=TABLE)
    blurred = photo.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 0.7)))
    noise = Image.frombytes("RGB", size, random.randbytes(size[0] * size[1] * 3))
    return ImageChops.add(blurred, noise.point([value // 12 for value in range(256)] * 3), offset=-10)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()
