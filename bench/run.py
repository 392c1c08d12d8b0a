"""Plays the rounds, the variants taking turns, and prints what came of it as Markdown: `python -m bench.run`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import get_args

import uvloop

from bench import tables
from bench.machine import LOAD_CORE, facts
from bench.rounds import LoadName, Plan, play
from bench.variants import USUAL, Variant, named


async def measure(variants: list[Variant], load: LoadName, plan: Plan, rounds: int) -> tables.Rounds:
    """Each variant once a round, another one first each time."""
    played: tables.Rounds = {variant.name: [] for variant in variants}
    for number in range(rounds):
        turn = number % len(variants)
        for variant in variants[turn:] + variants[:turn]:
            result = await play(variant, load, plan, number)
            played[variant.name].append(result)
            print(
                f"{load}{number + 1} {variant.name}: {result.acks:.0f} acks/s, {result.replies:.0f} replies/s, "
                f"reply p99 {result.reply_p99:.1f} ms, {result.audit}",
                file=sys.stderr,
                flush=True,
            )
    return played


async def main(options: argparse.Namespace) -> None:
    plan = Plan(options.folder, options.seconds, options.stream_seconds, options.rate)
    variants = named(options.variants.split(","))
    print(tables.facts_table(facts(plan.folder)))
    print(f"\n{options.rounds} rounds of {plan.seconds:g} s (C: {plan.stream_seconds:g} s at {plan.rate:g} updates/s).")
    played = {load: await measure(variants, load, plan, options.rounds) for load in options.loads}
    for load, rounds in played.items():
        print("\n" + tables.table(load, rounds, variants))
    print("\n" + tables.audit(played, variants))


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("--variants", default=",".join(USUAL), help="names from bench/variants.py, with commas")
    parser.add_argument("--loads", default="ABC", help="any of A, B and C")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="of one round of A or B")
    parser.add_argument("--stream-seconds", type=float, default=10.0, help="of one round of C")
    parser.add_argument("--rate", type=float, default=120.0, help="updates a second in C")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the databases lie: a real disk"
    )
    chosen = parser.parse_args()
    if not chosen.loads or set(chosen.loads) - set(get_args(LoadName)):
        parser.error(f"there are the loads A, B and C, not {chosen.loads!r}")
    return chosen


if __name__ == "__main__":
    chosen = options()
    os.sched_setaffinity(0, {LOAD_CORE})
    uvloop.run(main(chosen))
