"""Which bot this database belongs to."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, Session, SQLModel, select


class Installation(SQLModel, table=True):
    """One row: the bot whose messages these are."""

    id: int = Field(default=None, primary_key=True)
    bot_id: int = Field(sa_type=BigInteger)
    created_at: datetime


def the_one(session: Session) -> Installation | None:
    """The row that says which bot this database belongs to."""
    return session.exec(select(Installation)).first()
