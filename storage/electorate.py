"""Who may vote: recognised residents and their houses, who of them has not voted yet, and where voters are from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.ballots import ONESELF, PollVoter
from storage.erasures import Erasure, ErasureOf
from storage.people import Membership, Person

_VOTER = PollVoter.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_member = Membership.__table__  # type: ignore[attr-defined]  # as above


@dataclass(frozen=True, slots=True)
class Area:
    """Whom a poll asks: `community_ids` are in the order of `storage.communities.below`, the outer before what lies in
    it; who has joined after `joined_by` is not counted.
    """

    community_ids: Sequence[int]
    joined_by: datetime


def _entitled(area: Area) -> list[sa.ColumnElement[bool]]:
    return [
        _member.c.community_id.in_(area.community_ids),
        _member.c.recognised_at.is_not(None),
        _member.c.joined_at <= area.joined_by,
    ]


def _stays() -> sa.ColumnElement[bool]:
    leaving = sa.exists().where(col(Erasure.what) == ErasureOf.person, col(Erasure.subject_id) == _member.c.person_id)
    return sa.not_(leaving)


def _place(area: Area) -> sa.Label[int]:
    """1 for that of a person's memberships, as in an RT and its RW, by which they vote (`community.electorate.find`):
    first one that is recognised in time, then one with a house; of those that are alike, the innermost.
    """
    is_entitled = sa.and_(_member.c.recognised_at.is_not(None), _member.c.joined_at <= area.joined_by)
    depth = sa.case({one: place for place, one in enumerate(area.community_ids)}, value=_member.c.community_id)
    best_first = (is_entitled.desc(), _member.c.house_mark.is_not(None).desc(), depth.desc())
    return sa.func.row_number().over(partition_by=_member.c.person_id, order_by=best_first).label("place")


def _homes(area: Area, *where: sa.ColumnElement[bool]) -> sa.Subquery:
    """Everyone whose vote counts, and the mark of their house, if it is known: `person_id`, `house`; each once."""
    lives = sa.select(_member.c.person_id, _member.c.house_mark.label("house"), _place(area))
    every = lives.where(*_entitled(area), *where).subquery()
    return sa.select(every.c.person_id, every.c.house).where(every.c.place == 1).subquery()


def entitled_people(session: Session, area: Area) -> int:
    """How many recognised residents there are who had joined by then."""
    query = sa.select(sa.func.count(sa.distinct(_member.c.person_id))).where(*_entitled(area), _stays())
    return session.connection().execute(query).scalar_one()


def entitled_houses(session: Session, area: Area) -> int:
    """How many houses they are: who has not said where they live is one of their own."""
    people = _homes(area, _stays())
    own = sa.func.coalesce(people.c.house, sa.literal("p") + sa.cast(people.c.person_id, sa.String))
    return session.connection().execute(sa.select(sa.func.count(sa.distinct(own)))).scalar_one()


def not_voted(
    session: Session, poll_id: int, area: Area, *, after: int, most: int, houses: bool = False
) -> list[Person]:
    """The next recognised residents who can be reached and have no vote in it, by the person's id.

    With `houses`, who lives with somebody who has voted has a vote in it.
    """
    voted = [_VOTER.c.poll_id == poll_id, _VOTER.c.whom == ONESELF, _VOTER.c.has_vote]
    here = sa.exists().where(_member.c.person_id == col(Person.id), *_entitled(area), _stays())
    query = select(Person).where(here, col(Person.reachable), col(Person.id) > after)
    query = query.where(sa.not_(sa.exists().where(*voted, _VOTER.c.person_id == col(Person.id))))
    if houses:
        mine, other = _homes(area), _homes(area)
        of_others = sa.select(other.c.house).join(_VOTER, _VOTER.c.person_id == other.c.person_id).where(*voted)
        have_a_vote = sa.select(mine.c.person_id).where(mine.c.house.in_(of_others.where(other.c.house.is_not(None))))
        query = query.where(col(Person.id).not_in(have_a_vote))
    return list(session.exec(query.order_by(col(Person.id)).limit(most)))


# ── houses that have one vote ──


def _live_in(house_mark: str, area: Area) -> sa.Select[tuple[int]]:
    """Those who share its vote."""
    marked = sa.select(_member.c.person_id).where(_member.c.house_mark == house_mark)
    people = _homes(area, _member.c.person_id.in_(marked))
    return sa.select(people.c.person_id).where(people.c.house == house_mark)


def house_has_none(session: Session, poll_id: int, house_mark: str, area: Area) -> None:
    """The vote of this house was taken back: nobody of it has one any more. Who is not counted votes alone."""
    statement = sa.update(_VOTER).where(
        _VOTER.c.poll_id == poll_id, _VOTER.c.whom == ONESELF, _VOTER.c.person_id.in_(_live_in(house_mark, area))
    )
    session.connection().execute(statement.values(has_vote=False))


def votes_in_house(session: Session, poll_id: int, house_mark: str, area: Area) -> int:
    """How many of those who share the vote of this house have voted."""
    query = sa.select(sa.func.count()).where(
        _VOTER.c.poll_id == poll_id, _VOTER.c.has_vote, _VOTER.c.whom == ONESELF,
        _VOTER.c.person_id.in_(_live_in(house_mark, area)),
    )  # fmt: skip
    return session.connection().execute(query).scalar_one()


def shares_vote(session: Session, poll_id: int, person_id: int, house_mark: str, area: Area) -> bool:
    """True if this person has voted in it, now or before, and so has somebody else of this house."""
    own = sa.exists().where(_VOTER.c.poll_id == poll_id, _VOTER.c.whom == ONESELF, _VOTER.c.person_id == person_id)
    others = sa.exists().where(
        _VOTER.c.poll_id == poll_id, _VOTER.c.whom == ONESELF, _VOTER.c.person_id != person_id,
        _VOTER.c.person_id.in_(_live_in(house_mark, area)),
    )  # fmt: skip
    return bool(session.connection().execute(sa.select(sa.and_(own, others))).scalar())


# ── where voters are from ──


def voters_by_community(session: Session, poll_id: int, area: Area) -> dict[int, int]:
    """How many of those who voted themselves belong to each of its neighbourhoods, each voter counted in one."""
    lives = (
        sa.select(_member.c.community_id, _place(area))
        .join(_VOTER, _VOTER.c.person_id == _member.c.person_id)
        .where(
            _VOTER.c.poll_id == poll_id, _VOTER.c.has_vote, _VOTER.c.whom == ONESELF,
            _member.c.community_id.in_(area.community_ids),
        )
        .subquery()
    )  # fmt: skip
    query = sa.select(lives.c.community_id, sa.func.count()).where(lives.c.place == 1).group_by(lives.c.community_id)
    return {row[0]: row[1] for row in session.connection().execute(query.order_by(lives.c.community_id))}
