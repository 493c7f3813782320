"""What the words on a screenshot mean, from lines as the engine gives them."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.complaint import Seen
from complaints.knowledge.load import load
from complaints.screens import values
from complaints.screens.layout import Line
from complaints.screens.reader import Reader
from complaints.times import SHANGHAI

ROOT = Path(__file__).parents[2]
KNOWLEDGE = load(ROOT / "knowledge")
READER: Reader = KNOWLEDGE.reader


def instant(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).timestamp())


NOW = instant("2026-11-27 12:00")
HEIGHT = 30


def page(*rows: str, width: int = 800) -> list[list[Any]]:
    """Rows one below the other: `label | value` stand at the left and right edge, `> words` at the right, `# words` are
    large."""
    lines: list[list[Any]] = []
    for place, row in enumerate(rows):
        top = 100 + place * 2 * HEIGHT
        for column, words in enumerate(row.split(" | ")):
            right = column > 0 or words.startswith("> ")
            said, height = words.lstrip("># "), HEIGHT * 3 // 2 if words.startswith("# ") else HEIGHT
            long = sum(16 if char.isascii() else 30 for char in said)
            left = width - 30 - long if right else 30
            lines.append([said, left, top, left + long, top + height])
    return lines


def read(*rows: str) -> Seen:
    return READER.read(page(*rows), NOW)


ORDER_PAGE = (
    "订单详情",
    "Steam充值卡 100元",
    "商品总额 | ¥100.00",
    "优惠 | -¥2.00",
    "实付款 | ¥98.00",
    "订单编号 | KM2026112512345678 复制",
    "下单时间 | 2026-11-25 20:15:33",
)
BILL = (
    "账单详情",
    "某某商贸",
    "# -98.00",
    "当前状态 | 支付成功",
    "支付时间 | 2026年11月25日 20:15:33",
    "商户全称 | 某某商贸(深圳)有限公司",
    "交易单号 | 4200002412202611259876543210",
    "商户单号 | KM2026112512345678",
)


# --------------------------------------------------------------------------------------------------------- whole pages
def test_an_order_page() -> None:
    assert read(*ORDER_PAGE) == Seen(
        kind="order_page", order_number="KM2026112512345678", amount=9800, at=instant("2026-11-25 20:15")
    )


def test_a_bill() -> None:
    found = read(*BILL)
    assert found.kind == "payment_record"
    assert (found.amount, found.at) == (9800, instant("2026-11-25 20:15"))
    assert (found.payee, found.serial) == ("某某商贸（深圳）有限公司", "4200002412202611259876543210")
    assert found.order_number is None, "the number of a bill is none of an order"


def test_a_label_and_its_value_in_one_line_or_one_below_the_other() -> None:
    one_line = read("订单详情", "订单号：KM2026112512345678", "实付：98元", "下单时间:2026/11/25 20:15")
    below = read("订单详情", "订单号", "KM2026112512345678", "实付", "¥98.00", "下单时间", "2026-11-25 20:15")
    assert one_line == below == read(*ORDER_PAGE)


def test_a_number_that_goes_on_in_the_next_line() -> None:
    assert read(*BILL[:6], "交易单号 | 420000241220261125", "> 9876543210").serial == "4200002412202611259876543210"


def test_talk_with_customer_service() -> None:
    chat = (
        "在线客服",
        "您好，请问有什么可以帮您",
        "> 订单号KM2026112512345678",
        "> 还没到账",
        "请耐心等待一下",
        "发送",
    )
    found = read(*chat)
    assert (found.kind, found.order_number, found.amount) == ("service_chat", "KM2026112512345678", None)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (("商品详情", "已售 3万+", "立即购买"), "goods_page"),
        (("工单详情", "工单号 | GD20261126000871", "问题类型 | 卡密无效"), "ticket_page"),
        (("提示", "卡密无效或已过期", "确定"), "problem_screenshot"),
        (("兑换记录", "月卡 已兑换"), "redeem_record"),
    ],
)
def test_other_pages(rows: tuple[str, ...], kind: str) -> None:
    assert read(*rows).kind == kind


# --------------------------------------------------------------------------------------------- what must not be read
@pytest.mark.parametrize(
    "rows",
    [
        (),
        ("今天天气", "最高 12 度"),
        ("新闻", "游戏公司营收 98.00 亿元", "2026-11-25 20:15"),
        ("运单号 | 4826190357712840", "已签收"),
    ],
)
def test_pages_that_prove_nothing(rows: tuple[str, ...]) -> None:
    assert read(*rows) == Seen()


def test_of_a_list_of_orders_none_is_taken() -> None:
    rows = ("我的订单", "订单号4826190357712840615", "实付 | ¥94.80", "订单号4825774016620031987", "实付 | ¥15.90")
    assert read(*rows) == Seen()


def test_of_several_values_behind_a_label_none_is_taken() -> None:
    assert read(*ORDER_PAGE[:4], "实付款 | ¥98.00", "实付款 | ¥12.00", *ORDER_PAGE[5:]).amount is None


def test_a_card_and_its_secret_are_no_order_number() -> None:
    found = read("订单详情", "实付款 | ¥98.00", "卡号 | XK88001260349155", "卡密 | 7Q2MR9TX4HWBK3CD")
    assert (found.kind, found.order_number, found.serial) == ("order_page", None, None)


@pytest.mark.parametrize(
    "rows",
    [
        ("订单编号", "卡密:7Q2MR9TX4HWBK3CD"),
        ("订单编号 | 卡密7Q2MR9TX4HWBK3CD",),
        ("订单编号", "卡密", "7Q2MR9TX4HWBK3CD"),
        ("订单编号", "工单号：GD20261126000871"),
    ],
)
def test_a_label_whose_value_was_not_read_takes_none_of_another(rows: tuple[str, ...]) -> None:
    found = read("订单详情", "实付款", "优惠：-¥2.00", *rows)
    assert (found.kind, found.order_number, found.amount) == ("order_page", None, None)


def test_a_number_does_not_go_on_with_a_secret() -> None:
    found = read("订单详情", "订单编号 | KM2026112512345678", "> 7Q2MR9TX4HWBK3CD")
    assert found.order_number == "KM2026112512345678"


def test_money_that_came_back_was_not_paid() -> None:
    assert read("账单详情", "# +98.00", "当前状态 | 已全额退款").amount is None


def test_the_number_of_a_ticket_is_no_order_number() -> None:
    assert read("工单详情", "工单号 | GD20261126000871", "问题类型 | 其他").order_number is None


@pytest.mark.parametrize("word", ["优惠", "单价", "优惠券", "运费"])
def test_a_discount_is_not_what_was_paid(word: str) -> None:
    assert read("订单详情", "订单编号 | KM2026112512345678", f"{word} | ¥2.00").amount is None


# ------------------------------------------------------------------------------------------------------ single values
@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("¥98.00", 9800),
        ("-98.00", 9800),
        ("￥1,234.50", 123_450),
        ("98元", 9800),
        ("98", None),
        ("¥100.00 ¥98.00", None),
        ("3.2万", None),
        ("2026-11-25", None),
        ("¥0.00", None),
        ("12.5", None),
    ],
)
def test_sums(text: str, fen: int | None) -> None:
    assert values.money(values.plain(text)) == fen


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-25 20:15:33", "2026-11-25 20:15"),
        ("2026-11-2520:15:33", "2026-11-25 20:15"),
        ("2026年11月25日20:15", "2026-11-25 20:15"),
        ("11-25 20:15", "2026-11-25 20:15"),
        ("12-25 20:15", "2025-12-25 20:15"),
        ("2026-11-25", None),
        ("2027-11-25 20:15", None),
        ("2026-13-25 20:15", None),
        ("2026-11-25 20:15 2026-11-25 20:16", None),
    ],
)
def test_times(text: str, at: str | None) -> None:
    assert values.moment(text, NOW) == (instant(at) if at else None)


@pytest.mark.parametrize("text", ["13812345678", "400-123-4567", "20261125", "123", "KM12", "A1234567 B7654321"])
def test_numbers_that_are_none_of_an_order(text: str) -> None:
    assert values.order_number(text) is None


def test_a_number_in_groups_is_one_number() -> None:
    assert values.serial("4200 0024 1220 2611 2598") == "42000024122026112598"
    assert values.serial("2026112512345678 72MR9TX4HWBK3CD") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("订单号是KM2026112512345678，还没到", "KM2026112512345678"),
        ("20261118093107552018这个订单激活不了", "20261118093107552018"),
        ("我的订单在哪里", None),
        ("工单GD20261126000871处理中", None),
        ("工单号：GD20261126000871", None),
        ("快递单号：SF1234567890123", None),
        ("卡密 7Q2MR9TX4HWBK3CD 这个订单用不了", None),
        ("订单KM2026112512345678和订单KM2026112599999999", None),
    ],
)
def test_order_numbers_in_talk(text: str, number: str | None) -> None:
    assert values.order_named(text) == number


def test_a_hostile_page_does_not_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done is counted: looks from one line to another."""
    looks = 0
    beside, above = Line.beside, Line.above

    def counted(look: Callable[[Line, Line], bool]) -> Callable[[Line, Line], bool]:
        def one(self: Line, other: Line) -> bool:
            nonlocal looks
            looks += 1
            return look(self, other)

        return one

    monkeypatch.setattr(Line, "beside", counted(beside))
    monkeypatch.setattr(Line, "above", counted(above))
    read("订单详情", *["订单号 A1000("] * 2000, "-" + " " * 9000 + "8" * 20_000)
    assert looks < 200_000


# ---------------------------------------------------------------------------------------------------------- anything
WORDS = st.sampled_from([row for rows in (ORDER_PAGE, BILL) for row in "|".join(rows).split("|")]) | st.text(
    max_size=30
)
PLACES = st.integers(-50, 4000)
LINES = st.lists(st.tuples(WORDS, PLACES, PLACES, PLACES, PLACES).map(list), max_size=30)


@given(LINES)
def test_any_lines_are_read_without_an_error_and_are_storable(lines: list[list[Any]]) -> None:
    found = READER.read(lines, NOW)
    assert Seen.model_validate_json(found.model_dump_json()) == found
    assert json.loads(found.model_dump_json())["kind"] in {None, *KNOWLEDGE.screens}
