"""What reporter and organisers say to each other: who may, what is waited for, and for how long."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import exchanges, journeys, needs, supports, triage
from community.journeys import Reader
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage.database import writing
from storage.needs import Need
from storage.people import Role, by_id, membership_of
from tests.community.post import arrives, recipients, waiting
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_needs import tell

MINUTE = timedelta(minutes=1)
LATER = NOW + MINUTE


def is_asked(session: Session, rt: RtThree) -> Need:
    need = tell(session, rt)
    triage.ask(session, need.id, question="Sejak kapan?", by=rt.budi, now=NOW, seen=0)
    return need


def is_declined(session: Session, rt: RtThree) -> Need:
    need = tell(session, rt)
    triage.decline(session, need.id, reason="kas belum cukup", by=rt.budi, now=NOW, seen=0)
    return need


def spoken_of(session: Session, rt: RtThree, *, after: float = 0.0, **later: float) -> Need | None:
    person = by_id(session, rt.tini)
    assert person is not None
    now = LATER + timedelta(**later)
    found = exchanges.awaited(session, rt.tini, chat=person.telegram_id, after=after, now=now)
    return found.need if found else None


def test_a_question_is_waited_for_once_it_has_arrived_and_not_for_ever(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = is_asked(session, rt)
        assert spoken_of(session, rt) is None, "she has not read it yet"
        arrives(session, "need.question", LATER)
        assert spoken_of(session, rt) == need
        assert spoken_of(session, rt, days=13) == need
        assert spoken_of(session, rt, days=15) is None
        assert spoken_of(session, rt, after=(LATER + MINUTE).timestamp()) is None, "her own talk has gone on since"


def test_a_refusal_is_spoken_of_for_three_days(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = is_declined(session, rt)
        arrives(session, "need.moved", LATER)
        assert spoken_of(session, rt, days=2) == need
        assert spoken_of(session, rt, days=3) is None
        exchanges.goes_its_way(session, need.id, by=rt.tini)
        session.flush()
        assert spoken_of(session, rt) is None


def test_what_arrived_last_is_what_is_spoken_of(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        is_declined(session, rt)
        arrives(session, "need.moved", LATER)
        asked = is_asked(session, rt)
        arrives(session, "need.question", LATER + MINUTE)
        assert spoken_of(session, rt) == asked


def test_a_reply_is_the_answer_to_the_question_it_replies_to_until_that_is_answered(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = is_asked(session, rt)
        (row,) = arrives(session, "need.question", LATER)

        def replied_to(by: int, chat: int = row.chat, message_id: int = row.id) -> Need | None:
            found = exchanges.question_replied_to(session, chat=chat, message_id=message_id, by=by)
            return found.need if found else None

        assert replied_to(rt.tini) == need
        assert replied_to(rt.asep) is None
        assert replied_to(rt.tini, chat=1) is None
        assert replied_to(rt.tini, message_id=row.id + 1) is None
        triage.answer(session, need.id, text="kemarin", dialogue_id=None, by=rt.tini, now=LATER)
        assert replied_to(rt.tini) is None
        with pytest.raises(AlreadySo):
            triage.answer(session, need.id, text="kemarin", dialogue_id=None, by=rt.tini, now=LATER)


def test_an_answer_that_is_too_long_writes_nothing_and_a_shorter_one_is_told_to_organisers(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = is_asked(session, rt)
        with pytest.raises(TooMuch):
            triage.answer(session, need.id, text="a" * 1_001, dialogue_id=None, by=rt.tini, now=LATER)
        with pytest.raises(NotAllowed):
            triage.answer(session, need.id, text="kemarin", dialogue_id=None, by=rt.asep, now=LATER)
        triage.answer(session, need.id, text="a" * 1_000, dialogue_id=None, by=rt.tini, now=LATER)
        assert recipients(session, "need.answered") == sorted([rt.budi, rt.siti])


def test_only_its_reporter_writes_to_the_organisers_and_neighbours_read_none_of_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        for other in (rt.asep, rt.joko):
            with pytest.raises(NotAllowed):
                exchanges.write(session, need.id, text="halo", dialogue_id=None, by=other, now=NOW)
        with pytest.raises(TooMuch):
            exchanges.write(session, need.id, text="a" * 1_001, dialogue_id=None, by=rt.tini, now=NOW)
        exchanges.write(session, need.id, text="duit kas kemana", dialogue_id=None, by=rt.tini, now=NOW)
        exchanges.reply(session, need.id, words="nanti kita rembuk", by=rt.siti, now=NOW)
        assert recipients(session, "need.wrote") == sorted([rt.budi, rt.siti])
        assert recipients(session, "need.replied") == [rt.tini]
        assert not [line.reason for line in journeys.read(session, need.id, Reader.neighbour) if line.reason]
        for reader in (Reader.reporter, Reader.office):
            read = [line.reason for line in journeys.read(session, need.id, reader) if line.reason]
            assert read == ["duit kas kemana", "nanti kita rembuk"]


def test_only_organisers_reply_and_only_while_there_is_somebody_to_read_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        for other in (rt.tini, rt.asep, rt.joko):
            with pytest.raises(NotAllowed):
                exchanges.reply(session, need.id, words="halo", by=other, now=NOW)
        with pytest.raises(TooMuch):
            exchanges.reply(session, need.id, words="a" * 501, by=rt.siti, now=NOW)
        need.reporter_id = None
        session.flush()
        with pytest.raises(NotThere):
            exchanges.reply(session, need.id, words="halo", by=rt.siti, now=NOW)
        assert waiting(session, "need.replied") == []


def test_one_reader_is_an_organiser_of_this_place_at_this_moment(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        assert [one.id for one in exchanges.readers(session, need.id, by=rt.tini)] == [rt.budi, rt.siti]
        assert exchanges.reader(session, need.id, rt.siti, by=rt.tini).id == rt.siti
        for nobody in (rt.asep, rt.joko, rt.tini, 0):
            with pytest.raises(NotThere):
                exchanges.reader(session, need.id, nobody, by=rt.tini)
        with pytest.raises(NotAllowed):
            exchanges.reader(session, need.id, rt.siti, by=rt.asep)
        member = membership_of(session, rt.siti, rt.community)
        assert member is not None
        member.role = Role.resident
        session.flush()
        with pytest.raises(NotThere):
            exchanges.reader(session, need.id, rt.siti, by=rt.tini)


def test_withdrawing_ends_the_waiting(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = is_asked(session, rt)
        arrives(session, "need.question", LATER)
        needs.withdraw(session, need.id, by=rt.tini, now=LATER)
        session.flush()
        assert spoken_of(session, rt) is None
        assert exchanges.question(session, need.id, by=rt.tini) is None
