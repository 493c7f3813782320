"""The browser of the tests: Debian's Chromium, kept from looking for anything outside."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

needs_browser = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
