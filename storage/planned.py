"""Needs for which neighbours meet on a certain day."""

from datetime import date, datetime, time, timedelta, tzinfo

from sqlmodel import Session, col, select

from storage.needs import Need, NeedState


def on_day(session: Session, community_id: int, day: date, zone: tzinfo) -> list[int]:
    """The spoken numbers of those that are planned for this day by the clocks of `zone`."""
    begins = datetime.combine(day, time(), tzinfo=zone)
    query = select(Need.number).where(
        Need.community_id == community_id,
        Need.state == NeedState.planned,
        col(Need.planned_for) >= begins,
        col(Need.planned_for) < begins + timedelta(days=1),
    )
    return list(session.exec(query.order_by(col(Need.number))))
