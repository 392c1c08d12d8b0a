"""The one answer to several photos sent at once: a row of the outbox that waits for the last of them."""

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import word
from storage.outbox import outbox

_behind = outbox.alias("behind")
_STILL_THE_LAST = (
    outbox.c.state == word("due"),
    ~sa.exists().where(
        _behind.c.chat == outbox.c.chat,
        _behind.c.rank == outbox.c.rank,
        _behind.c.id > outbox.c.id,
        _behind.c.state.in_([word("due"), word("leased")]),
    ),
)


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
    """Let a row that has not left yet leave later, unless a newer reply stands behind it already."""
    session.connection().execute(outbox.update().where(outbox.c.id == row_id, *_STILL_THE_LAST).values(due_at=due_at))


def withdraw(session: Session, row_id: int) -> bool:
    """Take the answer back and free its name for another; False if it has left, or a newer reply stands behind it."""
    taken = session.connection().execute(
        outbox.update()
        .where(outbox.c.id == row_id, outbox.c.attempt == 0, *_STILL_THE_LAST)
        .values(state="moot", parameters=None, once=None, error="answered anew")
    )
    return taken.rowcount == 1


def let_go(session: Session, chat: int, now: float) -> None:
    """The talk in this chat goes on: what waits for the rest of an album waits no more, or it would come too late."""
    session.connection().execute(
        outbox.update()
        .where(
            outbox.c.chat == chat,
            outbox.c.rank == sa.literal_column("0"),
            outbox.c.state == word("due"),
            outbox.c.once.is_not(None),
            outbox.c.error.is_(None),
            outbox.c.due_at > now,
        )
        .values(due_at=now)
    )
