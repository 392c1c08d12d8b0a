"""What waits in the outbox for somebody's digest: whose turn it is, what is gathered in which, and that it was read."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import word
from storage.hearing import WISHES, of_person
from storage.outbox import ROW, Row, outbox
from storage.people import Person
from storage.preferences import Preference, Rhythm

_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_preference = Preference.__table__  # type: ignore[attr-defined]  # as above

_FOR_DIGEST = outbox.c.state == word("digest")
_WEEKLY = Preference(person_id=0)
"""How a digest comes to whoever has not said anything else."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody for whom something waits, the oldest since `oldest` (seconds since 1970, UTC), and their wishes."""

    person_id: int
    chat: int
    oldest: float
    quiet_hours: list[list[str]]
    time_zone: str
    rhythm: Rhythm
    weekday: int
    at: str


_WAITS = (
    sa.select(outbox.c.person_id, sa.func.min(outbox.c.created_at).label("oldest"))
    .where(_FOR_DIGEST, outbox.c.gathered_in.is_(None), outbox.c.person_id > sa.bindparam("after"))
    .group_by(outbox.c.person_id)
    .order_by(outbox.c.person_id)
    .limit(sa.bindparam("most"))
    .subquery()
)
_READERS = of_person(
    sa.select(
        _person.c.id, _person.c.telegram_id, _WAITS.c.oldest, *WISHES, _preference.c.digest_weekday,
        _preference.c.digest_at,
    ).select_from(_WAITS).join(_person, _person.c.id == _WAITS.c.person_id)
).order_by(_person.c.id)  # fmt: skip


def readers(session: Session, *, after: int, most: int) -> list[Reader]:
    """For whom something waits that no digest has gathered: up to `most` people, in the order of their ids."""
    rows = session.connection().execute(_READERS, {"after": after, "most": most})
    return [_reader(row) for row in rows]


def _reader(row: Any) -> Reader:
    hours = row.own_hours if row.own_hours is not None else row.quiet_hours
    return Reader(
        row.id, row.telegram_id, row.oldest, hours or [], row.time_zone or "Asia/Jakarta",
        row.digest or _WEEKLY.digest,
        _WEEKLY.digest_weekday if row.digest_weekday is None else row.digest_weekday,
        row.digest_at or _WEEKLY.digest_at,
    )  # fmt: skip


def gather(session: Session, person_id: int, row_id: int) -> None:
    """All that waits for them is read in the digest of this row, and in no other."""
    session.connection().execute(_of(person_id).values(gathered_in=row_id))


def drop(session: Session, person_id: int, why: str) -> None:
    """Nothing of what waits for them is read."""
    session.connection().execute(_of(person_id).values(state="moot", error=why))


def _of(person_id: int) -> sa.Update:
    return outbox.update().where(_FOR_DIGEST, outbox.c.person_id == person_id, outbox.c.gathered_in.is_(None))


def gathered(session: Session, row: Row, now: float) -> list[Row]:
    """What the digest of this row has gathered and is not past yet, the oldest first."""
    query = sa.select(*ROW).where(
        _FOR_DIGEST,
        outbox.c.person_id == row.person_id,
        outbox.c.gathered_in == row.id,
        sa.or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now),
    )
    return [Row(*found) for found in session.connection().execute(query.order_by(outbox.c.id))]


def end(session: Session) -> int:
    """What stood in a digest that has left, or never will, has ended; returns how much."""
    digest = outbox.alias("digest")
    still_to_leave = sa.exists().where(
        digest.c.id == outbox.c.gathered_in, digest.c.state.in_([word("due"), word("leased"), word("held")])
    )
    ended = session.connection().execute(
        outbox.update()
        .where(_FOR_DIGEST, outbox.c.gathered_in.is_not(None), ~still_to_leave)
        .values(state="moot", error="in digest")
    )
    return ended.rowcount
