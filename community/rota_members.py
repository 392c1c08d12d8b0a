"""Who is on a rota: organisers put neighbours on it and take them off, and anybody on it may leave.

Dates of the next two weeks are firm. Where somebody comes, or another number is wanted, later ones are shared out anew;
where somebody goes, theirs are given to the next of the rota, and only theirs. What begins within a day is given to
nobody without being asked for: the organisers read that a place is open, and may fill it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session

from community import audiences, event_cards, events, rotas, telling
from community.refusals import NotAllowed, NotThere, Overtaken, TooMuch
from storage import events as stored_events
from storage import people, turn_swaps
from storage import rotas as stored
from storage.events import Event, EventState, Invited
from storage.occurrences import Occurrence
from storage.rotas import RotaMember, RotaTurn

FIRM = timedelta(days=14)
NEAR = timedelta(days=1)
ON_CARDS = timedelta(days=8)
"""A time further away has no card that shows whose turn it is (`event_times.CARD_AHEAD`)."""
MOST_MEMBERS, MOST_AT_ONCE, LONGEST_NAME = 100, 20, 64
ADDED, GIVEN, OFF = "rota.added", "rota.given", "rota.off"
"""Notices to who is put on a rota, gets the turns of one who left, is taken off it."""
LEFT, OPEN = "rota.left", "rota.open"
"""Notices to the organisers: who has left, and that somebody is gone whose name nobody knows any more."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who is to be on the rota; without Telegram, by `name` alone. `member_id` for who is on it already."""

    name: str
    person_id: int | None = None
    weekday: int | None = None
    member_id: int | None = None


def shuffled(wishes: Sequence[Wish], chance: Random) -> list[Wish]:
    """[Acak]: in an order that nobody has chosen."""
    return chance.sample(list(wishes), len(wishes))


def put_right(
    session: Session, event_id: int, wishes: Sequence[Wish], size: int, *, by: int, now: datetime,
    seen: Sequence[str] | None = None,
) -> Event:  # fmt: skip
    """The rota becomes these, in this order, `size` at a time; nobody for no rota any more.

    Whoever comes or goes is told. `seen` is the rota `as_it_stands` when the organiser saw it. Raises as
    `events.holds`, Overtaken if the rota has changed since, NotAllowed for who does not live here, TooMuch.
    """
    event = events.holds(session, event_id, by=by)
    members = stored.members_of(session, event.id)
    if seen is not None and list(seen) != as_it_stands(event, members):
        raise Overtaken("rotas.changed_already", number=event.number)
    wishes = _plain(wishes)
    _refuse_unfit(session, event, wishes, size)
    is_first = not members
    kept = {one.member_id for one in wishes}
    gone = [one for one in members if one.id not in kept]
    before = [(one.id, one.weekday) for one in members if one.id in kept], event.rota_size
    new, level = _placed(session, event, members, wishes)
    event.rota_size = size if wishes else None
    if event.invited in (Invited.everyone, Invited.rota):
        event.invited = Invited.rota if wishes else Invited.everyone
    event.changed_at = now
    session.add(event)
    freed = _take_off(session, gone, now)
    as_it_was = not new and before == ([(one.member_id, one.weekday) for one in wishes], event.rota_size)
    firm = None if as_it_was else timedelta() if is_first else FIRM
    given = _share_out(session, event, now, firm=firm, level=level)
    _tell(session, event, new, gone, given, by=by, now=now)
    _redraw(session, event, [*freed, *(one.occurrence_id for one in given)], now)
    events.note(session, event, "event.rota", by=by, now=now)
    return event


def as_it_stands(event: Event, members: Sequence[RotaMember]) -> list[str]:
    """How many at a time, and who in which order, with their nights: another organiser may change each of these."""
    return [str(event.rota_size), *(f"{one.id}.{one.weekday}" for one in members)]


def leave(session: Session, event_id: int, *, by: int, now: datetime) -> Event:
    """[Saya tidak bisa ikut giliran]. The organisers are told. Raises NotThere for who is not on it."""
    event = stored_events.held(session, event_id)
    mine = stored.rows_of(session, event_id, by) if event is not None else []
    if event is None or not mine:
        raise NotThere("rotas.not_on_it")
    freed = _take_off(session, mine, now)
    given = _share_out(session, event, now, firm=None) if event.state is EventState.called else []
    _tell(session, event, [], [], given, by=by, now=now)
    _redraw(session, event, [*freed, *(one.occurrence_id for one in given)], now)
    telling.office(session, LEFT, mine[0].id, community_id=event.community_id, but=by, now=now)
    events.note(session, event, "event.rota", by=by, now=now)
    return event


def fill(session: Session, event_id: int, *, by: int, now: datetime) -> int:
    """[Isi yang kosong]: also tonight's. Returns how many places were given. Raises as `events.holds`."""
    event = events.holds(session, event_id, by=by)
    given = rotas.give_turns(session, event, stored.to_come(session, event.id, now))
    _tell(session, event, [], [], given, by=by, now=now)
    _redraw(session, event, [one.occurrence_id for one in given], now)
    return len(given)


def is_gone(session: Session, person_id: int, *, now: datetime) -> None:
    """Somebody has everything deleted: their turns are nobody's, and the organisers read that a place is open."""
    for event_id in stored.events_with(session, person_id):
        event = stored_events.held(session, event_id)
        if event is None:
            continue
        freed = _take_off(session, stored.rows_of(session, event_id, person_id), now)
        _redraw(session, event, freed, now)
        if event.state is EventState.called:
            telling.office(session, OPEN, event.id, community_id=event.community_id, but=person_id, now=now)


def here(session: Session, event_community_id: int) -> list[people.Person]:
    """Residents who can be put on a rota, by name."""
    return stored.neighbours(session, audiences.below(session, event_community_id))


def free_places(event: Event, times: Sequence[Occurrence], on_duty: dict[int, list[stored.OnDuty]]) -> int:
    """How many places nobody has at these times."""
    size = event.rota_size or 0
    return sum(max(0, size - len(on_duty.get(one.id, ()))) for one in times)


# ── what fits ──


def _plain(wishes: Sequence[Wish]) -> list[Wish]:
    """As they are written, each once a night."""
    found: dict[tuple[object, int | None], Wish] = {}
    for one in wishes:
        name = " ".join(one.name.split())
        key = one.person_id if one.person_id is not None else name.casefold()
        if name and (key, one.weekday) not in found:
            found[key, one.weekday] = Wish(name, one.person_id, one.weekday, one.member_id)
    return list(found.values())


def _refuse_unfit(session: Session, event: Event, wishes: Sequence[Wish], size: int) -> None:
    if len(wishes) > MOST_MEMBERS:
        raise TooMuch("rotas.too_many", most=MOST_MEMBERS)
    if not 1 <= size <= MOST_AT_ONCE or any(one.weekday not in (None, *range(7)) for one in wishes):
        raise TooMuch("rotas.size_again", most=MOST_AT_ONCE)
    if any(len(one.name) > LONGEST_NAME for one in wishes):
        raise TooMuch("needs.too_long", most=LONGEST_NAME)
    wanted = {one.person_id for one in wishes if one.member_id is None and one.person_id is not None}
    if wanted - {one.id for one in here(session, event.community_id)}:
        raise NotAllowed("rotas.not_here")


# ── who comes, who goes ──


def _placed(
    session: Session, event: Event, members: Sequence[RotaMember], wishes: Sequence[Wish]
) -> tuple[list[RotaMember], list[RotaMember]]:
    """Everyone in their place; returns who is new, and who from now on takes turns with the others."""
    known = {one.id: one for one in members}
    new, level = [], []
    for place, wish in enumerate(wishes):
        member = known.get(wish.member_id or 0)
        if member is None:
            member = RotaMember(event_id=event.id, person_id=wish.person_id, name=wish.name, place=place, weekday=-1)
            new.append(member)
        if member.weekday is not None and wish.weekday is None:
            level.append(member)
        member.place, member.weekday = place, wish.weekday
        session.add(member)
    session.flush()
    return new, level


def _take_off(session: Session, members: Sequence[RotaMember], now: datetime) -> list[int]:
    """They have no turns to come any more; returns the ids of the times that had been theirs."""
    ids = {one.id for one in members}
    times = stored.to_come(session, members[0].event_id, now) if members else []
    found = [
        duty.turn for one in stored.on_duty(session, [one.id for one in times]).values() for duty in one
        if duty.member.id in ids
    ]  # fmt: skip
    _drop(session, found)
    for member in members:
        member.left_at = now
        session.add(member)
    session.flush()
    return [one.occurrence_id for one in found]


def _drop(session: Session, turns: Sequence[RotaTurn]) -> None:
    turn_swaps.forget_all(session, [one.id for one in turns])
    for one in turns:
        session.delete(one)
    session.flush()


def _share_out(
    session: Session, event: Event, now: datetime, *, firm: timedelta | None, level: Sequence[RotaMember] = ()
) -> list[RotaTurn]:
    """Give what is open to the next of the rota; with `firm`, after dropping what was given beyond that time.

    Those in `level` begin beside whoever has the fewest turns then. Returns the turns that are new.
    """
    times = stored.to_come(session, event.id, now)
    if firm is not None:
        later = [one.id for one in times if one.begins_at > now + firm]
        given = [duty.turn for one in stored.on_duty(session, later).values() for duty in one]
        kept = turn_swaps.waiting(session, [one.id for one in given])
        _drop(session, [one for one in given if one.swapped_from_id is None and one.id not in kept])
    _begin_level(session, event, {one.id for one in level})
    near = timedelta() if firm == timedelta() else NEAR
    return rotas.give_turns(session, event, [one for one in times if one.begins_at > now + near])


def _begin_level(session: Session, event: Event, these: Collection[int]) -> None:
    found = stored.standings(session, event.id) if these else []
    fewest = min((turns for one, turns in found if one.id not in these and one.weekday is None), default=0)
    for member, turns in found:
        if member.id in these:
            member.head_start += fewest - turns
            session.add(member)
    session.flush()


# ── told ──


def _tell(
    session: Session, event: Event, new: Sequence[RotaMember], gone: Sequence[RotaMember], given: Sequence[RotaTurn],
    *, by: int, now: datetime,
) -> None:  # fmt: skip
    """Each once: who comes, who goes, and whose dates within the firm time are more than before."""
    place = event.community_id
    come = {one.person_id: one.id for one in new if one.person_id is not None}
    stay = {one.person_id for one in stored.members_of(session, event.id)} - set(come)
    known = set(come) & {one.person_id for one in gone} | stay
    off = {one.person_id: one.id for one in gone if one.person_id is not None and one.person_id not in known}
    for kind, them in ((ADDED, come), (OFF, off)):
        found = people.by_ids(session, [one for one in them if one is not None and one != by])
        told = [(one, them[one.id]) for one in found if one.reachable and them[one.id]]
        telling.each(session, kind, told, community_id=place, now=now)
    soon = {one.id for one in stored.to_come(session, event.id, now) if one.begins_at <= now + FIRM}
    more = {
        member.person_id
        for turn in given
        if turn.occurrence_id in soon and (member := stored.member_by_id(session, turn.member_id)) is not None
    }
    found = people.by_ids(session, [one for one in more - set(come) if one is not None and one != by])
    told = [(one, event.id) for one in found if one.reachable]
    telling.each(session, GIVEN, told, community_id=place, now=now, gathered=True)


def _redraw(session: Session, event: Event, occurrence_ids: Sequence[int], now: datetime) -> None:
    touched = set(occurrence_ids)
    for one in stored.to_come(session, event.id, now):
        if one.id in touched and one.begins_at <= now + ON_CARDS:
            event_cards.changed(session, one, now=now)
            event_cards.on_the_day(session, event, one, now=now)
