"""Needs for which neighbours meet on a certain day, and the times of the events that are for a need."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.events import Event, EventKind, EventNeed, EventState
from storage.needs import Need, NeedState
from storage.occurrences import Occurrence, OccurrenceState


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


def next_time(session: Session, need_id: int, kinds: Collection[EventKind], now: datetime) -> datetime | None:
    """The soonest time to come of any called event of these kinds that is for this need; None if there is none."""
    query = _of_need(need_id, kinds, OccurrenceState.planned).where(Occurrence.begins_at > now)
    return session.exec(query.order_by(col(Occurrence.begins_at)).limit(1)).first()


def is_put_off(session: Session, need_id: int, kinds: Collection[EventKind]) -> bool:
    """True if such an event waits for another day."""
    return session.exec(_of_need(need_id, kinds, OccurrenceState.postponed).limit(1)).first() is not None


def _of_need(need_id: int, kinds: Collection[EventKind], state: OccurrenceState) -> SelectOfScalar[datetime]:
    return (
        select(Occurrence.begins_at)
        .join(Event, col(Event.id) == Occurrence.event_id)
        .join(EventNeed, col(EventNeed.event_id) == Event.id)
        .where(
            EventNeed.need_id == need_id,
            Event.state == EventState.called,
            col(Event.kind).in_(list(kinds)),
            Occurrence.state == state,
        )
    )
