"""Messages that were given up, for an operator: listed without a word of what they say, and sent on their way again."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from storage.columns import word
from storage.database import reading, writing
from storage.database_clock import database_now
from storage.outbox import Class, outbox

KEEP_SECONDS = 7 * 86_400
"""How long a message that was given up keeps its words, as a parked update does."""
HOPELESS = ("never: blocked", "never: deactivated", "never: kicked", "never: not found")
"""Nothing can arrive in that chat: another try would only tell so again."""

_HAS_WORDS = sa.or_(outbox.c.kind.is_not(None), outbox.c.parameters.is_not(None))
_DEAD = sa.and_(outbox.c.state == word("given_up"), _HAS_WORDS)
_WORTH_A_TRY = sa.and_(_DEAD, sa.or_(outbox.c.error.is_(None), outbox.c.error.not_in(HOPELESS)))
_LIST = (
    sa.select(
        outbox.c.id,
        sa.func.coalesce(outbox.c.kind, outbox.c.method).label("what"),
        outbox.c.rank,
        outbox.c.due_at,
        outbox.c.error,
    )
    .where(_WORTH_A_TRY)
    .order_by(outbox.c.id)
)
_COUNT = sa.select(sa.func.count()).where(_WORTH_A_TRY)


def waiting(session: Session) -> list[sa.Row[*tuple[Any, ...]]]:
    """What another try might help: id, kind or method, rank, when it was last due, error."""
    return list(session.connection().execute(_LIST))


def count(session: Session) -> int:
    return session.connection().execute(_COUNT).scalar_one()


def again(session: Session, letter: int | None = None) -> int:
    """Let one be sent, or all that another try might help, with fresh tries and no end. Returns how many."""
    which = _WORTH_A_TRY if letter is None else sa.and_(outbox.c.id == letter, _DEAD)
    sent_on = session.connection().execute(
        outbox.update().where(which).values(state="due", attempt=0, due_at=database_now(), expires_at=None, error=None)
    )
    return sent_on.rowcount


def sweep(session: Session, now: float) -> None:
    """Take the words from what was given up a week ago."""
    session.connection().execute(
        outbox.update()
        .where(
            outbox.c.state == word("given_up"), outbox.c.parameters.is_not(None), outbox.c.due_at < now - KEEP_SECONDS
        )
        .values(parameters=None)
    )


def listed(engine: Engine) -> list[str]:
    """One line for each: number, class, kind or method, when it was last due (UTC), why it was given up."""
    with reading(engine) as session:
        rows = waiting(session)
    return [
        f"Letter {row.id}  {Class(row.rank).name:<9}  {row.what:<20}  "
        f"{datetime.fromtimestamp(row.due_at, UTC):%Y-%m-%d %H:%M} UTC  {row.error or '-'}"
        for row in rows
    ] or ["No message was given up that another try might help."]


def replay(engine: Engine, letter: int | None = None) -> int:
    """`again` in a transaction of its own; a running worker takes them within a second, else the next start."""
    with writing(engine) as session:
        return again(session, letter)
