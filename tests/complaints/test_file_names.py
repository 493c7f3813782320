"""Names for downloads and the export: nothing of a sender's trick survives, Chinese and emoji do."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.file_names import EXTENSIONS, safe_name


@pytest.mark.parametrize(
    ("name", "mime", "safe"),
    [
        ("订单页.jpg", "image/jpeg", "订单页.jpg"),
        ("IMG_0001.JPEG", "image/jpeg", "IMG_0001.JPEG"),
        ("👨‍👩‍👧 全家福❤️.png", "image/png", "👨‍👩‍👧 全家福❤️.png"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\windows\\system32\\evil.txt", "text/plain", "evil.txt"),
        ("付款\u202egpj.exe", "image/jpeg", "付款gpj.exe.jpg"),
        ("photo.jpg", "image/png", "photo.png"),
        ("截图\x00\x1b[31m.png", "image/png", "截图[31m.png"),
        ("a\n\tb.pdf", "application/pdf", "a b.pdf"),
        ("-rf.txt", "text/plain", "rf.txt"),
        (".htaccess", "text/plain", "htaccess.txt"),
        ("con.txt", "text/plain", "_con.txt"),
        ("a:b*c?.mp4", "video/mp4", "a_b_c_.mp4"),
        ("聊天 . .", "audio/ogg", "聊天.ogg"),
        ("\ud800x.png", "image/png", "x.png"),
        (None, "image/heic", "file.heic"),
        ("///", "image/gif", "file.gif"),
        ("x", "application/unknown", "x.bin"),
    ],
)
def test_known_tricks(name: str | None, mime: str, safe: str) -> None:
    assert safe_name(name, mime) == safe


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending() -> None:
    safe = safe_name("证" * 300 + ".jpg", "image/jpeg", longest=100)
    assert safe == "证" * 32 + ".jpg"


HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
NAMES = st.text(st.characters()) | st.text("../\\\x00\u202e\u200d.-_ :*con证😀 jpgexe", max_size=40)


@given(NAMES, st.sampled_from(sorted(EXTENSIONS)), st.integers(20, 200))
def test_any_name_becomes_one_safe_path_component(name: str, mime: str, longest: int) -> None:
    safe = safe_name(name, mime, longest=longest)
    assert len(safe.encode()) <= longest
    assert safe.lower().endswith(EXTENSIONS[mime])
    assert not {unicodedata.category(character) for character in safe if character != "\u200d"} & HIDDEN
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert not PureWindowsPath(safe).is_reserved()
    assert safe[0] not in "-. "
    assert safe_name(safe, mime, longest=longest) == safe
