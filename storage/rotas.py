"""Rotas: neighbours who take turns at the night watch or the rice collection (ronda, jimpitan)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN


class RotaMember(SQLModel, table=True):
    """Somebody on the rota of an event, by `place` in it; without Telegram, by name."""

    __tablename__ = "rota_member"
    __table_args__ = NEVER_AGAIN

    id: int = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name: str = Field(max_length=64)
    place: int
    left_at: datetime | None = None


class RotaTurn(SQLModel, table=True):
    """Whose turn it is at one occurrence."""

    __tablename__ = "rota_turn"
    __table_args__ = (UniqueConstraint("occurrence_id", "member_id"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id")
    member_id: int = Field(foreign_key="rota_member.id", index=True)
    swapped_from_id: int | None = Field(default=None, foreign_key="rota_member.id", index=True)
    """Whose turn it was before they swapped."""


def members_of(session: Session, event_id: int) -> list[RotaMember]:
    """In the order of their turns."""
    query = select(RotaMember).where(RotaMember.event_id == event_id, col(RotaMember.left_at).is_(None))
    return list(session.exec(query.order_by(col(RotaMember.place), col(RotaMember.id))))


def has_turn(session: Session, occurrence_id: int, person_id: int) -> bool:
    query = select(RotaTurn.id).join(RotaMember, col(RotaMember.id) == RotaTurn.member_id)
    mine = query.where(RotaTurn.occurrence_id == occurrence_id, RotaMember.person_id == person_id)
    return session.exec(mine).first() is not None


def turns_of(session: Session, occurrence_id: int) -> list[RotaTurn]:
    query = select(RotaTurn).where(RotaTurn.occurrence_id == occurrence_id)
    return list(session.exec(query.order_by(col(RotaTurn.id))))
