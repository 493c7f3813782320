"""Screenshots that speak for themselves: the first one begins a complaint, what is read fills it, the pack goes out."""

import hashlib
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.async_api import Browser

from tests.bot.process import running
from tests.browser import needs_browser
from tests.e2e import screens
from tests.e2e.hands import QQHand, TelegramHand, address, free_port, opened, sheet
from tests.packs.samples import text_of

pytestmark = [
    pytest.mark.browser,
    needs_browser,
    pytest.mark.timeout(240),
]

SCAM = "我是官方客服，您的订单退款异常，请加QQ 12345678联系退款专员，先缴纳100元保证金解冻，把验证码发我"


async def test_from_a_wordless_screenshot_to_the_pack(browser: Browser, tmp_path: Path) -> None:
    order, bill, chat = [await screens.picture(browser, one) for one in (screens.ORDER, screens.BILL, screens.CHAT)]
    async with running(tmp_path, HTTP_PORT=free_port(), QUIET_HOURS="off", READ_SCREENSHOTS="yes") as (_, line):
        phone = TelegramHand(await opened(browser, address(line)))
        await phone.taps("开始")
        await phone.taps("同意，开始投诉")
        await phone.sees("出了什么问题")
        await phone.uploads({"1.png": order})
        await phone.sees("可以存吗")
        await phone.taps("可以存")
        await phone.sees("证1 像是订单页", "订单号：LY20261121001", "金额：98元")
        await phone.shot("11-reading")
        await phone.taps("都对，填上")
        await phone.sees("填好了：证1是订单页、订单号、金额、下单或付款时间", "出了什么问题")
        await phone.taps("没收到")
        await phone.sees("什么时候发现的")
        await phone.forwards(SCAM, by="官方客服")
        await phone.sees("先停下", "什么时候发现的")
        await phone.taps("刚刚")
        await phone.sees("48小时内投诉", "找过客服了吗")
        await phone.taps("还没")
        await phone.sees("LY20261121001", "98元")

        await phone.uploads({"2.png": bill, "3.png": chat}, as_file=True)
        await phone.sees("证2 像是付款记录", "收款方：某某网络", "证3 像是客服聊天")
        await phone.taps("只有几项对")
        await phone.taps("证2是付款记录")
        await phone.sees("填好了：证2是付款记录")
        await phone.taps("证2 收款方")
        await phone.sees("填好了：收款方")
        await phone.taps("证3是客服聊天")
        await phone.sees("填好了：证3是客服聊天")
        await phone.taps("其余不要")
        await phone.sees("其余的不填")

        await phone.says("证据包")
        await phone.sees("证据包给谁看")
        await phone.taps("自己留底")
        await phone.sees("证据包（自己留底）：3 份证据")
        pdf, archive = await phone.downloads(r"\.pdf"), await phone.downloads(r"\.zip")
    sheet(pdf, "12-pack", slice(1, 4))
    assert_tells(pdf)
    assert_holds(archive, [bill, chat], tmp_path)


async def test_the_same_on_qq_by_numbers(browser: Browser, tmp_path: Path) -> None:
    order = await screens.picture(browser, screens.ORDER)
    async with running(tmp_path, HTTP_PORT=free_port(), READ_SCREENSHOTS="yes") as (_, line):
        phone = QQHand(await opened(browser, address(line)))
        await phone.becomes_a_friend()
        await phone.says("1")
        await phone.sees("出了什么问题")
        await phone.uploads({"1.png": order})
        await phone.sees("可以存吗")
        await phone.says("1")
        await phone.sees("证1 像是订单页", "订单号：LY20261121001")
        await phone.says("都对，填上")
        await phone.sees("填好了：证1是订单页、订单号、金额、下单或付款时间")


def assert_tells(pdf: bytes) -> None:
    """The words of the facts and of the list of evidence can be taken out of the PDF."""
    text = text_of(pdf)
    for words in ("LY20261121001", "98元", "某某网络", "订单页", "付款记录", "客服聊天"):
        assert words in text, words


def assert_holds(archive: bytes, pictures: list[bytes], folder: Path) -> None:
    """What was sent as a file is there as it was, and sha256sum finds that the manifest is true."""
    with ZipFile(BytesIO(archive)) as files:
        files.extractall(folder / "pack")
    received = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "pack").rglob("*") if path.is_file()
    }
    assert {hashlib.sha256(picture).hexdigest() for picture in pictures} <= received
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS.txt"],
        cwd=folder / "pack",
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count(": OK") > len(pictures)
