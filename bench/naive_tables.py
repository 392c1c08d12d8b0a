"""The small tables of the naive bot, and the people in them."""

from datetime import UTC, datetime

from pydantic import BaseModel
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, create_engine

STEPS_PER_NEED = 4


def _now() -> datetime:
    return datetime.now(UTC)


class Table(SQLModel, registry=registry()):
    """A registry of its own: Rembuk's tables, which have the same names, may be loaded beside these."""


class Report(Table, table=True):
    """Form `insert`: the one row."""

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(index=True)
    text: str
    at: datetime = Field(default_factory=_now)


class Person(Table, table=True):
    id: int = Field(primary_key=True)  # the Telegram id
    name: str


class Membership(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    community_id: int
    role: str


class Dialogue(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    version: int = 0
    draft: str


class Need(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    community_id: int = Field(index=True)
    text: str
    at: datetime = Field(default_factory=_now)


class Timeline(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    what: str
    at: datetime = Field(default_factory=_now)


class Inbox(Table, table=True):
    update_id: int = Field(primary_key=True)
    lane: int = Field(index=True)
    state: str
    at: datetime = Field(default_factory=_now)


class Outbox(Table, table=True):
    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(index=True)
    text: str
    state: str
    at: datetime = Field(default_factory=_now)


class Draft(BaseModel):
    """What a person has answered so far."""

    answers: list[str] = []
    begun: datetime = Field(default_factory=_now)


def seed(database_url: str, people: list[int]) -> None:
    """Make the tables, and per person a membership and a dialogue, each at another question from the start."""
    engine = create_engine(database_url)
    Table.metadata.create_all(engine)
    with Session(engine) as session:
        for person in people:
            session.add(Person(id=person, name=f"Warga {person}"))
        session.flush()
        for person in people:
            begun = Draft(answers=["sudah dijawab"] * (person % STEPS_PER_NEED))
            session.add(Membership(person_id=person, community_id=1, role="warga"))
            session.add(Dialogue(person_id=person, draft=begun.model_dump_json()))
        session.commit()
    engine.dispose()
