"""What typed text becomes before it is kept, and before it is read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.reading.normalise import MAX_LENGTH, clean, fold, normalise

anything = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  没到账 \n", "没到账"),
        ("没\u200b到\ufeff账", "没到账"),
        ("98\u202e元\u202c", "98元"),
        ("第一行\r\n第二行\r第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
        ("a\x00b\x07c", "abc"),
        ("气死我了😡👍", "气死我了😡👍"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("订\u200d单\u200d号", "订单号"),
        ("\ud83d坏了一半", "坏了一半"),
        ("，。！？：（）“”……", "，。！？：（）“”……"),
        ("\u3164\u2800", ""),
    ],
)
def test_kept_text(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("９８．５元", "98.5元"),
        ("２０：１５", "20:15"),
        ("￥98.00", "¥98.00"),
        ("ＬＹ20240510001", "LY20240510001"),
        ("①", "1"),
        ("⑩½℃", "⑩½℃"),  # would become longer
        ("五月　十号", "五月 十号"),
        ("98，200元", "98，200元"),
        ("１，２３４元", "1,234元"),
        ("⼀⼆", "一二"),
        ("𝟗𝟖元", "98元"),
    ],
)
def test_read_text(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_text_is_cut() -> None:
    assert clean("长" * 10_000) == "长" * MAX_LENGTH


@given(anything)
def test_cleaning_is_done_once_and_leaves_nothing_unseen(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert len(cleaned) <= MAX_LENGTH
    cleaned.encode()
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]


@given(anything)
def test_folding_keeps_positions(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(anything)
def test_every_character_is_folded_by_itself(text: str) -> None:
    text = text.replace("，", "、")
    assert fold(text) == "".join(map(fold, text))


def test_wide_and_circled_characters_become_plain_ones() -> None:
    wide = "".join(map(chr, range(0xFF01, 0xFF5F)))
    assert fold(wide.replace("，", "")) == "".join(map(chr, range(0x21, 0x7F))).replace(",", "")
    assert fold("没\u3000到\xa0账①⑨㏄Ⅷ𝟗，") == "没 到 账19㏄Ⅷ9，"


@given(st.text(st.characters(categories=("Lo", "Lu", "Ll", "Nd", "So"))))
def test_letters_digits_and_emoji_are_kept(text: str) -> None:
    fillers = "\u115f\u1160\u2800\u3164\uffa0"
    assert clean(text) == "".join(char for char in text if char not in fillers)
