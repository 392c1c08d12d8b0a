"""A poll ends once: counted, made nobody's, and told; by the clock, or sooner for a reason."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import paper_votes, poll_cards, poll_closing, poll_values, polls, secrecy, votes_for_neighbours
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import audit, electorate
from storage.ballots import PollVoter
from storage.database import writing
from storage.electorate import Area
from storage.people import Membership
from storage.polls import Counts, Poll, PollState, Way
from tests.community.polling import (
    DAY,
    ENDS,
    OVER,
    SECRET,
    asks,
    ballots_in,
    ends,
    lives_in,
    neighbours,
    plan,
    rt_that_is_known,
    taps,
)
from tests.community.rt_three import NOW
from tests.community.rw_five import above
from tests.community.told_for import told


def test_the_clock_closes_what_is_over_and_nothing_else(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll, later = asks(session, rt), asks(session, rt, closes_at=ENDS + DAY)
        taps(session, poll, rt.tini, 2)
        assert poll_closing.close_due(session, NOW) == 0
        assert poll_closing.close_due(session, OVER) == 1
        assert poll_closing.close_due(session, OVER) == 0, "once"
        assert (poll.state, poll.closed_at, later.state) == (PollState.closed, OVER, PollState.open)
        assert (poll.result["first"], poll.result["votes"], poll.result["eligible"]) == ([2], 1, 4)
        assert [poll_values.turnout(session, one).eligible for one in (poll, later)] == [4, 4]


def test_late_is_better_than_never(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        made = [asks(session, rt) for _ in range(poll_closing.AT_ONCE + 2)]
        later = ENDS + 30 * DAY
        assert [poll_closing.close_due(session, later) for _ in range(3)] == [poll_closing.AT_ONCE, 2, 0]
        assert {one.state for one in made} == {PollState.closed}


def test_after_a_large_one_the_others_wait_for_the_next_transaction(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll_closing, "MANY", 2)
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        small, large, last = (asks(session, rt, closes_at=ENDS - DAY * days) for days in (3, 2, 1))
        for who in (rt.tini, rt.asep):
            taps(session, large, who, 1)
        assert [poll_closing.close_due(session, OVER) for _ in range(3)] == [2, 1, 0]
        assert {one.state for one in (small, large, last)} == {PollState.closed}


def test_sooner_for_a_reason_that_everyone_reads(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        for who in (rt.tini, rt.asep, rt.budi, rt.siti):
            taps(session, poll, who, 1)
        with pytest.raises(NotThere, match=r"polls\.why_wanted"):
            poll_closing.close_early(session, poll.id, " ", by=rt.budi, now=NOW)
        with pytest.raises(TooMuch):
            poll_closing.close_early(session, poll.id, "x" * 301, by=rt.budi, now=NOW)
        with pytest.raises(NotAllowed):
            poll_closing.close_early(session, poll.id, "Sudah jelas", by=rt.tini, now=NOW)
        poll_closing.close_early(session, poll.id, "Sudah jelas", by=rt.siti, now=NOW)
        assert (poll.state, poll.why_closed, poll.result["votes"]) == (PollState.closed, "Sudah jelas", 4)
        for act in (poll_closing.close_early, poll_closing.call_off):
            with pytest.raises(AlreadySo, match=r"polls\.is_over"):
                act(session, poll.id, "Lagi", by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo):
            polls.extend(session, poll.id, ENDS + DAY, by=rt.budi, now=NOW)
        assert poll_closing.close_due(session, OVER) == 0
        actions = [line.action for line in audit.of_community(session, rt.community, limit=9)]
        assert sorted(actions) == ["poll.closed", "poll.closed_early", "poll.opened"]


def test_not_sooner_while_what_few_have_chosen_could_be_read_off_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        others, strangers = neighbours(session, rt, 4), neighbours(session, rt, 3, recognised=False)
        poll = asks(session, rt)
        for who in (rt.tini, *others[:3], *strangers):
            taps(session, poll, who, 1)
        votes_for_neighbours.cast(session, poll.id, "Mbah Karto", [], by=rt.tini, secret=SECRET, now=NOW)
        with pytest.raises(NotAllowed, match=r"^polls\.too_few_to_close$") as refused:
            poll_closing.close_early(session, poll.id, "Sudah jelas", by=rt.budi, now=NOW)
        assert refused.value.values == {"votes": 4, "least": 5, "number": poll.number}
        assert (poll.state, poll.why_closed) == (PollState.open, None)
        taps(session, poll, others[3], 2)
        poll_closing.close_early(session, poll.id, "Sudah jelas", by=rt.budi, now=NOW)
        assert poll.result["votes"] == 5


def test_where_few_live_all_of_them_are_enough(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, counts=Counts.house)
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "1")
        for who in (rt.tini, rt.asep, rt.budi):
            taps(session, poll, who, 1)
        session.flush()
        with pytest.raises(NotAllowed, match=r"polls\.too_few_to_close") as refused:
            poll_closing.refuse_too_few(session, poll)
        assert (refused.value.values["votes"], refused.value.values["least"]) == (2, 3)
        taps(session, poll, rt.siti, 1)
        session.flush()
        poll_closing.refuse_too_few(session, poll)


@pytest.mark.parametrize(("sheets", "votes", "least"), [(3, 0, 0), (3, 1, 5), (3, 5, 0), (12, 2, 3), (13, 2, 0)])
def test_sheets_of_paper_hide_nobody_and_hold_nobody_up(engine: Engine, sheets: int, votes: int, least: int) -> None:
    """Their sums are told by themselves, and what is left is what the few have chosen."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        who = neighbours(session, rt, 11)
        poll = asks(session, rt)
        for one in who[:votes]:
            taps(session, poll, one, 1)
        sheet = paper_votes.enter(session, poll.id, {}, sheets, "photo", by=rt.siti, now=NOW)
        paper_votes.witness(session, sheet.id, by=rt.asep, now=NOW)
        if not least:
            poll_closing.refuse_too_few(session, poll)
            return
        with pytest.raises(NotAllowed, match=r"polls\.too_few_to_close\.paper") as refused:
            poll_closing.refuse_too_few(session, poll)
        assert (refused.value.values["votes"], refused.value.values["least"]) == (votes, least)


def test_where_all_see_who_chose_what_it_may_be_closed_with_one(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        poll.way = Way.native
        taps(session, poll, rt.tini, 1)
        poll_closing.close_early(session, poll.id, "Sudah jelas", by=rt.budi, now=NOW)
        assert poll.result["votes"] == 1


def test_who_spoke_in_it_is_told_once_whoever_it_was(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        taps(session, poll, rt.asep, 1, 1)
        ends(session, poll)
        assert poll_cards.tell_voters(session, OVER) == 1
        assert poll_cards.tell_voters(session, OVER) == 1, "nobody is left"
        assert poll_cards.tell_voters(session, OVER) == 0
        assert sorted(told(session)) == [("poll.result", rt.tini), ("poll.result", rt.asep)]


# ── where voters are from ──


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({}, {}),
        ({1: 5, 2: 7}, {1: 5, 2: 7}),
        ({1: 4, 2: 4}, {}),
        ({1: 12, 2: 3, 3: 3}, {1: 12}),
        ({1: 12, 2: 6, 3: 1}, {1: 12}),
        ({1: 12, 2: 1}, {}),
    ],
)
def test_few_of_a_part_are_not_told_apart_and_cannot_be_subtracted(parts: dict[int, int], told: dict[int, int]) -> None:
    assert secrecy.told_apart(parts) == told


def test_where_voters_are_from_is_told_of_crowds(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        rw = above(session, rt)
        many = neighbours(session, rt, 4)
        poll = polls.open_poll(session, rw.community, plan(), by=rw.darmo, now=NOW)
        for who in (rt.tini, *many):
            taps(session, poll, who, 1)
        assert ends(session, poll)["parts"] == {str(rt.community): 5}


def test_one_part_alone_is_not_told_where_the_rest_follows_from_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        assert ends(session, poll)["parts"] == {}


# ── at once ──


def test_two_processes_close_at_once_and_it_is_counted_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        poll_id = poll.id
    together = Barrier(2)

    def close(_: int) -> int:
        together.wait(timeout=10)
        with writing(engine) as session:
            return poll_closing.close_due(session, OVER)

    with ThreadPoolExecutor(2) as pool:
        closed = list(pool.map(close, range(2)))
    assert sorted(closed) == [0, 1]
    with writing(engine) as session:
        found = session.get(Poll, poll_id)
        assert found is not None
        assert found.result["votes"] == 1
        closings = [one for one in audit.of_community(session, rt.community, limit=9) if one.action == "poll.closed"]
        assert len(closings) == 1


def test_whoever_votes_while_it_closes_is_counted_or_told(engine: Engine) -> None:
    """Never taken and not counted."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        who, before = neighbours(session, rt, 8), neighbours(session, rt, 5)
        asked = asks(session, rt)
        poll_id = asked.id
        for one in before:
            taps(session, asked, one, 1)
    together = Barrier(len(who) + 1)

    def act(person: int) -> bool:
        together.wait(timeout=10)
        try:
            with writing(engine) as session:
                poll = session.get(Poll, poll_id)
                assert poll is not None
                if person == 0:
                    poll_closing.close_early(session, poll_id, "Cukup", by=rt.budi, now=NOW)
                    return False
                return bool(taps(session, poll, person, 1).choices)
        except AlreadySo:
            return False

    with ThreadPoolExecutor(len(who) + 1) as pool:
        taken = len(before) + sum(pool.map(act, [0, *who]))
    with writing(engine) as session:
        poll = session.get(Poll, poll_id)
        assert poll is not None
        assert poll.result["votes"] == taken == len(ballots_in(session, poll))
        assert len(list(session.exec(select(PollVoter)))) == taken


def test_houses_are_counted_as_they_stand_when_it_closes(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, counts=Counts.house)
        for who, number in ((rt.tini, "1"), (rt.asep, "1"), (rt.budi, "2")):
            taps(session, poll, who, 1)
            lives_in(session, rt, who, number)
        result = ends(session, poll)
        assert (result["votes"], result["eligible"]) == (2, 3)


def test_who_is_in_two_neighbourhoods_is_one_house(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        rw = above(session, rt)
        session.add(Membership(person_id=rt.tini, community_id=rw.community, joined_at=NOW, recognised_at=NOW))
        session.flush()
        lives_in(session, rt, rt.tini, "1")
        poll = polls.open_poll(session, rt.community, plan(), by=rt.budi, now=NOW)
        assert _houses(session, rw.community, poll) == 4


def _houses(session: Session, community_id: int, poll: Poll) -> int:
    return electorate.entitled_houses(session, Area([community_id, poll.community_id], ENDS))
