"""Finding needs that may be like one that is being told, by index."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col

from storage.needs import OPEN, Audience, Need

MOST = 30
"""Rows of one look; more are not compared."""


class Row(NamedTuple):
    """What is compared of a stored need. Coordinates are WGS 84 degrees, as exact as they were told."""

    id: int
    kind: str
    stems: str | None
    latitude: float | None
    longitude: float | None
    name_shown_to: Audience


@dataclass(frozen=True, slots=True)
class Box:
    """A point and how far the edges lie from it, in degrees of latitude and of longitude."""

    latitude: float
    longitude: float
    northward: float
    eastward: float


class Way(StrEnum):
    """Which of the open needs of a kind a look finds, `MOST` of them."""

    near = "near"
    """The nearest with a point in the box."""
    newest = "newest"
    """Wherever they are."""
    unplaced = "unplaced"
    """The newest of which no point is known."""
    landmark = "landmark"
    """The newest beside the landmark."""


Look = tuple[Way, str]
"""A way, and a kind."""


def look(
    session: Session,
    community_id: int,
    looks: Sequence[Look],
    *,
    box: Box | None = None,
    landmark: str | None = None,
) -> list[list[Row]]:
    """What each look finds, in no order. They are one statement: going to the database is what takes the time."""
    asked = {f"kind_{place}": kind for place, (_, kind) in enumerate(looks)}
    statement = _together(tuple(way for way, _ in looks))
    edges = _edges(box) if box else {}
    rows = session.connection().execute(statement, {"community": community_id, "landmark": landmark, **asked, **edges})
    found: list[list[Row]] = [[] for _ in looks]
    for place, *row in rows:
        found[place].append(Row._make(row))
    return found


def _edges(box: Box) -> dict[str, float]:
    return {
        "latitude": box.latitude, "longitude": box.longitude, "northward": box.northward, "eastward": box.eastward,
        "south": box.latitude - box.northward, "north": box.latitude + box.northward,
        "west": box.longitude - box.eastward, "east": box.longitude + box.eastward,
    }  # fmt: skip


_COLUMNS = [col(getattr(Need, name)) for name in Row._fields]
# In units of the box's own half sides, in which a metre is as long eastward as northward.
_NORTH = (col(Need.latitude) - bindparam("latitude", type_=sa.Float)) / bindparam("northward", type_=sa.Float)
_EAST = (col(Need.longitude) - bindparam("longitude", type_=sa.Float)) / bindparam("eastward", type_=sa.Float)
_IN_THE_BOX = (
    col(Need.latitude).between(bindparam("south"), bindparam("north")),
    col(Need.longitude).between(bindparam("west"), bindparam("east")),
)
_UNPLACED = (col(Need.latitude).is_(None), col(Need.longitude).is_(None))


@cache
def _together(ways: tuple[Way, ...]) -> sa.CompoundSelect[Any]:
    return sa.union_all(*(sa.select(_part(place, way).subquery()) for place, way in enumerate(ways)))


def _part(place: int, way: Way) -> sa.Select[Any]:
    """One look; its rows begin with its place among the looks."""
    are_open = (
        col(Need.community_id) == bindparam("community"),
        col(Need.kind) == bindparam(f"kind_{place}"),
        sa.text(OPEN),
    )
    rows = sa.select(sa.literal_column(str(place)).label("look"), *_COLUMNS)
    if way is Way.near:
        # The nearest are chosen in the index alone; only they are read from the table.
        nearest = sa.select(col(Need.id)).where(*are_open, *_IN_THE_BOX)
        nearest = nearest.order_by(_NORTH * _NORTH + _EAST * _EAST).limit(MOST)
        return rows.where(col(Need.id).in_(nearest.scalar_subquery()))
    of_kind = rows.where(*are_open).limit(MOST)
    if way is Way.newest:
        return of_kind.order_by(col(Need.number).desc())
    beside = _UNPLACED if way is Way.unplaced else (col(Need.landmark) == bindparam("landmark"),)
    return of_kind.where(*beside).order_by(col(Need.id).desc())
