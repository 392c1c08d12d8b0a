"""Updates by polling: acknowledged only once they are kept, by one process of several, whatever goes wrong between."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from bot import poller as room
from bot.poller import ALLOWED, Poller, insist_on_webhook, set_webhook
from storage.database import open_engine
from storage.election import Election
from storage.inbox import inbox
from storage.writer import TooBusy
from tests.bot.office import Office
from tests.storage.desk import locked

HOOK = "https://rembuk.example/telegram/webhook"


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_LONGEST_WAIT", 0.1)


@contextmanager
def polling(office: Office, election: Election | None = None) -> Iterator[Poller]:
    """A poller at work in the office's process until the block ends."""

    async def begin() -> tuple[Poller, asyncio.Task[None]]:
        poller = Poller(office.post, office.writer, election or Election(office.engine, "poller"))
        return poller, asyncio.ensure_future(poller.run())

    poller, running = office.do(begin())

    async def end() -> None:
        poller.stop()
        await asyncio.wait_for(running, 5)

    try:
        yield poller
    finally:
        office.do(end())


def kept(office: Office) -> list[str]:
    """Kinds and texts of what is in the inbox, oldest first."""
    with office.engine.connect().execution_options(reading=True) as connection:
        return list(connection.execute(sa.select(inbox.c.payload).order_by(inbox.c.id)).scalars())


def waiting(office: Office) -> int:
    """How many updates Telegram holds that nobody has acknowledged."""
    with office.world.lock:
        return len(office.world.state.updates.pending)


def asks(office: Office, method: str, **body: Any) -> Any:
    return office.do(office.post.call(method, body))


def test_what_is_fetched_is_kept_and_then_acknowledged(office: Office) -> None:
    siti = office.person("Siti")
    siti.says("halo")
    with polling(office):
        office.waits_for(lambda: waiting(office) == 0, "the acknowledgement")
        siti.says("lagi")
        office.waits_for(lambda: len(kept(office)) == 3, "the next")
    assert ["/start" in kept(office)[0], "halo" in kept(office)[1], "lagi" in kept(office)[2]] == [True] * 3


def test_nothing_is_acknowledged_before_its_commit(office: Office) -> None:
    siti = office.person("Siti")
    other = locked(office.engine)
    siti.says("halo")
    with polling(office):
        office.waits_for(lambda: office.writer._waiting_updates, "the fetch")  # noqa: SLF001 - it waits for its commit now
        assert waiting(office) == 2
        other.close()
        office.waits_for(lambda: waiting(office) == 0, "the acknowledgement")
    assert len(kept(office)) == 2


def test_while_too_many_wait_the_offset_stands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    siti = office.person("Siti")
    real = office.writer.keep
    refused: list[int] = []

    async def busy(updates: Any) -> None:
        if len(refused) < 2:
            refused.append(len(updates))
            raise TooBusy
        await real(updates)

    monkeypatch.setattr(office.writer, "keep", busy)
    siti.says("halo")
    with polling(office):
        office.waits_for(lambda: waiting(office) == 0, "the acknowledgement")
    assert refused == [2, 2]
    assert len(kept(office)) == 2


def test_an_update_that_comes_again_is_kept_once(office: Office) -> None:
    siti = office.person("Siti")
    siti.says("halo")
    for _ in range(2):  # a process that stops before its next poll has acknowledged nothing
        with polling(office):
            office.waits_for(lambda: len(kept(office)) == 2, "both")
    with polling(office):
        office.waits_for(lambda: waiting(office) == 0, "the acknowledgement")
    assert len(kept(office)) == 2


def test_a_webhook_is_removed_and_what_waits_there_is_not_dropped(office: Office) -> None:
    siti = office.person("Siti")
    asks(office, "setWebhook", url=HOOK)
    siti.says("halo")
    with polling(office):
        office.waits_for(lambda: len(kept(office)) == 2, "what waited")
    assert asks(office, "getWebhookInfo")["url"] == ""
    (told,) = office.neighbourhood.sent("deleteWebhook")
    assert told["params"]["drop_pending_updates"] is False


def test_a_conflict_is_waited_out(office: Office) -> None:
    siti = office.person("Siti")
    with polling(office):
        office.waits_for(lambda: waiting(office) == 0, "the first")
        asks(office, "setWebhook", url=HOOK)
        siti.says("halo")
        assert len(kept(office)) == 1
        asks(office, "deleteWebhook")
        office.waits_for(lambda: len(kept(office)) == 2, "the second")


@pytest.mark.parametrize("kind", ["500", "drop"])
def test_telegrams_faults_are_waited_out(office: Office, kind: str) -> None:
    siti = office.person("Siti")
    office.neighbourhood.fail("getUpdates", kind, times=2)
    siti.says("halo")
    with polling(office):
        office.waits_for(lambda: waiting(office) == 0, "the acknowledgement")
    assert len(kept(office)) == 2


def test_a_refused_token_is_said_where_it_can_be_seen(office: Office) -> None:
    """Also while nothing is sent: a bot that hears nothing is not ready."""
    siti = office.person("Siti")
    token = office.world.state.token
    with polling(office):
        office.waits_for(lambda: waiting(office) == 0, "the first")
        office.world.state.token = "5000000001:another"
        siti.says("halo")
        office.waits_for(lambda: office.courier.is_locked, "the lock")
        office.world.state.token = token
        office.waits_for(lambda: len(kept(office)) == 2, "the second")
        office.opens()
        office.waits_for(lambda: not office.courier.is_locked, "the end of the lock")


def test_a_database_that_is_away_does_not_make_the_bot_deaf(
    postgresql: Engine, postgresql_template: str, office: Office
) -> None:
    siti = office.person("Siti")
    siti.says("halo")
    name = "t_elected_later"
    engine = open_engine(postgresql.url.set(database=name).render_as_string(hide_password=False))
    try:
        with polling(office, Election(engine, "poller")):
            office.neighbourhood.waits_for(lambda: True)
            assert kept(office) == []
            with postgresql.connect() as connection:
                connection.execute(sa.text(f"CREATE DATABASE {name}"))
            office.waits_for(lambda: len(kept(office)) == 2, "both")
    finally:
        engine.dispose()
        with postgresql.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


# ── one of several ──


def test_only_one_of_two_polls_until_it_resigns(postgresql_url: str) -> None:
    engines = [open_engine(postgresql_url), open_engine(postgresql_url)]
    one, two = (Election(engine, "poller") for engine in engines)
    assert (one.won(), two.won()) == (True, False)
    assert (one.won(), two.won()) == (True, False)
    one.resign()
    assert (two.won(), one.won()) == (True, False)
    two.resign()
    assert one.won()
    one.resign()
    for engine in engines:
        engine.dispose()


def test_whose_connection_broke_has_lost_the_office(postgresql_url: str) -> None:
    engines = [open_engine(postgresql_url), open_engine(postgresql_url)]
    one, two = (Election(engine, "poller") for engine in engines)
    assert one.won()
    pid = one._held.exec_driver_sql("SELECT pg_backend_pid()").scalar()  # type: ignore[union-attr]  # noqa: SLF001 - it is won
    with engines[1].begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
    assert two.won()
    assert not one.won()
    two.resign()
    assert one.won()
    one.resign()
    for engine in engines:
        engine.dispose()


def test_on_sqlite_there_is_nobody_else(sqlite_url: str) -> None:
    election = Election(open_engine(sqlite_url), "poller")
    assert election.won()
    election.resign()
    assert election.won()


# ── the other way round ──


def test_telegram_is_told_where_to_bring_updates(office: Office) -> None:
    siti = office.person("Siti")
    siti.says("halo")
    office.do(set_webhook(office.post, HOOK, "secret-1"))
    hook = office.world.state.updates.webhook
    assert (hook.url, hook.secret_token, hook.max_connections) == (HOOK, "secret-1", 40)
    assert asks(office, "getWebhookInfo")["allowed_updates"] == ALLOWED
    assert waiting(office) == 2, "what waits is not dropped"


def test_a_new_secret_reaches_telegram(office: Office) -> None:
    office.do(set_webhook(office.post, HOOK, "secret-1"))
    office.do(set_webhook(office.post, HOOK, "secret-2"))
    assert office.world.state.updates.webhook.secret_token == "secret-2"


def test_telegram_is_told_until_it_has_heard(office: Office) -> None:
    office.neighbourhood.fail("setWebhook", "500")
    office.do(insist_on_webhook(office.post, HOOK, "secret-1"))
    assert office.world.state.updates.webhook.url == HOOK
