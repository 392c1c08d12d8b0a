"""Where an occurrence stands: its card in the groups, drawn anew as answers come.

A card is edited, never posted again but in a group that has moved (`community.moved_cards`). Answers within a few
seconds are one edit, so that twenty a minute are never passed, however many answer.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import living_cards, recurrence
from storage import communities, group_shows, occurrences, outbox
from storage.events import Event
from storage.occurrences import EventCard, Occurrence, OccurrenceState

CARD, REDRAWN = "event.card", "event.redrawn"


def post(session: Session, event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """Put its card into the groups of the event, into each once; where a topic is gone, once it is found again."""
    there = {one.destination_id for one in occurrences.cards_of(session, occurrence.id)}
    for destination_id in event.destinations:
        destination = communities.destination_by_id(session, destination_id)
        chat = living_cards.chat_of(session, destination_id) if destination and not destination.lost_at else None
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
    on_the_day(session, event, occurrence, now=now)


def on_the_day(session: Session, event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """Of a rota its cards are drawn anew as its day begins, by the neighbourhood's clock: from then on whose turn it
    is tonight is said so. Once for each day that it has.
    """
    community = communities.by_id(session, event.community_id)
    if not event.rota_size or community is None or occurrence.state is not OccurrenceState.planned:
        return
    zone = community.time_zone
    at = recurrence.instant(occurrence.begins_at.astimezone(ZoneInfo(zone)).date(), time(), zone)
    if at <= now:
        return
    for card in occurrences.cards_of(session, occurrence.id):
        if card.ended_at is None:
            _draw(session, card, at, now)


def changed(session: Session, occurrence: Occurrence, *, now: datetime) -> None:
    """What its cards show is to be drawn anew, by and by: all of them at the next full five seconds.

    So an answer only looks whether the next drawing is in the outbox, in one statement, and waits for no other's.
    """
    at = living_cards.next_drawing(now)
    for card in group_shows.undrawn_of_event(session, occurrence.id, REDRAWN, int(at.timestamp())):
        _draw(session, card, at, now)


def ended(session: Session, occurrence: Occurrence, *, now: datetime) -> None:
    """Its cards take no more answers; they say so once more."""
    for card in occurrences.cards_of(session, occurrence.id):
        if card.ended_at is None:
            card.ended_at = now
            session.add(card)
            _draw(session, card, now, now)


def _draw(session: Session, card: EventCard, at: datetime, now: datetime) -> None:
    chat = living_cards.chat_to_edit(session, card.row_id)
    if chat is None:
        return
    outbox.notice(
        session, kind=REDRAWN, chat=chat, subject_id=card.id, due_at=at.timestamp(), now=now.timestamp(),
        once=f"{REDRAWN}:{card.id}:{int(at.timestamp())}",
    )  # fmt: skip
