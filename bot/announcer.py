"""Carries announcements out: begins what is due, does its chores a chunk at a time, has the author's card drawn anew.

With several processes each chunk is done by one of them; whatever is cut off is done by the next that comes round.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.failures import place_of
from community import broadcast_work
from storage.writer import Writer

log = structlog.get_logger()

ROUND = 1.0
"""Seconds between two looks."""


class Announcer:
    """`now` tells the time, UTC; `wake` is told when rows have been written that are due."""

    def __init__(self, writer: Writer, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._writer = writer
        self._now = now
        self._wake_courier = wake
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Go round until `stop`. What goes wrong in one part of a round keeps no other from its turn."""
        while not self._stop.is_set():
            for part in (self.begin, self.work, self.look_after):
                try:
                    await part()
                except Exception as error:  # noqa: BLE001 - the next round may find the database back
                    log.error("announcer.failed", error=place_of(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), ROUND)

    def stop(self) -> None:
        self._stop.set()

    async def begin(self) -> None:
        """What is due by now, one after the other: on Monday morning that may be many at once."""
        while not self._stop.is_set() and await self._writer.stage(broadcast_work.start_due, now=self._now()):
            self._wake_courier()

    async def work(self) -> None:
        """All that is to be done now; between two chunks others have their turn at the writer."""
        while not self._stop.is_set() and await self._writer.stage(broadcast_work.work, now=self._now()):
            self._wake_courier()

    async def look_after(self) -> None:
        await self._writer.stage(broadcast_work.look_after, now=self._now())
