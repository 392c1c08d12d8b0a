"""Messages that are to leave: written with their cause, claimed with a lease, marked when Telegram has them.

A *call* is a method with its parameters, rendered already (replies). A *notice* is a kind, a subject and a recipient,
rendered when it leaves. Times are seconds since 1970, UTC; leases go by the database's own clock.

due → leased → sent, or given_up (it can never arrive), or moot (it need not any more). `held` waits for somebody's
word, `digest` for its recipient's next digest, the row `gathered_in`. What `expires_at` is past is not sent any more.
`message_id` is the last message that a row became, `message_ids` all of them as JSON where they were several.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.columns import metadata, word
from storage.database_clock import database_now

LEASE_SECONDS = 75.0
"""Thirty more than the longest time-out of a call (`bot.transport`: 45 s for an upload)."""
KEEP_SECONDS = 30 * 86_400


class Class(IntEnum):
    """What goes first. Within one chat, rows of one class leave in the order they were written."""

    reply = 0
    reminder = 1
    notice = 2
    broadcast = 3


_UNSENT = sa.text("state IN ('due', 'leased')")
_DUE = sa.text("state = 'due'")
_LEASED = sa.text("state = 'leased'")
_HAS_LEFT = sa.text("sent_at IS NOT NULL")
_BROADCAST = sa.text("kind = 'broadcast'")
_FOR_DIGEST = sa.text("state = 'digest'")

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("chat", sa.BigInteger, nullable=False),
    sa.Column("rank", sa.SmallInteger, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("method", sa.String(40)),
    sa.Column("kind", sa.String(40)),
    sa.Column("parameters", sa.Text),
    sa.Column("subject_id", sa.BigInteger),
    sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id")),
    sa.Column("once", sa.String(120), unique=True),
    sa.Column("dialogue_id", sa.BigInteger),
    sa.Column("due_at", sa.Double, nullable=False),
    sa.Column("owner", sa.String(64)),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
    sa.Column("leased_until", sa.Double),
    sa.Column("sent_at", sa.Double),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("message_ids", sa.Text),
    sa.Column("unknown", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", sa.String(200)),
    sa.Column("created_at", sa.Double, nullable=False),
    sa.Column("expires_at", sa.Double),
    sa.Column("gathered_in", sa.BigInteger),
    sa.CheckConstraint("state IN ('due', 'leased', 'sent', 'given_up', 'moot', 'held', 'digest')", name="state"),
    sa.CheckConstraint("(method IS NULL) <> (kind IS NULL)", name="shape"),
    sa.Index("ix_outbox_waiting", "chat", "rank", "id", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
    sa.Index("ix_outbox_due", "rank", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
    sa.Index("ix_outbox_leased", "leased_until", sqlite_where=_LEASED, postgresql_where=_LEASED),
    sa.Index("ix_outbox_sent", "chat", "sent_at", sqlite_where=_HAS_LEFT, postgresql_where=_HAS_LEFT),
    sa.Index("ix_outbox_broadcast", "subject_id", "state", "id", sqlite_where=_BROADCAST, postgresql_where=_BROADCAST),
    sa.Index("ix_outbox_digest", "person_id", sqlite_where=_FOR_DIGEST, postgresql_where=_FOR_DIGEST),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One claimed message. `attempt` and the owner's name are what a mark must still find there."""

    id: int
    chat: int
    rank: int
    method: str | None
    kind: str | None
    parameters: str | None
    subject_id: int | None
    person_id: int | None
    attempt: int
    due_at: float
    dialogue_id: int | None = None
    expires_at: float | None = None

    def is_over(self, now: float) -> bool:
        """True once it is of no use any more to whoever would get it."""
        return self.expires_at is not None and self.expires_at <= now


ROW = (
    outbox.c.id, outbox.c.chat, outbox.c.rank, outbox.c.method, outbox.c.kind, outbox.c.parameters,
    outbox.c.subject_id, outbox.c.person_id, outbox.c.attempt, outbox.c.due_at, outbox.c.dialogue_id,
    outbox.c.expires_at,
)  # fmt: skip

_INSERT = sa.insert(outbox).returning(outbox.c.id)
_INSERT_ONCE = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing(index_elements=["once"]).returning(outbox.c.id),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing(index_elements=["once"]).returning(outbox.c.id),
}
_LEASED_REPLY = _INSERT.values(
    **{name: sa.bindparam(name) for name in ("chat", "method", "parameters", "person_id", "owner")},
    rank=0, state="leased", attempt=1, due_at=sa.bindparam("now"), created_at=sa.bindparam("now"),
    leased_until=database_now() + LEASE_SECONDS,
)  # fmt: skip


def reply(
    session: Session,
    *,
    chat: int,
    method: str,
    parameters: dict[str, Any],
    person_id: int | None,
    owner: str,
    now: float,
) -> Row:
    """An answer to what someone just did, leased at birth to the process that commits it and sends it at once."""
    body = orjson.dumps(parameters).decode()
    values = {"chat": chat, "method": method, "parameters": body, "person_id": person_id, "owner": owner, "now": now}
    made = session.connection().execute(_LEASED_REPLY, values).scalar_one()
    return Row(made, chat, Class.reply, method, None, body, None, person_id, 1, now)


def call(
    session: Session,
    *,
    chat: int,
    method: str,
    parameters: dict[str, Any],
    due_at: float,
    now: float,
    rank: Class = Class.reply,
    person_id: int | None = None,
    once: str | None = None,
    dialogue_id: int | None = None,
    expires_at: float | None = None,
) -> int | None:
    """A rendered message that leaves by the due-loop. With `once`, None if a row of that name exists."""
    values = {
        "chat": chat, "rank": rank, "state": "due", "method": method, "parameters": orjson.dumps(parameters).decode(),
        "person_id": person_id, "once": once, "dialogue_id": dialogue_id, "due_at": due_at, "created_at": now,
        "expires_at": expires_at,
    }  # fmt: skip
    return _add(session, values)


def notice(
    session: Session,
    *,
    kind: str,
    chat: int,
    subject_id: int,
    due_at: float,
    now: float,
    rank: Class = Class.notice,
    person_id: int | None = None,
    once: str | None = None,
    expires_at: float | None = None,
) -> int | None:
    """A message that is rendered when it leaves. With `once`, None if a row of that name exists."""
    values = {
        "chat": chat, "rank": rank, "state": "due", "kind": kind, "subject_id": subject_id,
        "person_id": person_id, "once": once, "due_at": due_at, "created_at": now,
        "expires_at": expires_at,
    }  # fmt: skip
    return _add(session, values)


def _add(session: Session, values: dict[str, Any]) -> int | None:
    connection = session.connection()
    made: int | None = connection.execute(_INSERT_ONCE[connection.dialect.name], values).scalar()
    return made


def waits_in_other_hands(chat: Any, *, mine: Any, now: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions: a reply to `chat` waits that the process called `mine` has not got in hand.

    What is only meant for later does not count; the one answer to an album does, for it was to leave before this.
    """
    return (
        outbox.c.chat == chat,
        outbox.c.rank == sa.literal_column("0"),
        outbox.c.state.in_([word("due"), word("leased")]),
        sa.or_(outbox.c.owner.is_(None), outbox.c.owner != mine),
        # What was due once and was put off has a try or a reason.
        sa.or_(
            outbox.c.state == word("leased"),
            outbox.c.attempt > 0,
            outbox.c.error.is_not(None),
            outbox.c.once.is_not(None),
            outbox.c.due_at <= now,
        ),
    )


_WAITING: sa.Select[*tuple[Any, ...]] = (
    sa.select(sa.literal_column("1"))
    .where(*waits_in_other_hands(sa.bindparam("chat"), mine=sa.bindparam("mine"), now=sa.bindparam("now")))
    .limit(1)
)


def replies_waiting(session: Session, chat: int, *, of_others_than: str, now: float) -> bool:
    """True if a reply to this chat waits in no hand or in another process's; then a new one must queue behind it."""
    return session.scalar(_WAITING, {"chat": chat, "mine": of_others_than, "now": now}) is not None


def move_chat(session: Session, old: int, new: int) -> None:
    """A group became a supergroup: what has not left goes to its new id. Sent rows keep the id they were sent to.

    What is on its way just now goes along, but is remembered where Telegram says that it arrived (`storage.marks`).
    """
    if old == new:
        return
    about_old_messages = sa.or_(outbox.c.method.startswith("edit"), outbox.c.method.startswith("delete"))
    session.connection().execute(
        outbox.update()
        .where(outbox.c.chat == old, outbox.c.state == word("due"), about_old_messages)
        .values(state="moot", parameters=None, error="the chat has moved")
    )
    session.connection().execute(
        outbox.update()
        .where(outbox.c.chat == old, outbox.c.state.in_([word("due"), word("leased"), word("held")]))
        .values(chat=new)
    )


_PERSON = sa.table("person", sa.column("id"), sa.column("telegram_id"))
_OF_A_GONE_CHAT = sa.union_all(
    sa.select(outbox.c.id).where(
        outbox.c.chat == sa.bindparam("gone"),
        outbox.c.state.in_([word("due"), word("leased")]),
        outbox.c.state == word("due"),
        outbox.c.rank > sa.literal_column("0"),
    ),
    sa.select(outbox.c.id).where(
        outbox.c.person_id.in_(sa.select(_PERSON.c.id).where(_PERSON.c.telegram_id == sa.bindparam("gone"))),
        outbox.c.state == word("digest"),
    ),
)
"""Two looks into partial indexes. What is held is looked at again before it leaves, and then not said."""
_GIVE_UP = (
    outbox.update()
    .where(outbox.c.id.in_(_OF_A_GONE_CHAT))
    .values(state="given_up", parameters=None, error=sa.bindparam("why"))
)


def give_up_chat(session: Session, chat: int, error: str) -> int:
    """Nothing can arrive there: all but replies that waits for it, or for a digest, ends. Returns how many."""
    return session.connection().execute(_GIVE_UP, {"gone": chat, "why": error}).rowcount


def message_of(session: Session, row_id: int) -> tuple[int, int] | None:
    """(chat, message id) of a message that has left, or None."""
    query = sa.select(outbox.c.chat, outbox.c.message_id).where(outbox.c.id == row_id, outbox.c.message_id.is_not(None))
    row = session.connection().execute(query).first()
    return (row[0], row[1]) if row else None


_ANNOUNCEMENT = sa.table("broadcast", sa.column("id"), sa.column("state"))
_CHORE = sa.table("broadcast_chore", sa.column("broadcast_id"), sa.column("done_at"))
_UNDER_WAY = sa.union_all(
    sa.select(_ANNOUNCEMENT.c.id).where(_ANNOUNCEMENT.c.state.in_([word("running"), word("paused")])),
    sa.select(_CHORE.c.broadcast_id).where(_CHORE.c.done_at.is_(None)),
)
_CARDS = [sa.table(name, sa.column("row_id"), sa.column("ended_at")) for name in ("poll_card", "event_card")]
_LIVING_CARDS = sa.union_all(
    *(sa.select(card.c.row_id).where(card.c.row_id.is_not(None), card.c.ended_at.is_(None)) for card in _CARDS)
)


def sweep(session: Session, now: float) -> None:
    """Forget what has ended: after thirty days, what was said to a stranger after one.

    Of an announcement that is still under way, paused perhaps for months, nothing is forgotten: its rows are its count.
    A poll's card and an event's are remembered for as long as they may be drawn anew: that can be half a year.
    """
    ended = outbox.c.state.in_(["sent", "given_up", "moot"])
    strangers = sa.and_(outbox.c.person_id.is_(None), outbox.c.chat > 0, outbox.c.created_at < now - 86_400)
    old = sa.or_(outbox.c.created_at < now - KEEP_SECONDS, strangers)
    is_free = sa.or_(outbox.c.kind.is_distinct_from(word("broadcast")), outbox.c.subject_id.not_in(_UNDER_WAY))
    session.connection().execute(outbox.delete().where(ended, old, is_free, outbox.c.id.not_in(_LIVING_CARDS)))
