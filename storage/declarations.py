"""What residents say of themselves so that it can be told whether everyone is heard: numbers alone are made of it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from storage.ballots import ONESELF, PollVoter
from storage.columns import Words, one_of
from storage.electorate import Area
from storage.people import Membership


class Group(StrEnum):
    """Those whose voices village meetings most often miss; one may belong to several, and need not say so."""

    women = "women"
    youth = "youth"
    """From 16 to 30 (UU 40/2009 on youth, article 1)."""
    elders = "elders"
    """From 60 on (UU 13/1998 on the welfare of the elderly, article 1)."""
    disabled = "disabled"
    """People with disabilities (UU 8/2016)."""


class Declaration(SQLModel, table=True):
    """One person says that they belong to one group. Taken back, the row is gone."""

    __table_args__ = (one_of("belongs_to", Group),)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    belongs_to: Group = Field(sa_type=Words(Group), primary_key=True)
    declared_at: datetime


def of_person(session: Session, person_id: int) -> list[Declaration]:
    """In the order of the groups."""
    found = session.exec(select(Declaration).where(Declaration.person_id == person_id)).all()
    return sorted(found, key=lambda one: list(Group).index(one.belongs_to))


def get(session: Session, person_id: int, group: Group) -> Declaration | None:
    return session.get(Declaration, (person_id, group))


def voters_by_group(session: Session, poll_id: int, area: Area) -> dict[Group, int]:
    """How many of the residents who voted themselves have said so, group by group; who is in two counts in both."""
    lives_here = sa.exists().where(
        col(Membership.person_id) == col(PollVoter.person_id), col(Membership.community_id).in_(area.community_ids)
    )
    query = (
        sa.select(col(Declaration.belongs_to), sa.func.count())
        .join(PollVoter, col(PollVoter.person_id) == col(Declaration.person_id))
        .where(
            col(PollVoter.poll_id) == poll_id, col(PollVoter.has_vote), col(PollVoter.whom) == ONESELF, lives_here
        )
        .group_by(col(Declaration.belongs_to))
    )  # fmt: skip
    found = {row[0]: row[1] for row in session.connection().execute(query)}
    return {group: found[group] for group in Group if group in found}
