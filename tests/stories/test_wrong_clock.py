"""A host whose clock is minutes off: its process lives, writes and sends by the database's clock all the same."""

import asyncio
import time

import sqlalchemy as sa

from assembly import Rembuk
from storage.database_clock import HouseClock, database_now
from storage.heartbeats import heartbeat
from tests.stories.town import Town

MINUTES = 300.0
SOON = 2.0


def lag(town: Town) -> float:
    """Seconds by which the newest beat is older than the database's present."""
    beaten = sa.select(database_now() - sa.func.max(heartbeat.c.beat_at))
    with town.session() as session:
        return float(session.connection().execute(beaten).scalar_one())


def test_it_goes_by_the_databases_from_its_first_beat_on(town: Town) -> None:
    town.stop()
    slept = 0.0
    clock = HouseClock(steady=lambda: time.monotonic() - slept, first=lambda: time.time() - MINUTES)

    async def lives() -> None:
        nonlocal slept
        rembuk = Rembuk(town.settings, now=clock, serves=False)
        try:
            await rembuk.start()
            assert abs(lag(town)) < SOON
            assert all(part is clock for part in (rembuk.now, rembuk.writer._clock))  # noqa: SLF001 - one for all parts
            slept = MINUTES  # as if the machine had been suspended
            heartbeats = [job for job in rembuk._jobs("work") if job.name == "heartbeat"]  # noqa: SLF001 - its own table
            await heartbeats[0].what()
            assert abs(lag(town)) < SOON
            assert abs(clock() - time.time()) < SOON
        finally:
            await rembuk.stop()

    asyncio.run(lives())
