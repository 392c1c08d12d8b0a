"""How things stand, for operators: what waits, since when, what was set aside. Seconds since 1970, UTC."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import word
from storage.inbox import inbox
from storage.outbox import outbox

_INBOX = sa.select(
    sa.func.count().filter(inbox.c.state == word("open")),
    sa.func.min(inbox.c.received_at).filter(inbox.c.state == word("open")),
    sa.func.count().filter(inbox.c.state.in_([word("parked"), word("flood")]), inbox.c.payload.is_not(None)),
)
_UNSENT = outbox.c.state.in_([word("due"), word("leased")])
_OUTBOX = sa.select(
    sa.func.count().filter(_UNSENT),
    sa.func.min(outbox.c.due_at).filter(_UNSENT),
    sa.func.coalesce(sa.func.sum(outbox.c.unknown), 0),
    sa.func.count().filter(outbox.c.state == word("given_up")),
)


def of_inbox(session: Session) -> dict[str, Any]:
    """How many updates wait, since when the oldest has waited, how many are parked."""
    row = session.connection().execute(_INBOX).one()
    return {"open": row[0], "oldest": row[1], "parked": row[2]}


def of_outbox(session: Session) -> dict[str, Any]:
    """Unsent rows, since when the oldest is due, how many may have arrived twice, how many were given up."""
    row = session.connection().execute(_OUTBOX).one()
    return {"unsent": row[0], "oldest": row[1], "unknown": row[2], "given_up": row[3]}
