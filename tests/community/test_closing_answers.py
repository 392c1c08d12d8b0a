"""What residents answer, on both databases: who may, what stays of it, and who has the last word once it is closed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import (
    closing_answers,
    reopenings,
    supports,
)
from community.closings import Reason
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import timeline
from storage.audit import AuditEntry
from storage.closings import ClosingAnswer, Verdict
from storage.columns import metadata
from storage.database import writing
from storage.needs import NeedState
from storage.outbox import outbox
from storage.people import Membership
from storage.timeline import Event
from tests.community.closing_time import END, EVENING, NOON, Street

DONE, PARTLY, NOT_YET = Verdict.done, Verdict.partly, Verdict.not_yet


# ── answering ──


def verdict_of(question: ClosingAnswer) -> Verdict | None:
    return question.verdict


def test_a_question_is_answered_by_whom_it_asks_and_the_last_word_counts(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        question = street.question_to(street.rt.tini)
        for other in (street.rt.asep, street.rt.budi, street.rt.siti, street.rt.joko):
            with pytest.raises(NotAllowed):
                closing_answers.answer(session, question.id, DONE, by=other, now=NOON)
        with pytest.raises(NotThere):
            closing_answers.answer(session, 999_999, DONE, by=street.rt.tini, now=NOON)
        assert verdict_of(question) is None
        street.says(street.rt.tini, PARTLY)
        closing_answers.say_why(session, question.id, reason=Reason.some, words="dikit", by=street.rt.tini, now=NOON)
        street.says(street.rt.tini, DONE)
        assert (verdict_of(question), question.reason, question.words) == (DONE, None, None)
        with pytest.raises(AlreadySo, match=r"closing\.nothing_lacks"):
            closing_answers.say_why(session, question.id, reason=Reason.some, by=street.rt.tini, now=NOON)
        street.says(street.rt.tini, NOT_YET)
        with pytest.raises(TooMuch):
            closing_answers.say_why(session, question.id, words="a" * 501, by=street.rt.tini, now=NOON)
        assert street.stands() is NeedState.awaiting_confirmation


def test_who_has_moved_away_answers_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        question = street.question_to(street.rt.tini)
        session.delete(session.exec(select(Membership).where(Membership.person_id == street.rt.tini)).one())
        session.flush()
        with pytest.raises(NotAllowed, match=r"needs\.not_a_member"):
            closing_answers.answer(session, question.id, DONE, by=street.rt.tini, now=NOON)


def test_after_the_round_an_answer_comes_too_late(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        question = street.question_to(street.rt.asep)
        street.says(street.rt.tini, DONE)
        assert street.minutes_pass(EVENING) is NeedState.resolved
        with pytest.raises(AlreadySo, match=r"closing\.is_over"):
            closing_answers.answer(session, question.id, NOT_YET, by=street.rt.asep, now=EVENING)
        with pytest.raises(AlreadySo, match=r"closing\.is_over"):
            closing_answers.say_why(session, question.id, reason=Reason.same, by=street.rt.asep, now=EVENING)
        assert question.verdict is None


# ── secrecy ──


def everything(session: Session) -> list[str]:
    """All rows but the questions themselves, as text."""
    session.flush()
    tables = [table for table in metadata.sorted_tables if table.name != "closing_answer"]
    return [
        f"{table.name} {dict(row)}"
        for table in tables
        for row in session.connection().execute(sa.select(table)).mappings()
    ]


def test_who_said_what_is_nowhere_after_the_end_and_in_no_other_row_before(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()
        before = everything(session)
        row = street.says(street.rt.asep, NOT_YET)
        closing_answers.say_why(session, row.id, reason=Reason.same, words="masih bau", by=street.rt.asep, now=NOON)
        assert everything(session) == before
        assert street.minutes_pass(EVENING) is NeedState.reopened
        for one in session.exec(select(ClosingAnswer)):
            assert (one.verdict, one.reason, one.words, one.answered_at) == (None, None, None, None)
        new = [one for one in everything(session) if one not in before]
        assert not [one for one in new if one.startswith(("timeline", "audit")) and f"_id': {street.rt.asep}," in one]
        assert session.exec(select(AuditEntry).where(AuditEntry.actor_id == street.rt.asep)).all() == []


# ── afterwards ──


def is_unconfirmed(session: Session) -> Street:
    street = Street(session)
    street.is_said_to_be_done()
    street.minutes_pass(END)
    return street


def test_anyone_concerned_reopens_within_sixty_days_and_is_not_named(engine: Engine) -> None:
    with writing(engine) as session:
        street = is_unconfirmed(session)
        for other in (street.rt.siti, street.rt.joko):
            with pytest.raises(NotAllowed):
                reopenings.reopen(session, street.need_id, reason=Reason.again, by=other, now=END)
        late = END + timedelta(days=60, minutes=1)
        with pytest.raises(AlreadySo, match=r"closing\.long_ago"):
            reopenings.reopen(session, street.need_id, reason=Reason.again, by=street.rt.asep, now=late)
        last = END + timedelta(days=60)
        reopenings.reopen(session, street.need_id, reason=Reason.again, words="bau", by=street.rt.asep, now=last)
        assert street.stands() is NeedState.reopened
        moved, words = timeline.of_need(session, street.need_id)[-2:]
        assert (moved.about, moved.reason, moved.actor_id) == ("again", None, None)
        assert (words.event, words.reason, words.actor_id) == (Event.lacking, "bau", None)
        assert sorted(street.notices("closing.reopened")) == sorted([street.rt.budi, street.rt.siti])
        with pytest.raises(AlreadySo, match=r"closing\.not_closed"):
            reopenings.reopen(session, street.need_id, by=street.rt.tini, now=last)


def test_a_neighbour_who_was_asked_by_lot_may_reopen_it_too(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session, more=0)
        street.neighbours.append(street.moves_in(1))
        street.is_said_to_be_done()
        street.minutes_pass(END)
        reopenings.reopen(session, street.need_id, reason=Reason.same, by=street.neighbours[0], now=END)
        assert street.stands() is NeedState.reopened


def test_a_late_word_resolves_what_nobody_had_confirmed_but_not_a_movers(engine: Engine) -> None:
    with writing(engine) as session:
        street = is_unconfirmed(session)
        supports.support(session, street.need_id, by=street.rt.budi, now=END)
        with pytest.raises(NotAllowed, match=r"closing\.not_by_movers"):
            reopenings.confirm(session, street.need_id, by=street.rt.budi, now=END)
        with pytest.raises(NotAllowed, match=r"needs\.not_yours"):
            reopenings.confirm(session, street.need_id, by=street.rt.siti, now=END)
        reopenings.confirm(session, street.need_id, by=street.rt.asep, now=END)
        assert street.stands() is NeedState.resolved
        assert timeline.of_need(session, street.need_id)[-1].actor_id is None
        assert reopenings.confirm(session, street.need_id, by=street.rt.tini, now=END).state is NeedState.resolved


def test_what_is_open_is_neither_reopened_nor_confirmed(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        for late_word in (reopenings.reopen, reopenings.confirm):
            with pytest.raises(AlreadySo, match=r"closing\.not_closed"):
                late_word(session, street.need_id, by=street.rt.tini, now=NOON)
        assert (
            session.connection().execute(sa.select(outbox).where(outbox.c.kind == "closing.reopened")).first() is None
        )
