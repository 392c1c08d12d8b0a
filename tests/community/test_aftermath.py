"""After an event: thanks once, nudges twice at most and only while something is missing, lessons without names."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import aftermath, attendance, erasure, event_moves, lessons, minutes
from community.minutes import Record
from community.refusals import NotAllowed, NotThere
from storage import minutes as stored
from storage import people
from storage.database import writing
from storage.event_photos import EventPhoto, Moment
from storage.events import EventKind
from storage.media import Media, MediaKind
from storage.minutes import Lesson
from storage.occurrences import Occurrence
from storage.outbox import outbox
from storage.people import Membership, Person
from tests.community.meetings import BEGINS, called, only_time
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree, settle

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ENDS = BEGINS + 3 * HOUR
NEXT_MORNING = datetime(2026, 11, 30, 2, tzinfo=UTC)
"""Nine o'clock in Jakarta."""
LAST_LOOK = NEXT_MORNING + 3 * DAY


def met(session: Session, *, there: bool = False, **more: Any) -> tuple[RtThree, Occurrence]:
    """It is over; if so, Bu Tini was there."""
    rt = settle(session)
    one = only_time(session, called(session, rt, **more))
    if there:
        attendance.check_in(session, one.code, by=rt.tini, now=BEGINS)
    event_moves.close_over(session, ENDS + HOUR)
    return rt, one


def look(session: Session, *moments: datetime) -> None:
    for now in moments:
        aftermath.look_after(session, now)


def told(session: Session, kind: str) -> list[int | None]:
    return [row.person_id for row in session.connection().execute(outbox.select().where(outbox.c.kind == kind))]


def test_who_was_there_is_thanked_once_the_next_morning(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session, there=True)
        look(session, NEXT_MORNING - HOUR)
        assert told(session, aftermath.THANKS) == []
        look(session, NEXT_MORNING, NEXT_MORNING, LAST_LOOK)
        assert told(session, aftermath.THANKS) == [rt.tini]
        assert told(session, aftermath.NUDGE) == [], "who came is known"
        assert one.look_at is None


def test_a_meeting_without_minutes_is_asked_after_twice_then_never(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = met(session, kind=EventKind.meeting)
        look(session, NEXT_MORNING)
        assert told(session, aftermath.NUDGE) == [rt.budi]
        look(session, NEXT_MORNING + DAY, LAST_LOOK - HOUR)
        assert len(told(session, aftermath.NUDGE)) == 1
        look(session, *(LAST_LOOK + number * DAY for number in range(9)))
        assert told(session, aftermath.NUDGE) == [rt.budi] * 2


def test_once_minutes_are_written_nobody_is_asked(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session, kind=EventKind.meeting)
        look(session, NEXT_MORNING)
        minutes.write(session, one.id, Record(decisions=["Portal ditutup"]), by=rt.siti, now=NEXT_MORNING + HOUR)
        look(session, LAST_LOOK)
        assert len(told(session, aftermath.NUDGE)) == 1


@pytest.mark.parametrize("known", ["count", "photo", "nothing"])
def test_of_other_events_it_is_asked_once_and_not_where_something_is_known(engine: Engine, known: str) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        if known == "count":
            attendance.say_how_many(session, one.id, 17, by=rt.budi, now=ENDS + HOUR)
            assert attendance.how_many(session, one) == 17
        if known == "photo":
            file = Media(name="a", kind=MediaKind.photo, file_id="f", file_unique_id="u", created_at=NOW)
            session.add(file)
            session.flush()
            session.add(EventPhoto(occurrence_id=one.id, media_id=file.id, moment=Moment.after))
        look(session, NEXT_MORNING, LAST_LOOK, LAST_LOOK + DAY)
        assert told(session, aftermath.NUDGE) == ([rt.budi] if known == "nothing" else [])


def test_after_days_of_silence_nothing_is_made_up_for(engine: Engine) -> None:
    with writing(engine) as session:
        _, one = met(session, there=True, kind=EventKind.meeting)
        look(session, NEXT_MORNING + timedelta(days=2, hours=1))
        assert told(session, aftermath.THANKS) == told(session, aftermath.NUDGE) == []
        assert one.look_at == LAST_LOOK


@pytest.mark.parametrize("how", [{"rule": "FREQ=DAILY"}, {"rota_size": 2}, {"cancelled": True}])
def test_what_comes_daily_by_a_rota_or_not_at_all_is_not_asked_after(engine: Engine, how: dict[str, Any]) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, **{key: value for key, value in how.items() if key != "cancelled"})
        if "cancelled" in how:
            event_moves.cancel_all(session, event.id, "hujan", by=rt.budi, now=NOW)
        event_moves.close_over(session, ENDS + HOUR)
        look(session, NEXT_MORNING, LAST_LOOK)
        assert told(session, aftermath.NUDGE) == []


def test_who_called_it_and_organises_no_more_is_not_asked_but_the_others_are(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _ = met(session, kind=EventKind.meeting)
        session.delete(people.membership_of(session, rt.budi, rt.community))
        session.flush()
        look(session, NEXT_MORNING)
        assert told(session, aftermath.NUDGE) == [rt.siti]


# ── what we learn ──


def crowd(session: Session, rt: RtThree, one: Occurrence, many: int) -> list[int]:
    """So many more who were there."""
    found = []
    for number in range(many):
        person = Person(telegram_id=900 + number, name=f"Warga {number}", community_id=rt.community, created_at=NOW)
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id, community_id=rt.community, joined_at=NOW))
        session.flush()
        attendance.check_in(session, one.code, by=person.id, now=ENDS)
        found.append(person.id)
    return found


def test_lessons_are_shown_from_five_on_and_said_otherwise_as_one_likes(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session, there=True)
        others = crowd(session, rt, one, 4)
        for by in others:
            lessons.say(session, one.id, Lesson.well, by=by, now=ENDS)
        lessons.say(session, one.id, Lesson.hard, by=others[0], now=ENDS)
        assert lessons.learnt(session, one.id, by=rt.budi)[2].counts is None
        lessons.say(session, one.id, Lesson.better, by=rt.tini, now=ENDS)
        assert lessons.learnt(session, one.id, by=rt.siti)[2].counts == {
            Lesson.well: 3, Lesson.better: 1, Lesson.hard: 1,
        }  # fmt: skip
        with pytest.raises(NotAllowed):
            lessons.learnt(session, one.id, by=rt.tini)


def test_only_who_was_there_says_it_and_only_for_two_weeks(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session, there=True)
        for by, now in ((rt.asep, ENDS), (rt.tini, ENDS - HOUR), (rt.tini, ENDS + 14 * DAY)):
            with pytest.raises(NotAllowed):
                lessons.say(session, one.id, Lesson.well, by=by, now=now)
        with pytest.raises(NotThere):
            lessons.tell(session, one.id, None, by=rt.tini, now=ENDS)
        with pytest.raises(NotThere):
            lessons.say(session, 99, Lesson.well, by=rt.tini, now=ENDS)


def voice(session: Session, by: int, draft: int) -> Media:
    file = Media(
        name=f"v{draft}", kind=MediaKind.voice, file_id="f", file_unique_id=f"u{draft}", person_id=by,
        dialogue_id=draft, created_at=NOW,
    )  # fmt: skip
    session.add(file)
    session.flush()
    return file


def test_the_last_voice_counts_and_goes_with_who_has_everything_deleted(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session, there=True)
        lessons.say(session, one.id, Lesson.better, by=rt.tini, now=ENDS)
        first, second = voice(session, rt.tini, 70), voice(session, rt.tini, 71)
        for draft in (70, 71):
            lessons.tell(session, one.id, draft, by=rt.tini, now=ENDS)
        assert (first.occurrence_id, second.occurrence_id) == (None, one.id)
        assert lessons.learnt(session, one.id, by=rt.budi)[2].voices == (second,)
        erasure.of_everything(session, by=rt.tini, now=ENDS + HOUR)
        erasure.make_final(session, (ENDS + 3 * HOUR).timestamp(), secret=SECRET)
        session.expire_all()
        assert stored.lessons_of(session, one.id) == []
        assert attendance.how_many(session, one) == 1, "that somebody was there stays true"
        assert lessons.learnt(session, one.id, by=rt.budi)[2].voices == ()
