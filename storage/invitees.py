"""Who is asked to an occurrence, with what each has answered: fetched in chunks, by the person's id."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.erasures import Erasure, ErasureOf
from storage.people import OFFICE, Membership, Person
from storage.preferences import Preference
from storage.rsvps import Answer, Rsvp

_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_member = Membership.__table__  # type: ignore[attr-defined]  # as above
_rsvp = Rsvp.__table__  # type: ignore[attr-defined]  # as above
_wish = Preference.__table__  # type: ignore[attr-defined]  # as above


@dataclass(frozen=True, slots=True)
class Circle:
    """Residents of these communities, all or only the organisers; or just `people`, wherever they belong."""

    communities: Sequence[int] = ()
    office: bool = False
    people: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Invitee:
    """`answer` is None for who has not answered; `waves` None for who wants what is usual."""

    person_id: int
    telegram_id: int
    answer: Answer | None
    waits: bool
    waves: list[str] | None


def after(session: Session, occurrence_id: int, circle: Circle, person_id: int, most: int) -> list[Invitee]:
    """The next who are asked and can be reached: the circle, and whoever has answered without being in it."""
    query = (
        sa.select(_person.c.id, _person.c.telegram_id, _rsvp.c.answer, _rsvp.c.waits, _wish.c.event_waves)
        .select_from(_person)
        .outerjoin(_rsvp, sa.and_(_rsvp.c.person_id == _person.c.id, _rsvp.c.occurrence_id == occurrence_id))
        .outerjoin(_wish, _wish.c.person_id == _person.c.id)
        .where(*asked(circle, _rsvp.c.person_id.is_not(None)), _person.c.id > person_id)
        .order_by(_person.c.id)
        .limit(most)
    )
    return [Invitee(one[0], one[1], one[2], bool(one[3]), one[4]) for one in session.connection().execute(query)]


def asked(circle: Circle, answered: sa.ColumnElement[bool]) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions on people: in the circle, or they have `answered` without being in it; and they can be reached."""
    leaving = sa.exists().where(col(Erasure.what) == ErasureOf.person, col(Erasure.subject_id) == _person.c.id)
    return _person.c.reachable, sa.not_(leaving), sa.or_(_within(circle), answered)


def within(session: Session, circle: Circle, people: Collection[int]) -> set[int]:
    """Which of these people belong to the circle."""
    query = sa.select(_person.c.id).where(_person.c.id.in_(sorted(people)), _within(circle))
    return set(session.connection().execute(query).scalars())


def names(session: Session, circles: Sequence[Circle]) -> list[tuple[int, str]]:
    """Whoever belongs to one of these circles, by their ids, reachable or not; but not who is leaving for good."""
    leaving = sa.exists().where(col(Erasure.what) == ErasureOf.person, col(Erasure.subject_id) == _person.c.id)
    query = sa.select(_person.c.id, _person.c.name).where(sa.not_(leaving), sa.or_(*map(_within, circles)))
    return [(one[0], one[1]) for one in session.connection().execute(query.order_by(_person.c.id))]


def how_many(session: Session, circle: Circle) -> int:
    """How many people the circle has, whether they can be reached or not."""
    return int(session.connection().execute(sa.select(sa.func.count()).where(_within(circle))).scalar_one())


def _within(circle: Circle) -> sa.ColumnElement[bool]:
    if circle.people is not None:
        named: sa.ColumnElement[bool] = _person.c.id.in_(sorted(circle.people))
        return named
    conditions = [_member.c.person_id == _person.c.id, _member.c.community_id.in_(list(circle.communities))]
    if circle.office:
        conditions.append(_member.c.role.in_(OFFICE))
    return sa.exists().where(*conditions)
