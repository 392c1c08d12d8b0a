"""Of two moves close together one message: but nothing is lost when it leaves in the very moment of the second."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import triage
from storage import gathering, outbox_leases, timeline
from storage.database import open_engine, writing
from storage.outbox import Row
from storage.people import by_id
from tests.community.post import waiting
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_needs import tell

LATER = NOW + timedelta(minutes=5)
SOON = 2.0


def accepted(engine: Engine) -> tuple[RtThree, int, int]:
    """(who is there, the need, Bu Tini's chat); one notice waits for her."""
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=0)
        person = by_id(session, rt.tini)
        assert person is not None
        return rt, need.id, person.telegram_id


def claim(session: Session) -> list[Row]:
    return outbox_leases.claim(session, "courier", now=LATER.timestamp(), most=9)


def begins(engine: Engine, rt: RtThree, need_id: int) -> None:
    with writing(engine) as session:
        triage.start(session, need_id, by=rt.siti, now=LATER, seen=1)


def first_lines(engine: Engine) -> list[int | None]:
    with writing(engine) as session:
        return [row.subject_id for row in waiting(session, "need.moved")]


def test_what_waits_already_takes_the_next_line_along(engine: Engine) -> None:
    rt, need_id, chat = accepted(engine)
    begins(engine, rt, need_id)
    assert len(first_lines(engine)) == 1
    with writing(engine) as session:
        assert gathering.waiting(session, kind="need.moved", chats=[chat, chat + 1], need_id=need_id) == {chat}
        assert not gathering.waiting(session, kind="need.moved", chats=[chat + 1], need_id=need_id)
        assert not gathering.waiting(session, kind="need.silent", chats=[chat], need_id=need_id)
        other = tell(session, rt)
        assert not gathering.waiting(session, kind="need.moved", chats=[chat], need_id=other.id)


def test_what_has_been_claimed_leaves_without_the_next_line_which_gets_a_message_of_its_own(engine: Engine) -> None:
    rt, need_id, _ = accepted(engine)
    with writing(engine) as session:
        assert len(claim(session)) == 1
    begins(engine, rt, need_id)
    (first,) = first_lines(engine)
    with writing(engine) as session:
        line = timeline.by_id(session, first or 0)
        assert line is not None
        assert line.at == LATER


# ── where two write at once: on PostgreSQL alone ──


@pytest.fixture
def shared(postgresql_url: str) -> Iterator[Engine]:
    opened = open_engine(postgresql_url)
    yield opened
    opened.dispose()


def test_a_claim_that_is_not_committed_yet_is_waited_for(shared: Engine) -> None:
    rt, need_id, _ = accepted(shared)
    writer = threading.Thread(target=begins, args=(shared, rt, need_id))
    with writing(shared) as session:
        assert len(claim(session)) == 1
        writer.start()
        writer.join(SOON / 4)
        assert writer.is_alive(), "it would have to guess whether this notice has left"
    writer.join(SOON * 5)
    assert not writer.is_alive()
    assert len(first_lines(shared)) == 1, "the line that came in between has a notice of its own"


def test_a_line_that_is_being_written_holds_the_notice_until_it_is_there(shared: Engine) -> None:
    rt, need_id, _ = accepted(shared)
    with writing(shared) as session:
        triage.start(session, need_id, by=rt.siti, now=LATER, seen=1)
        with writing(shared) as courier:
            assert claim(courier) == [], "it leaves when the second line stands"
    with writing(shared) as courier:
        (row,) = claim(courier)
        lines = timeline.since(courier, need_id, row.subject_id or 0)
        assert [line.state for line in lines] == ["accepted", "in_progress"]
