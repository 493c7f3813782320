"""A complaint from /start to 我已提交 and its reminders: the real program, the real page, a real browser."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.bot.process import running
from tests.browser import needs_browser
from tests.e2e import screens
from tests.e2e.hands import TelegramHand, address, free_port, opened
from tests.packs.samples import text_of

pytestmark = [
    pytest.mark.browser,
    needs_browser,
    pytest.mark.timeout(240),
]


async def test_from_start_to_filed_with_a_kill_in_the_middle(browser: Browser, tmp_path: Path) -> None:
    settings = {"HTTP_PORT": free_port(), "QUIET_HOURS": "off"}
    pictures = [await screens.picture(browser, screen) for screen in screens.ALL]

    async with running(tmp_path, **settings) as (process, line):
        phone = TelegramHand(await opened(browser, address(line)))
        await phone.taps("开始")
        await phone.sees("免费的非官方工具")
        await phone.taps("同意，开始投诉")
        await phone.sees("出了什么问题")
        await phone.shot("1-first-minute")
        await phone.taps("没收到")
        await phone.sees("先看几眼")
        await phone.says("刚刚")
        await phone.sees("48小时内投诉", "花了多少钱")
        await phone.says("游戏点卡 89元")
        await phone.sees("订单号发我")
        process.kill()
        await process.wait()

    await expect(phone.page.locator("#subtitle")).to_have_text("正在连接…")
    async with running(tmp_path, **settings):
        await expect(phone.page.locator("#subtitle")).to_have_text("机器人")
        await phone.says("LY20261121001")
        await phone.sees("找过客服了吗")
        await phone.taps("还没")
        await phone.sees("发完点一下")
        await phone.taps("改内容")
        await phone.taps("改资料")
        await phone.taps("金额")
        await phone.says("98元")
        await phone.sees("金额：98元")
        await phone.taps("都对")
        await phone.sees("98元，付款后至今未收到商品")
        await phone.shot("2-text")

        await phone.taps("存截图")
        await phone.sees("订单页的截图")
        await phone.uploads({f"{place}.png": content for place, content in enumerate(pictures[:3])})
        await phone.sees("可以存吗")
        await phone.taps("可以存")
        await phone.sees("收到 3 张", "证1")
        await phone.shot("3-evidence")
        for place, kind in enumerate(("订单页", "付款记录", "未到账记录"), 1):
            await phone.taps(kind)
            await phone.sees(f"证{place}记为{kind}")
        await phone.uploads({"聊天记录.png": pictures[3]}, as_file=True)
        await phone.sees("证4")

        await phone.jumps("+24小时")
        await phone.sees("48小时还剩")
        await phone.shot("4-reminder")
        await phone.taps("我已提交")
        await phone.sees("刚才发的吗")
        await phone.taps("刚刚")
        await phone.sees("当场怎么说")
        await phone.taps("还没人理")
        await phone.sees("来问你结果")
        await phone.jumps("+24小时")
        await phone.sees("对方回话了吗")
        await phone.jumps("+24小时")
        await phone.sees("钱或货到了吗")
        await phone.shot("5-answer-due")
        await phone.says("我的投诉")
        await phone.taps("投诉1")
        said = phone.page.get_by_role("group", name=re.compile("^投诉向导，"))
        await expect(said.locator("img").last).to_be_visible()
        await phone.shot("10-progress")
        await phone.taps("证据包")
        await phone.taps("自己留底")
        await phone.sees("证据包（自己留底）：4 份证据", "附每个文件的指纹")
        text = text_of(await phone.downloads(r"^下载 投诉材料-投诉1-.*\.pdf"))
        for words in ("LY20261121001", "98元", "证4", "在线客服"):
            assert words in text
        await phone.says("导出")
        await phone.sees("每件投诉一个文件夹")
        async with phone.page.expect_download() as download:
            await phone.page.get_by_role("button", name=re.compile(r"^下载 .*\.zip")).last.click()
        assert (await download.value).suggested_filename.endswith(".zip")


async def test_a_forwarded_scam_inside_an_open_intake(browser: Browser, tmp_path: Path) -> None:
    async with running(tmp_path, HTTP_PORT=free_port()) as (_, line):
        phone = TelegramHand(await opened(browser, address(line)))
        await phone.taps("开始")
        await phone.taps("同意，开始投诉")
        await phone.taps("没收到")
        await phone.sees("先看几眼")
        await phone.forwards("您好，平台客服。您的账户流水不足，先交500元保证金，到账后一起退给您", by="退款专员")
        await phone.sees("先停下", "要你先交钱才退")
        await expect(phone.phone.locator(".bubble").last).to_contain_text("什么时候发现的")
        await phone.shot("7-scam")
        await phone.taps("刚刚")
        await phone.sees("花了多少钱")
        await phone.taps("没转，存为证据")
        await phone.sees("可疑消息")
        await expect(phone.phone.locator(".bubble").last).to_contain_text("花了多少钱")
        await phone.taps("我已经转了")
        await phone.sees("订单以外又转了钱")
