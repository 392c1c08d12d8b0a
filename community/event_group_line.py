"""What a group hears of tomorrow's events: one line the evening before, none on the day.

It is the one message of that day which nobody there has asked for; on Sundays the week speaks of it instead
(`community.group_news`). Nothing is said of what takes place every day, or is for some of them alone.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import communities as places
from community import group_peace, recurrence, reminding, weeks
from storage import communities, events, occurrences, outbox
from storage.communities import Chat, Community
from storage.events import Event, EventState, Invited
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import Class

LINE = "event.line"


def write(session: Session, event: Event, occurrence: Occurrence, at: datetime, *, now: datetime) -> None:
    """One line `at` the evening before, into each group of an event that hears of nothing else that day."""
    community = communities.by_id(session, event.community_id)
    if community is None or not is_for_all(event) or not _is_the_day_before(at, occurrence, community.time_zone):
        return
    for destination_id in event.destinations:
        destination = communities.destination_by_id(session, destination_id)
        chat = communities.chat_by_id(session, destination.chat_id) if destination and not destination.lost_at else None
        if chat is not None and not chat.left_at and not _the_week_speaks(session, community, chat, at):
            outbox.notice(
                session, kind=LINE, chat=chat.telegram_id, subject_id=destination_id, due_at=at.timestamp(),
                now=now.timestamp(), rank=Class.reminder, once=group_peace.unasked(chat.id, community.time_zone, at),
                expires_at=occurrence.begins_at.timestamp(),
            )  # fmt: skip


def is_for_all(event: Event) -> bool:
    return event.invited is Invited.everyone and reminding.asks(event)


def _is_the_day_before(at: datetime, occurrence: Occurrence, zone: str) -> bool:
    local = ZoneInfo(zone)
    return at.astimezone(local).date() < occurrence.begins_at.astimezone(local).date()


def _the_week_speaks(session: Session, community: Community, chat: Chat, at: datetime) -> bool:
    """On Sunday evenings, in the neighbourhood's own group."""
    if at.astimezone(ZoneInfo(community.time_zone)).weekday() != weeks.SUNDAY:
        return False
    here = places.group_of(session, community.id)
    return community.chair_confirmed_at is not None and here is not None and here[0].id == chat.id


def tomorrow(session: Session, chat: Chat, zone: str, now: datetime) -> list[tuple[Event, Occurrence]]:
    """What this group is told of: all that takes place on the local day after `now`, in its order."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    begins, ends = (recurrence.instant(one, time.min, zone) for one in (day, day + timedelta(days=1)))
    here = communities.destinations_in(session, chat.id)
    ids = {one.id for one in here}
    times = [
        one for one in occurrences.between(session, {place.community_id for place in here}, begins, ends)
        if one.state is OccurrenceState.planned and one.begins_at >= begins
    ]  # fmt: skip
    known = events.by_ids(session, {one.event_id for one in times})
    found = ((known[one.event_id], one) for one in times)
    return [(event, one) for event, one in found if _is_told(event) and ids & set(event.destinations)]


def _is_told(event: Event) -> bool:
    return event.state is EventState.called and is_for_all(event)
