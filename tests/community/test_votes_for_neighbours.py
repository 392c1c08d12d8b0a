"""Voting for a neighbour without Telegram: known through whom, changed, limited, and told apart."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import polls, speaking, votes, votes_for_neighbours
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from community.votes import Vote
from storage import people
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.people import Membership, Role
from storage.polls import Counts, Method, Poll
from tests.community.polling import (
    OVER,
    SECRET,
    asks,
    ballots_in,
    counted,
    ends,
    option,
    places_of,
    plan,
    rt_that_is_known,
    taps,
    voters_in,
)
from tests.community.rt_three import NOW
from tests.community.rw_five import above


def speaks(session: Session, poll: Poll, by: int, whom: str, *places: int) -> Vote:
    chosen = [option(session, poll, place) for place in places]
    return votes_for_neighbours.cast(session, poll.id, whom, chosen, by=by, secret=SECRET, now=NOW)


def test_it_counts_beside_ones_own_and_is_told_apart(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        mine = taps(session, poll, rt.tini, 1)
        theirs = speaks(session, poll, rt.tini, "Mbah Karto", 2)
        assert mine.receipt != theirs.receipt
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [1]
        result = ends(session, poll)
        assert (result["votes"], result["by_neighbours"]) == (2, 1)


def test_the_last_word_for_one_name_counts_however_it_is_written(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        first = speaks(session, poll, rt.tini, "Mbah Karto", 1)
        last = speaks(session, poll, rt.tini, "  mbah   KARTO ", 2)
        assert first.receipt == last.receipt
        assert votes_for_neighbours.listed(session, poll, by=rt.tini) == ["Mbah Karto"]
        assert [one.choices for one in ballots_in(session, poll)] == [[option(session, poll, 2)]]
        speaks(session, poll, rt.tini, "Mbah Karto")
        assert votes_for_neighbours.listed(session, poll, by=rt.tini) == []
        assert counted(session, poll)["votes"] == 0


def test_where_houses_vote_nobody_votes_for_a_neighbour(engine: Engine) -> None:
    """Else one house had a vote more for each neighbour that somebody of it names."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, counts=Counts.house)
        with pytest.raises(NotAllowed, match=r"polls\.houses_themselves"):
            speaks(session, poll, rt.tini, "Mbah Karto", 1)
        with pytest.raises(NotAllowed, match=r"polls\.houses_themselves"):
            votes_for_neighbours.may_speak(session, poll.id, by=rt.tini, now=NOW)
        assert (ballots_in(session, poll), voters_in(session, poll)) == ([], set())


def test_a_name_is_the_speakers_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        speaks(session, poll, rt.tini, "Mbah Karto", 1)
        assert votes_for_neighbours.listed(session, poll, by=rt.asep) == []
        assert voters_in(session, poll) == {(rt.tini, "Mbah Karto", True)}


def test_one_neighbour_is_not_voted_for_by_two(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll, other = asks(session, rt), asks(session, rt)
        speaks(session, poll, rt.tini, "Mbah Karto", 1)
        for name in ("Mbah Karto", "  mbah   KARTO "):
            with pytest.raises(AlreadySo, match=r"polls\.spoken_for") as refused:
                speaks(session, poll, rt.asep, name, 2)
        assert refused.value.values == {"name": "mbah KARTO"}
        with pytest.raises(AlreadySo, match=r"polls\.spoken_for"):
            votes_for_neighbours.refuse_twice(session, poll, "mbah karto", by=rt.asep)
        assert counted(session, poll)["by_neighbours"] == 1
        speaks(session, poll, rt.asep, "Mbah Karto Gang Melati", 2)
        speaks(session, other, rt.asep, "Mbah Karto", 2)
        speaks(session, poll, rt.tini, "mbah karto", 3)
        assert counted(session, poll)["by_neighbours"] == 2


def test_whoever_takes_the_vote_back_leaves_the_neighbour_to_another(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        speaks(session, poll, rt.tini, "Mbah Karto", 1)
        speaks(session, poll, rt.tini, "Mbah Karto")
        speaks(session, poll, rt.asep, "Mbah Karto", 2)
        with pytest.raises(AlreadySo, match=r"polls\.spoken_for"):
            speaks(session, poll, rt.tini, "Mbah Karto", 1)
        speaks(session, poll, rt.tini, "Mbah Karto")
        assert counted(session, poll)["votes"] == 1


def test_in_another_rt_somebody_else_is_called_so(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        rw = above(session, rt)
        next_door = Community(
            kind=CommunityKind.rt, code="rt04abcd", name="RT 04", parent_id=rw.community, created_at=NOW
        )
        session.add(next_door)
        session.flush()
        session.add(Membership(person_id=rt.joko, community_id=next_door.id, joined_at=NOW, recognised_at=NOW))
        poll = polls.open_poll(session, rw.community, plan(), by=rw.darmo, now=NOW)
        speaks(session, poll, rt.tini, "Mbah Karto", 1)
        speaks(session, poll, rt.joko, "Mbah Karto", 2)
        with pytest.raises(AlreadySo, match=r"polls\.spoken_for"):
            speaks(session, poll, rt.asep, "Mbah Karto", 1)
        assert counted(session, poll)["by_neighbours"] == 2


def test_two_who_speak_for_one_neighbour_at_once_are_one_vote(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll_id = asks(session, rt).id
    together = Barrier(2)

    def speak(by: int) -> bool:
        together.wait(timeout=10)
        try:
            with writing(engine) as session:
                speaks(session, session.get_one(Poll, poll_id), by, "Mbah Karto", 1)
        except AlreadySo:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(speak, (rt.tini, rt.asep))) == [False, True]


@pytest.mark.parametrize(
    ("role", "most"),
    [
        (Role.resident, speaking.MOST_FOR_NEIGHBOURS_A_DAY),
        (Role.cadre, speaking.MOST_A_DAY),
        (Role.organiser, speaking.MOST_A_DAY),
    ],
)
def test_for_so_many_and_no_more(engine: Engine, role: Role, most: int) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        member = people.membership_of(session, rt.tini, rt.community)
        assert member is not None
        member.role = role
        poll = asks(session, rt)
        for number in range(most):
            speaks(session, poll, rt.tini, f"Mbah {number}", 1)
        with pytest.raises(TooMuch, match=r"needs\.enough_for_neighbours"):
            speaks(session, poll, rt.tini, "Satu lagi", 1)
        speaks(session, poll, rt.tini, "mbah 0", 2)
        assert len(ballots_in(session, poll)) == most


def test_what_is_refused(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        for name in ("", "   ", "x" * 65):
            with pytest.raises(NotThere, match=r"polls\.whom_wanted"):
                speaks(session, poll, rt.tini, name, 1)
        with pytest.raises(NotAllowed):
            speaks(session, poll, rt.joko, "Mbah Karto", 1)
        with pytest.raises(AlreadySo):
            votes_for_neighbours.cast(session, poll.id, "Mbah", [], by=rt.tini, secret=SECRET, now=OVER)
        speaks(session, poll, rt.tini, "Mbah Karto", 1)
        with pytest.raises(NotAllowed, match=r"polls\.key_changed"):
            votes_for_neighbours.cast(session, poll.id, "Mbah", [], by=rt.tini, secret="another-secret", now=NOW)


def test_a_forged_vote_is_mended_to_one_that_fits(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.approval, most=2)
        other = asks(session, rt)
        forged = [option(session, poll, place) for place in (1, 1, 2, 3)] + [option(session, other, 1), 0]
        vote = votes_for_neighbours.cast(session, poll.id, "Mbah", forged, by=rt.tini, secret=SECRET, now=NOW)
        assert places_of(session, poll, vote) == [1, 2]
