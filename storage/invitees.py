"""Who is asked to an occurrence, with what each has answered: fetched in chunks, by the person's id."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.erasures import Erasure, ErasureOf
from storage.people import OFFICE, Membership, Person
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Answer, Rsvp

_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_member = Membership.__table__  # type: ignore[attr-defined]  # as above
_rsvp = Rsvp.__table__  # type: ignore[attr-defined]  # as above


@dataclass(frozen=True, slots=True)
class Circle:
    """Residents of these communities, all or only the organisers; or just `people`, wherever they belong."""

    communities: Sequence[int] = ()
    office: bool = False
    people: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Invitee:
    """`answer` is None for who has not answered; `has_turn`: the rota has them this time."""

    person_id: int
    telegram_id: int
    answer: Answer | None
    has_turn: bool


def after(session: Session, occurrence_id: int, circle: Circle, person_id: int, most: int) -> list[Invitee]:
    """The next who are asked and can be reached: the circle, and who has answered or has a turn without being in it."""
    turn = has_turn(occurrence_id)
    query = (
        sa.select(_person.c.id, _person.c.telegram_id, _rsvp.c.answer, turn)
        .select_from(_person)
        .outerjoin(_rsvp, sa.and_(_rsvp.c.person_id == _person.c.id, _rsvp.c.occurrence_id == occurrence_id))
        .where(*asked(circle, sa.or_(_rsvp.c.person_id.is_not(None), turn)), _person.c.id > person_id)
        .order_by(_person.c.id)
        .limit(most)
    )
    return [Invitee(one[0], one[1], one[2], bool(one[3])) for one in session.connection().execute(query)]


def has_turn(occurrence_id: int) -> sa.ColumnElement[bool]:
    """Condition on people: the rota has them at this time."""
    return sa.exists().where(
        col(RotaTurn.occurrence_id) == occurrence_id,
        col(RotaMember.id) == col(RotaTurn.member_id),
        col(RotaMember.person_id) == _person.c.id,
    )


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
