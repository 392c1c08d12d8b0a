"""Who belongs to an RT and to its RW has one house in a poll of the RW, whichever of the two knows its number."""

from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import electorate, house_marks, polls, recognition, votes
from community.refusals import NotAllowed
from storage.database import writing
from storage.people import Membership
from storage.polls import Counts, Poll
from tests.community.polling import SECRET, ballots_in, counted, ends, plan, recognise, rt_that_is_known, taps
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import RwFive, above


@dataclass(frozen=True)
class Around:
    """RT 03 in RW 05, to which Bu Tini and Asep belong as well, and what the RW asks its houses."""

    rt: RtThree
    rw: RwFive
    poll: Poll


def asked(session: Session, rt: RtThree, *also: int) -> Around:
    rw = above(session, rt)
    for who in also:
        session.add(Membership(person_id=who, community_id=rw.community, joined_at=NOW, recognised_at=NOW))
    session.flush()
    plan_ = plan(counts=Counts.house)
    return Around(rt, rw, polls.open_poll(session, rw.community, plan_, by=rw.darmo, now=NOW))


def lives(session: Session, community_id: int, who: int, number: str) -> None:
    house_marks.live_in(session, SECRET, number, by=who, community_id=community_id, now=NOW)


def test_whoever_joined_the_rw_first_lives_in_the_same_house(engine: Engine) -> None:
    """Both have told both their number; Asep was in the RW before he was in the RT."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        here = asked(session, rt, rt.tini)
        first = Membership(id=0, person_id=rt.asep, community_id=here.rw.community, joined_at=NOW, recognised_at=NOW)
        session.add(first)
        session.flush()
        for place in (rt.community, here.rw.community):
            for who in (rt.tini, rt.asep):
                lives(session, place, who, "12")
        assert electorate.size(session, here.poll) == 3, "their house, and Pak Budi and Siti each alone"
        receipts = {taps(session, here.poll, who, 1).receipt for who in (rt.tini, rt.asep)}
        assert len(receipts) == 1
        assert ends(session, here.poll)["votes"] == 1


def test_the_house_in_the_rt_goes_before_that_in_the_rw(engine: Engine) -> None:
    """So that who is in both lives with those who are in the RT alone."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        here = asked(session, rt, rt.tini)
        lives(session, here.rw.community, rt.tini, "12")
        for who in (rt.tini, rt.asep):
            lives(session, rt.community, who, "12")
        assert electorate.size(session, here.poll) == 3
        receipts = {taps(session, here.poll, who, 1).receipt for who in (rt.asep, rt.tini)}
        assert len(receipts) == 1
        assert [one.id for one in electorate.not_voted(session, here.poll, after=0, most=9)] == [rt.budi, rt.siti]


def test_whoever_tells_the_rt_too_where_they_live_takes_the_vote_along(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        here = asked(session, rt, rt.tini)
        lives(session, here.rw.community, rt.tini, "12")
        taps(session, here.poll, rt.tini, 1)
        lives(session, rt.community, rt.tini, "99")
        taps(session, here.poll, rt.tini, 2)
        session.flush()
        assert len([one for one in ballots_in(session, here.poll) if one.choices]) <= 1
        assert counted(session, here.poll)["votes"] <= 1


def test_whoever_has_voted_with_others_does_not_go_to_another_house_by_the_rt(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        here = asked(session, rt, rt.tini, rt.asep)
        for who in (rt.tini, rt.asep):
            lives(session, here.rw.community, who, "12")
            taps(session, here.poll, who, 1)
        with pytest.raises(NotAllowed, match=r"polls\.house_is_voting"):
            lives(session, rt.community, rt.tini, "99")


_WHO = st.integers(0, 3)
_ACTS = st.one_of(
    st.tuples(st.just("votes"), _WHO, st.integers(1, 3), st.just(0)),
    st.tuples(st.just("lives"), _WHO, st.integers(1, 3), st.integers(0, 1)),
    st.tuples(st.just("hides"), _WHO, st.just(0), st.integers(0, 1)),
    st.tuples(st.just("known"), _WHO, st.just(0), st.integers(0, 1)),
)


@given(acts=st.lists(_ACTS, max_size=24))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_people_of_both_move_and_vote_nobody_is_counted_twice(
    engine: Engine, acts: list[tuple[str, int, int, int]]
) -> None:
    with engine.connect() as connection, connection.begin() as undone:
        session = Session(connection, join_transaction_mode="rollback_only")
        rt = settle(session)
        everyone = (rt.tini, rt.asep, rt.budi, rt.siti)
        recognise(session, rt, (rt.budi,))
        here = asked(session, rt, rt.siti)
        for who in (rt.tini, rt.asep):
            session.add(Membership(person_id=who, community_id=here.rw.community, joined_at=NOW))
        session.flush()
        for what, number, which, wide in acts:
            who, place, office = (
                everyone[number],
                (rt.community, here.rw.community)[wide],
                (rt.budi, here.rw.darmo)[wide],
            )
            with suppress(NotAllowed):
                if what == "votes":
                    taps(session, here.poll, who, which)
                elif what == "lives":
                    lives(session, place, who, str(which))
                elif what == "hides":
                    house_marks.forget(session, by=who, community_id=place, secret=SECRET, now=NOW)
                else:
                    recognition.recognise(session, place, [who], by=office, secret=SECRET, now=NOW)
        assert counted(session, here.poll)["votes"] <= electorate.size(session, here.poll)
        units = {votes.mark_of(here.poll, electorate.voter(session, here.poll, who), secret=SECRET) for who in everyone}
        assert {one.mark for one in ballots_in(session, here.poll) if one.choices} <= units, "every vote is somebody's"
        session.close()
        undone.rollback()
