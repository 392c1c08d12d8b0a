"""Statements that take a person out of events: their answers and promises go, what was done stays."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from storage import people
from storage.calendars import CalendarLink
from storage.event_photos import EventPhoto
from storage.events import NEVER_CALLED, Event, EventItem, EventNeed, EventState
from storage.media import Media
from storage.minutes import EventLesson, FollowUp, Minutes, MinutesConfirmation
from storage.occurrences import Occurrence
from storage.people import Person
from storage.reminders import EventHush
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Attendance, Promise, Rsvp, Swap


def person(session: Session, person_id: int) -> None:
    """How many were there stays true; that this one was, is known no more."""
    connection = session.connection()
    _stood_in(session, person_id)
    swapped = sa.or_(col(Swap.asks_id) == person_id, col(Swap.asked_id) == person_id)
    promised = sa.select(col(Promise.id)).where(col(Promise.person_id) == person_id)
    connection.execute(sa.delete(Swap).where(sa.or_(swapped, col(Swap.promise_id).in_(promised))))
    for table in (Promise, Rsvp, EventHush, MinutesConfirmation, EventLesson, CalendarLink):
        connection.execute(sa.delete(table).where(table.person_id == person_id))  # type: ignore[arg-type]  # a column
    _turns(session, person_id)
    _empty(session, Attendance, "person_id", person_id)
    _empty(session, Attendance, "added_by_id", person_id)
    _proposals(session, person_id)
    _empty(session, Event, "author_id", person_id)
    _empty(session, Event, "confirmed_by_id", person_id)
    _empty(session, Minutes, "writer_id", person_id)
    _leaders(session, person_id)
    connection.execute(sa.update(FollowUp).where(col(FollowUp.who_id) == person_id).values(who_id=None, who=""))


def _proposals(session: Session, person_id: int) -> None:
    """What they proposed and nobody has called is theirs alone: its words go. What was called is the neighbours'."""
    connection = session.connection()
    mine = col(Event.author_id) == person_id, col(Event.state).in_(NEVER_CALLED)
    theirs = sa.select(col(Event.id)).where(*mine)
    for table in (EventItem, EventNeed):
        connection.execute(sa.delete(table).where(table.event_id.in_(theirs)))  # type: ignore[attr-defined]  # a column
    waiting = sa.case((col(Event.state) == EventState.proposed, EventState.withdrawn), else_=col(Event.state))
    nothing: dict[str, Any] = {
        "title": "",
        "words": "",
        "agenda": [],
        "place": "",
        "latitude": None,
        "longitude": None,
        "why": None,
    }
    connection.execute(sa.update(Event).where(*mine).values(state=waiting, **nothing))


def _leaders(session: Session, person_id: int) -> None:
    """Minutes keep who led as people call them: where that was this one, it is known no more."""
    member = session.get(Person, person_id)
    if member is None:
        return
    theirs = [one.community_id for one in people.memberships_of(session, person_id)]
    here = sa.select(col(Occurrence.id)).where(col(Occurrence.community_id).in_(theirs))
    led = sa.func.lower(col(Minutes.chair)) == member.name.lower(), col(Minutes.occurrence_id).in_(here)
    session.connection().execute(sa.update(Minutes).where(*led).values(chair=""))


def _stood_in(session: Session, person_id: int) -> None:
    """That a neighbour has given a turn away stays, and is not given back to them; who took it is known no more."""
    took = col(Swap.asked_id) == person_id, col(Swap.agreed).is_(True), col(Swap.promise_id).is_(None)
    session.connection().execute(sa.update(Swap).where(*took).values(asked_id=None))


def _turns(session: Session, person_id: int) -> None:
    """Their turns are nobody's; the rota goes on without them."""
    connection = session.connection()
    mine = sa.select(col(RotaMember.id)).where(col(RotaMember.person_id) == person_id)
    turns = sa.select(col(RotaTurn.id)).where(col(RotaTurn.member_id).in_(mine))
    connection.execute(sa.delete(Swap).where(sa.or_(col(Swap.turn_id).in_(turns), col(Swap.for_turn_id).in_(turns))))
    connection.execute(sa.delete(RotaTurn).where(col(RotaTurn.member_id).in_(mine)))
    connection.execute(sa.update(RotaTurn).where(col(RotaTurn.swapped_from_id).in_(mine)).values(swapped_from_id=None))
    connection.execute(sa.delete(RotaMember).where(col(RotaMember.person_id) == person_id))


def files(session: Session, *where: sa.ColumnElement[bool]) -> None:
    """Photos and voices that are nobody's from here on stand on no event."""
    gone = sa.select(col(Media.id)).where(*where)
    session.connection().execute(sa.delete(EventPhoto).where(col(EventPhoto.media_id).in_(gone)))
    session.connection().execute(
        sa.update(EventLesson).where(col(EventLesson.media_id).in_(gone)).values(media_id=None)
    )


def _empty(session: Session, table: type[SQLModel], column: str, person_id: int) -> None:
    theirs = getattr(table, column) == person_id
    session.connection().execute(sa.update(table).where(theirs).values({column: None}))
