"""Minutes by the rules: who writes, who is asked, that two others publish them once, what a change undoes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import attendance, confirmations, erasure, event_moves, events, invitees, minutes
from community.minutes import Record, Task
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, Refusal, TooMuch
from storage import minutes as stored
from storage import minutes_lists
from storage.database import writing
from storage.events import EventKind, Invited
from storage.minutes import Minutes, MinutesConfirmation, MinutesState
from storage.occurrences import Occurrence
from storage.outbox import outbox
from storage.timeline import TimelineEntry
from tests.community.answering import AWAY, COMING, says
from tests.community.meetings import BEGINS, call, called, in_group, only_time
from tests.community.polling import SECRET, asks, rt_that_is_known
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import above

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AFTER = BEGINS + 3 * HOUR
CLOSED = Record("Pak Budi", "", ["Portal ditutup"], (), 17)


def met(session: Session, **more: Any) -> tuple[RtThree, Occurrence]:
    rt = settle(session)
    return rt, only_time(session, called(session, rt, kind=EventKind.meeting, **more))


def written(session: Session, rt: RtThree, one: Occurrence, seen: int = 0, now: datetime = AFTER) -> Minutes:
    return minutes.write(session, one.id, CLOSED, by=rt.siti, now=now, seen=seen)


def told(session: Session, kind: str) -> list[int | None]:
    return [row.person_id for row in session.connection().execute(outbox.select().where(outbox.c.kind == kind))]


def test_who_was_there_or_came_is_asked_and_nobody_else(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        says(session, one, COMING, rt.tini)
        attendance.check_in(session, one.code, by=rt.asep, now=BEGINS)
        written(session, rt, one)
        assert sorted(filter(None, told(session, minutes.ASK))) == sorted([rt.tini, rt.asep])


def test_where_two_are_known_to_have_been_there_nobody_who_only_said_that_they_come_confirms(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        says(session, one, COMING, rt.tini)
        for person in (rt.asep, rt.budi):
            attendance.check_in(session, one.code, by=person, now=BEGINS)
        found = written(session, rt, one)
        assert sorted(filter(None, told(session, minutes.ASK))) == sorted([rt.asep, rt.budi])
        with pytest.raises(NotAllowed):
            confirmations.confirm(session, found.id, 1, by=rt.tini, now=AFTER)


def test_as_many_came_as_the_minutes_say(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        attendance.check_in(session, one.code, by=rt.asep, now=BEGINS)
        written(session, rt, one)
        assert attendance.how_many(session, one) == CLOSED.attended
        fewer = Record(decisions=["Portal ditutup"], attended=12)
        minutes.write(session, one.id, fewer, by=rt.siti, now=AFTER, seen=1)
        assert attendance.how_many(session, one) == 12


def test_where_fewer_than_two_are_known_the_other_organisers_are_asked_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        says(session, one, COMING, rt.tini)
        says(session, one, AWAY, rt.asep)
        found = written(session, rt, one)
        assert set(told(session, minutes.ASK)) == {rt.tini, rt.budi}
        with pytest.raises(NotAllowed):
            confirmations.confirm(session, found.id, 1, by=rt.asep, now=AFTER)


def test_the_second_yes_publishes_once_to_the_group_and_into_the_story(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt, kind=EventKind.meeting, destinations=[in_group(session, rt)]))
        for person in (rt.tini, rt.asep, rt.budi):
            attendance.check_in(session, one.code, by=person, now=BEGINS)
        found = written(session, rt, one)
        for _ in range(2):
            assert confirmations.confirm(session, found.id, 1, by=rt.tini, now=AFTER).state is MinutesState.waiting
        with pytest.raises(NotAllowed):
            confirmations.confirm(session, found.id, 1, by=rt.siti, now=AFTER)
        assert confirmations.confirm(session, found.id, 1, by=rt.asep, now=AFTER).published_at == AFTER
        with pytest.raises(AlreadySo):
            confirmations.confirm(session, found.id, 1, by=rt.budi, now=AFTER)
        with pytest.raises(AlreadySo):
            written(session, rt, one, seen=1)
        assert told(session, confirmations.IN_GROUP) == [None]
        assert told(session, confirmations.PUBLISHED) == [rt.siti]


def test_what_organisers_alone_have_met_about_is_sent_to_no_group(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        group = in_group(session, rt)
        event = called(session, rt, kind=EventKind.meeting, invited=Invited.office, destinations=[group])
        one = only_time(session, event)
        found = minutes.write(session, one.id, CLOSED, by=rt.budi, now=AFTER)
        assert told(session, minutes.ASK) == [rt.siti]
        confirmations.confirm(session, found.id, 1, by=rt.siti, now=AFTER)
        with pytest.raises(NotAllowed):
            confirmations.confirm(session, found.id, 1, by=rt.tini, now=AFTER)
        assert told(session, confirmations.IN_GROUP) == []


def test_a_change_undoes_every_yes_and_old_buttons_say_so(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        for person in (rt.tini, rt.asep):
            attendance.check_in(session, one.code, by=person, now=BEGINS)
        found = written(session, rt, one)
        confirmations.confirm(session, found.id, 1, by=rt.tini, now=AFTER)
        confirmations.object_to(session, found.id, 1, " Jamnya  keliru ", by=rt.asep, now=AFTER)
        assert told(session, confirmations.CORRECTED) == [rt.siti]
        assert [said.words for said in stored.confirmations_of(session, found) if not said.agrees] == ["Jamnya keliru"]
        with pytest.raises(Overtaken):
            written(session, rt, one, seen=0)
        assert written(session, rt, one, seen=1).version == 2
        assert stored.confirmations_of(session, found) == []
        with pytest.raises(Overtaken):
            confirmations.confirm(session, found.id, 1, by=rt.tini, now=AFTER)
        for unfit in ("", "  "):
            with pytest.raises(NotThere):
                confirmations.object_to(session, found.id, 2, unfit, by=rt.tini, now=AFTER)
        with pytest.raises(TooMuch):
            confirmations.object_to(session, found.id, 2, "a" * 501, by=rt.tini, now=AFTER)
        confirmations.confirm(session, found.id, 2, by=rt.asep, now=AFTER)
        confirmations.confirm(session, found.id, 2, by=rt.tini, now=AFTER)
        assert found.state is MinutesState.published


def test_minutes_are_looked_at_as_they_are_now_before_they_are_written_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        found = written(session, rt, one)
        assert found.state is MinutesState.waiting
        elsewhere = sa.update(Minutes).values(state=MinutesState.published)
        session.connection().execute(elsewhere)  # as another process does, which this one's memory does not know
        with pytest.raises(AlreadySo):
            written(session, rt, one, seen=1)


def test_what_was_written_anew_before_it_was_read_is_asked_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        for person in (rt.tini, rt.asep):
            attendance.check_in(session, one.code, by=person, now=BEGINS)
        for seen in (0, 1):
            written(session, rt, one, seen=seen)
        assert sorted(filter(None, told(session, minutes.ASK))) == sorted([rt.tini, rt.asep])


@pytest.mark.parametrize(
    "record",
    [
        Record("Pak Budi"),
        Record(decisions=["a" * 301]),
        Record(decisions=["a"] * 21),
        Record(chair="a" * 65, decisions=["a"]),
        Record(tasks=[Task("a" * 201)]),
        Record(tasks=[Task("a", "b" * 65)]),
        Record(discussed="a" * 1_001),
        Record(decisions=["a" * 300] * 9),
        Record(decisions=["a"], attended=-1),
        Record(decisions=["a"], attended=5_001),
    ],
)
def test_what_says_nothing_or_too_much_is_not_stored(engine: Engine, record: Record) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        with pytest.raises(Refusal):
            minutes.write(session, one.id, record, by=rt.siti, now=AFTER)
        assert session.exec(select(Minutes)).all() == []


@pytest.mark.parametrize(("now", "many"), [(BEGINS - HOUR, 0), (BEGINS, 1), (BEGINS + timedelta(days=61), 0)])
def test_minutes_are_written_from_its_beginning_for_two_months(engine: Engine, now: datetime, many: int) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        assert len(minutes.lacking(session, rt.community, by=rt.siti, now=now)) == many
        if many:
            written(session, rt, one, now=now)
            return
        with pytest.raises(NotAllowed):
            written(session, rt, one, now=now)


def test_turns_of_a_rota_are_not_looked_for(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, kind=EventKind.night_watch, rota_size=2)
        assert minutes.lacking(session, rt.community, by=rt.siti, now=AFTER) == []


def test_residents_write_none_and_what_did_not_take_place_has_none(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        with pytest.raises(NotAllowed):
            minutes.write(session, one.id, CLOSED, by=rt.tini, now=AFTER)
        with pytest.raises(NotAllowed):
            minutes.lacking(session, rt.community, by=rt.tini, now=AFTER)
        with pytest.raises(NotThere):
            minutes.write(session, 99, CLOSED, by=rt.siti, now=AFTER)
        event_moves.postpone(session, one.id, "hujan", by=rt.siti, now=BEGINS - HOUR)
        with pytest.raises(AlreadySo):
            minutes.write(session, one.id, CLOSED, by=rt.siti, now=AFTER)
        assert session.exec(select(TimelineEntry)).all() == []


def test_what_was_written_down_has_taken_place_and_is_moved_and_called_off_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        written(session, rt, one)
        acts: list[Callable[..., object]] = [
            event_moves.postpone, event_moves.cancel, partial(event_moves.move, to=AFTER + DAY)
        ]  # fmt: skip
        for act in acts:
            with pytest.raises(AlreadySo, match=r"events\.minuted_already"):
                act(session, one.id, why="hujan", by=rt.siti, now=AFTER)


def test_a_task_is_given_to_nobody_from_elsewhere(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        record = Record(tasks=[Task("beli engsel", "Pak Joko", 999), Task("sapu balai", "Bu Tini", rt.tini)])
        found = minutes.write(session, one.id, record, by=rt.siti, now=AFTER)
        assert [task.who_id for task in stored.follow_ups_of(session, found.id)] == [None, rt.tini]


def test_what_an_rw_agrees_on_may_be_given_to_who_lives_in_its_rts(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        event = events.call_together(session, rw.community, call(kind=EventKind.meeting), by=rw.darmo, now=NOW)
        one = only_time(session, event)
        assert rt.tini in dict(invitees.neighbours(session, event))
        record = Record(tasks=[Task("sapu balai", "Bu Tini", rt.tini)])
        found = minutes.write(session, one.id, record, by=rw.darmo, now=AFTER)
        assert [task.who_id for task in stored.follow_ups_of(session, found.id)] == [rt.tini]


def test_who_led_and_has_everything_deleted_is_named_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        says(session, one, COMING, rt.asep)
        attendance.check_in(session, one.code, by=rt.tini, now=BEGINS)
        led = Record(chair="bu TINI", decisions=["Portal ditutup"])
        found = minutes.write(session, one.id, led, by=rt.siti, now=AFTER)
        confirmations.confirm(session, found.id, 1, by=rt.tini, now=AFTER)
        erasure.of_everything(session, by=rt.tini, now=AFTER)
        erasure.make_final(session, (AFTER + 2 * HOUR).timestamp(), secret=SECRET)
        session.expire_all()
        assert found.chair == ""
        assert session.exec(select(MinutesConfirmation)).all() == []


def test_published_minutes_are_read_by_who_might_have_come_and_found_from_the_poll(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        one = only_time(session, called(session, rt, kind=EventKind.meeting, poll_id=poll.id))
        for person in (rt.tini, rt.asep):
            attendance.check_in(session, one.code, by=person, now=BEGINS)
        found = written(session, rt, one)
        with pytest.raises(NotThere):
            minutes.read(session, one.id, by=rt.tini)
        assert minutes_lists.about_poll(session, poll.id) is None
        for person in (rt.tini, rt.asep):
            confirmations.confirm(session, found.id, 1, by=person, now=AFTER)
        assert minutes.read(session, one.id, by=rt.tini)[2].id == found.id
        assert minutes_lists.about_poll(session, poll.id) == one.id
        with pytest.raises(NotAllowed):
            minutes.read(session, one.id, by=rt.joko)
