"""Private matters between neighbours: a room of their own, so that no list, map or search of needs finds them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Words, one_of


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

    __table_args__ = (one_of("hope", Hope), one_of("state", MatterState), UniqueConstraint("community_id", "number"))

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
