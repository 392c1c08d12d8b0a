"""One house, one vote: who votes with whom, and what becomes of votes when somebody moves in or out."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import electorate, house_marks, households, leavers, poll_closing, recognition, votes
from community.refusals import NotAllowed
from storage import ballots, people
from storage import polls as stored
from storage.database import writing
from storage.polls import Counts, Method, Poll
from tests.community.polling import (
    OVER,
    SECRET,
    asks,
    ballots_in,
    counted,
    ends,
    lives_in,
    places_of,
    recognise,
    rt_that_is_known,
    taps,
    voters_in,
)
from tests.community.rt_three import NOW, settle


def test_a_house_has_one_vote_and_its_last_word_counts(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "No. 12")
        poll = asks(session, rt, counts=Counts.house)
        first = taps(session, poll, rt.tini, 1)
        last = taps(session, poll, rt.asep, 2)
        assert first.receipt == last.receipt
        taps(session, poll, rt.budi, 3)
        result = ends(session, poll)
        assert (result["votes"], result["eligible"]) == (2, 3)
        assert {one["place"]: one["tally"] for one in result["order"]} | {1: "0"} == {
            1: "0", 2: "1", 3: "1", 4: "0", 5: "0", 6: "0",
        }  # fmt: skip


def test_what_a_house_takes_back_nobody_of_it_has(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "No. 12")
        poll = asks(session, rt, counts=Counts.house)
        taps(session, poll, rt.tini, 1)
        taps(session, poll, rt.asep, 1, 1)
        assert voters_in(session, poll) == {(rt.tini, "", False), (rt.asep, "", False)}
        assert counted(session, poll)["votes"] == 0


def test_who_is_not_recognised_keeps_a_vote_when_the_house_takes_its_own_back(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        recognise(session, rt, (rt.tini, rt.budi))
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        poll = asks(session, rt, counts=Counts.house)
        taps(session, poll, rt.asep, 2)
        taps(session, poll, rt.tini, 1, 1)
        assert voters_in(session, poll) == {(rt.tini, "", False), (rt.asep, "", True)}


def test_moving_in_brings_the_vote_along_or_leaves_the_houses(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, counts=Counts.house)
        receipt = taps(session, poll, rt.tini, 1).receipt
        lives_in(session, rt, rt.tini, "12")
        assert [one.receipt for one in ballots_in(session, poll)] == [receipt], "the house had none"
        taps(session, poll, rt.asep, 2)
        lives_in(session, rt, rt.asep, "no. 12")
        assert [one.receipt for one in ballots_in(session, poll)] == [receipt], "it had one"
        assert ends(session, poll)["first"] == [1]


def test_two_numbers_are_not_two_votes(engine: Engine) -> None:
    """Whoever says one house after the other has voted for the last, or for none."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, counts=Counts.house)
        for number in ("1", "2", "3"):
            lives_in(session, rt, rt.tini, number)
            taps(session, poll, rt.tini, int(number))
        assert len(ballots_in(session, poll)) == 1
        house_marks.forget(session, by=rt.tini, community_id=rt.community, secret=SECRET, now=NOW)
        assert len(ballots_in(session, poll)) == 1
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [3]


def test_who_has_voted_with_a_house_stays_in_it_until_it_is_closed(engine: Engine) -> None:
    """Else one resident would go from number to number, and change the vote of each house."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        poll = asks(session, rt, counts=Counts.house)
        taps(session, poll, rt.tini, 1)
        taps(session, poll, rt.asep, 2)
        for number in ("13", "14"):
            with pytest.raises(NotAllowed):
                lives_in(session, rt, rt.asep, number)
        with pytest.raises(NotAllowed):
            house_marks.forget(session, by=rt.asep, community_id=rt.community, secret=SECRET, now=NOW)
        lives_in(session, rt, rt.asep, "No. 12")
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [2]
        ends(session, poll)
        lives_in(session, rt, rt.asep, "13")


def test_who_votes_alone_may_correct_a_number_in_whose_house_others_have_voted(engine: Engine) -> None:
    """Not recognised, they have no part in the vote of the house that they named by mistake."""
    with writing(engine) as session:
        rt = settle(session)
        recognise(session, rt, (rt.asep, rt.budi))
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        poll = asks(session, rt, counts=Counts.house)
        for who in (rt.tini, rt.asep):
            taps(session, poll, who, 1)
        lives_in(session, rt, rt.tini, "13")
        recognise(session, rt, (rt.tini,))
        assert counted(session, poll)["votes"] == 1
        assert electorate.size(session, poll) == 3


def test_what_a_house_has_chosen_is_not_shown_to_who_has_only_told_its_number(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        lives_in(session, rt, rt.tini, "12")
        poll = asks(session, rt, Method.approval, most=3, counts=Counts.house)
        taps(session, poll, rt.tini, 1, 2)
        lives_in(session, rt, rt.asep, "12")
        assert votes.mine(session, poll.id, by=rt.asep, secret=SECRET).choices == ()
        assert places_of(session, poll, taps(session, poll, rt.asep, 1)) == [1], "their own word, not one taken back"
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [1]


def test_nobody_speaks_for_a_house_by_saying_its_number(engine: Engine) -> None:
    """Who is not recognised votes apart; once recognised, the house's vote stands."""
    with writing(engine) as session:
        rt = settle(session)
        recognise(session, rt, (rt.tini, rt.budi))
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        poll = asks(session, rt, counts=Counts.house)
        taps(session, poll, rt.tini, 1)
        assert not taps(session, poll, rt.asep, 2).counts
        result = counted(session, poll)
        assert (result["first"], result["votes"], result["apart"]) == ([1], 1, 1)
        recognition.recognise(session, rt.community, [rt.asep], by=rt.budi, secret=SECRET, now=NOW)
        result = counted(session, poll)
        assert (result["first"], result["votes"], result["apart"]) == ([1], 1, 0)
        taps(session, poll, rt.asep, 2)
        assert counted(session, poll)["first"] == [2]


def test_the_first_who_is_recognised_gives_the_house_its_vote(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        lives_in(session, rt, rt.asep, "12")
        poll = asks(session, rt, counts=Counts.house)
        taps(session, poll, rt.asep, 2)
        recognition.recognise(session, rt.community, [rt.asep], by=rt.budi, secret=SECRET, now=NOW)
        assert ends(session, poll)["first"] == [2]


def test_whoever_moves_while_they_are_recognised_does_not_vote_twice(engine: Engine) -> None:
    """What was loaded before the polls were held is looked at again."""
    if engine.dialect.name == "sqlite":
        return  # one writes at a time
    with writing(engine) as session:
        rt = settle(session)
        recognise(session, rt, (rt.budi,))
        lives_in(session, rt, rt.tini, "12")
        poll = asks(session, rt, counts=Counts.house)
        taps(session, poll, rt.tini, 1)
    with writing(engine) as waits:
        loaded = people.membership_of(waits, rt.tini, rt.community)
        with writing(engine) as session:
            recognition.recognise(session, rt.community, [rt.tini], by=rt.budi, secret=SECRET, now=NOW)
        assert loaded is not None
        lives_in(waits, rt, rt.tini, "13")
    with writing(engine) as session:
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [1]


@pytest.mark.parametrize("goes", [False, True])
def test_what_closes_while_somebody_waits_for_it_stays_as_it_was_counted(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, *, goes: bool
) -> None:
    """Whoever moves, or has everything deleted, has found the poll open; it was closed before they could hold it."""
    if engine.dialect.name == "sqlite":
        return  # one writes at a time
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        lives_in(session, rt, rt.asep, "12")
        poll_id = asks(session, rt, counts=Counts.house).id
    with writing(engine) as session:
        for who in (rt.tini, rt.asep):
            taps(session, session.get_one(Poll, poll_id), who, 1)

    def closes(found: list[Poll]) -> list[Poll]:
        with writing(engine) as other:
            poll_closing.close_due(other, OVER)
        return found

    around, voted = stored.open_around, ballots.open_with_voter
    monkeypatch.setattr(stored, "open_around", lambda *about: closes(around(*about)))
    monkeypatch.setattr(ballots, "open_with_voter", lambda *about: closes(voted(*about)))
    with writing(engine) as session:
        here = people.membership_of(session, rt.tini, rt.community)
        assert here is not None
        if goes:
            leavers.votes_go(session, rt.tini, secret=SECRET, now=OVER)
        else:
            with households.votes_follow(session, rt.community, [rt.tini], secret=SECRET):
                here.house_mark = house_marks.mark(SECRET, rt.community, "12")
    with writing(engine) as session:
        poll = session.get_one(Poll, poll_id)
        assert poll.result["votes"] == len(ballots_in(session, poll)) == 2
        assert voters_in(session, poll) == {(rt.tini, "", True), (rt.asep, "", True)}


_ACTS = st.one_of(
    st.tuples(st.just("votes"), st.integers(0, 3), st.integers(1, 3)),
    st.tuples(st.just("lives"), st.integers(0, 3), st.integers(1, 3)),
    st.tuples(st.just("hides"), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("known"), st.integers(0, 3), st.just(0)),
)


@given(acts=st.lists(_ACTS, max_size=24))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_people_move_and_vote_no_house_is_counted_twice(
    engine: Engine, acts: list[tuple[str, int, int]]
) -> None:
    with engine.connect() as connection, connection.begin() as undone:
        session = Session(connection, join_transaction_mode="rollback_only")
        rt = settle(session)
        everyone = (rt.tini, rt.asep, rt.budi, rt.siti)
        recognise(session, rt, (rt.budi,))
        poll = asks(session, rt, counts=Counts.house)
        for what, number, which in acts:
            who = everyone[number]
            if what == "votes":
                taps(session, poll, who, which)
            elif what == "lives":
                with suppress(NotAllowed):  # who votes with others stays
                    lives_in(session, rt, who, str(which))
            elif what == "hides":
                with suppress(NotAllowed):
                    house_marks.forget(session, by=who, community_id=rt.community, secret=SECRET, now=NOW)
            else:
                recognition.recognise(session, rt.community, [who], by=rt.budi, secret=SECRET, now=NOW)
        now = counted(session, poll)
        assert now["votes"] <= electorate.size(session, poll)
        units = {votes.mark_of(poll, electorate.voter(session, poll, who), secret=SECRET) for who in everyone}
        assert {one.mark for one in ballots_in(session, poll) if one.choices} <= units, "every vote is somebody's"
        session.close()
        undone.rollback()
