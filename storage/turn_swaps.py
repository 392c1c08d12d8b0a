"""Questions whether somebody takes over a turn of a rota; rows of `storage.rsvps.Swap` that name a turn."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.rsvps import Swap


def open_of(session: Session, turn_id: int) -> Swap | None:
    """The question about this turn, by whose it is, that waits for its answer."""
    query = select(Swap).where(Swap.turn_id == turn_id, col(Swap.agreed).is_(None))
    return session.exec(query).first()


def as_is(session: Session, swap_id: int) -> Swap | None:
    """As it is now, once its event is held."""
    session.flush()
    return session.get(Swap, swap_id, populate_existing=True)


def waiting(session: Session, turn_ids: Collection[int]) -> set[int]:
    """Those of these turns about which somebody is asked, or for which another one is offered."""
    if not turn_ids:
        return set()
    named = sa.or_(col(Swap.turn_id).in_(turn_ids), col(Swap.for_turn_id).in_(turn_ids))
    found = session.exec(select(Swap).where(named, col(Swap.agreed).is_(None)))
    return {one for swap in found for one in (swap.turn_id, swap.for_turn_id) if one is not None}


def forget(session: Session, turn_ids: Collection[int], *, but: int | None = None) -> None:
    """Open questions about these turns go: they are somebody else's now."""
    if not turn_ids:
        return
    session.flush()
    named = sa.or_(col(Swap.turn_id).in_(turn_ids), col(Swap.for_turn_id).in_(turn_ids))
    session.connection().execute(sa.delete(Swap).where(named, col(Swap.agreed).is_(None), col(Swap.id) != (but or 0)))


def forget_all(session: Session, turn_ids: Collection[int]) -> None:
    """Turns are to go, and open questions about them; who has given such a night away, or refused it, stays known."""
    forget(session, turn_ids)
    for named in (col(Swap.turn_id), col(Swap.for_turn_id)) if turn_ids else ():
        session.connection().execute(sa.update(Swap).where(named.in_(turn_ids)).values({named: None}))


def given_away(session: Session, occurrence_ids: Collection[int]) -> dict[int, set[int]]:
    """Who has swapped away their turn at these times and not taken it back: people, by the times' ids."""
    if not occurrence_ids:
        return {}
    query = select(Swap).where(
        col(Swap.occurrence_id).in_(occurrence_ids), col(Swap.promise_id).is_(None), col(Swap.agreed).is_(True)
    )
    found: dict[int, set[int]] = {}
    for swap in session.exec(query.order_by(col(Swap.answered_at), col(Swap.id))):
        away = found.setdefault(swap.occurrence_id, set())
        away.add(swap.asks_id)
        away -= {swap.asked_id}
    return found


def refused(session: Session, occurrence_id: int) -> set[int]:
    """Who has said that they cannot take a turn at this time."""
    query = select(Swap.asked_id).where(
        Swap.occurrence_id == occurrence_id, col(Swap.promise_id).is_(None), col(Swap.agreed).is_(False)
    )
    return {one for one in session.exec(query) if one is not None}
