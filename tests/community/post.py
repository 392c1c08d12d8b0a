"""What waits to leave, for whom; and that it has left, without a courier."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from storage.outbox import ROW, Row, outbox


def waiting(session: Session, kind: str) -> list[Row]:
    """The notices of this kind that are still to leave, in the order in which they were written."""
    session.flush()
    query = sa.select(*ROW).where(outbox.c.kind == kind, outbox.c.state == "due").order_by(outbox.c.id)
    return [Row(*row) for row in session.connection().execute(query)]


def recipients(session: Session, kind: str) -> list[int]:
    return sorted(row.person_id or 0 for row in waiting(session, kind))


def arrives(session: Session, kind: str, at: datetime) -> list[Row]:
    """All of this kind has left by then; each is a message whose number is that of its row."""
    rows = waiting(session, kind)
    session.connection().execute(
        outbox.update()
        .where(outbox.c.id.in_([row.id for row in rows]))
        .values(state="sent", sent_at=at.timestamp(), message_id=outbox.c.id)
    )
    return rows
