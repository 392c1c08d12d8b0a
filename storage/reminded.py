"""Whom a reminder of an occurrence may be for, as each of them stands: fetched in chunks, or one as theirs leaves."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from storage import hearing, invitees
from storage.events import EventItem
from storage.invitees import Circle
from storage.occurrences import Occurrence
from storage.people import Person
from storage.preferences import Preference
from storage.reminders import EventHush
from storage.rotas import RotaMember
from storage.rsvps import Answer, Promise, Rsvp

_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_rsvp = Rsvp.__table__  # type: ignore[attr-defined]  # as above
_wish = Preference.__table__  # type: ignore[attr-defined]  # as above


@dataclass(frozen=True, slots=True)
class Reminded:
    """One who is asked. `answer` is None for who has not answered; `waves` None for who wants what is usual.

    `brings`: something is promised that is wanted. `has_turn`: the rota has them this time. `hushed`: they want no
    reminders of this event. Quiet hours are their own, or those of the neighbourhood they speak in, whose zone it is.
    """

    person_id: int
    telegram_id: int
    answer: Answer | None
    waits: bool
    brings: bool
    has_turn: bool
    hushed: bool
    waves: list[str] | None
    quiet_hours: list[list[str]]
    time_zone: str


def after(session: Session, occurrence: Occurrence, circle: Circle, person_id: int, most: int) -> list[Reminded]:
    """The next who are asked and can be reached: the circle, who has answered, and whose turn it is."""
    query = _of(occurrence, circle).where(_person.c.id > person_id).order_by(_person.c.id).limit(most)
    return [_reminded(row) for row in session.connection().execute(query)]


def among(session: Session, occurrence: Occurrence, circle: Circle, people: Collection[int]) -> dict[int, Reminded]:
    """These people as they stand now, but for who is not asked (any more)."""
    rows = session.connection().execute(_of(occurrence, circle).where(_person.c.id.in_(people)))
    return {row[0]: _reminded(row) for row in rows}


def promised(session: Session, occurrence_id: int, person_id: int) -> list[tuple[str, int]]:
    """What they bring or take on, and how many; what is offered in vain so far, or wanted no more, is left out."""
    query = sa.select(col(EventItem.name), col(Promise.many)).join(Promise, col(Promise.item_id) == col(EventItem.id))
    mine = query.where(
        col(Promise.occurrence_id) == occurrence_id, col(Promise.person_id) == person_id, sa.not_(col(Promise.waits)),
        col(EventItem.removed_at).is_(None),
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.connection().execute(mine.order_by(col(EventItem.id)))]


def is_asked(session: Session, event_id: int, circle: Circle, person_id: int) -> bool:
    """True for who is asked to any time of this event, has answered one, or is on its rota."""
    any_time = sa.exists().where(
        col(Rsvp.person_id) == _person.c.id,
        col(Rsvp.occurrence_id) == col(Occurrence.id),
        col(Occurrence.event_id) == event_id,
    )
    on_rota = sa.exists().where(col(RotaMember.event_id) == event_id, col(RotaMember.person_id) == _person.c.id)
    conditions = invitees.asked(circle, sa.or_(any_time, on_rota))
    query = sa.select(_person.c.id).where(_person.c.id == person_id, *conditions)
    return session.connection().execute(query).first() is not None


def _of(occurrence: Occurrence, circle: Circle) -> sa.Select[Any]:
    mine = _rsvp.c.person_id == _person.c.id, _rsvp.c.occurrence_id == occurrence.id
    brings = sa.exists().where(
        col(Promise.occurrence_id) == occurrence.id, col(Promise.person_id) == _person.c.id,
        sa.not_(col(Promise.waits)), col(EventItem.id) == col(Promise.item_id), col(EventItem.removed_at).is_(None),
    )  # fmt: skip
    turn = invitees.has_turn(occurrence.id)
    hushed = sa.exists().where(col(EventHush.event_id) == occurrence.event_id, col(EventHush.person_id) == _person.c.id)
    columns = (
        _person.c.id, _person.c.telegram_id, _rsvp.c.answer, _rsvp.c.waits, brings, turn, hushed, _wish.c.event_waves,
        *hearing.WISHES[:3],
    )  # fmt: skip
    query = hearing.of_person(sa.select(*columns).select_from(_person)).outerjoin(_rsvp, sa.and_(*mine))
    return query.where(*invitees.asked(circle, sa.or_(_rsvp.c.person_id.is_not(None), turn)))


def _reminded(row: Any) -> Reminded:
    own, theirs, zone = row[8:]
    return Reminded(
        row[0], row[1], row[2], bool(row[3]), bool(row[4]), bool(row[5]), bool(row[6]), row[7],
        (theirs or []) if own is None else own, zone or "Asia/Jakarta",
    )  # fmt: skip
