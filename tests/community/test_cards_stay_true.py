"""Whatever changes how many have voted, or how many could, is drawn on the poll's card at once, and once."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from community import (
    erasure,
    house_marks,
    invitations,
    objections,
    paper_votes,
    poll_cards,
    recognition,
    votes_for_neighbours,
)
from storage.outbox import outbox
from storage.polls import Counts, Method, Poll
from tests.community.polling import SECRET, option
from tests.community.polls_in_a_topic import asked_in_a_topic, recognise, votes_for
from tests.community.rt_three import NOW, RtThree
from tests.community.told_for import Place
from tests.community.traces import an_hour_later


def redrawn(session: Session) -> int:
    rows = sa.select(sa.func.count()).where(outbox.c.kind == poll_cards.REDRAWN)
    return session.connection().execute(rows).scalar_one()


def drawn_already(session: Session) -> None:
    session.connection().execute(sa.delete(outbox).where(outbox.c.kind == poll_cards.REDRAWN))


def the_poll(place: Place, *known: int, **more: Any) -> Poll:
    session, rt = place
    recognise(session, rt.budi, rt.siti, rt.asep, *known)
    poll, _ = asked_in_a_topic(session, rt, **more)
    return poll


def speaks(session: Session, rt: RtThree, poll: Poll, *places: int) -> None:
    votes_for_neighbours.cast(
        session, poll.id, "Mbah Karto", [option(session, poll, place) for place in places], by=rt.asep, secret=SECRET,
        now=NOW,
    )  # fmt: skip


def test_a_vote_for_a_neighbour_and_taking_it_back(place: Place) -> None:
    session, rt = place
    poll = the_poll(place)
    speaks(session, rt, poll, 1, 2)
    assert redrawn(session) == 1
    drawn_already(session)
    speaks(session, rt, poll)
    assert redrawn(session) == 1


def test_an_objection_raised_and_settled(place: Place) -> None:
    session, rt = place
    poll = the_poll(place, method=Method.consensus)
    found = objections.raise_it(session, poll.id, "Terlalu mahal", by=rt.asep, secret=SECRET, now=NOW)
    assert redrawn(session) == 1
    objections.answer(session, found.id, "Dicicil", by=rt.budi, now=NOW)
    drawn_already(session)
    objections.settle(session, poll.id, keeps=True, by=rt.asep, secret=SECRET, now=NOW)
    assert redrawn(session) == 1


def test_sheets_of_paper_entered_witnessed_and_withdrawn(place: Place) -> None:
    session, rt = place
    poll = the_poll(place)
    tally = paper_votes.enter(session, poll.id, {}, 2, "photo", by=rt.budi, now=NOW)
    assert redrawn(session) == 1
    drawn_already(session)
    paper_votes.witness(session, tally.id, by=rt.asep, now=NOW)
    assert redrawn(session) == 1
    drawn_already(session)
    paper_votes.withdraw(session, tally.id, by=rt.budi, now=NOW)
    assert redrawn(session) == 1


def test_whoever_is_recognised_by_the_organisers_or_by_a_link(place: Place) -> None:
    session, rt = place
    poll = the_poll(place)
    votes_for(session, poll, rt.tini, 1)
    who = [rt.tini, rt.joko]
    recognition.recognise(session, rt.community, who, by=rt.budi, secret=SECRET, now=NOW)
    assert redrawn(session) == 1, "once for both"
    drawn_already(session)
    recognition.recognise(session, rt.community, who, by=rt.siti, secret=SECRET, now=NOW)
    assert redrawn(session) == 0, "they were before"
    link = invitations.invite_cadre(session, rt.community, by=rt.budi, now=NOW)
    invitations.accept(session, link.code, by=rt.joko, secret=SECRET, now=NOW)
    assert redrawn(session) == 1


def test_a_house_number_where_houses_vote_and_nowhere_else(place: Place) -> None:
    session, rt = place
    the_poll(place, rt.tini, counts=Counts.house)
    house_marks.live_in(session, SECRET, "12", by=rt.tini, community_id=rt.community, now=NOW)
    assert redrawn(session) == 1
    drawn_already(session)
    house_marks.forget(session, by=rt.tini, community_id=rt.community, secret=SECRET, now=NOW)
    assert redrawn(session) == 1


def test_a_house_number_where_persons_vote(place: Place) -> None:
    session, rt = place
    the_poll(place, rt.tini)
    house_marks.live_in(session, SECRET, "12", by=rt.tini, community_id=rt.community, now=NOW)
    assert redrawn(session) == 0


def test_who_has_everything_deleted_and_takes_it_back_or_goes(place: Place) -> None:
    session, rt = place
    poll = the_poll(place, rt.tini)
    votes_for(session, poll, rt.tini, 1)
    asked = erasure.of_everything(session, by=rt.tini, now=NOW)
    assert redrawn(session) == 1, "one less could vote"
    drawn_already(session)
    erasure.take_back(session, asked.id, by=rt.tini, now=NOW)
    assert redrawn(session) == 1
    drawn_already(session)
    erasure.of_everything(session, by=rt.tini, now=NOW)
    drawn_already(session)
    erasure.make_final(session, an_hour_later(NOW), secret=SECRET)
    assert redrawn(session) == 1, "her vote has gone"
