"""What happens by the clock: one table of jobs, each a use case that asks the database what is due.

APScheduler only wakes us; what fell due while we were down is done on return.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from bot import event_work
from bot.failures import place_of
from community import (
    claims,
    closing_tellings,
    digests,
    erasure,
    forwarded,
    group_news,
    native_votes,
    poll_cards,
    poll_closing,
    poll_reminders,
    retention,
    silence,
    weeks,
)
from community.retention import Leftover
from storage import heartbeats, outbox_leases, tallies
from storage.writer import Writer

log = structlog.get_logger()

Clock = Callable[[], float]
Save = Callable[[Session, float], object]
"""A job's one transaction, at a time in seconds since 1970, UTC."""
Errand = Callable[[], Awaitable[object]] | None
"""What not every process does."""
_BEAT = int(heartbeats.BEAT_EVERY)
SET_BACK, FOLLOW_EVERY = 1.0, 1.0
"""Seconds by which the host's clock has jumped rather than been slow, and between two looks at it."""
LOOK_EVERY = 15
"""Seconds between two looks at what is due of polls and events."""
_ROUNDS = 200
"""How often one step of a job goes on at most: a few hundred people each time. The rest is for the next time."""


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    when: BaseTrigger
    what: Callable[[], Awaitable[object]]
    at_start: bool = False
    """Also once when the process starts: a machine that sleeps at night is swept all the same."""


def jobs(
    writer: Writer,
    *,
    owner: str,
    kind: str,
    clock: Clock,
    look: Callable[[Session], object] | None = None,
    time_zone: str,
    discard: Callable[[list[str]], Awaitable[object]],
    secret: str,
    backup: Errand,
    count: Errand = None,
    census: Errand = None,
) -> list[Job]:
    """Every job of a process.

    `look` sets `clock` by the database's before each beat: a process that had slept must not beat in the past.
    `discard` takes files off the shelf, `secret` finds the votes of who leaves, `count` and `census` keep figures.
    """

    def saved(job: Save) -> Callable[[], Awaitable[object]]:
        async def run() -> object:
            return await writer.stage(lambda session: job(session, clock()))

        return run

    beat = partial(writer.stage, _beat, owner=owner, kind=kind, clock=clock, look=look)
    final = partial(erasure.make_final, secret=secret)
    sweep, erase = (partial(_clear, writer, clock, discard, what) for what in (retention.sweep, final))
    table = [
        Job("heartbeat", IntervalTrigger(seconds=_BEAT), beat),
        Job("free leases", IntervalTrigger(seconds=5), saved(partial(_free_leases, owner=owner))),
        Job("erase", IntervalTrigger(minutes=1), erase, at_start=True),
        *_in_parts(writer, clock, time_zone, secret),
        *_of_the_neighbourhoods(saved, time_zone),
        Job("sweep", CronTrigger(hour=3, minute=15, timezone=time_zone), sweep, at_start=True),
    ]
    if kind == "web":
        return table[:1]  # the rest is for those who work
    return table + _of_some_processes(backup, count, census, time_zone)


def _of_some_processes(backup: Errand, count: Errand, census: Errand, time_zone: str) -> list[Job]:
    found = []
    if count is not None:
        found.append(Job("count", IntervalTrigger(seconds=_BEAT), count))
    if backup is not None:
        found.append(Job("backup", CronTrigger(hour=2, minute=30, timezone=time_zone), backup, at_start=True))
    if census is not None:
        found.append(Job("census", IntervalTrigger(minutes=1), census, at_start=True))
    return found


def _in_parts(writer: Writer, clock: Clock, time_zone: str, secret: str) -> list[Job]:
    """What is done for a few at a time, each time a transaction."""
    half_hour = CronTrigger(minute="*/30", timezone=time_zone)
    return [
        Job("digests", half_hour, partial(_digests, writer, clock), at_start=True),
        Job("week", half_hour, partial(_weeks, writer, clock), at_start=True),
        Job("polls", IntervalTrigger(seconds=LOOK_EVERY), _polls(writer, clock, secret), at_start=True),
        Job("events", IntervalTrigger(seconds=LOOK_EVERY), partial(event_work.work, writer, clock), at_start=True),
        Job("event times", IntervalTrigger(hours=1), partial(event_work.write_ahead, writer, clock), at_start=True),
    ]


def _of_the_neighbourhoods(saved: Callable[[Save], Callable[[], Awaitable[object]]], time_zone: str) -> list[Job]:
    """What residents and organisers are told, asked or shown because time has gone by."""
    half_hour = CronTrigger(minute="*/30", timezone=time_zone)
    return [
        Job("forget strangers", IntervalTrigger(minutes=10), saved(retention.forget_offers)),
        Job("closings", IntervalTrigger(minutes=1), saved(_at(closing_tellings.tally_due))),
        Job("group news", half_hour, saved(_at(group_news.show_what_is_new))),
        Job("group week", half_hour, saved(_at(group_news.show_the_week))),
        Job("ask after", CronTrigger(minute=10, timezone=time_zone), saved(_at(forwarded.remind)), at_start=True),
        Job("silence", IntervalTrigger(hours=1), saved(_at(silence.speak_of)), at_start=True),
        Job("claims", IntervalTrigger(hours=1), saved(_at(claims.pass_on_unanswered)), at_start=True),
    ]


def _at(use_case: Callable[[Session, datetime], object]) -> Save:
    """The use case at an instant, where the clock tells seconds."""
    return lambda session, now: use_case(session, datetime.fromtimestamp(now, UTC))


def start(table: list[Job]) -> AsyncIOScheduler:
    """Run the table on the present event loop; a job that was missed runs late, once.

    The scheduler goes by the host's own clock, which may be set back; the jobs themselves do not.
    """
    scheduler = AsyncIOScheduler(job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1})
    for job in table:
        scheduler.add_job(_guarded, job.when, args=[job], id=job.name)
        if job.at_start:
            scheduler.add_job(_guarded, DateTrigger(), args=[job], id=f"{job.name} at start")
    scheduler.start()
    _follow(scheduler, time.time() - time.monotonic())
    return scheduler


def _follow(scheduler: AsyncIOScheduler, ahead: float) -> None:
    """Where the host's clock was set back, wake every job at its new hour: it would wait for its old one to come again.

    `ahead` is what this clock was last ahead of one that never jumps, in seconds.
    """
    if not scheduler.running:
        return
    now_ahead = time.time() - time.monotonic()
    if now_ahead < ahead - SET_BACK:
        log.warning("clock.set_back", seconds=round(ahead - now_ahead))
        now = datetime.now(UTC)
        for job in scheduler.get_jobs():
            is_steady = isinstance(job.trigger, IntervalTrigger)
            job.modify(next_run_time=now if is_steady else job.trigger.get_next_fire_time(None, now))
    asyncio.get_running_loop().call_later(FOLLOW_EVERY, _follow, scheduler, now_ahead)


async def _guarded(job: Job) -> None:
    try:
        await job.what()
    except asyncio.CancelledError:
        return  # the process ends: the scheduler would report that as an error
    except Exception as error:  # noqa: BLE001 - a job that fails once is due again; the clock goes on
        log.error("clock.failed", job=job.name, error=place_of(error))


def _polls(writer: Writer, clock: Clock, secret: str) -> Callable[[], Awaitable[object]]:
    """What is over is closed, then its voters are told; who has not voted is reminded. A few at a time.

    A poll that cannot be closed is left out until the next time: it holds up no other, and neither does a step.
    """
    awake_since = datetime.fromtimestamp(clock(), UTC)
    left_out: set[int] = set()
    steps: tuple[Callable[[Session, datetime], int], ...] = (
        lambda session, now: native_votes.write_strays(session, secret=secret, now=now),
        lambda session, now: poll_closing.close_due(session, now, awake_since=awake_since, but=left_out),
        poll_cards.tell_voters,
        poll_reminders.remind_due,
    )

    async def goes_on(step: Callable[[Session, datetime], int]) -> bool:
        try:
            return bool(await writer.stage(step, datetime.fromtimestamp(clock(), UTC)))
        except poll_closing.CannotClose as error:
            left_out.add(error.poll_id)
            log.error("poll.cannot_close", poll=error.poll_id, error=place_of(error.__cause__ or error))
            return True

    async def run() -> object:
        left_out.clear()
        for number, step in enumerate(steps, 1):
            try:
                for _ in range(_ROUNDS):
                    if not await goes_on(step):
                        break
            except Exception as error:  # noqa: BLE001 - the steps behind it have other work, and it is due again
                log.error("clock.failed", job="polls", step=number, error=place_of(error))
        return None

    return run


async def _digests(writer: Writer, clock: Clock) -> None:
    """A few hundred people at a time, so that nobody else waits for long."""
    after: int | None = 0
    while after is not None:
        now = datetime.fromtimestamp(clock(), UTC)
        after = await writer.stage(digests.gather, now=now, after=after)


async def _weeks(writer: Writer, clock: Clock) -> None:
    """One neighbourhood at a time, each with the hour it is then."""
    after: int | None = 0
    while after is not None:
        now = datetime.fromtimestamp(clock(), UTC)
        after = await writer.stage(weeks.tell, now=now, after=after)


async def _clear(
    writer: Writer,
    clock: Clock,
    discard: Callable[[list[str]], Awaitable[object]],
    what: Callable[[Session, float], list[Leftover]],
) -> None:
    """Files go before the rows that know of them, so that nothing is left on the shelf, wherever this is cut off."""
    files = await writer.stage(lambda session: what(session, clock()))
    for path in (path for file in files for path in file.paths):
        with contextlib.suppress(FileNotFoundError):  # it never came, or went with a round that was cut off
            await discard([path])
    if files:
        await writer.stage(retention.forget_files, files=files)


def _beat(session: Session, owner: str, kind: str, clock: Clock, look: Callable[[Session], object] | None) -> None:
    if look is not None:
        look(session)
    heartbeats.beat(session, owner, kind, clock())


def _free_leases(session: Session, now: float, owner: str) -> None:
    """Not by one who has just come back from a silence of his own: to him all others would seem gone."""
    if heartbeats.has_beaten(session, owner, now):
        tallies.add(session, {"possibly_twice": outbox_leases.free_leases(session, now)})
