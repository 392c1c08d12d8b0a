"""Events: what the neighbours are called together for, by which rule it comes again, and what is to be brought.

An event is the call; each time it takes place is an occurrence (`storage.occurrences`). Days and clock times here are
local, by the neighbourhood's time zone, for seven in the morning stays seven in the morning; instants are UTC.
"""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


class EventKind(StrEnum):
    """Kerja bakti, rapat, posyandu, ronda, arisan, lainnya."""

    work_day = "work_day"
    meeting = "meeting"
    clinic = "clinic"
    night_watch = "night_watch"
    savings_round = "savings_round"
    other = "other"


class EventState(StrEnum):
    proposed = "proposed"
    """By a resident; the organisers have not said yes."""
    called = "called"
    declined = "declined"
    withdrawn = "withdrawn"
    """By the resident who had proposed it, before an organiser said anything."""
    cancelled = "cancelled"


NEVER_CALLED = frozenset((EventState.proposed, EventState.declined, EventState.withdrawn))


class Invited(StrEnum):
    """Who is asked: every resident, the organisers, those who follow the needs that it is for, who is on the rota."""

    everyone = "everyone"
    office = "office"
    followers = "followers"
    rota = "rota"


class Event(SQLModel, table=True):
    """A call. `number` is spoken ("Kegiatan No. 4"), `code` stays inside links."""

    __table_args__ = (
        one_of("kind", EventKind),
        one_of("state", EventState),
        one_of("invited", Invited),
        UniqueConstraint("community_id", "number"),
        NEVER_AGAIN,
    )

    id: int = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    number: int
    code: str = Field(max_length=16, unique=True)
    kind: EventKind = Field(sa_type=Words(EventKind))
    title: str = Field(default="", max_length=100)
    """In the organiser's words, what it is about; empty for the words of its kind alone."""
    words: str = Field(default="", max_length=1000)
    """What its call says besides, as it was written or pasted; whoever opens it reads it."""
    agenda: list[str] = Field(default_factory=list, sa_type=JSON)
    begins_on: date
    """The first day."""
    begins_at: str = Field(max_length=5)
    """Clock time, `HH:MM`."""
    minutes: int
    """How long it takes, as far as that is known beforehand."""
    rule: str | None = Field(default=None, max_length=200)
    """When it comes again: an RRULE of RFC 5545, 3.3.10, in local time, UNTIL a local date; None for once."""
    place: str = Field(default="", max_length=100)
    latitude: float | None = None
    longitude: float | None = None
    wanted: int | None = None
    """How many people it has work or room for; who comes later waits. None for as many as like."""
    rota_size: int | None = None
    """How many of the rota (`storage.rotas`) have their turn each time; None for no rota."""
    invited: Invited = Field(default=Invited.everyone, sa_type=Words(Invited))
    destinations: list[int] = Field(default_factory=list, sa_type=JSON)
    """Where its cards go."""
    poll_id: int | None = Field(default=None, foreign_key="poll.id", index=True)
    """The question to the neighbours that it came out of."""
    state: EventState = Field(default=EventState.called, sa_type=Words(EventState))
    author_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """The organiser who has called it, or has said yes to what a resident proposed."""
    why: str | None = Field(default=None, max_length=300)
    """Why it was declined or cancelled; everyone who answered reads it."""
    sequence: int = 0
    """How often it was changed: SEQUENCE of RFC 5545, 3.8.7.4."""
    changed_at: datetime
    created_at: datetime


class EventNeed(SQLModel, table=True):
    """A need that the event is for."""

    __tablename__ = "event_need"

    event_id: int = Field(foreign_key="event.id", primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True, primary_key=True)


class ItemKind(StrEnum):
    tool = "tool"
    food = "food"
    task = "task"


class EventItem(SQLModel, table=True):
    """Something to bring, or to take on: five hoes, tea for thirty, sweeping the east side."""

    __tablename__ = "event_item"
    __table_args__ = (one_of("kind", ItemKind), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id", index=True)
    kind: ItemKind = Field(sa_type=Words(ItemKind))
    name: str = Field(max_length=60)
    wanted: int = 1
    """How many each time; who offers more waits until one is wanted again."""
    removed_at: datetime | None = None


def by_id(session: Session, event_id: int) -> Event | None:
    return session.get(Event, event_id)


def held(session: Session, event_id: int) -> Event | None:
    """As it is now, locked to the end of the transaction."""
    session.flush()
    return session.get(Event, event_id, with_for_update=True, populate_existing=True)


def with_code(session: Session, code: str) -> Event | None:
    return session.exec(select(Event).where(Event.code == code)).first()


def by_ids(session: Session, event_ids: Collection[int]) -> dict[int, Event]:
    found = session.exec(select(Event).where(col(Event.id).in_(event_ids))) if event_ids else ()
    return {one.id: one for one in found}


def proposed_by(session: Session, person_id: int) -> list[Event]:
    """What this person has proposed anywhere and no organiser has answered, the oldest first."""
    query = select(Event).where(Event.author_id == person_id, Event.state == EventState.proposed)
    return list(session.exec(query.order_by(col(Event.id))))


def proposed(session: Session, community_id: int) -> list[Event]:
    """What residents have proposed and no organiser has answered, the oldest first."""
    query = select(Event).where(Event.community_id == community_id, Event.state == EventState.proposed)
    return list(session.exec(query.order_by(col(Event.id))))


def repeated(session: Session, *, after: int, most: int) -> list[int]:
    """The ids of the next that come again, for the clock to write their next dates."""
    query = select(Event.id).where(col(Event.rule).is_not(None), Event.state == EventState.called, Event.id > after)
    return list(session.exec(query.order_by(col(Event.id)).limit(most)))


def of_poll(session: Session, poll_id: int) -> list[Event]:
    """What was called because of a question to the neighbours."""
    query = select(Event).where(Event.poll_id == poll_id, Event.state == EventState.called)
    return list(session.exec(query.order_by(col(Event.id))))


def needs_of(session: Session, event_id: int) -> list[int]:
    """The ids of the needs that it is for."""
    query = select(EventNeed.need_id).where(EventNeed.event_id == event_id)
    return list(session.exec(query.order_by(col(EventNeed.need_id))))


def items_of(session: Session, event_id: int) -> list[EventItem]:
    """What is wanted of it, in the order of being asked for."""
    query = select(EventItem).where(EventItem.event_id == event_id, col(EventItem.removed_at).is_(None))
    return list(session.exec(query.order_by(col(EventItem.id))))


def item_by_id(session: Session, item_id: int) -> EventItem | None:
    return session.get(EventItem, item_id)
