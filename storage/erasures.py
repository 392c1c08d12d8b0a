"""What somebody wants deleted: hidden at once, final after an hour, until then taken back by one tap."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Words, one_of


class ErasureOf(StrEnum):
    need = "need"
    person = "person"


class Erasure(SQLModel, table=True):
    """Asked for by `person_id`; `subject_id` is the need, or the person again. The row goes with what it erases."""

    __table_args__ = (
        one_of("what", ErasureOf),
        UniqueConstraint("what", "subject_id"),
        Index("ix_erasure_final_at", "final_at"),
    )

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    what: ErasureOf = Field(sa_type=Words(ErasureOf))
    subject_id: int
    asked_at: datetime
    final_at: datetime
