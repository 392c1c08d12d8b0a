"""What was agreed on to do: its owner is told the evening before, and once more the morning after if it is still open.

Nobody else hears of it, and never a third time; organisers see what is open when they look.
"""

from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from community import event_reminders, events, office, one_by_one, recurrence, telling
from community.one_by_one import Failed
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import communities, occurrences, people
from storage import events as stored_events
from storage import minutes as stored
from storage.events import Event
from storage.minutes import FollowUp, Minutes
from storage.occurrences import Occurrence

REMIND = "minutes.task"
"""Notice: what you have taken on is due."""
MORNING = time(9)
MOST_TOLD = 2
LATE = timedelta(hours=20)
"""A reminder that was missed by more, because nobody was awake or it was written down later, is let go."""
AT_ONCE = 100


def times(due_on: date, zone: str) -> tuple[datetime, datetime]:
    """When its owner is told: the evening before, the morning after. UTC."""
    before = recurrence.instant(due_on - timedelta(days=1), event_reminders.EVENING, zone)
    return before, recurrence.instant(due_on + timedelta(days=1), MORNING, zone)


def remind(session: Session, now: datetime, failed: Failed | None = None) -> int:
    """For the clock: tell the next few whose hour has come. Returns how many that were."""
    until = (now + timedelta(days=2)).date()  # a zone may be a day ahead
    looked, due = set(failed or ()), list[tuple[int, FollowUp]]()
    while not due:
        found = stored.follow_ups_due(session, until, told=MOST_TOLD, most=AT_ONCE, but=looked)
        if not found:
            break
        looked |= {one.id for one in found}  # whose hour has not come stands in no other's way
        due = [(one.id, one) for one in found if _is_due(session, one, now)]
    one_by_one.each(session, due, lambda one: _tell(session, one, now), failed)
    return len(due)


def _is_due(session: Session, one: FollowUp, now: datetime) -> bool:
    return one.due_on is not None and now >= times(one.due_on, _zone(session, one))[one.reminded]


def _zone(session: Session, one: FollowUp) -> str:
    community = communities.by_id(session, of(session, one)[0].community_id)
    return community.time_zone if community else "Asia/Jakarta"


def _tell(session: Session, one: FollowUp, now: datetime) -> None:
    if one.due_on is None:
        return
    at = times(one.due_on, _zone(session, one))[one.reminded]
    one.reminded += 1
    session.add(one)
    if now - at <= LATE:
        telling.one(
            session, REMIND, one.id, one.who_id, community_id=of(session, one)[0].community_id, now=now,
            once=f"{REMIND}:{one.id}:{one.reminded}",
        )  # fmt: skip


def of(session: Session, one: FollowUp) -> tuple[Event, Occurrence, Minutes]:
    """What it was agreed on at."""
    minutes = session.get_one(Minutes, one.minutes_id)
    occurrence = session.get_one(Occurrence, minutes.occurrence_id)
    return session.get_one(Event, occurrence.event_id), occurrence, minutes


# ── done ──


def done(session: Session, follow_up_id: int, *, by: int, now: datetime) -> FollowUp:
    """[✅ Sudah], by its owner or an organiser. Raises NotThere, NotAllowed, AlreadySo."""
    one = stored.held_follow_up(session, follow_up_id)
    if one is None:
        raise NotThere("stage.gone")
    event, _, _ = of(session, one)
    if one.who_id != by and not office.is_office(people.membership_of(session, by, event.community_id)):
        raise NotAllowed("minutes.tasks.not_yours")
    if one.done_at is not None:
        raise AlreadySo("minutes.tasks.done_already")
    one.done_at = now
    session.add(one)
    session.flush()
    if one.who_id != by:
        events.note(session, event, "event.task_done", by=by, now=now)
    return one


def listed(session: Session, occurrence_id: int, *, by: int) -> list[FollowUp]:
    """What was agreed on there, done or not; for organisers. Raises NotThere, NotAllowed."""
    one = occurrences.by_id(session, occurrence_id)
    event = stored_events.by_id(session, one.event_id) if one else None
    if one is None or event is None:
        raise NotThere("stage.gone")
    events.place_of(session, event.community_id, by=by)
    minutes = stored.of_occurrence(session, one.id)
    return stored.follow_ups_of(session, minutes.id) if minutes else []
