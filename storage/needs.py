"""Needs, the photos and voices that belong to them, and their timeline."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint, bindparam, func, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import Words, one_of


class NeedState(StrEnum):
    received = "received"
    under_review = "under_review"
    accepted = "accepted"
    planned = "planned"
    in_progress = "in_progress"
    awaiting_confirmation = "awaiting_confirmation"
    resolved = "resolved"
    forwarded = "forwarded"
    not_now = "not_now"
    merged = "merged"
    withdrawn = "withdrawn"
    reopened = "reopened"


class Audience(StrEnum):
    """Who may see a reporter's name, or the photos."""

    organisers = "organisers"
    neighbours = "neighbours"


class Houses(StrEnum):
    """How many houses a need concerns, as its reporter says."""

    own = "own"
    several = "several"
    lane = "lane"
    all = "all"


class MediaKind(StrEnum):
    photo = "photo"
    voice = "voice"
    video = "video"
    document = "document"


class MediaState(StrEnum):
    wanted = "wanted"
    kept = "kept"
    lost = "lost"


class Need(SQLModel, table=True):
    """What a resident says is needed. `number` is spoken ("No. 14"), `code` stays inside links."""

    __table_args__ = (
        one_of("state", NeedState),
        one_of("name_shown_to", Audience),
        one_of("photos_shown_to", Audience),
        one_of("houses", Houses),
        UniqueConstraint("community_id", "number"),
        Index("ix_need_kind_place", "community_id", "kind", "latitude", "longitude"),
    )

    id: int = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    number: int
    code: str = Field(max_length=16, unique=True)
    kind: str = Field(max_length=32)
    """A key of `community.kinds`."""
    detail: str | None = Field(default=None, max_length=32)
    """The quick word that was tapped: a key of the kind's details."""
    title: str | None = Field(default=None, max_length=80)
    text: str | None = Field(default=None, max_length=4096)
    place: str | None = Field(default=None, max_length=256)
    landmark: str | None = Field(default=None, max_length=64)
    near_home: bool = False
    latitude: float | None = None
    longitude: float | None = None
    """WGS 84 degrees."""
    name_shown_to: Audience = Field(default=Audience.organisers, sa_type=Words(Audience))
    photos_shown_to: Audience = Field(default=Audience.organisers, sa_type=Words(Audience))
    danger: bool = False
    houses: Houses | None = Field(default=None, sa_type=Words(Houses))
    reporter_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    on_behalf_of: str | None = Field(default=None, max_length=64)
    state: NeedState = Field(default=NeedState.received, sa_type=Words(NeedState))
    created_at: datetime
    changed_at: datetime


class Media(SQLModel, table=True):
    """A photo or voice by its Telegram ids, fetched later: `wanted`, then `kept` at `path`, or `lost`."""

    __table_args__ = (
        one_of("kind", MediaKind),
        one_of("state", MediaState),
        Index(
            "ix_media_wanted",
            "next_try_at",
            sqlite_where=text("state = 'wanted'"),
            postgresql_where=text("state = 'wanted'"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    dialogue_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    """The draft it was sent to, until that draft becomes a need."""
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    kind: MediaKind = Field(sa_type=Words(MediaKind))
    file_id: str = Field(max_length=256)
    file_unique_id: str = Field(max_length=64)
    state: MediaState = Field(default=MediaState.wanted, sa_type=Words(MediaState))
    path: str | None = Field(default=None, max_length=128)
    size: int | None = None
    """Bytes."""
    seconds: int | None = None
    attempts: int = 0
    next_try_at: float = 0.0
    """Seconds since 1970, UTC, as in all rows of the machine room."""
    owner: str | None = Field(default=None, max_length=64)
    leased_until: float | None = None
    asked_again_at: datetime | None = None
    created_at: datetime


class TimelineEntry(SQLModel, table=True):
    """One dated line of a need's story, readable by everyone concerned."""

    __tablename__ = "timeline"
    __table_args__ = (one_of("state", NeedState),)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    at: datetime
    state: NeedState | None = Field(default=None, sa_type=Words(NeedState))
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    by_office: bool = False
    """The organisers' office speaks ("Pengurus RT 03"), not a person."""
    reason: str | None = Field(default=None, max_length=1024)
    media_id: int | None = Field(default=None, foreign_key="media.id")


def of_reporter(session: Session, person_id: int, community_id: int, *, limit: int, offset: int = 0) -> list[Need]:
    """Newest first."""
    return list(
        session.exec(
            select(Need)
            .where(Need.reporter_id == person_id, Need.community_id == community_id)
            .order_by(col(Need.number).desc())
            .limit(limit)
            .offset(offset)
        )
    )


def media_of(session: Session, need_id: int) -> list[Media]:
    return list(session.exec(select(Media).where(Media.need_id == need_id).order_by(col(Media.id))))


def timeline_of(session: Session, need_id: int) -> list[TimelineEntry]:
    return list(
        session.exec(select(TimelineEntry).where(TimelineEntry.need_id == need_id).order_by(col(TimelineEntry.id)))
    )


def by_id(session: Session, need_id: int) -> Need | None:
    return session.get(Need, need_id)


def count_of_reporter(session: Session, person_id: int, community_id: int) -> int:
    mine = select(func.count()).where(Need.reporter_id == person_id, Need.community_id == community_id)
    return session.exec(mine).one()


_SINCE = select(func.count(), func.count(col(Need.on_behalf_of))).where(
    Need.reporter_id == bindparam("person"), Need.created_at >= bindparam("moment")
)


def since(session: Session, person_id: int, moment: datetime) -> tuple[int, int]:
    """How many needs a person has submitted since then, in all and on behalf of neighbours; in any community."""
    every, on_behalf = session.connection().execute(_SINCE, {"person": person_id, "moment": moment}).one()
    return every, on_behalf


# What neighbours no longer look for among the open matters of the neighbourhood.
_NOT_LISTED = (NeedState.withdrawn, NeedState.merged)


def of_community(session: Session, community_id: int, *, limit: int, offset: int = 0) -> list[Need]:
    """What neighbours may see, newest first: neither withdrawn nor merged into another."""
    return list(
        session.exec(
            select(Need)
            .where(Need.community_id == community_id, col(Need.state).not_in(_NOT_LISTED))
            .order_by(col(Need.number).desc())
            .limit(limit)
            .offset(offset)
        )
    )


def count_of_community(session: Session, community_id: int) -> int:
    listed = select(func.count()).where(Need.community_id == community_id, col(Need.state).not_in(_NOT_LISTED))
    return session.exec(listed).one()


_LATEST = 200


_latest = (
    select(Need.kind)
    .where(Need.community_id == bindparam("community"))
    .order_by(col(Need.number).desc())
    .limit(_LATEST)
    .subquery()
)
_KINDS_USED = select(_latest.c.kind, func.count()).group_by(_latest.c.kind)


def kinds_used(session: Session, community_id: int) -> dict[str, int]:
    """How often each kind was named among a community's latest two hundred needs."""
    return {kind: count for kind, count in session.connection().execute(_KINDS_USED, {"community": community_id})}  # noqa: C416 - rows are no pairs to mypy


def last_state_before(session: Session, need_id: int, state: NeedState) -> NeedState | None:
    """The state that came before the present `state`, by the timeline."""
    entries = select(TimelineEntry.state).where(
        TimelineEntry.need_id == need_id, col(TimelineEntry.state).is_not(None), TimelineEntry.state != state
    )
    found = session.exec(entries.order_by(col(TimelineEntry.id).desc()).limit(1)).first()
    return NeedState(found) if found else None
