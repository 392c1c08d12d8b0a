"""Does everything arrive, at the set rate, once, in its order, and do replies stay quick: `python -m bench.delivery`.

Three proofs against a playground that counts as Telegram does: a broadcast to 10,000 with replies meanwhile, the same
with a restart in the middle (and two workers on PostgreSQL), and one through every kind of trouble.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import uvloop

from bench.databases import DATABASES
from bench.machine import PROGRAM_CORE, facts
from bench.post_room import PostRoom, announced, left, settle
from bench.strict_telegram import Seen, StrictTelegram, strict_telegram
from bench.tables import facts_table
from storage import migrate
from storage.database import open_engine
from storage.limits import Rates
from storage.outbox import Class

RATES = Rates()
REPLY = "jawaban"
EVERY = 0.5
"""Seconds between two replies, about."""
IDLE_REPLIES = 120
GROUP_MESSAGES = 30
TROUBLES = ("429", "500", "timeout", "drop", "disconnect_after")


@dataclass
class Replies:
    """When each reply was released, by its text; seconds since 1970, UTC."""

    released: dict[str, float] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(3))

    async def stream(self, room: Callable[[], PostRoom], chats: list[int], goes_on: Callable[[int], bool]) -> None:
        """Replies by chance, to another person each, as long as `goes_on`."""
        count = 0
        while goes_on(count):
            count += 1
            await asyncio.sleep(self.chance.expovariate(1 / EVERY))
            text = f"{REPLY} {len(self.released)}"
            self.released[text] = time.time()
            await room().replies(chats[len(self.released) % len(chats)], text)

    def took(self, seen: list[Seen], texts: set[str]) -> list[float]:
        """Milliseconds until each of these arrived."""
        return [(one.at - self.released[one.text]) * 1000 for one in seen if one.ok and one.text in texts]


class Stand:
    """Workers on one database, and the Telegram they speak to."""

    def __init__(self, url: str, telegram: StrictTelegram, rates: Rates) -> None:
        self.url, self.telegram, self.rates = url, telegram, rates
        self.engine = open_engine(url)
        self.rooms: list[PostRoom] = []
        self._running: dict[str, asyncio.Task[None]] = {}
        self._count = 0

    async def opens(self, *, sends: bool = True) -> PostRoom:
        self._count += 1
        room = PostRoom(self.url, self.telegram.url, self.telegram.token, self.rates, f"bench-{self._count}")
        await room.opens()
        self.rooms.append(room)
        if sends:
            self._running[room.owner] = asyncio.ensure_future(room.courier.run())
        return room

    def sends(self, room: PostRoom) -> None:
        self._running[room.owner] = asyncio.ensure_future(room.courier.run())

    async def closes(self, room: PostRoom) -> None:
        self.rooms.remove(room)
        room.courier.stop()
        with suppress(KeyError):
            await self._running.pop(room.owner)
        await room.closes()

    async def until(self, most: int) -> None:
        """Until so few are left."""
        while await asyncio.to_thread(left, self.engine) > most:  # noqa: ASYNC110 - another process may be at work
            await asyncio.sleep(0.5)


async def broadcast(stand: Stand, *, workers: int, restarts: bool) -> list[str]:
    """Everyone gets one, some groups get many; replies go on meanwhile."""
    telegram, replies = stand.telegram, Replies()
    room = await stand.opens(sends=False)
    await replies.stream(lambda: room, telegram.people, lambda count: count < IDLE_REPLIES)
    await asyncio.sleep(2)
    idle = set(replies.released)
    before = len(telegram.seen())
    for _ in range(GROUP_MESSAGES):
        announced(stand.engine, telegram.groups, rank=Class.notice)
    announced(stand.engine, telegram.people)
    stand.sends(room)
    for _ in range(workers - 1):
        await stand.opens()
    people = len(telegram.people)
    talking = asyncio.ensure_future(replies.stream(lambda: stand.rooms[0], telegram.people, lambda _: True))
    if restarts:
        await stand.until(people * 2 // 3)
        await stand.closes(stand.rooms[0])
        await stand.opens()
    await stand.until(0)
    talking.cancel()
    await asyncio.sleep(1)
    seen = telegram.seen()
    return _row(seen[before:], replies.took(seen, idle), replies.took(seen, set(replies.released) - idle), telegram)


def _row(seen: list[Seen], idle: list[float], busy: list[float], telegram: StrictTelegram) -> list[str]:
    arrived = [one for one in seen if one.ok]
    # The last second of a run is not full, and groups may go on at their own pace after everyone has theirs.
    last = max(one.at for one in arrived if one.chat > 0 and not one.text.startswith(REPLY))
    inside = [one for one in arrived if one.at <= last]
    rate = (len(inside) - 1) / (last - inside[0].at)
    got = Counter(one.chat for one in arrived if not one.text.startswith(REPLY))
    wrong = sum(got[chat] != 1 for chat in telegram.people) + sum(
        got[chat] != GROUP_MESSAGES for chat in telegram.groups
    )
    return [
        f"{len(arrived):,}",
        f"{rate:.2f}",
        f"{rate / RATES.per_second:.1%}",
        str(telegram.overrun()),
        str(wrong),
        f"{_percentile(idle, 50):.0f} / {_percentile(idle, 99):.0f}",
        f"{_percentile(busy, 50):.0f} / {_percentile(busy, 99):.0f} ({len(busy)})",
    ]


async def trouble(stand: Stand, messages: int) -> list[str]:
    """Several messages for each through every trouble there is; then who got what, in which order."""
    room = await stand.opens(sends=False)
    telegram, chance = stand.telegram, random.Random(5)
    for number in range(messages):
        for rank in (Class.notice, Class.broadcast):
            announced(stand.engine, telegram.people, rank=rank, due_at=time.time() + number / 1e6)
    stand.sends(room)
    whole = left(stand.engine)
    while (rest := left(stand.engine)) > 0:
        if rest > whole / 10:
            telegram.has_trouble(chance.choice(TROUBLES), chance.randint(1, 8))
        await asyncio.sleep(1.0)
    with stand.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT state, count(*), sum(unknown) FROM outbox GROUP BY state").all()
    arrived = sum(one.ok for one in telegram.seen())
    states = ", ".join(f"{state} {count}" for state, count, _ in rows)
    return [f"{whole:,}", states, f"{arrived:,}", str(sum(int(row[2] or 0) for row in rows)), _order(stand)]


def _order(stand: Stand) -> str:
    """How many rows left before an older one of their chat and class had."""
    query = (
        "SELECT count(*) FROM outbox a JOIN outbox b ON a.chat = b.chat AND a.rank = b.rank AND a.id < b.id "
        "WHERE a.sent_at > b.sent_at"
    )
    with stand.engine.connect() as connection:
        return str(connection.exec_driver_sql(query).scalar_one())


def _percentile(values: list[float], which: int) -> float:
    return quantiles(values, n=100, method="inclusive")[which - 1] if len(values) > 1 else float("nan")


HEADS = {
    "broadcast": "| database | workers | restarted | arrived | a second | of the set rate | 429 | not exactly once | "
    "reply alone p50 / p99 ms | reply meanwhile p50 / p99 ms (how many) |",
    "trouble": "| database | rows | ended as | arrived | possibly twice, counted | out of order |",
}


async def measure(name: str, options: argparse.Namespace) -> None:
    """Each proof on a fresh database and with a fresh Telegram."""
    workers, restarts = options.workers, options.restart
    with tempfile.TemporaryDirectory(dir=options.folder) as place, DATABASES[name](Path(place)) as url:
        migrate.upgrade(url)
        many, groups = (options.people, 3) if options.proof == "broadcast" else (options.people // 10, 0)
        with strict_telegram(many, groups, counts=options.proof == "broadcast") as telegram:
            stand = Stand(url, telegram, RATES if options.proof == "broadcast" else Rates(0, 0, 0))
            settle(stand.engine, telegram.people)
            if options.proof == "broadcast":
                cells = [str(workers), "yes" if restarts else "no"]
                cells += await broadcast(stand, workers=workers, restarts=restarts)
            else:
                cells = await trouble(stand, 3)
            for room in list(stand.rooms):
                await stand.closes(room)
            stand.engine.dispose()
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def chosen_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.delivery", description=__doc__)
    parser.add_argument("--proof", choices=list(HEADS), default="broadcast")
    parser.add_argument("--people", type=int, default=10_000, help="a tenth of them in trouble")
    parser.add_argument("--databases", default=",".join(DATABASES))
    parser.add_argument("--workers", type=int, default=1, help="more than one on PostgreSQL only")
    parser.add_argument("--restart", action="store_true", help="one worker ends in the middle, another begins")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    return parser.parse_args()


if __name__ == "__main__":
    chosen = chosen_options()
    print(facts_table(facts(chosen.folder)), file=sys.stderr)
    os.sched_setaffinity(0, {PROGRAM_CORE})
    print("\n" + HEADS[chosen.proof] + "\n|" + "---|" * (HEADS[chosen.proof].count("|") - 1))
    for database in chosen.databases.split(","):
        uvloop.run(measure(database, chosen))
