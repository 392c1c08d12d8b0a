"""Rounds in which neighbours are asked whether a need is met; once a round ends, its answers are nobody's."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import Words, one_of
from storage.people import OFFICE, Membership, Person


class Verdict(StrEnum):
    """What a neighbour says of a need that is said to be done."""

    done = "done"
    partly = "partly"
    not_yet = "not_yet"
    unseen = "unseen"
    """Has not seen it yet, or has not been able to ask the neighbour."""


class Closing(SQLModel, table=True):
    """One round of asking. The counts are what the organisers were last told, and final once the round has ended."""

    __table_args__ = (
        Index(
            "ix_closing_open",
            "need_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

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
    reasons: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """How often each button's reason was given among the answers of that telling."""


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


def by_id(session: Session, closing_id: int) -> Closing | None:
    return session.get(Closing, closing_id)


def answer_by_id(session: Session, answer_id: int) -> ClosingAnswer | None:
    return session.get(ClosingAnswer, answer_id)


def latest_of(session: Session, need_id: int) -> Closing | None:
    """The need's last round, as it is now."""
    query = select(Closing).where(Closing.need_id == need_id).order_by(col(Closing.id).desc()).limit(1)
    return session.exec(query.execution_options(populate_existing=True)).first()


def open_rounds(session: Session) -> list[Closing]:
    """Rounds that have not ended, by need: whoever holds several needs holds them in one order."""
    return list(session.exec(select(Closing).where(col(Closing.ended_at).is_(None)).order_by(col(Closing.need_id))))


def answers_of(session: Session, closing_id: int) -> list[ClosingAnswer]:
    """Whom the round asks, as it is now; for the count alone."""
    query = select(ClosingAnswer).where(ClosingAnswer.closing_id == closing_id).order_by(col(ClosingAnswer.id))
    return list(session.exec(query.execution_options(populate_existing=True)))


def asked(session: Session, closing_id: int, person_id: int) -> list[ClosingAnswer]:
    """What the round asks this person: once, and once more for each neighbour they speak for."""
    mine = select(ClosingAnswer).where(ClosingAnswer.closing_id == closing_id, ClosingAnswer.person_id == person_id)
    return list(session.exec(mine.order_by(col(ClosingAnswer.id))))


def within_reach(session: Session, community_id: int) -> dict[int, bool]:
    """Members who can be written to; True for those who are no organisers."""
    query = (
        sa.select(col(Membership.person_id), col(Membership.role))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.community_id) == community_id, col(Person.reachable))
    )
    return {person_id: role not in OFFICE for person_id, role in session.connection().execute(query)}
