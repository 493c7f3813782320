"""What is kept as evidence and what is refused, on real bytes."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from files.errors import Refused
from files.inspection import Found, inspect
from tests.files.samples import HEIC, bomb, box, card, encoded, jpeg, mp4, pdf, screenshot


@pytest.fixture
def look(tmp_path: Path) -> "Look":
    return Look(tmp_path / "file")


class Look:
    """Inspects bytes under any claimed name and type."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, data: bytes, name: str | None = None, mime: str | None = None) -> Found:
        self._path.write_bytes(data)
        return inspect(self._path, name=name, mime=mime)

    def refused(self, data: bytes, name: str | None = None, mime: str | None = None) -> str:
        with pytest.raises(Refused) as caught:
            self(data, name, mime)
        return caught.value.code


@pytest.mark.parametrize(
    ("form", "mime"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
        ("AVIF", "image/avif"),
    ],
)
def test_pictures_of_every_accepted_type(look: Look, form: str, mime: str) -> None:
    found = look(encoded(screenshot(), form), "付款.exe", "application/x-msdownload")
    assert (found.kind, found.mime, found.width, found.height) == ("picture", mime, 540, 1170)
    assert found.likeness is not None
    assert len(found.likeness) == 64


def test_a_photo_of_an_iphone(look: Look) -> None:
    found, drawn = look(HEIC.read_bytes()), look(encoded(card(), "PNG"))
    assert (found.mime, found.width, found.height) == ("image/heic", 120, 260)
    assert distance(found, drawn) <= 32


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "MPO"])
def test_moving_pictures_count_by_their_first_frame(look: Look, form: str) -> None:
    found = look(encoded(screenshot(1), form, save_all=True, append_images=[screenshot(2), screenshot(3)]))
    assert found.kind == "picture"
    assert distance(found, look(encoded(screenshot(1), "PNG"))) <= 32


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "AVIF"])
def test_a_picture_cut_in_half_is_broken(look: Look, form: str) -> None:
    whole = encoded(screenshot(), form)
    assert look.refused(whole[: len(whole) // 2]) == "broken"


def test_a_cut_heic_is_broken(look: Look) -> None:
    whole = HEIC.read_bytes()
    assert look.refused(whole[: len(whole) - 200]) == "broken"


def test_a_damaged_png_is_broken(look: Look) -> None:
    whole = bytearray(encoded(screenshot(), "PNG"))
    whole[len(whole) // 2] ^= 0xFF
    assert look.refused(bytes(whole)) == "broken"


def test_a_bomb_is_seen_before_it_unfolds(look: Look, tmp_path: Path) -> None:
    data = bomb()
    assert len(data) < 20_000
    assert look.refused(data) == "bomb"


def test_the_limit_of_pixels_is_a_limit_and_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "p"
    path.write_bytes(encoded(Image.new("L", (100, 100)), "PNG"))
    assert inspect(path, name=None, mime=None, max_pixels=10_000).width == 100
    with pytest.raises(Refused, match="bomb"):
        inspect(path, name=None, mime=None, max_pixels=9_999)


def test_damaged_exif_data_is_no_reason_to_refuse(look: Look) -> None:
    data = encoded(screenshot(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff garbage")
    assert look(data).kind == "picture"


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (pdf(), "application/pdf"),
        (b"\xef\xbb\xbf\n" + pdf() + bytes(3000), "application/pdf"),
        (mp4(), "video/mp4"),
        (mp4(b"3gp5"), "video/mp4"),
        (mp4(b"qt  "), "video/quicktime"),
        (mp4(b"M4A "), "audio/mp4"),
        (box(b"wide", b"") + box(b"mdat", bytes(50)) + box(b"moov", bytes(50)), "video/quicktime"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + bytes(99), "video/webm"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(99), "audio/wav"),
        (b"ID3\x04\x00\x00" + bytes(99), "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + bytes(99), "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + bytes(99), "audio/aac"),
        (b"OggS\x00\x02" + bytes(99), "audio/ogg"),
        (b"#!AMR\n" + bytes(99), "audio/amr"),
        (b"\x02#!SILK_V3" + bytes(99), "audio/silk"),
    ],
)
def test_documents_films_and_sound(look: Look, data: bytes, mime: str) -> None:
    assert look(data, "x.jpg", "image/jpeg").mime == mime


def test_a_sound_recording_in_a_film_container(look: Look) -> None:
    assert look(mp4(b"mp42"), "通话录音.m4a", "audio/x-m4a") == Found("audio", "audio/mp4")


@pytest.mark.parametrize("data", [pdf()[:60], mp4()[:-1], mp4()[:30], box(b"ftyp", b"isom") + box(b"mdat", bytes(9))])
def test_a_cut_document_or_film_is_broken(look: Look, data: bytes) -> None:
    assert look.refused(data) == "broken"


CHAT = "2026-11-20 15:04 客服小利：亲，请再等等😊\r\n我：已经等了三天\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text(look: Look, encoding: str) -> None:
    assert look(CHAT.encode(encoding) * 3000, "聊天记录.txt") == Found("text", "text/plain")


def test_plain_text_of_old_windows(look: Look) -> None:
    assert look(CHAT.replace("😊", "").encode("gbk"), "聊天记录.txt").mime == "text/plain"


def test_a_character_cut_at_the_end_is_forgiven(look: Look) -> None:
    assert look("截止到这里为止".encode()[:-1]).mime == "text/plain"


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_nothing_is_empty(look: Look, data: bytes) -> None:
    assert look.refused(data, "付款.jpg") == "empty"


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("0.jpg", bytes(10_000_000))
    return out.getvalue()


def tarball() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as bundle:
        bundle.addfile(tarfile.TarInfo("x"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (archive(), "订单.jpg"),
        (tarball(), "订单.txt"),
        (b"MZ\x90\x00" + bytes(200), "订单.png"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "订单.pdf"),
        (b"\x7fELF\x02\x01\x01\n%PDF-1.4\n" + bytes(200), "订单.pdf"),
        (b"#!/bin/sh\nrm -rf ~\n", "订单.txt"),
        (b"\xef\xbb\xbf <!DOCTYPE html><title>x</title>", "订单.txt"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "订单.jpg"),
        (b"del /q *.*", "整理.bat"),
        (b"alert(1)", "订单.txt.JS "),
        (b"BM is how this text begins\x00", None),
        (bytes(500), "订单.jpg"),
        (bytes(range(256)) * 8, None),
        (b"RIFF\x24\x00\x00\x00FAKE" + bytes(99), "a.webp"),
        (b"\x00\x00\x00\x18ftypnope" + bytes(99), "a.mp4"),
        (encoded(screenshot(), "TIFF"), "a.tiff"),
        (encoded(screenshot().convert("L"), "PPM"), "a.ppm"),
        (encoded(screenshot().resize((64, 64)), "ICO"), "a.ico"),
    ],
)
def test_what_is_no_evidence(look: Look, data: bytes, name: str | None) -> None:
    assert look.refused(data, name, "image/jpeg") == "not_evidence"


def test_text_that_only_begins_like_a_picture(look: Look) -> None:
    assert look("BM是我的订单号开头".encode()).mime == "text/plain"


def distance(one: Found, other: Found) -> int:
    assert one.likeness is not None
    assert other.likeness is not None
    return (int(one.likeness, 16) ^ int(other.likeness, 16)).bit_count()


def test_the_same_screenshot_at_another_size_and_quality_is_near(look: Look) -> None:
    original = look(encoded(screenshot(), "PNG"))
    smaller = screenshot().resize((295, 640), Image.Resampling.LANCZOS)
    assert distance(original, look(encoded(smaller, "JPEG", quality=70))) <= 32
    assert distance(original, look(encoded(screenshot(), "WEBP", quality=40))) <= 32


def test_another_screenshot_is_far(look: Look) -> None:
    one, other = (look(encoded(screenshot(seed), "PNG")) for seed in (1, 5))
    assert distance(one, other) > 64


def test_a_turned_photo_is_near_to_itself_upright(look: Look) -> None:
    upright = screenshot(size=(800, 600))
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90° clockwise
    assert distance(look(encoded(upright, "PNG")), look(encoded(turned, "JPEG", quality=90, exif=exif))) <= 32


def test_a_flat_picture_has_no_likeness(look: Look) -> None:
    assert look(encoded(Image.new("RGB", (300, 300), "white"), "JPEG")).likeness is None


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "I;16"])
def test_every_colour_mode_of_png(look: Look, mode: str) -> None:
    picture = screenshot().convert("L" if mode == "I;16" else mode)
    found = look(encoded(picture.convert("I;16") if mode == "I;16" else picture, "PNG"))
    assert found.width == 540


def test_print_colours(look: Look) -> None:
    assert look(encoded(screenshot().convert("CMYK"), "JPEG")).likeness is not None


def test_a_cut_jpeg_would_pass_a_shallow_check(look: Look, tmp_path: Path) -> None:
    """Why the picture is loaded: Pillow's own `verify` accepts what `broken` means here."""
    cut = jpeg()[: len(jpeg()) // 2]
    with Image.open(io.BytesIO(cut)) as picture:
        picture.verify()
    assert look.refused(cut) == "broken"
