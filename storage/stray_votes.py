"""Votes in Telegram's own polls that came before the poll, or the option, was known here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from storage.polls import PollCard


class StrayVote(SQLModel, table=True):
    """A vote in a native poll that nobody knows yet: it was sent, and its id not stored. Applied once it is known."""

    __tablename__ = "stray_vote"
    __table_args__ = (UniqueConstraint("native_id", "telegram_id"), Index("ix_stray_vote_came_at", "came_at"))

    id: int = Field(default=None, primary_key=True)
    native_id: str = Field(max_length=64)
    telegram_id: int = Field(sa_type=BigInteger)
    options: list[str] = Field(default_factory=list, sa_type=JSON)
    """Telegram's persistent ids of what was chosen, the latest."""
    came_at: datetime


_STRAY = StrayVote.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_DROP = sa.delete(_STRAY).where(
    _STRAY.c.native_id == sa.bindparam("native"), _STRAY.c.telegram_id == sa.bindparam("voter")
)
_ANY: sa.Select[*tuple[Any, ...]] = (
    sa.select(sa.literal_column("1")).where(_STRAY.c.native_id == sa.bindparam("native")).limit(1)
)


def keep(session: Session, native_id: str, telegram_id: int, options: Sequence[str], now: datetime) -> None:
    """The latest answer of each."""
    connection = session.connection()
    values: dict[str, Any] = {"options": list(options), "came_at": now}
    insert: Any = _INSERT[connection.dialect.name](_STRAY)
    insert = insert.values(native_id=native_id, telegram_id=telegram_id, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=["native_id", "telegram_id"], set_=values))


def drop(session: Session, native_id: str, telegram_id: int) -> None:
    """Their answer is another one by now."""
    session.connection().execute(_DROP, {"native": native_id, "voter": telegram_id})


_AND_STRAY = sa.exists().where(
    _STRAY.c.native_id == sa.bindparam("native"), _STRAY.c.telegram_id == sa.bindparam("voter")
)
_CARD = (
    select(PollCard, _AND_STRAY).where(PollCard.native_id == sa.bindparam("native")).order_by(col(PollCard.id)).limit(1)
)


def card_of(session: Session, native_id: str, telegram_id: int) -> tuple[PollCard | None, bool]:
    """The card whose votes come under this id of Telegram's, and whether an earlier answer of theirs is kept."""
    found = session.exec(_CARD, params={"native": native_id, "voter": telegram_id}).first()
    return found if found is not None else (None, False)


def has_any(session: Session, native_id: str) -> bool:
    return session.connection().execute(_ANY, {"native": native_id}).first() is not None


def of_poll(session: Session, native_id: str) -> list[StrayVote]:
    return list(session.exec(select(StrayVote).where(StrayVote.native_id == native_id).order_by(col(StrayVote.id))))


_NATIVE = PollCard.__table__  # type: ignore[attr-defined]  # as above
_SAID_AND_KNOWN = {
    "sqlite": (
        sa.func.json_each(_STRAY.c.options).table_valued("value", name="said"),
        sa.func.json_each(_NATIVE.c.names).table_valued("key", name="known"),
    ),
    "postgresql": (
        sa.func.json_array_elements_text(_STRAY.c.options).table_valued("value").render_derived(name="said"),
        sa.func.json_object_keys(_NATIVE.c.names).table_valued("key").render_derived(name="known"),
    ),
}
"""The options of an answer, and those that a card knows, as tables."""


def understood(session: Session, *, most: int) -> list[StrayVote]:
    """Answers to polls that are known by now and name none but known options, the oldest first; locked."""
    said, known = _SAID_AND_KNOWN[session.connection().dialect.name]
    is_known = sa.exists().where(known.c.key == said.c.value).correlate(_NATIVE, said)
    says_another = sa.exists().select_from(said).where(sa.not_(is_known)).correlate(_STRAY, _NATIVE)
    has_card = sa.exists().where(_NATIVE.c.native_id == _STRAY.c.native_id, sa.not_(says_another)).correlate(_STRAY)
    query = select(StrayVote).where(has_card).order_by(col(StrayVote.id)).limit(most)
    return list(session.exec(query.with_for_update(skip_locked=True)))


def forget(session: Session, before: datetime) -> None:
    """Votes in polls that never became known."""
    session.connection().execute(sa.delete(StrayVote).where(col(StrayVote.came_at) < before))
