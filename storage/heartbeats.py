"""Who is at work: one row per process, beaten every few seconds.

Times are seconds since 1970, UTC, by the clock that all processes share (`storage.database_clock.HouseClock`).
"""

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import metadata

BEAT_EVERY = 5.0
SILENT_AFTER = 15.0
"""Seconds without a beat after which a process counts as gone."""

heartbeat = sa.Table(
    "heartbeat",
    metadata,
    sa.Column("worker", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("started_at", sa.Double, nullable=False),
    sa.Column("beat_at", sa.Double, nullable=False),
)

_BEAT = sa.text(
    "INSERT INTO heartbeat (worker, kind, started_at, beat_at) VALUES (:worker, :kind, :now, :now) "
    "ON CONFLICT (worker) DO UPDATE SET beat_at = :now"
)


def beat(session: Session, worker: str, kind: str, now: float) -> None:
    session.connection().execute(_BEAT, {"worker": worker, "kind": kind, "now": now})


def alive(now: float) -> sa.Select[str]:
    """The names of the processes that still beat, as a subquery."""
    return sa.select(heartbeat.c.worker).where(heartbeat.c.beat_at > now - SILENT_AFTER)


def others(session: Session, worker: str, now: float) -> int:
    """How many processes that work are alive beside this one."""
    beside = heartbeat.c.worker != worker, heartbeat.c.kind != "web", heartbeat.c.beat_at > now - SILENT_AFTER
    return session.connection().execute(sa.select(sa.func.count()).where(*beside)).scalar_one()


def has_beaten(session: Session, worker: str, now: float) -> bool:
    """True if this process counts as alive itself."""
    mine = sa.select(heartbeat.c.worker).where(heartbeat.c.worker == worker, heartbeat.c.beat_at > now - SILENT_AFTER)
    return session.connection().execute(mine).first() is not None


def last_beat(session: Session) -> float | None:
    """Seconds since 1970 of the newest beat of any process that works, or None if there was none yet."""
    found = session.connection().execute(sa.select(sa.func.max(heartbeat.c.beat_at)).where(heartbeat.c.kind != "web"))
    return found.scalar()


def leave(session: Session, worker: str) -> None:
    session.connection().execute(heartbeat.delete().where(heartbeat.c.worker == worker))


def bury(session: Session, now: float) -> None:
    """Forget those silent for a day."""
    session.connection().execute(heartbeat.delete().where(heartbeat.c.beat_at < now - 86_400))
