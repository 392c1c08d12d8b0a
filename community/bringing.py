"""Promising to bring something or to take a task on: a number by taps, changed or taken back until it is over."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import event_cards, promises, rsvps
from community.invitees import Guest
from community.refusals import NotAllowed, NotThere, TooMuch
from storage import events, rsvp_taps
from storage import promises as stored
from storage.events import Event, EventItem
from storage.occurrences import Occurrence
from storage.rsvps import Answer, Promise


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings now: `many` is 0 for nothing. `comes_too`: by promising they have said that they come.

    `waits` tells of the item; `waits_for_room` of the one who comes.
    """

    item: EventItem
    many: int
    waits: bool = False
    comes_too: bool = False
    waits_for_room: bool = False


def bring(
    session: Session, event: Event, occurrence: Occurrence, item_id: int, more: int, who: Guest, *, now: datetime
) -> Brought:
    """So many `more` of an item than before, or fewer; to an occurrence that `rsvps.reach` gave.

    Whoever has not answered comes by this. Raises NotThere for what is asked for no more, NotAllowed for who cannot
    come, TooMuch where all that is wanted is promised and theirs is among it.
    """
    item = events.item_by_id(session, item_id)
    if item is None or item.event_id != event.id or item.removed_at is not None:
        raise NotThere("promises.item_gone")
    rsvp_taps.hold_seats(session, occurrence.id)
    answered = rsvp_taps.known(session, occurrence.id, who.person_id)
    if answered is not None and answered.answer is Answer.away:
        raise NotAllowed("promises.away")
    mine = stored.own(session, occurrence.id, item.id, who.person_id)
    before = mine.many if mine is not None else 0
    if before + more <= 0:
        return _take_back(session, event, occurrence, item, mine, now)
    many, waits = _fitting(session, occurrence, item, mine, before + more)
    if mine is None:
        mine = Promise(occurrence_id=occurrence.id, item_id=item.id, person_id=who.person_id, since=now)
    mine.many, mine.waits = many, waits
    session.add(mine)
    session.flush()
    if many < before:
        promises.fill(session, event, occurrence, now=now, only={item.id})
    comes = None
    if answered is None:
        comes = rsvps.answer(session, event, occurrence, Answer.coming, who, now=now).rsvp
    event_cards.changed(session, occurrence, now=now)
    return Brought(item, many, waits, comes is not None, comes is not None and comes.waits)


def _fitting(
    session: Session, occurrence: Occurrence, item: EventItem, mine: Promise | None, wished: int
) -> tuple[int, bool]:
    """How many can be taken of what is wished, and whether it waits. Nobody overtakes who waits."""
    promised, waiting = stored.sums(session, occurrence.id).get(item.id, (0, 0))
    room = item.wanted - promised
    if mine is not None and not mine.waits:
        if wished > mine.many and room <= 0:
            raise TooMuch("promises.enough", name=item.name, most=item.wanted)
        return min(wished, mine.many + max(0, room)), False
    if wished > item.wanted:
        raise TooMuch("promises.enough", name=item.name, most=item.wanted)
    if mine is None and room > 0 and not waiting:
        return min(wished, room), False
    return wished, True


def _take_back(
    session: Session, event: Event, occurrence: Occurrence, item: EventItem, mine: Promise | None, now: datetime
) -> Brought:
    if mine is not None:
        was_counted = not mine.waits
        stored.drop(session, mine)
        if was_counted:
            promises.fill(session, event, occurrence, now=now, only={item.id})
        event_cards.changed(session, occurrence, now=now)
    return Brought(item, 0)
