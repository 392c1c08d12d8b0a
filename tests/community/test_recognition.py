"""Recognising newcomers: from then on their votes count, also those that they have given before; and only then."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import invitations, polls, recognition, votes_for_neighbours
from community.refusals import NotAllowed
from storage import audit, people
from storage.database import writing
from storage.polls import Counts
from tests.community.polling import SECRET, asks, counted, ends, lives_in, option, plan, rt_that_is_known, taps
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import above


def recognises(session: Session, rt: RtThree, *who: int, by: int | None = None) -> None:
    recognition.recognise(session, rt.community, who, by=by or rt.budi, secret=SECRET, now=NOW)


def test_newcomers_wait_the_longest_first(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        waiting = [one.id for one in recognition.waiting(session, rt.community, by=rt.siti)]
        assert set(waiting) == {rt.tini, rt.asep, rt.budi, rt.siti}
        recognises(session, rt, rt.tini, rt.asep, rt.joko)
        assert rt.tini not in [one.id for one in recognition.waiting(session, rt.community, by=rt.siti)]
        member = people.membership_of(session, rt.tini, rt.community)
        assert member is not None
        assert member.recognised_at == NOW


def test_only_organisers_recognise(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed, match=r"polls\.only_office"):
            recognises(session, rt, rt.tini, by=rt.asep)
        with pytest.raises(NotAllowed, match=r"polls\.only_office"):
            recognition.waiting(session, rt.community, by=rt.joko)


def test_what_was_voted_before_counts_from_then_on(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = asks(session, rt)
        assert not taps(session, poll, rt.tini, 1).counts
        votes_for_neighbours.cast(
            session, poll.id, "Mbah Karto", [option(session, poll, 2)], by=rt.tini, secret=SECRET, now=NOW
        )
        assert (counted(session, poll)["votes"], counted(session, poll)["apart"]) == (0, 2)
        recognises(session, rt, rt.tini)
        assert (counted(session, poll)["votes"], counted(session, poll)["apart"]) == (2, 0)
        assert counted(session, poll)["by_neighbours"] == 1


def test_who_is_given_a_standing_is_recognised_as_well(engine: Engine) -> None:
    """By a link, not by name: the vote that was given before counts, and a house's stands."""
    with writing(engine) as session:
        rt = settle(session)
        poll, of_houses = asks(session, rt), asks(session, rt, counts=Counts.house)
        lives_in(session, rt, rt.tini, "12")
        for one in (poll, of_houses):
            taps(session, one, rt.tini, 1)
        code = invitations.invite_cadre(session, rt.community, by=rt.budi, now=NOW).code
        invitations.accept(session, code, by=rt.tini, secret=SECRET, now=NOW)
        for one in (poll, of_houses):
            assert (counted(session, one)["votes"], counted(session, one)["apart"]) == (1, 0)
            taps(session, one, rt.tini, 2)
            assert (counted(session, one)["votes"], counted(session, one)["first"]) == (1, [2])


def test_in_a_poll_of_the_rw_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        poll = polls.open_poll(session, rw.community, plan(), by=rw.darmo, now=NOW)
        taps(session, poll, rt.tini, 1)
        recognises(session, rt, rt.tini)
        assert ends(session, poll)["votes"] == 1


def test_after_it_has_closed_nothing_is_counted_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        result = ends(session, poll)
        recognises(session, rt, rt.tini)
        assert (result["votes"], result["apart"]) == (0, 1)
        assert counted(session, poll)["votes"] == 0


def test_who_has_lived_here_too_short_is_recognised_and_not_counted(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = asks(session, rt, least_days=30)
        taps(session, poll, rt.tini, 1)
        recognises(session, rt, rt.tini)
        assert counted(session, poll)["votes"] == 0


def test_twice_is_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        recognises(session, rt, rt.tini, rt.tini)
        assert [one.action for one in audit.of_community(session, rt.community, limit=9)] == []
