"""Text files."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from packs.answering import answer
from packs.text import encoded
from packs.words import plain


def test_a_file_is_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    assert answer({"make": "text", "out": str(path), "text": "您好。\n请退款98元。"}) == {"size": path.stat().st_size}
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_bytes().decode("utf-8-sig") == "您好。\r\n请退款98元。\r\n"


@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    assert encoded(text).decode("utf-8-sig").splitlines() == plain(text).splitlines()
