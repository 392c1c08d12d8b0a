"""Which rows of the outbox a courier takes in hand, for how long, and when it looks again."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import word
from storage.database_clock import database_now
from storage.heartbeats import alive
from storage.outbox import LEASE_SECONDS, ROW, Class, Row, outbox


def claim(session: Session, worker: str, *, now: float, most: int, skip: Sequence[int] = ()) -> list[Row]:
    """Lease up to `most` due rows: the head of each chat and class only, so that order holds; by class, then by time.

    `skip` names chats that have had enough for now.
    """
    taken: list[Row] = []
    for rank, due_at in session.connection().execute(_FIRST_DUE).all():
        if due_at is not None and due_at <= now and len(taken) < most:
            values = {"now": now, "most": most - len(taken), "worker": worker, "skip": list(skip)}
            taken += [Row(*row) for row in session.connection().execute(_CLAIM[Class(rank)], values)]
    return sorted(taken, key=lambda row: (row.rank, row.due_at, row.id))


def _claim_of(rank: Class) -> Any:
    """One class at a time, so that its index gives the first few in their order, however many wait behind them."""
    first = outbox.alias("first")
    mine: sa.ColumnElement[int] = sa.literal_column(str(rank.value))
    # No NOT EXISTS: of that PostgreSQL may make a join of everything that waits.
    before = (
        sa.select(first.c.id)
        .where(
            first.c.chat == outbox.c.chat,
            first.c.rank == mine,
            first.c.id < outbox.c.id,
            first.c.state.in_([word("due"), word("leased")]),
            # One that was tried already keeps its place, also while it waits for its next try.
            sa.or_(first.c.attempt > 0, first.c.due_at <= sa.bindparam("now")),
        )
        .limit(1)
        .correlate(outbox)
        .scalar_subquery()
    )
    heads = (
        sa.select(outbox.c.id)
        .where(
            outbox.c.state == word("due"),
            outbox.c.rank == mine,
            outbox.c.due_at <= sa.bindparam("now"),
            outbox.c.chat.not_in(sa.bindparam("skip", expanding=True)),
            before.is_(None),
        )
        .order_by(outbox.c.due_at)  # not by id too: thousands are due at one moment, and would be sorted each time
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)  # SQLite has one writer, and nothing to skip
        .cte("heads")  # looked for once: PostgreSQL may run a subquery again for every row, beyond its limit
    )
    taken = outbox.update().where(outbox.c.id.in_(sa.select(heads.c.id)))
    return taken.values(
        state="leased",
        owner=sa.bindparam("worker"),
        attempt=outbox.c.attempt + 1,
        leased_until=database_now() + LEASE_SECONDS,
    ).returning(*ROW)


_CLAIM = {rank: _claim_of(rank) for rank in Class}
_FIRST_DUE = sa.union_all(
    *(
        sa.select(sa.literal_column(str(rank.value)), sa.func.min(outbox.c.due_at).label("due_at")).where(
            outbox.c.state == word("due"), outbox.c.rank == sa.literal_column(str(rank.value))
        )
        for rank in Class
    )
)


def next_due(session: Session) -> float | None:
    """When the next row falls due, or None if nothing waits; one look into the index for each class."""
    return min((row[1] for row in session.connection().execute(_FIRST_DUE) if row[1] is not None), default=None)


def free_leases(session: Session, now: float) -> int:
    """Give back what was leased too long ago, or by a process that no longer beats; returns how many.

    Whether such a message went out is unknown: it is sent again, and counted.
    """
    lost = sa.or_(outbox.c.leased_until < database_now(), outbox.c.owner.not_in(alive(now)))
    freed = session.connection().execute(
        outbox.update()
        .where(outbox.c.state == word("leased"), lost)
        .values(state="due", owner=None, leased_until=None, unknown=outbox.c.unknown + 1)
    )
    return freed.rowcount
