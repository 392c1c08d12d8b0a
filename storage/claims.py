"""Neighbours who say that a need told by another was told for them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col


class Claim(SQLModel, table=True):
    """Asked of the one who spoke for them; `granted` is None until they have answered."""

    __table_args__ = (UniqueConstraint("need_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    answered_at: datetime | None = None
    granted: bool | None = None


def forget_unanswered(session: Session, before: datetime) -> None:
    """Drop what was asked earlier than `before` and never answered."""
    old = sa.delete(Claim).where(col(Claim.answered_at).is_(None), col(Claim.asked_at) < before)
    session.connection().execute(old)
