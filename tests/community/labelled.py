"""Pairs of what neighbours say, labelled by hand: the same need told twice, or two that only sound alike.

`pairs/tune.csv` is the half on which synonyms and weights were chosen, `pairs/reported.csv` the half that is measured.
All stood in one list before anything was measured and were dealt by chance, alike by label and by `mixed` (words of
Javanese, jv, or Sundanese, su). `#clogged` is a quick word that was tapped; `metres` lie between two points, if both
sent one; `home` is [Sekitar rumah saya].
"""

import csv
import math
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session

from community import needs, similar
from community.needs import Report
from community.similar import Match
from tests.community.rt_three import NOW, RtThree

_FOLDER = Path(__file__).with_name("pairs")
_DEGREE = 111_320.0
_APART = 120.0
"""Metres between the spots of two pairs: several others lie within reach of each."""


@dataclass(frozen=True)
class Pair:
    """`new` is being told while `old` is stored already."""

    same: bool
    mixed: str
    new: Report
    old: Report


def pairs(half: str) -> list[Pair]:
    with (_FOLDER / f"{half}.csv").open(encoding="utf-8", newline="") as file:
        return [_pair(place, row) for place, row in enumerate(csv.DictReader(file, delimiter=";"))]


def _pair(place: int, row: dict[str, str]) -> Pair:
    old = _report(row["old_kind"] or row["kind"], row["old"], row["old_at"])
    new = _report(row["kind"], row["new"], row["new_at"])
    if row["metres"]:
        north, east = -7.55 + place % 7 * _APART / _DEGREE, 110.83 + place // 7 * _APART / _DEGREE
        far = float(row["metres"]) / _DEGREE
        old = replace(old, latitude=north, longitude=east)
        new = replace(new, latitude=north + far * math.cos(place), longitude=east + far * math.sin(place))
    return Pair(row["same"] == "yes", row["mixed"], new, old)


def _report(kind: str, said: str, at: str) -> Report:
    detail, _, text = said.partition(" ") if said.startswith("#") else ("", "", said)
    is_home = at == "home"
    return Report(kind, detail[1:] or None, text or None, None if is_home else at or None, near_home=is_home)


@dataclass(frozen=True)
class Figures:
    """Of a half. Precision at 1: of the cards shown, those that show the very need that was told again."""

    same: int
    among_three: int
    shown: int
    right: int

    @property
    def recall(self) -> float:
        return self.among_three / self.same

    @property
    def precision(self) -> float:
        return self.right / self.shown

    def __str__(self) -> str:
        return (
            f"{self.same} told again: {self.among_three} among the first three ({self.recall:.2f}); "
            f"{self.shown} cards shown, {self.right} of them right ({self.precision:.2f})"
        )


def measured(session: Session, rt: RtThree, half: list[Pair]) -> Figures:
    """Store every old one of the half, then tell every new one and look what is suggested."""
    kept = [
        needs.submit(
            session, pair.old, by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW + timedelta(days=day)
        ).id
        for day, pair in enumerate(half)
    ]
    found = [similar.alike(session, pair.new, rt.community) for pair in half]
    cards = [similar.good(matches) for matches in found]
    same = [place for place, pair in enumerate(half) if pair.same]
    return Figures(
        same=len(same),
        among_three=sum(_has(found[place], kept[place]) for place in same),
        shown=sum(card is not None for card in cards),
        right=sum((card := cards[place]) is not None and card.id == kept[place] for place in same),
    )


def _has(matches: list[Match], need_id: int) -> bool:
    return any(match.id == need_id for match in matches)
