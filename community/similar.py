"""Light duplicates: which open need is most like the one that is being told. It is suggested, never decided.

Candidates are the neighbourhood's listed, open needs of the same kind, found by index; private matters lie elsewhere
and cannot be among them. The rule compares what is the matter, and where.

Where a hidden name's need lies exactly decides nothing here: its point is the middle of its cell (`BLUR`) before
anything is measured, so that no moving about of a pin finds out more than the cell.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Protocol

from rapidfuzz import fuzz
from sqlmodel import Session

from community import places, stems
from storage import similar as stored
from storage.needs import Audience, Need
from storage.similar import Box, Row, Way

REACH = 300.0
"""Metres: what lies further away is another matter."""
CROWD = 30.0
"""Metres: where a full look lies within them, no further one is read."""
BLUR = 10
"""h3 resolution of a hidden name's place: cells some 130 m across."""
_CELL = 90.0
"""Metres from a cell's middle to its corners, at most."""
_DEGREE = 111_320.0
"""Metres of one degree of latitude, and of longitude at the equator."""
TOP = 3
UNKNOWN = 0.6
"""How much two are alike in what one of them does not say."""
WIDE = 0.8
"""The same of where, for what seldom fails in one house alone (`_HITS_ALL`)."""
GOOD = 0.62
"""From this score on a need is worth one tap of the one who tells: the same matter somewhere is not enough."""
ROUNDED = (50, 100, 200, 300)
"""Metres as a distance is told: "kira-kira 100 m"."""
_HITS_ALL = frozenset(("water", "internet", "flood"))
_AKIN = {"drain": ("flood",), "flood": ("drain",)}
"""Kinds under which neighbours tell one and the same thing."""
_LONGEST = 512
"""Letters of `Need.stems`."""

Point = tuple[float, float]
"""Latitude and longitude, WGS 84 degrees."""


class Saying(Protocol):
    """Anything that says what is needed, and where: a report, a need."""

    @property
    def kind(self) -> str: ...
    @property
    def detail(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def place(self) -> str | None: ...
    @property
    def landmark(self) -> str | None: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """A need as it is compared: stems of what it says and of where, and a point if one may be measured from."""

    kind: str
    what: frozenset[str]
    where: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    """Those of `what` that seem to name a place."""
    point: Point | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """How much a need is like the one told, between 0 and 1; metres between them where both have a point."""

    id: int
    score: float
    metres: float | None = None


# ── the rule ──


def rank(told: Told, among: Iterable[Told]) -> list[Match]:
    """The likest first, at most TOP of them; what lies beyond REACH, or at another landmark, is left out."""
    found = [match for one in among if (match := _compared(told, one))]
    return sorted(found, key=lambda match: (-match.score, match.id))[:TOP]


def good(matches: Sequence[Match]) -> Match | None:
    """The one that is worth asking about, if any is."""
    return matches[0] if matches and matches[0].score >= GOOD else None


def _compared(told: Told, one: Told) -> Match | None:
    metres = metres_between(told.point, one.point) if told.point and one.point else None
    if metres is not None and metres > REACH:
        return None
    where = _alike_in_where(told, one, metres)
    return Match(one.id, _alike_in_what(told, one) * where, metres) if where else None


def _alike_in_what(told: Told, one: Told) -> float:
    """Two that name what can be the matter, and nothing of it in common, are seldom one."""
    places = told.where | one.where
    mine, theirs = _telling(told) - places, _telling(one) - places
    alike = fuzz.token_set_ratio(" ".join(sorted(mine)), " ".join(sorted(theirs))) / 100
    if mine <= stems.VAGUE or theirs <= stems.VAGUE:
        return max(alike, UNKNOWN)  # a voice note, or hardly more than its kind: it may be
    matter, other = mine & stems.MATTERS, theirs & stems.MATTERS
    if not matter or not other:
        return alike
    return (1 + alike) / 2 if matter & other else alike / 2


def _telling(told: Told) -> frozenset[str]:
    return told.what - stems.of_kind(told.kind) - stems.SIDES


def _alike_in_where(told: Told, one: Told, metres: float | None) -> float:
    named = _alike_in_names(told, one)
    if metres is None:
        return named if named is not None else WIDE if told.kind in _HITS_ALL else UNKNOWN
    near = 1 - metres / REACH
    return near if named is None else (2 * near + named) / 3


def _alike_in_names(told: Told, one: Told) -> float | None:
    """Landmarks and names of lanes, also those said in the words; None where one of them names none."""
    mine, theirs = told.where - stems.SIDES, one.where - stems.SIDES
    if not mine and not theirs:
        return 1.0 if told.names & one.names else None
    pairs = ((mine, one), (theirs, told))
    shared = max(len(names & (other.what | other.where)) / len(names) for names, other in pairs if names)
    if shared == 0:
        return 0.0 if mine and theirs else None
    return shared


def metres_between(one: Point, other: Point) -> float:
    """As the crow flies, for a few hundred of them: so small a part of the earth is flat."""
    narrowing = math.cos(math.radians(one[0]))
    return _DEGREE * math.hypot(one[0] - other[0], (one[1] - other[1]) * narrowing)


def rounded(metres: float) -> int:
    """As it may be told: up to 50, 100, 200 or 300 metres."""
    return next((most for most in ROUNDED if metres <= most), ROUNDED[-1])


# ── stems, kept with each need ──


def remember(need: Need) -> None:
    """Keep what a need says as stems; again whenever its kind, title, place or words change.

    Three parts with a bar between them: its kind, quick word and title, its place, its reporter's own words.
    """
    named = [*sorted(stems.of_kind(need.kind)), *stems.of_detail(need.kind, need.detail), *stems.of(need.title or "")]
    line = "|".join(f" {' '.join(part)} " for part in (named, _where(need), stems.of(need.text or "")))
    need.stems = line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " "


def _where(said: Saying) -> list[str]:
    return stems.of(f"{said.landmark or ''} {said.place or ''}")


def _told(said: Saying) -> Told:
    """What is being told, from its words: the only ones that are stemmed in a look."""
    own = stems.of(said.text or "")
    what = frozenset((*stems.of_detail(said.kind, said.detail), *own))
    point = (said.latitude, said.longitude) if said.latitude is not None and said.longitude is not None else None
    return Told(said.kind, what, frozenset(_where(said)), frozenset(stems.places_in(own)), point)


def _kept(row: Row, *, measured: bool) -> Told:
    """A stored need, from its stems; a hidden name's point is the middle of its cell, and wanted only to measure."""
    return Told(row.kind, *_parts(row.stems or ""), _measured_from(row) if measured else None, row.id)


@lru_cache(maxsize=512)
def _parts(line: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What, where and names, as `remember` wrote them; a neighbourhood's few needs are compared again and again."""
    named, where, own = (part.split() for part in f"{line}||".split("|")[:3])
    return frozenset((*named, *own)), frozenset(where), frozenset(stems.places_in(own))


def _measured_from(row: Row) -> Point | None:
    if row.latitude is None or row.longitude is None:
        return None
    if row.name_shown_to is Audience.neighbours:
        return row.latitude, row.longitude
    return places.blurred((row.latitude, row.longitude), BLUR)


# ── use cases ──


def alike(session: Session, said: Saying, community_id: int) -> list[Match]:
    """Open needs of this neighbourhood most like what is said, the likest first."""
    return among(said, _candidates(session, said, community_id))


def among(said: Saying, rows: Iterable[Row]) -> list[Match]:
    """Of these stored needs those most like what is said, the likest first."""
    told = _told(said)
    return rank(told, (_kept(row, measured=told.point is not None) for row in rows))


def _candidates(session: Session, said: Saying, community_id: int) -> list[Row]:
    """With a point: what lies around it, and what has none. Without: the newest, and those beside its landmark."""
    kinds = (said.kind, *_AKIN.get(said.kind, ()))
    look = partial(stored.look, session, community_id)
    beside = [(Way.landmark, said.kind)] if said.landmark else []
    if said.latitude is None or said.longitude is None:
        found = look([*((Way.newest, kind) for kind in kinds), *beside], landmark=said.landmark)
    else:
        around = partial(_around, said.latitude, said.longitude)
        here = [*((Way.near, kind) for kind in kinds), (Way.unplaced, said.kind), *beside]
        found = look(here, box=around(CROWD), landmark=said.landmark)
        sparse = [(Way.near, kind) for kind, near in zip(kinds, found, strict=False) if len(near) < stored.MOST]
        found += look(sparse, box=around(REACH)) if sparse else []
    return list({row.id: row for rows in found for row in rows}.values())


def _around(latitude: float, longitude: float, metres: float) -> Box:
    """All within so many metres, and those whose cell's middle is."""
    northward = (metres + _CELL) / _DEGREE
    return Box(latitude, longitude, northward, northward / max(math.cos(math.radians(latitude)), 0.01))
