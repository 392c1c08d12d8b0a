"""What waits for a community's organisers, as light rows: why each one waits is said by `community.desk`."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.flags import Flag
from storage.needs import UNREAD, Awaited, Need, NeedState
from storage.timeline import Event, TimelineEntry

CLOSED = (NeedState.resolved, NeedState.unconfirmed, NeedState.merged, NeedState.withdrawn)
"""As `community.moves.CLOSED`: it waits for nobody."""
QUIET = (*UNREAD, NeedState.accepted, NeedState.planned, NeedState.in_progress, NeedState.reopened)
"""As `community.moves.WAITS_FOR_OFFICE`: silence here is the organisers' silence."""


@dataclass(frozen=True, slots=True)
class Waits:
    """One need that may wait. `office`, `answer` and `reopening` are the ids of its last lines of that sort, or 0."""

    need_id: int
    number: int
    state: NeedState
    awaits: Awaited | None
    danger: bool
    assigned_to_id: int | None
    check_on: date | None
    heard_at: datetime
    created_at: datetime
    flags: int
    office: int
    answer: int
    reopening: int


def _last(*which: sa.ColumnExpressionArgument[bool]) -> sa.ScalarSelect[int]:
    line = sa.select(sa.func.coalesce(sa.func.max(col(TimelineEntry.id)), 0))
    return line.where(col(TimelineEntry.need_id) == col(Need.id), *which).scalar_subquery()


_flags = (
    sa.select(sa.func.count())
    .where(col(Flag.need_id) == col(Need.id), col(Flag.settled_at).is_(None))
    .scalar_subquery()
)
_office = _last(col(TimelineEntry.by_office))
_answer = _last(col(TimelineEntry.event) == Event.answered)
_reopening = _last(col(TimelineEntry.state) == NeedState.reopened, sa.not_(col(TimelineEntry.by_office)))


def of_community(
    session: Session, community_id: int, *, silent_before: datetime, today: date, flags: int
) -> list[Waits]:
    """All that may wait: unread, reopened, silent since then, due to be asked after, answered, flagged so often."""
    query = sa.select(
        col(Need.id), col(Need.number), col(Need.state), col(Need.awaits), col(Need.danger), col(Need.assigned_to_id),
        col(Need.check_on), col(Need.heard_at), col(Need.created_at), _flags, _office, _answer, _reopening,
    ).where(
        col(Need.community_id) == community_id,
        col(Need.state).not_in(CLOSED),
        sa.or_(col(Need.hidden_at).is_(None), _flags >= flags),  # else its reporter is having it deleted
        sa.or_(
            col(Need.state).in_(UNREAD),
            col(Need.state) == NeedState.reopened,
            sa.and_(col(Need.state).in_(QUIET), col(Need.heard_at) < silent_before),
            sa.and_(col(Need.state) == NeedState.forwarded, col(Need.check_on) <= today),
            _answer > _office,
            _flags >= flags,
        ),
    )  # fmt: skip
    return [Waits(*row) for row in session.connection().execute(query)]


def needs_of(session: Session, ids: list[int]) -> list[Need]:
    """These needs, in the order of their ids' list."""
    found = {need.id: need for need in session.exec(select(Need).where(col(Need.id).in_(ids)))}
    return [found[one] for one in ids if one in found]


def new_since(session: Session, community_id: int, since: datetime) -> int:
    """How many needs have come since then that nobody of the organisers has looked at; danger was told by itself."""
    query = select(sa.func.count()).where(
        col(Need.community_id) == community_id,
        col(Need.state) == NeedState.received,
        col(Need.hidden_at).is_(None),
        sa.not_(col(Need.danger)),
        col(Need.created_at) >= since,
    )
    return session.exec(query).one()


def to_ask_after(session: Session, first: date, last: date) -> list[Need]:
    """Needs that stand with somebody else and are to be asked after on one of these local days, in any community."""
    query = select(Need).where(
        col(Need.state) == NeedState.forwarded, col(Need.check_on) >= first, col(Need.check_on) <= last
    )
    return list(session.exec(query.order_by(col(Need.id))))


_NEAR = 0.0027
"""Degrees: about 300 metres near the equator, in both directions."""


def alike(session: Session, need: Need, *, limit: int) -> list[Need]:
    """Open needs of the same kind at the same landmark or within some 300 metres; without a place, of the same kind.

    Newest first.
    """
    conditions = [
        col(Need.community_id) == need.community_id,
        col(Need.kind) == need.kind,
        col(Need.id) != need.id,
        col(Need.state).not_in(CLOSED),
        col(Need.hidden_at).is_(None),
    ]
    near: list[sa.ColumnElement[bool]] = []
    if need.landmark:
        near.append(col(Need.landmark) == need.landmark)
    if need.latitude is not None and need.longitude is not None:
        near.append(
            sa.and_(
                col(Need.latitude).between(need.latitude - _NEAR, need.latitude + _NEAR),
                col(Need.longitude).between(need.longitude - _NEAR, need.longitude + _NEAR),
            )
        )
    if near:
        conditions.append(sa.or_(*near))
    return list(session.exec(select(Need).where(*conditions).order_by(col(Need.number).desc()).limit(limit)))
