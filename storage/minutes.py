"""Minutes of a meeting: what was decided, who does what until when, who confirms that it was so; what was learnt."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import JSON, Index, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class MinutesState(StrEnum):
    waiting = "waiting"
    """Written, and not yet confirmed by enough who took part."""
    published = "published"


class Minutes(SQLModel, table=True):
    """The minutes of one occurrence (notulen)."""

    __table_args__ = (
        one_of("state", MinutesState),
        Index(
            "ix_minutes_look_at",
            "look_at",
            sqlite_where=text("look_at IS NOT NULL"),
            postgresql_where=text("look_at IS NOT NULL"),
        ),
        NEVER_AGAIN,
    )

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id", unique=True)
    chair: str = Field(default="", max_length=64)
    """Who led it, as people call them."""
    discussed: str = Field(default="", max_length=2000)
    decisions: list[str] = Field(default_factory=list, sa_type=JSON)
    attended: int = 0
    """How many took part, as the writer counted or the list says."""
    writer_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    state: MinutesState = Field(default=MinutesState.waiting, sa_type=Words(MinutesState))
    is_confirmed: bool = False
    """True once enough who took part have said that it was so; what is published without says so."""
    look_at: datetime | None = None
    """When its writer hears that they still wait; None once that is told, and once they are published."""
    version: int = 1
    """Who has confirmed has confirmed this one; after a change nobody has."""
    written_at: datetime
    published_at: datetime | None = None


class MinutesConfirmation(SQLModel, table=True):
    """What somebody who took part says of the minutes."""

    __tablename__ = "minutes_confirmation"

    minutes_id: int = Field(foreign_key="minutes.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, primary_key=True)
    version: int
    agrees: bool
    words: str | None = Field(default=None, max_length=500)
    """What is missing or wrong, as they say."""
    answer: str | None = Field(default=None, max_length=500)
    """Why it stays so all the same, as an organiser says; None while nobody has."""
    at: datetime


class FollowUp(SQLModel, table=True):
    """Something that was agreed on to do: what, who, until when. Its owner is reminded on the day before."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index(
            "ix_follow_up_open",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        NEVER_AGAIN,
    )

    id: int = Field(default=None, primary_key=True)
    minutes_id: int = Field(foreign_key="minutes.id", index=True)
    what: str = Field(max_length=200)
    who_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    who: str = Field(default="", max_length=64)
    """As people call them; without Telegram, all that is known."""
    due_on: date | None = None
    """A local day."""
    reminded: int = 0
    done_at: datetime | None = None


class Lesson(StrEnum):
    """What did we learn, in three buttons: it went well, it can go better, it was hard."""

    well = "well"
    better = "better"
    hard = "hard"


class EventLesson(SQLModel, table=True):
    """What one who took part says afterwards; counted, never shown with a name."""

    __tablename__ = "event_lesson"
    __table_args__ = (one_of("lesson", Lesson),)

    occurrence_id: int = Field(foreign_key="occurrence.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, primary_key=True)
    lesson: Lesson = Field(sa_type=Words(Lesson))
    media_id: int | None = Field(default=None, foreign_key="media.id")
    """A voice note, heard by the organisers."""
    at: datetime


def of_occurrence(session: Session, occurrence_id: int) -> Minutes | None:
    return session.exec(select(Minutes).where(Minutes.occurrence_id == occurrence_id)).first()


def by_id(session: Session, minutes_id: int) -> Minutes | None:
    return session.get(Minutes, minutes_id)


def held_of(session: Session, occurrence_id: int) -> Minutes | None:
    """The same as they are now, locked to the end of the transaction: nobody publishes them meanwhile."""
    session.flush()
    query = select(Minutes).where(Minutes.occurrence_id == occurrence_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def held(session: Session, minutes_id: int) -> Minutes | None:
    """As they are now, locked to the end of the transaction."""
    session.flush()
    return session.get(Minutes, minutes_id, with_for_update=True, populate_existing=True)


def waiting(session: Session, now: datetime, *, most: int, but: Collection[int] = ()) -> list[Minutes]:
    """Those whose writer is to hear by now that they still wait, locked; what another process holds is left to it."""
    query = select(Minutes).where(
        col(Minutes.look_at).is_not(None), col(Minutes.look_at) <= now, col(Minutes.id).not_in(but)
    )
    first = query.order_by(col(Minutes.look_at), col(Minutes.id)).limit(most)
    return list(session.exec(first.with_for_update(skip_locked=True)))


def confirmation(session: Session, minutes_id: int, person_id: int) -> MinutesConfirmation | None:
    """What somebody has said of them, of whichever version."""
    return session.get(MinutesConfirmation, (minutes_id, person_id))


def confirmations_of(session: Session, minutes: Minutes) -> list[MinutesConfirmation]:
    """What was said of the minutes as they are now."""
    query = select(MinutesConfirmation).where(
        MinutesConfirmation.minutes_id == minutes.id, MinutesConfirmation.version == minutes.version
    )
    return list(session.exec(query.order_by(col(MinutesConfirmation.at))))


def follow_ups_of(session: Session, minutes_id: int) -> list[FollowUp]:
    return list(session.exec(select(FollowUp).where(FollowUp.minutes_id == minutes_id).order_by(col(FollowUp.id))))


def lesson(session: Session, occurrence_id: int, person_id: int) -> EventLesson | None:
    return session.get(EventLesson, (occurrence_id, person_id))


def lessons_of(session: Session, occurrence_id: int) -> list[EventLesson]:
    """In no order that tells of people."""
    query = select(EventLesson).where(EventLesson.occurrence_id == occurrence_id)
    return list(session.exec(query.order_by(col(EventLesson.lesson), col(EventLesson.at))))


def follow_up(session: Session, follow_up_id: int) -> FollowUp | None:
    return session.get(FollowUp, follow_up_id)


def held_follow_up(session: Session, follow_up_id: int) -> FollowUp | None:
    """As it is now, locked to the end of the transaction."""
    session.flush()
    return session.get(FollowUp, follow_up_id, with_for_update=True, populate_existing=True)


def follow_ups_due(session: Session, until: date, *, told: int, most: int, but: Collection[int] = ()) -> list[FollowUp]:
    """Open ones of a known owner that are to be done by then and were told fewer than `told` times, locked."""
    query = select(FollowUp).where(
        sa.text("done_at IS NULL"), col(FollowUp.due_on) <= until, FollowUp.reminded < told,
        col(FollowUp.who_id).is_not(None), col(FollowUp.id).not_in(but),
    )  # fmt: skip
    first = query.order_by(col(FollowUp.due_on), col(FollowUp.id)).limit(most)
    return list(session.exec(first.with_for_update(skip_locked=True)))
