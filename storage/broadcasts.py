"""Announcements: what an organiser says to everyone, and the chores that carry it out, a few hundred rows at a time.

What became of it for each recipient stands in the outbox itself: rows of kind `broadcast` whose subject is the
announcement.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, case, exists, func, not_, or_, text
from sqlmodel import Field, Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.columns import NEVER_AGAIN, Words, one_of


class BroadcastState(StrEnum):
    scheduled = "scheduled"
    running = "running"
    paused = "paused"
    done = "done"
    stopped = "stopped"


class Urgency(StrEnum):
    """How much an announcement may disturb: mourning goes out at night without sound, urgent at any hour with it."""

    normal = "normal"
    mourning = "mourning"
    urgent = "urgent"


class Repeats(StrEnum):
    weekly = "weekly"
    monthly = "monthly"


class ChoreKind(StrEnum):
    """What is done to the recipients' rows: written, held, freed, ended, tried again, edited, deleted at Telegram."""

    fill = "fill"
    hold = "hold"
    free = "free"
    stop = "stop"
    retry = "retry"
    correct = "correct"
    recall = "recall"


class Broadcast(SQLModel, table=True):
    """One announcement. `content` is what is said (`community.broadcast_content`), `audience` the rule of who gets it.

    A repeated one is one row for each time; `series_id` is the first of them.
    """

    __table_args__ = (
        one_of("urgency", Urgency),
        one_of("state", BroadcastState),
        one_of("repeats", Repeats),
        Index(
            "ix_broadcast_open",
            "state",
            "starts_at",
            sqlite_where=text("state IN ('scheduled', 'running', 'paused')"),
            postgresql_where=text("state IN ('scheduled', 'running', 'paused')"),
        ),
        NEVER_AGAIN,
    )

    id: int = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    audience: dict[str, Any] = Field(sa_type=JSON)
    urgency: Urgency = Field(default=Urgency.normal, sa_type=Words(Urgency))
    silent: bool = False
    state: BroadcastState = Field(sa_type=Words(BroadcastState))
    starts_at: datetime
    repeats: Repeats | None = Field(default=None, sa_type=Words(Repeats))
    repeats_until: date | None = None
    day_of_month: int | None = None
    """On which it comes every month, or on the last if a month is shorter; None is the day of its first time.

    Below zero it is the first of a weekday: −1 each month's first Monday, −7 its first Sunday.
    """
    series_id: int | None = Field(default=None, foreign_key="broadcast.id", index=True)
    progress_row_id: int | None = Field(default=None, sa_type=BigInteger)
    """The outbox row of the card on which its author watches it."""
    progress_at: datetime | None = None
    """When that card was last drawn anew."""
    outcome: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """The counts that its card shows; in the end the whole report, for its rows are forgotten after thirty days."""
    corrected_at: datetime | None = None
    recalled_at: datetime | None = None
    ended_at: datetime | None = None
    created_at: datetime


class BroadcastChore(SQLModel, table=True):
    """Work on an announcement's rows that goes on behind `cursor`: a person's id to fill, else an outbox row's."""

    __tablename__ = "broadcast_chore"
    __table_args__ = (
        one_of("what", ChoreKind),
        Index(
            "ix_broadcast_chore_open",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    broadcast_id: int = Field(foreign_key="broadcast.id", index=True)
    what: ChoreKind = Field(sa_type=Words(ChoreKind))
    cursor: int = Field(default=0, sa_type=BigInteger)
    created_at: datetime
    done_at: datetime | None = None


def by_id(session: Session, broadcast_id: int) -> Broadcast | None:
    return session.get(Broadcast, broadcast_id)


def held(session: Session, broadcast_id: int) -> Broadcast | None:
    """Locked to the end of the transaction."""
    return session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)


def due(session: Session, now: datetime, *, most: int) -> list[Broadcast]:
    """Scheduled ones whose time has come, locked, the first of them; what another process holds is left to it."""
    query = select(Broadcast).where(Broadcast.state == BroadcastState.scheduled, Broadcast.starts_at <= now)
    first = query.order_by(col(Broadcast.starts_at), col(Broadcast.id)).limit(most)
    return list(session.exec(first.with_for_update(skip_locked=True)))


def in_work(session: Session) -> list[Broadcast]:
    """Those that are being sent."""
    query = select(Broadcast).where(Broadcast.state == BroadcastState.running)
    return list(session.exec(query.order_by(col(Broadcast.id))))


def ended(session: Session, *, after: datetime, before: datetime) -> list[Broadcast]:
    """Those over by now that began within this time."""
    over = col(Broadcast.state).in_([BroadcastState.done, BroadcastState.stopped])
    query = select(Broadcast).where(over, Broadcast.starts_at > after, Broadcast.starts_at <= before)
    return list(session.exec(query.order_by(col(Broadcast.id))))


def urgent_near(session: Session, community_id: int, moment: datetime, span: timedelta) -> int:
    """How many urgent ones left or are to leave here within that span of a moment, before or after."""
    query = select(func.count()).where(
        Broadcast.community_id == community_id,
        Broadcast.urgency == Urgency.urgent,
        Broadcast.starts_at > moment - span,
        Broadcast.starts_at < moment + span,
    )
    return session.exec(query).one()


def to_come(session: Session, found: Broadcast) -> list[Broadcast]:
    """What is still to come of the same announcement: its next times, or a death told again; locked."""
    return list(session.exec(_to_come(found).with_for_update()))


def next_of(session: Session, found: Broadcast) -> Broadcast | None:
    """The first of what is still to come of it, to look at."""
    return session.exec(_to_come(found).limit(1)).first()


def _to_come(found: Broadcast) -> SelectOfScalar[Broadcast]:
    first = found.series_id or found.id
    return (
        select(Broadcast)
        .where(
            or_(col(Broadcast.series_id) == first, col(Broadcast.id) == first),
            Broadcast.id != found.id,
            Broadcast.state == BroadcastState.scheduled,
        )
        .order_by(col(Broadcast.id))
    )


def latest(session: Session, community_id: int, *, most: int) -> list[Broadcast]:
    """The newest of a community; those that are still to come first."""
    query = select(Broadcast).where(Broadcast.community_id == community_id)
    to_come_first = case((col(Broadcast.state) == BroadcastState.scheduled, 0), else_=1)
    return list(session.exec(query.order_by(to_come_first, col(Broadcast.id).desc()).limit(most)))


# ── chores ──


def give(session: Session, broadcast_id: int, what: ChoreKind, now: datetime) -> BroadcastChore:
    """One more thing to be done to its rows, behind what is being done already."""
    chore = BroadcastChore(broadcast_id=broadcast_id, what=what, created_at=now)
    session.add(chore)
    session.flush()
    return chore


def next_chore(session: Session) -> BroadcastChore | None:
    """The oldest that nobody else is at, locked; each announcement's chores are done in their order."""
    first = BroadcastChore.__table__.alias("first")  # type: ignore[attr-defined]  # SQLModel sets it on table classes
    earlier = exists().where(
        first.c.broadcast_id == col(BroadcastChore.broadcast_id),
        first.c.done_at.is_(None),
        first.c.id < col(BroadcastChore.id),
    )
    query = select(BroadcastChore).where(col(BroadcastChore.done_at).is_(None), not_(earlier))
    return session.exec(query.order_by(col(BroadcastChore.id)).limit(1).with_for_update(skip_locked=True)).first()


def has_chores(session: Session, broadcast_id: int) -> bool:
    query = select(BroadcastChore.id).where(
        BroadcastChore.broadcast_id == broadcast_id, col(BroadcastChore.done_at).is_(None)
    )
    return session.exec(query.limit(1)).first() is not None
