"""Who may vote, whose vote counts, and who has not voted yet."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from community import electorate, erasure, polls, votes
from community.electorate import Apart
from community.refusals import NotAllowed
from storage import people
from storage.database import writing
from storage.people import Membership
from storage.polls import Counts
from tests.community.polling import (
    DAY,
    ENDS,
    SECRET,
    asks,
    counted,
    lives_in,
    neighbours,
    plan,
    recognise,
    rt_that_is_known,
    taps,
)
from tests.community.rt_three import NOW, settle
from tests.community.rw_five import above


def test_recognised_residents_are_how_many_votes_there_could_be(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = asks(session, rt)
        assert electorate.size(session, poll) == 0
        recognise(session, rt, (rt.tini, rt.asep))
        assert electorate.size(session, poll) == 2
        assert electorate.voter(session, poll, rt.tini).counts
        assert not electorate.voter(session, poll, rt.budi).counts
        with pytest.raises(NotAllowed):
            electorate.voter(session, poll, rt.joko)


def test_who_is_leaving_is_not_waited_for(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        erasure.of_everything(session, by=rt.tini, now=NOW)
        assert electorate.size(session, poll) == 3
        assert rt.tini not in [one.id for one in electorate.not_voted(session, poll, after=0, most=9)]


def test_a_neighbourhood_asks_what_lies_in_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        rw = above(session, rt)
        wide = polls.open_poll(session, rw.community, plan(), by=rw.darmo, now=NOW)
        narrow = asks(session, rt)
        assert electorate.voter(session, wide, rt.tini).counts
        with pytest.raises(NotAllowed):
            electorate.voter(session, narrow, rw.sri)
        assert electorate.size(session, wide) == 4, "those of the RW are not recognised yet"


def test_of_two_memberships_the_one_that_counts_is_taken(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        rw = above(session, rt)
        session.add(Membership(person_id=rt.tini, community_id=rw.community, joined_at=NOW))
        session.flush()
        poll = polls.open_poll(session, rw.community, plan(), by=rw.darmo, now=NOW)
        assert electorate.voter(session, poll, rt.tini).counts
        assert electorate.size(session, poll) == 4


def test_who_has_lived_here_too_short_speaks_and_is_not_counted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, least_days=8)
        long_here = people.membership_of(session, rt.asep, rt.community)
        assert long_here is not None
        long_here.joined_at = ENDS - 8 * DAY
        session.flush()
        assert taps(session, poll, rt.tini, 1).apart is Apart.too_new
        assert votes.mine(session, poll.id, by=rt.tini, secret=SECRET).apart is Apart.too_new
        assert taps(session, poll, rt.asep, 2).counts
        result = counted(session, poll)
        assert (result["votes"], result["apart"], result["eligible"]) == (1, 1, 1)


def test_more_time_lets_nobody_in(engine: Engine) -> None:
    """Or what was given before would be counted otherwise than what is given after."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, least_days=8)
        taps(session, poll, rt.tini, 1)
        polls.extend(session, poll.id, ENDS + 20 * DAY, by=rt.budi, now=NOW)
        assert not taps(session, poll, rt.asep, 1).counts
        assert electorate.size(session, poll) == 0


def test_without_such_a_rule_who_joins_while_it_is_open_is_counted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        polls.extend(session, poll.id, ENDS + 2 * DAY, by=rt.budi, now=NOW)
        (late,) = neighbours(session, rt, 1)
        member = people.membership_of(session, late, rt.community)
        assert member is not None
        member.joined_at = ENDS + DAY
        session.flush()
        assert taps(session, poll, late, 1, now=ENDS + DAY).counts
        assert electorate.size(session, poll) == 5


# ── who has not voted ──


def test_who_has_not_voted_is_found_in_pieces(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        neighbours(session, rt, 2, recognised=False)
        poll = asks(session, rt)
        taps(session, poll, rt.asep, 1)
        taps(session, poll, rt.siti, 1, 1)
        gone = people.by_id(session, rt.budi)
        assert gone is not None
        gone.reachable = False
        session.flush()
        everyone = [one.id for one in electorate.not_voted(session, poll, after=0, most=9)]
        assert everyone == [rt.tini, rt.siti], "who has taken it back has no vote, who cannot be reached is left out"
        assert [one.id for one in electorate.not_voted(session, poll, after=rt.tini, most=1)] == [rt.siti]


def test_where_a_house_has_one_vote_all_of_it_has_voted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        recognise(session, rt, (rt.tini, rt.asep, rt.budi))
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        for who in (rt.budi, rt.siti):
            lives_in(session, rt, who, "13")
        poll = asks(session, rt, counts=Counts.house)
        taps(session, poll, rt.tini, 1)
        taps(session, poll, rt.siti, 1)
        assert [one.id for one in electorate.not_voted(session, poll, after=0, most=9)] == [rt.budi], (
            "who is not recognised has not voted for the house"
        )
        assert electorate.size(session, poll) == 2


def test_it_does_not_matter_in_which_second(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, least_days=7)
        assert electorate.voter(session, poll, rt.tini).counts, "joined at the very moment"
        member = people.membership_of(session, rt.tini, rt.community)
        assert member is not None
        member.joined_at = NOW + timedelta(seconds=1)
        session.flush()
        assert not electorate.voter(session, poll, rt.tini).counts
