"""The playground in a process of its own, counting as Telegram counts, and what it saw: for `bench.delivery`."""

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from bench.machine import LOAD_CORE, on_core
from playground.driver import Neighbourhood
from playground.rates import Rates
from playground.server import running
from playground.switches import Failure, Flood
from playground.world import World


@dataclass(frozen=True)
class Seen:
    """One call that arrived; `at` in seconds since 1970, UTC."""

    chat: int
    text: str
    at: float
    ok: bool
    error: str | None


class StrictTelegram:
    """A handle on the other process."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self.url, self.token, self.people, self.groups = line.recv()

    def seen(self) -> list[Seen]:
        return [Seen(*one) for one in self._asks("seen")]

    def overrun(self) -> int:
        """How often somebody was told to wait."""
        return int(self._asks("overrun"))

    def has_trouble(self, kind: str, times: int) -> None:
        """429, 500, timeout, drop or disconnect_after for the next so many calls."""
        self._asks("trouble", kind, times)

    def ends(self) -> None:
        self._asks("end")

    def _asks(self, *words: Any) -> Any:
        self._line.send(words)
        return self._line.recv()


@contextmanager
def strict_telegram(people: int, groups: int, *, counts: bool = True) -> Iterator[StrictTelegram]:
    """`counts`: with Telegram's limits."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    with on_core(LOAD_CORE):
        process = context.Process(target=_serve, args=(there, people, groups, counts))
        process.start()
    telegram = StrictTelegram(here)
    try:
        yield telegram
    finally:
        telegram.ends()
        process.join(20)


def _serve(line: Connection, people: int, groups: int, counts: bool) -> None:  # noqa: FBT001 - a process takes no keywords
    world = World(random=Random(7))
    neighbours = Neighbourhood.in_process(world)
    ids = []
    for number in range(people):
        person = neighbours.person(f"Warga {number}")
        person.starts()
        ids.append(person.id)
    homes = []
    for number in range(groups):
        group = neighbours.group(f"RT {number}", creator=person)
        group.add_bot(by=person)
        homes.append(group.id)
    world.state.switches.rates = rates = Rates() if counts else Rates(0, 0, 0, 0)
    gc.collect()
    gc.freeze()
    gc.disable()  # a look through 10,000 chats halts it for long enough to take what queues meanwhile for a burst
    with running(world) as url:
        line.send((url, world.state.token, ids, homes))
        while (words := line.recv())[0] != "end":
            line.send(_answer(world, rates, *words))
        line.send(None)


def _answer(world: World, rates: Rates, what: str, kind: str = "", times: int = 0) -> Any:
    with world.lock:
        if what == "overrun":
            return rates.overrun
        if what == "seen":
            return [
                (one["chat_id"], str(one["params"].get("text")), one["time"], one["ok"], one["error"])
                for one in world.state.sent
            ]
        if kind == "429":
            world.state.switches.floods.append(Flood(None, 1, times))
        else:
            world.state.switches.failures.append(Failure("sendMessage", kind, times, 1.0))
    return None
