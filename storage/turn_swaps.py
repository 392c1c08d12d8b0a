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
    """All that hangs on turns that are to go."""
    if turn_ids:
        session.flush()
        named = sa.or_(col(Swap.turn_id).in_(turn_ids), col(Swap.for_turn_id).in_(turn_ids))
        session.connection().execute(sa.delete(Swap).where(named))
