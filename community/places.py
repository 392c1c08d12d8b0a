"""Where a need is, as neighbours may know it: exactly with its reporter's name, else only the quarter it lies in. Pure.

Whoever hides the name hides the house as well: a point in front of a door names who lives there.
"""

import h3

from storage.needs import Audience, Need

CELL = 9
"""H3 resolution: hexagons of some 0.1 km², about 200 m to a side (h3geo.org, "Tables of Cell Statistics")."""

Point = tuple[float, float]
"""Latitude and longitude, WGS 84 degrees."""


def public_point(need: Need) -> Point | None:
    """The point itself if the name is shown, else the middle of its cell; None without a point."""
    if need.latitude is None or need.longitude is None:
        return None
    exact = need.latitude, need.longitude
    if need.name_shown_to is Audience.neighbours and need.reporter_id is not None:
        return exact
    return blurred(exact)


def blurred(point: Point, resolution: int = CELL) -> Point:
    """The middle of the cell, the same for all points in it: also for one that lies there, which nobody can tell."""
    latitude, longitude = h3.cell_to_latlng(h3.latlng_to_cell(*point, resolution))
    return latitude, longitude
