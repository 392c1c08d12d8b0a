"""The neighbourhood of the demo as data: its places, its residents, and forty needs with what became of them."""

import math
import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from storage.communities import CommunityKind
from storage.needs import Houses, NeedState
from storage.people import Role

_FOLDER = Path(__file__).parent
_METRES_PER_DEGREE = 110_574
"""To the north, near the equator (WGS 84)."""
_METRES_PER_DEGREE_EAST = 111_320
"""At the equator (WGS 84); elsewhere times the cosine of the latitude."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Resident(_Data):
    """One member of a household; `days` ago they joined."""

    name: str
    role: Role = Role.resident
    days: int
    recognised: bool = True


class Known(_Data):
    landmarks: list[str]


class Neighbourhood(_Data):
    """`places` in metres to the east and to the south of the middle, which is in WGS 84 degrees."""

    kind: CommunityKind
    name: str
    area: str
    group: str
    founded_days_ago: int
    latitude: float
    longitude: float
    places: dict[str, tuple[float, float]]
    known: Known
    residents: list[Resident]

    def degrees(self, place: str, *, east: float = 0, south: float = 0) -> tuple[float, float]:
        """Latitude and longitude of a place, or of a spot so many metres from it; rounded to about a metre."""
        right, down = self.places[place]
        per_degree_east = _METRES_PER_DEGREE_EAST * math.cos(math.radians(self.latitude))
        latitude = self.latitude - (down + south) / _METRES_PER_DEGREE
        return round(latitude, 5), round(self.longitude + (right + east) / per_degree_east, 5)


class NeedStory(_Data):
    """What somebody needs, and what became of it: (state, days after it was sent, what was said)."""

    kind: str
    detail: str | None = None
    by: str
    behalf: str | None = Field(default=None, alias="for")
    days: int = 0
    hours: int = 0
    at: time = time(12)
    near: str | None = None
    place: str | None = None
    houses: Houses | None = None
    danger: bool = False
    text: str | None = None
    title: str | None = None
    photos: list[str] = []
    public: bool = False
    shown: bool = False
    to: str | None = None
    story: list[tuple[NeedState, float, str]]

    def sent_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When it was sent: at a local time of day some days ago, or some hours ago."""
        if self.hours:
            return now - timedelta(hours=self.hours)
        return datetime.combine(now.astimezone(zone).date() - timedelta(days=self.days), self.at, zone)


@cache
def neighbourhood() -> Neighbourhood:
    return Neighbourhood.model_validate(_read("neighbourhood.toml"))


@cache
def needs() -> tuple[NeedStory, ...]:
    """Forty, the oldest first."""
    return tuple(NeedStory.model_validate(one) for one in _read("needs.toml")["needs"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / name).read_text("utf-8"))
