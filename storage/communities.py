"""Communities, their Telegram chats, and where in those chats messages of each purpose go."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import Words, one_of
from storage.people import OFFICE, Membership


class CommunityKind(StrEnum):
    rt = "rt"
    rw = "rw"
    dusun = "dusun"
    desa = "desa"
    kelurahan = "kelurahan"
    group = "group"


class ChatKind(StrEnum):
    group = "group"
    supergroup = "supergroup"


class Purpose(StrEnum):
    everything = "everything"
    announcements = "announcements"
    needs = "needs"


QUIET_HOURS = (("21:00", "05:00"), ("17:45", "18:45"), ("11:30", "13:00", "5"))
"""The night, Maghrib, and the Friday prayer: what a neighbourhood begins with."""


class Community(SQLModel, table=True):
    """A neighbourhood. `code` is the random part of its links; `area` is what it lies in, as people write it."""

    __table_args__ = (one_of("kind", CommunityKind),)

    id: int = Field(default=None, primary_key=True)
    kind: CommunityKind = Field(sa_type=Words(CommunityKind))
    parent_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    code: str = Field(max_length=16, unique=True)
    name: str = Field(max_length=64)
    area: str = Field(default="", max_length=128)
    time_zone: str = Field(default="Asia/Jakarta", max_length=40)
    languages: list[str] = Field(default_factory=lambda: ["id"], sa_type=JSON)
    quiet_hours: list[list[str]] = Field(default_factory=lambda: [list(one) for one in QUIET_HOURS], sa_type=JSON)
    """Pairs of local clock times, `HH:MM`, the second after the first or past midnight; a third is a weekday.

    That is the ISO number of the day on which it begins, "5" for Friday; without it, every day.
    """
    weekly_cap: int = 12
    """The most messages a week that a resident gets unasked and that are not urgent; the rest is in the digest."""
    landmarks: list[str] = Field(default_factory=list, sa_type=JSON)
    emergency_number: str = Field(default="112", max_length=128)
    """Whom to call in danger, as people write it: "112", or "112 · Pos ronda 0812 3456 7890"."""
    answer_days: int = 3
    """Within so many days organisers mean to look at a new need; then it is shown in the group in any case."""
    silent_days: int = 7
    """After so many days without a word from the organisers, whom it concerns is told that nothing is lost."""
    confirm_days: int = 7
    """So long neighbours are asked whether a need is met."""
    discuss_houses: int = 5
    """With so many houses a need is discussed, whatever the organisers think of it."""
    needs_numbered: int = Field(default=0)
    """The last spoken number given to a need here."""
    matters_numbered: int = Field(default=0)
    """The last one given to a private matter."""
    polls_numbered: int = Field(default=0)
    """The last one given to a poll."""
    events_numbered: int = Field(default=0)
    """The last one given to an event."""
    chair_confirmed_at: datetime | None = None
    created_at: datetime


class Chat(SQLModel, table=True):
    """A Telegram group. Everything else points to `id`, for the Telegram id changes when a group is upgraded."""

    __table_args__ = (one_of("kind", ChatKind),)

    id: int = Field(default=None, primary_key=True)
    community_id: int | None = Field(default=None, foreign_key="community.id", index=True)
    kind: ChatKind = Field(sa_type=Words(ChatKind))
    telegram_id: int = Field(sa_type=BigInteger, unique=True)
    title: str = Field(default="", max_length=128)
    bot_is_admin: bool = False
    left_at: datetime | None = None
    member_count: int | None = None
    """How many people and bots Telegram last counted in it."""
    counted_at: datetime | None = None
    """When Telegram was last asked for that."""
    created_at: datetime


class ChatTelegramId(SQLModel, table=True):
    """One id that Telegram has used for a chat, and until when."""

    __tablename__ = "chat_telegram_id"

    id: int = Field(default=None, primary_key=True)
    chat_id: int = Field(foreign_key="chat.id", index=True)
    telegram_id: int = Field(sa_type=BigInteger, unique=True)
    since: datetime
    until: datetime | None = None


class Destination(SQLModel, table=True):
    """Where a community's messages of one purpose go: a chat, and a topic of it or none."""

    __table_args__ = (one_of("purpose", Purpose), UniqueConstraint("community_id", "purpose"))

    id: int = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    chat_id: int = Field(foreign_key="chat.id", index=True)
    thread_id: int | None = Field(default=None, sa_type=BigInteger)
    purpose: Purpose = Field(sa_type=Words(Purpose))
    lost_at: datetime | None = None
    """Since when the topic is closed or gone; the organisers are asked where to go instead."""


def with_code(session: Session, code: str) -> Community | None:
    return session.exec(select(Community).where(Community.code == code)).first()


def chat_known_as(session: Session, telegram_id: int) -> Chat | None:
    """The chat that has, or once had, this Telegram id."""
    return session.exec(select(Chat).join(ChatTelegramId).where(ChatTelegramId.telegram_id == telegram_id)).first()


def within(session: Session, community_id: int) -> list[Community]:
    """The neighbourhoods that lie in this one: the RTs of an RW."""
    query = select(Community).where(Community.parent_id == community_id)
    return list(session.exec(query.order_by(col(Community.name), col(Community.id))))


_place = Community.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_INSIDE = sa.select(sa.bindparam("community", type_=sa.Integer).label("id"), sa.literal_column("0").label("depth")).cte(
    "inside", recursive=True
)
_INSIDE = _INSIDE.union(
    sa.select(_place.c.id, _INSIDE.c.depth + 1)
    .join(_INSIDE, _place.c.parent_id == _INSIDE.c.id)
    .where(_INSIDE.c.depth < sa.bindparam("deepest", type_=sa.Integer))
)
_BELOW: sa.Select[int] = (
    sa.select(_INSIDE.c.id).group_by(_INSIDE.c.id).order_by(sa.func.min(_INSIDE.c.depth), _INSIDE.c.id)
)


def below(session: Session, community_id: int, *, deepest: int) -> list[int]:
    """This neighbourhood and all that lie in it, so many levels deep; the outer before what lies in it.

    Should two of them lie in each other, the depth ends it.
    """
    return list(session.connection().execute(_BELOW, {"community": community_id, "deepest": deepest}).scalars())


def destinations_of(session: Session, community_id: int) -> list[Destination]:
    return list(session.exec(select(Destination).where(Destination.community_id == community_id)))


_NUMBER = sa.text("UPDATE community SET needs_numbered = needs_numbered + 1 WHERE id = :id RETURNING needs_numbered")
_NUMBER_MATTER = sa.text(
    "UPDATE community SET matters_numbered = matters_numbered + 1 WHERE id = :id RETURNING matters_numbered"
)

_NUMBER_POLL = sa.text(
    "UPDATE community SET polls_numbered = polls_numbered + 1 WHERE id = :id RETURNING polls_numbered"
)

_NUMBER_EVENT = sa.text(
    "UPDATE community SET events_numbered = events_numbered + 1 WHERE id = :id RETURNING events_numbered"
)


def numbered(session: Session, community_id: int) -> int:
    """The next spoken number of a need. The row stays locked to the end of the transaction: no gap, no double."""
    return int(session.connection().execute(_NUMBER, {"id": community_id}).scalar_one())


def matter_numbered(session: Session, community_id: int) -> int:
    """The next spoken number of a private matter, as `numbered`."""
    return int(session.connection().execute(_NUMBER_MATTER, {"id": community_id}).scalar_one())


def poll_numbered(session: Session, community_id: int) -> int:
    """The next spoken number of a poll, as `numbered`."""
    return int(session.connection().execute(_NUMBER_POLL, {"id": community_id}).scalar_one())


def event_numbered(session: Session, community_id: int) -> int:
    """The next spoken number of an event, as `numbered`."""
    return int(session.connection().execute(_NUMBER_EVENT, {"id": community_id}).scalar_one())


def by_id(session: Session, community_id: int) -> Community | None:
    return session.get(Community, community_id)


def every(session: Session) -> list[Community]:
    """All of them, in the order of being placed."""
    return list(session.exec(select(Community).order_by(col(Community.id))))


def time_zones(session: Session) -> list[str]:
    """All in which neighbourhoods live."""
    return list(session.exec(select(Community.time_zone).distinct()))


def next_in(session: Session, zones: Collection[str], *, after: int) -> Community | None:
    """The first behind this one, in the order of being placed, that lives in one of these time zones."""
    query = select(Community).where(col(Community.time_zone).in_(zones), col(Community.id) > after)
    return session.exec(query.order_by(col(Community.id)).limit(1)).first()


def the_only_one(session: Session) -> Community | None:
    """The community of an installation that serves just one."""
    found = session.exec(select(Community).limit(2)).all()
    return found[0] if len(found) == 1 else None


def named(session: Session, name: str, area: str) -> Community | None:
    return session.exec(select(Community).where(Community.name == name, Community.area == area)).first()


def organised_by(session: Session, person_id: int) -> list[Community]:
    """Where this person is chair or organiser, the newest first."""
    return list(
        session.exec(
            select(Community)
            .join(Membership, col(Membership.community_id) == Community.id)
            .where(Membership.person_id == person_id, col(Membership.role).in_(OFFICE))
            .order_by(col(Community.id).desc())
        )
    )


def chat_by_id(session: Session, chat_id: int, *, for_update: bool = False) -> Chat | None:
    return session.get(Chat, chat_id, with_for_update=for_update or None)


def chat_to_count(session: Session, before: datetime, but: Collection[int] = ()) -> Chat | None:
    """A community's group whose members were not counted since `before`, the longest ago first; no other takes it."""
    query = select(Chat).where(
        col(Chat.community_id).is_not(None),
        col(Chat.left_at).is_(None),
        sa.or_(col(Chat.counted_at).is_(None), col(Chat.counted_at) < before),
        col(Chat.id).not_in(but),
    )
    oldest = query.order_by(col(Chat.counted_at).asc().nulls_first(), col(Chat.id)).limit(1)
    return session.exec(oldest.with_for_update(skip_locked=True)).first()


def destination_by_id(session: Session, destination_id: int) -> Destination | None:
    return session.get(Destination, destination_id)


def destinations_in(session: Session, chat_id: int) -> list[Destination]:
    """What is sent to this chat, by any community."""
    return list(session.exec(select(Destination).where(Destination.chat_id == chat_id)))


def telegram_ids_of(session: Session, chat_id: int) -> list[ChatTelegramId]:
    """The ids that Telegram has used for a chat, the oldest first."""
    return list(
        session.exec(select(ChatTelegramId).where(ChatTelegramId.chat_id == chat_id).order_by(col(ChatTelegramId.id)))
    )


def emergency_number_of(session: Session, community_id: int) -> str:
    return session.exec(select(Community.emergency_number).where(Community.id == community_id)).one()


def of_person(session: Session, person_id: int) -> list[Community]:
    """All communities that a person belongs to, in the order of joining."""
    return list(
        session.exec(
            select(Community)
            .join(Membership, col(Membership.community_id) == Community.id)
            .where(Membership.person_id == person_id)
            .order_by(col(Membership.id))
        )
    )
