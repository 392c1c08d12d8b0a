"""Asking a neighbour who comes to bring it in one's place: only who was asked says yes, and either side may withdraw.

asked → yes: it is theirs to bring → no, or withdrawn: it stays with whoever asked
"""

from datetime import datetime

from sqlmodel import Session

from community import event_cards, invitees, rsvps, telling
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import events, people, rsvp_taps
from storage import promises as stored
from storage.events import Event, EventItem
from storage.occurrences import Occurrence
from storage.people import Person
from storage.rsvps import Answer, Promise, Swap

ASKED, ANSWERED = "event.swap", "event.swapped"
"""Notices: to the neighbour who is asked, and what they say to who asks."""


def candidates(session: Session, promise_id: int, *, by: int, now: datetime) -> list[Person]:
    """Whom one may ask: who comes and likes to be named, the first to say so first. Raises as `ask`."""
    promise, _, _ = _own(session, promise_id, by=by, now=now)
    return [one for one in stored.who_may_take(session, promise.occurrence_id) if one.id != by]


def ask(session: Session, promise_id: int, asked_id: int, *, by: int, now: datetime) -> Swap:
    """Ask this neighbour to bring it instead; the same again changes nothing.

    Raises NotThere for a promise that is gone or somebody else's, AlreadySo while another neighbour is asked or once
    it is over, NotAllowed for who does not come or is not named.
    """
    promise, event, _ = _own(session, promise_id, by=by, now=now)
    waiting = stored.open_swap(session, promise.id)
    if waiting is not None:
        if waiting.asked_id == asked_id:
            return waiting
        raise AlreadySo("swaps.asked_already")
    if asked_id not in {one.id for one in candidates(session, promise_id, by=by, now=now)}:
        raise NotAllowed("swaps.not_coming")
    swap = Swap(occurrence_id=promise.occurrence_id, promise_id=promise.id, asks_id=by, asked_id=asked_id, asked_at=now)
    session.add(swap)
    session.flush()
    telling.one(session, ASKED, swap.id, asked_id, community_id=event.community_id, now=now)
    return swap


def answer(session: Session, swap_id: int, *, yes: bool, by: int, now: datetime) -> tuple[Swap, EventItem]:
    """What the one who was asked says; who asked is told. Raises NotThere, NotAllowed for anybody else, AlreadySo."""
    swap, promise, event, occurrence = _open(session, swap_id, now=now)
    if swap.asked_id != by:
        raise NotAllowed("swaps.not_you")
    item = _item(session, promise)
    invitees.guest(session, event, by)
    if yes and not _comes(session, occurrence, by):
        raise NotAllowed("swaps.come_first")
    swap.agreed, swap.answered_at = yes, now
    session.add(swap)
    session.flush()
    telling.one(session, ANSWERED, swap.id, swap.asks_id, community_id=event.community_id, now=now)
    if yes:
        _hand_over(session, promise, to=by, now=now)
        event_cards.changed(session, occurrence, now=now)
    return swap, item


def withdraw(session: Session, swap_id: int, *, by: int, now: datetime) -> Promise:
    """Whoever asked brings it after all. Raises NotThere, NotAllowed for others, AlreadySo once it is answered."""
    swap, promise, _, _ = _open(session, swap_id, now=now)
    if swap.asks_id != by:
        raise NotAllowed("swaps.not_you")
    session.delete(swap)
    session.flush()
    return promise


def _own(session: Session, promise_id: int, *, by: int, now: datetime) -> tuple[Promise, Event, Occurrence]:
    """A promise of one's own, held."""
    known = stored.by_id(session, promise_id)
    if known is None:
        raise NotThere("promises.gone")
    event, occurrence = rsvps.reach(session, known.occurrence_id, now=now)
    rsvp_taps.hold_seats(session, occurrence.id)
    promise = stored.as_is(session, promise_id)
    if promise is None or promise.person_id != by or promise.waits:
        raise NotThere("promises.gone")
    invitees.guest(session, event, by)
    return promise, event, occurrence


def _open(session: Session, swap_id: int, *, now: datetime) -> tuple[Swap, Promise, Event, Occurrence]:
    """A question that waits for its answer, held."""
    known = stored.swap_by_id(session, swap_id)
    if known is None or known.promise_id is None:
        raise NotThere("swaps.gone")
    event, occurrence = rsvps.reach(session, known.occurrence_id, now=now)
    rsvp_taps.hold_seats(session, occurrence.id)
    swap = stored.swap_as_is(session, swap_id)
    promise = stored.as_is(session, swap.promise_id or 0) if swap is not None else None
    if swap is None or promise is None:
        raise NotThere("swaps.gone")
    if swap.agreed is not None:
        raise AlreadySo("swaps.answered_already")
    return swap, promise, event, occurrence


def _item(session: Session, promise: Promise) -> EventItem:
    item = events.item_by_id(session, promise.item_id)
    if item is None or item.removed_at is not None:
        raise NotThere("promises.item_gone")
    return item


def _comes(session: Session, occurrence: Occurrence, person_id: int) -> bool:
    known = rsvp_taps.known(session, occurrence.id, person_id)
    return known is not None and known.answer is Answer.coming


def _hand_over(session: Session, promise: Promise, *, to: int, now: datetime) -> None:
    """With what they bring of it already it is one promise; their place among those who wait is needed no more."""
    theirs = stored.own(session, promise.occurrence_id, promise.item_id, to)
    if theirs is not None:
        many = 0 if theirs.waits else theirs.many
        stored.drop(session, theirs)
        promise.many += many
    promise.person_id, promise.since = to, now
    session.add(promise)
    session.flush()


def name_of(session: Session, person_id: int | None) -> str:
    """What somebody is called; empty for who has left."""
    person = people.by_id(session, person_id) if person_id is not None else None
    return person.name if person is not None else ""
