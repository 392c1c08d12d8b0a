"""Many people at once: each act at its moment, so many a second, and how long each was under way."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

HANDS = 32


@dataclass(frozen=True, slots=True)
class Rush:
    """`seconds` from the first act to the last answer; `waits` are the seconds of each act, shortest first."""

    seconds: float
    waits: list[float]

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds

    def within(self, part: float) -> float:
        """The seconds within which this part of the acts (0.99) was done."""
        return self.waits[min(int(len(self.waits) * part), len(self.waits) - 1)]


def rush(acts: Iterable[Callable[[], Any]], *, per_second: float, hands: int = HANDS) -> Rush:
    """Begin one act after the other at that rate, at most so many at a time; the first that fails is raised.

    0 a second is as fast as it goes. Where all hands are full the rate sinks, and `Rush.per_second` says so.
    """
    begun = time.monotonic()
    with ThreadPoolExecutor(hands, thread_name_prefix="rush") as pool:
        futures = []
        for number, act in enumerate(acts):
            if per_second and (early := begun + number / per_second - time.monotonic()) > 0:
                time.sleep(early)
            futures.append(pool.submit(_timed, act))
        waits = sorted(one.result() for one in futures)
    return Rush(time.monotonic() - begun, waits)


def _timed(act: Callable[[], Any]) -> float:
    begun = time.monotonic()
    act()
    return time.monotonic() - begun
