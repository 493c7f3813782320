"""The page in a real browser, with a small bot on the other side."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox import Sandbox
from tests.browser import ARGUMENTS, CHROMIUM, fits_and_is_easy_to_hit, needs_browser
from tests.sandbox.conftest import Api, HandClock
from tests.sandbox.pictures import png

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
TOKEN = "8000000001:page"
KEYS = {
    "inline_keyboard": [
        [{"text": "我已提交", "callback_data": "done", "style": "success"}],
        [{"text": "复制订单号", "copy_text": {"text": "LY20261121001"}}, {"text": "改内容", "callback_data": "edit"}],
    ]
}
Open = Callable[..., Awaitable[Page]]

pytestmark = [
    pytest.mark.browser,
    needs_browser,
    pytest.mark.asyncio(loop_scope="module"),  # one browser for all tests lives on one loop
]


class EchoBot:
    """Answers /start with a letter and buttons, taps with a word, all else with an echo."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def run(self) -> None:
        await self._api.result("setMyName", name="投诉向导")
        await self._api.result("setMyDescription", description="一步步走完投诉。")
        await self._api.result("setMyCommands", commands=[{"command": "cases", "description": "我的投诉"}])
        offset = 0
        while True:
            for update in await self._api.updates(offset=offset, timeout=50):
                offset = update["update_id"] + 1
                await self._handle(update)

    async def _handle(self, update: dict[str, Any]) -> None:
        query, message = update.get("callback_query"), update.get("message") or update.get("edited_message")
        if query:
            await self._api.call("answerCallbackQuery", callback_query_id=query["id"], text="好的")
            await self._send(query["from"]["id"], f"点了 {query['data']}")
        elif message and message.get("text") == "/start":
            text = "长按复制：<pre>订单号LY20261121001，请补发</pre>"
            await self._send(message["chat"]["id"], text, parse_mode="HTML", reply_markup=KEYS)
        elif message:
            await self._echo(message, "改成" if "edited_message" in update else "收到")

    async def _echo(self, message: dict[str, Any], verb: str) -> None:
        kinds = ("photo", "document", "voice", "sticker", "location", "contact")
        kind = next((kind for kind in kinds if kind in message), "")
        name = message.get("forward_origin", {}).get("sender_user_name", "")
        reply = {"message_id": message["message_id"]}
        text = f"{verb}{kind}{name}：{message.get('text') or message.get('caption', '')}"
        await self._send(message["chat"]["id"], text, reply_parameters=reply)

    async def _send(self, chat_id: int, text: str, **fields: Any) -> None:
        await self._api.call("sendMessage", chat_id=chat_id, text=text, **fields)


@asynccontextmanager
async def echoing(sandbox: Sandbox) -> AsyncIterator[None]:
    async with Api(sandbox.base_url, sandbox.token) as api:
        bot = asyncio.create_task(EchoBot(api).run())
        try:
            yield
        finally:
            bot.cancel()
            await asyncio.gather(bot, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox(clock: HandClock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(browser: Browser) -> AsyncIterator[Open]:
    """Opens the page and fails when it logs an error or asks for anything from elsewhere."""
    wrong: list[str] = []

    async def opened(url: str, size: dict[str, int] = PHONE) -> Page:
        permissions = ["clipboard-read", "clipboard-write"]
        context = await browser.new_context(viewport=size, locale="zh-CN", permissions=permissions)  # type: ignore[arg-type]  # a plain dict
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith((url, "blob:")) else wrong.append(asked.url))
        await page.goto(url)
        return page

    yield opened
    for context in browser.contexts:
        await context.close()
    assert wrong == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(sandbox: Sandbox, open_page: Open) -> AsyncIterator[Page]:
    async with echoing(sandbox):
        yield await open_page(sandbox.page_url)


async def started(page: Page) -> None:
    await page.get_by_role("button", name="开始", exact=True).click()
    await expect(page.get_by_role("button", name="我已提交")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="输入消息").fill(text)
    await page.get_by_role("button", name="发送", exact=True).click()


def bubble(page: Page, text: str) -> Any:
    return page.locator(".bubble", has_text=text).last


async def test_a_conversation(page: Page) -> None:
    await expect(page.get_by_role("heading", name="投诉向导")).to_be_visible()
    await expect(page.get_by_text("一步步走完投诉。")).to_be_visible()
    await started(page)
    await page.get_by_role("button", name="点一下复制全部").click()
    assert await page.evaluate("navigator.clipboard.readText()") == "订单号LY20261121001，请补发"
    await page.get_by_role("button", name="复制：复制订单号").click()
    assert await page.evaluate("navigator.clipboard.readText()") == "LY20261121001"
    await page.get_by_role("button", name="我已提交").click()
    await expect(bubble(page, "点了 done")).to_be_visible()
    await expect(page.locator("#toast")).to_have_text("好的")
    await say(page, "昨晚十点半")
    await expect(bubble(page, "收到：昨晚十点半")).to_be_in_viewport()
    await page.get_by_role("button", name="命令菜单").click()
    await page.get_by_role("button", name="/cases").click()
    await expect(bubble(page, "收到：/cases")).to_be_visible()
    long = "长" * 5000
    await say(page, long)
    await expect(page.locator(".msg.out", has_text="长长")).to_have_count(2)


async def test_a_messages_menu(page: Page) -> None:
    await started(page)
    await say(page, "九十八")
    await page.locator(".msg.out .bubble").last.click()
    await page.get_by_role("button", name="编辑").click()
    await say(page, "98元")
    await expect(bubble(page, "改成：98元")).to_be_visible()
    await expect(page.locator(".msg.out", has_text="98元")).to_contain_text("已编辑")
    await bubble(page, "改成：98元").click(button="right")
    await page.get_by_role("button", name="回复").click()
    await say(page, "对")
    await expect(page.locator(".msg.out .quote").last).to_contain_text("改成：98元")
    await bubble(page, "收到：对").press("Enter")
    await page.locator("#menu").get_by_role("button", name="转发").click()
    await expect(page.locator(".msg.out .from")).to_have_text("转发自 投诉向导")


async def test_pictures_and_files_go_up_and_come_down(page: Page, sandbox: Sandbox, tmp_path: Path) -> None:
    await started(page)
    pictures: list[Any] = [
        {"name": f"{grey}.png", "mimeType": "image/png", "buffer": png(300, 600, grey)} for grey in (10, 90, 200)
    ]
    await page.locator("#pick-photos").set_input_files(pictures)
    await page.get_by_role("textbox", name="说明").fill("三张截图")
    await page.locator("#preview").get_by_role("button", name="发送").click()
    await expect(page.locator(".album img")).to_have_count(3)
    await expect(bubble(page, "收到photo：三张截图")).to_be_visible()
    sent = [message for message in sandbox.phone(5_000_000_001).messages if "photo" in message]
    assert len({message["media_group_id"] for message in sent}) == 1
    await page.locator("#pick-photos").set_input_files(pictures[:1])
    await page.get_by_role("checkbox").check()
    await page.locator("#preview").get_by_role("button", name="发送").click()
    await expect(bubble(page, "收到document：")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载 10.png").click()
    await (await download.value).save_as(tmp_path / "back.png")
    assert (tmp_path / "back.png").read_bytes() == png(300, 600, 10)
    await page.get_by_role("button", name="看大图").first.click()
    await expect(page.get_by_role("dialog", name="照片")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="照片")).to_be_hidden()


async def test_time_jumps_and_a_push_shows_a_banner(page: Page, sandbox: Sandbox, clock: HandClock) -> None:
    await started(page)
    before = await page.locator("#time").inner_text()
    await page.get_by_role("button", name="沙盒控制").click()
    await page.get_by_role("button", name="+24小时").click()
    await expect(page.locator("#time")).not_to_have_text(before)
    for number in range(20):
        await say(page, f"第{number}句")
        await expect(bubble(page, f"收到：第{number}句")).to_be_visible()
    await page.locator("#scroll").evaluate("node => node.scrollTo(0, 0)")
    await expect(page.get_by_role("button", name="到底部")).to_be_visible()
    await post(sandbox, "投诉3 · 点卡98元\n还剩 6 小时")
    await expect(page.locator("#banner")).to_contain_text("投诉3 · 点卡98元")
    await expect(page.get_by_role("button", name="1 条新消息")).to_be_visible()
    await page.locator("#banner").click()
    await expect(bubble(page, "还剩 6 小时")).to_be_in_viewport()
    await page.get_by_role("button", name="沙盒控制").click()
    await page.get_by_role("radio", name="每秒走1小时").click()
    await expect(page.locator("#speed")).to_have_text("×3600")
    assert clock.speed == 3600


async def test_forwards_other_kinds_blocking_and_another_user(page: Page, sandbox: Sandbox) -> None:
    await started(page)
    await page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # a plain dict
    await page.get_by_label("谁说的").fill("自称客服")
    await page.get_by_label("什么时候").fill("2026-11-20T10:05")
    await page.get_by_label("说了什么").fill("先交500元")
    await page.get_by_role("complementary").get_by_role("button", name="转发").click()
    await expect(bubble(page, "收到自称客服：先交500元")).to_be_visible()
    origin = sandbox.phone(5_000_000_001).messages[-2]["forward_origin"]
    assert origin["date"] == 1_795_140_300
    for name, kind in (("语音", "voice"), ("贴纸", "sticker"), ("位置", "location"), ("名片", "contact")):
        await page.get_by_role("button", name=name, exact=True).click()
        await expect(bubble(page, f"收到{kind}")).to_be_visible()
    await page.get_by_role("button", name="屏蔽机器人").click()
    await expect(page.get_by_role("button", name="解除屏蔽，重新开始")).to_be_visible()
    await page.get_by_role("button", name="解除屏蔽，重新开始").click()
    await expect(page.locator(".msg.out", has_text="/start")).to_have_count(2)
    await page.get_by_role("button", name="换新用户重来").click()
    await expect(page.get_by_role("button", name="开始", exact=True)).to_be_visible()
    await expect(page.locator(".bubble")).to_have_count(0)
    await page.get_by_label("当前用户").select_option(label="用户1")
    await expect(bubble(page, "收到contact")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
async def test_it_fits_and_fingers_hit(page: Page, size: dict[str, int]) -> None:
    await page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict
    await started(page)
    await say(page, "https://example.org/" + "x" * 300)
    await expect(bubble(page, "收到：https")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await fits_and_is_easy_to_hit(page)


async def test_it_goes_on_after_a_reload_and_a_new_start_of_the_sandbox(
    tmp_path: Path, clock: HandClock, open_page: Open
) -> None:
    async with Sandbox(clock=clock, data=tmp_path, token=TOKEN) as sandbox, echoing(sandbox):
        page = await open_page(sandbox.page_url)
        await started(page)
        await say(page, "还在吗")
        await expect(bubble(page, "收到：还在吗")).to_be_visible()
        await page.reload()
        await expect(bubble(page, "收到：还在吗")).to_be_visible()
        await page.get_by_role("textbox", name="输入消息").fill("没写完")
    await expect(page.locator("#subtitle")).to_have_text("正在连接…")
    port = int(sandbox.base_url.rsplit(":", 1)[1])
    async with Sandbox(clock=clock, data=tmp_path, token=TOKEN, port=port) as sandbox, echoing(sandbox):
        await expect(page.locator("#subtitle")).to_have_text("机器人")
        await expect(page.get_by_role("textbox", name="输入消息")).to_have_value("没写完")
        await page.get_by_role("button", name="发送", exact=True).click()
        await expect(bubble(page, "收到：没写完")).to_be_visible()


async def post(sandbox: Sandbox, text: str) -> None:
    url = f"{sandbox.base_url}/bot{sandbox.token}/sendMessage"
    async with aiohttp.ClientSession() as http, http.post(url, json={"chat_id": 5_000_000_001, "text": text}) as sent:
        assert sent.status == 200
