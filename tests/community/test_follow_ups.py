"""What was agreed on to do: told the evening before and the morning after, never a third time, ticked off once."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import erasure, follow_ups, minutes
from community.minutes import Record, Task
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import minutes as stored
from storage.database import writing
from storage.events import EventKind
from storage.minutes import FollowUp
from storage.outbox import outbox
from tests.community.meetings import BEGINS, called, only_time
from tests.community.polling import SECRET
from tests.community.rt_three import RtThree, settle

SATURDAY = date(2026, 12, 5)
EVENING, MORNING = follow_ups.times(SATURDAY, "Asia/Jakarta")
HOUR = timedelta(hours=1)


def agreed(session: Session, *, due_on: date | None = SATURDAY, known: bool = True) -> tuple[RtThree, FollowUp]:
    """Bu Tini is to buy hinges by Saturday."""
    rt = settle(session)
    one = only_time(session, called(session, rt, kind=EventKind.meeting))
    task = Task("beli engsel", "Bu Tini", rt.tini if known else None, due_on)
    written = minutes.write(session, one.id, Record(tasks=[task]), by=rt.siti, now=BEGINS + HOUR)
    return rt, stored.follow_ups_of(session, written.id)[0]


def told(session: Session) -> list[int | None]:
    rows = session.connection().execute(outbox.select().where(outbox.c.kind == follow_ups.REMIND))
    return [row.person_id for row in rows]


def test_the_hours_are_the_evening_before_and_the_morning_after() -> None:
    assert EVENING.isoformat() == "2026-12-04T12:30:00+00:00"
    assert MORNING.isoformat() == "2026-12-06T02:00:00+00:00"


@pytest.mark.parametrize(
    ("looks", "times"),
    [
        ([EVENING - HOUR], 0),
        ([EVENING], 1),
        ([EVENING, EVENING + HOUR], 1),
        ([EVENING, MORNING], 2),
        ([EVENING, MORNING, MORNING + timedelta(days=9)], 2),
        ([EVENING + timedelta(hours=21)], 0),
        ([MORNING, MORNING], 1),
    ],
)
def test_its_owner_is_told_at_most_twice_and_never_late(engine: Engine, looks: list[datetime], times: int) -> None:
    with writing(engine) as session:
        rt, _ = agreed(session)
        for now in looks:
            while follow_ups.remind(session, now):
                pass
        assert told(session) == [rt.tini] * times


def test_many_whose_hour_has_not_come_stand_in_no_others_way(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_ups, "AT_ONCE", 2)
    with writing(engine) as session:
        rt, one = agreed(session)
        for number in range(5):
            early = FollowUp(minutes_id=one.minutes_id, what=f"{number}", who_id=rt.asep, reminded=1)
            early.due_on = SATURDAY - timedelta(days=1)
            session.add(early)
        session.flush()
        while follow_ups.remind(session, EVENING):
            pass
        assert told(session) == [rt.tini]


def test_what_is_done_or_nobodys_or_of_no_day_is_told_to_nobody(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = agreed(session)
        with pytest.raises(NotAllowed):
            follow_ups.done(session, one.id, by=rt.asep, now=BEGINS)
        assert follow_ups.done(session, one.id, by=rt.tini, now=BEGINS).done_at == BEGINS
        with pytest.raises(AlreadySo):
            follow_ups.done(session, one.id, by=rt.budi, now=BEGINS)
        with pytest.raises(NotThere):
            follow_ups.done(session, 99, by=rt.budi, now=BEGINS)
        assert follow_ups.remind(session, EVENING) == 0


@pytest.mark.parametrize("how", [{"due_on": None}, {"known": False}])
def test_without_a_day_or_a_known_owner_nothing_is_told(engine: Engine, how: dict[str, object]) -> None:
    with writing(engine) as session:
        rt, one = agreed(session, **how)  # type: ignore[arg-type]  # one of its two
        assert follow_ups.remind(session, EVENING) == 0
        assert follow_ups.listed(session, one.minutes_id, by=rt.budi)
        with pytest.raises(NotAllowed):
            follow_ups.listed(session, one.minutes_id, by=rt.tini)


def test_an_organiser_ticks_it_off_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = agreed(session)
        assert follow_ups.done(session, one.id, by=rt.siti, now=BEGINS).done_at


def test_minutes_put_right_keep_what_stands_and_drop_what_does_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = agreed(session)
        follow_ups.done(session, one.id, by=rt.tini, now=BEGINS)
        occurrence = stored.by_id(session, one.minutes_id)
        assert occurrence is not None
        kept, new = Task("beli engsel", "Bu Tini", rt.tini, SATURDAY), Task("sapu balai", "Asep", rt.asep)
        record = Record(tasks=[kept, new])
        minutes.write(session, occurrence.occurrence_id, record, by=rt.siti, now=BEGINS + HOUR, seen=1)
        found = stored.follow_ups_of(session, occurrence.id)
        assert [(task.what, task.done_at is not None) for task in found] == [
            ("beli engsel", True),
            ("sapu balai", False),
        ]
        minutes.write(session, occurrence.occurrence_id, Record(tasks=[new]), by=rt.siti, now=BEGINS + HOUR, seen=2)
        assert [task.what for task in stored.follow_ups_of(session, occurrence.id)] == ["sapu balai"]


def test_what_was_written_down_twice_is_one_thing_to_do_however_often_it_is_put_right(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = agreed(session)
        occurrence = stored.by_id(session, one.minutes_id)
        assert occurrence is not None
        twice = Record(tasks=[Task("sapu balai", "Asep", rt.asep)] * 2)
        for seen in (1, 2, 3):
            minutes.write(session, occurrence.occurrence_id, twice, by=rt.siti, now=BEGINS + HOUR, seen=seen)
            assert len(stored.follow_ups_of(session, occurrence.id)) == 1


def test_who_has_everything_deleted_is_told_nothing_and_is_named_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = agreed(session)
        erasure.of_everything(session, by=rt.tini, now=BEGINS + HOUR)
        erasure.make_final(session, (BEGINS + 3 * HOUR).timestamp(), secret=SECRET)
        session.expire_all()
        assert (one.who, one.who_id) == ("", None)
        assert follow_ups.remind(session, EVENING) == 0
