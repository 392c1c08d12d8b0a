"""Alive, ready, and the figures: everyone may know whether, only this machine or a token may know why."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from api import doors, health
from api.health import LOOK_EVERY, SILENT_AFTER, Watch
from storage import heartbeats, inbox, migrate, tallies
from storage.database import open_engine, writing
from storage.writer import Writer
from tests.api.doorstep import Answered, knock
from tests.storage.desk import says, story
from tests.storage.letters import NOW, claim, mark, write
from tests.storage.letters import later as put_off

COUNTED = {"sent.reply": 3, "sent.broadcast": 2, "failed.never: blocked": 4, "too_many_requests": 1, "messages": 6}
HOW_SENDING_GOES = {
    "queues": {
        "reply": {"waiting": 1, "oldest": 5.0},
        "reminder": {"waiting": 0, "oldest": None},
        "notice": {"waiting": 0, "oldest": None},
        "broadcast": {"waiting": 0, "oldest": None},
    },
    "sent": {"reply": 3, "reminder": 0, "notice": 0, "broadcast": 2},
    "failures": {"never: blocked": 4},
    "retries": 0,
    "too_many_requests": 1,
    "possibly_twice": 0,
    "expired": 0,
}
TOKEN = "a-token-of-the-operator"
HERE = ("127.0.0.1", 50_000)
AWAY = ("203.0.113.9", 50_000)
WITH_TOKEN = [(b"authorization", f"Bearer {TOKEN}".encode())]


def count(engine: Engine, counts: dict[str, int]) -> None:
    with writing(engine) as session:
        tallies.add(session, counts)


def watching(
    engine: Engine, tell: Callable[[Watch, Writer], Coroutine[Any, Any, Any]], *, beats: bool = True, **how: Any
) -> Any:
    """A watch whose clock stands at NOW, beside a worker that beats."""
    if beats:
        with writing(engine) as session:
            heartbeats.beat(session, "rt03-1", "run", NOW)

    async def whole(writer: Writer) -> Any:
        return await tell(Watch(engine, writer, lambda: NOW, token=TOKEN, **how), writer)

    return story(engine, whole, clock=lambda: NOW)


async def asks(watch: Watch, path: str, **how: Any) -> Answered:
    return await knock(doors.create(watch, None), method="GET", path=path, secret=None, **how)


def asked(engine: Engine, path: str, **how: Any) -> Answered:
    """One question to a healthy house."""

    async def tell(watch: Watch, _: Writer) -> Answered:
        return await asks(watch, path, **how)

    answer: Answered = watching(engine, tell)
    return answer


# ── who may see why ──


@pytest.mark.parametrize(
    ("client", "headers", "sees"),
    [
        (HERE, [], True),
        (("::1", 1), [], True),
        (("127.8.8.8", 1), [], True),
        (AWAY, [], False),
        (AWAY, WITH_TOKEN, True),
        (AWAY, [(b"authorization", b"Bearer wrong")], False),
        (AWAY, [(b"authorization", f"Bearer {TOKEN}x".encode())], False),
        (AWAY, [(b"authorization", f"Bearer {TOKEN[:-1]}".encode())], False),
        (AWAY, [(b"authorization", b"Bearer \xff\xfe")], False),
        (AWAY, [(b"authorization", b"Bearer ")], False),
        (AWAY, [(b"x-forwarded-for", b"127.0.0.1")], False),
        (HERE, [(b"x-forwarded-for", b"127.0.0.1")], False),
        (HERE, [(b"x-forwarded-for", b"203.0.113.9"), *WITH_TOKEN], True),
        (HERE, [(b"forwarded", b"for=203.0.113.9")], False),
        (HERE, [(b"x-real-ip", b"203.0.113.9")], False),
        (HERE, [(b"via", b"1.1 proxy")], False),
        (("testclient", 1), [], False),
    ],
)
def test_details_are_for_this_machine_or_a_token(
    sqlite_url: str, client: tuple[str, int], headers: list[tuple[bytes, bytes]], *, sees: bool
) -> None:
    engine = open_engine(sqlite_url)
    ready = asked(engine, "/ready", client=client, headers=headers)
    assert ready.status == 200
    assert set(orjson.loads(ready.body)) == {"ready"} or sees
    assert ("migration" in orjson.loads(ready.body)) is sees
    assert asked(engine, "/metrics", client=client, headers=headers).status == (200 if sees else 404)


def test_without_a_token_of_ours_none_is_believed(sqlite_url: str) -> None:
    async def tell(watch: Watch, _: Writer) -> Answered:
        return await asks(replace(watch, token=""), "/metrics", client=AWAY, headers=[(b"authorization", b"Bearer ")])

    assert watching(open_engine(sqlite_url), tell).status == 404


# ── alive ──


def test_alive_while_the_writer_goes_round(engine: Engine) -> None:
    async def tell(watch: Watch, writer: Writer) -> list[int]:
        found = [(await asks(watch, "/health", client=AWAY)).status]
        late = replace(watch, clock=lambda: NOW + SILENT_AFTER + 1)
        found.append((await asks(late, "/health", client=AWAY)).status)
        return found

    assert watching(engine, tell) == [200, 503]


# ── ready ──


def test_who_asks_in_a_hurry_is_told_what_was_just_seen(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    now = NOW

    async def tell(watch: Watch, _: Writer) -> list[int]:
        nonlocal now
        door = doors.create(replace(watch, clock=lambda: now), None)
        seen = []
        for passed in (0.0, LOOK_EVERY / 2, LOOK_EVERY):
            with writing(engine) as session:
                inbox.keep(session, [says(int(passed * 10) + 1)], NOW)
            now = NOW + passed
            answer = await knock(door, method="GET", path="/ready", secret=None, client=HERE)
            seen.append(orjson.loads(answer.body)["inbox_open"])
        return seen

    assert watching(engine, tell) == [1, 1, 3]


def test_ready_says_how_things_stand(engine: Engine) -> None:
    with writing(engine) as session:
        inbox.keep(session, [says(1), says(2), says(3, person=8)], NOW - 30)
        (one, two) = inbox.claim(session, "rt03-1", most=5)
        inbox.finish(session, one, NOW)
        inbox.park(session, two, state="parked", now=NOW, code="7F3A")
    write(engine, "halo", due_at=NOW - 10)
    (row,) = claim(engine, "rt03-1")
    mark(engine, replace(put_off(row, NOW - 5), owner="rt03-1", unknown=1))
    count(engine, COUNTED)
    details = orjson.loads(asked(engine, "/ready", client=HERE).body)
    assert details == {
        "ready": True,
        "trouble": None,
        "token_refused": False,
        "telegram_down": False,
        "database": True,
        "migration": migrate.head(),
        "migrated": True,
        "last_tick": 0.0,
        "ticking": True,
        "inbox_open": 1,
        "oldest_unprocessed": 30.0,
        "parked": 1,
        "outbox_unsent": 1,
        "oldest_unsent": 5.0,
        **HOW_SENDING_GOES,
        "limit_per_second": 0,
        "limit_used": None,
        "maybe_sent_twice": 1,
        "given_up": 0,
        "dead_letters": 0,
        "polls_open": 0,
        "voters_ballot": 0,
        "voters_native": 0,
        "voters_both": 0,
    }


@pytest.mark.parametrize("beats", [True, False])
def test_without_a_worker_that_beats_it_is_not_ready(engine: Engine, *, beats: bool) -> None:
    async def tell(watch: Watch, _: Writer) -> list[int]:
        late = replace(watch, clock=lambda: NOW + heartbeats.SILENT_AFTER)
        return [(await asks(one, "/ready", client=AWAY)).status for one in (watch, late)]

    assert watching(engine, tell, beats=beats) == ([200, 503] if beats else [503, 503])


def test_a_web_door_alone_is_ready_without_a_worker(engine: Engine) -> None:
    async def tell(watch: Watch, _: Writer) -> int:
        return (await asks(watch, "/ready", client=AWAY)).status

    assert watching(engine, tell, beats=False, works_here=False) == 200


def test_a_refused_token_is_not_ready(engine: Engine) -> None:
    async def tell(watch: Watch, _: Writer) -> Answered:
        return await asks(watch, "/ready", client=HERE)

    answer = watching(engine, tell, token_refused=lambda: True)
    assert answer.status == 503
    assert orjson.loads(answer.body)["token_refused"] is True


def test_trouble_with_the_database_is_not_ready(engine: Engine) -> None:
    async def tell(watch: Watch, writer: Writer) -> Answered:
        writer.trouble = "OperationalError"
        return await asks(watch, "/ready", client=HERE)

    answer = watching(engine, tell)
    assert answer.status == 503
    assert orjson.loads(answer.body)["trouble"] == "OperationalError"


def test_a_database_that_cannot_be_read_is_not_ready(bare_url: str) -> None:
    engine = open_engine(bare_url)

    async def tell(watch: Watch, _: Writer) -> tuple[Answered, Answered]:
        return await asks(watch, "/ready", client=HERE), await asks(watch, "/metrics", client=HERE)

    ready, metrics = watching(engine, tell, beats=False)
    assert ready.status == 503
    details = orjson.loads(ready.body)
    assert (details["ready"], details["database"]) == (False, False)
    assert metrics.status == 200
    engine.dispose()


# ── figures ──


def test_the_figures_are_as_prometheus_reads_them(engine: Engine) -> None:
    answer = asked(engine, "/metrics", client=HERE)
    assert answer.headers[b"content-type"].startswith(b"text/plain")
    found = {
        sample.name: sample.value
        for family in text_string_to_metric_families(answer.body.decode())
        for sample in family.samples
    }
    assert found["rembuk_ready"] == 1
    assert found["rembuk_token_refused"] == 0
    assert found["rembuk_inbox_open"] == 0
    assert found["rembuk_last_tick"] == 0
    assert not [name for name in found if "migration" in name or "trouble" in name], "figures, not words"


def test_looking_does_not_stop_the_loop(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow look at the database must not make Telegram wait at the next door."""
    real = health.seen

    def slow(watch: Watch) -> dict[str, Any]:
        asyncio.run(asyncio.sleep(0.3))
        return real(watch)

    monkeypatch.setattr(health, "seen", slow)

    async def tell(watch: Watch, _: Writer) -> bool:
        looking = asyncio.ensure_future(asks(watch, "/ready", client=HERE))
        await asyncio.sleep(0.05)
        assert (await asks(watch, "/health", client=AWAY)).status == 200
        early = not looking.done()
        await looking
        return early

    assert watching(engine, tell)
