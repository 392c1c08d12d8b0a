"""One announcement to everyone while its processes are killed again and again: `python -m bench.killed`.

The same as `tests/chaos/test_announcement.py`, with more people and the command line itself, for its figures: how many
really have it twice, and how many Rembuk says may have.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.databases import DATABASES
from bench.machine import facts
from bench.tables import facts_table
from bot.courier import SENDS_AT_ONCE
from playground.server import running
from playground.world import World
from storage import migrate
from storage.database import open_engine
from tests.chaos.announcing import town
from tests.chaos.programs import Program, environment

HEAD = (
    "| database | processes | seed | people | killed | seconds | without it | really twice | said to be possibly twice "
    "| at most in hand |"
)


def killed(name: str, options: argparse.Namespace) -> list[str]:
    """One announcement on a fresh database; the cells of its row."""
    commands = ["run"] if options.workers == 1 else ["work"] * options.workers
    with tempfile.TemporaryDirectory(dir=options.folder) as place, DATABASES[name](Path(place)) as url:
        migrate.upgrade(url)
        engine, world = open_engine(url), World(random=random.Random(5))
        with running(world) as telegram:
            rt = town(world, engine, options.people)
            around = environment(
                world.state.token, telegram, url, Path(place) / "data", send_per_second=options.rate, send_per_chat=1
            )
            programs = [Program(command, around, Path(place) / f"{n}.log") for n, command in enumerate(commands)]
            began = time.monotonic()
            try:
                rt.is_cut_off(programs, options.kills, random.Random(f"{options.seed} {name}"))
                seconds = time.monotonic() - began
            finally:
                for program in programs:
                    program.stop()
            report, got = rt.report(), rt.arrivals()
            for fault in rt.faults():
                print(f"{name}: {fault}", file=sys.stderr)
        engine.dispose()
    return [
        name, " + ".join(commands), str(options.seed), f"{options.people:,}", str(rt.cuts), f"{seconds:.0f}",
        str(sum(not got[chat] for chat in rt.chats)), str(rt.twice()), str(report.twice),
        str(rt.cuts * SENDS_AT_ONCE),
    ]  # fmt: skip


def chosen_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.killed", description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--rate", type=float, default=100.0, help="messages a second; the rest waits its turn")
    parser.add_argument("--seed", type=int, default=1, help="repeats the choices, not the very moments")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--workers", type=int, default=1, help="more than one on PostgreSQL only")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    return parser.parse_args()


if __name__ == "__main__":
    chosen = chosen_options()
    print(facts_table(facts(chosen.folder)), file=sys.stderr)
    print("\n" + HEAD + "\n|" + "---|" * (HEAD.count("|") - 1))
    for database in chosen.databases.split(","):
        print("| " + " | ".join(killed(database, chosen)) + " |", flush=True)
