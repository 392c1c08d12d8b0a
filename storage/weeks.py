"""What happened in a neighbourhood in a span of time: needs met, needs told, and how many people stand behind needs."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.needs import Need, NeedState
from storage.supports import Support
from storage.timeline import TimelineEntry


def met(session: Session, community_id: int, since: datetime, until: datetime) -> list[Need]:
    """Needs that residents have called met in this time, and that still are."""
    became = sa.exists().where(
        col(TimelineEntry.need_id) == col(Need.id),
        col(TimelineEntry.state) == NeedState.resolved,
        col(TimelineEntry.at) >= since,
        col(TimelineEntry.at) < until,
    )
    query = select(Need).where(
        Need.community_id == community_id, Need.state == NeedState.resolved, col(Need.hidden_at).is_(None), became
    )
    return list(session.exec(query.order_by(col(Need.number))))


def told(session: Session, community_id: int, since: datetime, until: datetime) -> list[Need]:
    """Needs that were told in this time, but for those taken back."""
    query = select(Need).where(
        Need.community_id == community_id,
        Need.created_at >= since,
        Need.created_at < until,
        Need.state != NeedState.withdrawn,
        col(Need.hidden_at).is_(None),
    )
    return list(session.exec(query.order_by(col(Need.number))))


def people_along(session: Session, community_id: int, since: datetime, until: datetime) -> int:
    """How many people have said "Saya juga" in this time: each counts once, also who is spoken for."""
    people = (
        sa.select(col(Support.person_id), col(Support.whom))
        .join(Need, col(Need.id) == col(Support.need_id))
        .where(
            col(Need.community_id) == community_id,
            col(Support.created_at) >= since,
            col(Support.created_at) < until,
            col(Support.person_id).is_not(None),
        )
        .distinct()
        .subquery()
    )
    return session.connection().execute(sa.select(sa.func.count()).select_from(people)).scalar_one()
