"""Single values on a screen: numbers, sums, times and names, as apps print them."""

import re
from datetime import date

from complaints.complaint import Fen
from complaints.reading.amounts import MOST_BARE
from complaints.reading.normalise import fold
from complaints.reading.orders import is_phone_or_date
from complaints.times import DAY, Instant, date_of, instant_of

_BUTTONS = re.compile(
    r"[\[【(（]?(?:点击)?(?:复制|(?:联系|查看)(?:卖家|商家|客服)|查看(?:详情|更多)?|展开|收起)[\]】)）]?|[>›》＞»]+|[|｜]"
)
"""Words beside a value that can be tapped, and arrows that lead on."""

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_SPACED = re.compile(r"(?<=[A-Za-z0-9]) +(?=\d+(?![A-Za-z0-9]))")
"""Within a number printed in groups, or torn in reading; one that begins with letters is another one."""
SHORTEST_ORDER, LONGEST = 6, 40
SHORTEST_SERIAL = 10
FEWEST_DIGITS = 4

_MONEY = re.compile(
    r"(?P<sign>[-+−–])?\s*(?P<mark>[¥￥Y羊]|RMB|CNY|人民币)?\s*(?P<minus>[-−–])?\s*"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,8})(?:\.(?P<cents>\d{1,2}))?(?![\d.:/%-])\s*(?P<unit>元|圆)?"
)
PAID = re.compile(r"[-−–]?\s?[¥￥]?\s*(?:\d{1,3}(?:,\d{3})+|\d{1,7})\.\d{2}\s*元?")
"""A sum that stands alone, as the large one of a bill."""

_WHEN = re.compile(
    r"(?:(?P<year>20\d\d)\s?[-/.年]\s?)?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>[0-3]\d|\d(?!\d))\s?日?\s*"
    r"(?P<hour>[01]?\d|2[0-3])\s?[::.]\s?(?P<minute>[0-5]\d)(?:\s?[::.]\s?\d{2})?(?!\d)"
)
"""A day and a time on the clock; the space between them is often lost in reading."""
FUTURE = DAY
"""A clock may be wrong, but not by more."""
EARLIEST = instant_of(date(2015, 1, 1))

_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]")
LONGEST_NAME = 40

_OF_ORDER = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9_-]{9,39})(?=[，,、\s]?(?:这|那)?(?:一)?(?:个|笔|单)?订单)"
    r"|订单(?:编号|号码?|ID)?[是为:\s]{0,3}([A-Za-z0-9][A-Za-z0-9_-]{7,39})"
)


def plain(text: str) -> str:
    """The words in half-width characters, without buttons and arrows."""
    return " ".join(_BUTTONS.sub(" ", fold(text)).split())


def order_number(text: str) -> str | None:
    """The one order number in a value."""
    return _id(text, SHORTEST_ORDER)


_OF_SOMETHING_ELSE = re.compile(
    r"(?:卡密|密钥|密码|卡号|兑换码|激活码|序列号|工单|快递|运单|物流|交易|支付|商户|商家|流水)[号编码]{0,2}[是为:\s]{0,3}$"
)
"""Right before a number."""


def order_named(text: str) -> str | None:
    """The one order number that people who talk name: 订单号KM2026…, 2026…这个订单."""
    named = {
        found
        for match in _OF_ORDER.finditer(text)
        if (found := order_number(match[1] or match[2]))
        and not _OF_SOMETHING_ELSE.search(text, max(0, match.start() - 12), match.start())
    }
    return named.pop() if len(named) == 1 else None


def serial(text: str) -> str | None:
    """The one number of a payment in a value."""
    return _id(text, SHORTEST_SERIAL)


def _id(text: str, shortest: int) -> str | None:
    runs = [match[0] for match in _ID.finditer(_SPACED.sub("", text))]
    fitting = [
        run
        for run in runs
        if shortest <= len(run) <= LONGEST
        and sum(char.isdigit() for char in run) >= FEWEST_DIGITS
        and not is_phone_or_date(run)
    ]
    return fitting[0] if len(fitting) == 1 else None


def money(text: str) -> Fen | None:
    """The one sum in a value, without its sign; a number without a currency needs its cents."""
    sums = {
        int(match["whole"].replace(",", "")) * 100 + int((match["cents"] or "0").ljust(2, "0"))
        for match in _MONEY.finditer(text)
        if match["mark"] or match["unit"] or (match["cents"] and len(match["cents"]) == 2)
    }
    return sums.pop() if len(sums) == 1 and 0 < min(sums) < MOST_BARE else None


def moment(text: str, now: Instant) -> Instant | None:
    """The one time in a value, to the minute; without a year the last one before `now`."""
    found = {at for match in _WHEN.finditer(text) if (at := _moment(match, now)) is not None}
    return found.pop() if len(found) == 1 else None


def _moment(match: re.Match[str], now: Instant) -> Instant | None:
    this_year = date_of(now).year
    for year in [int(match["year"])] if match["year"] else [this_year, this_year - 1]:
        try:
            day = date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        at = instant_of(day, int(match["hour"]), int(match["minute"]))
        if EARLIEST <= at <= now + FUTURE:
            return min(at, now)
    return None


def name(text: str) -> str | None:
    """A name: of a person, whose first characters apps often hide (*明), or of a company."""
    said = text.strip(" :,;.、，。；")
    if not said.isascii():
        said = said.replace("(", "（").replace(")", "）")  # as names of companies are registered
    if not 2 <= len(said) <= LONGEST_NAME or not _NAME.search(said):
        return None
    return None if sum(char.isdigit() for char in said) > len(said) // 2 else said
