"""The times of an event, written ahead: each with its cards in the groups and its reminders.

Of one that comes again the next weeks are written, and the clock goes on writing; only the next time has cards.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import codes, event_cards, event_reminders, one_by_one, recurrence, rotas
from community.one_by_one import Failed
from storage import communities, events, occurrences
from storage.events import Event, EventState
from storage.occurrences import Occurrence

AHEAD = timedelta(days=63)
"""So far ahead times are written: two of a monthly event, nine of a weekly one."""
CARD_AHEAD = timedelta(days=7)
"""A card of an event that comes again is put into the groups so long before, and not while the last one stands."""


def write_ahead(session: Session, event: Event, now: datetime) -> list[Occurrence]:
    """Write those times of an event to come that are not written yet; returns the new ones. `event` is held."""
    community = communities.by_id(session, event.community_id)
    zone = community.time_zone if community else "Asia/Jakarta"
    clock = time.fromisoformat(event.begins_at)
    today = now.astimezone(ZoneInfo(zone)).date()
    horizon = max(today + AHEAD, event.begins_on)
    known = {one.original_on for one in occurrences.of_event(session, event.id)}
    new = []
    for day in recurrence.days(event.rule, event.begins_on, clock, after=max(today, event.begins_on), until=horizon):
        begins_at = recurrence.instant(day, clock, zone)
        if day not in known and begins_at > now:
            new.append(_written(session, event, day, begins_at))
    session.add(event)
    session.flush()
    rotas.give_turns(session, event, new)
    for one in new:
        event_reminders.settle(session, one, now)
    show_next(session, event, now)
    return new


def _written(session: Session, event: Event, day: date, begins_at: datetime) -> Occurrence:
    one = Occurrence(
        event_id=event.id, community_id=event.community_id, original_on=day, begins_at=begins_at,
        ends_at=begins_at + timedelta(minutes=event.minutes), code=codes.draw(12),
    )  # fmt: skip
    session.add(one)
    session.flush()
    return one


def show_next(session: Session, event: Event, now: datetime) -> None:
    """Put the next time into the groups, unless it stands there or is weeks away; the first is shown at once."""
    one = occurrences.next_of(session, event.id, now)
    if one is None or occurrences.cards_of(session, one.id):
        return
    is_first = one.original_on == event.begins_on or event.rule is None
    if is_first or one.begins_at - now <= CARD_AHEAD:
        event_cards.post(session, event, one, now=now)


def write_all_ahead(
    session: Session, now: datetime, failed: Failed | None = None, *, after: int = 0, most: int = 20
) -> int | None:
    """For the clock: the next times of the first few that come again, behind `after`.

    Returns the last of them, to go on behind it, or None at the end.
    """
    found = events.repeated(session, after=after, most=most)

    def write(event_id: int) -> None:
        held = events.held(session, event_id)
        if held is not None and held.state is EventState.called:
            write_ahead(session, held, now)

    one_by_one.each(session, [(one, one) for one in found], write, failed)
    return found[-1] if len(found) == most else None
