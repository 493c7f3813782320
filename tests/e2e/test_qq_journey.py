"""A complaint on the QQ phone, by numbers and words alone: the real program, the real page, a real browser."""

import hashlib
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.async_api import Browser, expect

from tests.bot.process import running
from tests.browser import needs_browser
from tests.e2e import screens
from tests.e2e.hands import QQHand, TelegramHand, address, free_port, opened

pytestmark = [
    pytest.mark.browser,
    needs_browser,
    pytest.mark.timeout(240),
]


async def test_from_a_friend_request_to_the_answer_with_a_kill_in_the_middle(browser: Browser, tmp_path: Path) -> None:
    settings = {"HTTP_PORT": free_port(), "QUIET_HOURS": "off"}
    pictures = [await screens.picture(browser, screen) for screen in screens.ALL]

    async with running(tmp_path, **settings) as (process, line):
        phone = QQHand(await opened(browser, address(line)))
        await phone.becomes_a_friend()
        await phone.sees("免费的非官方工具", "1. 同意，开始投诉")
        await phone.says("1")
        await phone.sees("出了什么问题", "1. 没收到")
        await phone.says("1")
        await phone.sees("先看几眼", "1. 刚刚")
        await phone.says("1")
        await phone.sees("48小时内投诉", "花了多少钱")
        await phone.says("游戏点卡 98元")
        await phone.sees("订单号发我")
        process.kill()
        await process.wait()

    await expect(phone.page.locator("#qq-subtitle")).to_have_text("正在连接…")
    async with running(tmp_path, **settings):
        await expect(phone.page.locator("#qq-subtitle")).to_have_text("在线")
        await phone.says("LY20261121001")
        await phone.sees("找过客服了吗", "1. 还没")
        await phone.says("1")
        await phone.sees("98元，付款后至今未收到商品", "4. 存截图")
        await phone.shot("8-qq-menu")

        await phone.says("4")
        await phone.sees("订单页的截图")
        await phone.uploads({f"{place}.png": content for place, content in enumerate(pictures[:3])})
        await phone.sees("可以存吗")
        await phone.says("1")
        await phone.sees("收到 3 张", "证1（这组第1张）")
        await expect(phone.newest().locator(".qq-quote")).to_contain_text("[照片][照片][照片]")
        for place in (1, 2, 3):
            await phone.says(str(place))
            await phone.sees(f"证{place}记为")
        await phone.forwards(pictures[3])
        await phone.sees("客服8023和我的聊天记录", "1 条联系记录", "编为证4")

        await phone.jumps("+24小时")
        await phone.sees("48小时还剩")
        await phone.shot("9-qq-reminder")
        await phone.says("我已提交")
        await phone.sees("是刚才发的吗")
        await phone.says("1")
        await phone.sees("对方当场怎么说", "4. 还没人理")
        await phone.says("4")
        await phone.sees("来问你结果")
        await phone.jumps("+24小时")
        await phone.sees("对方回话了吗")
        await phone.says("导出")
        await phone.sees("每件投诉一个文件夹")
        content = await phone.downloads(r"^下载 .*\.zip")

    assert_holds(content, pictures)


async def test_both_phones_stand_side_by_side_on_a_desktop(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, HTTP_PORT=free_port()) as (_, line):
        page = await opened(browser, address(line))
        qq, telegram = QQHand(page), TelegramHand(page)
        await qq.becomes_a_friend()
        await qq.sees("免费的非官方工具")
        await page.set_viewport_size({"width": 1340, "height": 860})
        await qq.says("1")
        await qq.sees("出了什么问题", "1. 没收到")
        await telegram.taps("开始")
        await telegram.sees("免费的非官方工具")
        await telegram.says("订单号LY20261121001，购买游戏点卡98元未到账，要求立即补发")
        await telegram.taps("同意，开始投诉")
        await telegram.sees("记下了", "先看几眼")
        await telegram.shot("6-desktop")


async def test_the_two_phones_become_one_person_by_a_code(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, HTTP_PORT=free_port()) as (_, line):
        page = await opened(browser, address(line))
        qq, telegram = QQHand(page), TelegramHand(page)
        await qq.becomes_a_friend()
        await qq.sees("免费的非官方工具")
        await page.set_viewport_size({"width": 1340, "height": 860})
        await qq.says("1")
        await qq.sees("出了什么问题")
        await telegram.taps("开始")
        await telegram.taps("同意，开始投诉")
        await telegram.sees("出了什么问题")
        await telegram.says("订单号LY20261121001，购买游戏点卡98元未到账，要求立即补发")
        await telegram.sees("记下了")
        await telegram.says("设置")
        await telegram.taps("我的账号")
        await telegram.taps("生成关联码")
        code = telegram.phone.locator(".msg.in .words", has_text=re.compile(r"^\d{8}"))
        await expect(code).to_be_visible()
        await qq.says("设置")
        await qq.sees("我的账号")
        await qq.says("我的账号")
        await qq.sees("我有关联码")
        await qq.says("我有关联码")
        await qq.sees("8位关联码发给我")
        await qq.says((await code.inner_text())[:8])
        await qq.sees("这个码对得上", "1. ")
        await qq.says("是我的，关联")
        await qq.sees("关联好了")
        await telegram.sees("QQ账号用关联码关联进来了")
        await qq.says("我的投诉")
        await qq.sees("游戏点卡98元")


def assert_holds(archive: bytes, pictures: list[bytes]) -> None:
    """The archive has every picture as it was sent, and the lines of the record."""
    with ZipFile(BytesIO(archive)) as files:
        assert files.testzip() is None
        inside = {entry: files.read(entry) for entry in files.namelist()}
    digests = {hashlib.sha256(content).hexdigest() for content in inside.values()}
    assert {hashlib.sha256(picture).hexdigest() for picture in pictures} <= digests
    facts = next(content.decode() for entry, content in inside.items() if entry.endswith(".json"))
    assert "都两个小时了，什么时候到账？" in facts
