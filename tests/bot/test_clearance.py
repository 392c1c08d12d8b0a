"""When a message may leave: a burst of four and then one a second to a person, eighteen a minute to a group."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.clearance import chat_free_at, claim_within_limits, clear_reply
from storage import limits
from storage.database import writing
from storage.limits import ALL, RESERVE_SECONDS, Rates, pause, scope_of
from storage.outbox import Class
from tests.storage import letters
from tests.storage.letters import BUDI, GROUP, HERE, NOW, SITI, THERE, look, mark, sent, texts, write

RATES = Rates()
FREE = Rates(0, 0, 0)


def departures(asked: list[float], chat: int, rates: Rates) -> list[float]:
    """When messages leave that are wanted at these times, each as early as it may."""
    left: list[float] = []
    for at in sorted(asked):
        now = max(at, left[0] if left else at)
        left.insert(0, chat_free_at([one for one in left if one > now - 60], chat, rates, now))
    return left[::-1]


@pytest.mark.parametrize(
    ("chat", "sent_ago", "wait"),
    [
        (SITI, [], 0.0),
        (SITI, [0, 0, 0], 0.0),
        (SITI, [0, 0, 0, 0], 1.0),
        (SITI, [0.4, 0.4, 0.4, 0.4], 0.6),
        (SITI, [0, 1, 2, 3, 3, 3, 3], 1.0),
        (SITI, [5, 5, 5, 5], 0.0),
        (SITI, [0, 10, 20, 30], 0.0),
        (GROUP, [0] * 17, 0.0),
        (GROUP, [0] * 18, 60.0),
        (GROUP, [1, 2, 3, *([40] * 15)], 20.0),
        (GROUP, [1, 2, 3, *([59.9] * 15)], 0.1),
    ],
)
def test_what_left_before_decides(chat: int, sent_ago: list[float], wait: float) -> None:
    assert chat_free_at([NOW - ago for ago in sent_ago], chat, RATES, NOW) - NOW == pytest.approx(wait, abs=1e-3)


@pytest.mark.parametrize("chat", [SITI, GROUP])
def test_without_limits_it_leaves_at_once(chat: int) -> None:
    assert chat_free_at([NOW] * 60, chat, FREE, NOW) == NOW


def test_a_burst_of_four_and_then_one_a_second() -> None:
    left = departures([NOW] * 8, SITI, RATES)
    assert [at - NOW for at in left] == pytest.approx([0, 0, 0, 0, 1, 2, 3, 4], abs=1e-3)


WITHIN_A_MINUTE = 30
"""So many leave within a minute at any of these rates. What left before that is forgotten: after a whole minute without
a pause a burst may follow once more.
"""
wanted = st.lists(st.floats(0, 30, allow_nan=False).map(lambda ago: NOW + ago), min_size=1, max_size=40)


@settings(max_examples=100, deadline=None)
@given(wanted.filter(lambda asked: len(asked) < WITHIN_A_MINUTE), st.sampled_from([0.5, 1, 3]))
def test_a_person_never_gets_more_than_a_burst_beyond_the_rate(asked: list[float], per_chat: float) -> None:
    left = departures(asked, SITI, Rates(per_chat=per_chat))
    for first, begin in enumerate(left):
        for last, end in enumerate(left[first:], first):
            assert last - first + 1 <= Rates.BURST + (end - begin) * per_chat + 1e-3


@settings(max_examples=100, deadline=None)
@given(wanted, st.sampled_from([1, 5, 18]))
def test_a_group_never_gets_more_than_its_share_in_any_minute(asked: list[float], most: int) -> None:
    left = departures(asked, GROUP, Rates(per_group_minute=most))
    assert all(later - earlier >= 60 - 1e-3 for earlier, later in zip(left, left[most:], strict=False))


# ── on a database ──


def claim(engine: Engine, now: float = NOW, rates: Rates = RATES, worker: str = HERE) -> tuple[list[str], list[float]]:
    with writing(engine) as session:
        rows, times = claim_within_limits(session, worker, rates, now, 30)
    return texts(rows), times


def clear(engine: Engine, now: float = NOW, rates: Rates = RATES, chat: int = SITI) -> float:
    with writing(engine) as session:
        return max(clear_reply(session, chat, rates, now))


def test_a_group_with_a_high_limit_has_a_limit(engine: Engine) -> None:
    for number in range(70):
        write(engine, str(number), chat=GROUP)
        (row,) = letters.claim(engine)
        mark(engine, replace(sent(row), at=NOW - 56 + number * 0.8))
    assert clear(engine, NOW, Rates(0, 0, 65), chat=GROUP) == pytest.approx(NOW + 8)
    assert clear(engine, NOW, Rates(0, 0, 100), chat=GROUP) == NOW


def test_due_messages_leave_evenly_at_the_rate(engine: Engine) -> None:
    for chat in range(1, 11):
        write(engine, str(chat), chat=chat, rank=Class.broadcast)
    found, times = claim(engine)
    assert found == [str(number) for number in range(1, 8)]
    assert times[0] == NOW
    assert all(later - earlier == pytest.approx(1 / 28, abs=1e-3) for earlier, later in pairwise(times))


def test_nothing_is_claimed_further_ahead_than_a_quarter_of_a_second(engine: Engine) -> None:
    """A lease must not run out while its message waits for its turn."""
    for chat in range(1, 101):
        write(engine, str(chat), chat=chat, rank=Class.broadcast)
    for tick in range(60):
        _, times = claim(engine, NOW + tick / 50, worker=HERE if tick % 2 else THERE)
        assert all(at <= NOW + tick / 50 + RESERVE_SECONDS + 0.05 for at in times)
    claimed = [state for (state,) in look(engine, "state") if state == "leased"]
    assert 28 <= len(claimed) <= 28 * (60 / 50 + RESERVE_SECONDS) + 2


def test_a_reply_goes_first_while_a_broadcast_is_on_its_way(engine: Engine) -> None:
    for chat in range(1, 101):
        write(engine, str(chat), chat=chat, rank=Class.broadcast)
    for tick in range(10):
        claim(engine, NOW + tick / 50)
    at = clear(engine, NOW + 0.2, chat=BUDI)
    assert at <= NOW + 0.2 + RESERVE_SECONDS


def test_a_reply_leaves_now_and_pushes_the_others_on(engine: Engine) -> None:
    assert clear(engine) == NOW
    write(engine, "pengumuman", chat=BUDI, rank=Class.broadcast)
    _, (time,) = claim(engine)
    assert time == pytest.approx(NOW + 1 / 28, abs=1e-3)


def test_a_full_chat_is_put_off_and_keeps_its_order(engine: Engine) -> None:
    for number in range(6):
        write(engine, str(number), rank=Class.notice)
    for number in range(4):
        with writing(engine) as session:
            ((row,), _) = claim_within_limits(session, HERE, RATES, NOW + 1, 30)
        assert texts([row]) == [str(number)]
        mark(engine, sent(row))
    assert claim(engine, NOW + 1.5) == ([], [])
    assert claim(engine, NOW + 1.5) == ([], [])
    assert look(engine, "state", "attempt")[4:] == [("due", 0), ("due", 0)]
    assert claim(engine, NOW + 2.01)[0] == ["4"]


@pytest.mark.parametrize("rank", list(Class))
def test_a_pause_of_one_chat_is_obeyed_by_every_class(engine: Engine, rank: Class) -> None:
    write(engine, "satu", rank=rank)
    write(engine, "dua", chat=BUDI, rank=rank)
    with writing(engine) as session:
        pause(session, scope_of(SITI), NOW + 5)
    assert claim(engine, rates=FREE)[0] == ["dua"]
    assert clear(engine, rates=FREE) == NOW + 5
    assert clear(engine, rates=FREE, chat=BUDI) == NOW
    assert claim(engine, NOW + 5, rates=FREE)[0] == ["satu"]


@pytest.mark.parametrize("rank", list(Class))
def test_a_pause_of_all_is_obeyed_by_every_class(engine: Engine, rank: Class) -> None:
    write(engine, "satu", rank=rank)
    with writing(engine) as session:
        pause(session, ALL, NOW + 5)
    assert claim(engine, NOW + 4.9, rates=FREE) == ([], [])
    assert clear(engine, rates=FREE) == NOW + 5
    assert claim(engine, NOW + 5, rates=FREE)[0] == ["satu"]


def test_a_group_is_held_back_by_what_it_got_in_the_last_minute(engine: Engine) -> None:
    rates = Rates(per_group_minute=2)
    for number in range(3):
        write(engine, str(number), chat=GROUP, rank=Class.notice)
    for _ in range(2):
        with writing(engine) as session:
            ((row,), _) = claim_within_limits(session, HERE, rates, NOW, 30)
        mark(engine, sent(row))
    assert claim(engine, NOW + 60.9, rates) == ([], [])
    assert clear(engine, NOW + 10, rates, chat=GROUP) == pytest.approx(NOW + 61, abs=0.01)
    assert claim(engine, NOW + 61.01, rates)[0] == ["2"]


def test_a_pause_never_gets_shorter(engine: Engine) -> None:
    with writing(engine) as session:
        pause(session, ALL, NOW + 60)
        pause(session, ALL, NOW + 5)
        assert limits.paused_until(session) == NOW + 60
