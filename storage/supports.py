"""Who says "Saya juga" to a need, for whom, and who wants to hear of it.

A need into which others were merged has their supporters too. Nothing is moved for that: all is asked of its family,
the need and whatever points to it by `merged_into_id`, so that taking the merge back gives everyone back.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from storage.needs import Need
from storage.people import Person

ONESELF = ""
NAMELESS = "-"
"""A neighbour who agreed to be spoken for and stays without a name."""


class Support(SQLModel, table=True):
    """One person's "Saya juga": for themselves, or `whom` names the neighbour they speak for.

    The reporter is the first. `person_id` is None once that person is forgotten: the count stays, and `whom` is a
    random mark, the same for what was one before (`storage.forgetting`).
    """

    __table_args__ = (UniqueConstraint("need_id", "person_id", "whom"),)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    whom: str = Field(default=ONESELF, max_length=64)
    created_at: datetime


class Follow(SQLModel, table=True):
    """A person's own word on hearing of a need: yes, or no more. Who reported or supports it hears without a word."""

    __table_args__ = (UniqueConstraint("need_id", "person_id"),)

    id: int = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    wants: bool
    changed_at: datetime


def family(need_id: int) -> sa.CTE:
    """The need and all that were merged into it, however deep; column `id`."""
    need = Need.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
    root = sa.select(sa.literal(need_id, sa.Integer).label("id")).cte("family", recursive=True)
    return root.union(sa.select(need.c.id).join(root, need.c.merged_into_id == root.c.id))


def family_ids(session: Session, need_id: int) -> list[int]:
    """The need first, then those merged into it."""
    found = session.connection().execute(sa.select(family(need_id).c.id)).scalars()
    return sorted(found, key=lambda one: (one != need_id, one))


def of_need(session: Session, need_id: int) -> list[Support]:
    """All supports of a need and its family, the oldest first."""
    own = family(need_id)
    return list(
        session.exec(select(Support).where(col(Support.need_id).in_(sa.select(own.c.id))).order_by(col(Support.id)))
    )


def count(session: Session, need_id: int, *, but: int | None = None) -> int:
    """How many people say that it concerns them: each counts once, whatever was merged; `but` leaves one person out.

    Who stays without a name is told from nobody else, so there each support is one more. The forgotten are told apart
    by the mark that stands in place of whom they spoke for (`storage.forgetting`).
    """
    own = family(need_id)
    of_family = sa.and_(
        col(Support.need_id).in_(sa.select(own.c.id)),
        sa.true() if but is None else sa.func.coalesce(col(Support.person_id), 0) != but,
    )
    is_forgotten, is_nameless = col(Support.person_id).is_(None), col(Support.whom) == NAMELESS
    known = sa.select(col(Support.person_id), col(Support.whom)).where(
        of_family, sa.not_(sa.or_(is_forgotten, is_nameless))
    )
    counts = (
        sa.select(sa.func.count()).select_from(known.distinct().subquery()),
        sa.select(sa.func.count(sa.distinct(col(Support.whom)))).where(of_family, is_forgotten),
        sa.select(sa.func.count()).select_from(Support).where(of_family, is_nameless, sa.not_(is_forgotten)),
    )
    people, forgotten, nameless = (count.scalar_subquery() for count in counts)
    query = sa.select(people + forgotten + nameless)
    return int(session.connection().execute(query).scalar_one())


def own(session: Session, need_id: int, person_id: int) -> list[Support]:
    """This person's supports of a need and its family, those for neighbours included."""
    return [one for one in of_need(session, need_id) if one.person_id == person_id]


def for_neighbours_since(session: Session, person_id: int, moment: datetime) -> int:
    """How often this person has spoken for a neighbour since then, in any community: told for them, or joined in."""
    spoken = (Support.person_id == person_id, Support.whom != ONESELF, Support.created_at >= moment)
    return session.exec(select(sa.func.count()).select_from(Support).where(*spoken)).one()


def follow_of(session: Session, need_id: int, person_id: int) -> Follow | None:
    return session.exec(select(Follow).where(Follow.need_id == need_id, Follow.person_id == person_id)).first()


def words_of(session: Session, need_id: int, person_id: int) -> list[Follow]:
    """All that this person has said on hearing of a need and its family."""
    own = family(need_id)
    query = select(Follow).where(col(Follow.need_id).in_(sa.select(own.c.id)), Follow.person_id == person_id)
    return list(session.exec(query))


def concerned(session: Session, need_id: int) -> set[int]:
    """Ids of those who reported, support, or speak for one who does: in the whole family."""
    own = family(need_id)
    need = Need.__table__  # type: ignore[attr-defined]  # as above
    supporting = sa.select(col(Support.person_id)).where(col(Support.need_id).in_(sa.select(own.c.id)))
    reporting = sa.select(need.c.reporter_id).where(need.c.id.in_(sa.select(own.c.id)))
    speaking = sa.select(need.c.spoken_by_id).where(need.c.id.in_(sa.select(own.c.id)))
    rows = session.connection().execute(sa.union(supporting, reporting, speaking)).scalars()
    return {one for one in rows if one is not None}


def hearing(session: Session, need_id: int) -> list[Person]:
    """Who is told of this need: all whom it concerns and all who asked, but for those who want no more; by id.

    In a family the newest word of a person counts.
    """
    own = family(need_id)
    said = (
        select(Follow)
        .where(col(Follow.need_id).in_(sa.select(own.c.id)))
        .order_by(col(Follow.changed_at), col(Follow.id))
    )
    wants = {word.person_id: word.wants for word in session.exec(said)}
    ids = (concerned(session, need_id) | {one for one, yes in wants.items() if yes}) - {
        one for one, yes in wants.items() if not yes
    }
    return list(session.exec(select(Person).where(col(Person.id).in_(sorted(ids))).order_by(col(Person.id))))
