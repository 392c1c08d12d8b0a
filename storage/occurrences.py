"""The times at which events take place, and where the card of each stands."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class OccurrenceState(StrEnum):
    planned = "planned"
    postponed = "postponed"
    """It rains: when it will be instead is not known yet."""
    cancelled = "cancelled"
    over = "over"


class Occurrence(SQLModel, table=True):
    """One time of an event.

    `original_on` is the local day that the rule gave it: RECURRENCE-ID of RFC 5545, 3.8.4.4.
    """

    __table_args__ = (
        one_of("state", OccurrenceState),
        UniqueConstraint("event_id", "original_on"),
        Index("ix_occurrence_community_id", "community_id", "begins_at"),
        Index(
            "ix_occurrence_planned",
            "begins_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index(
            "ix_occurrence_told",
            "id",
            sqlite_where=text("tell_up_to IS NOT NULL"),
            postgresql_where=text("tell_up_to IS NOT NULL"),
        ),
        Index(
            "ix_occurrence_look_at",
            "look_at",
            sqlite_where=text("look_at IS NOT NULL"),
            postgresql_where=text("look_at IS NOT NULL"),
        ),
        Index(
            "ix_occurrence_spoken_code",
            "spoken_code",
            sqlite_where=text("spoken_code IS NOT NULL"),
            postgresql_where=text("spoken_code IS NOT NULL"),
        ),
        NEVER_AGAIN,
    )

    id: int = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id")
    community_id: int = Field(foreign_key="community.id")
    original_on: date
    begins_at: datetime
    """UTC, as all instants; where postponed, when it was to begin."""
    ends_at: datetime
    place: str | None = Field(default=None, max_length=100)
    """Where this time is elsewhere than the others."""
    state: OccurrenceState = Field(default=OccurrenceState.planned, sa_type=Words(OccurrenceState))
    why: str | None = Field(default=None, max_length=300)
    """Why it was moved, postponed or cancelled last; everyone who answered reads it."""
    moves: int = 0
    """How often its time has changed: reminders of an earlier time are void."""
    was_at: datetime | None = None
    """When it was to begin before its last change."""
    tell_up_to: int | None = None
    """The last who was told of its last change, while that is being done; None before and after."""
    begun_at: datetime | None = None
    """When an organiser said that it had begun."""
    code: str = Field(max_length=16, unique=True)
    """Inside the QR code at the place: who opens it is there."""
    spoken_code: str | None = Field(default=None, max_length=8)
    """The same as digits that are read out or typed (`/hadir 4821`); None until an organiser has asked for them."""
    attended: int | None = None
    """How many came, as an organiser says; None for as many as were noted."""
    look_at: datetime | None = None
    """When it is looked next whether minutes or photos are missing; None before it is over, and once that is done."""
    nudged: int = 0
    """How often that was looked."""


class EventCard(SQLModel, table=True):
    """A message in a group on which an occurrence stands, drawn anew as answers come."""

    __tablename__ = "event_card"
    __table_args__ = (UniqueConstraint("occurrence_id", "destination_id"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id")
    destination_id: int = Field(foreign_key="destination.id", index=True)
    row_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    """The outbox row that it became."""
    ended_at: datetime | None = None


def by_id(session: Session, occurrence_id: int) -> Occurrence | None:
    return session.get(Occurrence, occurrence_id)


def held(session: Session, occurrence_id: int) -> Occurrence | None:
    """As it is now, locked to the end of the transaction."""
    session.flush()
    return session.get(Occurrence, occurrence_id, with_for_update=True, populate_existing=True)


def with_code(session: Session, code: str) -> Occurrence | None:
    return session.exec(select(Occurrence).where(Occurrence.code == code)).first()


def with_spoken_code(session: Session, digits: str) -> list[Occurrence]:
    """All that ever had these digits, the latest first: they are few, and given anew."""
    query = select(Occurrence).where(col(Occurrence.spoken_code).is_not(None), Occurrence.spoken_code == digits)
    return list(session.exec(query.order_by(col(Occurrence.begins_at).desc(), col(Occurrence.id))))


def of_event(session: Session, event_id: int) -> list[Occurrence]:
    """All times of an event, by the days that its rule gave them."""
    query = select(Occurrence).where(Occurrence.event_id == event_id)
    return list(session.exec(query.order_by(col(Occurrence.original_on))))


def next_of(session: Session, event_id: int, now: datetime) -> Occurrence | None:
    """The first of an event that is not over, planned or postponed; what was put off when its time came is last."""
    query = select(Occurrence).where(
        Occurrence.event_id == event_id,
        sa.or_(
            col(Occurrence.state) == OccurrenceState.postponed,
            sa.and_(col(Occurrence.state) == OccurrenceState.planned, col(Occurrence.ends_at) > now),
        ),
    )
    return session.exec(query.order_by(has_passed(now), col(Occurrence.begins_at))).first()


def has_passed(now: datetime) -> sa.Case[int]:
    """0 for what is to come, 1 for what should be over: what was put off waits behind what is certain."""
    return sa.case((col(Occurrence.ends_at) > now, 0), else_=1)


def between(
    session: Session, community_ids: Collection[int], begins: datetime, ends: datetime, *, most: int | None = None
) -> list[Occurrence]:
    """Those of these neighbourhoods that are under way or begin within this time, cancelled ones too, by their time."""
    query = select(Occurrence).where(
        col(Occurrence.community_id).in_(community_ids), Occurrence.ends_at > begins, Occurrence.begins_at < ends
    )
    return list(session.exec(query.order_by(col(Occurrence.begins_at), col(Occurrence.id)).limit(most)))


def over_by(session: Session, now: datetime, *, most: int, but: Collection[int] = ()) -> list[Occurrence]:
    """Planned ones whose end has passed, locked; what another process holds is left to it."""
    query = select(Occurrence).where(
        sa.text("state = 'planned'"), Occurrence.begins_at <= now, Occurrence.ends_at <= now,
        col(Occurrence.id).not_in(but),
    )  # fmt: skip
    first = query.order_by(col(Occurrence.begins_at)).limit(most)
    return list(session.exec(first.with_for_update(skip_locked=True)))


def to_look_at(session: Session, now: datetime, *, most: int, but: Collection[int] = ()) -> list[Occurrence]:
    """Those that are over and whose time to be looked at has come, locked."""
    query = select(Occurrence).where(
        col(Occurrence.look_at).is_not(None), col(Occurrence.look_at) <= now, col(Occurrence.id).not_in(but)
    )
    first = query.order_by(col(Occurrence.look_at), col(Occurrence.id)).limit(most)
    return list(session.exec(first.with_for_update(skip_locked=True)))


def being_told(session: Session, *, most: int, but: Collection[int] = ()) -> list[Occurrence]:
    """Those whose last change is still to be told to some, locked."""
    query = select(Occurrence).where(col(Occurrence.tell_up_to).is_not(None), col(Occurrence.id).not_in(but))
    return list(session.exec(query.order_by(col(Occurrence.id)).limit(most).with_for_update(skip_locked=True)))


def cards_of(session: Session, occurrence_id: int) -> list[EventCard]:
    query = select(EventCard).where(EventCard.occurrence_id == occurrence_id)
    return list(session.exec(query.order_by(col(EventCard.id))))


def card_by_id(session: Session, card_id: int) -> EventCard | None:
    return session.get(EventCard, card_id)
