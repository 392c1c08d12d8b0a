"""Neighbours who say that a need told by another was told for them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint, func
from sqlmodel import Field, Session, SQLModel, col, select


class Claim(SQLModel, table=True):
    """Asked of the one who spoke for them; `granted` is None until they have answered."""

    __table_args__ = (UniqueConstraint("need_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    answered_at: datetime | None = None
    granted: bool | None = None
    times: int = 1
    """How often it has been asked: whoever was told no may ask once more."""
    passed_on_at: datetime | None = None
    """Since when the organisers are asked, as the one who spoke does not answer."""


def by_id(session: Session, claim_id: int) -> Claim | None:
    return session.get(Claim, claim_id)


def held(session: Session, claim_id: int) -> Claim | None:
    """The row as it is now, locked to the end of the transaction."""
    session.flush()
    return session.get(Claim, claim_id, with_for_update=True, populate_existing=True)


def of_person(session: Session, need_id: int, person_id: int) -> Claim | None:
    return session.exec(select(Claim).where(Claim.need_id == need_id, Claim.person_id == person_id)).first()


def waiting_for(session: Session, need_id: int) -> list[Claim]:
    """Those on this need that nobody has answered, the oldest first."""
    query = select(Claim).where(Claim.need_id == need_id, col(Claim.answered_at).is_(None))
    return list(session.exec(query.order_by(col(Claim.id))))


def count_waiting(session: Session, person_id: int) -> int:
    """How many of this person's wait for an answer."""
    query = select(func.count()).where(Claim.person_id == person_id, col(Claim.answered_at).is_(None))
    return session.exec(query).one()


def unanswered(session: Session, before: datetime) -> list[Claim]:
    """Those asked before that moment, not answered, and not passed on yet."""
    query = select(Claim).where(
        col(Claim.answered_at).is_(None), col(Claim.passed_on_at).is_(None), Claim.asked_at <= before
    )
    return list(session.exec(query.order_by(col(Claim.id))))


def forget_unanswered(session: Session, before: datetime) -> None:
    """Drop what was asked earlier than `before` and never answered."""
    old = sa.delete(Claim).where(col(Claim.answered_at).is_(None), col(Claim.asked_at) < before)
    session.connection().execute(old)
