"""Notices of which several in a short time become one: whoever writes the next looks whether one waits already."""

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.columns import word
from storage.outbox import outbox
from storage.timeline import TimelineEntry


def waits(session: Session, *, kind: str, chat: int, need_id: int) -> bool:
    """True if a notice of this kind about a line of this need's story is still to leave for this chat.

    It stays locked to the end of the transaction, so that it cannot leave without what is being written now.
    """
    lines = sa.select(col(TimelineEntry.id)).where(col(TimelineEntry.need_id) == need_id)
    query = (
        sa.select(outbox.c.id)
        .where(
            outbox.c.chat == chat,
            outbox.c.state == word("due"),
            outbox.c.kind == kind,
            outbox.c.subject_id.in_(lines),
        )
        .with_for_update()
    )
    return session.connection().execute(query).first() is not None
