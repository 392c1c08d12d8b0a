"""What is under way to Telegram: after a stall on the line, what has piled up must not arrive as a burst.

Booked times say when messages leave; Telegram counts them when they arrive. What is not answered yet may still arrive,
what was answered has. So a message waits while all that may fall into one second with it would be more than is allowed.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

WINDOW = 1.0
"""Seconds over which Telegram counts."""
SPARE = 2
"""Messages a second between the rate that is set (28) and Telegram's limit (30): for those that arrive unevenly."""
HANGS_AFTER = 5.0
"""Seconds after which a call that is not answered is no sign of a stall, but lost."""
LEAST_WAIT = 0.001
TRIPS = 64
"""So many of the latest calls tell how long the way takes at the least."""


class Flight:
    """Calls of one process. `clock` tells seconds, never set back; `per_second` is the set rate, 0 for no limit."""

    def __init__(self, clock: Callable[[], float], per_second: float) -> None:
        self._clock = clock
        self._per_second = per_second
        self.others = 0
        """How many other processes send too."""
        self._out: dict[object, float] = {}
        self._asked: deque[float] = deque()
        self._landed: deque[float] = deque()
        self._trips: deque[float] = deque(maxlen=TRIPS)
        self._gate = asyncio.Lock()
        self._changed = asyncio.Event()

    async def carries(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """Make a call that is one message, as soon as there is room for it; returns its result, raises its error."""
        if not self._per_second:
            return await call()
        me = object()
        self._asked.append(self._clock())
        async with self._gate:
            while (wait := self._wait(self._clock())) > 0:
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), wait)
                except TimeoutError:
                    continue
            left = self._out[me] = self._clock()
        try:
            return await call()
        finally:
            del self._out[me]
            self._landed.append(self._clock())
            self._trips.append(self._landed[-1] - left)
            self._changed.set()

    def _wait(self, now: float) -> float:
        """Seconds until there may be room, 0 if there is."""
        way = min(self._trips, default=0.0)
        # A new one is there no sooner than the way takes: what was answered a second before that is past.
        past = now - WINDOW + way
        _drop(self._landed, past)
        _drop(self._asked, now - WINDOW)
        if self._flying(now, way) + len(self._landed) < self._most():
            return 0.0
        return max(self._landed[0] - past, LEAST_WAIT) if self._landed else HANGS_AFTER

    def _flying(self, now: float, way: float) -> int:
        """Those that may yet arrive: what left within the window, and what should have been answered by now."""
        return sum(left > now - WINDOW or now - HANGS_AFTER < left < now - way for left in self._out.values())

    def _most(self) -> float:
        """Beside others its share is what it asks for, at booked times; after a stall nobody asks: an even part."""
        if not self.others:
            return self._per_second + SPARE
        return max(len(self._asked), self._per_second / (self.others + 1), 1)


def _drop(times: deque[float], until: float) -> None:
    while times and times[0] <= until:
        times.popleft()
