"""Putting a called event right: what it is about, where, what is to be brought, for how many, how long.

Its cards are drawn anew, and who waits moves up where more are wanted. Only another place is told to those who have not
declined: for everything else nobody needs to be disturbed. When it is, is changed in `community.event_moves`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from sqlmodel import Session

from community import event_cards, event_moves, event_reminders, event_tellings, events, promises, rsvps
from community.events import USUAL_MINUTES, Call, ItemWanted
from community.refusals import AlreadySo, Overtaken
from storage import events as stored
from storage import occurrences
from storage.events import Event, EventItem
from storage.occurrences import Occurrence, OccurrenceState


@dataclass(frozen=True, slots=True)
class Shape:
    """All of an event that can be put right, as it is to be. `minutes` 0 is for as long as it usually takes."""

    title: str = ""
    words: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    agenda: Sequence[str] = ()
    items: Sequence[ItemWanted] = field(default_factory=tuple)
    wanted: int | None = None
    minutes: int = 0


def shape_of(session: Session, event: Event, occurrence: Occurrence) -> Shape:
    """As it is now; the place is where this time is."""
    items = [ItemWanted(one.kind, one.name, one.wanted) for one in stored.items_of(session, event.id)]
    elsewhere = occurrence.place is not None
    return Shape(
        title=event.title, words=event.words, place=occurrence.place or "" if elsewhere else event.place,
        latitude=None if elsewhere else event.latitude, longitude=None if elsewhere else event.longitude,
        agenda=tuple(event.agenda), items=tuple(items), wanted=event.wanted, minutes=event.minutes,
    )  # fmt: skip


def change(
    session: Session, occurrence_id: int, to: Shape, *, by: int, now: datetime, seen: int, why: str,
    only_here: bool = False,
) -> Event:  # fmt: skip
    """The event becomes what `to` says; with `only_here` another place is meant for this time alone.

    `why` says that the place is another one, for those who are told of it; `seen` is `Event.sequence` as it was.

    Raises as `event_moves.holds`, Overtaken if another organiser was quicker, AlreadySo if nothing would be another.
    """
    event, occurrence = event_moves.holds(session, occurrence_id, by=by)
    if event.sequence != seen:
        raise Overtaken("events.moved_already", number=event.number)
    to, why = _plain(event, to), events.reason(why)
    events.refuse_shape(_call(event, to))
    before = shape_of(session, event, occurrence)
    if to == before:
        raise AlreadySo("events.nothing_new")
    _take(session, event, to, now, keeps_place=only_here)
    to_come = [one for one in occurrences.of_event(session, event.id) if _is_to_come(one, now)]
    if _place(to) != _place(before):
        _takes_place_there(session, event, occurrence, to, to_come, only_here=only_here, why=why, now=now)
    event.sequence, event.changed_at = event.sequence + 1, now
    session.add(event)
    session.flush()
    for one in to_come:
        one.ends_at = one.begins_at + timedelta(minutes=event.minutes)
        session.add(one)
        session.flush()
        rsvps.make_room(session, event, one, now=now)
        promises.make_room(session, event, one, now=now)
        event_cards.changed(session, one, now=now)
    events.note(session, event, "event.changed", by=by, now=now)
    return event


def _plain(event: Event, to: Shape) -> Shape:
    """As it is written."""
    agenda = tuple(line.strip() for line in to.agenda if line.strip())
    items = tuple(replace(one, name=one.name.strip()) for one in to.items)
    minutes = to.minutes or USUAL_MINUTES[event.kind]
    return replace(
        to,
        title=to.title.strip(),
        words=to.words.strip(),
        place=to.place.strip(),
        agenda=agenda,
        items=items,
        minutes=minutes,
    )


def _call(event: Event, to: Shape) -> Call:
    return Call(
        kind=event.kind, begins_on=event.begins_on, begins_at=time.fromisoformat(event.begins_at), title=to.title,
        words=to.words, agenda=to.agenda, place=to.place, wanted=to.wanted, minutes=to.minutes, items=to.items,
    )  # fmt: skip


def _place(shape: Shape) -> tuple[str, float | None, float | None]:
    return shape.place, shape.latitude, shape.longitude


def _is_to_come(one: Occurrence, now: datetime) -> bool:
    return one.state is OccurrenceState.postponed or (one.state is OccurrenceState.planned and one.ends_at > now)


def _take(session: Session, event: Event, to: Shape, now: datetime, *, keeps_place: bool) -> None:
    event.title, event.words, event.agenda = to.title, to.words, list(to.agenda)
    event.wanted, event.minutes = to.wanted, to.minutes
    if not keeps_place:
        event.place, event.latitude, event.longitude = to.place, to.latitude, to.longitude
    wished = {(one.kind, one.name.casefold()): one for one in to.items}
    for item in stored.items_of(session, event.id):
        wish = wished.pop((item.kind, item.name.casefold()), None)
        if wish is None:
            item.removed_at = now
        else:
            item.name, item.wanted = wish.name, wish.wanted
        session.add(item)
    session.add_all(
        EventItem(event_id=event.id, kind=one.kind, name=one.name, wanted=one.wanted) for one in wished.values()
    )


def _takes_place_there(
    session: Session, event: Event, here: Occurrence, to: Shape, to_come: list[Occurrence], *, only_here: bool,
    why: str, now: datetime,
) -> None:  # fmt: skip
    """Those who have not declined are told of the time that was looked at, or of the soonest; not of each to come.

    What is put off is told with its new time.
    """
    for one in to_come:
        if only_here and one.id == here.id:
            one.place = to.place
        elif not only_here:
            one.place = None
        session.add(one)
    planned = [one for one in ([here] if only_here else to_come) if one.state is OccurrenceState.planned]
    for first in sorted(planned, key=lambda one: one.begins_at)[:1]:
        first.why, first.moves = why, first.moves + 1
        session.add(first)
        session.flush()
        event_reminders.settle(session, first, now, is_told=True)
        event_tellings.tell(session, event, first, now=now)
