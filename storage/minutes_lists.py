"""Minutes as they are looked for: what has none yet, who took part and may confirm them, who may be meant in them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.events import Event, EventState
from storage.minutes import Minutes, MinutesState
from storage.occurrences import Occurrence, OccurrenceState
from storage.people import Person
from storage.rsvps import Answer, Attendance, Rsvp


def unwritten(session: Session, community_id: int, since: datetime, now: datetime) -> list[tuple[Event, Occurrence]]:
    """What began since then and has no published minutes, the latest first; turns of a rota are left out."""
    published = select(Minutes.occurrence_id).where(Minutes.state == MinutesState.published)
    has_begun = sa.or_(col(Occurrence.begins_at) <= now, col(Occurrence.begun_at).is_not(None))
    query = (
        select(Event, Occurrence)
        .join(Occurrence, col(Occurrence.event_id) == Event.id)
        .where(
            Occurrence.community_id == community_id, Occurrence.begins_at >= since, has_begun,
            Event.state == EventState.called, col(Occurrence.id).not_in(published), col(Event.rota_size).is_(None),
            col(Occurrence.state).in_((OccurrenceState.planned, OccurrenceState.over)),
        )
        .order_by(col(Occurrence.begins_at).desc(), col(Occurrence.id).desc())
    )  # fmt: skip
    return [(event, one) for event, one in session.exec(query)]


def are_published(session: Session, occurrence_id: int) -> bool:
    query = select(Minutes.id).where(
        Minutes.occurrence_id == occurrence_id, Minutes.state == MinutesState.published
    )  # fmt: skip
    return session.exec(query).first() is not None


def about_poll(session: Session, poll_id: int) -> int | None:
    """The last time of an event that came out of this poll and has published minutes."""
    query = (
        select(Occurrence.id)
        .join(Event, col(Event.id) == col(Occurrence.event_id))
        .join(Minutes, col(Minutes.occurrence_id) == col(Occurrence.id))
        .where(Event.poll_id == poll_id, Minutes.state == MinutesState.published)
        .order_by(col(Occurrence.begins_at).desc())
    )
    return session.exec(query).first()


def took_part(session: Session, occurrence_id: int) -> list[Person]:
    """Who was there, or has said that they come and had room; by their ids."""
    there = select(Attendance.person_id).where(
        Attendance.occurrence_id == occurrence_id, col(Attendance.person_id).is_not(None)
    )
    came = select(Rsvp.person_id).where(
        Rsvp.occurrence_id == occurrence_id, Rsvp.answer == Answer.coming, col(Rsvp.waits).is_(False)
    )
    query = select(Person).where(sa.or_(col(Person.id).in_(there), col(Person.id).in_(came)))
    return list(session.exec(query.order_by(col(Person.id))))
