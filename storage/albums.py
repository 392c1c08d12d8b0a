"""The one answer to several photos sent at once: a row of the outbox that waits for the last of them."""

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import word
from storage.outbox import outbox


def album_answer(session: Session, once: str) -> tuple[int, int | None] | None:
    """The row that answers an album, sent or not: its id and its dialogue's."""
    query = sa.select(outbox.c.id, outbox.c.dialogue_id).where(outbox.c.once == once)
    row = session.connection().execute(query).first()
    return (row[0], row[1]) if row else None


def lead_album(session: Session, old: int, new: int) -> None:
    """Let late photos of albums that were sent to the draft `old` find the draft `new`."""
    albums = sa.and_(outbox.c.dialogue_id == old, outbox.c.once.startswith("album:"))
    session.connection().execute(outbox.update().where(albums).values(dialogue_id=new))


def postpone(session: Session, row_id: int, due_at: float) -> None:
    """Let a row that has not left yet leave later."""
    session.connection().execute(
        outbox.update().where(outbox.c.id == row_id, outbox.c.state == word("due")).values(due_at=due_at)
    )
