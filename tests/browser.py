"""The browser of the tests: Debian's Chromium, kept from looking for anything outside."""

import os
import shutil

import pytest
from playwright.async_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

needs_browser = pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="no Chromium on this machine")
"""On CI a missing browser is a failure, not a skip."""


async def fits_and_is_easy_to_hit(page: Page) -> None:
    """No chat is wider than its phone, and all that can be touched is large enough for a finger and has a name."""
    assert await page.evaluate(
        "[...document.querySelectorAll('.scroll')].every((it) => it.scrollWidth <= it.clientWidth)"
    )
    small = await page.evaluate(
        """() => [...document.querySelectorAll('button:not(.command), select, textarea, input:not([type=file])')]
            .filter((node) => node.checkVisibility({ visibilityProperty: true }))
            .map((node) => [node.id || node.textContent, node.getBoundingClientRect()])
            .filter(([, box]) => box.height < 37 || box.width < 37).map(([name]) => name)"""
    )
    assert small == []
    unnamed = await page.evaluate(
        """() => [...document.querySelectorAll('button, select, textarea, input')]
            .filter((node) => node.checkVisibility({ visibilityProperty: true }))
            .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length))
            .map((node) => node.outerHTML)"""
    )
    assert unnamed == []
