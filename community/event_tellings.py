"""Who hears that an event has changed: everyone who is asked and has not declined, at once and in private.

Written a few hundred at a time: the first with the change itself, the rest by the clock right after. A change that
comes while the last one is still being told is told instead of it, to those who have not heard that one.
"""

from datetime import datetime

from sqlmodel import Session

from community import invitees
from storage import events, occurrences, outbox
from storage import invitees as stored
from storage.events import Event
from storage.occurrences import Occurrence
from storage.outbox import Class
from storage.rsvps import Answer

CHANGED = "event.changed"
AT_ONCE = 500


def tell(session: Session, event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """That it was moved, postponed or cancelled, as `occurrence` stands now; once for each change."""
    occurrence.tell_up_to = 0
    _tell_next(session, event, occurrence, now)


def tell_on(session: Session, now: datetime) -> int:
    """For the clock: the next few hundred of each change. Returns how many are not done with yet."""
    found = occurrences.being_told(session, most=3)
    for one in found:
        event = events.by_id(session, one.event_id)
        if event is not None:
            _tell_next(session, event, one, now)
    return len(found)


def _tell_next(session: Session, event: Event, occurrence: Occurrence, now: datetime) -> None:
    circle = invitees.circle(session, event)
    found = stored.after(session, occurrence.id, circle, occurrence.tell_up_to or 0, AT_ONCE)
    for one in found:
        if one.answer is not Answer.away:
            outbox.notice(
                session, kind=CHANGED, chat=one.telegram_id, subject_id=occurrence.id, person_id=one.person_id,
                due_at=now.timestamp(), now=now.timestamp(), rank=Class.reminder,
                once=f"{CHANGED}:{occurrence.id}:{occurrence.moves}:{one.person_id}",
                expires_at=occurrence.ends_at.timestamp(),
            )  # fmt: skip
    occurrence.tell_up_to = found[-1].person_id if len(found) == AT_ONCE else None
    session.add(occurrence)
    session.flush()
