"""A scheduler with a job for each reminder, in a store that outlives the process: for `bench.reminders`."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine

from bench.one_instant import WARM_UP, Halts, Result, Round, all_sent, judged, until
from bot.pace import Pace
from bot.transport import Transport
from storage.outbox import Class

TEXT = "Besok, Minggu, 29 Nov 2026: kerja bakti pukul 07.00 WIB di Pos ronda. Bisa ikut?"

_send: Callable[[int], Awaitable[object]] | None = None


async def remind(chat: int) -> None:
    """One job. The store keeps its name and its chat."""
    if _send is not None:
        await _send(chat)


async def a_job_each(this: Round) -> Result:
    """All jobs are in the store before the instant, none is dropped for being late. It sends as we do, at our pace."""
    global _send  # noqa: PLW0603 - a job of the store is found by its name alone
    transport = Transport()
    await transport.initialize()
    pace, halts = Pace(time.time, 1 / this.rate), Halts()
    root, next_at = f"{this.telegram.url}/bot{this.telegram.token}/sendMessage", 0.0
    tried = 0

    async def send(chat: int) -> None:
        nonlocal next_at, tried
        next_at = max(next_at + 1 / this.rate, time.time())
        await pace.turn(Class.reminder, next_at)
        with suppress(Exception):  # what is refused is lost: nothing keeps it
            await transport.call(root, {"chat_id": chat, "text": TEXT})
        tried += 1

    _send = send
    clock = _paused_clock(this.url)
    began = time.time()
    instant = began + this.lead
    await _fill(clock, this.telegram.people, instant)
    prepared = time.time() - began
    halts.since_last_asked()
    clock.resume()
    await until(instant)
    before = halts.since_last_asked()
    await all_sent(lambda: tried, this)
    found = judged(this, instant, prepared, before, halts.since_last_asked())
    halts.ends()
    clock.shutdown(wait=False)
    await transport.shutdown()
    return found


def _paused_clock(url: str) -> AsyncIOScheduler:
    store = SQLAlchemyJobStore(engine=_job_engine(url))
    clock = AsyncIOScheduler(jobstores={"default": store}, job_defaults={"misfire_grace_time": None}, timezone=UTC)
    clock.start(paused=True)
    return clock


async def _fill(clock: AsyncIOScheduler, chats: list[int], instant: float) -> None:
    """A job for each at the instant, and one a moment earlier."""
    when = datetime.fromtimestamp(instant, UTC)
    for number, chat in enumerate(chats):
        clock.add_job(remind, "date", run_date=when, args=[chat], id=str(chat))
        if not number % 100:
            await asyncio.sleep(0)
    clock.add_job(remind, "date", run_date=datetime.fromtimestamp(instant - WARM_UP, UTC), args=[chats[0]])


def _job_engine(url: str) -> Engine:
    """Where there was a choice, it got the quicker one."""
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def _quick(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")

    return engine
