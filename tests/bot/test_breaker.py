"""While Telegram is down nothing is tried, nothing is lost, and in its order everything leaves once it is back."""

from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from structlog.testing import capture_logs

from bot.breaker import FAILURES_IN_A_ROW, FIRST_WAIT, LONGEST_WAIT, Breaker
from storage.outbox import Class
from tests.bot.gate import gated_office
from tests.bot.office import Office

DOWN = {"description": "Internal Server Error"}


def opened(now: float = 0.0, luck: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_IN_A_ROW):
        breaker.failed(now, luck)
    return breaker


def test_it_opens_after_several_failures_in_a_row_and_says_so_once() -> None:
    breaker = Breaker()
    assert [breaker.failed(0, 0) for _ in range(FAILURES_IN_A_ROW + 2)] == [
        *[False] * (FAILURES_IN_A_ROW - 1),
        True,
        False,
        False,
    ]
    assert breaker.is_open


def test_one_answer_in_between_begins_the_count_anew() -> None:
    breaker = Breaker()
    for _ in range(FAILURES_IN_A_ROW - 1):
        breaker.failed(0, 0)
    assert not breaker.answered()
    assert not breaker.failed(0, 0)
    assert not breaker.is_open


def test_an_answer_closes_it_and_the_next_outage_begins_with_the_first_wait() -> None:
    breaker = opened(luck=1.0)
    breaker.still_down(10, 1.0)
    assert breaker.answered()
    assert not breaker.is_open
    assert breaker.wait(10) == 0
    for _ in range(FAILURES_IN_A_ROW):
        breaker.failed(20, 1.0)
    assert breaker.wait(20) == FIRST_WAIT


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=12))
def test_waits_double_from_two_seconds_to_a_minute_with_half_left_to_chance(lucks: list[float]) -> None:
    breaker, now, waits = opened(luck=lucks[0]), 0.0, []
    for luck in lucks:
        waits.append(breaker.wait(now))
        now += waits[-1]
        assert breaker.is_open
        breaker.still_down(now, luck)
    spans = [min(FIRST_WAIT * 2**number, LONGEST_WAIT) for number in range(len(waits))]
    assert all(span / 2 - 1e-6 <= wait <= span + 1e-6 for span, wait in zip(spans, waits, strict=True))


def test_failures_of_what_was_on_its_way_make_no_wait_longer() -> None:
    breaker = opened()
    before = breaker.wait(0)
    breaker.failed(0.5, 0.9)
    assert breaker.wait(0) == before


# ── in an office ──


@pytest.fixture
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.breaker.FIRST_WAIT", 0.2)


def still_down(office: Office, probes: list[float] | None = None) -> Callable[[float], Coroutine[Any, Any, None]]:
    """A probe that finds nobody, and notes when it asked."""

    async def probe(luck: float) -> None:
        if probes is not None:
            probes.append(office.clock())
        office.post.breaker.still_down(office.clock(), luck)

    return probe


@pytest.mark.usefixtures("_short_waits")
def test_an_outage_spends_no_tries_and_everything_leaves_in_its_order(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture_logs() as logs, gated_office(engine) as (office, gate):
        people = [office.person(f"Warga {number}") for number in range(8)]
        siti = people[0]
        gate.answers(500, DOWN, times=FAILURES_IN_A_ROW)
        for person in people[:FAILURES_IN_A_ROW]:
            office.writes(person.id, "satu", rank=Class.broadcast)
        monkeypatch.setattr(office.post, "probe", still_down(office))
        office.opens()
        office.waits_for(lambda: office.post.breaker.is_open, "the outage to be seen")
        office.replies(siti.id, "jawaban 1", "jawaban 2")
        office.replies(siti.id, "jawaban 3")
        for person in people:
            office.writes(person.id, "dua", rank=Class.broadcast)
        office.waits_for(lambda: "leased" not in office.states(), "the replies to be back")
        assert office.tries() == []
        monkeypatch.undo()
        office.waits_until(*["sent"] * (FAILURES_IN_A_ROW + 3 + 8))
        assert [text for text in office.arrived(siti.id) if "jawaban" in text] == [f"jawaban {n}" for n in (1, 2, 3)]
        assert [text for text in office.arrived(siti.id) if "jawaban" not in text] == ["satu", "dua"]
        assert [row for row in office.rows("rank", "attempt") if row[0] == Class.reply] == [(Class.reply, 1)] * 3
        assert len(gate.refused) == FAILURES_IN_A_ROW
    told = [line["event"] for line in logs if line["event"].startswith("courier.telegram")]
    assert told == ["courier.telegram_down", "courier.telegram_back"]


@pytest.mark.usefixtures("_short_waits")
def test_while_it_is_open_nothing_is_claimed_or_sent_but_a_probe(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gated_office(engine) as (office, _):
        siti = office.person("Siti")
        probes: list[float] = []
        monkeypatch.setattr(office.post, "probe", still_down(office, probes))
        for _ in range(FAILURES_IN_A_ROW):
            office.post.breaker.failed(office.clock(), 0.0)
        office.writes(siti.id, "satu")
        office.replies(siti.id, "jawaban")
        office.opens()
        office.waits_for(lambda: len(probes) == 3, "three probes")
        assert office.tries() == []
        assert office.rows("state", "attempt") == [("due", 0), ("due", 0)]
        first, second = (later - earlier for earlier, later in pairwise(probes))
        assert second > first
        monkeypatch.undo()
        office.waits_until("sent", "sent")
