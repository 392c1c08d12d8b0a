"""What is due at one instant: how late it comes beyond what the rate allows, and how long the event loop halted."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles

from bench.strict_telegram import Seen, StrictTelegram

WARM_UP = 2.0
"""Seconds before the instant one message leaves: nobody is reminded by a process that has never sent anything."""
LOOK_EVERY = 0.005
"""Seconds between two looks whether the event loop still turns."""


@dataclass(frozen=True)
class Result:
    """Seconds late, beyond what the rate allows; the loop's longest halt before the instant, and from then on."""

    late: list[float]
    missing: int
    twice: int
    told_to_wait: int
    prepared: float
    halted_before: float
    halted: float

    def percentile(self, which: int) -> float:
        return quantiles(self.late, n=100, method="inclusive")[which - 1] if len(self.late) > 1 else float("nan")


class Halts:
    """How long the event loop did not turn."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(LOOK_EVERY)
            self.longest = max(self.longest, time.perf_counter() - asked - LOOK_EVERY)

    def since_last_asked(self) -> float:
        found, self.longest = self.longest, 0.0
        return found

    def ends(self) -> None:
        self._task.cancel()


@dataclass
class Round:
    """One neighbourhood on a fresh database, and the Telegram of this round."""

    url: str
    telegram: StrictTelegram
    rate: float
    lead: float
    """Seconds from the beginning of the preparation to the instant."""


async def until(instant: float) -> None:
    if instant < time.time():
        raise SystemExit("not ready at the instant: choose a longer --lead")
    await asyncio.sleep(instant - time.time())


async def all_sent(sent: Callable[[], int], this: Round) -> None:
    """Until one for each has left, and the one before. Raises SystemExit where they take twice as long as they may."""
    many = len(this.telegram.people) + 1
    end = time.time() + 60 + 2 * many / this.rate
    while sent() < many:
        if time.time() > end:
            raise SystemExit(f"{sent()} of {many} have left")
        await asyncio.sleep(0.25)


def judged(this: Round, instant: float, prepared: float, before: float, halted: float) -> Result:
    arrived = sorted((one for one in this.telegram.seen() if one.ok and one.at >= instant), key=_when)
    got = Counter(one.chat for one in arrived)
    return Result(
        late=[one.at - (instant + place / this.rate) for place, one in enumerate(arrived)],
        missing=sum(not got[chat] for chat in this.telegram.people),
        twice=sum(times > 1 for times in got.values()),
        told_to_wait=this.telegram.overrun(),
        prepared=prepared,
        halted_before=before,
        halted=halted,
    )


def _when(one: Seen) -> float:
    return one.at
