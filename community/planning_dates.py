"""Dates of the planning year that we bring along: guidance, never law. They move from year to year and place to place.

For a desa (Permendagri 114/2014 as it is commonly told; Permendesa 21/2020, article 22 (4), as mundakjaya.desa.id and
baureno tell it): hamlets gather ideas before the Musyawarah Desa, which is held by June; RKP Desa is drafted from July,
talked over in the Musrenbang Desa, and set by the end of September; APBDes follows until the end of the year; what goes
beyond the village comes to the Musrenbang Kecamatan early in the next.

For a kelurahan (Jakarta, 2017, as told by adoc.pub and 123dok): Pra-Rembuk RW in late December, Rembuk RW in January,
Musrenbang Kelurahan and Kecamatan in February.

None of it was read in the text of the law, so each is shown as "perkiraan", and organisers shift, rename and remove it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Day = tuple[int, int]
"""Month and day."""


class Process(StrEnum):
    desa = "desa"
    kelurahan = "kelurahan"


@dataclass(frozen=True, slots=True)
class Planned:
    """A stretch of every year, its last day included; one that ends before it begins goes on into the next year."""

    key: str
    begins: Day
    ends: Day


DATES: Mapping[Process, Sequence[Planned]] = {
    Process.desa: (
        Planned("district_council", (2, 1), (2, 28)),
        Planned("hamlet_talk", (5, 1), (5, 31)),
        Planned("village_talk", (6, 1), (6, 30)),
        Planned("plan_drafted", (7, 1), (9, 15)),
        Planned("village_council", (8, 1), (9, 15)),
        Planned("plan_set", (9, 1), (9, 30)),
        Planned("budget", (10, 1), (12, 31)),
    ),
    Process.kelurahan: (
        Planned("before_rw_talk", (12, 15), (1, 7)),
        Planned("rw_talk", (1, 8), (1, 21)),
        Planned("before_ward_council", (1, 22), (1, 31)),
        Planned("ward_council", (2, 1), (2, 14)),
        Planned("district_council", (2, 15), (2, 28)),
    ),
}
SEASONS = ("harvest", "planting", "fasting", "feast", "exams", "floods")
"""Seasons that have a word of ours: panen, tanam, puasa, Lebaran, ujian sekolah, banjir. Places differ in when."""
MOVING = frozenset(("fasting", "feast"))
"""By the moon: they are on other days every year."""
