"""Keeps an ear on the other processes, so that what one of them keeps is handled at once by whoever works."""

import asyncio
import contextlib
from collections.abc import Callable

from sqlalchemy import Engine

from storage import wakeups

_PAUSE = 5.0


class Listener:
    """Listens until it is stopped; a lost connection is made anew."""

    def __init__(self, engine: Engine, wake: Callable[[], None]) -> None:
        self._engine = engine
        self._wake = wake
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        while wakeups.can_listen(self._engine) and not self._stopping.is_set():
            listening = asyncio.ensure_future(wakeups.listen(self._engine, self._wake))
            stopping = asyncio.ensure_future(self._stopping.wait())
            await asyncio.wait({listening, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError, *wakeups.Lost):
                await listening
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _PAUSE)
