"""Private matters between neighbours: a room of their own, so that no list, map or search of needs finds them."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class Hope(StrEnum):
    """What its author hopes for."""

    notice = "notice"
    """A word to everybody that names nobody."""
    word = "word"
    """A kind word to the one whom it is about."""
    peace = "peace"
    """To be brought together."""
    known = "known"
    """That somebody knows is enough."""


class MatterState(StrEnum):
    sent = "sent"
    handled = "handled"


class Matter(SQLModel, table=True):
    """What one resident tells one reader; `number` is spoken "P3". `author_shown`: the reader may know who it is."""

    __table_args__ = (
        one_of("hope", Hope),
        one_of("state", MatterState),
        UniqueConstraint("community_id", "number"),
        NEVER_AGAIN,
    )

    id: int = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    number: int
    author_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """None once they are forgotten."""
    author_shown: bool = False
    reader_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    about_office: bool = False
    """It is about the organisers here, so its reader belongs to the community above."""
    text: str | None = Field(default=None, max_length=4096)
    hope: Hope = Field(sa_type=Words(Hope))
    state: MatterState = Field(default=MatterState.sent, sa_type=Words(MatterState))
    created_at: datetime
    changed_at: datetime


class MatterLine(SQLModel, table=True):
    """One thing said afterwards, by the reader or by the author."""

    __tablename__ = "matter_line"

    id: int = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id", index=True)
    at: datetime
    by_reader: bool
    text: str = Field(max_length=1024)
    """Empty if it was said by voice or photo alone."""
    dialogue_id: int | None = Field(default=None, sa_type=BigInteger)
    """The draft by which its photos and voices came (`Media.dialogue_id`)."""


def read_by(session: Session, person_id: int) -> list[Matter]:
    """What this person alone may read."""
    return list(session.exec(select(Matter).where(Matter.reader_id == person_id).order_by(col(Matter.id))))


def by_id(session: Session, matter_id: int) -> Matter | None:
    return session.get(Matter, matter_id)


def held(session: Session, matter_id: int) -> Matter | None:
    """The row as it is now, locked to the end of the transaction."""
    session.flush()  # or what this transaction has changed already would be read over
    return session.get(Matter, matter_id, with_for_update=True, populate_existing=True)


def of_person(session: Session, person_id: int) -> list[Matter]:
    """What this person has written or was given to read, the newest first; who may still read: `community.matters`."""
    theirs = sa.or_(col(Matter.author_id) == person_id, col(Matter.reader_id) == person_id)
    return list(session.exec(select(Matter).where(theirs).order_by(col(Matter.id).desc())))


def since(session: Session, author_id: int, moment: datetime) -> int:
    """How many matters a person has told since then, in any community."""
    mine = select(sa.func.count()).where(Matter.author_id == author_id, Matter.created_at >= moment)
    return session.exec(mine).one()


def lines_of(session: Session, matter_id: int) -> list[MatterLine]:
    """What was said afterwards, from the beginning."""
    return list(session.exec(select(MatterLine).where(MatterLine.matter_id == matter_id).order_by(col(MatterLine.id))))


def line_by_id(session: Session, line_id: int) -> MatterLine | None:
    return session.get(MatterLine, line_id)
