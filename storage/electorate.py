"""Who may vote: recognised residents and their houses, who of them has not voted yet, and where voters are from."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.ballots import ONESELF, PollVoter
from storage.erasures import Erasure, ErasureOf
from storage.people import Membership, Person

_VOTER = PollVoter.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_member = Membership.__table__  # type: ignore[attr-defined]  # as above


def _entitled(community_ids: Collection[int], joined_by: datetime) -> list[sa.ColumnElement[bool]]:
    leaving = sa.exists().where(col(Erasure.what) == ErasureOf.person, col(Erasure.subject_id) == _member.c.person_id)
    return [
        _member.c.community_id.in_(list(community_ids)),
        _member.c.recognised_at.is_not(None),
        _member.c.joined_at <= joined_by,
        sa.not_(leaving),
    ]


def entitled_people(session: Session, community_ids: Collection[int], joined_by: datetime) -> int:
    """How many recognised residents there are who had joined by then."""
    query = sa.select(sa.func.count(sa.distinct(_member.c.person_id))).where(*_entitled(community_ids, joined_by))
    return session.connection().execute(query).scalar_one()


def entitled_houses(session: Session, community_ids: Collection[int], joined_by: datetime) -> int:
    """How many houses they are: who has not said where they live is one of their own."""
    where = _entitled(community_ids, joined_by)
    lives = sa.select(_member.c.person_id, sa.func.max(_member.c.house_mark).label("house")).where(*where)
    people = lives.group_by(_member.c.person_id).subquery()
    own = sa.func.coalesce(people.c.house, sa.literal("p") + sa.cast(people.c.person_id, sa.String))
    return session.connection().execute(sa.select(sa.func.count(sa.distinct(own)))).scalar_one()


def not_voted(
    session: Session, poll_id: int, community_ids: Collection[int], joined_by: datetime, *, after: int, most: int,
    houses: bool = False,
) -> list[Person]:  # fmt: skip
    """The next recognised residents who can be reached and have no vote in it, by the person's id.

    With `houses`, who lives with somebody who has voted has a vote in it.
    """
    voted = [_VOTER.c.poll_id == poll_id, _VOTER.c.whom == ONESELF, _VOTER.c.has_vote]
    here = sa.exists().where(_member.c.person_id == col(Person.id), *_entitled(community_ids, joined_by))
    query = select(Person).where(here, col(Person.reachable), col(Person.id) > after)
    query = query.where(sa.not_(sa.exists().where(*voted, _VOTER.c.person_id == col(Person.id))))
    if houses:
        other, mine = _member.alias("other"), _member.alias("mine")
        lives_with = sa.exists().where(
            *voted, other.c.person_id == _VOTER.c.person_id, mine.c.person_id == col(Person.id),
            mine.c.house_mark == other.c.house_mark, mine.c.community_id == other.c.community_id,
            other.c.recognised_at.is_not(None), other.c.joined_at <= joined_by,
        )  # fmt: skip
        query = query.where(sa.not_(lives_with))
    return list(session.exec(query.order_by(col(Person.id)).limit(most)))


def voters_by_community(
    session: Session, poll_id: int, community_ids: Sequence[int], joined_by: datetime
) -> dict[int, int]:
    """How many of those who voted themselves belong to each of these neighbourhoods, each voter counted in one.

    Of several memberships, as in an RT and its RW, it is one by which the vote counts (`community.electorate.find`):
    first one that is recognised in time, then one with a house; of those that are alike, the innermost.
    `community_ids` are in the order of `storage.communities.below`, the outer before what lies in it.
    """
    is_entitled = sa.and_(_member.c.recognised_at.is_not(None), _member.c.joined_at <= joined_by)
    depth = sa.case({one: place for place, one in enumerate(community_ids)}, value=_member.c.community_id)
    best_first = (is_entitled.desc(), _member.c.house_mark.is_not(None).desc(), depth.desc())
    place = sa.func.row_number().over(partition_by=_member.c.person_id, order_by=best_first)
    lives = (
        sa.select(_member.c.community_id, place.label("place"))
        .join(_VOTER, _VOTER.c.person_id == _member.c.person_id)
        .where(
            _VOTER.c.poll_id == poll_id, _VOTER.c.has_vote, _VOTER.c.whom == ONESELF,
            _member.c.community_id.in_(community_ids),
        )
        .subquery()
    )  # fmt: skip
    query = sa.select(lives.c.community_id, sa.func.count()).where(lives.c.place == 1).group_by(lives.c.community_id)
    return {row[0]: row[1] for row in session.connection().execute(query.order_by(lives.c.community_id))}
