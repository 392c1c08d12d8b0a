"""How fast the machinery sends without limits, beside python-telegram-bot's own way: `python -m bench.broadcast`.

Each round plays every variant once, on the same fake Bot API, another one first: announcements rendered from the
database, claimed, sent and marked by the courier; and bare `send_message` calls, 32 at once, with nothing kept.
"""

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import uvloop
from telegram.ext import ExtBot

from bench.databases import DATABASES
from bench.fake_telegram import FakeTelegram
from bench.machine import LOAD_CORE, PROGRAM_CORE, facts
from bench.post_room import TEXT, PostRoom, announced, settle
from bench.tables import facts_table
from storage import migrate
from storage.database import open_engine
from storage.limits import Rates

TOKEN = "5000000001:bench"
AT_ONCE = 32
WARM_UP = 200
LIBRARY = "python-telegram-bot, default transport"


@dataclass(frozen=True)
class Result:
    """Messages a second, CPU in microseconds a message, resident memory in MiB at the end."""

    rate: float
    cpu: float
    memory: float


class Listening:
    """The fake Bot API in a process of its own core."""

    def __init__(self) -> None:
        here, there = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(here)
            os.sched_setaffinity(0, {LOAD_CORE})
            uvloop.run(_serve(there))
            os._exit(0)
        os.close(there)
        self.url = f"http://127.0.0.1:{int(os.read(here, 16))}"
        os.close(here)

    def ends(self) -> None:
        os.kill(self._process, 9)
        os.waitpid(self._process, 0)


async def _serve(tell: int) -> None:
    server, port = await FakeTelegram().serve()
    os.write(tell, str(port).encode())
    os.close(tell)
    await server.serve_forever()


class Meter:
    """Begins after `WARM_UP` messages, ends so many later."""

    def __init__(self, messages: int) -> None:
        self.messages = messages
        self._began = self._busy = 0.0
        self.result: Result | None = None

    def at(self, sent: int) -> bool:
        """Told how many have been sent; True once it has seen enough."""
        if not self._began and sent >= WARM_UP:
            self._from, self._began, self._busy = sent, time.perf_counter(), time.process_time()
        if sent < WARM_UP + self.messages:
            return False
        if self.result is None:
            many, took = sent - self._from, time.perf_counter() - self._began
            memory = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024**2
            self.result = Result(many / took, (time.process_time() - self._busy) / many * 1e6, memory)
        return True


async def library(url: str, meter: Meter) -> None:
    """As its documentation has it: one bot, the transport it comes with, so many calls at once."""
    bot = ExtBot(TOKEN, base_url=f"{url}/bot")
    async with bot:
        sent = 0

        async def send() -> None:
            nonlocal sent
            while not meter.at(sent):
                await bot.send_message(sent + 1, f"📢 <b>RT 03</b>\n{TEXT}", parse_mode="HTML")
                sent += 1

        await asyncio.gather(*(send() for _ in range(AT_ONCE)))


async def courier(url: str, database: str, meter: Meter) -> None:
    """What stands in the outbox, with all that keeps it from being lost."""
    room = PostRoom(database, url, TOKEN, Rates(0, 0, 0), "bench")
    await room.opens()
    sending = asyncio.ensure_future(room.courier.run())
    while not meter.at(room.courier.counts.fresh["sent.broadcast"]):  # noqa: ASYNC110 - it is watched, not asked
        await asyncio.sleep(0.01)
    room.courier.stop()
    await sending
    await room.closes()


def refilled(database: str, waiting: int) -> None:
    """So many announcements wait, and nothing else."""
    engine = open_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM outbox")
    announced(engine, list(range(1, waiting + 1)))
    engine.dispose()


def measure(name: str, options: argparse.Namespace, url: str) -> None:
    """One table for one database."""
    ways: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as place, DATABASES[name](Path(place)) as database:
        migrate.upgrade(database)
        engine = open_engine(database)
        settle(engine, list(range(1, max(options.waiting) + 1)))
        engine.dispose()
        variants: list[tuple[str, int]] = [
            (LIBRARY, 0),
            *((f"courier, {many:,} waiting", many) for many in options.waiting),
        ]
        for number in range(options.rounds):
            turn = number % len(variants)
            for title, waiting in variants[turn:] + variants[:turn]:
                meter = Meter(options.messages)
                if waiting:
                    refilled(database, waiting)
                uvloop.run(courier(url, database, meter) if waiting else library(url, meter))
                if meter.result is not None:
                    ways.setdefault(title, []).append(meter.result)
                    print(f"{name} {number + 1} {title}: {meter.result}", file=sys.stderr, flush=True)
    print(f"\n#### {name}\n\n" + table(ways))


def table(ways: dict[str, list[Result]]) -> str:
    lines = [
        "| sending | messages/s | times the library's (lowest–highest) | CPU µs/message | MiB at the end |",
        "|---|---|---|---|---|",
    ]
    for title in sorted(ways, key=lambda one: one != LIBRARY):
        results = ways[title]
        ratios = sorted(mine.rate / its.rate for mine, its in zip(results, ways[LIBRARY], strict=True))
        rate, cpu, memory = (median(getattr(one, name) for one in results) for name in ("rate", "cpu", "memory"))
        times = f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
        lines.append(f"| {title} | {rate:,.0f} | {times} | {cpu:,.0f} | {memory:.0f} |")
    return "\n".join(lines)


def chosen_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.broadcast", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=1_500, help="measured in each round")
    parser.add_argument("--waiting", type=int, nargs="+", default=[2_000, 100_000])
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    return parser.parse_args()


if __name__ == "__main__":
    chosen = chosen_options()
    telegram = Listening()
    try:
        print(facts_table(facts(chosen.folder)))
        os.sched_setaffinity(0, {PROGRAM_CORE})
        for database_name in chosen.databases.split(","):
            measure(database_name, chosen, telegram.url)
    finally:
        telegram.ends()
