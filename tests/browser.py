"""The browser of the tests: Debian's Chromium, kept from looking for anything outside."""

import os
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

needs_browser = pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="no Chromium on this machine")
"""On CI a missing browser is a failure, not a skip."""
