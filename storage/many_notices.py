"""Notices to many people, written in one statement for all of them. Times are seconds since 1970, UTC."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.outbox import Class, outbox


@dataclass(frozen=True, slots=True)
class Notice:
    """One person's, or one group's, as `outbox.notice` takes it: what is named `once` is written once."""

    kind: str
    chat: int
    subject_id: int
    due_at: float
    person_id: int | None = None
    once: str | None = None
    rank: Class = Class.notice
    expires_at: float | None = None


_INSERT = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing(index_elements=["once"]),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing(index_elements=["once"]),
}


def write(session: Session, notices: Iterable[Notice], *, now: float) -> None:
    """Each of them, unless a row of its name exists; which were written nobody is told."""
    rows = [
        {
            "kind": one.kind, "chat": one.chat, "subject_id": one.subject_id, "due_at": one.due_at,
            "person_id": one.person_id, "once": one.once, "rank": one.rank, "expires_at": one.expires_at,
            "state": "due", "created_at": now,
        }
        for one in notices
    ]  # fmt: skip
    if rows:
        connection = session.connection()
        connection.execute(_INSERT[connection.dialect.name], rows)
