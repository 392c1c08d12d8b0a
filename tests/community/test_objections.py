"""On the way to mufakat: an objection, its answer, and the last word, which is its owner's; nobody sees whose."""

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import objections, recognition, votes
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import audit, people
from storage.database import writing
from storage.objections import Objection, Stance
from storage.outbox import outbox
from storage.polls import Counts, Method, Poll
from tests.community.polling import (
    OVER,
    SECRET,
    asks,
    counted,
    ends,
    lives_in,
    option,
    places_of,
    rt_that_is_known,
    taps,
)
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.told_for import told


def objects(session: Session, poll: Poll, by: int, words: str = "Terlalu mahal") -> Objection:
    return objections.raise_it(session, poll.id, words, by=by, secret=SECRET, now=NOW)


def owners(session: Session, rt: RtThree, found: Objection, secret: str = SECRET) -> list[int]:
    everyone = (rt.tini, rt.asep, rt.budi, rt.siti, rt.joko)
    return [one for one in everyone if objections.is_theirs(session, found, one, secret=secret)]


def settles(session: Session, poll: Poll, by: int, *, keeps: bool) -> Objection:
    return objections.settle(session, poll.id, keeps=keeps, by=by, secret=SECRET, now=NOW)


@pytest.mark.parametrize(
    ("keeps", "stance", "choice", "outcome"),
    [(True, Stance.kept, 3, "consensus_with_record"), (False, Stance.withdrawn, 2, "consensus")],
)
def test_the_whole_way(engine: Engine, stance: Stance, choice: int, outcome: str, *, keeps: bool) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.consensus)
        taps(session, poll, rt.asep, 1)
        found = objects(session, poll, rt.tini)
        assert counted(session, poll)["outcome"] == "objected"
        objections.answer(session, found.id, "Dicicil tiga bulan", by=rt.siti, now=NOW)
        assert (found.stance, found.answer) == (Stance.answered, "Dicicil tiga bulan")
        assert counted(session, poll)["outcome"] == "no_consensus", "until its owner has read it"
        assert owners(session, rt, found) == [rt.tini]
        assert settles(session, poll, rt.tini, keeps=keeps).stance is stance
        with pytest.raises(NotThere):
            settles(session, poll, rt.tini, keeps=not keeps)
        with pytest.raises(AlreadySo):
            objections.answer(session, found.id, "Dicicil lima bulan", by=rt.siti, now=NOW)
        assert places_of(session, poll, votes.mine(session, poll.id, by=rt.tini, secret=SECRET)) == [choice]
        assert ends(session, poll)["outcome"] == outcome


def test_said_again_it_waits_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.consensus)
        first = objects(session, poll, rt.tini)
        objections.answer(session, first.id, "Dicicil", by=rt.siti, now=NOW)
        again = objects(session, poll, rt.tini, " Tetap terlalu mahal ")
        assert (again.id, again.words, again.stance, again.answer) == (
            first.id, "Tetap terlalu mahal", Stance.raised, None,
        )  # fmt: skip
        assert len(list(session.exec(select(Objection)))) == 1


def test_who_agrees_after_all_objects_no_more_and_who_objects_again_has_not_changed_the_words(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.consensus)
        found = objects(session, poll, rt.tini)
        taps(session, poll, rt.tini, 1)
        assert found.stance is Stance.withdrawn
        assert counted(session, poll)["outcome"] == "consensus"
        taps(session, poll, rt.tini, 3)
        assert (found.stance, found.words) == (Stance.raised, "Terlalu mahal")
        assert counted(session, poll)["outcome"] == "objected"


def test_who_objects_again_after_all_is_told_to_the_organisers_anew(engine: Engine) -> None:
    """Once while they have not been told yet; else nobody would answer what stops everybody."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.consensus)
        found = objects(session, poll, rt.tini)
        taps(session, poll, rt.tini, 1, 3)
        assert told(session) == [("poll.objection", one) for one in (rt.budi, rt.siti)], "it has not left yet"
        session.connection().execute(sa.update(outbox).values(state="sent"))
        taps(session, poll, rt.tini, 1)
        assert told(session) == []
        open_one = votes.open_poll(session, poll.id, now=NOW, secret=SECRET)
        votes.cast(session, open_one, [option(session, poll, 3)], by=rt.tini, secret=SECRET, now=NOW)
        assert found.stance is Stance.raised
        assert told(session) == [("poll.objection", one) for one in (rt.budi, rt.siti)]
        objects(session, poll, rt.tini, "Masih terlalu mahal")
        assert len(told(session)) == 2, "in new words, in the same notice"


def test_what_is_refused(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll, other = asks(session, rt, Method.consensus), asks(session, rt)
        with pytest.raises(NotThere, match=r"polls\.why_wanted"):
            objects(session, poll, rt.tini, "  ")
        with pytest.raises(TooMuch):
            objects(session, poll, rt.tini, "x" * 501)
        with pytest.raises(NotThere):
            objects(session, other, rt.tini)
        with pytest.raises(NotAllowed):
            objects(session, poll, rt.joko)
        with pytest.raises(NotThere):
            settles(session, poll, rt.tini, keeps=True)
        found = objects(session, poll, rt.tini)
        with pytest.raises(NotThere):
            settles(session, poll, rt.tini, keeps=True)
        with pytest.raises(NotThere):
            settles(session, poll, rt.asep, keeps=True)
        with pytest.raises(NotAllowed):
            objections.answer(session, found.id, "Jawab", by=rt.asep, now=NOW)
        for wrong in ("", "x" * 501):
            with pytest.raises(TooMuch):
                objections.answer(session, found.id, wrong, by=rt.budi, now=NOW)
        objections.answer(session, found.id, "Jawab", by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo, match=r"polls\.objection_answered"):
            objections.answer(session, found.id, "Lagi", by=rt.siti, now=NOW)
        ends(session, poll)
        with pytest.raises(AlreadySo, match=r"polls\.is_over"):
            objections.settle(session, poll.id, keeps=True, by=rt.tini, secret=SECRET, now=OVER)


def test_who_has_left_gets_no_answer_and_stops_nobody_from_getting_theirs(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.consensus)
        hers, his = objects(session, poll, rt.tini), objects(session, poll, rt.asep, "Belum perlu")
        session.delete(people.membership_of(session, rt.tini, rt.community))
        session.flush()
        assert owners(session, rt, hers) == []
        assert owners(session, rt, his) == [rt.asep]
        assert owners(session, rt, his, secret="another-secret") == []


def test_it_comes_along_with_the_ballot(engine: Engine) -> None:
    """Into a house, and when somebody is recognised."""
    with writing(engine) as session:
        rt = settle(session)
        poll = asks(session, rt, Method.consensus, counts=Counts.house)
        objects(session, poll, rt.tini)
        lives_in(session, rt, rt.tini, "12")
        recognition.recognise(session, rt.community, [rt.tini], by=rt.budi, secret=SECRET, now=NOW)
        found = session.exec(select(Objection)).one()
        assert owners(session, rt, found) == [rt.tini]
        assert counted(session, poll)["outcome"] == "objected"


def test_on_record_are_the_words_of_those_who_asked_for_it_and_whose_vote_counts(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        recognition.recognise(session, rt.community, [rt.tini, rt.siti], by=rt.budi, secret=SECRET, now=NOW)
        poll = asks(session, rt, Method.consensus)
        taps(session, poll, rt.budi, 1)
        for one, words, keeps in (
            (rt.tini, "Terlalu mahal", True),
            (rt.siti, "Belum perlu", False),
            (rt.asep, "Belum dikenal, jadi ketahuan", True),
        ):
            found = objects(session, poll, one, words)
            objections.answer(session, found.id, "Dicicil", by=rt.budi, now=NOW)
            settles(session, poll, one, keeps=keeps)
        assert objections.on_record(session, poll) == [], "it is open, and they may still say otherwise"
        ends(session, poll)
        assert [one.words for one in objections.on_record(session, poll)] == ["Terlalu mahal"]


def test_once_it_has_closed_nobody_can_tell_whose_it_was(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.consensus)
        found = objects(session, poll, rt.tini)
        session.add(Objection(poll_id=poll.id, mark="without a ballot", words="lama"))
        ends(session, poll)
        assert owners(session, rt, found) == []
        assert all(len(one.mark) == 64 for one in session.exec(select(Objection)))
        lines = audit.of_community(session, rt.community, limit=9)
        assert rt.tini not in [one.actor_id for one in lines]


def test_two_organisers_who_answer_at_once_are_one_answer(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return  # one writes at a time
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, Method.consensus)
        objection_id = objects(session, poll, rt.tini).id
    with writing(engine) as waits:
        looked_at, _ = objections.seen(waits, objection_id, by=rt.budi)
        with writing(engine) as session:
            objections.answer(session, objection_id, "Dicicil", by=rt.siti, now=NOW)
        assert looked_at.answer is None
        with pytest.raises(AlreadySo, match=r"polls\.objection_answered"):
            objections.answer(waits, objection_id, "Tidak bisa", by=rt.budi, now=NOW)
