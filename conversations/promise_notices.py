"""What is said of answers and promises to who did not just speak: there is room, it is wanted, a neighbour asks.

Everything is looked at again when it leaves: what is over is not said, nor what somebody has changed meanwhile.
"""

from sqlmodel import Session

from community import errands, invitees, promises, rsvps, swaps, wishes
from community.refusals import Refusal
from conversations import errand_lines, event_lines, promise_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import events, occurrences
from storage import promises as stored
from storage import rsvps as answers
from storage.events import Event
from storage.occurrences import Occurrence
from storage.outbox import Row
from storage.rsvps import Answer, Promise, Swap


def has_room(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To who has waited for room, and still comes."""
    found = _open(session, row, row.subject_id or 0, house)
    mine = answers.rsvp(session, row.subject_id or 0, row.person_id or 0)
    if found is None or mine is None or mine.answer is not Answer.coming or mine.waits:
        return None
    rows = [*event_lines.answers(words, found[1].id, mine=Answer.coming)]
    return [_said(row, words, words.text("rsvp.room", **_what(session, words, *found)), rows)]


def is_wanted(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To who has waited to bring something, and still would."""
    promise = stored.by_id(session, row.subject_id or 0)
    found = _open(session, row, promise.occurrence_id, house) if promise else None
    if promise is None or found is None or promise.waits or promise.person_id != row.person_id:
        return None
    item = promise_lines.item_of(session, promise)
    html = words.text("promise.wanted", item=item, **_what(session, words, *found))
    return [_said(row, words, html, [[Choice(f"{event_lines.BRING}.{promise.occurrence_id}", "promise.look")]])]


def asked_to_bring(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """A neighbour asks; not if that is settled by now."""
    swap, promise = _swap(session, row)
    found = _open(session, row, promise.occurrence_id, house) if promise else None
    if swap is None or promise is None or found is None or swap.agreed is not None:
        return None
    html = words.text(
        "swap.asked", name=swaps.name_of(session, swap.asks_id), item=promise_lines.item_of(session, promise),
        **_what(session, words, *found),
    )  # fmt: skip
    data = f"{promise_lines.ANSWERED}.{swap.id}"
    rows = [[Choice(f"{data}.{promise_lines.YES}", "swap.yes"), Choice(f"{data}.{promise_lines.NO}", "swap.no")]]
    return [_said(row, words, html, rows)]


def said_of_it(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """What the neighbour says who was asked."""
    swap, promise = _swap(session, row)
    found = _open(session, row, promise.occurrence_id, house) if promise else None
    if swap is None or promise is None or found is None or swap.agreed is None:
        return None
    item = events.item_by_id(session, promise.item_id)
    html = words.text(
        "swap.told.yes" if swap.agreed else "swap.told.no", name=swaps.name_of(session, swap.asked_id),
        item=item.name if item else "", **_what(session, words, *found),
    )  # fmt: skip
    rows = [] if swap.agreed else [[Choice(f"{event_lines.BRING}.{promise.occurrence_id}", "promise.look")]]
    return [_said(row, words, html, rows)]


def errand_asked(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """Mau titip sesuatu? Not to who has stopped all messages, nor to who comes after all."""
    found = _open(session, row, row.subject_id or 0, house)
    mine = answers.rsvp(session, row.subject_id or 0, row.person_id or 0)
    if found is None or mine is None or mine.answer is not Answer.away or mine.errand:
        return None
    if wishes.of(session, mine.person_id).stopped_at is not None:
        return None
    html, rows = errand_lines.asked(session, words, *found)
    return [_said(row, words, html, rows)]


def _open(session: Session, row: Row, occurrence_id: int, house: House) -> tuple[Event, Occurrence] | None:
    """An occurrence that takes answers, and its event; for somebody who may still give one."""
    occurrence = occurrences.by_id(session, occurrence_id)
    event = events.by_id(session, occurrence.event_id) if occurrence else None
    if event is None or occurrence is None or invitees.find(session, event, row.person_id or 0) is None:
        return None
    try:
        rsvps.refuse_closed(event, occurrence, now=house.now())
    except Refusal:
        return None
    return event, occurrence


def _swap(session: Session, row: Row) -> tuple[Swap | None, Promise | None]:
    swap = stored.swap_by_id(session, row.subject_id or 0)
    promise = stored.by_id(session, swap.promise_id) if swap is not None and swap.promise_id is not None else None
    return swap, promise


def _what(session: Session, words: Words, event: Event, occurrence: Occurrence) -> dict[str, str]:
    zone = event_lines.place_of(session, event).time_zone
    return {
        "what": event_lines.within(words, event),
        "when": event_lines.when_and_where(words, event, occurrence, zone),
    }


def _said(row: Row, words: Words, html: str, rows: Rows) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {
    rsvps.HAS_ROOM: has_room,
    promises.IS_WANTED: is_wanted,
    swaps.ASKED: asked_to_bring,
    swaps.ANSWERED: said_of_it,
    errands.ASK: errand_asked,
}
