"""Tukar giliran: somebody on a rota gives a turn for another one's, or to whoever says yes first; nobody else decides.

asked → yes: both turns change hands in one transaction → no, or withdrawn: all stays as it was
A question that nobody has answered lapses as its time begins. Who has refused a night is not asked for it again.
"""

from datetime import datetime

from sqlmodel import Session

from community import event_cards, events, telling
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import events as stored_events
from storage import occurrences, people, rotas
from storage import turn_swaps as stored
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState
from storage.rotas import OnDuty, RotaMember, RotaTurn
from storage.rsvps import Swap

ASKED, ANSWERED = "rota.swap", "rota.swapped"
"""Notices: to who is asked, and what they say to who asks."""


def own(session: Session, turn_id: int, *, by: int, now: datetime) -> tuple[RotaTurn, Event, Occurrence]:
    """A turn of one's own that is still to come; its event is held.

    Raises NotThere for a turn that is gone, NotAllowed for somebody else's (it may have been swapped), AlreadySo once
    its time has begun or does not take place.
    """
    turn, member, event, occurrence = _held(session, turn_id)
    if member.person_id != by:
        raise NotAllowed("rotas.not_your_turn")
    _refuse_over(event, occurrence, now)
    return turn, event, occurrence


def candidates(
    session: Session, turn_id: int, *, by: int, now: datetime
) -> list[tuple[Occurrence, OnDuty]]:  # fmt: skip
    """The turns of others for which one might give this one, the soonest first. Raises as `own`.

    Not of who has the same night, or has refused it, nor on a night that one has oneself, nor of who has no Telegram to
    say yes by.
    """
    _, event, here = own(session, turn_id, by=by, now=now)
    times = [one for one in rotas.to_come(session, event.id, now) if one.state is OccurrenceState.planned]
    duties = rotas.on_duty(session, [one.id for one in times])
    mine = {one.id for one in times if by in _people(duties.get(one.id, []))}
    there = _people(duties.get(here.id, [])) | stored.refused(session, here.id)
    return [
        (one, duty)
        for one in times
        if one.id not in mine
        for duty in duties.get(one.id, [])
        if duty.can_read and duty.member.person_id not in there
    ]


def _people(duties: list[OnDuty]) -> set[int]:
    return {one.member.person_id for one in duties if one.member.person_id is not None}


def ask(session: Session, turn_id: int, for_turn_id: int | None, *, by: int, now: datetime) -> Swap:
    """Ask for this turn of a neighbour's, or with None whoever of the rota can; the same again changes nothing.

    Raises as `own`, AlreadySo while another is asked, NotAllowed for a turn that cannot be had, NotThere if nobody
    else on the rota can be asked.
    """
    turn, event, occurrence = own(session, turn_id, by=by, now=now)
    waiting = stored.open_of(session, turn.id)
    if waiting is not None:
        if waiting.for_turn_id == for_turn_id:
            return waiting
        raise AlreadySo("rotas.swap.asked_already")
    asked_id = None
    if for_turn_id is not None:
        offered = {duty.turn.id: duty.member.person_id for _, duty in candidates(session, turn_id, by=by, now=now)}
        if for_turn_id not in offered:
            raise NotAllowed("rotas.swap.cannot")
        asked_id = offered[for_turn_id]
    elif not any(one.reachable for one in people.by_ids(session, _others(session, event, occurrence))):
        raise NotThere("rotas.swap.nobody")
    swap = Swap(
        occurrence_id=occurrence.id,
        turn_id=turn.id,
        for_turn_id=for_turn_id,
        asks_id=by,
        asked_id=asked_id,
        asked_at=now,
    )
    session.add(swap)
    session.flush()
    to_ask = _others(session, event, occurrence) if asked_id is None else {asked_id}
    asked = [(one, swap.id) for one in people.by_ids(session, to_ask) if one.reachable]
    telling.each(session, ASKED, asked, community_id=event.community_id, now=now)
    return swap


def _others(session: Session, event: Event, occurrence: Occurrence) -> set[int]:
    """Who is on the rota, has no turn at that time and has not refused it."""
    there = _people(rotas.on_duty(session, [occurrence.id]).get(occurrence.id, []))
    members = {one.person_id for one in rotas.members_of(session, event.id) if one.person_id is not None}
    return members - there - stored.refused(session, occurrence.id)


def answer(session: Session, swap_id: int, *, yes: bool, by: int, now: datetime) -> Swap:
    """What the one who was asked says, or the first of all; who asked is told.

    Raises NotThere for a question that was withdrawn, NotAllowed for who was not asked, AlreadySo once it is answered,
    its time is over, or one of the two has the other's night by now.
    """
    swap, turn, event, occurrence = _open(session, swap_id, now=now)
    _refuse_stranger(session, event, swap, by)
    if not yes and swap.asked_id is None:
        if by not in stored.refused(session, occurrence.id):
            session.add(_noted(turn, swap.asks_id, by, agreed=False, asked_at=swap.asked_at, now=now))
            session.flush()
        return swap  # somebody else may
    if yes:
        _hand_over(session, swap, turn, event, occurrence, by=by, now=now)
    swap.asked_id, swap.agreed, swap.answered_at = by, yes, now
    session.add(swap)
    session.flush()
    telling.one(session, ANSWERED, swap.id, swap.asks_id, community_id=event.community_id, now=now)
    return swap


def withdraw(session: Session, swap_id: int, *, by: int, now: datetime) -> RotaTurn:
    """Whoever asked comes after all. Raises as `answer`."""
    swap, turn, _, _ = _open(session, swap_id, now=now)
    if swap.asks_id != by:
        raise NotAllowed("rotas.swap.not_you")
    session.delete(swap)
    session.flush()
    return turn


def waits(session: Session, turn_id: int) -> Swap | None:
    """The question about this turn that is not answered yet."""
    return stored.open_of(session, turn_id)


# ── what must hold ──


def _held(session: Session, turn_id: int) -> tuple[RotaTurn, RotaMember, Event, Occurrence]:
    """A turn as it is; nobody else changes its rota before this transaction ends."""
    known = rotas.turn_by_id(session, turn_id)
    occurrence = occurrences.by_id(session, known.occurrence_id) if known is not None else None
    event = stored_events.held(session, occurrence.event_id) if occurrence is not None else None
    turn = rotas.turn_as_is(session, turn_id)
    member = rotas.member_by_id(session, turn.member_id) if turn is not None else None
    if turn is None or member is None or event is None or occurrence is None:
        raise NotThere("rotas.turn_gone")
    return turn, member, event, occurrence


def _refuse_over(event: Event, occurrence: Occurrence, now: datetime) -> None:
    if event.state is not EventState.called or occurrence.state in (OccurrenceState.cancelled, OccurrenceState.over):
        raise AlreadySo("rotas.swap.over")
    if occurrence.state is OccurrenceState.planned and occurrence.begins_at <= now:
        raise AlreadySo("rotas.swap.over")


def _open(session: Session, swap_id: int, *, now: datetime) -> tuple[Swap, RotaTurn, Event, Occurrence]:
    """A question that waits for its answer, with the turn that is offered, still theirs who asks."""
    known = stored.as_is(session, swap_id)
    if known is None or known.turn_id is None:
        raise NotThere("rotas.swap.gone")
    turn, member, event, occurrence = _held(session, known.turn_id)
    swap = stored.as_is(session, swap_id)
    if swap is not None and swap.agreed is not None:
        raise AlreadySo("rotas.swap.answered_already")
    if swap is None or member.person_id != swap.asks_id:
        raise NotThere("rotas.swap.gone")
    _refuse_over(event, occurrence, now)
    return swap, turn, event, occurrence


def _refuse_stranger(session: Session, event: Event, swap: Swap, by: int) -> None:
    asked = swap.asked_id == by if swap.asked_id is not None else by != swap.asks_id
    if not asked or not rotas.rows_of(session, event.id, by):
        raise NotAllowed("rotas.swap.not_you")


# ── done ──


def _hand_over(
    session: Session, swap: Swap, turn: RotaTurn, event: Event, occurrence: Occurrence, *, by: int, now: datetime
) -> None:  # fmt: skip
    """Both turns, or the one, are the other's; whoever takes one keeps the place in the rota that they have."""
    if by in _people(rotas.on_duty(session, [occurrence.id]).get(occurrence.id, [])):
        raise AlreadySo("rotas.swap.same_night")
    touched, mine = [occurrence], rotas.rows_of(session, event.id, by)[0]
    if swap.for_turn_id is not None:
        theirs, member, _, there = _held(session, swap.for_turn_id)
        if member.person_id != by:
            raise NotThere("rotas.swap.gone")
        _refuse_over(event, there, now)
        if swap.asks_id in _people(rotas.on_duty(session, [there.id]).get(there.id, [])):
            raise AlreadySo("rotas.swap.same_night")
        mine = member
        _is_now(session, theirs, turn.member_id)
        touched.append(there)
        session.add(_noted(theirs, by, swap.asks_id, agreed=True, asked_at=swap.asked_at, now=now))
    _is_now(session, turn, mine.id)
    stored.forget(session, [one for one in (swap.turn_id, swap.for_turn_id) if one is not None], but=swap.id)
    for one in touched:
        event_cards.changed(session, one, now=now)
    events.note(session, event, "event.turn", by=by, now=now)


def _noted(turn: RotaTurn, of_id: int, by: int, *, agreed: bool, asked_at: datetime, now: datetime) -> Swap:
    """That `by` has taken a turn of this one, or cannot."""
    return Swap(
        occurrence_id=turn.occurrence_id, turn_id=turn.id, asks_id=of_id, asked_id=by, agreed=agreed,
        asked_at=asked_at, answered_at=now,
    )  # fmt: skip


def _is_now(session: Session, turn: RotaTurn, member_id: int) -> None:
    """Where it comes back to whose it was at first, nothing was swapped."""
    first = turn.swapped_from_id or turn.member_id
    turn.member_id, turn.swapped_from_id = member_id, first if first != member_id else None
    session.add(turn)
    session.flush()
