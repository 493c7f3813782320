"""Sums of money as upset buyers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.complaint import Fen
from complaints.reading.amounts import MOST, find_amounts, read_amount
from complaints.reading.numerals import number_of

anything = st.text(st.characters(codec=None, exclude_categories=()))
sums = st.integers(1, MOST)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("九十八", 98),
        ("一百八", 180),
        ("百八", 180),
        ("一百零八", 108),
        ("一百一十五", 115),
        ("三百五", 350),
        ("一千二", 1200),
        ("一千零五", 1005),
        ("一千零五十", 1050),
        ("两万三", 23000),
        ("一万零五百", 10500),
        ("一万二千三", 12300),
        ("玖拾捌", 98),
        ("贰佰伍拾", 250),
        ("百万", 1_000_000),
        ("一亿两千万", 120_000_000),
        ("二〇二六", 2026),
        ("零", 0),
        ("十百", None),
        ("万万", None),
        ("三百千", None),
        ("天", None),
    ],
)
def test_numerals(numeral: str, value: int | None) -> None:
    assert number_of(numeral) == value


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("98", 9800),
        ("98元", 9800),
        ("98.5", 9850),
        ("98.00元", 9800),
        ("￥98.00", 9800),
        ("¥1,234.5", 123450),
        ("１，２３４元", 123400),
        ("９８．５元", 9850),
        ("98 元", 9800),
        ("98rmb", 9800),
        ("98r", 9800),
        ("RMB 98", 9800),
        ("人民币98元", 9800),
        ("98块", 9800),
        ("98块钱", 9800),
        ("98块5", 9850),
        ("98块5毛", 9850),
        ("98块5毛5", 9855),
        ("98块50", 9850),
        ("98块05", 9805),
        ("98块零5分", 9805),
        ("98块半", 9850),
        ("98块5个", 9800),
        ("98块3张", 9800),
        ("98块5分钟就充完了", 9800),
        ("98元5折", 9800),
        ("98元一直没到", 9800),
        ("98块半个月没到账", 9800),
        ("九十八", 9800),
        ("九十八块五", 9850),
        ("九十八点五元", 9850),
        ("十块半", 1050),
        ("一百八块", 18000),
        ("百八块", 18000),
        ("一百零八块", 10800),
        ("两百五", 25000),
        ("玖拾捌元整", 9800),
        ("一千二百三十四块五毛", 123450),
        ("两块二毛五分", 225),
        ("1.2万", 1200000),
        ("1万2", 1200000),
        ("1万2块", 1200000),
        ("2w", 200_0000),
        ("3千5", 350000),
        ("两万三千元", 2300000),
        ("花了98", 9800),
        ("大概98吧", 9800),
        ("一共九十八左右吧", 9800),
        ("我就付了一百八啊。", 18000),
        ("98！！！气死了", 9800),
        ("5月10号花了98", 9800),
        ("买了3张，98块", 9800),
        ("98元，就是98元", 9800),
        ("一块钱", 100),
        ("一块五", 150),
        ("0.01", 1),
        ("1亿元", MOST),
    ],
)
def test_answers_to_how_much(text: str, fen: Fen) -> None:
    assert read_amount(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "", "不记得了", "-98", "-98元", "负98", "负九十八", "-¥98.00", "¥-98", "0", "0元", "零元", "1.1亿", "两亿",
        "98元或者89元", "50-100元", "50到100块", "五十到一百块", "十几块", "几百块", "好几百", "上百块", "一百多块",
        "98多", "98.555元", "98.5.3", "98美元", "$98", "13800138000", "LY20240510001", "20240510001", "20260510",
        "20:15", "5月10号", "3天前", "98点券", "98元宝", "我们一块买的", "万一没到", "一直没到", "千万别", "1/2", "😡",
    ],
)  # fmt: skip
def test_no_answer_to_how_much(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("59块9，退20", ["59块9", "20"]),
        ("付了98，200元的卡没到", ["98", "200元"]),
        ("花了98没到账", ["98"]),
        ("充了100到现在没动静", ["100"]),
        ("我充值了300，只到了200元", ["300", "200元"]),
        ("金额：98.5", ["98.5"]),
        ("扣了我三百五", ["三百五"]),
        ("重复扣款2次，每次￥30", ["￥30"]),
        ("买了100点券，2张，3天没到", []),
        ("充了100Q币", []),
        ("付款时间2026年5月10日20:15", []),
        ("下单5分钟，退了2次", []),
        ("一共买了2个", []),
        ("一毛钱都没退", []),
        ("订单号LY20240510001，单价98元一张", ["98元"]),
        ("让我先交500元保证金", ["500元"]),
        ("1,234.50元和¥5", ["1,234.50元", "¥5"]),
        ("工号021说等3小时", []),
    ],
)
def test_sums_in_free_text(text: str, found: list[str]) -> None:
    assert [text[amount.start : amount.end] for amount in find_amounts(text)] == found


def in_characters(yuan: int) -> str:
    """Everyday numeral of 1–9999."""
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = yuan // unit % 10
        gap = gap or (digit == 0 and out != "")
        if digit:
            out += ("零" if gap else "") + "零一二三四五六七八九"[digit] + name
            gap = False
    return out.removeprefix("一") if 10 <= yuan < 20 else out


@given(sums)
def test_printed_sums_are_read_back(fen: Fen) -> None:
    yuan, cents = divmod(fen, 100)
    assert read_amount(f"{yuan}.{cents:02}元") == fen
    assert read_amount(f"¥{yuan:,}.{cents:02}") == fen
    assert [amount.fen for amount in find_amounts(f"收款{yuan}.{cents:02}元，谢谢")] == [fen]


@given(st.integers(1, 9999), st.integers(0, 9))
def test_spoken_sums_are_read_back(yuan: int, jiao: int) -> None:
    numeral = in_characters(yuan)
    assert number_of(numeral) == yuan
    assert read_amount(f"{numeral}元") == yuan * 100
    tail = "零一二三四五六七八九"[jiao] if jiao else "钱"
    assert read_amount(f"{numeral}块{tail}") == yuan * 100 + jiao * 10
    assert read_amount(f"{yuan}块{jiao or '钱'}") == yuan * 100 + jiao * 10


@given(anything | st.text("0123456789.,，块元毛分角半一二十百千万亿零点¥-几多到退花了个"))
def test_no_text_is_too_odd(text: str) -> None:
    for amount in find_amounts(text):
        assert 0 < amount.fen <= MOST
        assert 0 <= amount.start < amount.end <= len(text)
    fen = read_amount(text)
    assert fen is None or 0 < fen <= MOST


def test_digits_of_other_scripts_are_no_sums() -> None:
    assert find_amounts("٩٨元，98块٥，充了٩٨") == find_amounts("????98块???")


def test_a_very_long_number_is_no_sum() -> None:
    assert read_amount("9" * 5000) is None
    assert read_amount("九" * 5000 + "元") is None
