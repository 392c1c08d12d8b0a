"""Rotas: neighbours who take turns at the night watch or the rice collection (ronda, jimpitan)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN
from storage.occurrences import Occurrence, OccurrenceState
from storage.people import Membership, Person


class RotaMember(SQLModel, table=True):
    """Somebody on the rota of an event, by `place` in it; without Telegram, by name.

    Who has several fixed nights is on it once for each.
    """

    __tablename__ = "rota_member"
    __table_args__ = NEVER_AGAIN

    id: int = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name: str = Field(max_length=64)
    place: int
    weekday: int | None = None
    """Their fixed night, 0 for Monday; None for who takes turns on any."""
    head_start: int = 0
    """So many turns they count as having besides: who comes late need not catch up."""
    left_at: datetime | None = None


class RotaTurn(SQLModel, table=True):
    """Whose turn it is at one occurrence."""

    __tablename__ = "rota_turn"
    __table_args__ = (UniqueConstraint("occurrence_id", "member_id"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id")
    member_id: int = Field(foreign_key="rota_member.id", index=True)
    swapped_from_id: int | None = Field(default=None, foreign_key="rota_member.id", index=True)
    """Whose turn it was before they swapped; it counts as theirs."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A turn, whose it is, and what they are called now; `can_read` unless they have no Telegram, or it is closed."""

    turn: RotaTurn
    member: RotaMember
    name: str
    can_read: bool


# ── members ──


def members_of(session: Session, event_id: int) -> list[RotaMember]:
    """In the order of their turns."""
    query = select(RotaMember).where(RotaMember.event_id == event_id, col(RotaMember.left_at).is_(None))
    return list(session.exec(query.order_by(col(RotaMember.place), col(RotaMember.id))))


def member_by_id(session: Session, member_id: int) -> RotaMember | None:
    return session.get(RotaMember, member_id)


def rows_of(session: Session, event_id: int, person_id: int) -> list[RotaMember]:
    """This person on this rota: one row, or one for each fixed night; none if they are not on it."""
    return [one for one in members_of(session, event_id) if one.person_id == person_id]


def standings(session: Session, event_id: int) -> list[tuple[RotaMember, int]]:
    """Everyone on it in their order, and how many turns each counts as having: one statement, whatever came before.

    Turns of times that were cancelled count for nobody; one that was swapped, for whom it was given to.
    """
    whose = sa.func.coalesce(col(RotaTurn.swapped_from_id), col(RotaTurn.member_id)).label("whose")
    counted = (
        sa.select(whose, sa.func.count().label("turns"))
        .join(Occurrence, col(Occurrence.id) == col(RotaTurn.occurrence_id))
        .where(col(Occurrence.event_id) == event_id, col(Occurrence.state) != OccurrenceState.cancelled)
        .group_by(whose)
        .subquery()
    )
    query = (
        select(RotaMember, sa.func.coalesce(counted.c.turns, 0))
        .outerjoin(counted, counted.c.whose == col(RotaMember.id))
        .where(RotaMember.event_id == event_id, col(RotaMember.left_at).is_(None))
        .order_by(col(RotaMember.place), col(RotaMember.id))
    )
    return [(member, member.head_start + many) for member, many in session.exec(query)]


# ── turns ──


def has_turn(session: Session, occurrence_id: int, person_id: int) -> bool:
    query = select(RotaTurn.id).join(RotaMember, col(RotaMember.id) == RotaTurn.member_id)
    mine = query.where(RotaTurn.occurrence_id == occurrence_id, RotaMember.person_id == person_id)
    return session.exec(mine).first() is not None


def turns_of(session: Session, occurrence_id: int) -> list[RotaTurn]:
    query = select(RotaTurn).where(RotaTurn.occurrence_id == occurrence_id)
    return list(session.exec(query.order_by(col(RotaTurn.id))))


def turn_by_id(session: Session, turn_id: int) -> RotaTurn | None:
    return session.get(RotaTurn, turn_id)


def turn_as_is(session: Session, turn_id: int) -> RotaTurn | None:
    """As it is now, once its event is held."""
    session.flush()
    return session.get(RotaTurn, turn_id, populate_existing=True)


def on_duty(session: Session, occurrence_ids: Collection[int]) -> dict[int, list[OnDuty]]:
    """Whose turn it is at each of these times, by their ids; in the order of the rota."""
    if not occurrence_ids:
        return {}
    query = (
        select(RotaTurn, RotaMember, Person.name, Person.reachable)
        .join(RotaMember, col(RotaMember.id) == RotaTurn.member_id)
        .outerjoin(Person, col(Person.id) == RotaMember.person_id)
        .where(col(RotaTurn.occurrence_id).in_(occurrence_ids))
        .order_by(col(RotaMember.place), col(RotaTurn.id))
    )
    found: dict[int, list[OnDuty]] = {}
    for turn, member, name, reachable in session.exec(query):
        one = OnDuty(turn, member, name or member.name, bool(reachable))
        found.setdefault(turn.occurrence_id, []).append(one)
    return found


def names_of(session: Session, member_ids: Collection[int]) -> dict[int, str]:
    """What these are called now, by their numbers; also of who has left."""
    if not member_ids:
        return {}
    query = select(RotaMember, Person.name).outerjoin(Person, col(Person.id) == RotaMember.person_id)
    found = session.exec(query.where(col(RotaMember.id).in_(member_ids)))
    return {member.id: name or member.name for member, name in found}


def to_come(session: Session, event_id: int, now: datetime) -> list[Occurrence]:
    """The times of an event that may still take place and have not begun, the soonest first."""
    query = select(Occurrence).where(
        Occurrence.event_id == event_id,
        col(Occurrence.state).in_((OccurrenceState.planned, OccurrenceState.postponed)),
        sa.or_(col(Occurrence.begins_at) > now, col(Occurrence.state) == OccurrenceState.postponed),
    )
    return list(session.exec(query.order_by(col(Occurrence.begins_at), col(Occurrence.id))))


# ── neighbours ──


def neighbours(session: Session, community_ids: Collection[int]) -> list[Person]:
    """Who lives there and can be put on a rota, by name."""
    here = sa.exists().where(
        col(Membership.person_id) == col(Person.id), col(Membership.community_id).in_(community_ids)
    )
    query = select(Person).where(here, Person.name != "")
    return list(session.exec(query.order_by(sa.func.lower(col(Person.name)), col(Person.id))))


def events_with(session: Session, person_id: int) -> list[int]:
    """The ids of the events on whose rota this person is."""
    query = select(RotaMember.event_id).where(RotaMember.person_id == person_id, col(RotaMember.left_at).is_(None))
    return sorted(set(session.exec(query)))
