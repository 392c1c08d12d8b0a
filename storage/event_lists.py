"""Events of a neighbourhood as its organisers look for them: what comes next of each, what was lately."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState


def next_times(session: Session, community_id: int, now: datetime) -> list[tuple[Event, Occurrence]]:
    """The next time of each event that is not over, the soonest first; what is put off counts by its old time."""
    query = (
        select(Event, Occurrence)
        .join(Occurrence, col(Occurrence.event_id) == Event.id)
        .where(*_to_come_in(community_id, now))
        .order_by(col(Occurrence.begins_at), col(Occurrence.id))
    )
    first: dict[int, tuple[Event, Occurrence]] = {}
    for event, one in session.exec(query):
        first.setdefault(event.id, (event, one))
    return list(first.values())


def _to_come_in(community_id: int, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    is_to_come = sa.or_(
        col(Occurrence.state) == OccurrenceState.postponed,
        sa.and_(col(Occurrence.state) == OccurrenceState.planned, col(Occurrence.ends_at) > now),
    )
    return col(Event.community_id) == community_id, col(Event.state) == EventState.called, is_to_come


def lately(session: Session, community_id: int, now: datetime, *, most: int) -> list[tuple[Event, Occurrence]]:
    """What is over or was cancelled, the latest first."""
    is_over = sa.or_(
        col(Occurrence.state).in_((OccurrenceState.over, OccurrenceState.cancelled)),
        sa.and_(col(Occurrence.state) == OccurrenceState.planned, col(Occurrence.ends_at) <= now),
    )
    query = (
        select(Event, Occurrence)
        .join(Occurrence, col(Occurrence.event_id) == Event.id)
        .where(Event.community_id == community_id, is_over, Occurrence.begins_at <= now)
        .order_by(col(Occurrence.begins_at).desc(), col(Occurrence.id).desc())
        .limit(most)
    )
    return [(event, one) for event, one in session.exec(query)]


def to_come(session: Session, event_id: int, now: datetime) -> list[Occurrence]:
    """All written times of one event that are to come, cancelled ones too, the soonest first."""
    query = select(Occurrence).where(
        Occurrence.event_id == event_id,
        sa.or_(col(Occurrence.ends_at) > now, col(Occurrence.state) == OccurrenceState.postponed),
    )
    return list(session.exec(query.order_by(col(Occurrence.begins_at), col(Occurrence.id))))


def how_many(session: Session, community_id: int, now: datetime) -> int:
    """How many events are to come, and how many proposals wait for an answer."""
    waiting = select(sa.func.count()).where(Event.community_id == community_id, Event.state == EventState.proposed)
    called = (
        select(sa.func.count(sa.distinct(col(Event.id))))
        .join(Occurrence, col(Occurrence.event_id) == Event.id)
        .where(*_to_come_in(community_id, now))
    )
    return session.exec(called).one() + session.exec(waiting).one()
