"""The log: what the program did, never what people wrote.

Messages are written by our own calls, which pass ids and codes only. Two nets lie below: the filter takes out secrets
and what looks like somebody's number, and an exception is logged with its type and lines, but with its text only when
it comes from a family whose texts never quote a message.
"""

import asyncio
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TextIO

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

PATTERNS = (
    (re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}"), "<token>"),
    (re.compile(r"/bot\d+:[^/\s'\"]+"), "/bot<token>"),
    (re.compile(r"://[^/@\s]+@"), "://<secret>@"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "<id number>"),
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d{9}(?!\d)"), "<phone>"),
    (re.compile(r"\b[A-Za-z0-9]{4,8}(?:-[A-Za-z0-9]{4,8}){2,}\b"), "<key>"),
    (re.compile(r"\b(?=[A-Z0-9]*\d)[A-Z0-9]{12,32}\b"), "<key>"),
)
"""Bot tokens, addresses that hold one or a password, Chinese identity and mobile numbers, card keys."""

SPEAKING = ("aiohttp", "apscheduler", "bot", "storage", "telegram")
"""Packages whose exceptions speak of the machinery, never of a message."""

NOISY = ("aiohttp", "apscheduler", "asyncio", "httpx", "telegram")
"""Libraries that are heard from WARNING on: at DEBUG they log what people wrote."""


class Redaction(logging.Filter):
    """Writes each record's text out and takes secrets out of it. Stands on the handler, so no logger gets past it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), None
        if record.exc_info and record.exc_info[0]:
            record.exc_text = self.clean(describe(record.exc_info))
        record.exc_info = record.stack_info = None
        return True

    def clean(self, text: str) -> str:
        """The text without known secrets and without what looks like one."""
        for secret in self._secrets:
            text = text.replace(secret, "<secret>")
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text


def describe(exc_info: ExcInfo) -> str:
    """Traceback lines and the type of each exception in the chain; the text only of families that are SPEAKING."""
    lines: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        frames = traceback.format_tb(error.__traceback__)
        lines[:0] = [*frames, f"{type(error).__module__}.{type(error).__qualname__}{_words(error)}\n"]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip("\n")


def _words(error: BaseException) -> str:
    package = type(error).__module__.partition(".")[0]
    return f": {error}" if isinstance(error, OSError) or package in (*SPEAKING, "sqlite3") else ""


class TextLines(logging.Formatter):
    """`2026-11-23T02:30:12Z INFO bot.app: started`"""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage().replace("\n", "\\n")
        line = f"{_at(record)} {record.levelname} {record.name}: {message}"
        return f"{line}\n{record.exc_text}" if record.exc_text else line


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        shown = {"at": _at(record), "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_text:
            shown["exception"] = record.exc_text
        return json.dumps(shown, ensure_ascii=False)


def _at(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"


def configure(
    level: str, form: Literal["text", "json"], secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send all logging through one redacting handler to `stream` (standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Redaction(secrets))
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def log_loop_errors(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """The event loop's exception handler: the default one prints the `repr` of tasks and so of exceptions' texts."""
    error = context.get("exception")
    logging.getLogger("asyncio").error(
        "%s", context.get("message"), exc_info=error if isinstance(error, BaseException) else None
    )
