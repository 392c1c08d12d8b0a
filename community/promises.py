"""Who brings what: how much of each item is promised, who waits to bring one, and what is free again.

More than is wanted is taken by nobody: whoever offers more waits, and moves up in the order of offering.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import telling
from storage import events, rsvp_taps
from storage import promises as stored
from storage.events import Event, EventItem
from storage.occurrences import Occurrence
from storage.rsvps import Promise

IS_WANTED = "event.item"
"""Notice: what you offered is wanted now."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody brings, or would if it were wanted."""

    promise_id: int
    item: EventItem
    many: int
    waits: bool


@dataclass(frozen=True, slots=True)
class Total:
    """An item, how many of it will be brought, and how many people wait to bring it."""

    item: EventItem
    many: int
    waiting: int

    @property
    def room(self) -> int:
        return max(0, self.item.wanted - self.many)


def mine(session: Session, occurrence_id: int, person_id: int) -> list[Mine]:
    """What this person has promised for this time, in the order of the list."""
    found = stored.of_person(session, occurrence_id, person_id)
    return [Mine(promise.id, item, promise.many, promise.waits) for promise, item in found]


def totals(session: Session, occurrence: Occurrence) -> list[Total]:
    """Every item that this time asks for, in the order of the list."""
    items = events.items_of(session, occurrence.event_id)
    sums = stored.sums(session, occurrence.id) if items else {}
    return [Total(item, *sums.get(item.id, (0, 0))) for item in items]


def free(session: Session, event: Event, occurrence: Occurrence, person_id: int, *, now: datetime) -> list[EventItem]:
    """Whoever cannot come brings nothing: what they promised is free, and whoever waits for it moves up.

    Returns what they would have brought. The seats are held (`storage.rsvp_taps.hold_seats`).
    """
    promised = stored.of_person(session, occurrence.id, person_id)
    for promise, _ in promised:
        stored.drop(session, promise)
    given_up = [item for promise, item in promised if not promise.waits]
    if given_up:
        fill(session, event, occurrence, now=now, only={item.id for item in given_up})
    return given_up


def make_room(session: Session, event: Event, occurrence: Occurrence, *, now: datetime) -> int:
    """After more of something is asked for: whoever waits for it moves up, and is told. Returns how many."""
    rsvp_taps.hold_seats(session, occurrence.id)
    return fill(session, event, occurrence, now=now)


def fill(
    session: Session, event: Event, occurrence: Occurrence, *, now: datetime, only: Collection[int] | None = None
) -> int:
    """The same with the seats held; `only` are items' ids."""
    waiting = [one for one in stored.waiting(session, occurrence.id) if only is None or one.item_id in only]
    room = {one.item.id: one.room for one in totals(session, occurrence)} if waiting else {}
    moved = 0
    for one in waiting:
        left = room.get(one.item_id, 0)
        if left:
            one.many, one.waits = min(one.many, left), False
            room[one.item_id] = left - one.many
            session.add(one)
            moved += 1
            _tell(session, event, one, now)
    session.flush()
    return moved


def _tell(session: Session, event: Event, promise: Promise, now: datetime) -> None:
    telling.one(
        session, IS_WANTED, promise.id, promise.person_id, community_id=event.community_id, now=now,
        once=f"{IS_WANTED}:{promise.id}:{promise.since:%Y%m%d%H%M%S%f}",
    )  # fmt: skip
