"""Many jobs in one commit: whatever becomes of it, each has its effect once or not at all, and is told which."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import inbox, outbox
from storage.database import open_engine, writing
from storage.inbox import Ticket
from storage.writer import Stage, Writer
from tests.storage.desk import breaks, gathered, kept, says, story, together
from tests.storage.letters import NOW, claim, look, sent, write

Asked = list[asyncio.Future[Any]]


def wishes(number: int) -> Stage:
    """A stage whose effect shows how often it was had: nothing in the table keeps it from being there twice."""

    def stage(session: Session) -> int:
        outbox.call(session, chat=number, method="sendMessage", parameters={"text": str(number)}, due_at=NOW, now=NOW)
        return number

    return stage


def handles(ticket: Ticket) -> Stage:
    """A stage as the worker's are: the update's own row says whether it has been handled."""

    def stage(session: Session) -> bool:
        if not inbox.finish(session, ticket, NOW):
            return False
        wishes(ticket.id)(session)
        return True

    return stage


def wished(engine: Engine) -> list[int]:
    return sorted(chat for (chat,) in look(engine, "chat"))


@contextmanager
def commits(engine: Engine, *happens: Callable[[Any], None] | None) -> Iterator[list[int]]:
    """Let something else than a commit happen at the next ones, None for the real one; all after them are real."""
    real, left, counted = engine.dialect.do_commit, list(happens), [0]

    def commit(connection: Any) -> None:
        counted[0] += 1
        instead = left.pop(0) if left else None
        (instead or real)(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.dialect, "do_commit", commit)  # the driver's, not ours
        yield counted


# ── a job that fails ──


@pytest.mark.parametrize("place", [0, 3, 7])
@pytest.mark.parametrize("threads", [1, 3])
def test_a_bad_job_takes_nobody_with_it_wherever_it_stands(engine: Engine, place: int, threads: int) -> None:
    jobs: list[Any] = [wishes(number) for number in range(6)]
    jobs.insert(3, [says(50), says(51)])
    jobs.insert(place, breaks)

    async def tell(writer: Writer) -> list[Any]:
        return await gathered(writer, *jobs)

    told = story(engine, tell, threads=threads)
    assert isinstance(told.pop(place), ValueError)
    assert told == [0, 1, 2, None, 3, 4, 5]
    assert wished(engine) == [0, 1, 2, 3, 4, 5], "each once"
    assert kept(engine) == [50, 51], "and nothing of the bad one"


def test_all_bad_jobs_are_told_each_its_own_fault(engine: Engine) -> None:
    def fails(word: str) -> Stage:
        def stage(session: Session) -> None:
            wishes(1)(session)
            raise ValueError(word)

        return stage

    async def tell(writer: Writer) -> list[Any]:
        return await gathered(writer, *(fails(word) for word in "abc"))

    assert [str(error) for error in story(engine, tell)] == ["a", "b", "c"]
    assert wished(engine) == []


def test_what_is_done_again_alone_keeps_its_order(engine: Engine) -> None:
    async def tell(writer: Writer) -> None:
        await gathered(writer, *([says(number, person=number)] for number in range(1, 9)), breaks)

    story(engine, tell, threads=1)
    with engine.connect() as connection:
        found = list(connection.execute(sa.select(inbox.inbox.c.update_id).order_by(inbox.inbox.c.id)).scalars())
    assert found == list(range(1, 9))


def test_a_bad_mark_of_one_caller_is_not_anothers(engine: Engine) -> None:
    for chat in (1, 2):
        write(engine, "halo", chat=chat)
    rows = claim(engine)

    async def tell(writer: Writer) -> list[Any]:
        with writer._ready:  # noqa: SLF001 - as above
            asked: Asked = [asyncio.ensure_future(writer.mark([sent(row)])) for row in rows]
            asked += together(writer, breaks)
            await asyncio.sleep(0)
        return list(await asyncio.gather(*asked, return_exceptions=True))

    one, two, bad = story(engine, tell)
    assert (one, two) == (0, 0)
    assert isinstance(bad, ValueError)
    assert look(engine, "state") == [("sent",), ("sent",)]


# ── a commit that fails ──


@pytest.fixture
def family(engine: Engine) -> Engine:
    """Two tables of which only the commit says that a row points to nothing."""
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE child (p INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    return engine


@pytest.fixture
def childless(family: Engine) -> Iterator[Engine]:
    yield family
    with family.begin() as connection:
        connection.exec_driver_sql("DROP TABLE child")
        connection.exec_driver_sql("DROP TABLE parent")


def orphan(number: int) -> Stage:
    def stage(session: Session) -> None:
        wishes(number)(session)
        session.connection().exec_driver_sql("INSERT INTO child VALUES (99)")

    return stage


def test_whose_rows_cannot_be_committed_is_told_so_and_nobody_else(childless: Engine) -> None:
    async def tell(writer: Writer) -> list[Any]:
        told = await gathered(writer, wishes(1), orphan(2), [says(50)], wishes(3), orphan(4))
        assert await writer.stage(wishes(5)) == 5, "the connection is good for the next"
        return told

    one, bad, nothing, three, worse = story(childless, tell)
    assert (one, nothing, three) == (1, None, 3)
    assert isinstance(bad, DBAPIError)
    assert isinstance(worse, DBAPIError)
    assert wished(childless) == [1, 3, 5]
    assert kept(childless) == [50]


def full(_connection: Any) -> None:
    """SQLite's answer; the transaction stays open."""
    raise sqlite3.OperationalError("database or disk is full")


def test_a_disk_that_is_full_at_the_commit_is_waited_for(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)

    async def tell(writer: Writer) -> list[Any]:
        with commits(engine, full, full, None, full) as counted:
            with writer._ready:  # noqa: SLF001 - as above
                asked = together(writer, wishes(1), [says(50)], wishes(2), breaks)
                await asyncio.sleep(0)
            while counted[0] < 2:
                assert not any(one.done() for one in asked), "nobody is told before it is saved"
                assert wished(engine) == [], "and nobody sees it"
                await asyncio.sleep(0.005)
            return list(await asyncio.gather(*asked, return_exceptions=True))

    one, nothing, two, bad = story(engine, tell)
    engine.dispose()
    assert (one, nothing, two) == (1, None, 2)
    assert isinstance(bad, ValueError)
    assert wished(engine) == [1, 2]
    assert kept(engine) == [50]


def _ended(connection: Any) -> None:
    """The server's process is gone when COMMIT would reach it."""
    with psycopg.connect(connection.driver_connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.driver_connection.info.backend_pid])
    connection.commit()


def _unheard(connection: Any) -> None:
    """COMMIT is done, and the line breaks before its answer is here."""
    connection.commit()
    connection.driver_connection.pgconn.finish()
    connection.commit()


@pytest.mark.parametrize("lost", [_ended, _unheard])
@pytest.mark.parametrize("threads", [1, 3])
def test_a_connection_lost_at_the_commit_does_nothing_twice_and_loses_nothing(
    postgresql_url: str, lost: Callable[[Any], None], threads: int
) -> None:
    engine = open_engine(postgresql_url)
    with writing(engine) as session:
        inbox.keep(session, [says(number, person=number) for number in range(1, 6)], NOW)
    with writing(engine) as session:
        tickets = inbox.claim(session, "rt03-1", most=9)

    async def tell(writer: Writer) -> list[Any]:
        with commits(engine, lost):
            return await gathered(writer, *(handles(ticket) for ticket in tickets), [says(50), says(51)])

    told = story(engine, tell, threads=threads)
    assert wished(engine) == [ticket.id for ticket in tickets], "each once"
    assert kept(engine) == [1, 2, 3, 4, 5, 50, 51]
    if lost is _ended:
        assert told == [True] * 5 + [None]
    engine.dispose()
