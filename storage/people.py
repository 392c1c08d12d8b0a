"""People, and what they are in which community."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, UniqueConstraint, bindparam, func
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class Role(StrEnum):
    resident = "resident"
    cadre = "cadre"
    """Kader: a resident who looks after others, and so speaks for many; no organiser."""
    organiser = "organiser"
    chair = "chair"


OFFICE = frozenset((Role.organiser, Role.chair))
"""Who reads needs whole, with names and voices, and moves them."""


class Person(SQLModel, table=True):
    """Someone who has agreed to be known here. `name` is what they like to be called, sapaan included."""

    __table_args__ = NEVER_AGAIN

    id: int = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=BigInteger, unique=True)
    name: str = Field(default="", max_length=64)
    language: str = Field(default="id", max_length=8)
    community_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    """The community they are speaking in at present."""
    reachable: bool = True
    """False once they have blocked the bot or their account is gone; true again when they write."""
    created_at: datetime


class Membership(SQLModel, table=True):
    """What a person is in a community. Speech is open at once; votes count after `recognised_at`."""

    __table_args__ = (one_of("role", Role), UniqueConstraint("person_id", "community_id"))

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    community_id: int = Field(foreign_key="community.id", index=True)
    role: Role = Field(default=Role.resident, sa_type=Words(Role))
    recognised_at: datetime | None = None
    house_mark: str | None = Field(default=None, max_length=64)
    """A keyed hash of the house number: tells who lives in one house, and not in which."""
    hears_broadcasts: bool = True
    """False once they have asked to get no announcements of this community."""
    joined_at: datetime


_WITH_TELEGRAM_ID = select(Person).where(Person.telegram_id == bindparam("telegram_id"))


def with_telegram_id(session: Session, telegram_id: int) -> Person | None:
    return session.exec(_WITH_TELEGRAM_ID, params={"telegram_id": telegram_id}).first()


def by_id(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def by_ids(session: Session, person_ids: Collection[int]) -> list[Person]:
    return list(session.exec(select(Person).where(col(Person.id).in_(person_ids)))) if person_ids else []


_MEMBERSHIP = select(Membership).where(
    Membership.person_id == bindparam("person"), Membership.community_id == bindparam("community")
)


def membership_of(session: Session, person_id: int, community_id: int) -> Membership | None:
    return session.exec(_MEMBERSHIP, params={"person": person_id, "community": community_id}).first()


def membership_by_id(session: Session, membership_id: int) -> Membership | None:
    return session.get(Membership, membership_id)


_MEMBERSHIPS = select(Membership).where(Membership.person_id == bindparam("person")).order_by(col(Membership.id))


def memberships_of(session: Session, person_id: int, *, anew: bool = False) -> list[Membership]:
    """In the order of joining; `anew` past what this session remembers."""
    query = _MEMBERSHIPS.execution_options(populate_existing=True) if anew else _MEMBERSHIPS
    return list(session.exec(query, params={"person": person_id}))


def house_marks(session: Session, community_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Who of these has said in which house they live: person to mark."""
    query = select(Membership).where(
        Membership.community_id == community_id,
        col(Membership.person_id).in_(person_ids),
        col(Membership.house_mark).is_not(None),
    )
    return {member.person_id: member.house_mark or "" for member in session.exec(query)}


def members_among(
    session: Session, community_ids: Collection[int], person_ids: Collection[int]
) -> list[Membership]:  # fmt: skip
    """What these people are in these communities."""
    query = select(Membership).where(
        col(Membership.community_id).in_(community_ids), col(Membership.person_id).in_(person_ids)
    )
    return list(session.exec(query.order_by(col(Membership.id)))) if person_ids else []


def organisers_of(session: Session, community_id: int) -> list[Person]:
    """The chair and the organisers who can be reached in private."""
    return list(
        session.exec(
            select(Person)
            .join(Membership, col(Membership.person_id) == Person.id)
            .where(
                Membership.community_id == community_id,
                col(Membership.role).in_(OFFICE),
                col(Person.reachable),
            )
            .order_by(col(Person.id))
        )
    )


def reachable_in(session: Session, community_id: int) -> int:
    """How many members of a community can be reached in private."""
    members = select(func.count()).select_from(Person).join(Membership, col(Membership.person_id) == Person.id)
    return session.exec(members.where(Membership.community_id == community_id, col(Person.reachable))).one()


def unrecognised(
    session: Session, community_id: int, *, among: Collection[int] | None = None, limit: int | None = None,
    offset: int = 0,
) -> list[Person]:  # fmt: skip
    """Members whom the organisers have not recognised yet, the longest here first; of all, or of these."""
    query = select(Person).join(Membership, col(Membership.person_id) == Person.id).where(*_new_in(community_id))
    if among is not None:
        query = query.where(col(Person.id).in_(list(among)))
    return list(session.exec(query.order_by(col(Membership.joined_at), col(Person.id)).limit(limit).offset(offset)))


def count_unrecognised(session: Session, community_id: int) -> int:
    return session.exec(select(func.count()).select_from(Membership).where(*_new_in(community_id))).one()


def _new_in(community_id: int) -> tuple[ColumnElement[bool], ...]:
    return col(Membership.community_id) == community_id, col(Membership.recognised_at).is_(None)


def chair_of(session: Session, community_id: int) -> Person | None:
    return session.exec(
        select(Person)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.community_id == community_id, Membership.role == Role.chair)
        .order_by(col(Person.id))
    ).first()


def held(session: Session, person_id: int) -> Person | None:
    """Locked to the end of the transaction: nothing more can be written in their name meanwhile."""
    return session.get(Person, person_id, with_for_update=True, populate_existing=True)


def chairs_of(session: Session, community_id: int) -> list[Person]:
    """Usually one."""
    query = select(Person).join(Membership, col(Membership.person_id) == Person.id)
    return list(session.exec(query.where(Membership.community_id == community_id, Membership.role == Role.chair)))
