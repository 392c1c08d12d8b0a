"""A house whose disk fills up and gets room again, told on standard output; run as a process of its own.

The disk is this process's limit on the size of a file, which the system enforces for a database as for any file.
"""

import asyncio
import resource
import sys
import time
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from api import doors, webhook
from api.health import Watch
from api.webhook import Webhook
from storage.database import open_engine
from storage.heartbeats import beat
from storage.inbox import inbox
from storage.writer import Writer
from tests.api.doorstep import SECRET, knock
from tests.storage.desk import says

ROOM = 65_536
BIG = "x" * 300_000


def limit(size: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))


def size_of_log(url: str) -> int:
    return Path(f"{sa.make_url(url).database}-wal").stat().st_size


async def story(url: str) -> None:
    """Everything fits · it is full · there is room."""
    engine = open_engine(url)
    writer = Writer(engine)
    writer.start()
    door = doors.create(Watch(engine, writer, time.time), Webhook(writer, SECRET))

    async def tells(what: str, number: int) -> None:
        kept = await knock(door, orjson.dumps(says(number, person=number, text=BIG)))
        ready = await knock(door, method="GET", path="/ready", secret=None)
        health = await knock(door, method="GET", path="/health", secret=None)
        print(what, kept.status, ready.status, health.status, flush=True)  # noqa: T201 - this is its answer

    await writer.stage(lambda session: beat(session, "rt03-1", "run", time.time()))
    await tells("fits", 1)
    limit(size_of_log(url) + ROOM)
    await tells("full", 2)
    await tells("full", 3)
    waiting = asyncio.ensure_future(writer.keep([says(4, person=4, text=BIG)]))
    await asyncio.sleep(0.3)
    print("waits", waiting.done())  # noqa: T201 - as above
    limit(resource.RLIM_INFINITY)
    await waiting
    await tells("room", 2)
    with engine.connect() as connection:
        found: list[Any] = sorted(connection.execute(sa.select(inbox.c.update_id)).scalars())
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    print(*found, sound)  # noqa: T201 - as above
    await writer.stop()


if __name__ == "__main__":
    webhook.COMMIT_SECONDS = 0.5
    asyncio.run(story(sys.argv[1]))
