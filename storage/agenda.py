"""What neighbours are called to, as lists, months and calendars look for it: what the one who looks may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage.events import Event, EventState, Invited
from storage.occurrences import Occurrence, OccurrenceState, has_passed
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Answer, Promise, Rsvp

Found = list[tuple[Event, Occurrence]]


@dataclass(frozen=True, slots=True)
class Around:
    """Whose events are looked at: of these neighbourhoods, and of which of them also what is the organisers' alone.

    With `everyone` only those to which every resident is called. `mine` is a person: what they come to, bring something
    to, or have their turn in.
    """

    communities: Sequence[int]
    office: Sequence[int] = ()
    everyone: bool = False
    mine: int | None = None


def coming(session: Session, around: Around, now: datetime, *, most: int, offset: int = 0) -> Found:
    """The next time of each event, the soonest first, what is put off by its old time; of one's own, every time.

    What was put off when its time came is an event's next one only where no other is to come.
    """
    query = _coming(around, now).order_by(col(Occurrence.begins_at), col(Occurrence.id)).limit(most).offset(offset)
    return [(event, one) for event, one in session.exec(query)]


def how_many(session: Session, around: Around, now: datetime) -> int:
    """How many `coming` finds in all."""
    found = _coming(around, now).with_only_columns(sa.func.count())
    return int(session.connection().execute(found).scalar_one())


def within(session: Session, around: Around, begins: datetime, ends: datetime) -> Found:
    """All times that begin within this stretch, cancelled ones too, by their time."""
    query = _seen(around, EventState.called, EventState.cancelled).where(
        Occurrence.begins_at >= begins, Occurrence.begins_at < ends
    )
    return [(event, one) for event, one in session.exec(query.order_by(col(Occurrence.begins_at), col(Occurrence.id)))]


def repeated(session: Session, around: Around) -> list[tuple[Event, date | None]]:
    """What comes again, each with the last day that is written of it."""
    last = (
        sa.select(sa.func.max(col(Occurrence.original_on)))
        .where(col(Occurrence.event_id) == Event.id)
        .scalar_subquery()
    )
    query = select(Event, last).where(*_visible(around), Event.state == EventState.called, col(Event.rule).is_not(None))
    return [(event, day) for event, day in session.exec(query.order_by(col(Event.id)))]


def since(session: Session, around: Around, moment: datetime) -> dict[int, tuple[Event, list[Occurrence]]]:
    """Each event that has a time after this moment, or comes again, with all of its times by days."""
    any_time = aliased(Occurrence)
    recent = sa.exists().where(col(any_time.event_id) == Event.id, col(any_time.ends_at) > moment)
    goes_on = sa.and_(col(Event.state) == EventState.called, col(Event.rule).is_not(None))
    query = _seen(around, EventState.called, EventState.cancelled).where(sa.or_(recent, goes_on))
    found: dict[int, tuple[Event, list[Occurrence]]] = {}
    for event, one in session.exec(query.order_by(col(Event.id), col(Occurrence.original_on))):
        found.setdefault(event.id, (event, []))[1].append(one)
    return found


def declined(session: Session, person_id: int) -> set[int]:
    """The times to which this person cannot come."""
    query = select(Rsvp.occurrence_id).where(Rsvp.person_id == person_id, Rsvp.answer == Answer.away)
    return set(session.exec(query))


def turns(session: Session, person_id: int) -> set[int]:
    """The times at which it is this person's turn."""
    query = select(RotaTurn.occurrence_id).join(RotaMember, col(RotaMember.id) == col(RotaTurn.member_id))
    return set(session.exec(query.where(RotaMember.person_id == person_id)))


def _coming(around: Around, now: datetime) -> Select[Event, Occurrence]:
    is_to_come = sa.or_(
        col(Occurrence.state) == OccurrenceState.postponed,
        sa.and_(col(Occurrence.state) == OccurrenceState.planned, col(Occurrence.ends_at) > now),
    )
    every = _seen(around, EventState.called).where(is_to_come)
    if around.mine is not None:
        return every
    place = sa.func.row_number().over(
        partition_by=col(Occurrence.event_id),
        order_by=(has_passed(now), col(Occurrence.begins_at), col(Occurrence.id)),
    )
    first = every.with_only_columns(col(Occurrence.id).label("id"), place.label("place")).subquery()
    return (
        select(Event, Occurrence)
        .join(Occurrence, col(Occurrence.event_id) == Event.id)
        .where(col(Occurrence.id).in_(sa.select(first.c.id).where(first.c.place == 1)))
    )


def _seen(around: Around, *states: EventState) -> Select[Event, Occurrence]:
    query = select(Event, Occurrence).join(Occurrence, col(Occurrence.event_id) == Event.id)
    mine = [] if around.mine is None else [col(Occurrence.id).in_(_with_a_part(around.mine))]
    return query.where(*_visible(around), col(Event.state).in_(states), *mine)


def _visible(around: Around) -> list[sa.ColumnElement[bool]]:
    here = col(Event.community_id).in_(around.communities)
    if around.everyone:
        return [here, col(Event.invited) == Invited.everyone]
    return [here, sa.or_(col(Event.invited) != Invited.office, col(Event.community_id).in_(around.office))]


def _with_a_part(person_id: int) -> sa.CompoundSelect[tuple[int]]:
    comes = sa.select(col(Rsvp.occurrence_id)).where(
        col(Rsvp.person_id) == person_id, col(Rsvp.answer).in_((Answer.coming, Answer.maybe))
    )
    brings = sa.select(col(Promise.occurrence_id)).where(col(Promise.person_id) == person_id)
    turns = sa.select(col(RotaTurn.occurrence_id)).join(RotaMember, col(RotaMember.id) == col(RotaTurn.member_id))
    return sa.union(comes, brings, turns.where(col(RotaMember.person_id) == person_id))
