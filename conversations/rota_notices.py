"""What is said of a rota to who did not just speak: one is on it, has a turn more, is asked to swap, may be called.

Everything is looked at again when it leaves: what somebody has changed meanwhile is not said.
"""

from sqlmodel import Session

from community import rota_calls, rota_members, swaps, turn_swaps
from conversations import event_lines, rota_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import events, occurrences, own_turns, people, rotas
from storage import turn_swaps as stored
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import Row
from storage.rotas import RotaMember
from storage.rsvps import Swap

_MOST_DATES = 3


# ── to who is on it ──


def added(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To who was put on it, with their first turns, and the way off."""
    member, event = _member(session, row)
    if member is None or event is None or member.left_at is not None:
        return None
    return _dates(session, row, words, house, event, "rota.added")


def given(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To who has a turn more, because somebody has left."""
    event = events.by_id(session, row.subject_id or 0)
    return _dates(session, row, words, house, event, "rota.given") if event is not None else None


def _dates(session: Session, row: Row, words: Words, house: House, event: Event, key: str) -> list[Call] | None:
    person_id = row.person_id or 0
    if event.state is not EventState.called or not rotas.rows_of(session, event.id, person_id):
        return None
    found = own_turns.to_come(session, event.id, person_id, house.now())[:_MOST_DATES]
    dates = [f"• {rota_lines.when_of(words, session, event, one)}" for _, one in found]
    facts = {"what": event_lines.within(words, event), "name": _name(session, person_id)}
    said = [words.text(key, **facts)]
    if dates:
        said.append(words.text("rota.first", dates=review.lines(dates)))
    rows = [[rota_lines.mine(event)], [Choice(f"{rota_lines.LEAVE}.{event.id}", "rota.leave.button")]]
    return [_said(row, words, "\n".join(said), rows)]


def off(session: Session, row: Row, words: Words, _: House) -> list[Call] | None:
    """To who was taken off it, and is not back on it."""
    member, event = _member(session, row)
    if member is None or event is None or rotas.rows_of(session, event.id, row.person_id or 0):
        return None
    facts = {"what": event_lines.within(words, event), "name": _name(session, row.person_id or 0)}
    return [_said(row, words, words.text("rota.off", **facts), [])]


# ── to organisers ──


def left(session: Session, row: Row, words: Words, _: House) -> list[Call] | None:
    """That somebody has left, by name."""
    member, event = _member(session, row)
    if member is None or event is None:
        return None
    name = _name(session, member.person_id or 0) or member.name
    html = words.text("rota.left", name=name, what=event_lines.within(words, event))
    return [_said(row, words, html, _to_rota(event))]


def is_open(session: Session, row: Row, words: Words, _: House) -> list[Call] | None:
    """That somebody is gone, whose name nobody knows any more."""
    event = events.by_id(session, row.subject_id or 0)
    if event is None or event.state is not EventState.called:
        return None
    return [_said(row, words, words.text("rota.gone", what=event_lines.within(words, event)), _to_rota(event))]


def to_call(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """Whose turn it is and who of them reads nothing here."""
    one = occurrences.by_id(session, row.subject_id or 0)
    event = events.by_id(session, one.event_id) if one is not None else None
    if one is None or event is None or not _is_planned(event, one, house):
        return None
    unread = rota_calls.unread(session, one)
    if not unread:
        return None
    duties = rotas.on_duty(session, [one.id])[one.id]
    html = words.text(
        "rota.call", what=event_lines.within(words, event), when=rota_lines.when_of(words, session, event, one),
        names=rota_lines.names(words, duties), unread=rota_lines.listed(words, unread),
    )  # fmt: skip
    return [_said(row, words, html, _to_rota(event))]


def _to_rota(event: Event) -> Rows:
    return [[Choice(f"{rota_lines.ROTA}.{event.id}", "rota.button")]]


# ── swapping ──


def asked(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """A neighbour asks for a turn, or who can; not if that is settled by now."""
    found = _swap(session, row, house)
    if found is None or found[0].agreed is not None:
        return None
    swap, event, one = found
    facts = {
        "name": swaps.name_of(session, swap.asks_id), "what": event_lines.within(words, event),
        "when": rota_lines.when_of(words, session, event, one),
    }  # fmt: skip
    there = _given_for(session, swap)
    if swap.for_turn_id is not None and there is None:
        return None
    data = f"{rota_lines.TRADED}.{swap.id}"
    answers = [Choice(f"{data}.{rota_lines.YES}", "rota.yes"), Choice(f"{data}.{rota_lines.NO}", "rota.no")]
    if there is None:
        return [_said(row, words, words.text("rota.asked.anyone", **facts), [answers])]
    facts |= {
        "asked": swaps.name_of(session, swap.asked_id), "theirs": rota_lines.when_of(words, session, event, there),
    }  # fmt: skip
    return [_said(row, words, words.text("rota.asked", **facts), [answers])]


def answered(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """What was said to it, to who has asked."""
    found = _swap(session, row, house)
    if found is None or found[0].agreed is None:
        return None
    swap, event, one = found
    there = _given_for(session, swap)
    facts = {
        "name": swaps.name_of(session, swap.asked_id), "when": rota_lines.when_of(words, session, event, one),
        "theirs": rota_lines.when_of(words, session, event, there) if there is not None else "",
    }  # fmt: skip
    if not swap.agreed:
        html = words.text("rota.told.no", **facts)
    else:
        html = words.text("rota.told.taken" if there is None else "rota.told.yes", **facts)
    again = [] if swap.agreed else [[Choice(f"{rota_lines.TRADE}.{one.id}", "rota.trade.again")]]
    return [_said(row, words, html, [*again, [rota_lines.mine(event)]])]


def _swap(session: Session, row: Row, house: House) -> tuple[Swap, Event, Occurrence] | None:
    """None for what is over, or where whoever had the turn is on the rota no more."""
    swap = stored.as_is(session, row.subject_id or 0)
    one = occurrences.by_id(session, swap.occurrence_id) if swap is not None else None
    event = events.by_id(session, one.event_id) if one is not None else None
    if swap is None or one is None or event is None or swap.turn_id is None or not _is_to_come(event, one, house):
        return None
    return swap, event, one


def _given_for(session: Session, swap: Swap) -> Occurrence | None:
    turn = rotas.turn_by_id(session, swap.for_turn_id) if swap.for_turn_id is not None else None
    return occurrences.by_id(session, turn.occurrence_id) if turn is not None else None


# ── what all have ──


def _is_planned(event: Event, one: Occurrence, house: House) -> bool:
    is_on = event.state is EventState.called and one.state is OccurrenceState.planned
    return is_on and one.begins_at > house.now()


def _is_to_come(event: Event, one: Occurrence, house: House) -> bool:
    is_put_off = event.state is EventState.called and one.state is OccurrenceState.postponed
    return is_put_off or _is_planned(event, one, house)


def _member(session: Session, row: Row) -> tuple[RotaMember | None, Event | None]:
    member = rotas.member_by_id(session, row.subject_id or 0)
    return member, events.by_id(session, member.event_id) if member is not None else None


def _name(session: Session, person_id: int) -> str:
    person = people.by_id(session, person_id)
    return person.name if person is not None else ""


def _said(row: Row, words: Words, html: str, rows: Rows) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {
    rota_members.ADDED: added,
    rota_members.GIVEN: given,
    rota_members.OFF: off,
    rota_members.LEFT: left,
    rota_members.OPEN: is_open,
    rota_calls.CALL: to_call,
    turn_swaps.ASKED: asked,
    turn_swaps.ANSWERED: answered,
}
