"""How quickly a need like the one told is found among 100,000, beside looking at them all: `python -m bench.similar`.

All lie in one neighbourhood, far more than any has, and 5,000 of one kind within 300 m of each other. Each round plays
every way of looking, one after the other, on the same reports.
"""

import argparse
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, col

from bench.databases import DATABASES
from bench.machine import PROGRAM_CORE, facts
from bench.tables import facts_table
from community import moves, similar
from community.needs import Report
from storage import migrate
from storage.communities import Community, CommunityKind
from storage.database import open_engine, reading, writing
from storage.needs import Audience, Need, NeedState
from storage.similar import Row

MIDDLE = (-7.55, 110.83)
DEGREE = 111_320.0
WIDE = 5_000.0  # metres from the middle to which the others are strewn
CLOSE = 300.0
KINDS = ("drain", "lamp", "road", "garbage", "water", "security", "flood", "health")
WORDS = (
    "mampet", "luap", "bau", "mati", "kedip", "miring", "lubang", "becek", "ambles", "tumpuk", "bakar", "keruh",
    "kecil", "bocor", "maling", "banjir", "nyamuk", "got", "kalenan", "solokan", "lampune", "dalan", "uwuh", "runtah",
    "hujan", "malam", "anak", "motor", "tutup", "tembok", "pipa", "kabel", "pohon", "kali", "lumpur",
)  # fmt: skip
MARKS = [f"gang {name}" for name in ("mawar", "melati", "anggrek", "kenanga", "dahlia", "cempaka", "flamboyan")]


@dataclass
class Looks:
    """One way of looking: seconds of each look, round by round, and the processor's part of them in this process."""

    name: str
    look: Callable[[Session, Report], object]
    reports: list[Report]
    rounds: list[list[float]] = field(default_factory=list)
    busy: list[list[float]] = field(default_factory=list)

    def play(self, session: Session, many: int, chance: random.Random) -> None:
        took, busy = [], []
        for report in chance.sample(self.reports, many):
            start, worked = time.perf_counter(), time.process_time()
            self.look(session, report)
            took.append(time.perf_counter() - start)
            busy.append(time.process_time() - worked)
        self.rounds.append(took)
        self.busy.append(busy)


# ── the neighbourhood ──

_BLANK: dict[str, object] = {
    "near_home": False, "danger": False, "moves": 0,
    "name_shown_to": Audience.organisers, "photos_shown_to": Audience.organisers,
}  # fmt: skip


def settle(engine: Engine, many: int, dense: int, chance: random.Random) -> int:
    """Fill the empty database; returns the community's id."""
    now = datetime.now(UTC)
    with writing(engine) as session:
        home = Community(kind=CommunityKind.rt, code="bench", name="RT 03", chair_confirmed_at=now, created_at=now)
        session.add(home)
        session.flush()
        community_id = home.id or 0
        session.connection().execute(sa.insert(Need), _rows(many, dense, community_id, chance))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    return community_id


def _rows(many: int, dense: int, community_id: int, chance: random.Random) -> list[dict[str, object]]:
    now = datetime.now(UTC)
    blank = Need(community_id=community_id, number=0, code="", kind="", heard_at=now, created_at=now, changed_at=now)
    rows = []
    for number in range(1, many + 1):
        report = (
            told(chance, CLOSE, kind="drain") if number <= dense else told(chance, WIDE, point=chance.random() < 0.7)
        )
        blank.kind, blank.text, blank.landmark = report.kind, report.text, report.landmark
        similar.remember(blank)
        said = {"kind": blank.kind, "text": blank.text, "landmark": blank.landmark, "stems": blank.stems}
        state = NeedState.resolved if chance.random() < 0.2 else NeedState.accepted
        where = {"latitude": report.latitude, "longitude": report.longitude}
        rows.append({**_BLANK, **said, **where, "state": state, "community_id": community_id, "code": f"c{number}"})
    chance.shuffle(rows)
    return [
        {**row, "number": number, "heard_at": now, "created_at": now, "changed_at": now}
        for number, row in enumerate(rows, 1)
    ]


def told(chance: random.Random, within: float, *, kind: str | None = None, point: bool = True) -> Report:
    """A report somewhere within so many metres of the middle."""
    far, way = within * math.sqrt(chance.random()) / DEGREE, chance.random() * math.tau
    return Report(
        kind or chance.choice(KINDS),
        text=" ".join(chance.sample(WORDS, 4)),
        landmark=chance.choice(MARKS),
        latitude=MIDDLE[0] + far * math.cos(way) if point else None,
        longitude=MIDDLE[1] + far * math.sin(way) if point else None,
    )


# ── ways of looking ──


def by_index(community_id: int) -> Callable[[Session, Report], object]:
    """As the bot does it."""
    return lambda session, report: similar.alike(session, report, community_id)


def at_them_all(community_id: int) -> Callable[[Session, Report], object]:
    """Read every open need and compare it by the same rule."""
    every = sa.select(*(col(getattr(Need, name)) for name in Row._fields)).where(
        col(Need.community_id) == community_id, col(Need.state).not_in(sorted(moves.CLOSED))
    )

    def look(session: Session, report: Report) -> object:
        rows = [Row._make(row) for row in session.connection().execute(every)]
        return similar.among(report, rows)

    return look


# ── the two databases ──


def measure(name: str, url: str, options: argparse.Namespace) -> None:
    """Fill, look round by round, and print one table."""
    migrate.upgrade(url)
    engine = open_engine(url)
    chance = random.Random(11)
    community_id = settle(engine, options.needs, options.dense, chance)
    index, scan = by_index(community_id), at_them_all(community_id)
    crowd = [told(chance, CLOSE, kind="drain") for _ in range(2_000)]
    ways = [
        Looks("every one of them", scan, crowd),
        Looks("in the crowd", index, crowd),
        Looks("elsewhere", index, [told(chance, WIDE) for _ in range(2_000)]),
        Looks("without a point", index, [told(chance, WIDE, point=False) for _ in range(2_000)]),
    ]
    with reading(engine) as session:
        for number in range(options.rounds + 1):
            for way in ways:
                way.play(session, options.scans if way is ways[0] else options.looks, chance)
            print(f"{name}: round {number}", file=sys.stderr, flush=True)
    for way in ways:
        del way.rounds[0], way.busy[0]  # warming up
    print(f"\n### {name}\n\n" + table(ways))
    engine.dispose()


def table(ways: list[Looks]) -> str:
    lines = [
        "| looking | looks | p50 ms | p99 ms | CPU p99 ms | times a look at every one (lowest–highest) |",
        "|---|---|---|---|---|---|",
    ]
    for way in ways:
        p50, p99 = _percentiles(way.rounds)
        ratios = sorted(median(every) / median(mine) for every, mine in zip(ways[0].rounds, way.rounds, strict=True))
        lines.append(
            f"| {way.name} | {sum(map(len, way.rounds)):,} | {p50:.1f} | {p99:.1f} | {_percentiles(way.busy)[1]:.1f} | "
            f"{median(ratios):,.0f} ({ratios[0]:,.0f}–{ratios[-1]:,.0f}) |"
        )
    return "\n".join(lines)


def _percentiles(rounds: list[list[float]]) -> tuple[float, float]:
    """p50 and p99 over all rounds, in milliseconds."""
    cuts = quantiles([one * 1000 for round_ in rounds for one in round_], n=100, method="inclusive")
    return cuts[49], cuts[98]


def chosen_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.similar", description=__doc__)
    parser.add_argument("--needs", type=int, default=100_000)
    parser.add_argument("--dense", type=int, default=5_000, help="so many of them within 300 m, of one kind")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--looks", type=int, default=200, help="in a round, each way")
    parser.add_argument("--scans", type=int, default=3, help="looks at every one, in a round")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    return parser.parse_args()


if __name__ == "__main__":
    chosen = chosen_options()
    os.sched_setaffinity(0, {PROGRAM_CORE})
    print(facts_table(facts(chosen.folder)))
    for database in chosen.databases.split(","):
        with tempfile.TemporaryDirectory(dir=chosen.folder) as place, DATABASES[database](Path(place)) as address:
            measure(database, address, chosen)
