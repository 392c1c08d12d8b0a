"""After an event: whoever came is thanked and asked what we learn; its organiser is asked for what is missing.

The next morning: thanks to who came, with their number, once; and to the organiser of a meeting that has no minutes a
kind word, of anything else the question for a photo or how many came. Three days later once more, for minutes alone;
then silence. Of what takes place every day, or by a rota, nothing is asked.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import attendance, office, one_by_one, recurrence, reminding, telling
from community.one_by_one import Failed
from storage import attendances, communities, event_photos, events, minutes, occurrences, people
from storage.events import Event, EventKind, EventState
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import Class
from storage.people import Person

NUDGE, THANKS = "event.nudge", "event.thanks"
"""Notices: to its organiser, that something is missing; to who came, thanks, and what do we learn."""
MORNING = time(9)
ONCE_MORE = timedelta(days=3)
LATE = timedelta(days=2)
"""What was missed by more, because nobody was awake, is let go."""
THANKED_FOR = timedelta(days=3)
"""Thanks that wait longer, for quiet hours or a digest, mean nothing any more."""
WITH_MINUTES = frozenset((EventKind.meeting,))
AT_ONCE = 50


def first_look(session: Session, event: Event, one: Occurrence) -> datetime | None:
    """The morning after, in UTC; None where nothing is asked."""
    if event.rota_size or reminding.comes_daily(event):
        return None
    community = communities.by_id(session, event.community_id)
    zone = community.time_zone if community else "Asia/Jakarta"
    day = one.ends_at.astimezone(ZoneInfo(zone)).date()
    return recurrence.instant(day + timedelta(days=1), MORNING, zone)


def look_after(session: Session, now: datetime, failed: Failed | None = None) -> int:
    """For the clock: the next few whose morning has come. Returns how many."""
    found = occurrences.to_look_at(session, now, most=AT_ONCE, but=failed or ())
    one_by_one.each(session, [(one.id, one) for one in found], lambda one: _look(session, one, now), failed)
    return len(found)


def _look(session: Session, one: Occurrence, now: datetime) -> None:
    event, at = events.by_id(session, one.event_id), one.look_at
    one.nudged, one.look_at = one.nudged + 1, None
    session.add(one)
    took_place = event is not None and event.state is EventState.called and one.state is OccurrenceState.over
    if event is None or at is None or not took_place:
        return
    if one.nudged == 1 and event.kind in WITH_MINUTES:
        one.look_at = at + ONCE_MORE
    if now - at > LATE:
        return
    if one.nudged == 1:
        _thank(session, event, one, now)
    if is_missing(session, event, one):
        told = [(person, one.id) for person in _whom(session, event)]
        telling.each(
            session, NUDGE, told, community_id=event.community_id, now=now, once=f"{NUDGE}:{one.id}:{one.nudged}"
        )


def is_missing(session: Session, event: Event, one: Occurrence) -> bool:
    """True if a meeting has no minutes, or nobody knows how many came and there is no photo of anything else."""
    if event.kind in WITH_MINUTES:
        return minutes.of_occurrence(session, one.id) is None
    return not attendance.how_many(session, one) and not event_photos.of_occurrence(session, one.id)


def _whom(session: Session, event: Event) -> list[Person]:
    """Who has called it, as long as they organise and can be reached; else all who do."""
    for person_id in (event.author_id, event.confirmed_by_id):
        person = people.by_id(session, person_id) if person_id else None
        if person is not None and person.reachable and organises(session, event, person.id):
            return [person]
    return people.organisers_of(session, event.community_id)


def organises(session: Session, event: Event, person_id: int) -> bool:
    return office.is_office(people.membership_of(session, person_id, event.community_id))


def _thank(session: Session, event: Event, one: Occurrence, now: datetime) -> None:
    there = [(person, one.id) for person in attendances.people_there(session, one.id) if person.reachable]
    telling.each(
        session, THANKS, there, community_id=event.community_id, now=now, once=f"{THANKS}:{one.id}",
        rank=Class.reminder, expires_at=now + THANKED_FOR,
    )  # fmt: skip
