"""Telegram's door: 200 after the commit whatever the update holds, and a refusal only for what is no update."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from api import doors, webhook
from api.health import Watch
from api.webhook import LARGEST, Webhook
from storage.database import open_engine
from storage.inbox import inbox
from storage.writer import Writer
from tests.api.doorstep import SECRET, Answered, knock
from tests.storage.desk import says, story


def at_the_door(engine: Engine, tell: Callable[[Webhook, Writer], Coroutine[Any, Any, Any]]) -> Any:
    async def whole(writer: Writer) -> Any:
        return await tell(Webhook(writer, SECRET), writer)

    return story(engine, whole)


def asks(engine: Engine, *args: Any, **how: Any) -> Answered:
    async def tell(door: Webhook, _: Writer) -> Answered:
        return await knock(door, *args, **how)

    answer: Answered = at_the_door(engine, tell)
    return answer


def payloads(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return [json.loads(text) for text in connection.execute(sa.select(inbox.c.payload)).scalars()]


def test_what_is_acknowledged_is_kept(engine: Engine) -> None:
    answer = asks(engine, orjson.dumps(says(7)))
    assert (answer.status, answer.body) == (200, b"")
    assert payloads(engine) == [says(7)]


def test_the_same_again_many_times_at_once_is_kept_once(engine: Engine) -> None:
    async def tell(door: Webhook, _: Writer) -> list[int]:
        answers = await asyncio.gather(*(knock(door, orjson.dumps(says(7))) for _ in range(30)))
        return [answer.status for answer in answers]

    assert at_the_door(engine, tell) == [200] * 30
    assert payloads(engine) == [says(7)]


# ── refusals ──


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE"])
def test_only_posting_is_for_telegram(engine: Engine, method: str) -> None:
    answer = asks(engine, orjson.dumps(says(7)), method=method)
    assert answer.status == 405
    assert answer.headers[b"allow"] == b"POST"


@pytest.mark.parametrize(
    "secret",
    [None, "", "a", SECRET[:-1], SECRET + "x", SECRET.upper(), " " + SECRET, b"\xff\xfe", SECRET.encode() + b"\0"],
)
def test_the_secret_counts_whole(engine: Engine, secret: str | bytes | None) -> None:
    answer = asks(engine, orjson.dumps(says(7)), secret=secret)
    assert answer.status == 403
    assert answer.taken == 0, "not a byte is read for a stranger"
    assert payloads(engine) == []


def test_without_a_secret_of_ours_nobody_comes_in(engine: Engine) -> None:
    async def tell(_: Webhook, writer: Writer) -> int:
        return (await knock(Webhook(writer, ""), orjson.dumps(says(7)), secret="")).status

    assert at_the_door(engine, tell) == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"halo"',
        b"{}",
        b'{"update_id": null}',
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": 7.0}',
        b'{"update_id": 1e3}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 1%s}' % (b"0" * 5_000),
        b"\xff\xfe\x00",
        b"[" * 200_000,
    ],
)
def test_what_cannot_be_read_is_refused(engine: Engine, body: bytes) -> None:
    assert asks(engine, body).status == 400
    assert payloads(engine) == []


def test_a_sender_who_leaves_in_the_middle_leaves_nothing(engine: Engine) -> None:
    async def tell(door: Webhook, _: Writer) -> int:
        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        said: list[Any] = []

        async def send(event: Any) -> None:
            said.append(event)

        scope = {"method": "POST", "headers": [(b"x-telegram-bot-api-secret-token", SECRET.encode())]}
        await door(scope, receive, send)
        return int(said[0]["status"])

    assert at_the_door(engine, tell) == 400


def test_more_than_a_megabyte_is_not_read_to_its_end(engine: Engine) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(160):
            yield b" " * 65_536

    answer = asks(engine, endless())
    assert answer.status == 413
    assert answer.taken <= LARGEST // 65_536 + 1


def test_just_a_megabyte_in_parts_is_fine(engine: Engine) -> None:
    body = orjson.dumps(says(7, text="x" * (LARGEST - 200)))
    parts = [body[start : start + 50_000] for start in range(0, len(body), 50_000)]
    assert asks(engine, parts).status == 200
    assert payloads(engine) == [says(7, text="x" * (LARGEST - 200))]


# ── whatever it holds ──


def deep(levels: int) -> bytes:
    return b'{"update_id":7,"x":' + b"[" * levels + b"]" * levels + b"}"


@pytest.mark.parametrize(
    "body",
    [
        b'{"update_id": 7}',
        b'{"update_id": -7}',
        b'{"update_id": 7, "message_of_tomorrow": {"chat": 5}}',
        b'{"update_id": 7, "message": {"chat": "x", "from": [1], "text": 5}}',
        b'{"update_id": 7, "message": {"chat": {"id": 7, "type": "private"}, "text": "a\\u0000b"}}',
        b'{"update_id": 7, "message": {"text": "\\ud83d"}}',
        b'{"update_id": 7, "callback_query": {"from": {"id": "\\ud800"}}}',
        b'{"update_id": 7, "poll": {"id": "\\udfff"}}',
        b'{"update_id": 7, "\\udc00": 1}',
        b'{"update_id": 7, "n": 123456789012345678901234567890}',
        b'{"update_id": 7, "n": NaN, "m": -Infinity}',
        deep(300),
        deep(900),
        deep(1_010),
    ],
)
def test_an_update_of_any_kind_is_kept_and_acknowledged(engine: Engine, body: bytes) -> None:
    assert asks(engine, body).status == 200
    assert len(payloads(engine)) == 1


any_letter = st.characters(exclude_categories=[])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(any_letter, max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(any_letter, max_size=9), inside, max_size=3),
    max_leaves=15,
)
kinds = st.sampled_from(
    ["message", "edited_message", "callback_query", "poll", "poll_answer", "my_chat_member", "chat_join_request", "new"]
)


def test_nothing_that_an_update_may_hold_makes_telegram_wait(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)

    async def tell(door: Webhook, _: Writer) -> None:
        loop = asyncio.get_running_loop()

        @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.integers(-(2**63), 2**63 - 1), kinds, json_values)
        def keeps(number: int, kind: str, value: Any) -> None:
            body = json.dumps({"update_id": number, kind: value}).encode()
            answer = asyncio.run_coroutine_threadsafe(knock(door, body), loop).result(10)
            assert answer.status == 200

        await asyncio.to_thread(keeps)

    at_the_door(engine, tell)


# ── later ──


def test_while_the_commit_takes_too_long_telegram_is_asked_to_come_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "COMMIT_SECONDS", 0.1)

    async def tell(door: Webhook, writer: Writer) -> list[int]:
        with writer._ready:  # noqa: SLF001 - so that nothing is saved meanwhile
            late = await knock(door, orjson.dumps(says(7)))
        assert int(late.headers[b"retry-after"]) > 0
        assert payloads(engine) == []
        return [late.status, (await knock(door, orjson.dumps(says(7)))).status]

    assert at_the_door(engine, tell) == [503, 200]
    assert payloads(engine) == [says(7)]


def test_while_too_many_wait_telegram_is_asked_to_come_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.writer.MOST_WAITING", 3)

    async def tell(door: Webhook, writer: Writer) -> list[int]:
        with writer._ready:  # noqa: SLF001 - as above
            waiting = [asyncio.ensure_future(knock(door, orjson.dumps(says(number)))) for number in range(5)]
            await asyncio.sleep(0.05)
        return sorted([answer.status for answer in await asyncio.gather(*waiting)])

    assert at_the_door(engine, tell) == [200, 200, 200, 503, 503]


# ── the doors ──


def test_the_webhook_has_its_path_and_only_that(engine: Engine) -> None:
    async def tell(door: Webhook, writer: Writer) -> list[int]:
        watch = Watch(engine, writer, lambda: 0.0)
        with_it, without = doors.create(watch, door), doors.create(watch, None)
        body = orjson.dumps(says(7))
        return [
            (await knock(with_it, body)).status,
            (await knock(with_it, body, path="/telegram/webhook/")).status,
            (await knock(with_it, body, path="/telegram")).status,
            (await knock(without, body)).status,
            (await knock(with_it, method="GET", path="/docs")).status,
            (await knock(with_it, method="GET", path="/openapi.json")).status,
        ]

    assert at_the_door(engine, tell) == [200, 404, 404, 404, 404, 404]
