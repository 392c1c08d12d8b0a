"""Rembuk for a measurement: the command line, which also notes when each vote arrived and when it was committed.

`BENCH_TIMES` is the file that gets both at the end, by update: seconds since 1970, UTC. With several processes one
notes the arrival, another the commit.
"""

import atexit
import os
import time
from pathlib import Path
from typing import Any

import orjson

from api.webhook import Webhook
from bot.worker import Worker
from main import cli

arrived: dict[int, float] = {}
committed: dict[int, float] = {}
_VOTES = {"poll_answer", "callback_query"}
_keep = Webhook._keep  # noqa: SLF001 - measured from within
_perform = Worker._perform  # noqa: SLF001 - as above


async def _noting_arrival(self: Webhook, update: dict[str, Any]) -> Any:
    if _VOTES & update.keys():
        arrived.setdefault(update["update_id"], time.time())
    return await _keep(self, update)


async def _noting_commit(self: Worker, ticket: Any, update: Any, entry: Any) -> Any:
    """The event loop has heard of the commit: a little later than the commit itself."""
    made = await _perform(self, ticket, update, entry)
    committed.setdefault(update.update_id, time.time())
    return made


def _write_down() -> None:
    times = {"arrived": list(arrived.items()), "committed": list(committed.items())}
    Path(os.environ["BENCH_TIMES"]).write_bytes(orjson.dumps(times))


if __name__ == "__main__":
    Webhook._keep = _noting_arrival  # type: ignore[method-assign]  # noqa: SLF001 - as above
    Worker._perform = _noting_commit  # type: ignore[method-assign]  # noqa: SLF001 - as above
    atexit.register(_write_down)
    cli()
