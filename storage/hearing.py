"""What is known of a message's recipient when it leaves: wishes, the neighbourhood's defaults, how much came lately."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from storage import broadcasts
from storage.broadcasts import Broadcast, Urgency
from storage.communities import Chat, Community
from storage.outbox import outbox
from storage.people import Membership, Person
from storage.preferences import Hearing, Preference, Rhythm

_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_community = Community.__table__  # type: ignore[attr-defined]  # as above
_preference = Preference.__table__  # type: ignore[attr-defined]  # as above
_broadcast = Broadcast.__table__  # type: ignore[attr-defined]  # as above
_membership = Membership.__table__  # type: ignore[attr-defined]  # as above
_chat = Chat.__table__  # type: ignore[attr-defined]  # as above

ANNOUNCEMENT = "broadcast"
"""The kind of a notice that brings an announcement; its subject is one."""

CAP_OF_NOBODYS = 12
"""Of whoever belongs to no neighbourhood yet: as one begins."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom a message is for, as it leaves. A neighbourhood's own group has no wishes but its quiet hours.

    `urgency` and `hears_here` are of the announcement that is brought: how urgent, and whether they want those of the
    neighbourhoods it is for. `keeps_urgent`: urgent announcements come although all is `stopped`.
    """

    quiet_hours: list[list[str]]
    time_zone: str
    weekly_cap: int
    news: Hearing = Hearing.now
    digest: Rhythm = Rhythm.weekly
    stopped: bool = False
    keeps_urgent: bool = False
    urgency: Urgency | None = None
    hears_here: bool = True


WISHES = (
    _preference.c.quiet_hours.label("own_hours"), _community.c.quiet_hours, _community.c.time_zone,
    _preference.c.weekly_cap.label("own_cap"), _community.c.weekly_cap, _preference.c.news, _preference.c.digest,
    _preference.c.stopped_at, _preference.c.keeps_urgent,
)  # fmt: skip
_own_place = _membership.alias("own_place")
_FIRST = (
    sa.select(sa.func.min(_own_place.c.community_id)).where(_own_place.c.person_id == _person.c.id).scalar_subquery()
)
_HOME = _community.c.id == sa.func.coalesce(_person.c.community_id, _FIRST)
"""Where they speak at present; wherever they belong, if nowhere."""


def of_person(query: sa.Select[Any]) -> sa.Select[Any]:
    """`query`, which speaks of people, with what WISHES need."""
    return query.outerjoin(_community, _HOME).outerjoin(_preference, _preference.c.person_id == _person.c.id)


_PERSON = of_person(sa.select(*WISHES).select_from(_person)).where(_person.c.id == sa.bindparam("person"))
_DECLINED = sa.exists().where(
    _membership.c.person_id == _person.c.id,
    _membership.c.community_id.in_(sa.bindparam("meant", expanding=True)),
    _membership.c.hears_broadcasts.is_(False),
)
_PERSON_OF_ANNOUNCEMENT = _PERSON.add_columns(_DECLINED.label("declined"))
_GROUP = (
    sa.select(_community.c.quiet_hours, _community.c.time_zone, _community.c.weekly_cap, _broadcast.c.urgency)
    .select_from(_chat)
    .join(_community, _community.c.id == _chat.c.community_id)
    .outerjoin(_broadcast, _broadcast.c.id == sa.bindparam("broadcast"))
    .where(_chat.c.telegram_id == sa.bindparam("chat"))
)


def person(session: Session, person_id: int, announcement: int | None = None) -> Listener | None:
    """One statement; where it brings an announcement, which the session may know already, also that."""
    of = {"person": person_id}
    brought = broadcasts.by_id(session, announcement) if announcement is not None else None
    if brought is None:
        row = session.connection().execute(_PERSON, of).first()
        return None if row is None else _listener(row)
    meant = [int(one) for one in brought.audience.get("communities", ())] or [brought.community_id]
    row = session.connection().execute(_PERSON_OF_ANNOUNCEMENT, {**of, "meant": meant}).first()
    return None if row is None else _listener(row, urgency=brought.urgency, hears_here=not row.declined)


def _listener(row: Any, **of_announcement: Any) -> Listener:
    own, theirs = row[0], row[1]
    return Listener(
        quiet_hours=theirs or [] if own is None else own,
        time_zone=row.time_zone or "Asia/Jakarta",
        weekly_cap=next((cap for cap in (row.own_cap, row[4]) if cap is not None), CAP_OF_NOBODYS),
        news=row.news or Hearing.now,
        digest=row.digest or Rhythm.weekly,
        stopped=row.stopped_at is not None,
        keeps_urgent=bool(row.keeps_urgent),
        **of_announcement,
    )


def group(session: Session, telegram_id: int, announcement: int | None = None) -> Listener | None:
    """A neighbourhood's own group, by the id under which it is written to; None for a group of nobody's."""
    row = session.connection().execute(_GROUP, {"chat": telegram_id, "broadcast": announcement}).first()
    return None if row is None else Listener(row.quiet_hours, row.time_zone, row.weekly_cap, urgency=row.urgency)


def came_since(session: Session, chat: int, moment: float, *, most: int, urgent: Collection[str]) -> int:
    """How many messages nobody had just asked for have left for a chat since then, up to `most` and no further.

    What is `urgent`, by its kind or as an announcement, is not counted.
    """
    is_urgent = sa.exists().where(
        _broadcast.c.id == outbox.c.subject_id, _broadcast.c.urgency != Urgency.normal, outbox.c.kind == ANNOUNCEMENT
    )
    found = (
        sa.select(outbox.c.id)
        .where(
            outbox.c.chat == chat,
            outbox.c.sent_at > moment,
            outbox.c.rank > sa.literal_column("0"),
            sa.or_(outbox.c.kind.is_(None), sa.and_(outbox.c.kind.not_in(sorted(urgent)), ~is_urgent)),
        )
        .limit(most)
        .subquery()
    )
    return session.connection().execute(sa.select(sa.func.count()).select_from(found)).scalar_one()


_HOURS = of_person(sa.select(_person.c.id, *WISHES[:3]).select_from(_person))


def own_hours(session: Session, person_ids: Collection[int]) -> dict[int, tuple[list[list[str]], str]]:
    """Quiet hours and time zone of those of these who have set hours of their own."""
    rows = session.connection().execute(_HOURS.where(_person.c.id.in_(person_ids)))
    return {row.id: (row.own_hours, row.time_zone or "Asia/Jakarta") for row in rows if row.own_hours is not None}
