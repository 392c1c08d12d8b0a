"""Keeping the world in its folder: soon after each change, and when the playground stops."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from playground.world import World

PAUSE_SECONDS = 0.4
RESTING = 20
"""A large world rests so many times as long as its saving took, so that saving never takes more than a twentieth."""


class Keeper:
    """Saves at most every 0.4 s, less often what takes long, and only what has changed; nothing without a folder."""

    def __init__(self, world: World, folder: Path | None) -> None:
        self._world = world
        self._folder = folder

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        if self._folder is None:
            yield
            return
        self._world.save(self._folder)
        saving = asyncio.create_task(self._save_again(self._folder))
        try:
            yield
        finally:
            saving.cancel()
            await asyncio.gather(saving, return_exceptions=True)
            self._world.save(self._folder)

    async def _save_again(self, folder: Path) -> None:
        saved, took = self._mark(), 0.0
        while True:
            await asyncio.sleep(max(PAUSE_SECONDS, RESTING * took))
            if (mark := self._mark()) != saved:
                saved, begun = mark, time.monotonic()
                await asyncio.to_thread(self._world.save, folder)
                took = time.monotonic() - begun

    def _mark(self) -> tuple[int, int, int, int]:
        """Whatever changes whenever something worth keeping has changed."""
        state = self._world.state
        return state.version, state.updates.last_id, len(state.updates.pending), len(state.sent)
