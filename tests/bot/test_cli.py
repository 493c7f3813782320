"""The command line in real processes: help, checks, and every way in which the bot cannot start."""

import socket
from pathlib import Path

import pytest

from bot.cli import main, parser
from tests.bot.process import OPERATOR, TOKEN, ended
from tests.bot.test_settings import WRONG
from tests.complaints.spoilt import copied, spoil


async def refused(folder: Path, *arguments: str, **variables: str) -> str:
    """The one line with which the bot refuses to start."""
    status, out, err = await ended(folder, *arguments, **variables)
    assert status == 2, (out, err)
    assert out == ""
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize(("variable", "value"), WRONG)
async def test_a_wrong_setting_ends_the_start_with_one_line_that_names_it(
    tmp_path: Path, variable: str, value: str
) -> None:
    assert variable in await refused(tmp_path, **{variable: value})


@pytest.mark.parametrize("missing", ["OPERATOR_NAME", "OPERATOR_CONTACT", "SERVER_REGION"])
async def test_a_missing_setting_too(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in OPERATOR.items() if name != missing}
    assert missing in await refused(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, **given)


async def test_an_unreadable_env_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"OPERATOR_NAME=\xb0\xa1")
    assert ".env" in await refused(tmp_path)


async def test_a_data_folder_that_is_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "DATA_DIR" in await refused(tmp_path)


async def test_a_damaged_database_too(tmp_path: Path) -> None:
    (tmp_path / "data" / "sandbox").mkdir(parents=True)
    (tmp_path / "data" / "sandbox" / "complaints.db").write_bytes(b"no database at all" * 1000)
    line = await refused(tmp_path)
    assert "DATA_DIR" in line
    assert "damaged" in line


async def test_a_taken_port_too(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "HTTP_PORT" in await refused(tmp_path, HTTP_PORT=str(taken.getsockname()[1]))


@pytest.mark.parametrize("host", ["0.0.0.0", "203.0.113.1"])
async def test_a_sandbox_for_others_too(tmp_path: Path, host: str) -> None:
    assert "HTTP_HOST" in await refused(tmp_path, HTTP_HOST=host)


async def test_a_foreign_address_too(tmp_path: Path) -> None:
    line = await refused(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, HTTP_HOST="203.0.113.1", **OPERATOR)
    assert "HTTP_HOST" in line


async def test_a_fast_clock_is_refused_where_real_people_are(tmp_path: Path) -> None:
    line = await refused(tmp_path, "run", "--clock-speed", "60", TELEGRAM_BOT_TOKEN=TOKEN, **OPERATOR)
    assert "--clock-speed" in line
    assert "TELEGRAM_API_URL" in line


async def test_help_names_every_command() -> None:
    shown = parser().format_help()
    for command in ("run", "doctor", "check-knowledge", "flows", "replay"):
        assert f"    {command}" in shown


@pytest.mark.parametrize("arguments", [["--nothing"], ["run", "--clock-speed", "0"], ["run", "--clock-speed", "nan"]])
def test_wrong_arguments_are_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_the_data_files_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-knowledge"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("knowledge/ and texts/: 0 errors")


def test_a_slip_in_the_data_files_is_shown_with_its_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "texts" / "zh-CN").mkdir(parents=True)
    (tmp_path / "texts" / "zh-CN" / "start.toml").write_text("welcome = “hello”", encoding="utf-8")
    monkeypatch.setattr("bot.findings.TEXTS", tmp_path / "texts")
    assert main(["check-knowledge"]) == 1
    assert "texts/zh-CN/start.toml:1: error: " in capsys.readouterr().out


def test_a_sentence_that_nothing_may_say_is_found_in_the_texts_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "texts" / "zh-CN").mkdir(parents=True)
    sentences = '# 成功率\n[a]\nwelcome = "你好"\nwin = "胜诉率很高"\n'
    (tmp_path / "texts" / "zh-CN" / "start.toml").write_text(sentences, encoding="utf-8")
    monkeypatch.setattr("bot.findings.TEXTS", tmp_path / "texts")
    assert main(["check-knowledge"]) == 1
    found = [line for line in capsys.readouterr().out.splitlines() if "error: " in line]
    assert len(found) == 1
    assert found[0].startswith("texts/zh-CN/start.toml:4: error: success_rate: 胜诉率")


def test_a_contact_nobody_looked_at_is_a_warning_and_no_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    line = spoil(folder, "contacts.toml", "checked_on = 2026-11-22", "checked_on = 2025-11-22")
    monkeypatch.setattr("bot.findings.KNOWLEDGE", folder)
    assert main(["check-knowledge"]) == 0
    assert f"knowledge/contacts.toml:{line}: warning: samr_12315 was checked" in capsys.readouterr().out


def test_flows_are_printed_written_and_compared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "flows.md"
    assert main(["flows", "--check", str(page)]) == 1
    assert main(["flows", "--write", str(page)]) == 0
    assert main(["flows", "--check", str(page)]) == 0
    capsys.readouterr()
    assert main(["flows"]) == 0
    assert capsys.readouterr().out == page.read_text(encoding="utf-8")


async def test_an_unknown_incident_is_one_line(tmp_path: Path) -> None:
    assert "K7QM-3XWD" in await refused(tmp_path, "replay", "K7QM-3XWD")
