"""Which message in a chat a notice has become, and when: what a reply to it is about, what somebody has last read."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.outbox import outbox
from storage.timeline import TimelineEntry


def notice_at(session: Session, chat: int, message_id: int) -> tuple[str, int] | None:
    """(kind, subject) of the notice that has become this message; None for any other message."""
    query = sa.select(outbox.c.kind, outbox.c.subject_id).where(
        outbox.c.chat == chat,
        outbox.c.sent_at.is_not(None),
        outbox.c.message_id == message_id,
        outbox.c.kind.is_not(None),
    )
    row = session.connection().execute(query).first()
    return (row[0], row[1]) if row else None


def told_at(session: Session, chat: int, need_id: int, *, kinds: Collection[str], since: float) -> float | None:
    """When the newest of these notices about this need's story arrived, from `since` on; seconds since 1970, UTC."""
    lines = sa.select(col(TimelineEntry.id)).where(col(TimelineEntry.need_id) == need_id)
    query = sa.select(sa.func.max(outbox.c.sent_at)).where(
        outbox.c.chat == chat,
        outbox.c.sent_at >= since,
        outbox.c.kind.in_(kinds),
        outbox.c.subject_id.in_(lines),
    )
    found: float | None = session.connection().execute(query).scalar()
    return found
