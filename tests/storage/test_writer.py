"""Saving for everybody: many in one commit, a failure harms nobody else, and a database that is away is waited for."""

import asyncio
import inspect
import time
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from storage import writer as room
from storage.database import STAGE_SECONDS, open_engine, time_limit
from storage.outbox import outbox
from storage.writer import MOST_WAITING, TooBusy, Writer
from tests.storage.desk import backends, breaks, kept, locked, says, story, writes
from tests.storage.letters import HERE, claim, sent, write


def commits_of(engine: Engine) -> list[float]:
    """Times of the commits from now on."""
    times: list[float] = []
    sa.event.listen(engine, "commit", lambda _: times.append(time.monotonic()))
    return times


def test_what_waits_shares_one_commit(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    commits = commits_of(engine)

    async def tell(writer: Writer) -> None:
        await writer.stage(writes(1))
        before = len(commits)
        with writer._ready:  # noqa: SLF001 - all must wait before the first is taken
            asked: list[Any] = [asyncio.ensure_future(writer.keep([says(number)])) for number in range(10, 60)]
            asked += [asyncio.ensure_future(writer.stage(writes(number))) for number in range(100, 108)]
            await asyncio.sleep(0)
        await asyncio.gather(*asked)
        assert len(commits) - before <= 2

    story(engine, tell)
    assert kept(engine) == [1, *range(10, 60), *range(100, 108)]


def test_a_stage_gives_its_result_after_the_commit(engine: Engine) -> None:
    async def tell(writer: Writer) -> None:
        assert await writer.stage(writes(7)) == 7
        assert kept(engine) == [7]

    story(engine, tell)


def test_marks_give_how_many_had_lost_their_lease(engine: Engine) -> None:
    for chat in (1, 2, 3):
        write(engine, "halo", chat=chat)
    one, two, three = claim(engine)

    async def tell(writer: Writer) -> list[int]:
        asked = [
            writer.mark([sent(one), sent(two, "rt03-other")]),
            writer.mark([sent(three)]),
        ]
        return list(await asyncio.gather(*asked))

    assert sum(story(engine, tell)) == 1
    with engine.connect() as connection:
        states = list(connection.execute(sa.select(outbox.c.state).order_by(outbox.c.id)).scalars())
    assert states == ["sent", "leased", "sent"]
    assert HERE


def test_one_bad_stage_harms_nobody_else(engine: Engine) -> None:
    async def tell(writer: Writer) -> list[Any]:
        stages = [writes(1), breaks, writes(2), breaks, writes(3)]
        asked: list[Any] = [writer.stage(stage) for stage in stages]
        asked.append(writer.keep([says(50), says(51)]))
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert writer.trouble is None, "a bad stage is no trouble of the database's"
        return found

    one, bad, two, worse, three, _ = story(engine, tell)
    assert (one, two, three) == (1, 2, 3)
    assert isinstance(bad, ValueError)
    assert isinstance(worse, ValueError)
    assert kept(engine) == [1, 2, 3, 50, 51]


def test_if_the_commit_fails_each_is_done_alone(sqlite_url: str) -> None:
    """Only at the commit does SQLite say that a row points to nothing, if the key is told to wait until then."""
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE child (p INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"
        )

    def orphan(session: Session) -> None:
        session.connection().exec_driver_sql("INSERT INTO child VALUES (99)")

    async def tell(writer: Writer) -> list[Any]:
        asked: list[Any] = [writer.stage(writes(1)), writer.stage(orphan), writer.stage(writes(2))]
        return await asyncio.gather(*asked, writer.keep([says(50)]), return_exceptions=True)

    one, bad, two, _ = story(engine, tell)
    assert (one, two) == (1, 2)
    assert isinstance(bad, DBAPIError)
    assert kept(engine) == [1, 2, 50]


@pytest.mark.parametrize("threads", [1, 3])
def test_updates_of_one_caller_keep_their_order(engine: Engine, threads: int) -> None:
    async def tell(writer: Writer) -> None:
        for number in range(5):
            await writer.keep([says(10 * number + place) for place in range(3)])

    story(engine, tell, threads=threads)
    with engine.connect() as connection:
        found = list(connection.execute(sa.text("SELECT update_id FROM inbox ORDER BY id")).scalars())
    assert found == sorted(found)
    assert len(found) == 15


def test_who_works_on_them_is_woken_once_they_are_kept(engine: Engine) -> None:
    woken: list[list[int]] = []

    async def tell(writer: Writer) -> None:
        writer.on_keep = lambda: woken.append(kept(engine))
        await writer.stage(writes(9))
        assert woken == []
        await writer.keep([says(1)])

    story(engine, tell)
    assert woken == [[1, 9]]


def test_too_many_waiting_is_said_at_once(engine: Engine) -> None:
    async def tell(writer: Writer) -> None:
        with writer._ready:  # noqa: SLF001 - so that nothing is taken yet
            many = asyncio.ensure_future(writer.keep([says(number, person=number) for number in range(MOST_WAITING)]))
            await asyncio.sleep(0)
            with pytest.raises(TooBusy):
                await writer.keep([says(5_000)])
        await many
        await writer.keep([says(5_001)])

    story(engine, tell)
    assert len(kept(engine)) == MOST_WAITING + 1


def test_who_left_is_not_waited_for(engine: Engine) -> None:
    async def tell(writer: Writer) -> None:
        with writer._ready:  # noqa: SLF001 - as above
            asked = asyncio.ensure_future(writer.keep([says(1)]))
            await asyncio.sleep(0)
            asked.cancel()
            await asyncio.sleep(0)
        await writer.keep([says(2)])
        for _ in range(3):
            await writer.keep([])

    story(engine, tell)
    assert kept(engine) == [2]


def test_stopping_saves_what_waits(engine: Engine) -> None:
    async def tell(writer: Writer) -> list[Any]:
        with writer._ready:  # noqa: SLF001 - as above
            asked: list[Any] = [asyncio.ensure_future(writer.stage(writes(number))) for number in range(1, 30)]
            asked.append(asyncio.ensure_future(writer.stage(breaks)))
            await asyncio.sleep(0)
            writer._stopping = True  # noqa: SLF001 - told before it has begun
        return await asyncio.gather(*asked, return_exceptions=True)

    found = story(engine, tell)
    assert found[:-1] == list(range(1, 30))
    assert isinstance(found[-1], ValueError)


# ── time ──

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_a_stage_has_five_seconds() -> None:
    assert STAGE_SECONDS == 5.0
    assert inspect.signature(time_limit).parameters["seconds"].default == STAGE_SECONDS


def test_an_endless_stage_is_cut_off_and_is_at_fault_itself(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.STAGE_SECONDS", 1)
    monkeypatch.setattr("storage.writer.time_limit", partial(time_limit, seconds=0.3))
    engine = open_engine(database_url)

    def endless(session: Session) -> None:
        writes(666)(session)
        session.connection().exec_driver_sql(ENDLESS)

    async def tell(writer: Writer) -> Any:
        asked: list[Any] = [writer.stage(writes(1)), writer.stage(endless), writer.stage(writes(2))]
        return await asyncio.gather(*asked, return_exceptions=True)

    one, cut, two = story(engine, tell, threads=1)
    assert (one, two) == (1, 2)
    assert isinstance(cut, DBAPIError)
    assert kept(engine) == [1, 2]
    engine.dispose()


# ── a database that is locked or away ──


async def troubled(writer: Writer) -> None:
    while writer.trouble is None:  # noqa: ASYNC110 - another thread sets it, without telling
        await asyncio.sleep(0.01)


def test_a_locked_database_is_waited_for_and_that_is_nobodys_failure(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database._LOCK_SECONDS", 0.1)
    engine = open_engine(database_url)

    async def tell(writer: Writer) -> None:
        other = await asyncio.to_thread(locked, engine)
        asked: list[Any] = [writer.stage(writes(1)), writer.keep([says(50)]), writer.stage(writes(2))]
        together = asyncio.ensure_future(asyncio.gather(*asked))
        await troubled(writer)
        assert not together.done()
        other.close()
        await together
        await writer.stage(writes(3))
        assert writer.trouble is None

    story(engine, tell, threads=1)
    assert kept(engine) == [1, 2, 3, 50]
    engine.dispose()


def test_trouble_stays_until_something_has_been_saved(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle round proves nothing: the disk is as full as before."""
    monkeypatch.setattr("storage.database._LOCK_SECONDS", 0.1)
    monkeypatch.setattr(room, "_IDLE_SECONDS", 0.02)
    engine = open_engine(database_url)

    async def tell(writer: Writer) -> None:
        other = await asyncio.to_thread(locked, engine)
        asked = asyncio.ensure_future(writer.keep([says(1)]))
        await troubled(writer)
        asked.cancel()
        for _ in range(30):
            await asyncio.sleep(0.01)
            assert writer.trouble is not None
        other.close()
        await writer.keep([says(2)])
        assert writer.trouble is None

    story(engine, tell)
    assert kept(engine) == [2]
    engine.dispose()


def test_a_broken_connection_is_made_anew(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)

    async def tell(writer: Writer) -> None:
        pids = set(await asyncio.gather(*(writer.stage(backends) for _ in range(12))))
        with engine.begin() as connection:
            for pid in pids:
                connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
        assert await asyncio.gather(*(writer.stage(writes(number)) for number in range(1, 6))) == [1, 2, 3, 4, 5]

    story(engine, tell)
    assert kept(engine) == [1, 2, 3, 4, 5]
    engine.dispose()


def test_the_writer_goes_round_also_while_there_is_no_database(postgresql_url: str) -> None:
    """`/health` asks whether we are alive, not whether the database is."""
    engine = open_engine(f"{postgresql_url}_gone")

    async def tell(writer: Writer) -> list[float]:
        beats = [writer.beaten_at]
        while len(beats) < 4:
            await asyncio.sleep(0.01)
            if writer.beaten_at != beats[-1]:
                beats.append(writer.beaten_at)
        assert writer.trouble == "OperationalError"
        return beats

    beats = story(engine, tell, threads=1)
    assert all(earlier < later for earlier, later in pairwise(beats))
    engine.dispose()
