"""The page's phones as a hand uses them. With SCREENSHOTS=<folder> the pictures of the README are taken on the way."""

import os
import re
import socket
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from tests.packs.samples import opened as opened_pdf

SHOTS = os.environ.get("SCREENSHOTS")
SEEN_MS = 20_000


class Hand:
    """One phone of the page: `name` is the id of its element."""

    name = ""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.phone = page.locator(f"#{self.name}")

    async def says(self, text: str) -> None:
        await self.phone.get_by_role("textbox", name="输入消息").fill(text)
        await self.phone.get_by_role("button", name="发送", exact=True).click()

    async def sees(self, *words: str) -> None:
        for text in words:
            await expect(self.phone.locator(".bubble", has_text=text).last).to_be_visible(timeout=SEEN_MS)

    async def jumps(self, label: str) -> None:
        await self.phone.get_by_role("button", name="沙盒控制").click()
        await self.page.get_by_role("button", name=label).click()
        await expect(self.page.locator("#panel.open")).to_have_count(0)

    async def downloads(self, name: str) -> bytes:
        """The bytes of the newest file whose button has such a name."""
        async with self.page.expect_download() as download:
            await self.phone.get_by_role("button", name=re.compile(name)).last.click()
        return Path(await (await download.value).path()).read_bytes()

    async def shot(self, name: str) -> None:
        if SHOTS:
            await self.page.wait_for_timeout(600)
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            await self.page.screenshot(path=Path(SHOTS) / f"{name}.png")


class TelegramHand(Hand):
    """The Telegram phone."""

    name = "telegram"

    async def taps(self, label: str) -> None:
        await self.page.locator("button", has_text=re.compile(f"^{re.escape(label)}$")).last.click()

    async def uploads(self, pictures: dict[str, bytes], *, as_file: bool = False) -> None:
        await self.page.locator("#pick-photos").set_input_files(chosen(pictures))
        if as_file:
            await self.page.get_by_role("checkbox").check()
        await self.page.locator("#preview").get_by_role("button", name="发送").click()

    async def forwards(self, text: str, *, by: str) -> None:
        await self.phone.get_by_role("button", name="沙盒控制").click()
        form = self.page.locator("#forward")
        await form.get_by_label("谁说的").fill(by)
        await form.get_by_label("说了什么").fill(text)
        await form.get_by_role("button", name="转发").click()
        await expect(self.page.locator("#panel.open")).to_have_count(0)
        await expect(self.page.locator("#toast")).to_be_hidden()


class QQHand(Hand):
    """The QQ phone."""

    name = "qq"

    async def becomes_a_friend(self) -> None:
        await self.page.get_by_role("button", name="换到QQ手机").click()
        await self.page.get_by_role("button", name="加为好友").click()

    async def uploads(self, pictures: dict[str, bytes]) -> None:
        """All in one message, as they are."""
        await self.page.locator("#qq-pick-photos").set_input_files(chosen(pictures))
        await self.page.locator("#preview").get_by_role("button", name="发送").click()

    async def forwards(self, picture: bytes) -> None:
        """The page's example of a record, with a picture in its last line."""
        writer = self.page.locator("#qq-record")
        await self.phone.get_by_role("button", name="聊天记录", exact=True).click()
        await writer.get_by_role("button", name="填入例子").click()
        await writer.locator("[name=pictures]").last.set_input_files(chosen({"聊天.png": picture}))
        await writer.get_by_role("button", name="发送").click()

    def newest(self) -> Locator:
        """The bot's newest message."""
        return self.phone.locator(".msg.in").last


async def opened(browser: Browser, url: str) -> Page:
    """The page on a screen of a phone's size."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, locale="zh-CN")
    page = await context.new_page()
    page.set_default_timeout(SEEN_MS)
    await page.goto(url)
    return page


def chosen(pictures: dict[str, bytes]) -> list[Any]:
    """Pictures as a file picker gives them."""
    return [{"name": name, "mimeType": "image/png", "buffer": content} for name, content in pictures.items()]


def sheet(pdf: bytes, name: str, pages: slice) -> None:
    """Pages side by side, as a picture of the README."""
    if SHOTS:
        with opened_pdf(pdf) as document:
            shown = [document[place].render(scale=1).to_pil() for place in range(len(document))[pages]]
        picture = Image.new("RGB", (sum(page.width + 8 for page in shown) - 8, shown[0].height), "#c8cdd3")
        for place, page in enumerate(shown):
            picture.paste(page, (place * (page.width + 8), 0))
        picture.save(Path(SHOTS) / f"{name}.png")


def free_port() -> str:
    """A port nobody listens on: the program keeps it over its restart."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def address(line: str) -> str:
    """The page's address in the first line that the program prints."""
    found = re.search(r"http://\S+", line)
    assert found, line
    return found[0].rstrip(".,;")
