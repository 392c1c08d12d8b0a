"""Photos of an occurrence: how it looked before, how it looks now."""

from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class Moment(StrEnum):
    before = "before"
    after = "after"


class EventPhoto(SQLModel, table=True):
    """A photo (`storage.media`) of one occurrence."""

    __tablename__ = "event_photo"
    __table_args__ = (one_of("moment", Moment), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    media_id: int = Field(foreign_key="media.id", unique=True)
    moment: Moment = Field(sa_type=Words(Moment))


def of_occurrence(session: Session, occurrence_id: int) -> list[EventPhoto]:
    query = select(EventPhoto).where(EventPhoto.occurrence_id == occurrence_id)
    return list(session.exec(query.order_by(col(EventPhoto.id))))
