"""Copies for print, from real files of every kind: readable, and with nothing in them but the picture."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from files.printing import SIDE, answer
from tests.files.samples import HEIC, bomb, card, encoded, jpeg, screenshot

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


class Printer:
    """Copies bytes for print."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, data: bytes, mime: str = "image/png", pieces: int = 12) -> dict[str, Any]:
        path = self.folder / "received"
        path.write_bytes(data)
        asked = {"path": str(path), "mime": mime, "folder": str(self.folder), "name": "3", "pieces": pieces}
        result: dict[str, Any] = json.loads(json.dumps(answer(json.loads(json.dumps(asked)))))
        assert path.read_bytes() == data
        return result

    def copies(self, data: bytes, mime: str = "image/png", pieces: int = 12) -> list[Image.Image]:
        """The copies as pictures; each is a plain RGB JPEG with nothing beside its pixels."""
        made: list[Image.Image] = []
        for name in self(data, mime, pieces)["pictures"]:
            with Image.open(self.folder / name) as picture:
                picture.load()
                assert (picture.format, picture.mode) == ("JPEG", "RGB")
                assert not picture.getexif()
                assert not picture.info.keys() & {"exif", "icc_profile", "comment", "xmp", "photoshop"}
                assert max(picture.size) <= SIDE
                made.append(picture)
        return made


@pytest.fixture
def printer(tmp_path: Path) -> Printer:
    return Printer(tmp_path)


def close(pixel: Any, wanted: tuple[int, int, int], by: int = 12) -> bool:
    """Whether two colours are the same but for the losses of JPEG."""
    return all(abs(one - other) <= by for one, other in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF"])
def test_every_kind_of_picture(printer: Printer, form: str) -> None:
    (copy,) = printer.copies(encoded(screenshot(), form), f"image/{form.lower()}")
    assert copy.size == (540, 1170)
    assert close(copy.getpixel((535, 5)), (245, 245, 245))


def test_a_photo_of_an_iphone(printer: Printer) -> None:
    (copy,) = printer.copies(HEIC.read_bytes(), "image/heic")
    assert copy.size == card().size


def test_a_screenshot_is_made_as_large_as_paper_can_show(printer: Printer) -> None:
    (copy,) = printer.copies(encoded(screenshot(size=(1080, 2340)), "PNG"))
    assert copy.size == (738, 1600)


def test_where_and_when_a_photo_was_taken_stays_out(printer: Printer) -> None:
    exif = Image.Exif()
    exif[MAKE] = "Phone of somebody"
    exif[GPS] = {1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 50.0)}
    data = encoded(screenshot(), "JPEG", exif=exif, comment=b"a secret comment")
    assert b"Phone of somebody" in data
    assert printer.copies(data, "image/jpeg")
    copied = (printer.folder / "3-1.jpg").read_bytes()
    assert all(secret not in copied for secret in (b"Phone of somebody", b"a secret comment", b"Exif", b"http:"))


def test_a_photo_lies_as_its_viewer_shows_it(printer: Printer) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    (copy,) = printer.copies(encoded(screenshot(), "JPEG", exif=exif), "image/jpeg")
    assert copy.size == (1170, 540)
    assert printer(encoded(screenshot(), "JPEG", exif=exif), "image/jpeg")["wide"] is True


def test_damaged_exif_data_costs_nothing(printer: Printer) -> None:
    assert printer.copies(encoded(screenshot(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), "image/jpeg")


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_odd_modes(printer: Printer, mode: str) -> None:
    picture = Image.new("L", (300, 500), 255)
    ImageDraw.Draw(picture).rectangle((0, 0, 299, 249), fill=0)
    if mode == "I;16":
        data = encoded(picture.convert("I").point(lambda level: level * 257).convert("I;16"), "PNG")
    else:
        data = encoded(picture.convert(mode), "PNG")
    (copy,) = printer.copies(data)
    assert close(copy.getpixel((150, 50)), (0, 0, 0))
    assert close(copy.getpixel((150, 450)), (255, 255, 255))


def test_what_is_transparent_prints_white(printer: Printer) -> None:
    for picture in (Image.new("RGBA", (50, 50), (0, 0, 0, 0)), Image.new("LA", (50, 50), (0, 0))):
        (copy,) = printer.copies(encoded(picture, "PNG"))
        assert close(copy.getpixel((25, 25)), (255, 255, 255))


def test_colour_profiles_are_applied_and_left_out(printer: Printer) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red = Image.new("RGB", (60, 60), (200, 30, 40))
    for profile in (srgb, lab, b"no profile at all"):
        (copy,) = printer.copies(encoded(red, "JPEG", icc_profile=profile, quality=95), "image/jpeg")
        assert close(copy.getpixel((30, 30)), (200, 30, 40))


def test_colours_of_a_printer(printer: Printer) -> None:
    (copy,) = printer.copies(encoded(Image.new("CMYK", (60, 60), (0, 255, 255, 0)), "JPEG"), "image/jpeg")
    red, green, blue = copy.getpixel((30, 30))  # type: ignore[misc]  # of an RGB picture
    assert red > 200 > 60 > max(green, blue)


def test_only_the_first_picture_of_an_animation(printer: Printer) -> None:
    frames = [Image.new("RGB", (40, 80), colour) for colour in ("red", "blue", "green")]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    (copy,) = printer.copies(data, "image/gif")
    assert close(copy.getpixel((20, 40)), (255, 0, 0))


def test_a_long_screenshot_is_cut_into_pieces_that_hold_all_of_it(printer: Printer) -> None:
    long = Image.new("RGB", (1080, 9000), "white")
    draw = ImageDraw.Draw(long)
    for line in range(9):
        draw.rectangle((0, line * 1000, 1079, line * 1000 + 499), fill=(line * 25, 0, 0))
    copies = printer.copies(encoded(long, "PNG"))
    assert len(copies) == 4
    width = copies[0].width
    assert width > 700
    whole = Image.new("RGB", (width, sum(copy.height for copy in copies)))
    top = 0
    for copy in copies:
        assert copy.width == width
        whole.paste(copy, (0, top))
        top += copy.height
    assert whole.height == pytest.approx(9000 * width / 1080, abs=4)
    for line in range(9):
        assert close(whole.getpixel((9, round((line * 1000 + 250) * width / 1080))), (line * 25, 0, 0))


def test_no_more_pieces_than_there_is_room_for(printer: Printer) -> None:
    strip = encoded(Image.new("RGB", (50, 20_000), "white"), "PNG")
    assert len(printer.copies(strip, pieces=3)) == 3
    assert len(printer.copies(encoded(Image.new("RGB", (20_000, 1), "white"), "PNG"))) == 1


@pytest.mark.parametrize(
    ("data", "mime", "code"),
    [
        (jpeg()[:4000], "image/jpeg", "broken"),
        (b"", "image/png", "broken"),
        (bomb(), "image/png", "bomb"),
        (jpeg(), "image/png", "broken"),
        (b"%PDF-1.7", "application/pdf", "not_evidence"),
    ],
)
def test_what_cannot_be_shown(printer: Printer, data: bytes, mime: str, code: str) -> None:
    assert printer(data, mime) == {"refused": code}
    assert [path.name for path in printer.folder.iterdir()] == ["received"]
