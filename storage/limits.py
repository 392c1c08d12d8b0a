"""How fast messages may leave, shared by all processes: the next free send time, and pauses Telegram asked for.

Besides, how often a person may try again what they got wrong.

Times are seconds since 1970, UTC, by the clock that all processes share (`storage.database_clock.HouseClock`).
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import metadata
from storage.outbox import outbox

ALL = "all"
REPLIES = "replies"
"""The row of a bucket, not of a limit: how many replies have gone before their time."""
TRIES = "tries:"
"""How the row of a person's wrong tries begins."""
RESERVE_SECONDS = 0.25
"""How far ahead one worker may book send times: several workers never add up to a burst."""
MADE_UP_SECONDS = 0.5
"""How much of the time that passed unbooked, for nobody came to book it, may be booked afterwards."""
JUMPS = 1
"""How many replies may leave before what is booked, until that has made room: one of the two a second to spare."""

limit = sa.Table(
    "limit_row",
    metadata,
    sa.Column("scope", sa.String(40), primary_key=True),
    sa.Column("next_free_at", sa.Double, nullable=False, server_default="0"),
    sa.Column("paused_until", sa.Double, nullable=False, server_default="0"),
)

_BOOK = sa.text(
    "INSERT INTO limit_row (scope, next_free_at) VALUES (:scope, :now + :span) "
    "ON CONFLICT (scope) DO UPDATE SET next_free_at = "
    "CASE WHEN limit_row.next_free_at > :now THEN limit_row.next_free_at ELSE :now END + :span RETURNING next_free_at"
)
_JUMP = sa.text(
    "INSERT INTO limit_row (scope, next_free_at) VALUES (:scope, :now + :span) "
    "ON CONFLICT (scope) DO UPDATE SET next_free_at = "
    "CASE WHEN limit_row.next_free_at > :now THEN limit_row.next_free_at ELSE :now END + :span "
    "WHERE limit_row.next_free_at <= :now + :span * :others RETURNING next_free_at"
)
_PAUSE = sa.text(
    "INSERT INTO limit_row (scope, next_free_at, paused_until) VALUES (:scope, 0, :until) "
    "ON CONFLICT (scope) DO UPDATE SET paused_until = "
    "CASE WHEN limit_row.paused_until > :until THEN limit_row.paused_until ELSE :until END"
)


_RECENT = (
    sa.select(outbox.c.sent_at, outbox.c.message_ids)
    .where(outbox.c.chat == sa.bindparam("chat"), outbox.c.sent_at > sa.bindparam("since"))
    .order_by(outbox.c.sent_at.desc())
    .limit(sa.bindparam("most"))
)
_PAUSES = sa.select(limit.c.scope, limit.c.paused_until).where(limit.c.paused_until > sa.bindparam("now"))


@dataclass(frozen=True, slots=True)
class Rates:
    """Telegram's limits; 0 means none. Source: Bot FAQ, "How can I message all of my bot's subscribers at once?"."""

    per_second: float = 28
    per_chat: float = 1
    per_group_minute: int = 18

    BURST = 4
    """Messages that one private chat may get at once before `per_chat` counts (the FAQ: short bursts are fine)."""

    @property
    def unlimited(self) -> bool:
        return not (self.per_second or self.per_chat or self.per_group_minute)


def scope_of(chat: int) -> str:
    return f"chat:{chat}"


def book(session: Session, *, slots: int, per_second: float, now: float, owed: float = 0.0) -> list[float]:
    """Reserve up to `slots` send times, no further than RESERVE_SECONDS ahead of the first; all `now` if unlimited.

    Times begin up to `owed` seconds ago, if since then none were booked: whoever sends alone makes up for a stall.
    """
    if not per_second:
        return [now] * slots
    gap = 1 / per_second
    slots = max(1, min(slots, int(RESERVE_SECONDS * per_second)))
    end = session.connection().execute(_BOOK, {"scope": ALL, "now": now - owed, "span": slots * gap}).scalar_one()
    return [end - (slots - index) * gap for index in range(slots)]


def book_more(session: Session, *, slots: int, per_second: float, now: float) -> float:
    """Reserve `slots` times behind all that are booked; the last of them, so that a gap goes before an album."""
    if not per_second or not slots:
        return now
    end = session.connection().execute(_BOOK, {"scope": ALL, "now": now, "span": slots / per_second}).scalar_one()
    return float(end - 1 / per_second)


def book_reply(session: Session, *, per_second: float, now: float) -> float:
    """When a reply may leave: now, if few others did before their time; else at a time of its own behind all.

    It books a time in any case, and so pushes the others on. Until they are where they were pushed to, which takes as
    long as times are booked ahead, no more than JUMPS leave beyond the rate: a token bucket (GCRA) in a row beside.
    """
    if not per_second:
        return now
    mine = book_more(session, slots=1, per_second=per_second, now=now)
    span = RESERVE_SECONDS + (JUMPS + 1) / per_second
    if mine <= now:
        return now
    if mine > now + span:
        return mine
    bucket = {"scope": REPLIES, "now": now, "span": span, "others": JUMPS - 1}
    return mine if session.connection().execute(_JUMP, bucket).first() is None else now


def booked_until(session: Session) -> float:
    """The next free send time of all; in the past if nothing is booked."""
    found = session.connection().execute(sa.select(limit.c.next_free_at).where(limit.c.scope == ALL)).scalar()
    return float(found or 0)


def pause(session: Session, scope: str, until: float) -> None:
    """Nothing leaves in this scope (`ALL`, or one chat's) before `until`, whatever its class."""
    session.connection().execute(_PAUSE, {"scope": scope, "until": until})


def paused_until(session: Session, chat: int | None = None) -> float:
    """The later of the pause of all sending and that of one chat; 0 if none."""
    scopes = [ALL] if chat is None else [ALL, scope_of(chat)]
    found = (
        session.connection()
        .execute(sa.select(sa.func.max(limit.c.paused_until)).where(limit.c.scope.in_(scopes)))
        .scalar()
    )
    return float(found or 0)


def pauses(session: Session, now: float) -> dict[str, float]:
    """Every pause that is not over: scope -> until when."""
    return {row[0]: row[1] for row in session.connection().execute(_PAUSES, {"now": now})}


def forget_old(session: Session, now: float) -> None:
    """Drop chats' rows whose pause is long over, and wrong tries that count no more."""
    session.connection().execute(
        limit.delete().where(
            limit.c.scope.not_in([ALL, REPLIES]), limit.c.paused_until < now - 3_600, limit.c.next_free_at < now
        )
    )


# ── wrong tries ──


def free_again(session: Session, person_id: int, *, most: int, seconds: float) -> float:
    """When this person may try again; in the past if at once.

    A bucket of `most` wrong tries (GCRA, as in `book_reply`): each takes `seconds` / `most` to be forgotten.
    """
    query = sa.select(limit.c.next_free_at).where(limit.c.scope == f"{TRIES}{person_id}")
    counted_until = float(session.connection().execute(query).scalar() or 0)
    return counted_until - seconds + seconds / most


def count_try(session: Session, person_id: int, *, most: int, seconds: float, now: float) -> None:
    """One more wrong try, of `most` within so many seconds."""
    one = {"scope": f"{TRIES}{person_id}", "now": now, "span": seconds / most}
    session.connection().execute(_BOOK, one)


def pauses_beside(session: Session, chat: int, now: float) -> int:
    """How many other chats are paused at this moment."""
    counted = sa.select(sa.func.count()).where(limit.c.scope.not_in([ALL, scope_of(chat)]), limit.c.paused_until > now)
    return session.connection().execute(counted).scalar() or 0


def recent(session: Session, chat: int, since: float, *, most: int) -> list[float]:
    """When the latest `most` messages to a chat left, newest first, back to `since`: read from the outbox itself.

    A row that became several messages is so many.
    """
    found = session.connection().execute(_RECENT, {"chat": chat, "since": since, "most": most})
    return [float(at) for at, ids in found for _ in range(ids.count(",") + 1 if ids else 1)]
