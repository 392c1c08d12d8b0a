"""What a resident has proposed to gather for: looked at, and taken back before the organisers have answered it."""

from datetime import datetime

from sqlmodel import Session

from community import events
from community.refusals import AlreadySo, NotThere
from storage import events as stored
from storage import group_shows, many_notices, people
from storage.events import Event, EventState
from storage.many_notices import Notice

WITHDRAWN = "event.withdrawn"
"""What an organiser was told of the proposal is drawn anew; the notice's subject is the outbox row that told it."""


def waiting(session: Session, *, by: int) -> list[Event]:
    """What one has proposed, in any neighbourhood, and nobody has answered yet; the oldest first."""
    return stored.proposed_by(session, by)


def own(session: Session, event_id: int, *, by: int) -> Event:
    """What one has proposed and nobody has answered. Raises as `withdraw`."""
    return _ones_own(stored.by_id(session, event_id), by)


def _ones_own(event: Event | None, by: int) -> Event:
    if event is None or event.author_id != by:
        raise NotThere("stage.gone")
    if event.state not in (EventState.proposed, EventState.withdrawn):
        raise AlreadySo("events.answered_already", number=event.number)
    events.refuse_answered(event)
    return event


def withdraw(session: Session, event_id: int, *, by: int, now: datetime) -> Event:
    """What the organisers were told of it says so from now on.

    Raises NotThere for somebody else's, AlreadySo once it is answered or taken back.
    """
    event = _ones_own(stored.held(session, event_id), by)
    event.state, event.changed_at = EventState.withdrawn, now
    session.add(event)
    organisers = [one.telegram_id for one in people.organisers_of(session, event.community_id)]
    told = group_shows.shown_in(session, events.PROPOSED, event.id, chats=organisers, since=event.created_at)
    again = [Notice(WITHDRAWN, chat, row_id, now.timestamp(), once=f"{WITHDRAWN}:{row_id}") for row_id, chat in told]
    many_notices.write(session, again, now=now.timestamp())
    events.note(session, event, "event.withdrawn", by=by, now=now)
    return event
