"""Several workers together keep Telegram's limits; a reply hardly waits; a pause is obeyed to its end."""

import threading
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from storage.database import open_engine, writing
from storage.limits import (
    ALL,
    JUMPS,
    RESERVE_SECONDS,
    book,
    book_reply,
    forget_old,
    limit,
    pause,
    paused_until,
    scope_of,
)  # fmt: skip

NOW = 1_800_000_000.0
TINY = 1e-5
"""Seconds since 1970 in a double are good to a quarter of a microsecond; a few bookings add up."""
SITI, BUDI = 7, 8

# Each turn: how long after the one before, how many slots a worker wants, and whether it is a reply instead.
turns = st.lists(st.tuples(st.floats(0, 0.6), st.integers(1, 40), st.booleans()), min_size=1, max_size=25)
rates = st.sampled_from([1.0, 4.0, 28.0])
slowly = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def emptied(session: Session) -> Session:
    session.connection().execute(limit.delete())
    return session


@slowly
@given(turns=turns, rate=rates)
def test_workers_together_never_send_in_a_burst(
    engine: Engine, turns: list[tuple[float, int, bool]], rate: float
) -> None:
    now, times = NOW, []
    with writing(engine) as session:
        emptied(session)
        for wait, slots, _ in turns:
            now += wait
            booked = book(session, slots=slots, per_second=rate, now=now)
            assert 1 <= len(booked) <= slots
            assert booked[0] >= now - TINY
            assert booked[-1] - booked[0] <= RESERVE_SECONDS
            times += booked
    assert times == sorted(times)
    assert all(later - earlier >= 1 / rate - TINY for earlier, later in pairwise(times))


@slowly
@given(turns=turns, rate=rates, owed=st.floats(0, 1))
def test_who_makes_up_for_a_stall_books_times_that_passed_but_never_two_at_once(
    engine: Engine, turns: list[tuple[float, int, bool]], rate: float, owed: float
) -> None:
    now, end, times = NOW, NOW - owed, list[float]()
    with writing(engine) as session:
        emptied(session)
        for wait, slots, _ in turns:
            now += wait
            booked = book(session, slots=slots, per_second=rate, now=now, owed=owed)
            assert booked[0] == pytest.approx(max(end, now - owed), abs=TINY)
            end = booked[-1] + 1 / rate
            times += booked
    assert all(later - earlier >= 1 / rate - TINY for earlier, later in pairwise(times))


@slowly
@given(turns=turns, rate=rates)
def test_replies_before_their_time_never_add_up_to_a_burst(
    engine: Engine, turns: list[tuple[float, int, bool]], rate: float
) -> None:
    now, times = NOW, []
    with writing(engine) as session:
        emptied(session)
        for wait, slots, is_reply in turns:
            now += wait
            if is_reply:
                at = book_reply(session, per_second=rate, now=now)
                assert at >= now
                times.append(at)
            else:
                times += book(session, slots=slots, per_second=rate, now=now)
    times.sort()
    for first, at in enumerate(times):
        in_a_second = sum(at <= other < at + 1 - TINY for other in times[first:])
        assert in_a_second <= rate + JUMPS + 1


def test_a_reply_does_not_wait_behind_what_a_broadcast_has_booked(engine: Engine) -> None:
    with writing(engine) as session:
        ahead = book(session, slots=7, per_second=28, now=NOW)
        assert ahead[-1] > NOW
        assert book_reply(session, per_second=28, now=NOW) == NOW
        assert book(session, slots=1, per_second=28, now=NOW) == [pytest.approx(NOW + 8 / 28, abs=TINY)], "and pushes"


def test_the_third_reply_at_once_waits_for_a_time_of_its_own(engine: Engine) -> None:
    with writing(engine) as session:
        at = [book_reply(session, per_second=10, now=NOW) - NOW for _ in range(6)]
    assert at == pytest.approx([0, 0, 0.2, 0.3, 0.4, 0.5], abs=TINY)


def test_once_the_others_have_made_room_replies_may_go_first_again(engine: Engine) -> None:
    with writing(engine) as session:
        for moment in (NOW, NOW + 1, NOW + 2):
            book(session, slots=7, per_second=28, now=moment)
            waits = [book_reply(session, per_second=28, now=moment) - moment for _ in range(2)]
            assert waits[0] == 0
            assert waits[1] > 0


def test_replies_that_are_booked_far_ahead_keep_to_the_line(engine: Engine) -> None:
    """What leaves before its time must be made up for soon, or the rate is broken meanwhile."""
    with writing(engine) as session:
        at = [book_reply(session, per_second=28, now=NOW) for _ in range(60)]
        later = [book_reply(session, per_second=28, now=NOW + 1) for _ in range(3)]
    assert min(later) > at[-1]


def test_real_workers_at_once_get_times_of_their_own(postgresql_url: str) -> None:
    times: list[float] = []
    together = threading.Barrier(3)

    def work() -> None:
        engine = open_engine(postgresql_url)
        together.wait(10)
        for _ in range(10):
            with writing(engine) as session:
                times.extend(book(session, slots=5, per_second=28, now=NOW))
        engine.dispose()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    times.sort()
    assert len(times) == 150
    assert all(later - earlier >= 1 / 28 - TINY for earlier, later in pairwise(times))


def test_without_a_limit_all_may_leave_now(engine: Engine) -> None:
    with writing(engine) as session:
        assert book(session, slots=40, per_second=0, now=NOW) == [NOW] * 40
        assert book_reply(session, per_second=0, now=NOW) == NOW


def test_a_pause_is_never_shortened(engine: Engine) -> None:
    with writing(engine) as session:
        assert paused_until(session) == 0
        for until, then in ((NOW + 30, NOW + 30), (NOW + 5, NOW + 30), (NOW + 60, NOW + 60)):
            pause(session, ALL, until)
            assert paused_until(session) == then


def test_a_pause_survives_bookings(engine: Engine) -> None:
    with writing(engine) as session:
        pause(session, ALL, NOW + 30)
        book(session, slots=4, per_second=28, now=NOW)
        book_reply(session, per_second=28, now=NOW)
        assert paused_until(session) == NOW + 30


def test_one_chats_pause_is_its_own_and_that_of_all_is_everyones(engine: Engine) -> None:
    with writing(engine) as session:
        pause(session, scope_of(SITI), NOW + 10)
        assert (paused_until(session, SITI), paused_until(session, BUDI), paused_until(session)) == (NOW + 10, 0, 0)
        pause(session, ALL, NOW + 5)
        assert (paused_until(session, SITI), paused_until(session, BUDI)) == (NOW + 10, NOW + 5)


def test_pauses_of_chats_are_forgotten_an_hour_after_their_end(engine: Engine) -> None:
    with writing(engine) as session:
        pause(session, ALL, NOW - 9_999)
        pause(session, scope_of(SITI), NOW - 3_601)
        pause(session, scope_of(BUDI), NOW - 3_599)
        forget_old(session, NOW)
        left = session.connection().execute(limit.select().order_by(limit.c.scope)).all()
        assert [row.scope for row in left] == [ALL, scope_of(BUDI)]
