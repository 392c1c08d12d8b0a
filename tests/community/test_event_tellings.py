"""That it is moved, put off or cancelled: told at once to all who have not declined, also at night if it presses."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import event_moves, event_tellings, event_times, pushes, recurrence
from community.pushes import Digest, Drop, Send, Verdict, Wait
from storage import events, occurrences
from storage.communities import Chat, Community
from storage.database import writing
from storage.events import Invited
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import ROW, Row, outbox
from storage.preferences import Hearing, Preference
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Answer
from tests.community.meetings import BEGINS, GROUP, SUNDAY, called, in_group, only_time
from tests.community.reminded_of import EVE, HOUR, SOON, answers, neighbours, ticks
from tests.community.rt_three import NOW, RtThree, settle

NIGHT = ["21:00", "05:00"]
ELEVEN_AT_NIGHT = datetime(2026, 11, 28, 16, 0, tzinfo=NOW.tzinfo)
"""23.00 in Jakarta, eight hours before the work day."""
WEEK = timedelta(days=7)


def rows(session: Session, kind: str) -> list[Row]:
    query = sa.select(*ROW).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return [Row(*found) for found in session.connection().execute(query)]


def told(session: Session) -> list[int | None]:
    return [row.person_id for row in rows(session, event_tellings.CHANGED)]


def quiet(session: Session, rt: RtThree) -> None:
    session.get_one(Community, rt.community).quiet_hours = [NIGHT]
    session.flush()


# ── who is told ──


def test_the_first_hear_of_it_with_the_tap_itself_and_the_others_by_the_clock(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_tellings, "AT_ONCE", 3)
    with writing(engine) as session:
        rt = settle(session)
        more = neighbours(session, rt, 6)
        one = only_time(session, called(session, rt))
        answers(session, one, rt.asep, Answer.away)
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        assert told(session) == [rt.tini, rt.budi], "of the first three, one has declined"
        while event_tellings.tell_on(session, NOW):
            pass
        assert told(session) == [rt.tini, rt.budi, rt.siti, *more]
        assert one.tell_up_to is None


def test_five_hundred_are_written_in_one_statement(engine: Engine) -> None:
    """So that rain is told at once, and nobody else's tap waits for it."""
    with writing(engine) as session:
        rt = settle(session)
        neighbours(session, rt, 300)
        one = only_time(session, called(session, rt))
        said: list[str] = []
        sa.event.listen(session.connection(), "before_cursor_execute", lambda *call: said.append(call[2][:18]))
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        assert len(told(session)) == 304
        assert said.count("INSERT INTO outbox") == 1


def test_its_groups_read_one_line_for_each_change(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt, destinations=[in_group(session, rt)]))
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        event_moves.move(session, one.id, BEGINS + WEEK, "Cerah", by=rt.budi, now=NOW)
        assert [row.chat for row in rows(session, event_tellings.CHANGED) if row.person_id is None] == [GROUP, GROUP]
        session.get_one(Chat, 1).left_at = NOW
        session.flush()
        event_moves.cancel(session, one.id, "Batal", by=rt.budi, now=NOW)
        assert [row.chat for row in rows(session, event_tellings.CHANGED) if row.person_id is None] == [GROUP, GROUP]


def test_it_is_remembered_when_it_was_to_be(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        event_moves.move(session, one.id, BEGINS + WEEK, "Hujan", by=rt.budi, now=NOW)
        assert one.was_at == BEGINS
        event_moves.cancel(session, one.id, "Batal", by=rt.budi, now=NOW)
        assert one.was_at == BEGINS + WEEK


# ── at the gate ──


def verdict(session: Session, kind: str, person_id: int | None, now: datetime) -> Verdict:
    row = next(one for one in reversed(rows(session, kind)) if one.person_id == person_id)
    return pushes.decide_for(session, row, now)


def test_what_presses_is_told_at_night_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        quiet(session, rt)
        session.add(Preference(person_id=rt.asep, stopped_at=NOW))
        one = only_time(session, called(session, rt, destinations=[in_group(session, rt)]))
        event_moves.move(session, one.id, BEGINS + WEEK, "Hujan", by=rt.budi, now=ELEVEN_AT_NIGHT)
        assert verdict(session, "event.changed", rt.tini, ELEVEN_AT_NIGHT) == Send()
        assert verdict(session, "event.changed", None, ELEVEN_AT_NIGHT) == Send()
        assert isinstance(verdict(session, "event.changed", rt.asep, ELEVEN_AT_NIGHT), Drop), "all is stopped"
        event_moves.postpone(session, one.id, "Hujan lagi", by=rt.budi, now=ELEVEN_AT_NIGHT)
        assert isinstance(verdict(session, "event.changed", rt.tini, ELEVEN_AT_NIGHT), Wait), "it is a week off"
        assert isinstance(verdict(session, "event.changed", None, ELEVEN_AT_NIGHT), Wait)


def test_what_is_moved_into_the_next_morning_presses(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        quiet(session, rt)
        one = only_time(session, called(session, rt, begins_on=SUNDAY + WEEK))
        event_moves.move(session, one.id, BEGINS, "Maju", by=rt.budi, now=ELEVEN_AT_NIGHT)
        assert verdict(session, "event.changed", rt.tini, ELEVEN_AT_NIGHT) == Send()
        assert isinstance(verdict(session, "event.changed", rt.tini, BEGINS + 15 * HOUR), Wait), "it is over"


def test_a_question_obeys_the_weeks_number_and_a_promise_does_not(engine: Engine) -> None:
    """What one wishes of needs' news is not meant: of events it is chosen how early, or never."""
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        for person in (rt.tini, rt.asep):
            session.add(Preference(person_id=person, weekly_cap=0, news=Hearing.never))
        session.add(Preference(person_id=rt.siti, news=Hearing.digest))
        answers(session, one, rt.tini, Answer.coming)
        ticks(session, EVE, SOON)
        assert verdict(session, "event.remind", rt.tini, SOON) == Send()
        assert verdict(session, "event.remind", rt.siti, EVE) == Send()
        assert isinstance(verdict(session, "event.remind", rt.asep, EVE), Digest)


def test_a_turn_is_ones_own_thing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        watch = called(session, rt, rota_size=1)
        member = RotaMember(event_id=watch.id, person_id=rt.tini, name="Bu Tini", place=1)
        session.add_all([member, Preference(person_id=rt.tini, weekly_cap=0)])
        session.flush()
        session.add(RotaTurn(occurrence_id=only_time(session, watch).id, member_id=member.id))
        ticks(session, EVE)
        assert verdict(session, "event.remind", rt.tini, EVE) == Send()


def test_whose_turn_it_is_is_told_also_if_they_cannot_come_or_were_not_asked(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        watch = called(session, rt, rota_size=2, invited=Invited.office)
        one = only_time(session, watch)
        for who in (rt.tini, rt.siti):
            member = RotaMember(event_id=watch.id, person_id=who, name="-", place=who)
            session.add(member)
            session.flush()
            session.add(RotaTurn(occurrence_id=one.id, member_id=member.id))
        answers(session, one, rt.siti, Answer.away)
        answers(session, one, rt.budi, Answer.away)
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        assert told(session) == [rt.tini, rt.siti]


# ── what fails harms no other ──


def test_one_that_cannot_be_told_of_harms_no_other(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(engine) as session:
        rt = settle(session)
        broken, *others = [only_time(session, called(session, rt)) for _ in range(5)]
        for one in (broken, *others):
            one.tell_up_to = 0
        session.flush()
        as_ever = event_tellings._tell_next  # noqa: SLF001 - what fails is made to

        def fails(session: Session, event: events.Event, one: Occurrence, now: datetime) -> None:
            if one.id == broken.id:
                raise ValueError("rahasia")
            as_ever(session, event, one, now)

        monkeypatch.setattr(event_tellings, "_tell_next", fails)
        failed: dict[int, Exception] = {}
        while event_tellings.tell_on(session, NOW, failed):
            pass
        assert set(failed) == {broken.id}
        assert (broken.tell_up_to, {one.tell_up_to for one in others}) == (0, {None})
        with pytest.raises(ValueError, match="rahasia"):
            event_tellings.tell_on(session, NOW)


def test_one_that_cannot_be_closed_or_written_ahead_harms_no_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as session:
        rt = settle(session)
        ids = [called(session, rt, rule=recurrence.weekly()).id for _ in range(3)]
        as_ever = event_times.show_next

        def fails(session: Session, event: events.Event, now: datetime) -> None:
            if event.id == ids[0]:
                raise ValueError("rahasia")
            as_ever(session, event, now)

        monkeypatch.setattr(event_times, "show_next", fails)
        failed: dict[int, Exception] = {}
        after = BEGINS + 4 * HOUR
        while event_moves.close_over(session, after, failed):
            pass
        firsts = [occurrences.of_event(session, number)[0] for number in ids]
        assert set(failed) == {firsts[0].id}
        assert [one.state for one in firsts] == [OccurrenceState.planned, OccurrenceState.over, OccurrenceState.over]
        failed.clear()
        assert event_times.write_all_ahead(session, after + WEEK, failed, most=2) == ids[1]
        assert event_times.write_all_ahead(session, after + WEEK, failed, after=ids[1], most=2) is None
        assert set(failed) == {ids[0]}
        assert [len(occurrences.of_event(session, number)) for number in ids] == [9, 11, 11]
