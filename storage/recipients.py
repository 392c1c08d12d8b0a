"""Who an announcement reaches in private, as one query: counted for the preview, fetched in chunks for its rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.closings import Closing, ClosingAnswer
from storage.erasures import Erasure, ErasureOf
from storage.people import OFFICE, Membership, Person
from storage.preferences import Preference

_person = Person.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_member = Membership.__table__  # type: ignore[attr-defined]  # as above


@dataclass(frozen=True, slots=True)
class Among:
    """Residents of these communities, all or only the organisers; of them only `people`, if given, and never `but`.

    What is `urgent` reaches also those who have declined announcements.
    """

    communities: Sequence[int]
    office: bool = False
    people: Collection[int] | None = None
    but: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """How many hear it in private, how many have asked for silence, how many have blocked the bot or are gone.

    `mark` tells one set of hearers from another: their number and the sum of their ids.
    """

    hear: int
    silent: int
    gone: int
    mark: str


def _members(among: Among, *, declined: bool = False) -> sa.Exists:
    conditions = [_member.c.person_id == _person.c.id, _member.c.community_id.in_(among.communities)]
    if declined:
        conditions.append(_member.c.hears_broadcasts.is_(False))
    elif among.office:
        conditions.append(_member.c.role.in_(OFFICE))
    return sa.exists().where(*conditions)


def _residents(among: Among) -> list[sa.ColumnElement[bool]]:
    leaving = sa.exists().where(col(Erasure.what) == ErasureOf.person, col(Erasure.subject_id) == _person.c.id)
    conditions: list[sa.ColumnElement[bool]] = [_members(among), sa.not_(leaving)]
    if among.people is not None:
        conditions.append(_person.c.id.in_(sorted(among.people)))
    if among.but is not None:
        conditions.append(_person.c.id != among.but)
    return conditions


def _wants(among: Among) -> sa.ColumnElement[bool]:
    """Who has declined in one of the neighbourhoods that are meant hears none of it, wherever else they belong.

    Who has stopped everything hears only what is urgent, and that if they have asked for it.
    """
    mine = (col(Preference.person_id) == _person.c.id, col(Preference.stopped_at).is_not(None))
    if among.urgent:
        return sa.not_(sa.exists().where(*mine, col(Preference.keeps_urgent).is_(False)))
    return sa.not_(sa.or_(_members(among, declined=True), sa.exists().where(*mine)))


def reached(session: Session, among: Among) -> Reached:
    """Counted over all, without fetching anybody."""
    hears = sa.and_(_person.c.reachable, _wants(among))
    query = sa.select(
        sa.func.count().filter(hears),
        sa.func.count().filter(_person.c.reachable),
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(_person.c.id).filter(hears), 0),
    ).where(*_residents(among))
    hear, reachable, everyone, total = session.connection().execute(query).one()
    return Reached(hear, reachable - hear, everyone - reachable, f"{hear}.{total}")


def after(session: Session, among: Among, person_id: int, most: int) -> list[tuple[int, int]]:
    """(person, Telegram id) of the next who hear it, by the person's id."""
    query = (
        sa.select(_person.c.id, _person.c.telegram_id)
        .where(*_residents(among), _person.c.reachable, _wants(among), _person.c.id > person_id)
        .order_by(_person.c.id)
        .limit(most)
    )
    return [(row[0], row[1]) for row in session.connection().execute(query)]


def unanswered(session: Session, need_id: int) -> set[int]:
    """Who was asked whether this need is met, in a round that is still open, and has not answered."""
    query = (
        sa.select(col(ClosingAnswer.person_id))
        .join(Closing, col(Closing.id) == col(ClosingAnswer.closing_id))
        .where(
            col(Closing.need_id) == need_id, col(Closing.ended_at).is_(None), col(ClosingAnswer.answered_at).is_(None)
        )
    )
    return set(session.connection().execute(query).scalars())
