"""What an organiser should know before an event is called: when its neighbours will hear of it, what else there is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from community import event_reminders, events
from storage import events as stored
from storage import occurrences
from storage.communities import Community
from storage.events import Event
from storage.occurrences import Occurrence, OccurrenceState
from storage.reminders import Wave

NEAR = timedelta(hours=3)
"""What begins or ends so long before or after may keep the same neighbours."""
MOST = 3


def reminded_at(begins_at: datetime, zone: str, quiet: Sequence[Sequence[str]], now: datetime) -> list[datetime]:
    """When residents are reminded who have said nothing else, as `event_reminders.settle` writes it; soonest first.

    What is `now` itself is the question to all, whose evening before is over.
    """
    due = event_reminders.times(begins_at, zone, quiet)
    found = [due[wave] for wave in (Wave.eve, Wave.soon) if due[wave] > now]
    if due[Wave.eve] <= now and begins_at - now >= event_reminders.LATE_CALL:
        found.append(now)
    return sorted(set(found))


def others_near(
    session: Session, community: Community, begins_at: datetime, minutes: int, *, but: int | None = None
) -> list[tuple[Event, Occurrence]]:
    """What else the neighbourhood is called to about that time."""
    ends_at = begins_at + timedelta(minutes=minutes)
    found = occurrences.between(session, [community.id], begins_at - NEAR, ends_at + NEAR)
    planned = [one for one in found if one.state is OccurrenceState.planned and one.event_id != but]
    known = stored.by_ids(session, {one.event_id for one in planned})
    return [(known[one.event_id], one) for one in planned][:MOST]


def minutes_of(call: events.Call) -> int:
    """How long it takes."""
    return call.minutes or events.USUAL_MINUTES[call.kind]
