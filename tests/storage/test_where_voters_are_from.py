"""Each voter is from one part of the neighbourhood: that of the membership by which the vote counts."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import electorate, polls
from storage import people
from storage.database import writing
from storage.electorate import voters_by_community
from storage.people import Membership
from storage.polls import Poll
from tests.community.polling import ENDS, plan, rt_that_is_known, taps
from tests.community.rt_three import NOW, RtThree
from tests.community.rw_five import RwFive, above

LATE = ENDS + timedelta(seconds=1)


def rw_asks(session: Session) -> tuple[RtThree, RwFive, Poll]:
    """RW 05 asks, in which RT 03 lies, whose residents are recognised."""
    rt = rt_that_is_known(session)
    rw = above(session, rt)
    return rt, rw, polls.open_poll(session, rw.community, plan(), by=rw.darmo, now=NOW)


def from_where(session: Session, poll: Poll) -> dict[int, int]:
    session.flush()
    return voters_by_community(session, poll.id, electorate.area(session, poll))


def belongs(
    session: Session, person_id: int, community_id: int, *, recognised_at: datetime | None, house: str | None,
    joined_at: datetime = NOW,
) -> None:  # fmt: skip
    member = people.membership_of(session, person_id, community_id)
    member = member or Membership(person_id=person_id, community_id=community_id, joined_at=NOW)
    member.recognised_at, member.house_mark, member.joined_at = recognised_at, house, joined_at
    session.add(member)
    session.flush()


def test_everyone_who_voted_themselves_is_from_somewhere(engine: Engine) -> None:
    with writing(engine) as session:
        rt, rw, poll = rw_asks(session)
        assert from_where(session, poll) == {}
        for who in (rt.tini, rt.asep, rw.sri):
            taps(session, poll, who, 1)
        taps(session, poll, rt.budi, 1, 1)
        assert from_where(session, poll) == {rw.community: 1, rt.community: 2}, "who has taken it back has no vote"


@pytest.mark.parametrize(
    ("in_rt", "in_rw", "is_in"),
    [
        ((True, None, NOW), (True, None, NOW), "rt"),
        ((True, "12", NOW), (True, "5", NOW), "rt"),
        ((False, None, NOW), (False, None, NOW), "rt"),
        ((True, None, NOW), (False, "5", NOW), "rt"),
        ((False, "12", NOW), (True, None, NOW), "rw"),
        ((True, "12", LATE), (True, None, NOW), "rw"),
        ((True, None, NOW), (True, "5", NOW), "rw"),
    ],
)
def test_who_belongs_to_an_rt_and_to_its_rw_is_counted_once_where_the_vote_counts(
    engine: Engine, in_rt: tuple[bool, str | None, datetime], in_rw: tuple[bool, str | None, datetime], is_in: str
) -> None:
    with writing(engine) as session:
        rt, rw, poll = rw_asks(session)
        where = {"rt": rt.community, "rw": rw.community}
        for part, (is_recognised, house, joined_at) in (("rt", in_rt), ("rw", in_rw)):
            recognised_at = NOW if is_recognised else None
            belongs(session, rt.tini, where[part], recognised_at=recognised_at, house=house, joined_at=joined_at)
        taps(session, poll, rt.tini, 1)
        assert from_where(session, poll) == {where[is_in]: 1}
        assert electorate.voter(session, poll, rt.tini).member.community_id == where[is_in]
