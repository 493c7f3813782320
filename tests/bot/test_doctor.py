"""The doctor: what is well, and each common mistake with its remedy."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate
from pathlib import Path

import pytest
from aiohttp import web

from bot.doctor import examine
from bot.seams import SystemClock
from bot.settings import Settings
from bot.web import listening
from packs.errors import NoFont, NoTypst, Unable
from sandbox import OwnClock, Sandbox
from storage.database import Database
from tests.bot.process import OPERATOR, TOKEN
from tests.complaints.spoilt import copied, spoil


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HTTP_PORT", "0")
    monkeypatch.setenv("DISK_RESERVE_MB", "1")


async def report(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The status and what is printed."""
    status = await examine(SystemClock())
    return status, capsys.readouterr().out


async def test_on_a_fresh_machine_all_is_well(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, shown = await report(capsys)
    assert status == 0
    assert "✗" not in shown
    assert "sandbox" in shown
    assert list(tmp_path.iterdir()) == []


async def test_an_old_contact_is_told_and_no_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    line = spoil(folder, "contacts.toml", "checked_on = 2026-11-22", "checked_on = 2025-11-22")
    monkeypatch.setattr("bot.findings.KNOWLEDGE", folder)
    status, shown = await report(capsys)
    assert status == 0
    assert f"✓ knowledge/ and texts/ are usable, but look at knowledge/contacts.toml:{line}: samr_12315" in shown


@pytest.mark.parametrize(
    ("lack", "says"), [(NoTypst(), "typst is missing"), (NoFont(), "no font with Chinese characters")]
)
async def test_what_pdfs_need(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lack: Unable, says: str
) -> None:
    monkeypatch.setattr("bot.doctor.lacking", lambda: lack)
    status, shown = await report(capsys)
    assert status == 1
    assert f"✗ PDFs cannot be made: {says}" in shown


async def test_the_database_is_looked_at_also_while_the_bot_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "sandbox"
    folder.mkdir(parents=True)
    database = await Database.open(folder)
    try:
        status, shown = await report(capsys)
        assert status == 0
        assert "in use by a running bot" in shown
    finally:
        await database.close()
    status, shown = await report(capsys)
    assert "✓ Database: sound" in shown
    assert "in use" not in shown


async def test_a_wrong_setting_is_shown_with_its_remedy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_EXHIBITS", "none")
    status, shown = await report(capsys)
    assert status == 1
    assert "✗ Settings: MAX_EXHIBITS must be a whole number above 0" in shown
    assert "1 of 5 checks failed" in shown


async def test_a_data_folder_that_cannot_be_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    status, shown = await report(capsys)
    assert status == 1
    assert "✗ DATA_DIR" in shown


async def test_a_damaged_database(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "data" / "sandbox"
    folder.mkdir(parents=True)
    (folder / "complaints.db").write_bytes(b"no database at all" * 1000)
    status, shown = await report(capsys)
    assert status == 1
    assert "damaged" in shown


async def test_a_disk_with_little_room(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISK_RESERVE_MB", "1000000")
    status, shown = await report(capsys)
    assert (status, "below DISK_RESERVE_MB" in shown) == (1, True)


async def test_a_port_that_another_program_has(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening("127.0.0.1", 0, []) as port:
        monkeypatch.setenv("HTTP_PORT", str(port))
        status, shown = await report(capsys)
    assert status == 1
    assert f"✗ HTTP_PORT {port} is taken by another program" in shown


async def test_a_sandbox_for_others(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_HOST", "0.0.0.0")
    status, shown = await report(capsys)
    assert (status, "✗ HTTP_HOST 0.0.0.0 would show the sandbox" in shown) == (1, True)


# ------------------------------------------------------------------------------------------------------- Telegram
@asynccontextmanager
async def telegram(monkeypatch: pytest.MonkeyPatch, token: str | None = None) -> AsyncIterator[Sandbox]:
    """A Bot API server, and our settings pointing at it."""
    async with Sandbox(clock=OwnClock()) as sandbox:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token or sandbox.token)
        monkeypatch.setenv("TELEGRAM_API_URL", sandbox.base_url)
        yield sandbox


async def test_a_token_that_telegram_knows(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    async with telegram(monkeypatch):
        status, shown = await report(capsys)
    assert status == 0
    assert "✓ Telegram knows the bot: @sandbox_bot" in shown


async def test_a_token_that_telegram_does_not_know_and_that_is_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with telegram(monkeypatch, TOKEN):
        status, shown = await report(capsys)
    assert status == 1
    assert "✗ Telegram does not know TELEGRAM_BOT_TOKEN" in shown
    assert TOKEN not in shown


async def test_a_telegram_that_is_not_reached(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", f"http://127.0.0.1:{port}")
    status, shown = await report(capsys)
    assert status == 1
    assert "set TELEGRAM_PROXY_URL" in shown
    monkeypatch.setenv("TELEGRAM_PROXY_URL", f"socks5://name:word@127.0.0.1:{port}")
    status, shown = await report(capsys)
    assert status == 1
    assert "is the proxy running?" in shown
    assert "word@" not in shown


async def test_a_server_that_is_no_bot_api_and_a_clock_that_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>", headers={"Date": formatdate(SystemClock().now() + 3600, usegmt=True)})

    async with listening("127.0.0.1", 0, [web.get("/{path:.*}", page)]) as port:
        for name, value in {**OPERATOR, "REAL_PEOPLE": "yes", "TELEGRAM_BOT_TOKEN": TOKEN}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("TELEGRAM_API_URL", f"http://127.0.0.1:{port}")
        status, shown = await report(capsys)
    assert status == 1
    assert "✗ Telegram answers with status 200: is TELEGRAM_API_URL" in shown
    assert "behind Telegram's: switch on time synchronisation" in shown
