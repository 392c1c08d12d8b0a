"""The dated lines of a need's story: what happened, by whom, and the reason where one was given."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of
from storage.needs import NeedState


class Event(StrEnum):
    """What a line tells of."""

    moved = "moved"
    """It stands elsewhere now: `state`."""
    added = "added"
    """More words, photos or voices of someone whom it concerns."""
    asked = "asked"
    """The organisers have asked the reporter something."""
    answered = "answered"
    explained = "explained"
    """The organisers say something to all whom it concerns; it stands where it stood."""
    joined = "joined"
    """Another need was merged into this one: `about` is its number."""
    parted = "parted"
    changed = "changed"
    """Its kind or place was put right."""
    handed = "handed"
    """One organiser has asked another to see to it."""
    reviewed = "reviewed"
    """Neighbours found it unfitting, and an organiser has looked."""
    lacking = "lacking"
    """A resident's own words on what is still lacking, without a name: for the organisers alone."""
    spoken = "spoken"
    """It was told for a neighbour, who agreed to that, as the one who speaks for them says."""
    claimed = "claimed"
    """The neighbour for whom it was told has taken it over."""
    chosen = "chosen"
    """The neighbours were asked which come first: `about` is the place it took, of how many, and who voted."""


class TimelineEntry(SQLModel, table=True):
    """One dated line of a need's story. Who may read it: `community.journeys`."""

    __tablename__ = "timeline"
    __table_args__ = (one_of("state", NeedState), one_of("event", Event), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    at: datetime
    event: Event = Field(default=Event.moved, sa_type=Words(Event))
    state: NeedState | None = Field(default=None, sa_type=Words(NeedState))
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    by_office: bool = False
    """The organisers' office speaks ("Pengurus RT 03"), not a person."""
    about: str | None = Field(default=None, max_length=64)
    """What the line is about besides its reason: to whom it was forwarded, the number of the other need, the day."""
    reason: str | None = Field(default=None, max_length=1024)
    media_id: int | None = Field(default=None, foreign_key="media.id")


def of_need(session: Session, need_id: int) -> list[TimelineEntry]:
    """The story from its beginning."""
    return list(
        session.exec(select(TimelineEntry).where(TimelineEntry.need_id == need_id).order_by(col(TimelineEntry.id)))
    )


def since(session: Session, need_id: int, entry_id: int) -> list[TimelineEntry]:
    """The line `entry_id` and what came after it."""
    query = select(TimelineEntry).where(TimelineEntry.need_id == need_id, col(TimelineEntry.id) >= entry_id)
    return list(session.exec(query.order_by(col(TimelineEntry.id))))


def by_id(session: Session, entry_id: int) -> TimelineEntry | None:
    return session.get(TimelineEntry, entry_id)


def has_been(session: Session, need_id: int, state: NeedState) -> bool:
    """True if it has ever stood there."""
    entries = select(TimelineEntry.id).where(TimelineEntry.need_id == need_id, TimelineEntry.state == state)
    return session.exec(entries.limit(1)).first() is not None


def newest(session: Session, need_id: int, event: Event, state: NeedState | None = None) -> TimelineEntry | None:
    """The last line that tells of this; with `state`, of this move."""
    lines = select(TimelineEntry).where(TimelineEntry.need_id == need_id, TimelineEntry.event == event)
    if state is not None:
        lines = lines.where(TimelineEntry.state == state)
    return session.exec(lines.order_by(col(TimelineEntry.id).desc()).limit(1)).first()


def last_state_before(session: Session, need_id: int, state: NeedState) -> NeedState | None:
    """The state that came before the present `state`, by the timeline."""
    entries = select(TimelineEntry.state).where(
        TimelineEntry.need_id == need_id, col(TimelineEntry.state).is_not(None), TimelineEntry.state != state
    )
    found = session.exec(entries.order_by(col(TimelineEntry.id).desc()).limit(1)).first()
    return NeedState(found) if found else None
