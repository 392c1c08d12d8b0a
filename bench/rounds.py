"""One round: one variant under one load, from a fresh start to its audit."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bench.ledger import Audit, Window
from bench.stand import Stand, set_up
from bench.variants import Variant

LoadName = Literal["A", "B", "C"]
WARM_UP = 1.0  # seconds of load B before anything is measured
SETTLE_WAIT = 120.0  # seconds a backlog may take to be answered


@dataclass(frozen=True)
class Plan:
    """How hard and how long; seconds, and updates a second for load C."""

    folder: Path
    seconds: float = 4.0
    stream_seconds: float = 10.0
    rate: float = 120.0


@dataclass(frozen=True)
class Result:
    """Figures of one round: rates a second, times in milliseconds, CPU in microseconds an update."""

    acks: float
    replies: float
    ack_p50: float
    ack_p99: float
    reply_p50: float
    reply_p99: float
    cpu: float
    settle: float
    audit: Audit


async def play(variant: Variant, load: LoadName, plan: Plan, number: int) -> Result:
    """Warm up, press, wait until every update is answered, and count."""
    async with set_up(variant, plan.folder) as stand:
        await stand.load.talk(WARM_UP)
        await stand.load.settle(SETTLE_WAIT)
        cpu, before = stand.program.cpu_seconds(), stand.ledger.updates
        window = await _press(stand, load, plan, number)
        settle = await stand.load.settle(SETTLE_WAIT)
        spent = (stand.program.cpu_seconds() - cpu) / max(stand.ledger.updates - before, 1)
        return _result(stand, window, spent * 1e6, settle)


async def _press(stand: Stand, load: LoadName, plan: Plan, number: int) -> Window:
    if load == "A":
        return await stand.load.burst(plan.seconds)
    if load == "B":
        return await stand.load.talk(plan.seconds)
    return await stand.load.stream(plan.stream_seconds, plan.rate, seed=number)


def _result(stand: Stand, window: Window, cpu: float, settle: float) -> Result:
    ledger = stand.ledger
    audit = dataclasses.replace(ledger.audit(stand.telegram.same_twice), complaints=stand.program.complaints())
    return Result(
        ledger.acks.rate(window),
        ledger.replies.rate(window),
        *ledger.acks.percentiles(window),
        *ledger.replies.percentiles(window),
        cpu,
        settle,
        audit,
    )
