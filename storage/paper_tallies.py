"""Votes on sheets of paper, as an organiser counted them and somebody else witnessed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import JSON
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN
from storage.polls import Poll


class PaperTally(SQLModel, table=True):
    """Sheets of paper that an organiser counted, with a photo; they count once somebody else has witnessed them."""

    __tablename__ = "paper_tally"
    __table_args__ = NEVER_AGAIN

    id: int = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    votes: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """Option's id, as JSON has its keys, to how often it was chosen."""
    sheets: int
    photo: str = Field(max_length=256)
    """Telegram's file id of the photo of the sheet."""
    entered_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    witness_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    entered_at: datetime
    witnessed_at: datetime | None = None


def forget_photos(session: Session, before: datetime) -> None:
    """Photos of sheets in polls that ended before then; the sums stay."""
    over = sa.select(col(Poll.id)).where(col(Poll.closed_at) < before)
    statement = sa.update(PaperTally).where(col(PaperTally.poll_id).in_(over), col(PaperTally.photo) != "")
    session.connection().execute(statement.values(photo=""))


def of_poll(session: Session, poll_id: int) -> list[PaperTally]:
    return list(session.exec(select(PaperTally).where(PaperTally.poll_id == poll_id).order_by(col(PaperTally.id))))
