"""The bot's post: long polling with its conflicts, and the webhook with secret, order and retries."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import telegram
from telegram.error import BadRequest, Conflict

from playground.driver import Group, Neighbour, Neighbourhood
from playground.server import running
from playground.world import World
from tests.playground.kit import Ask, Clock, Lamp, NewBot, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Hook:
    """A bot's web door: remembers what comes and answers as `reply` says (status and headers)."""

    def __init__(self) -> None:
        self.reply: Callable[[dict[str, Any]], tuple[int, dict[str, str]]] = lambda _update: (200, {})
        self.got: list[dict[str, Any]] = []
        self.taken: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.changed = threading.Condition()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                update = orjson.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with hook.changed:
                    hook.got.append(update)
                    hook.secrets.add(self.headers.get(SECRET_HEADER))
                    hook.changed.notify_all()
                status, headers = hook.reply(update)
                with hook.changed:
                    if status == 200:
                        hook.taken.append(update)
                    hook.changed.notify_all()
                self.send_response(status)
                for name, value in ({"Content-Length": "0"} | headers).items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/telegram"

    def takes(self, count: int) -> list[dict[str, Any]]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.taken) >= count, 5), self.taken
            return self.taken[:count]

    def texts(self) -> list[str]:
        return [one["message"]["text"] for one in self.taken]


@pytest.fixture
def hook() -> Iterator[Hook]:
    one = Hook()
    thread = threading.Thread(target=one.server.serve_forever, args=(0.01,))
    thread.start()
    yield one
    one.server.shutdown()
    one.server.server_close()
    thread.join()


def test_an_offset_confirms(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    for word in ("satu", "dua", "tiga"):
        siti.says(word)
    first = ask(bot.get_updates(limit=1))
    assert [one.message.text for one in first] == ["satu"]
    assert [one.message.text for one in ask(bot.get_updates())] == ["satu", "dua", "tiga"]
    rest = ask(bot.get_updates(offset=first[0].update_id + 1))
    assert [one.message.text for one in rest] == ["dua", "tiga"]
    assert [one.message.text for one in ask(bot.get_updates(offset=-1))] == ["tiga"]
    assert [one.message.text for one in ask(bot.get_updates())] == ["tiga"]


def test_a_long_poll_ends_when_something_comes(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    async def both() -> Any:
        polling = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.to_thread(siti.says, "halo")
        return await asyncio.wait_for(polling, 3)

    assert ask(both())[0].message.text == "halo"


def test_of_two_pollers_one_is_ended(new_bot: NewBot, ask: Ask, siti: Neighbour) -> None:
    first, second = new_bot(), new_bot()

    async def both() -> Any:
        polls = {asyncio.create_task(one.get_updates(timeout=5)) for one in (first, second)}
        ended, going = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
        with pytest.raises(Conflict, match=r"(?i)terminated by other getupdates request"):
            ended.pop().result()
        await asyncio.to_thread(siti.says, "halo")
        return await going.pop()

    assert len(ask(both())) == 1


def test_polling_and_webhook_exclude_each_other(bot: telegram.Bot, ask: Ask, hook: Hook) -> None:
    ask(bot.set_webhook(hook.url))
    with pytest.raises(Conflict, match=r"(?i)while webhook is active"):
        ask(bot.get_updates())
    ask(bot.delete_webhook())
    assert ask(bot.get_updates()) == ()


def test_unwanted_kinds_do_not_come(bot: telegram.Bot, ask: Ask, siti: Neighbour, updates: Updates) -> None:
    ask(bot.get_updates(allowed_updates=["callback_query"]))
    siti.says("halo")
    assert updates() == []
    ask(bot.get_updates(allowed_updates=[]))
    siti.says("halo lagi")
    assert [one.message.text for one in updates()] == ["halo lagi"]


def test_a_webhook_gets_everything_with_its_secret(bot: telegram.Bot, ask: Ask, siti: Neighbour, hook: Hook) -> None:
    siti.says("sebelum")
    assert ask(bot.set_webhook(hook.url, secret_token="s3cret", max_connections=3))
    siti.says("sesudah")
    taken = hook.takes(2)
    assert hook.secrets == {"s3cret"}
    assert hook.texts() == ["sebelum", "sesudah"]
    sender = telegram.Update.de_json(taken[0], bot).effective_user
    assert sender is not None
    assert sender.id == siti.id
    info = ask(bot.get_webhook_info())
    assert (info.url, info.max_connections) == (hook.url, 3)


def test_a_chat_waits_for_its_failed_update_while_others_go_on(
    bot: telegram.Bot, ask: Ask, town: Neighbourhood, siti: Neighbour, hook: Hook, world: World
) -> None:
    other = town.person("Budi")
    failing = threading.Event()
    hook.reply = lambda update: (
        (500, {}) if update["message"]["from"]["id"] == siti.id and not failing.is_set() else (200, {})
    )
    ask(bot.set_webhook(hook.url))
    siti.says("satu")
    siti.says("dua")
    other.starts()
    hook.takes(1)
    assert hook.texts() == ["/start"]
    assert world.wait_for(lambda: len(world.state.updates.pending) == 2, 5)
    assert world.wait_for(lambda: world.state.updates.webhook.last_error_message, 5)
    failing.set()
    hook.takes(3)
    assert hook.texts() == ["/start", "satu", "dua"]
    assert "500" in (ask(bot.get_webhook_info()).last_error_message or "")


def test_nothing_is_lost_while_the_bot_is_away(bot: telegram.Bot, ask: Ask, siti: Neighbour, hook: Hook) -> None:
    ask(bot.set_webhook("http://127.0.0.1:9/telegram"))
    for number in range(20):
        siti.says(f"pesan {number}")
    assert ask(bot.get_webhook_info()).pending_update_count == 20
    ask(bot.set_webhook(hook.url))
    hook.takes(20)
    assert hook.texts() == [f"pesan {number}" for number in range(20)]


def test_post_kept_in_a_folder_is_pushed_after_a_return(
    world: World, town: Neighbourhood, siti: Neighbour, hook: Hook, clock: Clock, tmp_path: Path
) -> None:
    world.state.updates.webhook.url = hook.url
    siti.says("sebelum padam")
    world.save(tmp_path)
    with running(World.load(tmp_path, clock=clock)):
        hook.takes(1)
    assert hook.texts() == ["sebelum padam"]


def test_when_the_power_returns_nothing_waits_for_its_next_try(world: World, siti: Neighbour, hook: Hook) -> None:
    world.state.updates.webhook.url = hook.url
    hook.reply = lambda _update: (503, {"Retry-After": "3600"})
    with running(world, supervisor=Lamp()) as url:
        siti.says("saat padam")
        assert world.wait_for(lambda: world.state.updates.webhook.last_error_message, 5)
        hook.reply = lambda _update: (200, {})
        httpx.post(f"{url}/play/power", json={"on": True}, timeout=30).raise_for_status()
        hook.takes(1)
    assert hook.texts() == ["saat padam"]


def test_pending_post_can_be_dropped(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    siti.says("halo")
    ask(bot.delete_webhook(drop_pending_updates=True))
    assert ask(bot.get_updates()) == ()


def test_post_grows_old(bot: telegram.Bot, ask: Ask, siti: Neighbour, clock: Clock, updates: Updates) -> None:
    sent = ask(bot.send_message(siti.id, "x"))
    siti.door.tap(siti.id, siti.id, sent.message_id, data="y", seconds=0)
    siti.says("halo")
    clock.passes(151)
    assert [one.message.text for one in updates()] == ["halo"]
    siti.says("lagi")
    clock.passes(24 * 3600 + 1)
    assert updates() == []


@pytest.mark.parametrize(("address", "secret"), [("ftp://contoh.id", "good"), ("https://contoh.id/x", "not allowed!")])
def test_bad_webhooks(bot: telegram.Bot, ask: Ask, address: str, secret: str) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bad webhook"):
        ask(bot.set_webhook(address, secret_token=secret))


def test_a_vote_may_come_twice_to_the_webhook(
    bot: telegram.Bot, ask: Ask, hook: Hook, group: Group, siti: Neighbour, town: Neighbourhood, world: World
) -> None:
    world.post.clear()
    ask(bot.set_webhook(hook.url))
    ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], is_anonymous=False))
    town.deliver_twice("poll_answer")
    siti.votes("Lampu", in_=group)
    siti.votes("Selokan", in_=group)
    came = hook.takes(5)
    assert [next(kind for kind in one if kind != "update_id") for one in came] == [
        "poll_answer",
        "poll_answer",
        "poll",
        "poll_answer",
        "poll",
    ]
    assert came[0] == came[1]
