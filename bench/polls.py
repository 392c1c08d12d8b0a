"""A whole neighbourhood votes within a minute: `python -m bench.polls`.

5,000 residents in one group vote in one poll, in Telegram's own or by secret buttons, through the playground and by
webhook. Every vote must be counted, none twice; how long is it from an update's arrival to its commit?
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.databases import DATABASES
from bench.machine import LOAD_CORE, facts
from bench.poll_town import OPTIONS, Processes, Town
from bench.tables import facts_table
from playground.driver import Group, Neighbour, Neighbourhood
from playground.rush import Rush, rush
from playground.server import running
from playground.world import World
from storage.polls import Way

AGAIN = 100
"""So many updates come twice, as when Telegram does not hear that we took them."""
SETTLE_SECONDS = 300.0
KINDS = {Way.native: "poll_answer", Way.ballot: "callback_query"}
HEAD = (
    "| votes by | database | processes | votes | in s | counted | all after s | twice or wrong "
    "| arrival to commit p50 / p99 / longest ms | edits of the card, most in a minute |"
)


@dataclass
class Run:
    """What one storm was like. `waits` are seconds from arrival to commit."""

    storm: Rush
    waits: list[float]
    wrong: int
    counted: int
    after: float
    edits: list[float] = field(default_factory=list)

    def cells(self) -> list[str]:
        cuts = quantiles(self.waits, n=100, method="inclusive")
        waits = " / ".join(f"{seconds * 1000:,.0f}" for seconds in (cuts[49], cuts[98], max(self.waits)))
        return [
            f"{len(self.waits):,}", f"{self.storm.seconds:.0f}", f"{self.counted:,}", f"{self.after:.1f}",
            str(self.wrong), waits, str(most_in_a_minute(self.edits)),
        ]  # fmt: skip


def most_in_a_minute(times: list[float]) -> int:
    return max((sum(begin <= one < begin + 60 for one in times) for begin in times), default=0)


class Storm:
    """Everybody votes once, in an order of chance, one after the other at a rate."""

    def __init__(self, world: World, people: int) -> None:
        self.world = world
        self.town = Neighbourhood.in_process(world)
        self.crowd = self.town.people(people)
        chair = self.town.person("Pak Budi")
        self.group: Group = self.town.group("Warga RT 03", creator=chair, members=self.crowd)
        self.group.add_bot(by=chair, admin=True)
        chance = random.Random(7)
        self.chosen = {one.id: chance.randrange(len(OPTIONS)) for one in self.crowd}

    def votes(self, way: Way, options: list[int], seconds: float) -> Rush:
        kind = KINDS[way]
        self.town.deliver_twice(kind, times=AGAIN)
        act = partial(self._answers, self._poll()) if way is Way.native else partial(self._taps, options)
        acts = [partial(act, one) for one in random.Random(9).sample(self.crowd, len(self.crowd))]
        return rush(acts, per_second=len(acts) / seconds, hands=64)

    def _poll(self) -> str:
        return next(iter(self.world.state.polls))

    def _answers(self, poll_id: str, one: Neighbour) -> None:
        self.town.door.vote(poll_id, one.id, [self.chosen[one.id]])

    def _taps(self, options: list[int], one: Neighbour) -> None:
        """Without waiting for the answer: how long that takes is measured at the other end."""
        data = f"c.v.{options[self.chosen[one.id]]}"
        self.town.door.tap(self.group.id, one.id, self._card(), data=data, seconds=0)

    def _card(self) -> int:
        return next(number for number, one in self._messages() if "reply_markup" in one.payload)

    def _messages(self) -> list[tuple[int, Any]]:
        return list(reversed(self.world.state.chats[self.group.id].messages.items()))

    def edits(self) -> list[float]:
        return [one["time"] for one in self.town.sent("editMessageText")]


def play(way: Way, database: str, options: argparse.Namespace) -> list[str]:
    """From a fresh database to the audit."""
    world = World()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder)))
        url = stack.enter_context(DATABASES[database](folder))
        telegram = stack.enter_context(running(world))
        storm = Storm(world, options.people)
        town = Town(url, storm.group.id, [one.id for one in storm.crowd])
        processes = Processes(url, telegram, world.state.token, folder, workers=options.workers)
        stack.callback(processes.stop)
        processes.start()
        os.sched_setaffinity(0, {LOAD_CORE})
        poll_id = town.asks(way)
        waits_for(lambda: town.stands(poll_id, way), "the poll in the group")
        begun = time.monotonic()
        said = storm.votes(way, town.options(poll_id), options.seconds)
        waits_for(lambda: town.voters(poll_id) >= options.people and town.open_updates() == 0, "the last vote")
        after = time.monotonic() - begun
        time.sleep(8)  # the card's last drawing
        os.sched_setaffinity(0, set(range(os.cpu_count() or 1)))
        processes.stop()
        waits = processes.waits()
        wrong = town.wrong(poll_id, storm.chosen)
        run = Run(said, waits, wrong, town.voters(poll_id), after, storm.edits())
        return [way.value, database, processes.what, *run.cells()]


def waits_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"waited for {what} in vain")
        time.sleep(0.2)


def chosen_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.polls", description=__doc__)
    parser.add_argument("--ways", default="native,ballot")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2, help="on PostgreSQL, beside one process for the web")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    return parser.parse_args()


if __name__ == "__main__":
    chosen = chosen_options()
    print(facts_table(facts(chosen.folder)), file=sys.stderr)
    print("\n" + HEAD + "\n|" + "---|" * (HEAD.count("|") - 1), flush=True)
    for name in chosen.databases.split(","):
        for one in chosen.ways.split(","):
            print("| " + " | ".join(play(Way(one), name, chosen)) + " |", flush=True)
