"""`python -m bot doctor`: every common mistake, each with its remedy. It changes nothing."""

import json
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import aiohttp

from bot.findings import findings
from bot.networks.qq.endpoint import PATH
from bot.networks.telegram.request import connector
from bot.opening import cannot_open
from bot.paths import data_folder
from bot.seams import Clock
from bot.settings import GUESSED, Settings, WrongSetting, is_loopback, load
from bot.web import cannot_listen, not_for_others
from dialogs.model import MIB
from files.engine import installed
from packs.typesetting import lacking
from storage.errors import CannotOpen
from storage.inspection import inspect

OLDEST_PYTHON = (3, 11)
PATIENCE = aiohttp.ClientTimeout(total=10)
MOST_SKEW = 60
"""Seconds by which our clock may differ from Telegram's: 刚刚 is counted from the dates of its messages."""


QQ_TROUBLE: Mapping[str, str] = {
    "": "it does not live; look into the log.",
    "nobody_connected": "nobody connected yet: in NapCat add a WebSocket client with the address {url} and "
    "ONEBOT_ACCESS_TOKEN as token; from a container or another machine set HTTP_HOST to an address that it reaches.",
    "not_connected": "the OneBot implementation went away: start it again; it connects to {url}.",
    "offline": "QQ threw the account out: log it in again in the OneBot implementation.",
    "no_heartbeat": "no heartbeat comes: switch heartbeats on in the OneBot implementation, 30 s is right.",
}
"""Reason on the health page → remedy."""


class Check(NamedTuple):
    """One line of the report: what is fine, or what is wrong and what to do about it."""

    fine: bool
    says: str


async def examine(clock: Clock) -> int:
    """Print the report. 0 when all is fine, else 1."""
    checks = [_python(), _data_files(clock), _papers(), _reading()]
    try:
        settings = load()
    except WrongSetting as error:
        checks.append(Check(False, f"Settings: {error}"))
    else:
        checks += [_network(settings), *_folder(settings), await _port(settings)]
        checks += [check async for check in _telegram(settings, clock)]
        checks += [check async for check in _qq(settings)]
    for check in checks:
        print("✓" if check.fine else "✗", check.says)
    bad = sum(not check.fine for check in checks)
    print(f"\n{bad} of {len(checks)} checks failed." if bad else "\nAll is well.")
    return 1 if bad else 0


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Check(False, f"Python {version} is too old: install 3.11 or newer, then run make setup.")
    return Check(True, f"Python {version}")


def _data_files(clock: Clock) -> Check:
    found = findings(clock.now())
    errors = sum(finding.level == "error" for finding in found)
    if errors:
        return Check(False, f"knowledge/ and texts/ have {errors} problems: python -m bot check-knowledge lists them.")
    notes = "; ".join(f"{finding.file}:{finding.line}: {finding.message}" for finding in found)
    return Check(True, "knowledge/ and texts/ are usable" + (f", but look at {notes}" if notes else ""))


def _papers() -> Check:
    lack = lacking()
    if lack is None:
        return Check(True, "PDFs can be made")
    what = {"no_typst": "typst is missing", "no_font": "no font with Chinese characters was found"}[lack.code]
    return Check(False, f"PDFs cannot be made: {what}. Run make setup.")


def _reading() -> Check:
    if installed():
        return Check(True, "Words on screenshots are read, unless READ_SCREENSHOTS says no")
    return Check(True, "Words on screenshots are not read; make setup-ocr adds that")


def _network(settings: Settings) -> Check:
    if not settings.any_network:
        return Check(
            True, "Settings are valid; no TELEGRAM_BOT_TOKEN, no ONEBOT_ACCESS_TOKEN: the bot runs in the sandbox"
        )
    on = {"Telegram": settings.telegram_bot_token, "QQ": settings.onebot_access_token}
    names = " and ".join(name for name, token in on.items() if token is not None)
    guessed = f", but {GUESSED}" if settings.only_guessed else ""
    return Check(True, f"Settings are valid; the bot runs on {names}{guessed}")


def _folder(settings: Settings) -> Iterator[Check]:
    folder = data_folder(settings, sandbox=not settings.any_network).absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Check(
            False, f"DATA_DIR: {there} cannot be written to: give this user the right to, or set another folder."
        )
        return
    yield Check(True, f"DATA_DIR {folder} can be written to")
    free = shutil.disk_usage(there).free // MIB
    low = free < settings.disk_reserve_mb
    remedy = f" is below DISK_RESERVE_MB {settings.disk_reserve_mb}: files of users are refused; free some space."
    yield Check(not low, f"{free:,} MiB of free disk" + (remedy if low else ""))
    if there == folder:
        yield _database(folder)


def _database(folder: Path) -> Check:
    try:
        state = inspect(folder)
    except CannotOpen as error:
        return Check(False, str(cannot_open(error, folder)))
    return Check(True, f"Database: {state}")


async def _port(settings: Settings) -> Check:
    """Free, or already ours."""
    host, port = settings.http_host, settings.http_port
    if not (settings.any_network or is_loopback(host)):
        return Check(False, str(not_for_others(host)))
    try:
        with socket.create_server((host, port)):
            return Check(True, f"HTTP_PORT {port} is free on {host}")
    except OSError as error:
        if await _is_us(settings):
            return Check(True, f"HTTP_PORT {port}: the bot is running")
        return Check(False, str(cannot_listen(host, port, error)))


async def _is_us(settings: Settings) -> bool:
    return await _health(settings) is not None


async def _health(settings: Settings) -> Mapping[str, Any] | None:
    """What the running bot says of its parts; None when it does not run."""
    url = f"http://{settings.http_host}:{settings.http_port}/healthz"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url) as answer:
            parts: Mapping[str, Any] = (await answer.json())["parts"]
            return parts
    except (aiohttp.ClientError, TimeoutError, ValueError, TypeError, KeyError):
        return None


async def _qq(settings: Settings) -> AsyncIterator[Check]:
    """Where implementations are to connect, and, while the bot runs, whether one did and its account lives."""
    if settings.onebot_access_token is None:
        return
    url = f"ws://{settings.http_host}:{settings.http_port}{PATH}"
    parts = await _health(settings)
    if parts is None:
        yield Check(True, f"QQ: let the OneBot implementation connect to {url} once the bot runs")
        return
    qq = parts.get("qq", {})
    if qq.get("alive"):
        yield Check(True, f"QQ: {qq.get('accounts')} accounts are connected and online")
        return
    yield Check(False, f"QQ: {QQ_TROUBLE.get(str(qq.get('reason')), QQ_TROUBLE['']).format(url=url)}")


async def _telegram(settings: Settings, clock: Clock) -> AsyncIterator[Check]:
    """Token, way to Telegram and clock, by one getMe. The address holds the token, so no error is quoted."""
    if settings.telegram_bot_token is None:
        return
    proxy = settings.telegram_proxy_url.get_secret_value() if settings.telegram_proxy_url else None
    url = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token.get_secret_value()}/getMe"
    try:
        async with (
            aiohttp.ClientSession(connector=connector(proxy, 1), timeout=PATIENCE) as session,
            session.get(url) as answer,
        ):
            status, body, date = answer.status, await answer.read(), answer.headers.get("Date")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        yield _unreachable(settings, type(error).__name__)
        return
    yield _token(status, body)
    if date is not None and not settings.nobody_real:
        yield _skew(clock, date)


def _unreachable(settings: Settings, kind: str) -> Check:
    host = urlsplit(settings.telegram_api_url).hostname
    if settings.telegram_proxy_url:
        return Check(
            False, f"Telegram: {host} is not reached through TELEGRAM_PROXY_URL ({kind}): is the proxy running?"
        )
    return Check(
        False, f"Telegram: {host} is not reached ({kind}): set TELEGRAM_PROXY_URL if it is blocked where you are."
    )


def _token(status: int, body: bytes) -> Check:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if isinstance(answer, Mapping) and answer.get("ok"):
        return Check(True, f"Telegram knows the bot: @{answer['result'].get('username')}")
    if status in (401, 404):
        return Check(False, "Telegram does not know TELEGRAM_BOT_TOKEN: ask @BotFather for it with /mybots.")
    return Check(False, f"Telegram answers with status {status}: is TELEGRAM_API_URL the address of a Bot API server?")


def _skew(clock: Clock, date: str) -> Check:
    """`date` is an HTTP header; one that cannot be read says nothing about our clock."""
    try:
        skew = round(clock.real_now().timestamp() - parsedate_to_datetime(date).timestamp())
    except ValueError:
        return Check(True, "Clock: not compared, the server sent no readable date")
    if abs(skew) <= MOST_SKEW:
        return Check(True, "Clock: agrees with Telegram's")
    way = "ahead of" if skew > 0 else "behind"
    return Check(
        False, f"Clock: {abs(skew)} s {way} Telegram's: switch on time synchronisation (timedatectl set-ntp true)."
    )
