"""The turns of one person on a rota that are to come."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.occurrences import Occurrence, OccurrenceState
from storage.rotas import RotaMember, RotaTurn


def to_come(session: Session, event_id: int, person_id: int, now: datetime) -> list[tuple[RotaTurn, Occurrence]]:
    """Theirs at times that may still take place and have not begun, the soonest first."""
    query = (
        select(RotaTurn, Occurrence)
        .join(Occurrence, col(Occurrence.id) == col(RotaTurn.occurrence_id))
        .join(RotaMember, col(RotaMember.id) == col(RotaTurn.member_id))
        .where(RotaMember.person_id == person_id, Occurrence.event_id == event_id)
        .where(
            col(Occurrence.state).in_((OccurrenceState.planned, OccurrenceState.postponed)),
            sa.or_(col(Occurrence.begins_at) > now, col(Occurrence.state) == OccurrenceState.postponed),
        )
        .order_by(col(Occurrence.begins_at), col(Occurrence.id))
    )
    return [(turn, one) for turn, one in session.exec(query)]


def at(session: Session, occurrence_id: int, person_id: int) -> RotaTurn | None:
    """Theirs at this time, if it is one."""
    query = select(RotaTurn).join(RotaMember, col(RotaMember.id) == col(RotaTurn.member_id))
    mine = query.where(RotaTurn.occurrence_id == occurrence_id, RotaMember.person_id == person_id)
    return session.exec(mine).first()
