"""Where an occurrence stands: its card in the groups, drawn anew as answers come.

A card is edited, never posted again; answers within a few seconds are one edit, so that twenty a minute are never
passed, however many answer.
"""

import math
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import communities, group_shows, occurrences, outbox
from storage.communities import Destination
from storage.events import Event
from storage.occurrences import EventCard, Occurrence

GATHER = timedelta(seconds=5)
"""So long a change waits for what may follow it: twelve edits a minute of one card, of the twenty a group may have."""
COMMITTED_WITHIN = timedelta(seconds=2)
"""What a transaction writes is seen by others after so long, at the latest; later changes are drawn with the next."""
CARD, REDRAWN = "event.card", "event.redrawn"


def post(session: Session, event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """Put its card into the groups of the event, into each once."""
    there = {one.destination_id for one in occurrences.cards_of(session, occurrence.id)}
    for destination_id in event.destinations:
        chat = _chat_of(session, destination_id)
        if chat is None or destination_id in there:
            continue
        card = EventCard(occurrence_id=occurrence.id, destination_id=destination_id)
        session.add(card)
        session.flush()
        card.row_id = outbox.notice(
            session, kind=CARD, chat=chat, subject_id=card.id, due_at=now.timestamp(), now=now.timestamp(),
            once=f"{CARD}:{card.id}",
        )  # fmt: skip
        session.add(card)
    session.flush()


def _chat_of(session: Session, destination_id: int) -> int | None:
    destination = session.get(Destination, destination_id)
    chat = communities.chat_by_id(session, destination.chat_id) if destination else None
    return None if chat is None or chat.left_at else chat.telegram_id


def changed(session: Session, occurrence: Occurrence, *, now: datetime) -> None:
    """What its cards show is to be drawn anew, by and by: all of them at the next full five seconds.

    So an answer only looks whether the next drawing is in the outbox, in one statement, and waits for no other's.
    """
    at = _next_drawing(now)
    for card in group_shows.undrawn_of_event(session, occurrence.id, REDRAWN, int(at.timestamp())):
        _draw(session, card, at, now)


def ended(session: Session, occurrence: Occurrence, *, now: datetime) -> None:
    """Its cards take no more answers; they say so once more."""
    for card in occurrences.cards_of(session, occurrence.id):
        if card.ended_at is None:
            card.ended_at = now
            session.add(card)
            _draw(session, card, now, now)


def _next_drawing(now: datetime) -> datetime:
    """The next full five seconds before which what is written now is committed."""
    step = GATHER.total_seconds()
    return datetime.fromtimestamp(math.ceil((now + COMMITTED_WITHIN).timestamp() / step) * step, UTC)


def _draw(session: Session, card: EventCard, at: datetime, now: datetime) -> None:
    """Not in a group that has since become a supergroup: what stood in the old one cannot be edited."""
    chat = group_shows.chat_of(session, card.row_id) if card.row_id is not None else None
    known = communities.chat_known_as(session, chat) if chat is not None else None
    if chat is None or known is None or known.telegram_id != chat or known.left_at is not None:
        return
    outbox.notice(
        session, kind=REDRAWN, chat=chat, subject_id=card.id, due_at=at.timestamp(), now=now.timestamp(),
        once=f"{REDRAWN}:{card.id}:{int(at.timestamp())}",
    )  # fmt: skip
