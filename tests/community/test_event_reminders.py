"""Reminders of events: only who needs one, each outside their own quiet hours, once, whatever happens meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import event_moves, event_reminders, recurrence
from storage.communities import Community
from storage.database import writing
from storage.events import Event, EventItem, EventKind, Invited, ItemKind
from storage.many_notices import Notice
from storage.occurrences import Occurrence
from storage.outbox import outbox
from storage.people import Person
from storage.preferences import Preference
from storage.reminded import Reminded
from storage.reminders import EventHush, Reminder, Wave
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Answer, Promise
from tests.community.meetings import BEGINS, GROUP, SUNDAY, called, in_group, only_time
from tests.community.reminded_of import (
    EARLY,
    EVE,
    HOUR,
    SOON,
    answers,
    is_done,
    lines,
    neighbours,
    ticks,
    written,
)
from tests.community.rt_three import NOW, RtThree, settle

NIGHT = ["21:00", "05:00"]

# ── written by the clock ──


def test_who_has_not_answered_is_asked_the_evening_before_and_who_comes_is_reminded_on_the_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        answers(session, one, rt.tini, Answer.coming)
        answers(session, one, rt.asep, Answer.away)
        answers(session, one, rt.budi, Answer.maybe)
        ticks(session, EVE - 5 * HOUR)
        assert written(session) == {}
        ticks(session, EARLY, EVE - 4 * HOUR, EVE, SOON)
        assert written(session, Wave.early) == {}
        assert written(session, Wave.eve) == {rt.budi: EVE, rt.siti: EVE}
        assert written(session, Wave.soon) == {rt.tini: SOON}
        assert is_done(session, one, *Wave)


def test_what_was_promised_is_said_the_evening_before_and_early_to_whom_it_pleases(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        item = EventItem(event_id=one.event_id, kind=ItemKind.tool, name="Karung", wanted=5)
        session.add(item)
        session.flush()
        for person in (rt.tini, rt.siti):
            answers(session, one, person, Answer.coming)
            session.add(
                Promise(occurrence_id=one.id, item_id=item.id, person_id=person, waits=person == rt.siti, since=NOW)
            )
        session.add(Preference(person_id=rt.asep, event_waves=["early"]))
        ticks(session, EARLY - HOUR, EVE - HOUR)
        assert written(session, Wave.early) == {rt.asep: EARLY}
        assert written(session, Wave.eve) == {rt.tini: EVE, rt.budi: EVE}


def test_each_hears_it_before_their_own_quiet_hours(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        session.get_one(Community, rt.community).quiet_hours = [NIGHT]
        session.add(Preference(person_id=rt.tini, quiet_hours=[["19:00", "08:00"]]))
        session.add(Preference(person_id=rt.asep, quiet_hours=[["18:00", "19:45"], ["20:00", "05:00"]]))
        session.add(Preference(person_id=rt.siti, quiet_hours=[["00:00", "23:59"]]))
        session.flush()
        one = only_time(session, called(session, rt))
        ticks(session, EVE - 4 * HOUR)
        minute = timedelta(minutes=1)
        before_seven = EVE - timedelta(minutes=31)
        assert written(session, Wave.eve) == {
            rt.tini: before_seven, rt.asep: EVE - 90 * minute - minute, rt.budi: EVE,
            rt.siti: datetime(2026, 11, 27, 16, 59, tzinfo=EVE.tzinfo),
        }  # fmt: skip
        for person in (rt.tini, rt.asep):
            answers(session, one, person, Answer.coming)
        ticks(session, EVE - HOUR)
        assert written(session, Wave.soon) == {rt.tini: before_seven, rt.asep: SOON}, (
            "seven in the morning is her night"
        )


def test_who_joins_or_answers_after_it_was_written_is_reminded_all_the_same(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        session.get_one(Person, rt.budi).reachable = False
        ticks(session, EVE - 4 * HOUR)
        assert written(session, Wave.eve) == {rt.tini: EVE, rt.asep: EVE, rt.siti: EVE}
        (newcomer,) = neighbours(session, rt, 1)
        session.get_one(Person, rt.budi).reachable = True
        ticks(session, EVE - timedelta(minutes=11))
        assert not is_done(session, one, Wave.eve)
        ticks(session, EVE - timedelta(minutes=10))
        assert written(session, Wave.eve).keys() == {rt.tini, rt.asep, rt.siti, rt.budi, newcomer}
        assert is_done(session, one, Wave.eve)


def test_whose_turn_it_is_hears_it_and_nobody_else_of_the_rota(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        watch = called(session, rt, kind=EventKind.night_watch, rota_size=1, invited=Invited.rota)
        one = only_time(session, watch)
        members = [RotaMember(event_id=watch.id, person_id=who, name="-", place=who) for who in (rt.tini, rt.joko)]
        session.add_all(members)
        session.flush()
        session.add(RotaTurn(occurrence_id=one.id, member_id=members[1].id))
        ticks(session, EVE - HOUR, SOON - HOUR)
        assert written(session, Wave.eve) == {rt.joko: EVE}, "he lives elsewhere, and has his turn here"
        assert written(session, Wave.soon) == {rt.joko: SOON}


def test_nobody_is_reminded_of_an_event_they_want_no_word_of(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        session.add(EventHush(event_id=one.event_id, person_id=rt.tini, since=NOW))
        ticks(session, EVE)
        assert rt.tini not in written(session)


def test_called_on_the_day_itself_it_is_asked_at_once(engine: Engine) -> None:
    morning = BEGINS - 3 * HOUR
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, now=morning, destinations=[in_group(session, rt)])
        ticks(session, morning)
        assert written(session, Wave.eve) == dict.fromkeys((rt.tini, rt.asep, rt.budi, rt.siti), morning)
        assert lines(session) == [], "the card has just come"


# ── once, and none lost ──


def test_what_fell_due_while_nobody_was_awake_is_made_up_for_unless_it_has_begun(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first = only_time(session, called(session, rt))
        answers(session, first, rt.tini, Answer.coming)
        ticks(session, BEGINS - timedelta(minutes=20))
        assert written(session) == {rt.tini: SOON, rt.asep: EVE, rt.budi: EVE, rt.siti: EVE}
        assert is_done(session, first, *Wave)
        second = only_time(session, called(session, rt, now=NOW))
        ticks(session, BEGINS)
        assert is_done(session, second, *Wave)
        assert len(written(session)) == 4


def test_the_clock_may_jump_forward_and_back(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        answers(session, one, rt.tini, Answer.coming)
        for moment in (NOW, EVE - 3 * HOUR, SOON, NOW, EVE, EVE - 3 * HOUR, SOON, SOON - HOUR, BEGINS - HOUR / 2):
            ticks(session, moment)
        assert written(session, Wave.eve) == {rt.asep: EVE, rt.budi: EVE, rt.siti: EVE}
        assert written(session, Wave.soon) == {rt.tini: SOON}
        count = sa.select(sa.func.count()).where(outbox.c.kind == event_reminders.REMIND)
        assert session.connection().execute(count).scalar_one() == 4


def test_many_are_written_in_pieces_and_each_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_reminders, "AT_ONCE", 3)
    with writing(engine) as session:
        rt = settle(session)
        more = neighbours(session, rt, 8)
        one = only_time(session, called(session, rt))
        ticks(session, EARLY)
        assert event_reminders.write_due(session, EVE - 4 * HOUR) == 1
        assert len(written(session)) == 3
        ticks(session, EVE - 4 * HOUR, EVE)
        assert written(session, Wave.eve).keys() == {rt.tini, rt.asep, rt.budi, rt.siti, *more}
        assert is_done(session, one, Wave.eve)


def test_a_move_makes_what_was_settled_void_and_reminds_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        ticks(session, EVE - HOUR)
        week = timedelta(days=7)
        event_moves.move(session, one.id, BEGINS + week, "Hujan", by=rt.budi, now=EVE)
        ticks(session, EVE, SOON, EVE + week)
        assert written(session, Wave.eve) == dict.fromkeys((rt.tini, rt.asep, rt.budi, rt.siti), EVE + week)
        event_moves.cancel(session, one.id, "Ada hajatan", by=rt.budi, now=EVE + week)
        ticks(session, SOON + week)
        assert written(session, Wave.soon) == {}


def test_one_that_fails_harms_no_other(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(engine) as session:
        rt = settle(session)
        times = [only_time(session, called(session, rt)) for _ in range(5)]
        broken = {times[0].id, times[1].id, times[2].id}
        written_as_ever = event_reminders._notices  # noqa: SLF001 - what fails is made to

        def fails(
            wave: Reminder, event: Event, occurrence: Occurrence, found: list[Reminded], zone: str
        ) -> list[Notice]:
            if occurrence.id in broken:
                raise ValueError("rahasia")
            return written_as_ever(wave, event, occurrence, found, zone)

        monkeypatch.setattr(event_reminders, "_notices", fails)
        failed: dict[int, Exception] = {}
        while event_reminders.write_due(session, EVE, failed):
            pass
        assert {session.get_one(Reminder, number).occurrence_id for number in failed} == broken
        assert [is_done(session, one, Wave.eve) for one in times] == [False, False, False, True, True]
        monkeypatch.undo()
        ticks(session, EVE)
        assert all(is_done(session, one, Wave.eve) for one in times)


# ── the group ──


def test_the_group_hears_of_it_once_the_evening_before(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        place = in_group(session, rt)
        for title in ("", "Cat pos ronda"):
            called(session, rt, title=title, destinations=[place])
        ticks(session, EARLY, EVE - 3 * HOUR, EVE, SOON)
        assert lines(session) == [(GROUP, EVE)]


@pytest.mark.parametrize(
    "more",
    [
        {"begins_on": SUNDAY + timedelta(days=1)},
        {"rule": recurrence.daily()},
        {"rota_size": 2},
        {"invited": Invited.office},
    ],
    ids=["the week speaks on Sundays", "every day", "a rota", "for some alone"],
)
def test_of_some_it_is_told_otherwise_or_not_at_all(engine: Engine, more: dict[str, Any]) -> None:
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, destinations=[in_group(session, rt)], **more)
        ticks(session, EVE - HOUR, EVE, EVE + timedelta(days=1))
        assert lines(session) == []


def test_the_rows_are_reminders_and_end_with_its_beginning(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        only_time(session, called(session, rt))
        ticks(session, EVE)
        row = session.connection().execute(sa.select(outbox).where(outbox.c.kind == event_reminders.REMIND)).first()
        assert row is not None
        wave = session.exec(select(Reminder).where(Reminder.wave == Wave.eve)).one()
        assert (row.rank, row.expires_at, row.subject_id) == (1, BEGINS.timestamp(), wave.id)
        assert row.once.startswith("event.remind:")


def everyone(rt: RtThree) -> set[int]:
    return {rt.tini, rt.asep, rt.budi, rt.siti}


def test_a_series_reminds_each_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, rule=recurrence.weekly())
        for week in range(3):
            ticks(session, EVE + timedelta(days=7 * week))
            assert set(_due(session, EVE + timedelta(days=7 * week))) == everyone(rt)


def _due(session: Session, moment: datetime) -> list[int]:
    query = sa.select(outbox.c.person_id).where(outbox.c.due_at == moment.timestamp(), outbox.c.kind == "event.remind")
    return list(session.connection().execute(query).scalars())
