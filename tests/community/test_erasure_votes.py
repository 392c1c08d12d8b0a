"""Somebody has everything deleted: their votes in open polls go, a house's and a neighbour's stay."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import erasure, my_data, objections, poll_closing, retention, votes, votes_for_neighbours
from storage.ballots import Ballot, PollVoter
from storage.database import writing
from storage.objections import Objection
from storage.paper_tallies import PaperTally
from storage.people import Membership, membership_of
from storage.polls import Counts, Method, Poll
from tests.community.polling import (
    OVER,
    SECRET,
    asks,
    ballots_in,
    counted,
    ends,
    lives_in,
    option,
    places_of,
    rt_that_is_known,
    taps,
    voters_in,
)
from tests.community.rt_three import NOW, RtThree
from tests.community.traces import ASKED, an_hour_later


def goes(session: Session, person_id: int) -> None:
    erasure.of_everything(session, by=person_id, now=ASKED)
    erasure.make_final(session, an_hour_later(), secret=SECRET)


def speaks(session: Session, rt: RtThree, poll: Poll) -> None:
    chosen = [option(session, poll, 2)]
    votes_for_neighbours.cast(session, poll.id, "Mbah Karto", chosen, by=rt.tini, secret=SECRET, now=NOW)


def test_her_vote_goes_and_her_neighbours_stays_counted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        taps(session, poll, rt.asep, 3)
        speaks(session, rt, poll)
        before = {one.mark for one in ballots_in(session, poll)}
        goes(session, rt.tini)
        assert voters_in(session, poll) == {(rt.asep, "", True)}
        left = ballots_in(session, poll)
        assert {tuple(one.choices) for one in left} == {(option(session, poll, 2),), (option(session, poll, 3),)}
        assert len({one.mark for one in left} & before) == 1, "the neighbour's bears another mark"
        result = ends(session, poll)
        assert (result["votes"], result["by_neighbours"], result["eligible"]) == (2, 1, 4), (
            "three who stay, and Mbah Karto"
        )


def test_taken_back_within_the_hour_nothing_has_gone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        asked = erasure.of_everything(session, by=rt.tini, now=ASKED)
        erasure.take_back(session, asked.id, by=rt.tini, now=ASKED)
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [1]


def test_who_is_not_counted_keeps_no_house_its_vote(engine: Engine) -> None:
    """Asep has not lived there for long enough: he votes alone, and hers goes."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        hers = membership_of(session, rt.tini, rt.community)
        assert hers is not None
        hers.joined_at = NOW - timedelta(days=60)
        poll = asks(session, rt, counts=Counts.house, least_days=30)
        assert taps(session, poll, rt.tini, 1).counts
        assert not taps(session, poll, rt.asep, 2).counts
        goes(session, rt.tini)
        assert [(one.choices, one.counted) for one in ballots_in(session, poll)] == [
            ([option(session, poll, 2)], False)
        ]


@pytest.mark.parametrize("together", [True, False])
def test_a_house_keeps_its_vote_if_others_of_it_have_voted(engine: Engine, *, together: bool) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        poll = asks(session, rt, counts=Counts.house)
        if together:
            taps(session, poll, rt.asep, 2)
        taps(session, poll, rt.tini, 1)
        goes(session, rt.tini)
        assert counted(session, poll)["votes"] == int(together)


def test_her_objection_goes_with_her_vote_and_from_a_closed_poll_nothing_does(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        polls = [asks(session, rt, Method.consensus) for _ in range(2)]
        for poll in polls:
            objections.raise_it(session, poll.id, "terlalu mahal", by=rt.tini, secret=SECRET, now=NOW)
        polls[0].closes_at = ASKED
        session.flush()
        poll_closing.close_due(session, ASKED)
        goes(session, rt.tini)
        assert [one.poll_id for one in session.exec(select(Objection))] == [polls[0].id]
        assert [one.poll_id for one in session.exec(select(Ballot))] == [polls[0].id]
        assert list(session.exec(select(PollVoter))) == []


def test_who_has_left_the_neighbourhood_before_takes_the_vote_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        session.delete(session.exec(select(Membership).where(Membership.person_id == rt.tini)).one())
        session.flush()
        goes(session, rt.tini)
        assert ballots_in(session, poll) == []


def test_without_the_key_of_then_the_vote_stays_and_is_nobodys(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        erasure.of_everything(session, by=rt.tini, now=ASKED)
        erasure.make_final(session, an_hour_later(), secret="another-secret")
        assert len(ballots_in(session, poll)) == 1
        assert voters_in(session, poll) == set()


# ── what she reads of it, and for how long ──


def test_she_reads_that_she_has_voted_and_for_whom_and_not_what(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        first, second = asks(session, rt), asks(session, rt, question="Mana dulu?")
        taps(session, first, rt.tini, 1)
        taps(session, second, rt.tini, 1, 1)
        speaks(session, rt, second)
        assert my_data.votes(session, rt.tini) == [
            {"number": 2, "question": "Mana dulu?", "state": "open", "for_neighbour": "Mbah Karto"},
            {"number": 1, "question": "", "state": "open", "for_neighbour": None},
        ]
        assert my_data.votes(session, rt.asep) == []


def test_after_ninety_days_nobody_can_tell_who_has_voted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        over, still_open = asks(session, rt), asks(session, rt, closes_at=NOW + timedelta(days=170))
        for poll in (over, still_open):
            taps(session, poll, rt.tini, 1)
            session.add(PaperTally(poll_id=poll.id, votes={"1": 2}, sheets=2, photo="photo", entered_at=NOW))
        result = ends(session, over)
        session.flush()
        for days, left in ((90, 2), (91, 1)):
            retention.sweep(session, (OVER + timedelta(days=days)).timestamp())
            session.expire_all()
            assert len(list(session.exec(select(PollVoter)))) == left
            assert [one.photo for one in session.exec(select(PaperTally))].count("photo") == left
        assert len(ballots_in(session, over)) == 1
        assert over.result == result
