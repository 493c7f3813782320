"""Order numbers among everything else that people paste."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.reading.orders import Verdict, find_order_numbers, find_orders, hint, read_order_number

HINTS = (hint(r"LY\d{11}"), hint(r"K[0-9A-Z]{9}"))
anything = st.text(st.characters(codec=None, exclude_categories=()))
numbers = st.from_regex(r"[A-Z]{0,3}[0-9]{6,18}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("订单号LY20240510001，购买游戏点卡未到账，要求立即补发", ["LY20240510001"]),
        ("LY20240510001没到账！！！", ["LY20240510001"]),
        ("单子ly20240510001到现在没发", ["ly20240510001"]),
        ("ＬＹ２０２４０５１０００１", ["LY20240510001"]),
        ("订单编号：202611210001234", ["202611210001234"]),
        ("订单号是 A-2026-1121-88 吧", ["A-2026-1121-88"]),
        ("订单号：88123456，88123457、88123458和88123459都没到", ["88123456", "88123457", "88123458", "88123459"]),
        ("两个订单号分别是20261121001 20261121002", ["20261121001", "20261121002"]),
        ("单号99887766", ["99887766"]),
        ("order no. 99887766", ["99887766"]),
        ("Order ID: 99887766", ["99887766"]),
        ("投诉订单号99887766", ["99887766"]),
        ("淘宝订单号 1234567890123456789", ["1234567890123456789"]),
        ("订单20261121000123没到", ["20261121000123"]),
        ("订单号LY20240510001，订单号LY20240510001", ["LY20240510001"]),
        ("订单号\nLY20240510001\n电话13800138000", ["LY20240510001"]),
    ],
)
def test_order_numbers_in_free_text(text: str, found: list[str]) -> None:
    assert find_order_numbers(text, HINTS) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有订单号",
        "订单号忘了，电话13800138000",
        "订单号13800138000",
        "订单号 0571-88886666",
        "订单98元",
        "订单号1000元的那个",
        "订单2026-05-10的",
        "订单20260510没到",
        "20240510001没到账",  # no label, no hint
        "交易单号4200001234202611211234567890",
        "商户单号10000394012026112100012345",
        "微信订单号4200001234202611211234567890",
        "快递单号SF1234567890123",
        "工单号20261121123",
        "LY2024051000",
        "LY202405100011",
        "XLY20240510001",
        "订单号在截图里",
        "order a coffee",
        "订单3个都没到",
    ],
)
def test_no_order_number(text: str) -> None:
    assert find_order_numbers(text, HINTS) == []


def test_places_are_those_of_the_text() -> None:
    text = "我的订单号：ＬＹ20240510001没到"
    (order,) = find_orders(text, HINTS)
    assert text[order.start : order.end] == "ＬＹ20240510001"


@pytest.mark.parametrize(
    ("text", "found", "verdict"),
    [
        ("LY20240510001", ["LY20240510001"], "looks_like_hint"),
        ("  订单号：ly20240510001 ", ["ly20240510001"], "looks_like_hint"),
        ("LY20240510001 LY20240510002", ["LY20240510001", "LY20240510002"], "looks_like_hint"),
        ("就是这个LY20240510001啊", ["LY20240510001"], "looks_like_hint"),
        ("ＬＹ２０２４０５１０００１", ["LY20240510001"], "looks_like_hint"),
        ("88123456", ["88123456"], "odd"),
        ("订单编号 88123456", ["88123456"], "odd"),
        ("2024 0510 001", ["20240510001"], "odd"),
        ("20240510001 20240510002", ["20240510001", "20240510002"], "odd"),
        ("88123456，88123457", ["88123456", "88123457"], "odd"),
        ("88123456和88123457", ["88123456", "88123457"], "odd"),
        ("13800138000", ["13800138000"], "odd"),
        ("A1B2", ["A1B2"], "odd"),
        ("尾号好像是 7788", ["7788"], "odd"),
        ("#88123456", ["88123456"], "odd"),
        ("", [], "not_a_number"),
        ("不知道", [], "not_a_number"),
        ("截图里有", [], "not_a_number"),
        ("没有订单号", [], "not_a_number"),
        ("98元", [], "not_a_number"),
        ("12", [], "not_a_number"),
        ("hello", [], "not_a_number"),
        ("2026年5月10日", [], "not_a_number"),
        ("1" * 50, [], "not_a_number"),
        ("😡", [], "not_a_number"),
    ],
)
def test_answers_to_the_question(text: str, found: list[str], verdict: Verdict) -> None:
    assert read_order_number(text, HINTS) == (tuple(found), verdict)


def test_a_malformed_hint_is_an_error() -> None:
    with pytest.raises(re.error):
        hint("LY[")


@given(numbers, st.sampled_from(["订单号{}，没到账", "订单编号：{} 退款", "我的单号是{}！"]))
def test_labelled_numbers_are_found(number: str, sentence: str) -> None:
    found = find_order_numbers(sentence.format(number), ())
    assert found == [number] or re.fullmatch(r"(86)?1[3-9]\d{9}|0\d{9,11}|[48]00\d{6,8}|20\d{4,6}", number)


@given(anything | st.text("订单号LYly0123456789-_、，: 元月order微信工"))
def test_no_text_is_too_odd(text: str) -> None:
    for order in find_orders(text, HINTS):
        assert 0 <= order.start < order.end <= len(text)
        assert order.number == order.number.strip("_-")
    answer = read_order_number(text, HINTS)
    assert bool(answer.numbers) == (answer.verdict != "not_a_number")
