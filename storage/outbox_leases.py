"""Which rows of the outbox a courier takes in hand, for how long, and when it looks again."""

from collections.abc import Sequence

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
    first = outbox.alias("first")
    heads = (
        sa.select(outbox.c.id)
        .where(
            outbox.c.state == word("due"),
            outbox.c.due_at <= now,
            outbox.c.chat.not_in(skip),
            ~sa.exists().where(
                first.c.chat == outbox.c.chat,
                first.c.rank == outbox.c.rank,
                first.c.id < outbox.c.id,
                first.c.state.in_([word("due"), word("leased")]),
                # One that was tried already keeps its place, also while it waits for its next try.
                sa.or_(first.c.attempt > 0, first.c.due_at <= now),
            ),
        )
        .order_by(outbox.c.rank, outbox.c.due_at, outbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)  # SQLite has one writer, and nothing to skip
        .cte("heads")  # looked for once: PostgreSQL may run a subquery again for every row, beyond its limit
    )
    taken = session.connection().execute(
        outbox.update()
        .where(outbox.c.id.in_(sa.select(heads.c.id)))
        .values(
            state="leased",
            owner=worker,
            attempt=outbox.c.attempt + 1,
            leased_until=database_now() + LEASE_SECONDS,
        )
        .returning(*ROW)
    )
    return sorted((Row(*row) for row in taken), key=lambda row: (row.rank, row.due_at, row.id))


_NEXT_DUE = sa.union_all(
    *(
        sa.select(sa.func.min(outbox.c.due_at).label("due_at")).where(
            outbox.c.state == word("due"), outbox.c.rank == sa.literal_column(str(rank.value))
        )
        for rank in Class
    )
).subquery()


def next_due(session: Session) -> float | None:
    """When the next row falls due, or None if nothing waits; one look into the index for each class."""
    return session.connection().execute(sa.select(sa.func.min(_NEXT_DUE.c.due_at))).scalar()


def free_leases(session: Session, now: float) -> int:
    """Give back what was leased too long ago, or by a process that no longer beats; returns how many.

    Whether such a message went out is unknown: it is sent again, and counted.
    """
    lost = sa.or_(outbox.c.leased_until < database_now(), outbox.c.owner.not_in(alive(now)))
    freed = session.connection().execute(
        outbox.update()
        .where(outbox.c.state.in_([word("due"), word("leased")]), outbox.c.state == word("leased"), lost)
        .values(state="due", owner=None, leased_until=None, unknown=outbox.c.unknown + 1)
    )
    return freed.rowcount
