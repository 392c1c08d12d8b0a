"""Where each person stands in each talk: the draft, its step, its version."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import metadata, word

KEEP_DRAFT_SECONDS = 30 * 86_400

dialogue = sa.Table(
    "dialogue",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    sa.Column("step", sa.String(32), nullable=False),
    sa.Column("draft", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("is_current", sa.Boolean(), nullable=False),
    sa.Column("subject_id", sa.Integer),
    sa.Column("changed_at", sa.Double, nullable=False),
    sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name="state"),
    sa.Index(
        "ix_dialogue_one_draft", "person_id", "name", unique=True,
        sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"),
    ),
    sa.Index(
        "ix_dialogue_current", "person_id", unique=True,
        sqlite_where=sa.text("is_current AND state = 'open'"),
        postgresql_where=sa.text("is_current AND state = 'open'"),
    ),
    sqlite_autoincrement=True,  # as `columns.NEVER_AGAIN`
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One stored talk. `draft` is JSON; `subject_id` is what it became once done."""

    id: int
    person_id: int
    name: str
    step: str
    draft: str
    version: int
    state: str
    is_current: bool
    subject_id: int | None
    changed_at: float
    """Seconds since 1970, UTC."""


COLUMNS: tuple[sa.Column[Any], ...] = (
    dialogue.c.id, dialogue.c.person_id, dialogue.c.name, dialogue.c.step, dialogue.c.draft,
    dialogue.c.version, dialogue.c.state, dialogue.c.is_current, dialogue.c.subject_id, dialogue.c.changed_at,
)  # fmt: skip

_ADVANCE = sa.text(
    "UPDATE dialogue SET step = :step, draft = :draft, version = version + 1, state = :state, "
    "is_current = :is_current, subject_id = :subject_id, changed_at = :now WHERE id = :id AND version = :version"
)


class OutOfStep(Exception):
    """The dialogue has moved on since it was read; the stage is done again on what stands there now."""


def by_id(session: Session, dialogue_id: int) -> Standing | None:
    row = session.connection().execute(sa.select(*COLUMNS).where(dialogue.c.id == dialogue_id)).first()
    return Standing(*row) if row else None


_OPEN_NAMED = sa.select(*COLUMNS).where(
    dialogue.c.person_id == sa.bindparam("person_id"),
    dialogue.c.name == sa.bindparam("name"),
    dialogue.c.state == word("open"),
)


def open_named(session: Session, person_id: int, name: str) -> Standing | None:
    row = session.connection().execute(_OPEN_NAMED, {"person_id": person_id, "name": name}).first()
    return Standing(*row) if row else None


def set_aside(session: Session, person_id: int) -> list[Standing]:
    """All open drafts that are not current, newest first: what the menu offers to go on with."""
    rows = session.connection().execute(
        sa.select(*COLUMNS)
        .where(dialogue.c.person_id == person_id, dialogue.c.state == word("open"), ~dialogue.c.is_current)
        .order_by(dialogue.c.changed_at.desc())
    )
    return [Standing(*row) for row in rows]


_MAKE_ROOM = sa.text(
    "UPDATE dialogue SET is_current = false, "
    "state = CASE WHEN name = :name THEN 'dropped' ELSE state END, "
    "version = CASE WHEN name = :name THEN version + 1 ELSE version END, "
    "changed_at = CASE WHEN name = :name THEN :now ELSE changed_at END "
    "WHERE person_id = :person_id AND state = 'open' AND (is_current OR name = :name)"
)
_START = (
    sa.insert(dialogue)
    .values(
        {
            name: sa.bindparam(name)
            for name in ("person_id", "name", "step", "draft", "version", "state", "is_current", "changed_at")
        }
    )
    .returning(dialogue.c.id)
)


def start(
    session: Session, *, person_id: int, name: str, step: str, draft: str, now: float, alone: bool = False
) -> Standing:
    """A new draft, current from now on; another that was current is set aside, an older one of this name dropped.

    With `alone` there is known to be neither.
    """
    connection = session.connection()
    if not alone:
        connection.execute(_MAKE_ROOM, {"person_id": person_id, "name": name, "now": now})
    values = {
        "person_id": person_id, "name": name, "step": step, "draft": draft,
        "version": 1, "state": "open", "is_current": True, "changed_at": now,
    }  # fmt: skip
    made: int = connection.execute(_START, values).scalar_one()
    return Standing(made, person_id, name, step, draft, 1, "open", is_current=True, subject_id=None, changed_at=now)


def put_aside(session: Session, person_id: int) -> None:
    """No draft of this person is current any more; all of them stay."""
    session.connection().execute(
        dialogue.update()
        .where(dialogue.c.person_id == person_id, dialogue.c.is_current, dialogue.c.state == word("open"))
        .values(is_current=False)
    )


def resume(session: Session, standing: Standing, *, now: float) -> None:
    """Make an open draft the current one, from now on."""
    put_aside(session, standing.person_id)
    session.connection().execute(
        dialogue.update()
        .where(dialogue.c.id == standing.id, dialogue.c.state == word("open"))
        .values(is_current=True, changed_at=now)
    )


def reopen(session: Session, dialogue_id: int, person_id: int) -> Standing | None:
    """Undo a cancelled draft, unless a newer one of that name has been begun."""
    found = by_id(session, dialogue_id)
    if found is None or found.person_id != person_id or found.state != "dropped":
        return None
    if open_named(session, person_id, found.name):
        return None
    put_aside(session, person_id)
    session.connection().execute(
        dialogue.update()
        .where(dialogue.c.id == dialogue_id)
        .values(state="open", is_current=True, version=dialogue.c.version + 1)
    )
    return by_id(session, dialogue_id)


def advance(
    session: Session,
    standing: Standing,
    *,
    step: str,
    draft: str,
    now: float,
    state: str = "open",
    is_current: bool = True,
    subject_id: int | None = None,
) -> int:
    """Store the next step and count the version up; returns the new version. Raises OutOfStep if it had moved on."""
    values: dict[str, Any] = {
        "id": standing.id,
        "version": standing.version,
        "step": step,
        "draft": draft,
        "state": state,
        "is_current": is_current and state == "open",
        "subject_id": subject_id,
        "now": now,
    }
    if session.connection().execute(_ADVANCE, values).rowcount != 1:
        raise OutOfStep
    return standing.version + 1


def expired(session: Session, now: float) -> list[int]:
    """Ids of ended dialogues and of drafts untouched for thirty days: to be forgotten, with their media."""
    old = dialogue.c.changed_at < now - KEEP_DRAFT_SECONDS
    return list(session.connection().execute(sa.select(dialogue.c.id).where(old)).scalars())


def forget(session: Session, ids: list[int]) -> None:
    """Drop these."""
    session.connection().execute(dialogue.delete().where(dialogue.c.id.in_(ids)))


def forget_of_poll(session: Session, names: Collection[str], poll_id: int) -> None:
    """Drop every talk of these names whose draft is about this poll: what is gone on with, laid aside, cancelled."""
    query = sa.select(dialogue.c.id, dialogue.c.draft).where(dialogue.c.name.in_(names))
    about = [row.id for row in session.connection().execute(query) if _poll_of(row.draft) == poll_id]
    forget(session, about)


def _poll_of(draft: str) -> int | None:
    """The poll that a draft names as its own."""
    found = orjson.loads(draft).get("draft", {}).get("poll_id")
    return found if isinstance(found, int) else None


def open_of(session: Session, person_id: int) -> list[Standing]:
    """Every draft that can still be gone on with, the newest first."""
    rows = session.connection().execute(
        sa.select(*COLUMNS)
        .where(dialogue.c.person_id == person_id, dialogue.c.state == word("open"))
        .order_by(dialogue.c.changed_at.desc())
    )
    return [Standing(*row) for row in rows]
