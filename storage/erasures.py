"""What somebody wants deleted: hidden at once, final after an hour, until then taken back by one tap."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

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


def of_person(session: Session, person_id: int) -> list[Erasure]:
    """What this person has asked for and may still take back, the oldest first."""
    return list(session.exec(select(Erasure).where(Erasure.person_id == person_id).order_by(col(Erasure.id))))


def of_subject(session: Session, what: ErasureOf, subject_id: int) -> Erasure | None:
    return session.exec(select(Erasure).where(Erasure.what == what, Erasure.subject_id == subject_id)).first()


def held(session: Session, erasure_id: int) -> Erasure | None:
    """Locked to the end of the transaction: it is either taken back or made final, never both."""
    return session.get(Erasure, erasure_id, with_for_update=True, populate_existing=True)


def due(session: Session, now: datetime) -> list[Erasure]:
    """Those whose hour is over, the oldest first; a process that finds them held leaves them to the holder."""
    query = select(Erasure).where(Erasure.final_at <= now).order_by(col(Erasure.id))
    return list(session.exec(query.with_for_update(skip_locked=True)))


_LEAVING = "who is leaving"


def look_ahead(session: Session, person_ids: Collection[int]) -> None:
    """Find out at once which of these people are leaving: `is_leaving` knows it for the rest of this session."""
    query = select(Erasure.subject_id).where(Erasure.what == ErasureOf.person, col(Erasure.subject_id).in_(person_ids))
    leaving = set(session.exec(query)) if person_ids else set()
    session.info[_LEAVING] = {person_id: person_id in leaving for person_id in person_ids}


def is_leaving(session: Session, person_id: int) -> bool:
    """True within the hour before everything of this person is deleted."""
    known: bool | None = session.info.get(_LEAVING, {}).get(person_id)
    return of_subject(session, ErasureOf.person, person_id) is not None if known is None else known


def hidden_since(session: Session, need_id: int, reporter_id: int | None) -> datetime | None:
    """Since when a need is hidden because it, or its reporter, is about to be erased; None if neither is."""
    asked = of_subject(session, ErasureOf.need, need_id)
    if asked is None and reporter_id is not None:
        asked = of_subject(session, ErasureOf.person, reporter_id)
    return asked.asked_at if asked else None


def forget_of_need(session: Session, need_id: int) -> None:
    """The wish for this need alone: it has come true, or the need is somebody else's now."""
    of_it = col(Erasure.what) == ErasureOf.need, col(Erasure.subject_id) == need_id
    session.connection().execute(sa.delete(Erasure).where(*of_it))
