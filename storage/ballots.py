"""Votes, in two tables that only the secret of the installation joins: who has voted, and what was voted.

`PollVoter` says who has voted and holds no choice. `Ballot` holds a choice and no name: its key is a keyed hash
(`community.secrecy`). Neither bears a time or a running number, so that their order tells nothing.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col, select

from storage.objections import Objection
from storage.paper_tallies import PaperTally
from storage.people import Membership, Person
from storage.polls import Poll, PollState

ONESELF = ""


class Ballot(SQLModel, table=True):
    """What one voter has chosen. `mark` is the same for whoever has this vote, and nothing to whoever lacks the secret.

    `choices` are options' ids: in their order where it counts, repeated for each point.
    """

    # Kept by their key alone: SQLite's own row numbers would tell in which order people voted.
    __table_args__ = (UniqueConstraint("poll_id", "receipt"), {"sqlite_with_rowid": False})

    mark: str = Field(primary_key=True, max_length=64)
    poll_id: int = Field(foreign_key="poll.id", index=True)
    receipt: str = Field(max_length=12)
    """Random; its owner knows it and finds their vote by it in the published list."""
    choices: list[int] = Field(default_factory=list, sa_type=JSON)
    counted: bool = True
    """False while its voter is not recognised as living here, or where they joined too late (`Poll.joined_by`)."""
    by_neighbour: bool = False
    """Cast by a neighbour for somebody without Telegram."""


class PollVoter(SQLModel, table=True):
    """That somebody has voted: for themselves, or `whom` names the neighbour for whom they have."""

    __tablename__ = "poll_voter"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: int = Field(foreign_key="poll.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True, primary_key=True)
    whom: str = Field(default=ONESELF, max_length=64, primary_key=True)
    has_vote: bool = True
    """False once they have taken all of it back."""


# ── ballots ──


_BALLOT = Ballot.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
_VOTER = PollVoter.__table__  # type: ignore[attr-defined]  # as above
_OBJECTION = Objection.__table__  # type: ignore[attr-defined]  # as above
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def _making(insert: Any) -> Any:
    new = insert(_BALLOT)
    # Nothing changes, but the one that is there is locked and given back.
    kept = new.on_conflict_do_update(index_elements=["mark"], set_={"poll_id": new.excluded.poll_id})
    return select(Ballot).from_statement(kept.returning(_BALLOT)).execution_options(populate_existing=True)


# Made once: to put such a statement together takes as long as to run it.
_OWN = {name: _making(insert) for name, insert in _INSERT.items()}


def _noting(insert: Any) -> Any:
    new = insert(_VOTER)
    keys = ["poll_id", "person_id", "whom"]
    return new.on_conflict_do_update(index_elements=keys, set_={"has_vote": new.excluded.has_vote})


_NOTE = {name: _noting(insert) for name, insert in _INSERT.items()}


def own(session: Session, mark: str, poll_id: int, *, receipt: str, by_neighbour: bool = False) -> Ballot:
    """This voter's ballot as it is now, new and empty if there was none; locked, for two taps are two choices.

    Made by a statement that minds no other: the two may come at once, from the group and in private.
    """
    new = {"mark": mark, "poll_id": poll_id, "receipt": receipt, "by_neighbour": by_neighbour}
    statement = _OWN[session.connection().dialect.name]
    found: Ballot = session.scalars(statement, {**new, "choices": [], "counted": True}).one()
    return found


def known(session: Session, mark: str) -> Ballot | None:
    """This voter's ballot, for looking at."""
    return session.get(Ballot, mark)


def ballots_of(session: Session, poll_id: int) -> list[Ballot]:
    """Every ballot with a choice, in the order of the receipts, which are random."""
    query = select(Ballot).where(Ballot.poll_id == poll_id).order_by(col(Ballot.receipt))
    return [one for one in session.exec(query.execution_options(populate_existing=True)) if one.choices]


def forget_marks(session: Session, poll_id: int, draw: Callable[[], str]) -> None:
    """From here on nobody can tell whose any of these is, whatever secret they have.

    Written anew in the order of the new marks, which are random: where PostgreSQL keeps a row tells when it was
    written, and who has voted is kept in that order too.
    """
    session.flush()
    marks: set[str] = set()
    for table in (_BALLOT, _OBJECTION):
        marks |= set(session.connection().execute(sa.select(table.c.mark).where(table.c.poll_id == poll_id)).scalars())
    new = sorted(({"was": mark, "is_now": draw()} for mark in marks), key=lambda one: one["is_now"])
    if not new:
        return
    for table in (_BALLOT, _OBJECTION):
        statement = sa.update(table).where(table.c.mark == sa.bindparam("was")).values(mark=sa.bindparam("is_now"))
        session.connection().execute(statement, new)
    session.expire_all()


def forget_all(session: Session, poll_id: int) -> None:
    """Nothing is counted: no vote, objection or sheet stays."""
    session.flush()
    for table in (Ballot, Objection, PaperTally):
        session.connection().execute(sa.delete(table).where(col(table.poll_id) == poll_id))
    session.expire_all()


def drop(session: Session, marks: Collection[str]) -> None:
    """Ballots that are nobody's any more, with the objections that hang on them."""
    session.flush()
    for table in (Ballot, Objection):
        session.connection().execute(sa.delete(table).where(col(table.mark).in_(list(marks))))
    session.expire_all()


def move(session: Session, was: str, is_now: str) -> None:
    """Another mark has this ballot from now on, unless it has one already: then that one stands."""
    taken = known(session, is_now)
    if taken is not None and taken.choices:
        drop(session, [was])
        return
    if known(session, was) is None:
        return
    drop(session, [is_now])
    for table in (_BALLOT, _OBJECTION):
        session.connection().execute(sa.update(table).where(table.c.mark == was).values(mark=is_now))
    session.expire_all()


def count_in(session: Session, marks: Collection[str]) -> None:
    """Their voters are recognised by now."""
    statement = sa.update(Ballot).where(col(Ballot.mark).in_(list(marks))).values(counted=True)
    session.connection().execute(statement)


def without_option(session: Session, poll_id: int, option_id: int) -> set[str]:
    """Take an option that was removed out of every ballot; returns the marks of those that are empty by now."""
    emptied = set()
    for one in ballots_of(session, poll_id):
        if option_id in one.choices:
            one.choices = [chosen for chosen in one.choices if chosen != option_id]
            session.add(one)
            if not one.choices:
                emptied.add(one.mark)
    return emptied


# ── who has voted ──


def note_voter(session: Session, poll_id: int, person_id: int, whom: str = ONESELF, *, has_vote: bool = True) -> None:
    """That they have a vote by now, or have none any more."""
    connection = session.connection()
    values = {"poll_id": poll_id, "person_id": person_id, "whom": whom, "has_vote": has_vote}
    connection.execute(_NOTE[connection.dialect.name], values)


def take_back(session: Session, poll_id: int, person_id: int) -> None:
    """This person has no vote of their own in it any more."""
    statement = sa.update(_VOTER).where(
        _VOTER.c.poll_id == poll_id, _VOTER.c.person_id == person_id, _VOTER.c.whom == ONESELF
    )
    session.connection().execute(statement.values(has_vote=False))


def open_with_voter(session: Session, person_id: int) -> list[Poll]:
    """Open polls in which this person has voted, for whomever."""
    voted = sa.exists().where(_VOTER.c.poll_id == col(Poll.id), _VOTER.c.person_id == person_id)
    query = select(Poll).where(voted, col(Poll.state) == PollState.open)
    return list(session.exec(query.order_by(col(Poll.id))))


def forget_voters(session: Session, before: datetime) -> None:
    """Who has voted in polls that ended before then: nobody can tell it any more."""
    over = sa.select(col(Poll.id)).where(col(Poll.closed_at) < before)
    session.connection().execute(sa.delete(_VOTER).where(_VOTER.c.poll_id.in_(over)))


def voter(session: Session, poll_id: int, person_id: int, whom: str = ONESELF) -> PollVoter | None:
    query = select(PollVoter).where(
        PollVoter.poll_id == poll_id, PollVoter.person_id == person_id, PollVoter.whom == whom
    )
    return session.exec(query).first()


def voters_of(session: Session, poll_id: int) -> list[PollVoter]:
    """Everyone who has a vote in it by now, themselves or through a neighbour."""
    query = select(PollVoter).where(PollVoter.poll_id == poll_id, col(PollVoter.has_vote))
    return list(session.exec(query.order_by(col(PollVoter.person_id), col(PollVoter.whom))))


def voters_after(session: Session, poll_id: int, person_id: int, most: int) -> list[Person]:
    """The next who have voted in it, for whomever, and can be reached; by the person's id."""
    voted = sa.exists().where(col(PollVoter.poll_id) == poll_id, col(PollVoter.person_id) == col(Person.id))
    query = select(Person).where(voted, col(Person.id) > person_id, col(Person.reachable))
    return list(session.exec(query.order_by(col(Person.id)).limit(most)))


def spoken_for(session: Session, poll_id: int, person_id: int) -> list[PollVoter]:
    """The neighbours for whom this person has voted."""
    query = select(PollVoter).where(PollVoter.poll_id == poll_id, PollVoter.person_id == person_id)
    return list(session.exec(query.where(PollVoter.whom != ONESELF).order_by(col(PollVoter.whom))))


def spoken_for_by_others(session: Session, poll_id: int, person_id: int, community_ids: Collection[int]) -> list[str]:
    """For whom others who belong to one of these neighbourhoods have a vote in it."""
    lives = sa.exists().where(
        col(Membership.person_id) == _VOTER.c.person_id, col(Membership.community_id).in_(list(community_ids))
    )
    query = sa.select(_VOTER.c.whom).where(
        _VOTER.c.poll_id == poll_id, _VOTER.c.person_id != person_id, _VOTER.c.whom != ONESELF, _VOTER.c.has_vote, lives
    )
    return list(session.connection().execute(query).scalars())


class Turnout(NamedTuple):
    """How many ballots with a choice count, and how many are kept apart; how many of the first neighbours cast."""

    counted: int
    apart: int
    for_neighbours: int


def turnout(session: Session, poll_id: int) -> Turnout:
    """As it stands now, without a word of what was chosen."""
    chosen = sa.cast(col(Ballot.choices), sa.String) != "[]"
    query = sa.select(
        sa.func.count().filter(col(Ballot.counted)),
        sa.func.count().filter(sa.not_(col(Ballot.counted))),
        sa.func.count().filter(col(Ballot.counted), col(Ballot.by_neighbour)),
    ).where(col(Ballot.poll_id) == poll_id, chosen)
    return Turnout(*session.connection().execute(query).one())
