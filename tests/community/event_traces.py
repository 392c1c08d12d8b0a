"""What Bu Tini leaves where neighbours meet: she calls, comes, brings, asks, takes turns, writes and confirms."""

from datetime import timedelta

from sqlmodel import Session, select

from community import events, swaps
from storage import promises
from storage.calendars import CalendarLink
from storage.event_photos import EventPhoto, Moment
from storage.events import EventKind
from storage.media import Media
from storage.minutes import EventLesson, FollowUp, Lesson, Minutes, MinutesConfirmation
from storage.occurrences import Occurrence
from storage.reminders import EventHush
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Attendance, How, Swap
from tests.community.answering import AWAY, COMING, HOES, answer_of, brings, says
from tests.community.meetings import call, only_time
from tests.community.rt_three import NOW, RtThree


def gathers(session: Session, rt: RtThree, name: str, words: str) -> None:
    """As an organiser, with a photo that she has sent; `words` only she says."""
    event = events.call_together(session, rt.community, call(items=[HOES], wanted=2), by=rt.tini, now=NOW)
    one = only_time(session, event)
    _comes_and_brings(session, rt, one)
    meeting = events.call_together(session, rt.community, call(kind=EventKind.meeting), by=rt.siti, now=NOW)
    _confirms(session, rt, only_time(session, meeting), name, words)
    _takes_turns(session, rt, name)
    photo = session.exec(select(Media.id).where(Media.person_id == rt.tini)).first()
    assert photo is not None
    session.add(EventPhoto(occurrence_id=one.id, media_id=photo, moment=Moment.before))
    session.add(EventHush(event_id=event.id, person_id=rt.tini, since=NOW))
    session.add(CalendarLink(token_hash="0" * 64, person_id=rt.tini, created_at=NOW))
    session.flush()


def _comes_and_brings(session: Session, rt: RtThree, one: Occurrence) -> None:
    brings(session, one, "Cangkul", rt.tini, 2)
    says(session, one, COMING, rt.asep)
    asep = answer_of(session, one, rt.asep)
    asep.shows_name = True
    session.flush()
    ((mine, _),) = promises.of_person(session, one.id, rt.tini)
    swaps.ask(session, mine.id, rt.asep, by=rt.tini, now=NOW)
    session.add(Swap(occurrence_id=one.id, promise_id=mine.id, asks_id=rt.siti, asked_id=rt.tini, asked_at=NOW))
    for person, added in ((rt.tini, rt.siti), (rt.asep, rt.tini)):
        session.add(Attendance(occurrence_id=one.id, person_id=person, how=How.listed, added_by_id=added, at=NOW))


def _confirms(session: Session, rt: RtThree, one: Occurrence, name: str, words: str) -> None:
    says(session, one, AWAY, rt.tini).rsvp.errand = "food"
    minutes = Minutes(occurrence_id=one.id, writer_id=rt.tini, decisions=["Portal ditutup"], written_at=NOW)
    session.add(minutes)
    session.flush()
    for person, said in ((rt.tini, f"{words} belum dicatat"), (rt.asep, None)):
        session.add(
            MinutesConfirmation(minutes_id=minutes.id, person_id=person, version=1, agrees=False, words=said, at=NOW)
        )
    session.add(FollowUp(minutes_id=minutes.id, what="Beli engsel", who_id=rt.tini, who=name))
    session.add(EventLesson(occurrence_id=one.id, person_id=rt.tini, lesson=Lesson.well, at=NOW))


def _takes_turns(session: Session, rt: RtThree, name: str) -> None:
    watch = events.call_together(
        session, rt.community, call(kind=EventKind.night_watch, begins_on=NOW.date() + timedelta(days=2)), by=rt.siti,
        now=NOW,
    )  # fmt: skip
    member = RotaMember(event_id=watch.id, person_id=rt.tini, name=name, place=1)
    session.add(member)
    session.flush()
    mine = RotaTurn(occurrence_id=only_time(session, watch).id, member_id=member.id)
    session.add(mine)
    session.flush()
    session.add(Swap(occurrence_id=mine.occurrence_id, turn_id=mine.id, asks_id=rt.tini, asked_at=NOW))
