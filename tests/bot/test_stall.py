"""A process that stalls in the middle of a broadcast: alone, it makes up for the time; beside others it must not."""

from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.clearance import claim_within_limits
from storage import heartbeats
from storage.database import writing
from storage.limits import Rates
from storage.outbox import Class
from tests.bot.office import office_on

RATE, PEOPLE = 20, 25
STALL = 1.0
"""Seconds; far longer than times are booked ahead."""


def booked(engine: Engine, monkeypatch: pytest.MonkeyPatch, *, others: int = 0) -> list[float]:
    """The times that were booked for a broadcast, of which some had left when the clock went on without us."""
    times: list[float] = []

    def noted(*about: Any, **more: Any) -> Any:
        rows, theirs = claim_within_limits(*about, **more)
        times.extend(theirs)
        return rows, theirs

    monkeypatch.setattr("bot.courier.claim_within_limits", noted)
    monkeypatch.setattr("bot.courier.MADE_UP_SECONDS", 60.0)  # also on a machine that stalls by itself
    with office_on(engine, rates=Rates(RATE, 0, 0)) as office:
        with writing(engine) as session:
            for number in range(others):
                heartbeats.beat(session, f"other-{number}", "work", office.clock())
        for number in range(PEOPLE):
            office.writes(office.person(f"Warga {number}").id, "pengumuman", rank=Class.broadcast)
        office.opens()
        office.waits_for(lambda: office.states().count("sent") >= 5, "the broadcast to begin")
        office.ahead = STALL
        office.waits_until(*["sent"] * PEOPLE)
    return times


def test_alone_no_time_is_lost(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    times = booked(engine, monkeypatch)
    assert len(times) == PEOPLE
    assert [after - before for before, after in pairwise(times)] == pytest.approx([1 / RATE] * (PEOPLE - 1), abs=1e-3)


def test_beside_others_the_time_is_theirs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    times = booked(engine, monkeypatch, others=1)
    assert max(after - before for before, after in pairwise(times)) > STALL / 2
