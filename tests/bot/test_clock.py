"""What happens by the clock: once at the start as well, whatever a job does, and to nobody who is alive."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from bot import clock
from bot.clock import Job
from community import needs
from storage import backup, heartbeats, inbox
from storage.database import writing
from storage.heartbeats import SILENT_AFTER
from storage.needs import NeedState
from storage.writer import Writer
from tests.community.closing_time import Street
from tests.community.post import waiting
from tests.community.rt_three import settle
from tests.storage.desk import says, story
from tests.storage.letters import HERE, NOW, THERE, claim, look, write

SECONDS = 10.0
NEVER = CronTrigger(year=2099)
LONG_AGO = datetime.fromtimestamp(NOW - 30 * 86_400, UTC)


class Ticking:
    """A house's clock. `now` is seconds since 1970, UTC."""

    def __init__(self) -> None:
        self.now = NOW
        self.discarded: list[list[str]] = []

    def table(self, writer: Writer, kind: str = "work", copy: Callable[[], Any] | None = None) -> dict[str, Job]:
        """The jobs of the process HERE by their names."""

        async def discard(paths: list[str]) -> None:
            self.discarded.append(paths)

        jobs = clock.jobs(
            writer, owner=HERE, kind=kind, clock=lambda: self.now, time_zone="Asia/Jakarta", discard=discard, secret="",
            backup=copy,
        )  # fmt: skip
        return {job.name: job for job in jobs}


def beats(engine: Engine, who: str, at: float) -> None:
    with writing(engine) as session:
        heartbeats.beat(session, who, "work", at)


def runs(*jobs: Job, until: Callable[[], Any]) -> None:
    """The table on an event loop, until something has come of it."""
    asyncio.run(_run(list(jobs), until))


async def _run(jobs: list[Job], until: Callable[[], Any]) -> None:
    scheduler = clock.start(jobs)
    try:
        await _until(until)
    finally:
        scheduler.shutdown(wait=False)


# ── the table ──


def noted(into: list[str], name: str) -> Callable[[], Any]:
    async def note() -> None:
        into.append(name)

    return note


def test_what_is_to_happen_at_the_start_happens_then_and_once() -> None:
    done: list[str] = []
    jobs = [
        Job("nightly", NEVER, noted(done, "nightly"), at_start=True),
        Job("yearly", NEVER, noted(done, "yearly")),
        Job("often", IntervalTrigger(seconds=1), noted(done, "often")),
    ]
    runs(*jobs, until=lambda: "often" in done)
    assert done == ["nightly", "often"]


def test_a_job_that_fails_stops_neither_the_clock_nor_itself(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def fails() -> None:
        done.append("failed")
        raise ValueError("rahasia")

    jobs = [
        Job("broken", IntervalTrigger(seconds=1), fails, at_start=True),
        Job("sound", NEVER, noted(done, "sound"), at_start=True),
    ]
    runs(*jobs, until=lambda: done.count("failed") >= 2)
    assert done.count("sound") == 1
    assert "rahasia" not in caplog.text, "the scheduler would print what an error says, and that may be somebody's"


def test_a_machine_that_was_off_does_when_it_comes_on_what_is_due_since(engine: Engine) -> None:
    async def tell(writer: Writer) -> None:
        async def copy() -> None:
            """Only its place in the table is looked at."""

        at_start = {name for name, job in Ticking().table(writer, copy=copy).items() if job.at_start}
        assert at_start == {
            "ask after", "sweep", "erase", "backup", "silence", "claims", "digests", "week", "polls", "events",
            "event times",
        }  # fmt: skip
        assert "backup" not in Ticking().table(writer), "PostgreSQL has its own tools"
        assert set(Ticking().table(writer, "web", copy)) == {"heartbeat"}, "the rest is for those who work"

    story(engine, tell)


def test_the_sweep_at_the_start_forgets_what_is_over(engine: Engine) -> None:
    with writing(engine) as session:
        inbox.keep(session, [says(1), says(2, person=8)], NOW - 8 * 86_400)
        (ticket,) = inbox.claim(session, HERE, most=1)
        inbox.finish(session, ticket, NOW - 8 * 86_400)

    def kept() -> list[int]:
        with engine.connect() as connection:
            return list(connection.execute(sa.select(inbox.inbox.c.update_id)).scalars())

    async def tell(writer: Writer) -> None:
        await _run([Ticking().table(writer)["sweep"]], until=lambda: 1 not in kept())

    story(engine, tell)
    assert kept() == [2], "what has not been done is not forgotten"


def test_silence_is_found_at_the_start_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        needs.submit(
            session, needs.Report(kind="lamp"), by=rt.tini, community_id=rt.community, dialogue_id=None, now=LONG_AGO
        )

    def told() -> list[Any]:
        with writing(engine) as session:
            return waiting(session, "need.silent")

    async def tell(writer: Writer) -> None:
        await _run([Ticking().table(writer)["silence"]], until=told)

    story(engine, tell)
    assert len(told()) == 1


def test_the_backup_at_the_start_is_made_once_a_day(sqlite_url: str, tmp_path: Path) -> None:
    copies: list[Path | None] = []

    async def copy() -> None:
        copies.append(await asyncio.to_thread(backup.backup_and_prune, sqlite_url, tmp_path / "backups"))

    job = Job("backup", NEVER, copy, at_start=True)
    runs(job, until=lambda: len(copies) == 1)
    runs(job, until=lambda: len(copies) == 2)
    assert [made is not None for made in copies] == [True, False], "a restart is no reason for another"
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_host_whose_clock_is_set_back_goes_on_beating() -> None:
    """By an hour: a process that is silent so long is dead to the others, who send what it had in hand again."""
    beats: list[float] = []
    nights: list[str] = []

    async def beat() -> None:
        beats.append(time.monotonic())

    async def tell() -> None:
        jobs = [Job("heartbeat", IntervalTrigger(seconds=1), beat), Job("nightly", NEVER, noted(nights, "nightly"))]
        scheduler = clock.start(jobs)
        try:
            await _until(lambda: beats)
            with time_machine.travel(datetime.now(UTC) - timedelta(hours=1)):
                known = len(beats)
                await _until(lambda: len(beats) > known + 1)
            known = len(beats)
            await _until(lambda: len(beats) > known)
        finally:
            scheduler.shutdown(wait=False)

    asyncio.run(tell())
    assert nights == []


async def _until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "nothing came of it"
        await asyncio.sleep(0.02)


# ── leases ──


def free(engine: Engine, at: float) -> None:
    """HERE's job that looks for abandoned messages, run at a time."""
    ticking = Ticking()
    ticking.now = at

    async def tell(writer: Writer) -> None:
        await ticking.table(writer)["free leases"].what()

    story(engine, tell)


def test_who_was_silent_himself_takes_nothing_from_the_others(engine: Engine) -> None:
    """A laptop's lid was closed over two processes: whoever wakes first must not think that the other is gone."""
    write(engine, "halo")
    for who in (HERE, THERE):
        beats(engine, who, NOW)
    claim(engine, THERE)
    woken = NOW + 600
    free(engine, woken)
    assert look(engine, "state", "owner") == [("leased", THERE)]
    for who in (THERE, HERE):
        beats(engine, who, woken)
    free(engine, woken + 5)
    assert look(engine, "state", "owner") == [("leased", THERE)]


def test_who_never_beat_takes_nothing_either(engine: Engine) -> None:
    write(engine, "halo")
    claim(engine, THERE)
    free(engine, NOW)
    assert look(engine, "state", "owner") == [("leased", THERE)]


@pytest.mark.parametrize(("silent", "state"), [(SILENT_AFTER - 1, "leased"), (SILENT_AFTER, "due")])
def test_who_beats_takes_from_those_who_are_silent(engine: Engine, silent: float, state: str) -> None:
    write(engine, "halo")
    beats(engine, THERE, NOW)
    claim(engine, THERE)
    beats(engine, HERE, NOW + silent)
    free(engine, NOW + silent)
    assert look(engine, "state") == [(state,)]


def test_beating_is_a_job_of_every_kind_of_process(engine: Engine) -> None:
    ticking = Ticking()

    async def tell(writer: Writer) -> None:
        for kind in ("web", "work"):
            ticking.now += 5
            await ticking.table(writer, kind)["heartbeat"].what()

    story(engine, tell)
    with writing(engine) as session:
        assert heartbeats.has_beaten(session, HERE, NOW + 10 + SILENT_AFTER - 1)
        assert not heartbeats.has_beaten(session, HERE, NOW + 10 + SILENT_AFTER)


def test_residents_answers_are_counted_by_the_clock(engine: Engine) -> None:
    with writing(engine) as session:
        street = Street(session)
        street.is_said_to_be_done()

    async def counts(writer: Writer) -> None:
        await Ticking().table(writer)["closings"].what()

    story(engine, counts)
    with writing(engine) as session:
        street.session = session
        assert street.stands() is NeedState.unconfirmed
