"""Objections on the way to a consensus (mufakat): why somebody cannot agree, and what became of it."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class Stance(StrEnum):
    """Where an objection stands on the way to a consensus (mufakat)."""

    raised = "raised"
    answered = "answered"
    withdrawn = "withdrawn"
    kept = "kept"
    """Its owner has read the answer and stays with it: it goes on record."""


class Objection(SQLModel, table=True):
    """Why somebody cannot agree, and what became of it. `mark` is the ballot's: whose it is, no query tells."""

    __table_args__ = (one_of("stance", Stance), UniqueConstraint("mark"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    mark: str = Field(max_length=64)
    words: str = Field(max_length=500)
    answer: str | None = Field(default=None, max_length=500)
    stance: Stance = Field(default=Stance.raised, sa_type=Words(Stance))


def of_poll(session: Session, poll_id: int) -> list[Objection]:
    return list(session.exec(select(Objection).where(Objection.poll_id == poll_id).order_by(col(Objection.id))))


def of_mark(session: Session, mark: str) -> Objection | None:
    return session.exec(select(Objection).where(Objection.mark == mark)).first()
