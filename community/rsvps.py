"""Who comes: one's answer by a tap, changed as often as one likes until it is over; where room is short, who waits.

coming, with room → coming, waiting → moves up when somebody else cannot come, or more are wanted, and is told
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import event_cards, promises, telling
from community.invitees import Guest
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import rsvp_taps, rsvps
from storage.events import Event, EventItem, EventState
from storage.occurrences import Occurrence, OccurrenceState
from storage.rsvps import Answer, Rsvp

HAS_ROOM = "event.room"
"""Notice: you wanted to come, and there is room now."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer as it stands; whether the tap has changed it; what is promised no more, for its owner cannot come."""

    rsvp: Rsvp
    changed: bool
    freed: tuple[EventItem, ...] = ()


def reach(session: Session, occurrence_id: int, *, now: datetime) -> tuple[Event, Occurrence]:
    """An occurrence that one may answer now, and its event; neither is changed before this transaction ends.

    Raises NotThere for none, AlreadySo for what is over, cancelled, or put off for nobody knows how long.
    """
    found = rsvp_taps.tapped(session, occurrence_id)
    if found is None:
        raise NotThere("stage.gone")
    refuse_closed(*found, now=now)
    return found


def refuse_closed(event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """Raises AlreadySo for what takes no answers (any more)."""
    if event.state is not EventState.called or occurrence.state is OccurrenceState.cancelled:
        raise AlreadySo("rsvps.cancelled")
    if occurrence.state is OccurrenceState.postponed:
        raise AlreadySo("rsvps.postponed")
    if occurrence.state is OccurrenceState.over or occurrence.ends_at <= now:
        raise AlreadySo("rsvps.over")


def answer(session: Session, event: Event, occurrence: Occurrence, said: Answer, who: Guest, *, now: datetime) -> Heard:
    """Ikut, belum tentu or berhalangan, to an occurrence that `reach` gave. The same answer again changes nothing.

    Who comes although all are there that are wanted waits. Never more have room than are wanted: where that is limited
    people answer one after the other.
    """
    is_limited = event.wanted is not None
    before, waits = None, False
    if is_limited or said is Answer.away:
        rsvp_taps.hold_seats(session, occurrence.id)
        before = rsvp_taps.known(session, occurrence.id, who.person_id)
    if said is Answer.coming and is_limited:
        waits = _is_full(session, event, occurrence)
    had_room = before is not None and before.answer is Answer.coming and not before.waits
    written = rsvp_taps.note(session, occurrence.id, who.person_id, said, waits=waits, now=now)
    if written is None:
        return Heard(_known(session, occurrence.id, who.person_id), changed=False)
    freed = promises.free(session, event, occurrence, who.person_id, now=now) if said is Answer.away and before else ()
    if is_limited and had_room:
        _fill(session, event, occurrence, now)
    event_cards.changed(session, occurrence, now=now)
    return Heard(written, changed=True, freed=tuple(freed))


def _is_full(session: Session, event: Event, occurrence: Occurrence) -> bool:
    """True also where somebody waits already: nobody overtakes."""
    now = rsvps.tally(session, occurrence.id)
    return event.wanted is not None and (now.coming >= event.wanted or now.waiting > 0)


def _known(session: Session, occurrence_id: int, person_id: int) -> Rsvp:
    found = rsvp_taps.known(session, occurrence_id, person_id)
    if found is None:
        raise LookupError("an answer that was there a moment ago")
    return found


def make_room(session: Session, event: Event, occurrence: Occurrence, *, now: datetime) -> int:
    """Whoever waits and has room now moves up, in the order of answering, and is told; also after more are wanted.

    Returns how many.
    """
    rsvp_taps.hold_seats(session, occurrence.id)
    return _fill(session, event, occurrence, now)


def _fill(session: Session, event: Event, occurrence: Occurrence, now: datetime) -> int:
    """With the seats held."""
    left = None
    if event.wanted is not None:
        left = max(0, event.wanted - rsvps.tally(session, occurrence.id).coming)
    next_ones = rsvps.waiting(session, occurrence.id, most=left)
    for one in next_ones:
        one.waits = False
        session.add(one)
        telling.one(
            session, HAS_ROOM, occurrence.id, one.person_id, community_id=event.community_id, now=now,
            once=f"{HAS_ROOM}:{occurrence.id}:{one.person_id}:{one.since:%Y%m%d%H%M%S%f}",
        )  # fmt: skip
    session.flush()
    return len(next_ones)


def show_name(session: Session, occurrence: Occurrence, who: Guest, *, now: datetime) -> bool:
    """Name me among those who come; named already, no more. Returns which. Raises NotAllowed for who does not come."""
    mine = rsvp_taps.known(session, occurrence.id, who.person_id)
    if mine is None or mine.answer is not Answer.coming:
        raise NotAllowed("rsvps.not_coming")
    mine.shows_name = not mine.shows_name
    session.add(mine)
    session.flush()
    event_cards.changed(session, occurrence, now=now)
    return mine.shows_name


def take_back(session: Session, person_id: int, *, now: datetime) -> None:
    """Somebody leaves: their answers to what is to come go, and what they promised; others get their room."""
    for occurrence_id in rsvps.to_come(session, person_id, now):
        found = rsvp_taps.tapped(session, occurrence_id)
        if found is None:
            continue
        event, occurrence = found
        rsvp_taps.hold_seats(session, occurrence.id)
        promises.free(session, event, occurrence, person_id, now=now)
        mine = rsvp_taps.known(session, occurrence.id, person_id)
        if mine is not None:
            session.delete(mine)
            session.flush()
        _fill(session, event, occurrence, now)
        event_cards.changed(session, occurrence, now=now)
