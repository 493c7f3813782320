"""Telegram through python-telegram-bot."""

import os
import sys

# Spans of time as timedelta, PTB's coming form. Without this it warns whenever it makes some of its own objects.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# PTB imports httpx, which loads a command line of its own where click and rich are installed, as they are for the
# developers: a sixth of our time to start. None makes that import fail, and httpx goes on without.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None is what the import system documents
