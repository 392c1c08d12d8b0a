"""How quickly a shared budget is decided, beside pabutools: `python -m bench.equal_shares`.

Both get the same projects and ballots in their own ready-made types, decide by turns in one process, and must choose
the same. Neither completes, and neither explains, but in the rows that say so.
"""

import argparse
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median
from typing import TypeVar

from bench.machine import PROGRAM_CORE, facts
from bench.tables import facts_table
from community.voting.accounts import explain
from community.voting.ballots import Approval
from community.voting.equal_shares import count
from community.voting.shared_budget import Completion, Project, Shares, Utility
from tests.community.voting.oracles import Election

SIZES = [(20, 300, 4), (50, 1_000, 5), (200, 10_000, 3), (200, 10_000, 10)]
"""Projects, voters, and how many projects a voter names."""
Outcome = TypeVar("Outcome")
RUNS = 5
"""Of ours in a round, which are short; their median counts."""


@dataclass
class Case:
    """One poll, and seconds of the processor of each round: pabutools, ours, ours with an account of every project."""

    name: str
    projects: list[Project]
    ballots: list[Approval]
    budget: int
    utility: Utility
    completion: Completion = Completion.none
    step: int | None = None
    theirs: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    explained: list[float] = field(default_factory=list)
    chosen: int = 0

    def play(self, *, first: bool) -> None:
        """One round; whose turn is first changes from round to round."""
        oracle = Election(self.projects, self.ballots, self.budget)
        turns = [lambda: self._play_theirs(oracle), self._play_ours]
        for turn in turns if first else reversed(turns):
            turn()

    def _play_theirs(self, oracle: Election) -> None:
        took, chosen = timed(lambda: oracle.equal_shares(self.utility, self.step))
        self.theirs.append(took)
        if set(chosen) != set(self._decide().chosen):
            sys.exit(f"{self.name}: not the same projects are chosen")
        self.chosen = len(chosen)

    def _play_ours(self) -> None:
        runs = [timed(self._decide)[0] for _ in range(RUNS)]
        self.ours.append(median(runs))
        shares = self._decide()
        self.explained.append(median(runs) + timed(lambda: explain(shares, self.projects, self.ballots))[0])

    def _decide(self) -> Shares:
        return count(
            self.projects, self.ballots, budget=self.budget,
            utility=self.utility, completion=self.completion, step=self.step,
        )  # fmt: skip


def timed(work: Callable[[], Outcome]) -> tuple[float, Outcome]:
    """Seconds of the processor: neither side waits for anything, and what others do here hardly counts."""
    gc.collect()
    start = time.process_time()
    outcome = work()
    return time.process_time() - start, outcome


# ── polls ──


def poll(chance: random.Random, projects: int, voters: int, wanted: int) -> tuple[list[Project], list[Approval], int]:
    """Some projects are wanted far more than others; a quarter of all that they cost is there.

    A voter names `wanted` projects on average, some of them twice, which counts once.
    """
    listed = [Project(number, chance.randrange(500, 20_000) * 1000) for number in range(1, projects + 1)]
    weights = [chance.paretovariate(1.5) for _ in listed]
    ballots = [
        Approval(frozenset(chance.choices(range(1, projects + 1), weights, k=chance.randint(1, 2 * wanted - 1))))
        for _ in range(voters)
    ]
    return listed, ballots, sum(int(one.cost) for one in listed) // 4


def cases(chance: random.Random, *, quick: bool) -> list[Case]:
    found = []
    for projects, voters, wanted in SIZES[:2] if quick else SIZES:
        listed, ballots, budget = poll(chance, projects, voters, wanted)
        named = fmean(len(ballot.options) for ballot in ballots)
        name = f"{projects} × {voters:,}, {named:.1f} named"
        found += [Case(f"{name}, {utility}", listed, ballots, budget, utility) for utility in Utility]
        if voters <= 300:
            step = max(budget // voters // 100, 1)
            completed = Case(f"{name}, cost, larger shares", listed, ballots, budget, Utility.cost)
            completed.completion, completed.step = Completion.add1, step
            found.append(completed)
    return found


# ── figures ──


def table(played: Sequence[Case]) -> str:
    lines = [
        "| projects × voters, gain | chosen | pabutools ms | ours ms | and accounts ms | times (lowest–highest) |",
        "|---|---|---|---|---|---|",
    ]
    for case in played:
        ratios = sorted(theirs / ours for theirs, ours in zip(case.theirs, case.ours, strict=True))
        theirs, ours, explained = (median(some) * 1000 for some in (case.theirs, case.ours, case.explained))
        lines.append(
            f"| {case.name} | {case.chosen} | {theirs:,.0f} | {ours:,.1f} | {explained:,.1f} | "
            f"{median(ratios):,.0f} ({ratios[0]:,.0f}–{ratios[-1]:,.0f}) |"
        )
    return "\n".join(lines)


def chosen_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.equal_shares", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--quick", action="store_true", help="the two small sizes alone, half a minute")
    return parser.parse_args()


if __name__ == "__main__":
    options = chosen_options()
    os.sched_setaffinity(0, {PROGRAM_CORE})
    print(facts_table(facts(Path(tempfile.gettempdir()))))
    all_cases = cases(random.Random(options.seed), quick=options.quick)
    for number in range(options.rounds):
        for case in all_cases:
            case.play(first=number % 2 == 0)
        print(f"round {number + 1}", file=sys.stderr, flush=True)
    print("\n" + table(all_cases))
