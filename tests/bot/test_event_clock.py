"""Every fifteen seconds, and at the start: changes are told on, what has ended is over, reminders are written."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session
from structlog.testing import capture_logs

from bot import clock, event_work
from community import event_moves, event_reminders, event_tellings, recurrence
from storage import occurrences
from storage.database import writing
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import outbox
from storage.writer import Writer
from tests.community.meetings import BEGINS, called, only_time
from tests.community.reminded_of import EVE, HOUR, neighbours
from tests.community.rt_three import settle
from tests.storage.desk import story

CROWD = event_reminders.AT_ONCE + 20
WEEK = timedelta(days=7)


def ticks(engine: Engine, *moments: datetime, name: str = "events") -> None:
    """The job of one process, at each of these moments."""

    async def tell(writer: Writer) -> None:
        left = [moment.timestamp() for moment in moments]
        jobs = clock.jobs(
            writer, owner="rt03-1", kind="work", clock=lambda: left[0], time_zone="Asia/Jakarta", discard=_nothing,
            backup=None, secret="",
        )  # fmt: skip
        (job,) = (one for one in jobs if one.name == name)
        assert job.at_start
        while left:
            await job.what()
            left.pop(0)

    story(engine, tell)


async def _nothing(_paths: list[str]) -> None:
    """No file is looked at."""


def look(engine: Engine, find: Callable[[Session], Any]) -> Any:
    with writing(engine) as session:
        return find(session)


def count(engine: Engine, kind: str) -> tuple[int, int]:
    """Rows, and people that they are for."""
    columns = sa.func.count(), sa.func.count(outbox.c.person_id.distinct())
    with engine.connect() as connection:
        row = connection.execute(sa.select(*columns).where(outbox.c.kind == kind)).one()
        return row[0], row[1]


def test_a_whole_neighbourhood_is_reminded_and_told_at_one_tick(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        neighbours(session, rt, CROWD)
        one = only_time(session, called(session, rt))
    ticks(engine, EVE - HOUR)
    assert count(engine, event_reminders.REMIND) == (CROWD + 4, CROWD + 4)
    with writing(engine) as session:
        event_moves.move(session, one.id, BEGINS + WEEK, "Hujan", by=rt.budi, now=EVE)
    assert count(engine, event_tellings.CHANGED) == (500, 500), "with the tap itself"
    ticks(engine, EVE, EVE + timedelta(seconds=15))
    assert count(engine, event_tellings.CHANGED) == (CROWD + 4, CROWD + 4)
    assert count(engine, event_reminders.REMIND) == (CROWD + 4, CROWD + 4)
    ticks(engine, EVE + WEEK)
    assert count(engine, event_reminders.REMIND) == (2 * (CROWD + 4), CROWD + 4)


def test_what_has_ended_is_over_and_what_comes_again_is_written(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        ids = [called(session, rt, rule=recurrence.weekly()).id for _ in range(45)]
    after = BEGINS + 4 * HOUR
    ticks(engine, after)

    def states(session: Session) -> set[OccurrenceState]:
        return {occurrences.of_event(session, number)[0].state for number in ids}

    def times(session: Session) -> set[int]:
        return {len(occurrences.of_event(session, number)) for number in ids}

    assert look(engine, states) == {OccurrenceState.over}
    assert look(engine, times) == {9}
    ticks(engine, after + WEEK, name="event times")
    assert look(engine, times) == {11}


def test_a_step_that_fails_keeps_no_other_from_its_turn(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(engine) as session:
        called(session, settle(session))

    def fails(session: Session, now: datetime, failed: dict[int, Exception]) -> int:
        raise ValueError("rahasia")

    monkeypatch.setattr(event_work, "STEPS", {**event_work.STEPS, "tell": fails, "close": fails})
    with capture_logs() as logs:
        ticks(engine, EVE)
    assert count(engine, event_reminders.REMIND) == (4, 4)
    assert [(one["event"], one["step"]) for one in logs] == [
        ("events.step_failed", "tell"), ("events.step_failed", "close"),
    ]  # fmt: skip
    assert "rahasia" not in str(logs)


def test_an_event_that_fails_is_named_by_its_id_alone(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(engine) as session:
        rt = settle(session)
        broken, sound = (only_time(session, called(session, rt, title="rahasia")).id for _ in range(2))
    as_ever = event_moves._close  # noqa: SLF001 - what fails is made to

    def fails(session: Session, one: Occurrence, now: datetime) -> None:
        if one.id == broken:
            raise ValueError("rahasia")
        as_ever(session, one, now)

    monkeypatch.setattr(event_moves, "_close", fails)
    with capture_logs() as logs:
        ticks(engine, BEGINS + 4 * HOUR)
    assert [(one["event"], one["step"], one["id"]) for one in logs] == [("events.failed", "close", broken)]
    assert "rahasia" not in str(logs)
    assert look(engine, lambda session: session.get_one(Occurrence, sound).state) is OccurrenceState.over
