"""Voting: twice is once, late is nothing, and what is not recognised waits; by any rule, one vote is one ballot."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import choosing, votes
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import people
from storage import polls as stored
from storage.database import writing
from storage.polls import Method, Poll, PollKind
from tests.community.polling import (
    ENDS,
    SECRET,
    asks,
    ballots_in,
    counted,
    ends,
    option,
    places_of,
    plan,
    rt_that_is_known,
    tap,
    taps,
    voters_in,
)
from tests.community.rt_three import NOW

# ── a tap ──


@pytest.mark.parametrize(
    ("method", "more", "tapped", "chosen"),
    [
        (Method.choose_one, {}, (1, 2), [2]),
        (Method.choose_one, {}, (1, 1), []),
        (Method.yes_no, {}, (1, 3), [3]),
        (Method.consensus, {}, (3, 1), [1]),
        (Method.approval, {"most": 3}, (1, 2, 3), [1, 2, 3]),
        (Method.approval, {"most": 3}, (1, 2, 1), [2]),
        (Method.borda, {"most": 6}, (3, 1, 2, 3), [1, 2]),
        (Method.schulze, {"most": 6}, (3, 1), [3, 1]),
        (Method.points, {"most": 5, "most_on_one": 3}, (1, 1, 2), [1, 1, 2]),
        (Method.points, {"most": 5, "most_on_one": 2}, (1, 1, 1, 2), [2]),
        (Method.points, {"most": 5, "most_on_one": 3}, (1, 1, 2, 2, 3, 2), [1, 1, 3]),
        (Method.points, {"most": 5, "most_on_one": 3}, (1, 1, 2, 2, 3, 2, 4, 4), [1, 1, 3, 4, 4]),
    ],
)
def test_what_taps_make_of_a_vote(
    engine: Engine, method: Method, more: dict[str, Any], tapped: Sequence[int], chosen: list[int]
) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, method, **more)
        vote = taps(session, poll, rt.tini, *tapped)
        assert places_of(session, poll, vote) == chosen
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == chosen
        assert len(ballots_in(session, poll)) == 1
        assert voters_in(session, poll) == {(rt.tini, "", bool(chosen))}


@pytest.mark.parametrize(
    ("method", "more", "why"),
    [
        (Method.approval, {"most": 2}, "polls.enough"),
        (Method.points, {"most": 2, "most_on_one": 2}, "polls.no_points_left"),
    ],
)
def test_one_too_many_is_refused_and_what_was_chosen_stays(
    engine: Engine, method: Method, more: dict[str, Any], why: str
) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, method, **more)
        taps(session, poll, rt.tini, 1, 2)
        with pytest.raises(TooMuch) as refused:
            taps(session, poll, rt.tini, 3)
        assert refused.value.key == why
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [1, 2]


def test_the_receipt_is_ones_own_and_stays(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        first = taps(session, poll, rt.tini, 1).receipt
        assert len(first) == 6
        assert taps(session, poll, rt.tini, 2).receipt == first
        assert taps(session, poll, rt.asep, 2).receipt != first
        assert votes.mine(session, poll.id, by=rt.budi, secret=SECRET).receipt == ""


def test_late_is_nothing_also_before_the_clock_has_counted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1, now=ENDS - timedelta(seconds=1))
        with pytest.raises(AlreadySo, match=r"polls\.is_over"):
            taps(session, poll, rt.asep, 1, now=ENDS)
        assert ends(session, poll)["votes"] == 1
        with pytest.raises(AlreadySo, match=r"polls\.forgotten"):
            votes.mine(session, poll.id, by=rt.tini, secret=SECRET)


def test_what_is_not_on_this_card_is_not_chosen(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        removed = stored.options_of(session, poll.id)[1]
        removed.removed_at = NOW
        session.flush()
        with pytest.raises(NotThere, match=r"polls\.option_gone"):
            tap(session, removed.id, by=rt.tini)
        for unknown in (0, 10**9):
            with pytest.raises(NotThere, match=r"stage\.gone"):
                tap(session, unknown, by=rt.tini)
        assert ballots_in(session, poll) == []


def test_who_is_from_elsewhere_has_no_vote(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        with pytest.raises(NotAllowed, match=r"polls\.not_a_member"):
            taps(session, poll, rt.joko, 1)
        with pytest.raises(NotAllowed):
            votes.mine(session, poll.id, by=rt.joko, secret=SECRET)


def test_what_was_voted_before_leaving_stands(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        member = people.membership_of(session, rt.tini, rt.community)
        session.delete(member)
        session.flush()
        with pytest.raises(NotAllowed):
            taps(session, poll, rt.tini, 2)
        assert ends(session, poll)["first"] == [1]


# ── the secret ──


def test_another_secret_in_the_middle_is_refused_rather_than_counted_twice(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        assert poll.key_check is None
        taps(session, poll, rt.tini, 1)
        for who in (rt.tini, rt.asep):
            with pytest.raises(NotAllowed, match=r"polls\.key_changed"):
                tap(session, option(session, poll, 2), by=who, secret="another-secret")
        assert taps(session, poll, rt.asep, 1).counts
        assert ends(session, poll)["votes"] == 2


# ── any taps, in any order ──

_RULES: list[tuple[Method, dict[str, Any]]] = [
    (Method.choose_one, {}),
    (Method.yes_no, {}),
    (Method.consensus, {}),
    (Method.approval, {"most": 3}),
    (Method.borda, {"most": 6}),
    (Method.schulze, {"most": 4}),
    (Method.points, {"most": 5, "most_on_one": 2}),
]


@given(rule=st.sampled_from(_RULES), taps_=st.lists(st.integers(1, 6), max_size=30))
def test_whatever_is_tapped_the_vote_fits_the_rule(rule: tuple[Method, dict[str, Any]], taps_: list[int]) -> None:
    method, more = rule
    asked = plan(method, **more)
    poll = Poll(
        community_id=1, number=1, code="x", kind=PollKind.own, method=method, most=asked.most,
        most_on_one=asked.most_on_one, opened_at=NOW, closes_at=ENDS,
    )  # fmt: skip
    options = list(range(1, len(asked.items) + 1))
    choices: list[int] = []
    for one in taps_:
        if one not in options:
            continue
        try:
            after = choosing.tapped(poll, choices, one)
        except TooMuch:
            assert len(choices) == poll.most
            continue
        assert set(after) ^ set(choices) <= {one, *choices}
        choices = after
        assert choosing.fitting(poll, choices, options) == choices, "what is tapped needs no mending"


@given(rule=st.sampled_from(_RULES), forged=st.lists(st.integers(-1, 9), max_size=12))
def test_whatever_is_forged_becomes_a_vote_that_fits(rule: tuple[Method, dict[str, Any]], forged: list[int]) -> None:
    method, more = rule
    poll = Poll(
        community_id=1, number=1, code="x", kind=PollKind.own, method=method, opened_at=NOW, closes_at=ENDS, **more
    )
    kept = choosing.fitting(poll, forged, [1, 2, 3])
    assert len(kept) <= max(1, poll.most)
    assert set(kept) <= {1, 2, 3}
    assert all(kept.count(one) <= max(1, poll.most_on_one) for one in kept)
    assert choosing.fitting(poll, kept, [1, 2, 3]) == kept


@given(
    rule=st.sampled_from(
        [*_RULES, (Method.equal_shares, {"most": 6, "budget": 900, "costs": [300, 0, 200, 900, 1, 7]})]
    ),
    said=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 6)), max_size=16),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_several_voters_in_any_order_make_the_same_count(
    engine: Engine, rule: tuple[Method, dict[str, Any]], said: list[tuple[int, int]]
) -> None:
    """Each voter's taps in their own order, mixed with the others' in two ways."""
    method, more = rule
    results = []
    for mixed in (said, sorted(said, key=lambda one: one[0])):
        with engine.connect() as connection, connection.begin() as undone:
            session = Session(connection, join_transaction_mode="rollback_only")
            rt = rt_that_is_known(session)
            who = (rt.tini, rt.asep, rt.budi, rt.siti)
            poll = asks(session, rt, method, **more)
            options = [one.id for one in stored.options_of(session, poll.id)]
            for voter, place in mixed:
                if place <= len(options):
                    try:
                        taps(session, poll, who[voter], place)
                    except TooMuch:
                        continue
            for one in ballots_in(session, poll):
                assert choosing.fitting(poll, one.choices, options) == one.choices
            assert len(ballots_in(session, poll)) == len({voter for voter, place in said if place <= len(options)})
            results.append(counted(session, poll))
            session.close()
            undone.rollback()
    assert results[0] == results[1]
