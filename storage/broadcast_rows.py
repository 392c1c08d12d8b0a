"""The outbox's rows of one announcement: written, counted, held and ended in chunks that leave room for others.

Times are seconds since 1970, UTC. A chunk's function returns the cursor for the next one, None when nothing is left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from storage import many_notices
from storage.columns import word
from storage.many_notices import Notice
from storage.outbox import Class, outbox
from storage.people import Person

KIND = "broadcast"
EXPIRED = "expired"
UNREACHABLE = "unreachable"
"""Errors of rows that another try might bring; of who has blocked the bot, once they have come back."""

_OF = (outbox.c.kind == word(KIND), outbox.c.subject_id == sa.bindparam("of"))
_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_TO_RETRY = (
    outbox.c.state.in_([word("given_up"), word("moot")]),
    sa.or_(outbox.c.state == word("given_up"), outbox.c.error.in_([EXPIRED, UNREACHABLE])),
    ~sa.exists().where(_person.c.id == outbox.c.person_id, _person.c.reachable.is_(False)),
)


def once(broadcast_id: int, *, person_id: int | None = None, chat_id: int | None = None) -> str:
    """The name of the one row for a person, or for a group by our own id of it."""
    return f"{KIND}:{broadcast_id}:{f'g{chat_id}' if person_id is None else person_id}"


@dataclass(frozen=True, slots=True)
class When:
    """What all rows of one announcement have in common; what is urgent goes before what is not."""

    due_at: float
    expires_at: float
    now: float
    rank: Class = Class.broadcast


def write(session: Session, broadcast_id: int, to: Iterable[tuple[int, int]], when: When) -> None:
    """A row for each (person, Telegram id) that has none yet."""
    rows = (
        _row(broadcast_id, when, chat=chat, person_id=person, name=once(broadcast_id, person_id=person))
        for person, chat in to
    )
    many_notices.write(session, rows, now=when.now)


def write_group(session: Session, broadcast_id: int, *, chat: int, chat_id: int, when: When) -> None:
    """The row for a group, which has `chat` as its Telegram id and `chat_id` as ours."""
    row = _row(broadcast_id, when, chat=chat, person_id=None, name=once(broadcast_id, chat_id=chat_id))
    many_notices.write(session, [row], now=when.now)


def _row(broadcast_id: int, when: When, *, chat: int, person_id: int | None, name: str) -> Notice:
    return Notice(KIND, chat, broadcast_id, when.due_at, person_id, name, when.rank, when.expires_at)


# ── how it stands ──


def states(session: Session, broadcast_id: int) -> dict[str, int]:
    """How many rows are in which state: read from the index alone."""
    query = sa.select(outbox.c.state, sa.func.count()).where(*_OF).group_by(outbox.c.state)
    rows = session.connection().execute(query, {"of": broadcast_id})
    return {row[0]: row[1] for row in rows}


def reasons(session: Session, broadcast_id: int) -> dict[tuple[str, str], int]:
    """Why those people have not had it that will not get it: how many rows ended in (state, error)."""
    query = (
        sa.select(outbox.c.state, outbox.c.error, sa.func.count())
        .where(*_OF, outbox.c.state.in_([word("given_up"), word("moot")]), outbox.c.chat > 0)
        .group_by(outbox.c.state, outbox.c.error)
    )
    rows = session.connection().execute(query, {"of": broadcast_id})
    return {(state, error or ""): many for state, error, many in rows}


def maybe_twice(session: Session, broadcast_id: int) -> int:
    """How many may have it twice; looks at every row."""
    query = sa.select(sa.func.count()).where(*_OF, outbox.c.unknown > 0)
    return int(session.connection().execute(query, {"of": broadcast_id}).scalar_one())


def has_to_retry(session: Session, broadcast_id: int) -> bool:
    """True if somebody has not had it whom `retry` would try."""
    query = sa.select(outbox.c.id).where(*_OF, *_TO_RETRY).limit(1)
    return session.connection().execute(query, {"of": broadcast_id}).first() is not None


def group_states(session: Session, broadcast_id: int, chat_ids: Sequence[int]) -> dict[int, str]:
    """How the rows for these groups stand: our id of the group to the row's state."""
    names = {once(broadcast_id, chat_id=chat_id): chat_id for chat_id in chat_ids}
    query = sa.select(outbox.c.once, outbox.c.state).where(outbox.c.once.in_(list(names)))
    return {names[name]: state for name, state in session.connection().execute(query)}


# ── chunks ──


def hold(session: Session, broadcast_id: int, cursor: int, most: int) -> int | None:
    """What is due waits for somebody's word."""
    return _change(session, broadcast_id, cursor, most, "due", state="held")


def free(session: Session, broadcast_id: int, cursor: int, most: int, *, now: float, expires_at: float) -> int | None:
    """What is held goes on, and has all its time again."""
    return _change(session, broadcast_id, cursor, most, "held", state="due", due_at=now, expires_at=expires_at)


def stop(session: Session, broadcast_id: int, cursor: int, most: int) -> int | None:
    """What has not left never will."""
    return _change(session, broadcast_id, cursor, most, "due", "held", "digest", state="moot", error="stopped")


def retry(session: Session, broadcast_id: int, cursor: int, most: int, *, now: float, expires_at: float) -> int | None:
    """What was given up or came too late is tried once more, where the person can be reached."""
    return _change(
        session, broadcast_id, cursor, most, "given_up", "moot", where=_TO_RETRY,
        state="due", attempt=0, error=None, due_at=now, expires_at=expires_at,
    )  # fmt: skip


def _change(
    session: Session, broadcast_id: int, cursor: int, most: int, *states: str,
    where: Sequence[sa.ColumnElement[bool]] = (), **values: Any,
) -> int | None:  # fmt: skip
    """Change the next `most` rows behind the cursor that are in one of these states now."""
    now_in = outbox.c.state.in_([word(state) for state in states])
    chunk = (
        sa.select(outbox.c.id).where(*_OF, now_in, outbox.c.id > cursor, *where).order_by(outbox.c.id).limit(most)
    ).cte("chunk")
    changed = session.connection().execute(
        outbox.update().where(outbox.c.id.in_(sa.select(chunk.c.id)), now_in).values(**values).returning(outbox.c.id),
        {"of": broadcast_id},
    )
    ids = changed.scalars().all()
    return max(ids) if len(ids) == most else None


def follow_up(
    session: Session, broadcast_id: int, cursor: int, most: int, *, kind: str, chore_id: int, now: float,
    sent_after: float = 0.0,
) -> int | None:  # fmt: skip
    """A row of `kind` for each message that is out or in hand, with the row that sends it as its subject.

    What is in hand has its words already; the order of its chat lets nothing of this leave before it is out.
    """
    out = sa.and_(outbox.c.state == word("sent"), outbox.c.sent_at > sent_after)
    query = (
        sa.select(outbox.c.id, outbox.c.chat, outbox.c.person_id, outbox.c.rank)
        .where(
            *_OF,
            outbox.c.state.in_([word("sent"), word("leased")]),
            sa.or_(outbox.c.state == word("leased"), out),
            outbox.c.id > cursor,
        )
        .order_by(outbox.c.id)
        .limit(most)
    )
    sent = list(session.connection().execute(query, {"of": broadcast_id}))
    rows = (Notice(kind, chat, row, now, person, f"{kind}:{chore_id}:{row}", rank) for row, chat, person, rank in sent)
    many_notices.write(session, rows, now=now)
    return sent[-1][0] if len(sent) == most else None


def is_to_leave(session: Session, row_id: int) -> bool:
    """True if this row of any kind has not come to an end."""
    query = sa.select(outbox.c.id).where(outbox.c.id == row_id, outbox.c.state.in_([word("due"), word("leased")]))
    return session.connection().execute(query).first() is not None


def sent_message(session: Session, row_id: int) -> sa.Row[*tuple[Any, ...]] | None:
    """chat, message_id, message_ids, subject_id, person_id of a row that has left; None if there is none."""
    query = sa.select(
        outbox.c.chat, outbox.c.message_id, outbox.c.message_ids, outbox.c.subject_id, outbox.c.person_id
    ).where(outbox.c.id == row_id, outbox.c.state == word("sent"), outbox.c.message_id.is_not(None))
    return session.connection().execute(query).first()


# ── the cards of those who watch it ──


def _watched(broadcast_id: int, person_id: int) -> str:
    return f"watched:{broadcast_id}:{person_id}"


def watch(session: Session, broadcast_id: int, row_id: int, *, person_id: int) -> None:
    """The row's message is the card on which this person watches it; an earlier one is it no more."""
    name, connection = _watched(broadcast_id, person_id), session.connection()
    connection.execute(outbox.update().where(outbox.c.once == name).values(once=None))
    connection.execute(outbox.update().where(outbox.c.id == row_id).values(once=name))


def watched(session: Session, broadcast_id: int, person_ids: Sequence[int]) -> dict[int, int]:
    """The rows of the cards on which these people watch it."""
    names = {_watched(broadcast_id, person_id): person_id for person_id in person_ids}
    query = sa.select(outbox.c.once, outbox.c.id).where(outbox.c.once.in_(list(names)))
    return {names[name]: row_id for name, row_id in session.connection().execute(query)}
