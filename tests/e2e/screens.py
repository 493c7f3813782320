"""Screenshots as a buyer would take them, drawn by the browser itself: an order, a bill, a record without the goods."""

from html import escape
from typing import NamedTuple

from playwright.async_api import Browser


class Screen(NamedTuple):
    """What a phone shows: a title, a headline and lines of `name: value`."""

    title: str
    headline: str
    lines: tuple[tuple[str, str], ...]
    colour: str


ORDER = Screen(
    "订单详情",
    "充值中",
    (("订单号", "LY20261121001"), ("商品", "游戏点卡 100元"), ("实付", "￥98.00"), ("下单时间", "11-21 21:58")),
    "#2f6fed",
)
BILL = Screen(
    "账单详情",
    "-98.00",
    (
        ("付款方式", "零钱"),
        ("付款时间", "11-21 21:58:12"),
        ("收款方", "某某网络"),
        ("交易单号", "4200001234202611218888"),
    ),
    "#07a35a",
)
RECORD = Screen(
    "充值记录", "近三天没有充值", (("账号", "138****8888"), ("区服", "一区"), ("查询时间", "11-21 22:30")), "#8a5cf6"
)
CHAT = Screen("在线客服", "客服8023", (("22:41", "亲，系统有点慢"), ("22:43", "请耐心等待")), "#e0731d")
ALL = (ORDER, BILL, RECORD, CHAT)

PAGE = """<!doctype html><meta charset=utf-8><style>
body {{ margin: 0; font: 17px "Noto Sans CJK SC", sans-serif; background: #f2f3f5; color: #1c1c1e }}
header {{ background: {colour}; color: #fff; padding: 54px 16px 14px; text-align: center; font-weight: 600 }}
h1 {{ text-align: center; font-size: 30px; margin: 34px 0 }}
div {{ background: #fff; margin: 0 12px 1px; padding: 16px; display: flex; justify-content: space-between }}
span {{ color: #8a8a8e }}
</style><header>{title}</header><h1>{headline}</h1>{lines}"""


async def picture(browser: Browser, screen: Screen) -> bytes:
    """The screen as a PNG of a phone's size."""
    lines = "".join(f"<div><span>{escape(name)}</span><b>{escape(value)}</b></div>" for name, value in screen.lines)
    page = await browser.new_page(viewport={"width": 390, "height": 700}, device_scale_factor=2)
    await page.set_content(
        PAGE.format(title=screen.title, headline=escape(screen.headline), lines=lines, colour=screen.colour)
    )
    shot = await page.screenshot()
    await page.close()
    return shot
