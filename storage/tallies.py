"""Counts that only grow, for those who watch the figures: added to by every process, kept over restarts."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import metadata

tally = sa.Table(
    "tally",
    metadata,
    sa.Column("name", sa.String(60), primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False, server_default="0"),
)

_ADD = sa.text(
    "INSERT INTO tally (name, count) VALUES (:name, :count) "
    "ON CONFLICT (name) DO UPDATE SET count = tally.count + :count"
)


def add(session: Session, counts: Mapping[str, int]) -> None:
    """Add to each name; in the order of names, so that two processes never wait for one another in a circle."""
    rows = [{"name": name, "count": count} for name, count in sorted(counts.items()) if count]
    if rows:
        session.connection().execute(_ADD, rows)


def every(session: Session) -> dict[str, int]:
    rows = session.connection().execute(sa.select(tally.c.name, tally.c.count))
    return {row[0]: row[1] for row in rows}
