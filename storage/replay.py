"""What was set aside, for an operator: listed without a word of what was written, and handed back for another try."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from storage import inbox
from storage.database import reading, writing


def listed(engine: Engine) -> list[str]:
    """One line for each parked update: number, code, when (UTC), tries, the place of the error, its dialogue."""
    with reading(engine) as session:
        rows = inbox.parked(session)
    return [
        f"No. {row.id}  {row.code or '-':<4}  {datetime.fromtimestamp(row.finished_at, UTC):%Y-%m-%d %H:%M} UTC  "
        f"{row.attempts} tries  {row.error or row.state}  dialogue {row.dialogue_id or '-'}"
        for row in rows
    ] or ["Nothing is parked."]


def again(engine: Engine, number: int, *, force: bool) -> bool:
    """Hand one back; a running worker takes it within a second, else the next start. False if there is none."""
    with writing(engine) as session:
        return inbox.reopen(session, number, force=force)
