"""Everyone of a large neighbourhood is reminded at one instant, beside a scheduler with a job for each of them.

`python -m bench.reminders` plays both by turns, at the same set rate and against a Telegram that counts: Rembuk writes
a wave by its clock's own use case and sends it by its courier; APScheduler has a job for each person in a store that
outlives the process, as whoever schedules reminders with it does. The k-th message may leave k gaps after the instant:
what comes later than that is late.
"""

import argparse
import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import sqlalchemy as sa
import uvloop
from sqlalchemy import Engine
from sqlmodel import Session

from assembly import GC_THRESHOLD
from bench.a_job_each import a_job_each
from bench.databases import DATABASES
from bench.machine import PROGRAM_CORE, facts
from bench.one_instant import WARM_UP, Halts, Result, Round, all_sent, judged, until
from bench.post_room import PostRoom, settle
from bench.strict_telegram import strict_telegram
from bench.tables import facts_table
from community import event_reminders, events
from community.events import Call
from storage import migrate, occurrences, reminders
from storage.communities import Community
from storage.database import open_engine, writing
from storage.events import EventKind, Invited
from storage.limits import Rates
from storage.people import Membership, Role
from storage.reminders import Wave

MARGIN = 3.0
"""Seconds between the last preparation and the instant."""


# ── Rembuk ──


async def rembuk(this: Round) -> Result:
    """The wave is written by the clock's use case, and leaves by the courier."""
    room = PostRoom(this.url, this.telegram.url, this.telegram.token, Rates(per_second=this.rate), "bench-1")
    await room.opens()
    halts, began = Halts(), time.time()
    instant = began + this.lead
    await room.writer.stage(_settled, instant=instant)
    sending = asyncio.ensure_future(room.courier.run())
    for before_it in (1200.0, 500.0):  # the second look is ten minutes before
        while await room.writer.stage(event_reminders.write_due, datetime.fromtimestamp(instant - before_it, UTC)):
            pass
    prepared = time.time() - began
    await until(instant)
    before = halts.since_last_asked()
    await all_sent(lambda: room.courier.counts.fresh["sent.reminder"], this)
    found = judged(this, instant, prepared, before, halts.since_last_asked())
    halts.ends()
    room.courier.stop()
    await sending
    await room.closes()
    return found


def _settled(session: Session, instant: float) -> None:
    """The evening before is at the instant; of another event, to which the chair alone is asked, a moment earlier."""
    now = datetime.now(UTC)
    for invited, due_at in ((Invited.office, instant - WARM_UP), (Invited.everyone, instant)):
        call = Call(
            EventKind.work_day, (now + timedelta(days=2)).date(), now.time(), place="Pos ronda", invited=invited
        )  # fmt: skip
        event = events.call_together(session, 1, call, by=1, now=now)
        (one,) = occurrences.of_event(session, event.id)
        for wave in reminders.of_occurrence(session, one.id):
            wave.due_at, wave.writes_at = datetime.fromtimestamp(due_at, UTC), now - timedelta(days=1)
            wave.done_at = None if wave.wave is Wave.eve else now
            session.add(wave)


def inhabited(engine: Engine, chats: list[int]) -> None:
    """RT 03 with a chair and all the others, who keep no quiet hours."""
    settle(engine, chats)
    now = datetime.now(UTC)
    with writing(engine) as session:
        place = session.get_one(Community, 1)
        place.chair_confirmed_at, place.quiet_hours, place.weekly_cap = now, [], 99
        member = {"community_id": 1, "joined_at": now, "hears_broadcasts": True}
        rows: list[dict[str, Any]] = [
            {**member, "person_id": n, "role": Role.resident if n > 1 else Role.chair} for n in range(1, len(chats) + 1)
        ]
        session.connection().execute(sa.insert(Membership), rows)


WAYS: dict[str, Callable[[Round], Any]] = {"APScheduler, a job each": a_job_each, "Rembuk": rembuk}
HEAD = (
    "| database | way | people | p50 / p99 / most ms late | the other's p99 to this one's (lowest–highest) "
    "| never came | twice | 429 | ready in s | loop halted at most ms: before, from the instant on |"
)


def measure(name: str, options: argparse.Namespace) -> None:
    """Each round plays both, another one first, each on a fresh database and with a fresh Telegram."""
    found: dict[str, list[Result]] = {way: [] for way in WAYS}
    for number in range(options.rounds):
        order = list(WAYS)[:: 1 if number % 2 else -1]
        for way in order:
            with (
                tempfile.TemporaryDirectory(dir=options.folder) as place,
                DATABASES[name](Path(place)) as url,
                strict_telegram(options.people, 0) as telegram,
            ):
                migrate.upgrade(url)
                engine = open_engine(url)
                inhabited(engine, telegram.people)
                engine.dispose()
                lead = options.lead or MARGIN + options.people / options.prepares
                gc.collect()
                gc.freeze()  # as a process of ours does when it begins
                gc.set_threshold(*GC_THRESHOLD)
                one = uvloop.run(WAYS[way](Round(url, telegram, options.rate, lead)))
                found[way].append(one)
                print(f"{name} {number + 1} {way}: p99 {one.percentile(99):.3f} s", file=sys.stderr, flush=True)
    for way in WAYS:
        print(_line(name, way, found, options), flush=True)


def _line(name: str, way: str, found: dict[str, list[Result]], options: argparse.Namespace) -> str:
    mine, other = found[way], found["APScheduler, a job each"]
    ratios = sorted(theirs.percentile(99) / one.percentile(99) for one, theirs in zip(mine, other, strict=True))
    middle = ratios[len(ratios) // 2]
    late = [one for result in mine for one in result.late]
    cuts = quantiles(late, n=100, method="inclusive")
    figures = " / ".join(f"{1000 * one:,.0f}" for one in (cuts[49], cuts[98], max(late)))
    cells = [
        name, way, f"{options.people:,}",
        figures,
        f"{middle:.1f} ({ratios[0]:.1f}–{ratios[-1]:.1f})",
        str(sum(one.missing for one in mine)), str(sum(one.twice for one in mine)),
        str(sum(one.told_to_wait for one in mine)), f"{max(one.prepared for one in mine):.1f}",
        f"{max(one.halted_before for one in mine) * 1000:.0f}, {max(one.halted for one in mine) * 1000:.0f}",
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def chosen_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reminders", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--rate",
        type=float,
        default=Rates().per_second,
        help="messages a second, for both; Telegram refuses more than 30",
    )
    parser.add_argument(
        "--lead", type=float, default=0.0, help="seconds to prepare in; by default enough for most machines"
    )
    parser.add_argument("--prepares", type=float, default=200.0, help="people a second that both can prepare")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    return parser.parse_args()


if __name__ == "__main__":
    chosen = chosen_options()
    print(facts_table(facts(chosen.folder)), file=sys.stderr)
    os.sched_setaffinity(0, {PROGRAM_CORE})
    print("\n" + HEAD + "\n|" + "---|" * (HEAD.count("|") - 1))
    for database in chosen.databases.split(","):
        measure(database, chosen)
