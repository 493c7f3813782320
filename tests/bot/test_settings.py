"""Settings: what is accepted, and the one sentence of what is not."""

from itertools import pairwise
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.settings import Settings, WrongSetting, load
from tests.bot.process import OPERATOR

ROOT = Path(__file__).parent.parent.parent
TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_01234"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_file_has_every_variable_with_its_default_and_nothing_else() -> None:
    example = dotenv_values(ROOT / ".env.example")
    defaults = Settings(_env_file=None)
    assert example.keys() == {field.upper() for field in Settings.model_fields}
    assert load(ROOT / ".env.example") == defaults


def test_every_variable_of_the_example_is_explained() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    for before, line in pairwise(lines):
        assert "=" not in line or line.startswith("#") or before.startswith("# "), line


WRONG = [
    ("TELEGRAM_BOT_TOKEN", "my-bot"),
    ("TELEGRAM_API_URL", "api.telegram.org"),
    ("TELEGRAM_API_URL", "http://127.0.0.1:8081/bot"),
    ("TELEGRAM_API_URL", "http://127.0.0.1:99999"),
    ("TELEGRAM_PROXY_URL", "127.0.0.1:7890"),
    ("TELEGRAM_PROXY_URL", "ftp://127.0.0.1:7890"),
    ("HTTP_HOST", "not a host"),
    ("HTTP_PORT", "eighty"),
    ("HTTP_PORT", "70000"),
    ("ADMIN_IDS", "123456"),
    ("ADMIN_IDS", "telegram:1,icq:2"),
    ("TIMEZONE", "Asia/Shangai"),
    ("TIMEZONE", "Europe/Berlin"),
    ("QUIET_HOURS", "23-8"),
    ("QUIET_HOURS", "25:00-08:00"),
    ("PUSH_PER_SECOND", "0"),
    ("PUSH_PER_SECOND", "100"),
    ("MAX_OPEN_CASES", "0"),
    ("MAX_OPEN_CASES", "51"),
    ("MAX_EXHIBITS", "-1"),
    ("MAX_USER_MB", "1.5"),
    ("MESSAGES_PER_MINUTE", "many"),
    ("DISK_RESERVE_MB", "1GB"),
    ("RETENTION_DAYS", "0"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
    ("OPERATOR_NAME", "x" * 101),
    ("ONEBOT_ACCESS_TOKEN", " "),
    ("ONEBOT_ACCESS_TOKEN", "\t \t"),
    ("ONEBOT_ACCESS_TOKEN", "two words"),
    ("ONEBOT_ACCESS_TOKEN", "密钥"),
    ("ONEBOT_ACCEPT_FRIENDS", "perhaps"),
]


@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_a_wrong_value_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(WrongSetting) as caught:
        load()
    sentence = str(caught.value)
    assert caught.value.variable == variable
    assert sentence.startswith(f"{variable} must be ")
    assert "\n" not in sentence


RIGHT = [
    ("TELEGRAM_BOT_TOKEN", ""),
    ("TELEGRAM_API_URL", "http://[::1]:8081/"),
    ("TELEGRAM_PROXY_URL", "socks5://user:word@127.0.0.1:1080"),
    ("ADMIN_IDS", "telegram:1, qq:2"),
    ("QUIET_HOURS", "off"),
    ("QUIET_HOURS", "22:30-07:00"),
    ("LOG_LEVEL", "debug"),
    ("HTTP_PORT", "0"),
    ("ONEBOT_ACCEPT_FRIENDS", "no"),
]


@pytest.mark.parametrize(("variable", "value"), RIGHT)
def test_values_that_people_write_are_accepted(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    load()


def test_an_empty_token_of_onebot_lets_nobody_in_but_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEBOT_ACCESS_TOKEN", "")
    with pytest.raises(WrongSetting, match=r"^ONEBOT_ACCESS_TOKEN is empty: ") as caught:
        load()
    assert caught.value.variable == "ONEBOT_ACCESS_TOKEN"


def test_without_a_token_there_is_no_qq(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ONEBOT_ACCESS_TOKEN=\n", encoding="utf-8")
    assert load().onebot_access_token is None
    assert not load().any_network


@pytest.mark.parametrize("token", ["TELEGRAM_BOT_TOKEN", "ONEBOT_ACCESS_TOKEN"])
@pytest.mark.parametrize("missing", ["OPERATOR_NAME", "OPERATOR_CONTACT", "SERVER_REGION"])
def test_real_people_must_be_told_who_runs_the_bot(monkeypatch: pytest.MonkeyPatch, missing: str, token: str) -> None:
    monkeypatch.setenv(token, TOKEN)
    for variable in ("OPERATOR_NAME", "OPERATOR_CONTACT", "SERVER_REGION"):
        monkeypatch.setenv(variable, "" if variable == missing else "somebody")
    with pytest.raises(WrongSetting, match=f"^{missing} is missing: with {token} ") as caught:
        load()
    assert caught.value.variable == missing


@pytest.mark.parametrize("url", ["http://127.0.0.1:8081", "http://localhost:8081", "http://[::1]:8081"])
def test_a_loopback_server_is_taken_for_a_test_until_somebody_says_more(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_URL", url)
    guessed = load()
    assert (guessed.nobody_real, guessed.only_guessed) == (True, True)
    monkeypatch.setenv("REAL_PEOPLE", "no")
    said = load()
    assert (said.nobody_real, said.only_guessed) == (True, False)


def test_people_behind_a_server_of_ones_own_must_be_told_who_runs_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:8081"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REAL_PEOPLE", "yes")
    with pytest.raises(WrongSetting, match=r"^OPERATOR_NAME is missing: with TELEGRAM_BOT_TOKEN real people"):
        load()
    for name, value in OPERATOR.items():
        monkeypatch.setenv(name, value)
    assert (load().nobody_real, load().only_guessed) == (False, False)


def test_the_real_telegram_is_no_test(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**OPERATOR, "TELEGRAM_BOT_TOKEN": TOKEN, "REAL_PEOPLE": "no"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=r"^REAL_PEOPLE=no, but TELEGRAM_API_URL is the real Telegram"):
        load()


def test_of_qq_alone_it_can_be_said_that_nobody_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEBOT_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("REAL_PEOPLE", "no")
    assert load().nobody_real


def test_a_host_that_only_looks_like_loopback_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1.example.org")
    assert not load().api_is_local
    assert not load().nobody_real


def test_the_env_file_is_read_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("\ufeffHTTP_PORT=9000\nMAX_EXHIBITS=5\nCOMPOSE_PROJECT_NAME=x\n", encoding="utf-8")
    monkeypatch.setenv("HTTP_PORT", "9001")
    settings = load()
    assert (settings.http_port, settings.max_exhibits) == (9001, 5)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"), ("QUIET_HOUR", "QUIET_HOURS"), ("OPERATOR", "OPERATOR_NAME")],
)
def test_a_misspelt_name_in_the_env_file_is_noticed(tmp_path: Path, written: str, meant: str) -> None:
    (tmp_path / ".env").write_text(f"{written}=1:x\n", encoding="utf-8")
    with pytest.raises(WrongSetting, match=f"{written} in .env is not a setting: did you mean {meant}"):
        load()


def test_an_unreadable_env_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("OPERATOR_NAME=投诉".encode("gb18030"))
    with pytest.raises(WrongSetting, match="UTF-8"):
        load()


@pytest.mark.parametrize("variable", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_PROXY_URL", "ONEBOT_ACCESS_TOKEN"])
def test_a_wrong_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "hidden secret")
    with pytest.raises(WrongSetting) as caught:
        load()
    assert "hidden" not in str(caught.value)


def test_secrets_do_not_show() -> None:
    settings = Settings(_env_file=None, telegram_bot_token=SecretStr(TOKEN), telegram_api_url="http://127.0.0.1:1")
    assert TOKEN not in repr(settings)
