"""How neighbours look through what is listed: in which order, of which kind, about which words; a page at a time."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.needs import UNREAD, Need, NeedState, listed
from storage.supports import NAMELESS, ONESELF, Support

_CELLS = 500.0
"""Cells per degree, some 220 metres wide: by the order of a list alone nobody can measure where somebody lives."""


class Order(StrEnum):
    newest = "newest"
    most = "most"
    """By how many people say that it concerns them."""
    nearest = "nearest"


@dataclass(frozen=True, slots=True)
class Word:
    """One word looked for: its letters, its stems, and which kinds and quick words are called so."""

    letters: str
    kinds: frozenset[str] = frozenset()
    details: frozenset[tuple[str, str]] = frozenset()
    """Pairs of a kind and its quick word."""
    stems: tuple[str, ...] = ()
    """As they are kept with each need (`Need.stems`)."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What of the list is looked at, and from where. `near` is WGS 84 degrees, latitude first."""

    order: Order = Order.newest
    kind: str | None = None
    landmark: str | None = None
    supporter_id: int | None = None
    """What this person supports and has not told themselves."""
    words: tuple[Word, ...] = ()
    near: tuple[float, float] | None = None


def page(session: Session, community_id: int, lens: Lens, *, limit: int, offset: int = 0) -> list[Need]:
    """Ties go to the newer one."""
    query = select(Need).where(*_conditions(community_id, lens))
    newest = col(Need.number).desc()
    if lens.order is Order.most:
        counted = _people(listed(community_id))
        query = query.outerjoin(counted, counted.c.root == col(Need.id))
        query = query.order_by(sa.func.coalesce(counted.c.people, 0).desc(), newest)
    elif lens.order is Order.nearest and lens.near is not None:
        query = query.order_by(col(Need.latitude).is_(None), _distance(lens.near), newest)
    else:
        query = query.order_by(newest)
    return list(session.exec(query.limit(limit).offset(offset)))


def wanted_most(
    session: Session, community_ids: Collection[int], states: Collection[NeedState], *, kind: str | None = None,
    limit: int, offset: int = 0,
) -> list[Need]:  # fmt: skip
    """What neighbours may see of these states, by how many people it concerns; of equals the longest waiting first."""
    which = _wanted(community_ids, states, kind)
    counted = _people(which)
    query = select(Need).where(*which).outerjoin(counted, counted.c.root == col(Need.id))
    order = sa.func.coalesce(counted.c.people, 0).desc(), col(Need.created_at), col(Need.id)
    return list(session.exec(query.order_by(*order).limit(limit).offset(offset)))


def kinds_wanted(
    session: Session, community_ids: Collection[int], states: Collection[NeedState]
) -> list[tuple[str, int]]:
    """Which kinds `wanted_most` would find, and how many of each; the most named first."""
    query = select(Need.kind, sa.func.count()).where(*_wanted(community_ids, states, None)).group_by(Need.kind)
    return [(kind, many) for kind, many in session.exec(query.order_by(sa.func.count().desc(), col(Need.kind)))]


def _wanted(
    community_ids: Collection[int], states: Collection[NeedState], kind: str | None
) -> tuple[sa.ColumnElement[bool], ...]:
    found = (
        col(Need.community_id).in_(list(community_ids)),
        col(Need.state).in_(list(states)),
        col(Need.hidden_at).is_(None),
    )
    return found if kind is None else (*found, col(Need.kind) == kind)


def count(session: Session, community_id: int, lens: Lens) -> int:
    return session.exec(select(sa.func.count()).select_from(Need).where(*_conditions(community_id, lens))).one()


def people_of(session: Session, need_ids: Sequence[int]) -> dict[int, int]:
    """How many people each of these concerns, its family's included, as `storage.supports.count`; 0 is left out."""
    counted = _people((col(Need.id).in_(need_ids),))
    rows = session.connection().execute(sa.select(counted.c.root, counted.c.people))
    return {int(root): int(people) for root, people in rows}


def kinds_of(session: Session, community_id: int) -> list[tuple[str, int]]:
    """Which kinds are listed, and how many of each; the most named first."""
    query = select(Need.kind, sa.func.count()).where(*listed(community_id)).group_by(Need.kind)
    return [(kind, many) for kind, many in session.exec(query.order_by(sa.func.count().desc(), col(Need.kind)))]


def with_code(session: Session, code: str) -> Need | None:
    """The need to which a link leads."""
    return session.exec(select(Need).where(Need.code == code)).first()


def _conditions(community_id: int, lens: Lens) -> list[sa.ColumnElement[bool]]:
    found = list(listed(community_id))
    if lens.kind is not None:
        found.append(col(Need.kind) == lens.kind)
    if lens.landmark is not None:
        found.append(col(Need.landmark) == lens.landmark)
    if lens.supporter_id is not None:
        found.append(col(Need.id).in_(_supported_by(lens.supporter_id)))
        found.append(sa.or_(col(Need.reporter_id).is_(None), col(Need.reporter_id) != lens.supporter_id))
    return found + [_says(word) for word in lens.words]


def _says(word: Word) -> sa.ColumnElement[bool]:
    """True if it is called so, or lies there, or says so: of what is unread or told for a name, as far as is shown."""
    named = [col(column).icontains(word.letters, autoescape=True) for column in (Need.title, Need.landmark)]
    said = [col(Need.place).icontains(word.letters, autoescape=True)]
    said += [col(Need.stems).like(f"% {stem}%") for stem in word.stems]
    shown = col(Need.state).not_in(UNREAD), sa.func.coalesce(col(Need.on_behalf_of), "") == ""
    quick = [sa.and_(col(Need.kind) == kind, col(Need.detail) == detail) for kind, detail in sorted(word.details)]
    return sa.or_(*named, sa.and_(*shown, sa.or_(*said)), col(Need.kind).in_(sorted(word.kinds)), *quick)


def _supported_by(person_id: int) -> sa.Select[tuple[int]]:
    """Ids of what this person supports, and of what those live on in."""
    need = Need.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table classes
    own: sa.Select[tuple[int]] = sa.select(col(Support.need_id).label("id")).where(
        col(Support.person_id) == person_id, col(Support.whom) == ONESELF
    )
    upwards = own.cte("upwards", recursive=True)
    further = sa.select(need.c.merged_into_id).join(upwards, need.c.id == upwards.c.id)
    return sa.select(upwards.union(further.where(need.c.merged_into_id.is_not(None))).c.id)


def _people(of: Sequence[sa.ColumnElement[bool]]) -> sa.Subquery:
    """Columns `root` and `people`: who supports each of these or what was merged into it, everyone once."""
    need = Need.__table__  # type: ignore[attr-defined]  # as above
    roots = sa.select(need.c.id.label("root"), need.c.id.label("id")).where(*of).cte("families", recursive=True)
    merged = sa.select(roots.c.root, need.c.id).join(roots, need.c.merged_into_id == roots.c.id)
    family = roots.union(merged)
    nameless = sa.case((col(Support.whom) == NAMELESS, col(Support.id)), else_=0)
    everyone = (
        sa.select(family.c.root, col(Support.person_id), col(Support.whom), nameless.label("each"))
        .join(family, col(Support.need_id) == family.c.id)
        .distinct()
        .subquery()
    )
    return sa.select(everyone.c.root, sa.func.count().label("people")).group_by(everyone.c.root).subquery()


def _distance(near: tuple[float, float]) -> sa.ColumnElement[float]:
    """Squared, in cells; flat enough for one neighbourhood."""
    latitude, longitude = near
    north = sa.func.round(col(Need.latitude) * _CELLS) - round(latitude * _CELLS)
    east = (sa.func.round(col(Need.longitude) * _CELLS) - round(longitude * _CELLS)) * math.cos(math.radians(latitude))
    return north * north + east * east
