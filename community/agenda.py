"""What somebody finds in the calendar: events of their own neighbourhoods, and of those in which these lie."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from community import office, poll_reading, recurrence
from storage import agenda as stored
from storage import communities, people
from storage.agenda import Around
from storage.events import Event
from storage.occurrences import Occurrence

_DAY = timedelta(days=1)


def around(session: Session, person_id: int, *, mine: bool = False) -> Around:
    """What this person may look at; with `mine` only in what they have a part."""
    members = people.memberships_of(session, person_id)
    organised = tuple(one.community_id for one in members if office.is_office(one))
    return Around(poll_reading.around(session, person_id), organised, mine=person_id if mine else None)


@dataclass(frozen=True, slots=True)
class Dated:
    """An event on a day: one of its times, or None where its rule has one that is not written yet."""

    event: Event
    begins_at: datetime
    time: Occurrence | None


def month(session: Session, around: Around, first: date, zone: str, now: datetime) -> list[Dated]:
    """All that begins in the month of this first day, local in `zone`; cancelled ones too, by their time.

    What comes again is worked out by its rule beyond the weeks that are written ahead.
    """
    last = first + timedelta(days=calendar.monthrange(first.year, first.month)[1] - 1)
    begins, ends = (recurrence.instant(day, time(), zone) for day in (first, last + timedelta(days=1)))
    found = [Dated(event, one.begins_at, one) for event, one in stored.within(session, around, begins, ends)]
    repeated = stored.repeated(session, around) if around.mine is None and ends > now else []
    zones = {one: _zone(session, one) for one in {event.community_id for event, _ in repeated}}
    for event, written in repeated:
        moments = _not_written(event, written, first, last, zones[event.community_id])
        found += [Dated(event, moment, None) for moment in moments if begins <= moment < ends]
    return sorted(found, key=lambda one: (one.begins_at, one.event.id))


def _zone(session: Session, community_id: int) -> str:
    community = communities.by_id(session, community_id)
    return community.time_zone if community is not None else "Asia/Jakarta"


def _not_written(event: Event, written: date | None, first: date, last: date, zone: str) -> Iterator[datetime]:
    """The times of these days that the clock will write; a day to each side, for the event's zone may be another."""
    after = max(first - _DAY, written + _DAY if written is not None else first - _DAY)
    if after > last + _DAY:
        return
    clock = time.fromisoformat(event.begins_at)
    for day in recurrence.days(event.rule, event.begins_on, clock, after=after, until=last + _DAY):
        yield recurrence.instant(day, clock, zone)
