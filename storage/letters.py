"""Letters that wait in the outbox with somebody's own words in them: who wrote them, so that they can be taken out.

The author stands in the row's name, for the column that knows a person knows the recipient.
"""

from sqlmodel import Session

from storage.columns import word
from storage.outbox import outbox


def _name(author_id: int, need_id: int) -> str:
    return f"letter:{author_id}:{need_id}:"


def sign(session: Session, row_id: int, *, author_id: int, need_id: int) -> None:
    """Keep who wrote this row about which need."""
    name = f"{_name(author_id, need_id)}{row_id}"
    session.connection().execute(outbox.update().where(outbox.c.id == row_id).values(once=name))


def forget(session: Session, author_id: int, *, need_id: int | None = None) -> None:
    """What has not left goes, of one need or of all; what has left is nobody's any more."""
    theirs = outbox.c.once.like(f"{_name(author_id, need_id)}%" if need_id else f"letter:{author_id}:%")
    connection = session.connection()
    connection.execute(outbox.delete().where(theirs, outbox.c.state == word("due")))
    connection.execute(outbox.update().where(theirs).values(once=None))
