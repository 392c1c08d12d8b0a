"""Who hears that an event has changed: whoever is asked and has not declined, or has their turn, at once; its groups.

Written a few hundred at a time: the first with the change itself, the rest by the clock right after. A change that
comes while the last one is still being told is told instead of it, to those who have not heard that one.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import invitees, one_by_one
from community.one_by_one import Failed
from storage import communities, events, many_notices, occurrences
from storage import invitees as stored
from storage.events import Event
from storage.invitees import Invitee
from storage.many_notices import Notice
from storage.occurrences import Occurrence
from storage.outbox import Class
from storage.rsvps import Answer

CHANGED = "event.changed"
AT_ONCE = 500
STILL_NEWS = timedelta(hours=12)
"""So long it is told at least, whenever it was to be over."""


def tell(
    session: Session, event: Event, occurrence: Occurrence, *, now: datetime, was_at: datetime | None = None
) -> None:
    """That it was moved, postponed or cancelled, as `occurrence` stands now; once for each change.

    `was_at` is when it was to begin before, if that has changed.
    """
    occurrence.was_at = was_at or occurrence.begins_at
    occurrence.tell_up_to = 0
    many_notices.write(session, _to_groups(session, event, occurrence, now), now=now.timestamp())
    _tell_next(session, event, occurrence, now)


def tell_on(session: Session, now: datetime, failed: Failed | None = None) -> int:
    """For the clock: the next few hundred of each change. Returns how many are not done with yet."""
    found = occurrences.being_told(session, most=3, but=failed or ())

    def tell_next(occurrence: Occurrence) -> None:
        event = events.by_id(session, occurrence.event_id)
        if event is not None:
            _tell_next(session, event, occurrence, now)

    one_by_one.each(session, [(one.id, one) for one in found], tell_next, failed)
    return len(found)


def _tell_next(session: Session, event: Event, occurrence: Occurrence, now: datetime) -> None:
    circle = invitees.circle(session, event)
    found = stored.after(session, occurrence.id, circle, occurrence.tell_up_to or 0, AT_ONCE)
    told = [_to(one, occurrence, now) for one in found if one.answer is not Answer.away or one.has_turn]
    many_notices.write(session, told, now=now.timestamp())
    occurrence.tell_up_to = found[-1].person_id if len(found) == AT_ONCE else None
    session.add(occurrence)
    session.flush()


def _to(one: Invitee, occurrence: Occurrence, now: datetime) -> Notice:
    return _notice(occurrence, one.telegram_id, one.person_id, f"{_name(occurrence)}:{one.person_id}", now)


def _to_groups(session: Session, event: Event, occurrence: Occurrence, now: datetime) -> list[Notice]:
    """An organiser's tap has caused it, so it is no message of the bot's own accord."""
    chats = set()
    for destination_id in event.destinations:
        destination = communities.destination_by_id(session, destination_id)
        chat = communities.chat_by_id(session, destination.chat_id) if destination and not destination.lost_at else None
        if chat is not None and not chat.left_at:
            chats.add((chat.id, chat.telegram_id))
    return [_notice(occurrence, chat, None, f"{_name(occurrence)}:g{number}", now) for number, chat in sorted(chats)]


def _notice(occurrence: Occurrence, chat: int, person_id: int | None, once: str, now: datetime) -> Notice:
    ends_at = max(occurrence.ends_at, occurrence.was_at or occurrence.ends_at)
    return Notice(
        CHANGED, chat, occurrence.id, now.timestamp(), person_id, once, Class.reminder,
        max(ends_at, now + STILL_NEWS).timestamp(),
    )  # fmt: skip


def _name(occurrence: Occurrence) -> str:
    return f"{CHANGED}:{occurrence.id}:{occurrence.moves}"


def is_of(once: str | None, occurrence: Occurrence) -> bool:
    """False for a notice, by its name, of a change that another has followed: that one is told instead."""
    return (once or "").startswith(f"{_name(occurrence)}:")
