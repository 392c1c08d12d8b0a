"""Finding needs that may be like one that is being told, by index."""

from dataclasses import dataclass
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


_OPEN = (
    col(Need.community_id) == bindparam("community"),
    col(Need.kind) == bindparam("kind"),
    sa.text(OPEN),
)
_COLUMNS = [col(getattr(Need, name)) for name in Row._fields]
# In units of the box's own half sides, in which a metre is as long eastward as northward.
_NORTH = (col(Need.latitude) - bindparam("latitude", type_=sa.Float)) / bindparam("northward", type_=sa.Float)
_EAST = (col(Need.longitude) - bindparam("longitude", type_=sa.Float)) / bindparam("eastward", type_=sa.Float)
# The nearest are chosen in the index alone; only they are read from the table.
_NEAREST = (
    sa.select(col(Need.id))
    .where(
        *_OPEN,
        col(Need.latitude).between(bindparam("south"), bindparam("north")),
        col(Need.longitude).between(bindparam("west"), bindparam("east")),
    )
    .order_by(_NORTH * _NORTH + _EAST * _EAST)
    .limit(MOST)
)
_NEAR = sa.select(*_COLUMNS).where(col(Need.id).in_(_NEAREST.scalar_subquery()))
_OF_KIND = sa.select(*_COLUMNS).where(*_OPEN).limit(MOST)
_NEWEST = _OF_KIND.order_by(col(Need.number).desc())
_UNPLACED = _OF_KIND.where(col(Need.latitude).is_(None), col(Need.longitude).is_(None)).order_by(col(Need.id).desc())
_AT_LANDMARK = _OF_KIND.where(col(Need.landmark) == bindparam("landmark")).order_by(col(Need.id).desc())


def near(session: Session, community_id: int, kind: str, box: Box) -> list[Row]:
    """The nearest open needs of a kind with a point in the box."""
    edges = {
        "latitude": box.latitude, "longitude": box.longitude, "northward": box.northward, "eastward": box.eastward,
        "south": box.latitude - box.northward, "north": box.latitude + box.northward,
        "west": box.longitude - box.eastward, "east": box.longitude + box.eastward,
    }  # fmt: skip
    return _rows(session, _NEAR, community_id, kind, **edges)


def without_point(session: Session, community_id: int, kind: str) -> list[Row]:
    """Open needs of a kind of which no point is known, the newest first."""
    return _rows(session, _UNPLACED, community_id, kind)


def newest(session: Session, community_id: int, kind: str) -> list[Row]:
    """Open needs of a kind, wherever they are, the newest first."""
    return _rows(session, _NEWEST, community_id, kind)


def at_landmark(session: Session, community_id: int, kind: str, landmark: str) -> list[Row]:
    """Open needs of a kind beside a landmark, the newest first."""
    return _rows(session, _AT_LANDMARK, community_id, kind, landmark=landmark)


def _rows(session: Session, query: sa.Select[Any], community_id: int, kind: str, **more: object) -> list[Row]:
    found = session.connection().execute(query, {"community": community_id, "kind": kind, **more})
    return [Row._make(row) for row in found.all()]
