"""Rounds in which neighbours are asked whether a need is met; once a round ends, its answers are nobody's."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Words, one_of


class Verdict(StrEnum):
    """What a neighbour says of a need that is said to be done."""

    done = "done"
    partly = "partly"
    not_yet = "not_yet"
    unseen = "unseen"
    """Has not seen it yet, or has not been able to ask the neighbour."""


class Closing(SQLModel, table=True):
    """One round of asking. `done`, `partly`, `not_yet` and `unseen` are counted when the answers lose their names."""

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    opened_at: datetime
    opened_by_id: int | None = Field(default=None, foreign_key="person.id")
    entry_id: int = Field(foreign_key="timeline.id")
    """The line by which the organisers said that it is done, with their sentence and photo."""
    ends_at: datetime
    told_at: datetime | None = None
    """When the organisers were last told how many had said what."""
    told_count: int = 0
    """How many answers they have been told of."""
    ended_at: datetime | None = None
    done: int = 0
    partly: int = 0
    not_yet: int = 0
    unseen: int = 0


class ClosingAnswer(SQLModel, table=True):
    """Whom a round asks, and what they say: read by the count alone, by no view of any organiser.

    When the round ends, `verdict`, `reason` and `words` are emptied: who said what is known to nobody any more.
    """

    __tablename__ = "closing_answer"
    __table_args__ = (one_of("verdict", Verdict), UniqueConstraint("closing_id", "person_id", "whom"))

    id: int = Field(default=None, primary_key=True)
    closing_id: int = Field(foreign_key="closing.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    whom: str = Field(default="", max_length=64)
    """The neighbour for whom the asked one speaks, as `storage.supports.Support.whom`."""
    is_concerned: bool
    """Reported or supports it; False for a neighbour asked so that no answer is one face."""
    is_reporter: bool = False
    verdict: Verdict | None = Field(default=None, sa_type=Words(Verdict))
    reason: str | None = Field(default=None, max_length=32)
    """The button that says why: a key."""
    words: str | None = Field(default=None, max_length=500)
    """In their own words, kept only if they let them be passed on."""
    asked_at: datetime
    answered_at: datetime | None = None
