"""Messages written as arrays and as strings with CQ codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks.qq.segments import Segment, segments


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("没到账", [("text", {"text": "没到账"})]),
        ("a&#91;b&#93;&#44;&amp;c", [("text", {"text": "a[b],&c"})]),
        ("&amp;#44;", [("text", {"text": "&#44;"})]),
        (
            "看[CQ:image,file=1.png,url=https://a.b/?x=1&amp;y=2&#44;3]吧",
            [
                ("text", {"text": "看"}),
                ("image", {"file": "1.png", "url": "https://a.b/?x=1&y=2,3"}),
                ("text", {"text": "吧"}),
            ],
        ),
        ("[CQ:face,id=14]", [("face", {"id": "14"})]),
        ("[CQ:shake]", [("shake", {})]),
        ("[CQ:reply,id=-2147483648][CQ:at,qq=10001] 好", [
            ("reply", {"id": "-2147483648"}), ("at", {"qq": "10001"}), ("text", {"text": " 好"}),
        ]),
        ("[CQ:broken", [("text", {"text": "[CQ:broken"})]),
        ("[not a code]", [("text", {"text": "[not a code]"})]),
        ("", []),
    ],
)  # fmt: skip
def test_strings_are_read_as_arrays_are(message: str, wanted: list[tuple[str, dict[str, str]]]) -> None:
    assert [(part.type, dict(part.data)) for part in segments(message)] == wanted


def test_arrays_keep_what_has_a_type_and_leave_out_the_rest() -> None:
    message = [
        {"type": "text", "data": {"text": "a"}},
        "b",
        3,
        None,
        {"data": {}},
        {"type": 1},
        {"type": "x", "data": []},
    ]
    assert segments(message) == [Segment("text", {"text": "a"}), Segment("text", {"text": "b"}), Segment("x", {})]


@pytest.mark.parametrize("message", [None, 3, True, 1.5])
def test_what_is_no_message_has_no_segments(message: object) -> None:
    assert segments(message) == []


def test_a_single_segment_may_come_without_a_list() -> None:
    assert segments({"type": "text", "data": {"text": "a"}}) == [Segment("text", {"text": "a"})]


def test_large_numbers_stay_exact_and_half_characters_do_no_harm() -> None:
    part = Segment("file", {"file_size": 9007199254740993, "name": "a\ud83d", "nothing": None})
    assert part.text("file_size") == "9007199254740993"
    assert part.text("name") == "a?"
    assert part.text("nothing") == part.text("missing") == ""


ESCAPED = (("&", "&amp;"), ("[", "&#91;"), ("]", "&#93;"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_being_escaped(text: str) -> None:
    escaped = text
    for plain, code in ESCAPED:
        escaped = escaped.replace(plain, code)
    assert "".join(part.text("text") for part in segments(escaped)) == text


@given(st.text())
def test_nothing_that_is_written_raises(text: str) -> None:
    for part in segments(text):
        assert part.type
