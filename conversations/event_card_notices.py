"""An event's card in the groups: posted once, and edited where it stands; looked at again when it leaves."""

from typing import Any

from sqlmodel import Session

from community import event_cards
from conversations import event_card, event_lines, neighbourhood, screens
from conversations.calls import Call, Render
from conversations.talk import House
from locales import Words
from storage import communities, events, group_shows, occurrences, outbox
from storage.events import Event
from storage.occurrences import EventCard, Occurrence
from storage.outbox import Row


def posted(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """Into the topic that it is for; not if it was over before it could leave."""
    found = _found(session, row)
    if found is None:
        return None
    card, event, occurrence = found
    if not event_card.shown(session, event, occurrence, house).standing.is_to_come:
        return None
    html, keyboard = _drawn(session, event, occurrence, house)
    destination = communities.destination_by_id(session, card.destination_id)
    thread = destination.thread_id if destination else None
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard, thread_id=thread))]


def redrawn(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The same message edited; None if it has not left yet, or its group has become another since.

    Where a group has so many living cards that drawings wait for each other, the last one of each is enough.
    """
    found = _found(session, row) if not group_shows.is_followed(session, row, house.clock()) else None
    stands = outbox.message_of(session, found[0].row_id) if found and found[0].row_id is not None else None
    chat = communities.chat_known_as(session, stands[0]) if stands else None
    if found is None or stands is None or chat is None or chat.telegram_id != stands[0]:
        return None
    html, keyboard = _drawn(session, found[1], found[2], house)
    message: dict[str, Any] = {"chat_id": stands[0], "message_id": stands[1], "text": html, "parse_mode": "HTML"}
    message["link_preview_options"] = {"is_disabled": True}
    return [Call("editMessageText", message | ({"reply_markup": keyboard} if keyboard else {}))]


def _found(session: Session, row: Row) -> tuple[EventCard, Event, Occurrence] | None:
    card = occurrences.card_by_id(session, row.subject_id or 0)
    occurrence = occurrences.by_id(session, card.occurrence_id) if card else None
    event = events.by_id(session, occurrence.event_id) if occurrence else None
    return (card, event, occurrence) if card and event and occurrence else None


def _drawn(session: Session, event: Event, occurrence: Occurrence, house: House) -> tuple[str, dict[str, Any] | None]:
    words = neighbourhood.words_of(event_lines.place_of(session, event))
    html, rows = event_card.in_group(words, event_card.shown(session, event, occurrence, house), house)
    return html, screens.inline_keyboard(words, rows)


RENDER: dict[str, Render] = {event_cards.CARD: posted, event_cards.REDRAWN: redrawn}
