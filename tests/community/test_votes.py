"""One's own vote: by a tap, whole, changed, taken back; in time, from here, and counted once it may be."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from community import votes
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import ballots, people
from storage import polls as stored
from storage.ballots import Ballot
from storage.communities import Community, CommunityKind
from storage.people import Membership
from storage.polls import Poll, Way
from tests.community.native_polls import SECRET, asked, chosen
from tests.community.rt_three import NOW, RtThree

END = NOW + timedelta(days=3)


def secret_poll(session: Session, rt: RtThree) -> Poll:
    return asked(session, rt, way=Way.ballot)


def option(session: Session, poll: Poll, text: str) -> int:
    return next(one.id for one in stored.options_of(session, poll.id) if one.text == text)


def taps(session: Session, poll: Poll, text: str, *, by: int, after: timedelta = timedelta()) -> votes.Vote:
    return votes.tap(session, poll.id, option(session, poll, text), by=by, secret=SECRET, now=NOW + after)


def test_a_tap_chooses_another_changes_and_the_same_takes_back(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = secret_poll(session, here)
    first = taps(session, poll, "Sabtu", by=here.tini)
    assert chosen(session, poll) == [["Sabtu"]]
    second = taps(session, poll, "Minggu", by=here.tini)
    assert (chosen(session, poll), first.receipt) == ([["Minggu"]], second.receipt)
    assert votes.mine(session, poll.id, by=here.tini, secret=SECRET).receipt == first.receipt
    taps(session, poll, "Minggu", by=here.tini)
    assert (chosen(session, poll), ballots.voters_of(session, poll.id)) == ([], [])


def test_twice_is_once(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = secret_poll(session, here)
    minggu = option(session, poll, "Minggu")
    for _ in range(2):
        votes.cast(session, votes.open_poll(session, poll.id, now=NOW), [minggu], by=here.tini, secret=SECRET)
    assert chosen(session, poll) == [["Minggu"]]
    assert len(ballots.voters_of(session, poll.id)) == 1


def test_after_the_closing_time_nothing_is_taken_although_the_clock_has_not_closed_it(
    rt: tuple[Session, RtThree],
) -> None:
    session, here = rt
    poll = secret_poll(session, here)
    taps(session, poll, "Sabtu", by=here.tini, after=timedelta(days=3, seconds=-1))
    with pytest.raises(AlreadySo):
        taps(session, poll, "Minggu", by=here.tini, after=timedelta(days=3))
    assert chosen(session, poll) == [["Sabtu"]]


def test_who_has_left_can_vote_no_more_and_what_they_voted_stands(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = secret_poll(session, here)
    taps(session, poll, "Sabtu", by=here.tini)
    session.delete(session.exec(select(Membership).where(Membership.person_id == here.tini)).one())
    session.flush()
    with pytest.raises(NotAllowed):
        taps(session, poll, "Minggu", by=here.tini)
    assert chosen(session, poll) == [["Sabtu"]]


def test_who_is_not_recognised_may_vote_and_is_not_counted_yet(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = secret_poll(session, here)
    member = people.membership_of(session, here.asep, here.community)
    assert member is not None
    member.recognised_at = None
    session.add(member)
    assert not taps(session, poll, "Sabtu", by=here.asep).counts
    session.flush()
    assert ballots.turnout(session, poll.id) == (0, 1)


def test_who_is_from_elsewhere_has_no_vote(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = secret_poll(session, here)
    with pytest.raises(NotAllowed):
        taps(session, poll, "Sabtu", by=here.joko)


def test_an_rt_votes_in_what_its_rw_is_asked_and_not_the_other_way_round(rt: tuple[Session, RtThree]) -> None:
    """Of several memberships the one that counts is taken."""
    session, here = rt
    above = Community(kind=CommunityKind.rw, code="rw05abcd", name="RW 05", chair_confirmed_at=NOW, created_at=NOW)
    session.add(above)
    session.flush()
    session.get_one(Community, here.community).parent_id = above.id
    session.add(Membership(person_id=here.joko, community_id=above.id, joined_at=NOW, recognised_at=NOW))
    session.add(Membership(person_id=here.tini, community_id=above.id, joined_at=NOW))
    session.flush()
    of_rt = secret_poll(session, here)
    of_rw = secret_poll(session, here)
    of_rw.community_id = above.id
    session.add(of_rw)
    assert taps(session, of_rw, "Sabtu", by=here.asep).counts
    assert taps(session, of_rw, "Sabtu", by=here.tini).counts
    assert taps(session, of_rw, "Sabtu", by=here.joko).counts
    with pytest.raises(NotAllowed):
        taps(session, of_rt, "Sabtu", by=here.joko)


def test_an_option_that_is_gone_or_another_polls_is_not_chosen(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll, other = secret_poll(session, here), secret_poll(session, here)
    with pytest.raises(NotThere):
        votes.tap(session, poll.id, option(session, other, "Sabtu"), by=here.tini, secret=SECRET, now=NOW)
    gone = session.get_one(stored.PollOption, option(session, poll, "Senin"))
    gone.removed_at = NOW
    session.add(gone)
    session.flush()
    with pytest.raises(NotThere):
        votes.tap(session, poll.id, gone.id, by=here.tini, secret=SECRET, now=NOW)
    cast = votes.cast(session, votes.open_poll(session, poll.id, now=NOW), [gone.id], by=here.tini, secret=SECRET)
    assert cast.choices == ()


def test_no_name_stands_in_a_ballot_and_no_choice_beside_a_name(rt: tuple[Session, RtThree]) -> None:
    session, here = rt
    poll = secret_poll(session, here)
    taps(session, poll, "Sabtu", by=here.tini)
    (ballot,) = session.exec(select(Ballot))
    assert set(Ballot.model_fields) == {"mark", "poll_id", "receipt", "choices", "counted", "by_neighbour"}
    assert len(ballot.mark) == 64
    assert set(ballots.PollVoter.model_fields) == {"poll_id", "person_id", "whom", "has_vote"}
