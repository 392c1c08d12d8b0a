"""What was set aside, for an operator: listed without a word of what was written, and handed back for another try."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from storage import dead_letters as letters
from storage.columns import word
from storage.database import reading, writing
from storage.inbox import inbox


def parked(session: Session) -> list[sa.Row[*tuple[Any, ...]]]:
    """What waits for `rembuk replay`: id, state, code, error, attempts, dialogue, version, and when it ended."""
    columns = (
        inbox.c.id, inbox.c.state, inbox.c.code, inbox.c.error, inbox.c.attempts,
        inbox.c.dialogue_id, inbox.c.dialogue_version, inbox.c.finished_at,
    )  # fmt: skip
    found = session.connection().execute(
        sa.select(*columns)
        .where(inbox.c.state.in_([word("parked"), word("flood")]), inbox.c.payload.is_not(None))
        .order_by(inbox.c.id)
    )
    return list(found)


def reopen(session: Session, inbox_id: int, *, force: bool = False) -> bool:
    """Let a parked update be handled again, with fresh tries; False if there is none of that number.

    It acts only if its dialogue is still where it was, unless `force`.
    """
    values: dict[str, Any] = {"state": "open", "attempts": 0, "worker": None, "overflow": False, "finished_at": None}
    if force:
        values |= {"dialogue_id": None, "dialogue_version": None}
    reopened = session.connection().execute(
        inbox.update()
        .where(inbox.c.id == inbox_id, inbox.c.state.in_([word("parked"), word("flood")]), inbox.c.payload.is_not(None))
        .values(**values)
    )
    return reopened.rowcount == 1


def listed(engine: Engine) -> list[str]:
    """One line for each parked update: number, code, when (UTC), tries, the place of the error, its dialogue."""
    with reading(engine) as session:
        rows = parked(session)
    return [
        f"No. {row.id}  {row.code or '-':<4}  {datetime.fromtimestamp(row.finished_at, UTC):%Y-%m-%d %H:%M} UTC  "
        f"{row.attempts} tries  {row.error or row.state}  dialogue {row.dialogue_id or '-'}"
        for row in rows
    ] or ["Nothing is parked."]


def page(engine: Engine) -> list[str]:
    """All that an operator may hand back, under its headings."""
    return ["Updates that were set aside", *listed(engine), "", "Messages that were given up", *letters.listed(engine)]


def again(engine: Engine, number: int, *, force: bool) -> bool:
    """Hand one back; a running worker takes it within a second, else the next start. False if there is none."""
    with writing(engine) as session:
        return reopen(session, number, force=force)
