"""Votes in Telegram's own polls that came before the poll was known here."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select


class StrayVote(SQLModel, table=True):
    """A vote in a native poll that nobody knows yet: it was sent, and its id not stored. Applied once it is known."""

    __tablename__ = "stray_vote"
    __table_args__ = (UniqueConstraint("native_id", "telegram_id"), Index("ix_stray_vote_came_at", "came_at"))

    id: int = Field(default=None, primary_key=True)
    native_id: str = Field(max_length=64)
    telegram_id: int = Field(sa_type=BigInteger)
    options: list[str] = Field(default_factory=list, sa_type=JSON)
    """Telegram's persistent ids of what was chosen, the latest."""
    came_at: datetime


def of_voter(session: Session, native_id: str, telegram_id: int) -> StrayVote | None:
    query = select(StrayVote).where(StrayVote.native_id == native_id, StrayVote.telegram_id == telegram_id)
    return session.exec(query).first()


def of_poll(session: Session, native_id: str) -> list[StrayVote]:
    return list(session.exec(select(StrayVote).where(StrayVote.native_id == native_id).order_by(col(StrayVote.id))))


def forget(session: Session, before: datetime) -> None:
    """Votes in polls that never became known."""
    session.connection().execute(sa.delete(StrayVote).where(col(StrayVote.came_at) < before))
