"""Updates from Telegram: kept before they are acknowledged, done exactly once, parked rather than lost.

An update is `open` until its stage commits (`done`), gives up on it (`parked`), or its lane overflows (`flood`).
Times are seconds since 1970, UTC.
"""

import contextlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import metadata, word
from storage.heartbeats import alive
from storage.lanes import lane_of, tells_all

FLOOD_AFTER = 50
"""Updates that may wait in one lane; what comes beyond them is parked."""
_ANY = 2**31 - 1
"""Where only the latest counts, there is no flood: the rest is passed over."""
TRIES = 3
KEEP_PARKED_SECONDS = 7 * 86_400
KEEP_EMPTY_SECONDS = 3 * 86_400
"""Telegram repeats an update for a day; three days of ids make sure that a repetition is recognised."""

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("update_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("lane", sa.String(64), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("overflow", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("payload", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("worker", sa.String(64)),
    sa.Column("received_at", sa.Double, nullable=False),
    sa.Column("finished_at", sa.Double),
    sa.Column("error", sa.String(200)),
    sa.Column("code", sa.String(8)),
    sa.Column("dialogue_id", sa.BigInteger),
    sa.Column("dialogue_version", sa.Integer),
    sa.CheckConstraint("state IN ('open', 'done', 'parked', 'flood')", name="state"),
    sa.Index(
        "ix_inbox_open",
        "lane",
        "id",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    ),
    sa.Index(
        "ix_inbox_oldest",
        "id",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    ),
    sa.Index(
        "ix_inbox_ended",
        "finished_at",
        sqlite_where=sa.text("state <> 'open'"),
        postgresql_where=sa.text("state <> 'open'"),
    ),
)

# The first that overflows stays open: its stage says so to the person, once, and parks it (`conversations.stage`).
_KEEP = sa.text(
    "INSERT INTO inbox (update_id, lane, state, overflow, payload, received_at, finished_at) "
    "SELECT :update_id, :lane, CASE WHEN waiting >= :most AND said > 0 THEN 'flood' ELSE 'open' END, "
    "waiting >= :most AND said = 0, :payload, :now, CASE WHEN waiting >= :most AND said > 0 THEN :now END "
    "FROM (SELECT count(*) AS waiting, coalesce(sum(CASE WHEN overflow THEN 1 ELSE 0 END), 0) AS said "
    "FROM inbox WHERE lane = :lane AND state = 'open') AS lane_now "
    "WHERE true ON CONFLICT (update_id) DO NOTHING"
)
_DONE = sa.text(
    "UPDATE inbox SET state = 'done', payload = NULL, lane = '', finished_at = :now WHERE id = :id AND state = 'open'"
)
_END = sa.text(
    "UPDATE inbox SET state = :state, attempts = :attempts, error = :error, code = COALESCE(:code, code), "
    "dialogue_id = :dialogue_id, dialogue_version = :dialogue_version, finished_at = :now "
    "WHERE id = :id AND state = 'open'"
)
_WAKE = sa.text("SELECT pg_notify('rembuk_inbox', '')")
_LANE_LOCK = sa.text("SELECT pg_try_advisory_xact_lock(hashtextextended(:lane, 0))")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One kept update: what the worker holds while it is handled.

    A replayed one carries the dialogue and version at which it may still act; None for any.
    """

    id: int
    lane: str
    payload: str
    attempts: int = 0
    overflow: bool = False
    received_at: float = 0.0
    dialogue_id: int | None = None
    dialogue_version: int | None = None


def keep(session: Session, updates: Iterable[Mapping[str, Any]], now: float) -> None:
    """Store each update once, in the order given. Whoever calls this may acknowledge them after the commit."""
    rows = [
        {
            "update_id": update["update_id"],
            "lane": (lane := lane_of(update)),
            "payload": _written(update),
            "now": now,
            "most": _ANY if tells_all(lane) else FLOOD_AFTER,
        }
        for update in updates
    ]
    if not rows:
        return
    connection = session.connection()
    connection.execute(_KEEP, rows)
    if connection.dialect.name == "postgresql":
        connection.execute(_WAKE)


_TICKET = (
    inbox.c.id,
    inbox.c.lane,
    inbox.c.payload,
    inbox.c.attempts,
    inbox.c.overflow,
    inbox.c.received_at,
    inbox.c.dialogue_id,
    inbox.c.dialogue_version,
)

_earlier = inbox.alias("earlier")
_HEADS = (
    sa.select(inbox.c.id)
    .where(
        inbox.c.state == word("open"),
        inbox.c.worker.is_(None),
        ~sa.exists().where(
            _earlier.c.state == word("open"), _earlier.c.lane == inbox.c.lane, _earlier.c.id < inbox.c.id
        ),
    )
    .order_by(inbox.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)  # SQLite has one writer, and nothing to skip
    .cte("heads")  # looked for once: PostgreSQL may run a subquery again for every row, beyond its limit
)
_CLAIM = (
    sa.update(inbox)
    .where(inbox.c.id.in_(sa.select(_HEADS.c.id)))
    .values(worker=sa.bindparam("name"))
    .returning(*_TICKET)
)


def _written(update: Mapping[str, Any]) -> str:
    """As JSON. What the strict writer refuses (half a letter, deep nesting) is kept too, if only by its number."""
    with contextlib.suppress(TypeError):
        return orjson.dumps(update).decode()
    with contextlib.suppress(RecursionError):
        return json.dumps(update)
    return json.dumps({"update_id": update["update_id"]})


def claim(session: Session, worker: str, *, most: int) -> list[Ticket]:
    """The oldest open update of up to `most` lanes that nobody is working on, signed with the worker's name.

    The name is no lease: it only tells, after a crash, what was in progress (`suspects`), and spares two workers the
    same work. What makes an update happen once is `finish`.
    """
    taken = session.connection().execute(_CLAIM, {"name": worker, "most": most})
    return sorted((Ticket(*row) for row in taken), key=lambda ticket: ticket.id)


def suspects(session: Session, now: float) -> list[Ticket]:
    """What was in progress in a process that is gone, oldest first."""
    rows = session.connection().execute(
        sa.select(*_TICKET)
        .where(inbox.c.state == word("open"), inbox.c.worker.is_not(None), inbox.c.worker.not_in(alive(now)))
        .order_by(inbox.c.id)
    )
    return [Ticket(*row) for row in rows]


def adopt(session: Session, ticket: Ticket, worker: str, now: float) -> bool:
    """Take over a suspect and count the try before it is made, so that what kills a process is counted too.

    False if another process was faster.
    """
    taken = session.connection().execute(
        inbox.update()
        .where(
            inbox.c.id == ticket.id,
            inbox.c.state == word("open"),
            inbox.c.attempts == ticket.attempts,
            sa.or_(inbox.c.worker == worker, inbox.c.worker.not_in(alive(now))),
        )
        .values(worker=worker, attempts=ticket.attempts + 1)
    )
    return taken.rowcount == 1


def disown(session: Session, worker: str, in_hand: Sequence[int]) -> None:
    """Free what bears a living worker's name but is not in its hands: its claim was committed, the answer was lost."""
    session.connection().execute(
        inbox.update()
        .where(inbox.c.state == word("open"), inbox.c.worker == worker, inbox.c.id.not_in(in_hand))
        .values(worker=None)
    )


def finish(session: Session, ticket: Ticket, now: float) -> bool:
    """Mark done, empty the payload, in the stage's own transaction. False if it was done already: then do nothing."""
    return session.connection().execute(_DONE, {"id": ticket.id, "now": now}).rowcount == 1


def hold_lane(session: Session, lane: str) -> bool:
    """Hold the lane to the end of the transaction; False if another process has it. One writer needs no lock."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(_LANE_LOCK, {"lane": lane}).scalar())


def release(session: Session, ticket: Ticket) -> None:
    """Give an update back untouched."""
    session.connection().execute(
        inbox.update().where(inbox.c.id == ticket.id, inbox.c.state == word("open")).values(worker=None)
    )


def count_failure(session: Session, ticket: Ticket, error: str) -> None:
    """The update's own stage failed: count it and let the lane try again."""
    session.connection().execute(
        inbox.update()
        .where(inbox.c.id == ticket.id, inbox.c.state == word("open"))
        .values(attempts=ticket.attempts + 1, worker=None, error=error[:200])
    )


def park(
    session: Session,
    ticket: Ticket,
    *,
    state: str,
    now: float,
    error: str | None = None,
    code: str | None = None,
    dialogue: tuple[int, int] | None = None,
) -> bool:
    """Set aside for a person to look at (`parked`, or `flood`); the lane goes on. `dialogue` is its id and version."""
    dialogue_id, version = dialogue or (None, None)
    values = {
        "id": ticket.id,
        "state": state,
        "attempts": ticket.attempts,
        "error": error and error[:200],
        "code": code,
        "dialogue_id": dialogue_id,
        "dialogue_version": version,
        "now": now,
    }
    return session.connection().execute(_END, values).rowcount == 1


def flood_is_told(session: Session, ticket: Ticket) -> bool:
    """True if the lane was told so while this update waited: two doors that kept at once did not see each other."""
    other = sa.select(inbox.c.id).where(
        inbox.c.lane == ticket.lane,
        inbox.c.state == word("flood"),
        inbox.c.overflow,
        inbox.c.finished_at >= ticket.received_at,
        inbox.c.id != ticket.id,
    )
    return session.connection().execute(other.limit(1)).first() is not None


def sweep(session: Session, now: float) -> None:
    """Empty parked payloads after seven days, and forget ended rows after three: Telegram repeats an update for one."""
    connection = session.connection()
    ended = inbox.c.state != word("open")
    connection.execute(
        inbox.update()
        .where(ended, inbox.c.payload.is_not(None), inbox.c.finished_at < now - KEEP_PARKED_SECONDS)
        .values(payload=None)
    )
    connection.execute(
        inbox.delete().where(ended, inbox.c.payload.is_(None), inbox.c.finished_at < now - KEEP_EMPTY_SECONDS)
    )
