"""What is done for events by the clock: changes are told on, what has ended is over, reminders and times are written.

A few hundred people, or a few events, each time a transaction. A step that fails keeps no other from its turn, and one
event no other event: its id is logged, and it is tried again in the next round.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import partial

import structlog
from sqlmodel import Session

from bot.failures import place_of
from community import aftermath, confirmations, event_moves, event_reminders, event_tellings, event_times, follow_ups
from community.one_by_one import Failed
from storage.writer import Writer

log = structlog.get_logger()

Clock = Callable[[], float]
"""Seconds since 1970, UTC."""
Step = Callable[[Session, datetime, Failed], int]
"""Does a part of what is due; returns how much was not done with before."""
STEPS: Mapping[str, Step] = {
    "tell": event_tellings.tell_on,
    "close": event_moves.close_over,
    "remind": event_reminders.write_due,
    "follow up": follow_ups.remind,
    "look after": aftermath.look_after,
    "tell of minutes": confirmations.tell_waiting,
}
"""In their order: a change is told before anything is said that it makes untrue."""
ROUNDS = 200
"""How often one step goes on at most. The rest is for the next time."""


async def work(writer: Writer, clock: Clock) -> None:
    """Every step, as far as it comes."""
    for name, step in STEPS.items():
        await _guarded(name, partial(_rounds, writer, clock, name, step))


async def write_ahead(writer: Writer, clock: Clock) -> None:
    """The next weeks of everything that comes again."""
    failed: Failed = {}
    after: int | None = 0
    while after is not None:
        after = await writer.stage(event_times.write_all_ahead, _now(clock), failed, after=after)
    _report("ahead", failed)


async def _rounds(writer: Writer, clock: Clock, name: str, step: Step) -> None:
    failed: Failed = {}
    for _ in range(ROUNDS):
        if not await writer.stage(step, _now(clock), failed):
            break
    _report(name, failed)


async def _guarded(name: str, what: Callable[[], Awaitable[object]]) -> None:
    try:
        await what()
    except Exception as error:  # noqa: BLE001 - the other steps have their turn all the same
        log.error("events.step_failed", step=name, error=place_of(error))


def _report(name: str, failed: Failed) -> None:
    for number, error in failed.items():
        log.error("events.failed", step=name, id=number, error=place_of(error))


def _now(clock: Clock) -> datetime:
    return datetime.fromtimestamp(clock(), UTC)
