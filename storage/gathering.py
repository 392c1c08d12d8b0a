"""Notices of which several in a short time become one: whoever writes the next looks whether one waits already."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.columns import word
from storage.outbox import outbox
from storage.timeline import TimelineEntry


def waiting(session: Session, *, kind: str, chats: Collection[int], need_id: int) -> set[int]:
    """The chats of these for which a notice of this kind about a line of this need's story is still to leave.

    They stay locked to the end of the transaction, so that none can leave without what is being written now.
    """
    lines = sa.select(col(TimelineEntry.id)).where(col(TimelineEntry.need_id) == need_id)
    query = (
        sa.select(outbox.c.chat)
        .where(
            outbox.c.chat.in_(chats),
            outbox.c.state == word("due"),
            outbox.c.kind == kind,
            outbox.c.subject_id.in_(lines),
        )
        .order_by(outbox.c.id)
        .with_for_update()
    )
    return set(session.connection().execute(query).scalars())
