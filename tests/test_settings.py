"""Settings are read once and refused with a sentence that names the variable and never shows what stands in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import settings as configuration
from settings import OFFICIAL, BadSettings, LogFormat, Mode, Settings

SECRET = "rahasia-sekali"

Set = Callable[..., None]


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Set variables where nothing else is set."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"REMBUK_{name.upper()}", raising=False)

    def set_variables(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"REMBUK_{name.upper()}", value)

    return set_variables


def refusal() -> str:
    with pytest.raises(BadSettings) as caught:
        configuration.read()
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None, "the library's own error would quote the value"
    return str(caught.value)


def test_nothing_needs_to_be_set(given: Set) -> None:
    read = configuration.read()
    assert (read.telegram_url, read.mode, read.log_format) == (OFFICIAL, Mode.polling, LogFormat.console)
    assert read.database == f"sqlite:///{Path('data') / 'rembuk.sqlite3'}"


def test_variables_and_the_file_beside_are_read(given: Set, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("REMBUK_PORT=9000\nREMBUK_CONTACT=Bu Rina\nSOMETHING_ELSE=1\n")
    given(port="9001", telegram_url="http://127.0.0.1:8081/")
    read = configuration.read()
    assert (read.port, read.contact) == (9001, "Bu Rina")
    assert read.telegram_url == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("send_per_second", "banyak", "number"),
        ("send_per_second", "-1", "greater than or equal to 0"),
        ("send_per_chat", "-0.5", "greater than or equal to 0"),
        ("send_per_group_minute", "1.5", "integer"),
        ("port", "65536", "less than or equal to 65535"),
        ("port", SECRET, "integer"),
        ("mode", SECRET, "'polling' or 'webhook'"),
        ("log_format", SECRET, "'console' or 'json'"),
        ("timezone", SECRET, "Asia/Jakarta"),
        ("timezone", "../../etc/passwd", "Asia/Jakarta"),
        ("telegram_url", SECRET, "https://"),
        ("telegram_url", f"ftp://{SECRET}", "https://"),
        ("telegram_url", "https://", "https://"),
        ("public_url", SECRET, "https://"),
        ("database_url", f"mysql://root:{SECRET}@host/name", "postgresql+psycopg://"),
        ("database_url", f"postgresql://root:{SECRET}@host/name", "postgresql+psycopg://"),
        ("database_url", "sqlite://", "sqlite:///path"),
        ("webhook_secret", f"{SECRET} {SECRET}", "letters, digits"),
        ("webhook_secret", "ä" * 20, "letters, digits"),
        ("webhook_secret", "x" * 257, "256"),
    ],
)
def test_what_is_wrong_is_refused_by_name(given: Set, name: str, value: str, says: str) -> None:
    given(**{name: value})
    sentence = refusal()
    assert sentence.startswith(f"REMBUK_{name.upper()}: ")
    assert says in sentence
    assert len(sentence.splitlines()) == 1


def test_everything_that_is_wrong_is_said_at_once(given: Set) -> None:
    given(port=SECRET, mode=SECRET, timezone=SECRET)
    assert [line.partition(":")[0] for line in refusal().splitlines()] == [
        "REMBUK_MODE",
        "REMBUK_PORT",
        "REMBUK_TIMEZONE",
    ]


@pytest.mark.parametrize(
    "values",
    [{}, {"public_url": "https://rembuk.example"}, {"webhook_secret": SECRET}],
)
def test_a_webhook_needs_its_address_and_its_secret(given: Set, values: dict[str, str]) -> None:
    given(mode="webhook", **values)
    assert "REMBUK_PUBLIC_URL and REMBUK_WEBHOOK_SECRET" in refusal()


def test_a_webhook_that_is_whole_is_taken(given: Set) -> None:
    given(mode="webhook", public_url="https://rembuk.example/", webhook_secret="A-z_09")
    assert configuration.read().public_url == "https://rembuk.example"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "REMBUK_BOT_TOKEN is missing"),
        ({"bot_token": SECRET}, "REMBUK_BOT_TOKEN does not look like a token"),
        ({"bot_token": f"abc:{SECRET}"}, "REMBUK_BOT_TOKEN does not look like a token"),
        ({"bot_token": f":{SECRET}"}, "REMBUK_BOT_TOKEN does not look like a token"),
        ({"bot_token": "123:"}, "REMBUK_BOT_TOKEN does not look like a token"),
        ({"bot_token": f"²:{SECRET}"}, "REMBUK_BOT_TOKEN does not look like a token"),
        ({"bot_token": f"123:{SECRET}"}, "REMBUK_SECRET_KEY"),
        ({"bot_token": f"123:{SECRET}", "secret_key": "x" * 15}, "REMBUK_SECRET_KEY"),
    ],
)
def test_a_bot_needs_its_token_and_a_key(given: Set, values: dict[str, str], says: str) -> None:
    given(**values)
    with pytest.raises(BadSettings) as caught:
        configuration.read().for_the_bot()
    assert says in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_bot_with_both_is_fine(given: Set) -> None:
    given(bot_token="123:abc", secret_key="x" * 16)
    assert configuration.read().for_the_bot().bot_token.get_secret_value() == "123:abc"


def test_no_secret_is_shown_when_settings_are_printed(given: Set) -> None:
    secrets = {name: f"{SECRET}-{name}" for name in ("secret_key", "metrics_token")}
    given(bot_token=f"123:{SECRET}", webhook_secret=SECRET, **secrets)
    assert SECRET not in repr(configuration.read())


def test_a_password_in_an_address_is_not_shown_either(given: Set) -> None:
    given(database_url=f"postgresql+psycopg://rembuk:{SECRET}@db/rembuk")
    assert SECRET not in repr(configuration.read())


def test_a_database_in_memory_is_refused_for_each_connection_would_have_its_own(given: Set) -> None:
    given(database_url="sqlite:///:memory:")
    assert "REMBUK_DATABASE_URL" in refusal()
