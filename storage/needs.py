"""Needs: what residents say is needed, where each one stands, and the questions asked about many of them."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import BigInteger, Index, UniqueConstraint, bindparam, func
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of


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
    unconfirmed = "unconfirmed"
    """Said to be done, and nobody has said otherwise while neighbours were asked."""


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


class Awaited(StrEnum):
    """What the reporter may say next, unasked: an answer to a question, or how a refusal is taken."""

    answer = "answer"
    reaction = "reaction"


OPEN = "hidden_at IS NULL AND state NOT IN ('resolved', 'unconfirmed', 'merged', 'withdrawn')"
"""What neighbours see and something is still expected of; outright, so that the indexes of it serve a query."""


UNREAD = (NeedState.received, NeedState.under_review)
"""Organisers have not decided what is shown of its words."""


def _index_of_open(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))


class Need(SQLModel, table=True):
    """What a resident says is needed. `number` is spoken ("No. 14"), `code` stays inside links.

    `moves` counts up with every change that organisers make: a button drawn before shows an older count, and is told.
    """

    __table_args__ = (
        one_of("state", NeedState),
        one_of("awaits", Awaited),
        one_of("name_shown_to", Audience),
        one_of("photos_shown_to", Audience),
        one_of("houses", Houses),
        UniqueConstraint("community_id", "number"),
        Index("ix_need_kind_place", "community_id", "kind", "latitude", "longitude"),
        _index_of_open("ix_need_open_place", "community_id", "kind", "latitude", "longitude"),
        _index_of_open("ix_need_open_landmark", "community_id", "kind", "landmark"),
        NEVER_AGAIN,
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
    """Who said it; for a neighbour without Telegram, who spoke for them."""
    on_behalf_of: str | None = Field(default=None, max_length=64)
    agreed_at: datetime | None = None
    """When that neighbour agreed, as the one who speaks for them says."""
    spoken_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Who had spoken for the reporter, who has since taken the need over."""
    stems: str | None = Field(default=None, max_length=512)
    """What it says, as word stems: for finding what is alike (`community.similar`)."""
    state: NeedState = Field(default=NeedState.received, sa_type=Words(NeedState))
    moves: int = 0
    awaits: Awaited | None = Field(default=None, sa_type=Words(Awaited))
    merged_into_id: int | None = Field(default=None, foreign_key="need.id", index=True)
    assigned_to_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """The organiser who sees to it; None is whoever comes first."""
    forwarded_to: str | None = Field(default=None, max_length=64)
    letter_number: str | None = Field(default=None, max_length=64)
    letter_on: date | None = None
    check_on: date | None = None
    """When the organisers want to ask again; both days are local."""
    planned_for: datetime | None = None
    to_discuss_at: datetime | None = None
    """Since when it is on the list for the neighbours' next talk (rembuk warga)."""
    hidden_at: datetime | None = None
    """Since when neighbours do not see it: three found it unfitting, or its reporter is having it deleted."""
    group_row_id: int | None = Field(default=None, sa_type=BigInteger)
    """The outbox row by which it was shown in the group; its message is edited when things change."""
    shown_in_group_at: datetime | None = None
    heard_at: datetime
    """When the organisers last did or said something about it; at first, when it came."""
    silence_told_at: datetime | None = None
    created_at: datetime
    changed_at: datetime


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


def by_id(session: Session, need_id: int) -> Need | None:
    return session.get(Need, need_id)


def root(session: Session, need: Need) -> Need:
    """The need in which this one lives on: itself, unless it was merged."""
    while need.merged_into_id is not None:
        further = session.get(Need, need.merged_into_id)
        if further is None:
            break
        need = further
    return need


def numbered(session: Session, community_id: int, number: int) -> Need | None:
    """The need that is spoken of as No. `number` there."""
    return session.exec(select(Need).where(Need.community_id == community_id, Need.number == number)).first()


def held(session: Session, need_id: int) -> Need | None:
    """The row as it is now, locked to the end of the transaction: of two who act at once, the second sees the first."""
    session.flush()  # or what this transaction has changed already would be read over
    return session.get(Need, need_id, with_for_update=True, populate_existing=True)


def awaiting(session: Session, person_id: int) -> list[Need]:
    """The needs about which this reporter may say something out of the blue."""
    query = select(Need).where(Need.reporter_id == person_id, col(Need.awaits).is_not(None))
    return list(session.exec(query.order_by(col(Need.id))))


def count_of_reporter(session: Session, person_id: int, community_id: int) -> int:
    mine = select(func.count()).where(Need.reporter_id == person_id, Need.community_id == community_id)
    return session.exec(mine).one()


_SINCE = select(func.count()).where(Need.reporter_id == bindparam("person"), Need.created_at >= bindparam("moment"))


def since(session: Session, person_id: int, moment: datetime) -> int:
    """How many needs a person has submitted since then, for whomever; in any community."""
    found: int = session.connection().execute(_SINCE, {"person": person_id, "moment": moment}).scalar_one()
    return found


# What neighbours no longer look for among the open matters of the neighbourhood.
_NOT_LISTED = (NeedState.withdrawn, NeedState.merged)


def listed(community_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions: what neighbours may see, neither withdrawn nor merged into another nor hidden."""
    return (
        col(Need.community_id) == community_id,
        col(Need.state).not_in(_NOT_LISTED),
        col(Need.hidden_at).is_(None),
    )


def of_community(session: Session, community_id: int, *, limit: int, offset: int = 0) -> list[Need]:
    """What neighbours may see, newest first."""
    query = select(Need).where(*listed(community_id)).order_by(col(Need.number).desc())
    return list(session.exec(query.limit(limit).offset(offset)))


def count_of_community(session: Session, community_id: int) -> int:
    return session.exec(select(func.count()).select_from(Need).where(*listed(community_id))).one()


def to_discuss(session: Session, community_id: int, states: Collection[NeedState]) -> list[Need]:
    """What is on the list for the neighbours' next talk, the longest there first."""
    listed_for_talk = (col(Need.to_discuss_at).is_not(None), col(Need.state).in_(states))
    query = select(Need).where(*listed(community_id), *listed_for_talk)
    return list(session.exec(query.order_by(col(Need.to_discuss_at), col(Need.id))))


def silent(
    session: Session, community_id: int, states: Collection[NeedState], *, heard_before: datetime, told_before: datetime
) -> list[Need]:
    """What the organisers have not spoken of since then, and nobody was told so since the other; held till the end."""
    untold = sa.or_(col(Need.silence_told_at).is_(None), col(Need.silence_told_at) <= told_before)
    query = select(Need).where(*listed(community_id), col(Need.state).in_(states), Need.heard_at <= heard_before)
    return list(session.exec(query.where(untold).order_by(col(Need.id)).with_for_update(skip_locked=True)))


def count_silent(session: Session, community_id: int, states: Collection[NeedState], *, heard_before: datetime) -> int:
    query = select(func.count()).select_from(Need)
    unheard = (col(Need.state).in_(states), col(Need.heard_at) <= heard_before)
    return session.exec(query.where(*listed(community_id), *unheard)).one()


def told_of_silence(
    session: Session, community_id: int, states: Collection[NeedState], *, since: datetime
) -> list[Need]:
    """The needs about whose silence people are told since then, as they stand now."""
    told = (col(Need.silence_told_at) >= since, col(Need.state).in_(states))
    return list(session.exec(select(Need).where(*listed(community_id), *told).order_by(col(Need.number))))


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


def told_by(session: Session, person_id: int) -> list[Need]:
    """Every need of this reporter, in any community, whatever became of it; the oldest first."""
    return list(session.exec(select(Need).where(Need.reporter_id == person_id).order_by(col(Need.id))))


def merged_into(session: Session, need_id: int) -> bool:
    """True if another need lives on in this one."""
    return session.exec(select(Need.id).where(Need.merged_into_id == need_id).limit(1)).first() is not None
