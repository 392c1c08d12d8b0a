"""The settings of an installation: `REMBUK_*` variables or `.env`, read once, refused with a clear sentence."""

from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import urlparse
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

OFFICIAL = "https://api.telegram.org"


class Mode(StrEnum):
    polling = "polling"
    webhook = "webhook"


class LogFormat(StrEnum):
    console = "console"
    json = "json"


class BadSettings(Exception):
    """A setting is missing or wrong; the message is for the operator."""


class Settings(BaseSettings):
    """Every setting has its line in `.env.example`; a test keeps that complete."""

    model_config = SettingsConfigDict(env_prefix="REMBUK_", env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    """From BotFather, `123456:ABC…`."""
    telegram_url: str = OFFICIAL
    """Root of the Bot API server."""
    send_per_second: float = Field(default=28, ge=0)
    """Messages a second in all; 0 is no limit. Telegram: about 30."""
    send_per_chat: float = Field(default=1, ge=0)
    """Messages a second to one person, with a burst of four; 0 is no limit."""
    send_per_group_minute: int = Field(default=18, ge=0)
    """Messages a minute to one group; 0 is no limit. Telegram: 20."""
    data_dir: Path = Path("data")
    """Folder of the SQLite file, its copies and the photos."""
    database_url: str = Field(default="", repr=False)
    """`postgresql+psycopg://user:password@host/name`; empty is a SQLite file in `data_dir`."""
    media_url: str = Field(default="", repr=False)
    """`s3://bucket/path`; empty is a folder in `data_dir`."""
    mode: Mode = Mode.polling
    public_url: str = ""
    """`https://rembuk.example.id`: where the web is reached from outside, by Telegram and by phones' calendars."""
    webhook_secret: SecretStr = SecretStr("")
    """1–256 letters `A–Z a–z 0–9 _ -`."""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65_535)
    secret_key: SecretStr = SecretStr("")
    """At least 16 letters that nobody can guess; hashes made with it name nobody."""
    operator_name: str = "relawan setempat"
    """Who runs the server, as the consent text says it."""
    server_place: str = "Indonesia"
    """Where the server stands, as the consent text says it."""
    contact: str = ""
    """Where residents can ask or object, as the consent text says it."""
    timezone: str = "Asia/Jakarta"
    log_format: LogFormat = LogFormat.console
    metrics_token: SecretStr = SecretStr("")
    """Lets a machine other than this one read `/metrics` and the details of `/ready`."""

    @field_validator("timezone")
    @classmethod
    def known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("no such time zone; write for example Asia/Jakarta") from error
        return value

    @field_validator("telegram_url", "public_url")
    @classmethod
    def web_address(cls, value: str) -> str:
        if value and (urlparse(value).scheme not in {"http", "https"} or not urlparse(value).hostname):
            raise ValueError("must begin with https:// (or http://) and name a host")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def known_database(cls, value: str) -> str:
        in_memory = value.rstrip("/") == "sqlite:" or ":memory:" in value  # each connection would have its own
        if in_memory or (value and not value.startswith(("sqlite:///", "postgresql+psycopg://"))):
            raise ValueError("must be sqlite:///path or postgresql+psycopg://user:password@host/name")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def telegram_takes_it(cls, value: SecretStr) -> SecretStr:
        letters = value.get_secret_value().replace("_", "").replace("-", "")
        if letters and not (letters.isascii() and letters.isalnum() and len(value) <= 256):
            raise ValueError("may have letters, digits, _ and -, 256 at the most")
        return value

    @model_validator(mode="after")
    def webhook_is_whole(self) -> Self:
        if self.mode is Mode.webhook and not (self.public_url and len(self.webhook_secret)):
            raise ValueError("REMBUK_MODE=webhook needs REMBUK_PUBLIC_URL and REMBUK_WEBHOOK_SECRET")
        return self

    @property
    def database(self) -> str:
        """The database's address, the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'rembuk.sqlite3'}"

    def for_the_bot(self) -> Self:
        """These settings, if they suffice to run a bot. Raises BadSettings."""
        if not len(self.bot_token):
            raise BadSettings(
                "REMBUK_BOT_TOKEN is missing. BotFather gives one; or try `rembuk demo`, which needs none."
            )
        number, colon, rest = self.bot_token.get_secret_value().partition(":")
        if not (colon and rest and number.isascii() and number.isdigit()):
            raise BadSettings("REMBUK_BOT_TOKEN does not look like a token (123456:ABC…).")
        if len(self.secret_key) < 16:
            raise BadSettings("REMBUK_SECRET_KEY needs at least 16 letters that nobody can guess.")
        return self


def read() -> Settings:
    """Read the settings. Raises BadSettings with one line for each that is wrong, never with its value."""
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for fault in error.errors(include_input=False, include_url=False):
            name = "REMBUK_" + "_".join(str(part) for part in fault["loc"]).upper() if fault["loc"] else ""
            lines.append(f"{name}: {fault['msg']}" if name else fault["msg"])
        raise BadSettings("\n".join(lines)) from None
