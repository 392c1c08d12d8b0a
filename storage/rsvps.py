"""Who comes, who brings what, who was there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.columns import NEVER_AGAIN, Words, one_of
from storage.occurrences import Occurrence, OccurrenceState
from storage.people import Person


class Answer(StrEnum):
    """Ikut, belum tentu, berhalangan; as PARTSTAT of RFC 5545, 3.2.12: ACCEPTED, TENTATIVE, DECLINED."""

    coming = "coming"
    maybe = "maybe"
    away = "away"


class Rsvp(SQLModel, table=True):
    """A person's answer to one occurrence. Who is away is named to nobody; who comes, only if they like."""

    __table_args__ = (one_of("answer", Answer),)

    occurrence_id: int = Field(foreign_key="occurrence.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, primary_key=True)
    answer: Answer = Field(sa_type=Words(Answer))
    shows_name: bool = False
    waits: bool = False
    """Coming, but there is no room: they move up in the order of `since`."""
    errand: str | None = Field(default=None, max_length=200)
    """What somebody who is away sends along all the same (`community.errands`); empty if they were asked, and said
    nothing; None if they were not asked."""
    since: datetime
    """When they last changed the answer."""


class Promise(SQLModel, table=True):
    """That somebody brings so many of an item, or takes a task on, this time; one row for each item."""

    __table_args__ = (UniqueConstraint("occurrence_id", "item_id", "person_id"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id")
    item_id: int = Field(foreign_key="event_item.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    many: int = 1
    waits: bool = False
    """All that is wanted was promised already: they move up in the order of `since`."""
    since: datetime


class How(StrEnum):
    """How somebody is known to have been there: by the code at the place, or an organiser's list."""

    code = "code"
    listed = "listed"


class Attendance(SQLModel, table=True):
    """That somebody was there; without Telegram, by name."""

    __table_args__ = (one_of("how", How), UniqueConstraint("occurrence_id", "person_id"), NEVER_AGAIN)

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    name: str = Field(default="", max_length=64)
    """Of somebody without Telegram."""
    how: How = Field(sa_type=Words(How))
    added_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    at: datetime


class Swap(SQLModel, table=True):
    """That somebody asks a neighbour to take over a turn or a promise. `promise_id` is set, or it is about a turn.

    A turn is given for another one, `for_turn_id`, or to whoever of the rota says yes first: then `asked_id` is None
    until one has, and a row of its own says who cannot. Where two turns change hands there is a row for each. An answer
    outlives its turn, whose number is None then, and whoever said yes: nobody is asked twice for a night, nor given
    again what they have given away.
    """

    __table_args__ = NEVER_AGAIN

    id: int = Field(default=None, primary_key=True)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    turn_id: int | None = Field(default=None, foreign_key="rota_turn.id", index=True)
    for_turn_id: int | None = Field(default=None, foreign_key="rota_turn.id", index=True)
    promise_id: int | None = Field(default=None, foreign_key="promise.id", index=True)
    asks_id: int = Field(foreign_key="person.id", index=True)
    asked_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    agreed: bool | None = None
    """None while it is not answered."""
    asked_at: datetime
    answered_at: datetime | None = None


def rsvp(session: Session, occurrence_id: int, person_id: int) -> Rsvp | None:
    return session.get(Rsvp, (occurrence_id, person_id))


def counts(session: Session, occurrence_id: int) -> dict[Answer, int]:
    """How many have given which answer; who waits for room counts as coming."""
    query = sa.select(col(Rsvp.answer), sa.func.count()).where(col(Rsvp.occurrence_id) == occurrence_id)
    found = session.connection().execute(query.group_by(col(Rsvp.answer)))
    return {row[0]: row[1] for row in found}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many have said what; `coming` have room, `waiting` would come if there were."""

    coming: int = 0
    waiting: int = 0
    maybe: int = 0
    away: int = 0


_TALLY = (
    sa.select(col(Rsvp.answer), col(Rsvp.waits), sa.func.count())
    .where(col(Rsvp.occurrence_id) == sa.bindparam("occurrence"))
    .group_by(col(Rsvp.answer), col(Rsvp.waits))
)


def tally(session: Session, occurrence_id: int) -> Tally:
    """One statement, as `counts`, with those apart who wait for room."""
    found = session.connection().execute(_TALLY, {"occurrence": occurrence_id})
    many = {(answer, waits and answer is Answer.coming): number for answer, waits, number in found}
    seated, waiting = many.get((Answer.coming, False), 0), many.get((Answer.coming, True), 0)
    return Tally(seated, waiting, many.get((Answer.maybe, False), 0), many.get((Answer.away, False), 0))


def waiting(session: Session, occurrence_id: int, *, most: int | None = None) -> list[Rsvp]:
    """The next to be given room, in the order in which they get it."""
    query = select(Rsvp).where(
        Rsvp.occurrence_id == occurrence_id, Rsvp.answer == Answer.coming, col(Rsvp.waits)
    )  # fmt: skip
    query = query.order_by(col(Rsvp.since), col(Rsvp.person_id)).limit(most)
    return list(session.exec(query.execution_options(populate_existing=True)))


def place_in_line(session: Session, mine: Rsvp) -> int:
    """Who waits as the first has 1."""
    before = sa.or_(
        col(Rsvp.since) < mine.since, sa.and_(col(Rsvp.since) == mine.since, col(Rsvp.person_id) <= mine.person_id)
    )
    query = sa.select(sa.func.count()).where(
        col(Rsvp.occurrence_id) == mine.occurrence_id, col(Rsvp.answer) == Answer.coming, col(Rsvp.waits), before
    )
    return session.connection().execute(query).scalar_one()


def named(session: Session, occurrence_id: int, *, most: int) -> list[str]:
    """Who comes, has room and likes to be named, the first to say so first."""
    query = select(Person.name).join(Rsvp, col(Rsvp.person_id) == col(Person.id))
    comes = query.where(
        Rsvp.occurrence_id == occurrence_id, Rsvp.answer == Answer.coming, col(Rsvp.waits).is_(False),
        col(Rsvp.shows_name),
    )  # fmt: skip
    return list(session.exec(comes.order_by(col(Rsvp.since), col(Rsvp.person_id)).limit(most)))


def errands(session: Session, occurrence_id: int) -> list[tuple[str, Person]]:
    """What is sent along, and by whom, the first to say so first."""
    query = select(Rsvp.errand, Person).join(Person, col(Person.id) == col(Rsvp.person_id))
    said = query.where(Rsvp.occurrence_id == occurrence_id, Rsvp.answer == Answer.away, col(Rsvp.errand) != "")
    found = session.exec(said.order_by(col(Rsvp.since), col(Rsvp.person_id)))
    return [(errand, person) for errand, person in found if errand]


def to_come(session: Session, person_id: int, now: datetime) -> list[int]:
    """The occurrences that are not over, or are put off, to which this person has given an answer, by their ids."""
    query = select(Rsvp.occurrence_id).join(Occurrence, col(Occurrence.id) == col(Rsvp.occurrence_id))
    is_to_come = sa.or_(col(Occurrence.ends_at) > now, col(Occurrence.state) == OccurrenceState.postponed)
    mine = query.where(Rsvp.person_id == person_id, is_to_come)
    return list(session.exec(mine.order_by(col(Rsvp.occurrence_id))))


def answered(session: Session, occurrence_id: int, answers: Collection[Answer] = tuple(Answer)) -> list[Rsvp]:
    """Those with one of these answers, in the order of giving it."""
    query = select(Rsvp).where(Rsvp.occurrence_id == occurrence_id, col(Rsvp.answer).in_(answers))
    return list(session.exec(query.order_by(col(Rsvp.since), col(Rsvp.person_id))))


def promises_of(session: Session, occurrence_id: int) -> list[Promise]:
    """In the order of being made."""
    query = select(Promise).where(Promise.occurrence_id == occurrence_id)
    return list(session.exec(query.order_by(col(Promise.since), col(Promise.id))))
