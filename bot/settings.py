"""What the operator sets: environment variables, also read from `.env` in the working directory; read once.

The description of a field says what its variable must be; `load` makes the one sentence of a wrong value from it.
`.env.example` is compared with this class by a test.
"""

import ipaddress
import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from complaints.times import QuietHours

GUESSED = (
    "TELEGRAM_API_URL is on this machine, so this is taken for a test: users are not told who runs it. "
    "Where people use it, set REAL_PEOPLE=yes; REAL_PEOPLE=no says that it is a test."
)
"""What the operator is told where the address alone decides."""

TELEGRAM = "https://api.telegram.org"
ENV_FILE = Path(".env")
Account = tuple[str, str]
"""(network, user id)"""


class CannotStart(Exception):
    """Somebody must change something before the program can start. The text is one sentence for the operator."""


class WrongSetting(CannotStart):
    """What must be changed is a variable."""

    def __init__(self, variable: str, sentence: str) -> None:
        super().__init__(sentence)
        self.variable = variable


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine and no other."""
    host = host.strip("[]").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value.get_secret_value()):
        raise ValueError("not a bot token")
    return value


def _url(value: str, schemes: Iterable[str]) -> str:
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment or parts.port == 0:
        raise ValueError("not such an address")
    return value.rstrip("/")


def _api_url(value: str) -> str:
    if "@" in value or value.rstrip("/").endswith("/bot"):
        raise ValueError("not the root")
    return _url(value, ("http", "https"))


def _proxy(value: SecretStr) -> SecretStr:
    return SecretStr(_url(value.get_secret_value(), ("http", "https", "socks5")))


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value):
        raise ValueError("not a host")
    return value


def _quiet_hours(value: str) -> str:
    QuietHours.parse(value)
    return value


def _accounts(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = [re.fullmatch(r"(telegram|qq):([0-9]+)", part.strip()) for part in value.split(",")]
    return tuple((one[1], one[2]) if one else part for one, part in zip(found, value.split(","), strict=True))


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _access_token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", value.get_secret_value()):
        raise ValueError("not a token")
    return value


Count = Annotated[int, Field(gt=0, le=1_000_000)]
COUNT = "a whole number above 0"


class Settings(BaseSettings):
    """One field for each variable of the same name in capitals. An empty variable means its default."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, env_file_encoding="utf-8-sig", hide_input_in_errors=True
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="the token that @BotFather gave you, such as 123456789:AAE..."
    )
    telegram_api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        TELEGRAM, description=f"the root address of a Bot API server without /bot, such as {TELEGRAM}"
    )
    telegram_proxy_url: Annotated[SecretStr, AfterValidator(_proxy)] | None = Field(
        None, description="an http, https or socks5 address, such as socks5://127.0.0.1:1080"
    )
    onebot_access_token: Annotated[SecretStr, AfterValidator(_access_token)] | None = Field(
        None, description="a secret without spaces, the same as in the OneBot implementation"
    )
    onebot_accept_friends: bool = Field(True, description="yes or no")
    real_people: bool | None = Field(
        None, description="yes where people use this bot, no for a test or a demo on this machine"
    )
    operator_name: str = Field("", max_length=100, description="a name of at most 100 characters")
    operator_contact: str = Field("", max_length=200, description="an address of at most 200 characters")
    server_region: str = Field("", max_length=100, description="a name of at most 100 characters")
    data_dir: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        Path("data"), description="a folder that this program may write to"
    )
    http_host: Annotated[str, AfterValidator(_host)] = Field("127.0.0.1", description="an address such as 127.0.0.1")
    http_port: int = Field(8080, ge=0, le=65535, description="a port from 1 to 65535, or 0 for any free one")
    metrics_token: SecretStr | None = Field(None, description="a secret")
    admin_ids: Annotated[tuple[Account, ...], NoDecode, BeforeValidator(_accounts)] = Field(
        (), description="a list of accounts such as telegram:123456789,qq:10001"
    )
    timezone: Literal["Asia/Shanghai"] = Field(
        "Asia/Shanghai", description="Asia/Shanghai: working days, letters and all shown times follow it"
    )
    quiet_hours: Annotated[str, AfterValidator(_quiet_hours)] = Field(
        "23:00-08:00", description="two times of day such as 23:00-08:00, or off"
    )
    push_per_second: int = Field(20, gt=0, le=30, description="a whole number from 1 to 30, Telegram's limit")
    max_open_cases: int = Field(10, gt=0, le=50, description="a whole number from 1 to 50: each is a button")
    max_exhibits: Count = Field(60, description=COUNT)
    max_user_mb: Count = Field(150, description=COUNT)
    messages_per_minute: Count = Field(30, description=COUNT)
    disk_reserve_mb: Count = Field(1024, description=COUNT)
    read_screenshots: bool = Field(True, description="yes or no")
    retention_days: Count = Field(180, description=COUNT)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field("text", description="text or json")

    @property
    def api_is_local(self) -> bool:
        """The Bot API server is on this machine."""
        return is_loopback(urlsplit(self.telegram_api_url).hostname or "")

    @property
    def nobody_real(self) -> bool:
        """A test or a demo. Where nobody said so, a Bot API server on this machine is taken for a test server."""
        return self.api_is_local if self.real_people is None else not self.real_people

    @property
    def only_guessed(self) -> bool:
        """Nobody said whether people are real, and the address alone says that they are not."""
        return self.any_network and self.real_people is None and self.api_is_local

    @property
    def any_network(self) -> bool:
        """Whether a network is configured; without one the sandbox is run."""
        return self.telegram_bot_token is not None or self.onebot_access_token is not None

    @model_validator(mode="after")
    def _operator_is_named(self) -> Self:
        """PIPL 17: before the first message people must be able to read who keeps their data, and where."""
        if self.real_people is False and self.telegram_bot_token is not None and not self.api_is_local:
            raise WrongSetting(
                "REAL_PEOPLE",
                "REAL_PEOPLE=no, but TELEGRAM_API_URL is the real Telegram: leave REAL_PEOPLE out, or set the address "
                "of a test server on this machine.",
            )
        if not self.any_network or self.nobody_real:
            return self
        token = "TELEGRAM_BOT_TOKEN" if self.telegram_bot_token is not None else "ONEBOT_ACCESS_TOKEN"
        for name in ("operator_name", "operator_contact", "server_region"):
            if not getattr(self, name).strip():
                raise WrongSetting(
                    name.upper(),
                    f"{name.upper()} is missing: with {token} real people use this bot and must be able to "
                    f"read who runs it; set it in the environment or in .env, as .env.example shows.",
                )
        return self


def load(env_file: Path | None = ENV_FILE) -> Settings:
    """Read the environment and `env_file`. Raises WrongSetting for the first wrong or missing variable."""
    if env_file is not None:
        _check_names(env_file)
    if os.environ.get("ONEBOT_ACCESS_TOKEN") == "":
        raise WrongSetting(
            "ONEBOT_ACCESS_TOKEN",
            "ONEBOT_ACCESS_TOKEN is empty: anybody could pose as your QQ account; set a secret, or unset it for a bot "
            "without QQ.",
        )
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        variable = str(error.errors(include_input=False)[0]["loc"][0])
        raise _wrong(variable) from None


def _wrong(field: str) -> WrongSetting:
    variable, wanted = field.upper(), Settings.model_fields[field].description
    where = "the environment" if os.environ.get(variable) else ".env"
    return WrongSetting(variable, f"{variable} must be {wanted}; correct it in {where}.")


def _check_names(env_file: Path) -> None:
    """A misspelt TELEGRAM_BOT_TOKEN would start the sandbox and nobody would know why."""
    try:
        names = dotenv_values(env_file, interpolate=False, encoding="utf-8-sig") if env_file.is_file() else {}
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(".env", ".env cannot be read: make it a UTF-8 text file that this user may read.") from None
    known = {name.upper() for name in Settings.model_fields}
    for name in names:
        if name.upper() not in known and (meant := _meant(name.upper(), known)):
            raise WrongSetting(name, f"{name} in .env is not a setting: did you mean {meant}?")


def _meant(name: str, known: set[str]) -> str | None:
    close = get_close_matches(name, known, n=1, cutoff=0.75)
    if close or not name.startswith(("TELEGRAM_", "ONEBOT_", "OPERATOR_")):
        return close[0] if close else None
    return get_close_matches(name, known, n=1, cutoff=0.0)[0]
