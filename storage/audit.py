"""Who changed whose thing, and what it was before and after."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, func
from sqlmodel import Field, Session, SQLModel, col, select


class AuditEntry(SQLModel, table=True):
    """A change of someone else's thing. `subject` is a table and an id, such as `need` and 14."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject", "subject_id"),)

    id: int = Field(default=None, primary_key=True)
    at: datetime
    community_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    actor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    action: str = Field(max_length=64)
    subject: str = Field(max_length=32)
    subject_id: int
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)


def note(
    session: Session,
    *,
    at: datetime,
    community_id: int | None,
    actor_id: int | None,
    action: str,
    subject: str,
    subject_id: int,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write the line in the same transaction as the change it tells of."""
    entry = AuditEntry(
        at=at,
        community_id=community_id,
        actor_id=actor_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        before=before,
        after=after,
    )
    session.add(entry)
    return entry


def by_id(session: Session, entry_id: int) -> AuditEntry | None:
    return session.get(AuditEntry, entry_id)


def count_of(session: Session, community_id: int) -> int:
    return session.exec(select(func.count()).where(AuditEntry.community_id == community_id)).one()


def of_community(session: Session, community_id: int, *, limit: int, offset: int = 0) -> list[AuditEntry]:
    """The newest first."""
    query = select(AuditEntry).where(AuditEntry.community_id == community_id).order_by(col(AuditEntry.id).desc())
    return list(session.exec(query.limit(limit).offset(offset)))


def listed(session: Session, *, most: int) -> Iterator[str]:
    """A line for the operator, the newest first: when (UTC), where, who by number, what, before and after."""
    for one in session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(most)):
        sides = f"{json.dumps(one.before)} -> {json.dumps(one.after)}"
        yield (
            f"{one.at:%Y-%m-%d %H:%M:%S}  community {one.community_id or '-'}  person {one.actor_id or '-'}  "
            f"{one.action}  {one.subject} {one.subject_id}  {sides}"
        )
