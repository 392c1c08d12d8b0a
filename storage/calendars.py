"""Calendars outside Telegram, and the year of a neighbourhood: planning dates and busy seasons."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class CalendarLink(SQLModel, table=True):
    """An address at which a phone's calendar reads events: one person's, or a neighbourhood's. Whoever has it may read.

    Only a hash of the token is kept; a new address makes the old one void.
    """

    __tablename__ = "calendar_link"

    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    community_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    created_at: datetime
    revoked_at: datetime | None = None


class MarkKind(StrEnum):
    """A date in the village's planning year, or a season in which people are busy (kalender musim)."""

    planning = "planning"
    season = "season"


class CalendarMark(SQLModel, table=True):
    """A stretch of the year in a neighbourhood's calendar. Local days, the last included."""

    __tablename__ = "calendar_mark"
    __table_args__ = (one_of("kind", MarkKind), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id", index=True)
    kind: MarkKind = Field(sa_type=Words(MarkKind))
    key: str | None = Field(default=None, max_length=40)
    """Which of the dates that we bring along it is, put right for here; None for one of the organisers' own."""
    title: str = Field(default="", max_length=100)
    begins_on: date
    ends_on: date
    yearly: bool = True
    """At the same days every year; fasting moves, and is set for each year."""
    removed_at: datetime | None = None
    """What we bring along and does not hold here."""


def with_hash(session: Session, token_hash: str) -> CalendarLink | None:
    query = select(CalendarLink).where(CalendarLink.token_hash == token_hash, col(CalendarLink.revoked_at).is_(None))
    return session.exec(query).first()


def open_of_person(session: Session, person_id: int) -> list[CalendarLink]:
    """This person's address, if there is one; locked, so that two new ones at once are one after the other."""
    query = select(CalendarLink).where(CalendarLink.person_id == person_id, col(CalendarLink.revoked_at).is_(None))
    return list(session.exec(query.with_for_update()))


def open_of_community(session: Session, community_id: int) -> list[CalendarLink]:
    """The same of a neighbourhood."""
    here = CalendarLink.community_id == community_id
    query = select(CalendarLink).where(here, col(CalendarLink.revoked_at).is_(None))
    return list(session.exec(query.with_for_update()))


def of_person(session: Session, person_id: int) -> list[CalendarLink]:
    """This person's address, and those that are void and not forgotten yet."""
    query = select(CalendarLink).where(CalendarLink.person_id == person_id)
    return list(session.exec(query.order_by(col(CalendarLink.id))))


def forget_void(session: Session, before: datetime) -> None:
    """Addresses that were void by then: nothing is left of them."""
    session.connection().execute(sa.delete(CalendarLink).where(col(CalendarLink.revoked_at) < before))


def mark_by_id(session: Session, mark_id: int) -> CalendarMark | None:
    return session.get(CalendarMark, mark_id)


def marks_of(session: Session, community_id: int) -> list[CalendarMark]:
    """All that was set here, what was taken away included."""
    query = select(CalendarMark).where(CalendarMark.community_id == community_id)
    return list(session.exec(query.order_by(col(CalendarMark.begins_on), col(CalendarMark.id))))
