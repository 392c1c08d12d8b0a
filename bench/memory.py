"""How much memory a variant holds: when idle, and after many updates: `python -m bench.memory`."""

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

import uvloop

from bench.machine import LOAD_CORE
from bench.stand import set_up
from bench.variants import Variant, named

REST = 3.0  # seconds without work before memory is read
MOST = 600.0  # seconds the updates may take
MEBIBYTE = 1024 * 1024


async def hold(variant: Variant, updates: int, folder: Path) -> None:
    """Print one row: resident memory idle, and after `updates` were sent and answered."""
    async with set_up(variant, folder) as stand:
        await asyncio.sleep(REST)
        idle = stand.program.resident_bytes()
        await stand.load.talk(MOST, updates)
        await stand.load.settle(MOST)
        await asyncio.sleep(REST)
        after = stand.program.resident_bytes()
        audit = stand.ledger.audit(stand.telegram.same_twice)
    print(
        f"| {variant.title} | {idle / MEBIBYTE:.1f} | {after / MEBIBYTE:.1f} | {audit.updates:,} | {audit.replies:,} |",
        flush=True,
    )


async def main(options: argparse.Namespace) -> None:
    print(f"| variant | idle MiB | after {options.updates:,} updates MiB | updates | replies |\n|---|---|---|---|---|")
    for variant in named(options.variants.split(",")):
        await hold(variant, options.updates, options.folder)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=__doc__)
    parser.add_argument("--variants", default="rembuk", help="names from bench/variants.py, with commas")
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    return parser.parse_args()


if __name__ == "__main__":
    chosen = options()
    os.sched_setaffinity(0, {LOAD_CORE})
    uvloop.run(main(chosen))
