"""The QQ phone of the page in a real browser, with a small bot on the other side of a real WebSocket."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox import BotEnd, Sandbox
from tests.browser import ARGUMENTS, CHROMIUM, fits_and_is_easy_to_hit, needs_browser
from tests.sandbox.conftest import HandClock
from tests.sandbox.onebot.bot import PATH, TOKEN, Bot, Json
from tests.sandbox.pictures import png

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
MENU = "你好。\n\n1. 新投诉\n2. 我的投诉\n\n回复数字"
ZIP = bytes(range(256)) * 40
Open = Callable[..., Awaitable[Page]]

pytestmark = [
    pytest.mark.browser,
    needs_browser,
    pytest.mark.asyncio(loop_scope="module"),  # one browser for all tests lives on one loop
]


class EchoBot(Bot):
    """Accepts friends, greets them with a menu, quotes what it gets, sends a file when asked to 导出."""

    def __init__(self) -> None:
        super().__init__()
        self.on_event = self._answer

    async def _answer(self, event: Json) -> None:
        if event["post_type"] == "request":
            await self.data("set_friend_add_request", flag=event["flag"], approve=True)
        elif event.get("notice_type") == "friend_add":
            await self.data("send_private_msg", user_id=event["user_id"], message=MENU)
        elif event["post_type"] == "message":
            await self._repeat(event)

    async def _repeat(self, event: Json) -> None:
        kinds = "、".join(segment["type"] for segment in event["message"])
        words = "".join(segment["data"].get("text", "") for segment in event["message"])
        quote = {"type": "reply", "data": {"id": str(event["message_id"])}}
        text = {"type": "text", "data": {"text": f"收到{kinds}：{words}"}}
        await self.data("send_private_msg", user_id=event["user_id"], message=[quote, text])
        if words == "导出":
            file = "base64://" + b64encode(ZIP).decode()
            await self.data("upload_private_file", user_id=event["user_id"], file=file, name="导出.zip")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
def bot() -> EchoBot:
    return EchoBot()


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox(clock: HandClock, bot: EchoBot) -> AsyncIterator[Sandbox]:
    end = BotEnd(PATH, TOKEN, nickname="投诉向导", reconnect=0.05)
    async with Sandbox(clock=clock, onebot=end, routes=bot.routes()) as running:
        await running.qq.linked()
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(sandbox: Sandbox, browser: Browser) -> AsyncIterator[Page]:
    """The QQ phone; fails when the page logs an error or asks for anything from elsewhere."""
    wrong: list[str] = []
    url = sandbox.page_url
    context = await browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]  # a plain dict
    page = await context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((url, "blob:")) else wrong.append(asked.url))
    await page.goto(url)
    await page.get_by_role("button", name="换到QQ手机").click()
    yield page
    await context.close()
    assert wrong == []


async def befriended(page: Page) -> None:
    await page.get_by_role("button", name="加为好友").click()
    await expect(bubble(page, "回复数字")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.locator("#qq").get_by_role("textbox", name="输入消息").fill(text)
    await page.locator("#qq").get_by_role("button", name="发送").click()


def bubble(page: Page, text: str) -> Any:
    return page.locator("#qq .bubble", has_text=text).last


def pictures(*greys: int) -> list[Any]:
    return [{"name": f"{grey}.png", "mimeType": "image/png", "buffer": png(40, 80, grey)} for grey in greys]


async def test_a_friend_is_made_and_menus_are_plain_text(page: Page) -> None:
    await expect(page.get_by_role("heading", name="投诉向导").last).to_be_visible()
    await befriended(page)
    assert await bubble(page, "回复数字").inner_text() == MENU
    await expect(page.locator("#qq .key")).to_have_count(0)
    await say(page, "1")
    await expect(bubble(page, "收到text：1")).to_be_in_viewport()
    await expect(bubble(page, "收到text：1")).to_contain_text(re.compile(r"你 \d+月\d+日"))


async def test_three_pictures_in_one_message_or_apart(page: Page, sandbox: Sandbox) -> None:
    await befriended(page)
    for apart, told in ((False, "收到text、image、image、image：三张"), (True, "收到image：")):
        await page.locator("#qq-pick-photos").set_input_files(pictures(10, 20, 30))
        await page.get_by_role("checkbox").set_checked(apart)
        await page.locator("#preview").get_by_role("textbox").fill("三张")
        await page.locator("#preview").get_by_role("button", name="发送").click()
        await expect(bubble(page, told)).to_be_visible()
    sent = [message for message in sandbox.qq.phone(2_880_000_001).messages if message["from"] == 2_880_000_001]
    assert [len(message["segments"]) for message in sent] == [4, 2, 1, 1]
    phone = sandbox.qq.phone(2_880_000_001)
    assert [data for _, data in phone.files(sent[0])] == [png(40, 80, grey) for grey in (10, 20, 30)]
    await page.locator("#qq .shot").first.click()
    await expect(page.locator("#viewer img")).to_be_visible()


async def test_files_go_and_come_with_the_same_bytes(page: Page) -> None:
    await befriended(page)
    file: Any = {"name": "账单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    await page.locator("#qq-pick-files").set_input_files([file])
    await page.locator("#preview").get_by_role("button", name="发送").click()
    await expect(bubble(page, "收到file：")).to_be_visible()
    await say(page, "导出")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载 导出.zip").click()
    assert Path(await (await download.value).path()).read_bytes() == ZIP


async def test_a_record_is_written_sent_and_read(page: Page, bot: EchoBot) -> None:
    await befriended(page)
    await page.get_by_role("button", name="聊天记录", exact=True).click()
    writer = page.locator("#qq-record")
    await writer.get_by_role("button", name="填入例子").click()
    await writer.get_by_role("button", name="加一句").click()
    await writer.get_by_label("谁").last.fill("客服主管")
    await writer.get_by_label("什么时候").last.fill("2026-11-20T10:05")
    await writer.locator("[name=pictures]").last.set_input_files(pictures(1, 2))
    await writer.get_by_role("button", name="发送").click()
    await expect(bubble(page, "查看4条转发消息")).to_contain_text("群聊的聊天记录")
    forward = (await bot.event("message"))["message"][0]["data"]["id"]
    lines = (await bot.data("get_forward_msg", id=forward))["messages"]
    assert [line["sender"]["nickname"] for line in lines] == ["客服8023", "我", "客服8023", "客服主管"]
    assert lines[3]["time"] == 1_795_140_300
    assert [segment["type"] for segment in lines[3]["message"]] == ["image", "image"]
    await page.locator("#qq .qq-record").click()
    await expect(page.locator(".qq-reader li")).to_have_count(4)
    await expect(page.locator(".qq-reader .shot")).to_have_count(2)
    await page.get_by_role("button", name="关闭").last.click()
    await page.get_by_role("button", name="聊天记录", exact=True).click()
    await writer.get_by_role("button", name="发送").click()
    await expect(page.locator("#qq .toast")).to_have_text("至少写一句话，或者选一张图")


async def test_a_quote_and_a_message_taken_back(page: Page, bot: EchoBot) -> None:
    await befriended(page)
    await bubble(page, "回复数字").click()
    await page.get_by_role("button", name="回复", exact=True).click()
    await say(page, "2")
    await expect(bubble(page, "收到reply、text：2")).to_be_visible()
    await page.locator("#qq .msg.out .words").last.click()
    await page.get_by_role("button", name="撤回").click()
    await expect(page.get_by_text("你撤回了一条消息").last).to_be_visible()
    await expect(page.locator("#qq .msg.out")).to_have_count(0)
    recalled = next(event for event in bot.events if event.get("notice_type") == "friend_recall")
    assert recalled["message_id"] == (await bot.event("message"))["message_id"]


async def test_a_push_is_seen_from_the_other_phone_and_after_a_jump(page: Page, sandbox: Sandbox, bot: EchoBot) -> None:
    await befriended(page)
    await page.locator("#qq").get_by_role("button", name="沙盒控制").click()
    await page.get_by_role("button", name="+24小时").click()
    await expect(page.locator("#qq .time")).to_have_text("11月24日(周二) 10:13")
    user = sandbox.qq.phone(2_880_000_001).user_id
    await bot.data("send_private_msg", user_id=user, message="48小时还剩24小时")
    await expect(page.locator("#qq .banner")).to_contain_text("48小时还剩")
    await page.get_by_role("button", name="换到Telegram手机").click()
    await expect(page.locator("#telegram .time")).to_have_text("11月24日(周二) 10:13")
    await bot.data("send_private_msg", user_id=user, message="到时间了")
    await expect(page.get_by_role("button", name="换到QQ手机")).to_have_class(re.compile("news"))
    await page.get_by_role("button", name="换到QQ手机").click()
    await expect(bubble(page, "到时间了")).to_be_in_viewport()


async def test_without_a_bot_or_a_friendship_the_page_says_so(page: Page, sandbox: Sandbox, bot: EchoBot) -> None:
    await page.get_by_role("button", name="从群里发临时消息").click()
    await say(page, "在吗")
    await expect(bubble(page, "收到text：在吗")).to_be_visible()
    bot.refuse = 403
    sandbox.qq.hang_up()
    await expect(page.locator("#qq-subtitle")).to_have_text("机器人没连上，现在发它收不到")
    bot.refuse = 0
    await expect(page.locator("#qq-subtitle")).to_have_text("在线")
    await page.locator("#qq").get_by_role("button", name="沙盒控制").click()
    await page.get_by_role("button", name="删除好友").click()
    await expect(page.get_by_role("button", name="加为好友")).to_be_visible()
    await page.reload()
    await expect(bubble(page, "收到text：在吗")).to_be_visible()
    await page.get_by_role("button", name="从群里发临时消息").click()
    for kind, told in (("语音", "收到record"), ("卡片", "收到json")):
        await page.locator("#qq").get_by_role("button", name="沙盒控制").click()
        await page.get_by_role("button", name=kind, exact=True).click()
        await expect(bubble(page, told)).to_be_visible()
    await page.locator("#qq").get_by_role("button", name="沙盒控制").click()
    await page.get_by_role("button", name="换新用户重来").click()
    await expect(page.locator("#qq .bubble")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
async def test_it_fits_and_fingers_hit(page: Page, size: dict[str, int]) -> None:
    await page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict
    await befriended(page)
    await say(page, "https://example.org/" + "x" * 300)
    await expect(bubble(page, "收到text：https")).to_be_visible()
    for phone, shown in (("#qq", True), ("#telegram", size is DESKTOP)):
        assert await page.locator(phone).is_visible() == shown
    await page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")  # the panel slides in
    await fits_and_is_easy_to_hit(page)


async def test_without_a_bot_end_there_is_no_qq_phone(browser: Browser, clock: HandClock) -> None:
    async with Sandbox(clock=clock) as sandbox:
        page = await browser.new_page()
        await page.goto(sandbox.page_url)
        await expect(page.get_by_role("button", name="开始", exact=True)).to_be_visible()
        await expect(page.locator("#qq, .of-qq")).to_have_count(0)
        await expect(page.get_by_role("button", name="换到QQ手机")).to_have_count(0)
        await page.close()
