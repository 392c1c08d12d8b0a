"""Who speaks, in which community, in the middle of what: the one join that begins every stage."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from storage.columns import word
from storage.communities import Community
from storage.dialogues import COLUMNS, Standing, dialogue
from storage.needs import Need
from storage.outbox import waits_in_other_hands
from storage.people import Membership, Person, Role

_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_community = Community.__table__  # type: ignore[attr-defined]  # as above
_membership = Membership.__table__  # type: ignore[attr-defined]  # as above

_need = Need.__table__  # type: ignore[attr-defined]  # as above

_AWAITED = sa.exists().where(_need.c.reporter_id == _person.c.id, _need.c.awaits.is_not(None)).label("awaited")
_BEHIND = (
    sa.exists()
    .where(*waits_in_other_hands(_person.c.telegram_id, mine=sa.bindparam("mine"), now=sa.bindparam("now")))
    .label("behind")
)
_SPEAKER = (
    sa.select(
        _person.c.id.label("person_id"),
        _person.c.name.label("person_name"),
        _person.c.language,
        _person.c.reachable,
        _community.c.id.label("community_id"),
        _community.c.name.label("community_name"),
        _community.c.time_zone,
        _community.c.chair_confirmed_at,
        _membership.c.role,
        _community.c.landmarks,
        _BEHIND,
        _AWAITED,
        *COLUMNS,
    )
    .select_from(_person)
    .outerjoin(_community, _community.c.id == _person.c.community_id)
    .outerjoin(
        _membership,
        sa.and_(_membership.c.person_id == _person.c.id, _membership.c.community_id == _community.c.id),
    )
    .outerjoin(
        dialogue,
        sa.and_(dialogue.c.person_id == _person.c.id, dialogue.c.is_current, dialogue.c.state == word("open")),
    )
    .where(_person.c.telegram_id == sa.bindparam("telegram_id"))
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A known person at this moment. `standing` is the draft they are in the middle of, if any.

    `is_behind`: replies to their chat wait that are in no hand, or in another process's. `is_awaited`: something is
    waited for that they may say out of the blue (`storage.needs.Awaited`).
    """

    person_id: int
    telegram_id: int
    name: str
    language: str
    reachable: bool
    community_id: int | None
    community_name: str
    time_zone: str
    chair_confirmed: bool
    role: Role | None
    landmarks: list[str]
    is_behind: bool
    is_awaited: bool
    standing: Standing | None


def speaker(session: Session, telegram_id: int, *, mine: str, now: float) -> Speaker | None:
    """The person with this Telegram id, or None for a stranger. `mine` is the name of the process that asks."""
    row = session.connection().execute(_SPEAKER, {"telegram_id": telegram_id, "mine": mine, "now": now}).first()
    if row is None:
        return None
    standing = Standing(*row[-len(COLUMNS) :])
    return Speaker(
        person_id=row.person_id,
        telegram_id=telegram_id,
        name=row.person_name,
        language=row.language,
        reachable=row.reachable,
        community_id=row.community_id,
        community_name=row.community_name or "",
        time_zone=row.time_zone or "Asia/Jakarta",
        chair_confirmed=row.chair_confirmed_at is not None,
        role=row.role,
        landmarks=row.landmarks or [],
        is_behind=bool(row.behind),
        is_awaited=bool(row.awaited),
        standing=standing if standing.id is not None else None,
    )
