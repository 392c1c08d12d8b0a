"""When an event's reminders go out: settled with each time of it, in UTC, by the neighbourhood's zone and quiet hours.

`early` two days before and `eve` the evening before, both at 19.30; `soon` an hour before it begins. What would fall
into quiet hours comes earlier, never later. Who gets which, and what it says, is looked at when it is written and again
when it leaves.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import quiet_hours, recurrence
from storage import communities, reminders
from storage.occurrences import Occurrence, OccurrenceState
from storage.reminders import Reminder, Wave

EVENING = time(19, 30)
"""After Maghrib everywhere in Indonesia, and before the night."""
SOON = timedelta(hours=1)
LATE_CALL = timedelta(hours=2)
"""Who is called together on the day itself is asked at once, if it begins no sooner than this."""
WRITTEN_BEFORE = timedelta(hours=4)
"""So long before, a wave is written into the outbox: some have quiet hours of their own, and get theirs earlier."""


def times(begins_at: datetime, zone: str, quiet: Sequence[Sequence[str]]) -> dict[Wave, datetime]:
    """When each wave reaches people, in UTC, outside these quiet hours."""
    day = begins_at.astimezone(ZoneInfo(zone)).date()
    wished = {
        Wave.early: _evening(day, 2, zone),
        Wave.eve: _evening(day, 1, zone),
        Wave.soon: begins_at - SOON,
    }
    return {wave: quiet_hours.last_allowed(moment, quiet, zone) for wave, moment in wished.items()}


def _evening(day: date, before: int, zone: str) -> datetime:
    return recurrence.instant(day - timedelta(days=before), EVENING, zone)


def settle(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """Write the waves of this occurrence as it stands; those of an earlier time of it are void."""
    _void(session, occurrence, now)
    community = communities.by_id(session, occurrence.community_id)
    if community is None or occurrence.state is not OccurrenceState.planned:
        return
    for wave, due_at in times(occurrence.begins_at, community.time_zone, community.quiet_hours).items():
        if due_at <= now:
            if wave is not Wave.eve or occurrence.begins_at - now < LATE_CALL:
                continue
            due_at = now  # noqa: PLW2901 - the evening before is over: whoever has not answered is asked now
        writes_at = max(now, due_at - WRITTEN_BEFORE)
        session.add(
            Reminder(occurrence_id=occurrence.id, wave=wave, moves=occurrence.moves, due_at=due_at, writes_at=writes_at)
        )
    session.flush()


def _void(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """What was settled for another time of it, or for one that does not take place, is not written any more."""
    is_on = occurrence.state is OccurrenceState.planned
    for one in reminders.of_occurrence(session, occurrence.id):
        if one.done_at is None and not (is_on and one.moves == occurrence.moves):
            one.done_at = now
            session.add(one)
    session.flush()
