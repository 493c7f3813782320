"""Swindlers' words made harmless: nothing to touch is left, and what was added can be taken out again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.scam.forms import plain, visible
from complaints.scam.links import links_in
from complaints.scam.traces import harmless, traces

PIECES = (
    "请点 ", "https://refund.liyun-kefu.top/a?x=12345678", "http://47.98.12.203:8080/a", "t.cn/A6xYz9",
    "ｈｔｔｐ：／／ｒｅｆｕｎｄ．ｔｏｐ／ａ", "https://xn--fiq228c.com", "evil\u200b.com", "kefu@evil.top",
    "alipays://platformapi/x", "www.evil.com。",
    "退款98.05元，", "5000元 ", "138-1234-5678", "+86 170 1234 5678 ", "QQ3390214458", "95588", "1.2.3.4",
    "2026-11-23 10:30 ", "点卡", "\n", "６２２２０２００１２３４", ".", "5",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "shown", "found"),
    [
        (
            "点 https://refund.kefu.top/A?x=12345678 退98.05元",
            "点 https[:]//refund[.]kefu[.]top/A?x=12345678 退98.05元",
            ["https[:]//refund[.]kefu[.]top/A?x=12345678"],
        ),
        ("加QQ 3390214458，微信号 kefu_tk88", "加QQ 3390_2144_58，微信号 kefu_tk88", ["3390_2144_58", "kefu_tk88"]),
        ("会议号 123-456-789", "会议号 123_456_789", ["123_456_789"]),
        ("电话+86 170 1234 5678", "电话+86_170_1234_5678", ["+86_170_1234_5678"]),
        ("卡号6222 0200 1234 5678 2026-11-23", "卡号6222_0200_1234_5678 2026-11-23", ["6222_0200_1234_5678"]),
        ("先交5000元保证金，验证码482913", "先交5000元保证金，验证码4829_13", []),
        ("短链 t.cn/A6xYz9", "短链 t[.]cn/A6xYz9", ["t[.]cn/A6xYz9"]),
        ("evil\u200b.com", "evil[.]com", ["evil[.]com"]),
        ("订单LY20261121001可退", "订单LY2026_1121_001可退", []),
    ],
)  # fmt: skip
def test_what_is_shown_and_found(words: str, shown: str, found: list[str]) -> None:
    assert harmless(words) == shown
    assert list(traces(words, ("LY20261121001",))) == found


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_nothing_is_left_to_touch(words: str) -> None:
    for shown in (harmless(words), *traces(words)):
        assert list(links_in(plain(shown))) == []
        assert "://" not in plain(shown)
        told_apart = re.sub(r"[^\s一-龥，。]*\[[^\s一-龥，。]*", "", shown)  # a link keeps its figures
        assert not re.search(r"\d{7,}(?![\d元])", told_apart), shown


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_was_added_can_be_taken_out(words: str) -> None:
    without = re.compile(r"[_\[\] -]")
    assert without.sub("", harmless(words)) == without.sub("", visible(words))


@given(st.text(max_size=300))
def test_any_words(words: str) -> None:
    harmless(words)
    assert len(traces(words)) <= 10
