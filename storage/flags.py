"""Who finds a need unfitting for neighbours' eyes ("Ini tidak pantas")."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.needs import Need, NeedState
from storage.timeline import Event, TimelineEntry


class Review(StrEnum):
    """What a line of a need's story with `Event.reviewed` is about: where the looking at it stands."""

    flagged = "flagged"
    """Enough neighbours find it unfitting; it is hidden until an organiser has looked."""
    hidden = "hidden"
    shown = "shown"
    appealed = "appealed"
    """Its reporter asks that somebody else look again."""


WAITING = (Review.flagged, Review.appealed)
"""An organiser's word is waited for."""


class Flag(SQLModel, table=True):
    """One resident's word. `settled_at`: an organiser has looked, and it counts no more."""

    __table_args__ = (UniqueConstraint("need_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime
    settled_at: datetime | None = None


def of_person(session: Session, need_id: int, person_id: int) -> Flag | None:
    return session.exec(select(Flag).where(Flag.need_id == need_id, Flag.person_id == person_id)).first()


def open_count(session: Session, need_id: int) -> int:
    """How many have said so since an organiser last looked."""
    mine = select(sa.func.count()).where(Flag.need_id == need_id, col(Flag.settled_at).is_(None))
    return session.exec(mine).one()


def count_since(session: Session, need_id: int, moment: datetime | None) -> int:
    """How many have said so, settled or not; with `moment`, since then."""
    query = select(sa.func.count()).where(Flag.need_id == need_id)
    return session.exec(query if moment is None else query.where(Flag.created_at > moment)).one()


def settle(session: Session, need_id: int, now: datetime) -> None:
    """An organiser has looked: what was said so far counts no more."""
    mine = sa.and_(col(Flag.need_id) == need_id, col(Flag.settled_at).is_(None))
    session.flush()
    session.connection().execute(sa.update(Flag).where(mine).values(settled_at=now))


def reviews(session: Session, need_id: int) -> list[TimelineEntry]:
    """The lines of its story that tell of the looking at it, from the beginning."""
    mine = select(TimelineEntry).where(TimelineEntry.need_id == need_id, TimelineEntry.event == Event.reviewed)
    return list(session.exec(mine.order_by(col(TimelineEntry.id))))


def waiting(session: Session, community_id: int) -> list[Need]:
    """Hidden needs on which an organiser's word is waited for, the longest hidden first."""
    last = (
        select(sa.func.max(col(TimelineEntry.id)))
        .where(TimelineEntry.need_id == Need.id, TimelineEntry.event == Event.reviewed)
        .correlate(Need)
        .scalar_subquery()
    )
    query = (
        select(Need)
        .join(TimelineEntry, col(TimelineEntry.id) == last)
        .where(
            Need.community_id == community_id,
            col(Need.hidden_at).is_not(None),
            col(Need.state).not_in((NeedState.withdrawn, NeedState.merged)),
            col(TimelineEntry.about).in_([one.value for one in WAITING]),
        )
        .order_by(col(Need.hidden_at), col(Need.id))
    )
    return list(session.exec(query))
