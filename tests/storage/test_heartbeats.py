"""Who beats is at work; who has been silent for fifteen seconds is gone."""

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from storage.database import writing
from storage.heartbeats import SILENT_AFTER, alive, beat, bury, heartbeat, last_beat, leave

NOW = 1_800_000_000.0


def at_work(session: Session, now: float) -> set[str]:
    return set(session.connection().execute(alive(now)).scalars())


def test_a_process_counts_as_gone_after_fifteen_silent_seconds(engine: Engine) -> None:
    with writing(engine) as session:
        beat(session, "rt03", "work", NOW)
        assert at_work(session, NOW + SILENT_AFTER - 0.1) == {"rt03"}
        assert at_work(session, NOW + SILENT_AFTER) == set()
        beat(session, "rt03", "work", NOW + 20)
        assert at_work(session, NOW + 20) == {"rt03"}


def test_beating_again_keeps_one_row_and_the_time_it_began(engine: Engine) -> None:
    with writing(engine) as session:
        beat(session, "rt03", "work", NOW)
        beat(session, "rt03", "work", NOW + 5)
        rows = session.connection().execute(sa.select(heartbeat)).all()
        assert [tuple(row) for row in rows] == [("rt03", "work", NOW, NOW + 5)]


def test_the_newest_beat_is_that_of_a_process_that_works(engine: Engine) -> None:
    with writing(engine) as session:
        assert last_beat(session) is None
        beat(session, "page", "web", NOW + 9)
        assert last_beat(session) is None
        beat(session, "one", "work", NOW)
        beat(session, "two", "run", NOW + 1)
        assert last_beat(session) == NOW + 1


def test_leaving_and_burying(engine: Engine) -> None:
    with writing(engine) as session:
        for worker, at in (("here", NOW), ("leaving", NOW), ("long gone", NOW - 86_401)):
            beat(session, worker, "work", at)
        leave(session, "leaving")
        bury(session, NOW)
        assert session.connection().execute(sa.select(heartbeat.c.worker)).scalars().all() == ["here"]
