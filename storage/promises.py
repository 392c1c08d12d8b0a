"""Who brings what to an occurrence: one's own promises, how much is promised of each item, who waits for one."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.events import EventItem
from storage.people import Person
from storage.rsvps import Answer, Promise, Rsvp, Swap


def by_id(session: Session, promise_id: int) -> Promise | None:
    return session.get(Promise, promise_id)


def as_is(session: Session, promise_id: int) -> Promise | None:
    """As it is now, whatever this session remembers."""
    return session.get(Promise, promise_id, populate_existing=True)


def of_person(session: Session, occurrence_id: int, person_id: int) -> list[tuple[Promise, EventItem]]:
    """With what it is, in the order in which the event asks for it; what is asked for no more is left out."""
    query = select(Promise, EventItem).join(EventItem, col(EventItem.id) == col(Promise.item_id))
    mine = query.where(
        Promise.occurrence_id == occurrence_id, Promise.person_id == person_id, col(EventItem.removed_at).is_(None)
    )
    return list(session.exec(mine.order_by(col(EventItem.id))))


def own(session: Session, occurrence_id: int, item_id: int, person_id: int) -> Promise | None:
    """As it is now."""
    query = select(Promise).where(
        Promise.occurrence_id == occurrence_id, Promise.item_id == item_id, Promise.person_id == person_id
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def sums(session: Session, occurrence_id: int) -> dict[int, tuple[int, int]]:
    """Of each item of which something is promised: how many will be brought, and how many people wait to bring it."""
    brought = sa.func.coalesce(sa.func.sum(col(Promise.many)).filter(sa.not_(col(Promise.waits))), 0)
    wait = sa.func.count().filter(col(Promise.waits))
    query = sa.select(col(Promise.item_id), brought, wait).where(col(Promise.occurrence_id) == occurrence_id)
    session.flush()
    found = session.connection().execute(query.group_by(col(Promise.item_id)))
    return {item_id: (int(many), int(waiting)) for item_id, many, waiting in found}


def waiting(session: Session, occurrence_id: int) -> list[Promise]:
    """Of all items, in the order in which they move up."""
    query = select(Promise).where(Promise.occurrence_id == occurrence_id, col(Promise.waits))
    query = query.order_by(col(Promise.since), col(Promise.id))
    return list(session.exec(query.execution_options(populate_existing=True)))


def drop(session: Session, promise: Promise) -> None:
    """It is promised no more; whoever was asked to take it over need not answer."""
    session.flush()
    session.connection().execute(sa.delete(Swap).where(col(Swap.promise_id) == promise.id))
    session.delete(promise)
    session.flush()


def of_occurrence(session: Session, occurrence_id: int) -> list[tuple[Promise, EventItem, Person]]:
    """What everyone brings, item by item, the first to promise first; who waits comes last."""
    query = (
        select(Promise, EventItem, Person)
        .join(EventItem, col(EventItem.id) == col(Promise.item_id))
        .join(Person, col(Person.id) == col(Promise.person_id))
        .where(Promise.occurrence_id == occurrence_id, col(EventItem.removed_at).is_(None))
    )
    order = col(EventItem.id), col(Promise.waits), col(Promise.since), col(Promise.id)
    return [(promise, item, person) for promise, item, person in session.exec(query.order_by(*order))]


# ── asked to take over ──


def who_may_take(session: Session, occurrence_id: int) -> list[Person]:
    """Who comes, has room, likes to be named and can be written to, in the order of saying so."""
    query = select(Person).join(Rsvp, col(Rsvp.person_id) == col(Person.id))
    comes = query.where(
        Rsvp.occurrence_id == occurrence_id, Rsvp.answer == Answer.coming, col(Rsvp.waits).is_(False),
        col(Rsvp.shows_name), col(Person.reachable),
    )  # fmt: skip
    return list(session.exec(comes.order_by(col(Rsvp.since), col(Rsvp.person_id))))


def open_swap(session: Session, promise_id: int) -> Swap | None:
    """A question about this promise that waits for its answer."""
    return session.exec(select(Swap).where(Swap.promise_id == promise_id, col(Swap.agreed).is_(None))).first()


def swap_by_id(session: Session, swap_id: int) -> Swap | None:
    return session.get(Swap, swap_id)


def swap_as_is(session: Session, swap_id: int) -> Swap | None:
    """As it is now, whatever this session remembers."""
    return session.get(Swap, swap_id, populate_existing=True)
