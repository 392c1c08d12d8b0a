"""Who finds a need unfitting for neighbours' eyes ("Ini tidak pantas")."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Flag(SQLModel, table=True):
    """One resident's word. `settled_at`: an organiser has looked, and it counts no more."""

    __table_args__ = (UniqueConstraint("need_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime
    settled_at: datetime | None = None
