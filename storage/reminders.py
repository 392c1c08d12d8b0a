"""Reminders of events: what is to go out for an occurrence and when, claimed by the clock a few hundred people a time.

A wave is one row for an occurrence; the people it is for are read when it is due, so that who has answered, joined or
left meanwhile is reminded as they stand. What it has written for a person is named in the outbox (`once`), and so is
written once, whatever dies in between.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import Words, one_of
from storage.occurrences import Occurrence, OccurrenceState


class Wave(StrEnum):
    """`early`: days before, for those who want to know early. `eve`: the evening before. `soon`: on the day."""

    early = "early"
    eve = "eve"
    soon = "soon"


class Reminder(SQLModel, table=True):
    """A wave of one occurrence. It is done once `done_at` is set; `up_to` is the last person while it is written."""

    __table_args__ = (
        one_of("wave", Wave),
        UniqueConstraint("occurrence_id", "wave", "moves"),
        Index(
            "ix_reminder_due",
            "writes_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id")
    wave: Wave = Field(sa_type=Words(Wave))
    moves: int = 0
    """Of the occurrence when this was settled: one whose time has changed since is void."""
    due_at: datetime
    """When it reaches those who want no other hour."""
    writes_at: datetime
    """When the clock begins to write it into the outbox, somewhat before."""
    up_to: int = 0
    done_at: datetime | None = None


class EventHush(SQLModel, table=True):
    """Somebody who wants no reminders of an event, however often it comes again; they still hear of its changes."""

    __tablename__ = "event_hush"

    event_id: int = Field(foreign_key="event.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, primary_key=True)
    since: datetime


def by_id(session: Session, reminder_id: int) -> Reminder | None:
    return session.get(Reminder, reminder_id)


def of_occurrence(session: Session, occurrence_id: int) -> list[Reminder]:
    query = select(Reminder).where(Reminder.occurrence_id == occurrence_id)
    return list(session.exec(query.order_by(col(Reminder.due_at), col(Reminder.id))))


def unwritten(session: Session, community_id: int, now: datetime) -> list[tuple[Reminder, Occurrence]]:
    """Of what is to come in this neighbourhood, the waves of which nothing has been written yet."""
    query = (
        select(Reminder, Occurrence)
        .join(Occurrence, col(Occurrence.id) == col(Reminder.occurrence_id))
        .where(
            Occurrence.community_id == community_id, Occurrence.state == OccurrenceState.planned,
            Occurrence.begins_at > now, col(Reminder.done_at).is_(None), Reminder.writes_at > now, Reminder.up_to == 0,
        )
    )  # fmt: skip
    return [(one, occurrence) for one, occurrence in session.exec(query.order_by(col(Reminder.id)))]


def to_write(session: Session, now: datetime, *, most: int, but: Collection[int] = ()) -> list[Reminder]:
    """Those whose time to be written has come, locked; what another process holds is left to it."""
    query = select(Reminder).where(sa.text("done_at IS NULL"), Reminder.writes_at <= now, col(Reminder.id).not_in(but))
    first = query.order_by(col(Reminder.writes_at), col(Reminder.id)).limit(most)
    return list(session.exec(first.with_for_update(skip_locked=True)))


def hush(session: Session, event_id: int, person_id: int) -> EventHush | None:
    """That this person wants no reminders of this event, if they have said so."""
    return session.get(EventHush, (event_id, person_id))
