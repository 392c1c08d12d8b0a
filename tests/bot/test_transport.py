"""The wire: what Telegram answers, what it refuses, and what is known of a call when the line breaks."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

import orjson
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.failures import Meaning, meaning_of
from bot.transport import Down, NotConnected, Transport
from playground.driver import Neighbourhood
from playground.server import running
from playground.world import World

Call = Callable[..., Coroutine[Any, Any, Any]]


@contextlib.asynccontextmanager
async def transport() -> AsyncIterator[Transport]:
    wire = Transport()
    await wire.initialize()
    try:
        yield wire
    finally:
        await wire.shutdown()


def make(url: str, body: dict[str, Any] | None = None, files: dict[str, tuple[str, bytes]] | None = None) -> Any:
    """One call with a transport of its own."""

    async def call() -> Any:
        async with transport() as wire:
            return await wire.call(url, body or {}, files)

    return asyncio.run(call())


class Telegram:
    """A playground and somebody in it."""

    def __init__(self, world: World, url: str) -> None:
        self.world = world
        self.neighbourhood = Neighbourhood.in_process(world)
        self.siti = self.neighbourhood.person("Siti")
        self.siti.starts()
        self.url = url
        self.root = f"{url}/bot{world.state.token}"

    def calls(self, method: str, body: dict[str, Any] | None = None, files: Any = None) -> Any:
        return make(f"{self.root}/{method}", body, files)

    def says(self, text: str = "halo") -> Any:
        return self.calls("sendMessage", {"chat_id": self.siti.id, "text": text})


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    world = World()
    with running(world, people=False) as url:
        yield Telegram(world, url)


# ── answers ──


def test_a_call_gives_the_result(telegram: Telegram) -> None:
    assert telegram.calls("getMe")["username"] == "rembuk_bot"
    assert telegram.says("Sugeng énjing 🌞")["text"] == "Sugeng énjing 🌞"


def test_files_go_up_beside_the_parameters(telegram: Telegram) -> None:
    body = {"chat_id": telegram.siti.id, "caption": "<b>Poster</b>", "parse_mode": "HTML", "disable_notification": True}
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "c.x"}]]}
    sent = telegram.calls(
        "sendDocument", {**body, "reply_markup": keyboard}, {"document": ("poster-rt-03.pdf", b"%PDF-1.7 ...")}
    )
    assert sent["document"]["file_name"] == "poster-rt-03.pdf"
    assert sent["caption"] == "Poster"
    assert telegram.siti.buttons() == ["Ya"]


def test_several_calls_share_one_connection(telegram: Telegram) -> None:
    async def story() -> int:
        async with transport() as wire:
            for _ in range(3):
                await wire.call(f"{telegram.root}/getMe", {})
            assert wire._session is not None  # noqa: SLF001 - the pool is what is looked at
            pools = wire._session.connector._conns  # type: ignore[union-attr]  # noqa: SLF001 - as above
            return sum(len(pool) for pool in pools.values())

    assert asyncio.run(story()) == 1


# ── refusals ──


def test_each_refusal_is_raised_as_python_telegram_bot_does(telegram: Telegram) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        telegram.calls("sendMessage", {"chat_id": 1, "text": "halo"})
    with pytest.raises(InvalidToken):
        make(f"{telegram.url}/bot1:wrong/getMe")
    with pytest.raises(InvalidToken):
        telegram.calls("sendHologram")
    telegram.siti.blocks_bot()
    with pytest.raises(Forbidden, match=r"(?i)blocked"):
        telegram.says()


def test_a_limit_is_raised_with_its_seconds(telegram: Telegram) -> None:
    telegram.neighbourhood.flood(retry_after=7)
    with pytest.raises(RetryAfter) as caught:
        telegram.says()
    assert meaning_of(caught.value).seconds == 7


def test_a_group_that_has_moved_says_where(telegram: Telegram) -> None:
    group = telegram.neighbourhood.group("RT 03", creator=telegram.siti)
    group.add_bot(by=telegram.siti)
    old, new = group.id, group.migrate()
    with pytest.raises(ChatMigrated) as caught:
        telegram.calls("sendMessage", {"chat_id": old, "text": "halo"})
    assert caught.value.new_chat_id == new


def test_polling_where_a_webhook_is_set_is_a_conflict(telegram: Telegram) -> None:
    telegram.calls("setWebhook", {"url": "https://rembuk.example/telegram/webhook"})
    with pytest.raises(Conflict):
        telegram.calls("getUpdates", {"timeout": 0})


# ── the line ──


@pytest.mark.parametrize(
    ("kind", "error", "meaning", "arrived"),
    [
        ("500", Down, Meaning.later, 0),
        ("drop", TimedOut, Meaning.unknown, 0),
        ("disconnect_after", TimedOut, Meaning.unknown, 1),
        ("timeout", TimedOut, Meaning.unknown, 1),
    ],
)
def test_what_is_known_of_a_call_that_failed(
    telegram: Telegram,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    error: type[Exception],
    meaning: Meaning,
    arrived: int,
) -> None:
    monkeypatch.setattr("bot.transport.READ_SECONDS", 0.3)
    telegram.neighbourhood.fail("sendMessage", kind)
    with pytest.raises(error) as caught:
        telegram.says()
    assert type(caught.value) is error
    assert meaning_of(caught.value).meaning is meaning
    assert len([one for one in telegram.neighbourhood.sent("sendMessage") if one["ok"]]) == arrived
    assert telegram.says()["text"] == "halo", "and the next one passes"


def test_an_upload_has_more_time_than_a_message(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.transport.READ_SECONDS", 0.1)
    telegram.neighbourhood.fail("sendDocument", "timeout", delay=0.3)
    assert telegram.calls("sendDocument", {"chat_id": telegram.siti.id}, {"document": ("a.pdf", b"%PDF")})


def test_where_nobody_listens_nothing_has_left() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotConnected) as caught:
        make(f"http://127.0.0.1:{port}/bot1:secret/getMe")
    assert meaning_of(caught.value).meaning is Meaning.later
    assert "secret" not in str(caught.value)


def test_a_name_that_does_not_exist_is_no_connection() -> None:
    with pytest.raises(NotConnected):
        make("http://rembuk.invalid/bot1:secret/getMe")


def test_a_call_before_the_beginning_or_after_the_end_is_our_mistake() -> None:
    with pytest.raises(RuntimeError):
        asyncio.run(Transport().call("http://127.0.0.1/", {}))


# ── what stands between us and Telegram ──


def answered(response: bytes, *, pieces: int = 1, pause: float = 0.0) -> Any:
    """Call a server that answers with these bytes."""
    talking: list[asyncio.Task[Any]] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talking.append(asyncio.current_task())  # type: ignore[arg-type]  # it runs in one
        try:
            await reader.readuntil(b"\r\n\r\n")
            for number in range(pieces):
                part = len(response) // pieces + 1
                writer.write(response[number * part : (number + 1) * part])
                await writer.drain()
                await asyncio.sleep(pause)
        finally:
            writer.close()
            await writer.wait_closed()

    async def story() -> Any:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            async with server, transport() as wire:
                return await wire.call(f"http://127.0.0.1:{port}/bot1:secret/sendMessage", {"text": "rahasia"})
        finally:
            for task in talking:
                task.cancel()
            await asyncio.gather(*talking, return_exceptions=True)

    return asyncio.run(story())


def http(status: str, body: bytes, kind: str = "text/html") -> bytes:
    head = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", "", "")
    return "\r\n".join(head).encode() + body


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        ("502 Bad Gateway", b"<html><h1>502 Bad Gateway</h1><hr>nginx</html>", Meaning.unknown),
        ("504 Gateway Time-out", b"", Meaning.unknown),
        ("500 Internal Server Error", b"[]", Meaning.later),
        ("503 Service Unavailable", b'"later"', Meaning.later),
        ("403 Forbidden", b"<html>Blocked by your provider</html>", Meaning.later),
        ("404 Not Found", b"<html>nginx</html>", Meaning.later),
        ("200 OK", b"<html>Selamat datang di WiFi gratis</html>", Meaning.later),
        ("200 OK", b"[1]", Meaning.later),
    ],
)
def test_a_page_instead_of_an_answer_is_waited_out(status: str, body: bytes, meaning: Meaning) -> None:
    """A gateway's error page, or the welcome of a public network, must not cost anybody a message."""
    with pytest.raises(NetworkError) as caught:
        answered(http(status, body))
    assert meaning_of(caught.value).meaning is meaning
    assert "rahasia" not in str(caught.value)


def test_a_refusal_without_parameters_is_read() -> None:
    body = orjson.dumps(
        {"ok": False, "error_code": 400, "description": "Bad Request: chat not found", "parameters": None}
    )
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        answered(http("400 Bad Request", body, "application/json"))


def test_an_answer_that_trickles_in_is_cut_off_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lease is longer than the longest call, however the bytes come."""
    monkeypatch.setattr("bot.transport.READ_SECONDS", 0.2)
    monkeypatch.setattr("bot.transport.CONNECT_SECONDS", 0.2)
    with pytest.raises(TimedOut):
        answered(http("200 OK", b'{"ok":true,"result":1}'), pieces=20, pause=0.1)


def test_the_error_of_an_unreadable_answer_is_telegrams() -> None:
    with pytest.raises(TelegramError):
        Transport.parse_json_payload(b"\xff{")
