"""Send times that a process has booked, and who takes the next one: whoever is most urgent, then whoever came first."""

import asyncio
import heapq
from collections.abc import Callable

CATCH_UP = 0.99
"""After a stall messages follow one another a little faster than the rate, never all at once."""
RINGS_LATE = 0.25
"""Of a gap: by so much a timer may ring late without pushing on those behind, or each would lose a little for good."""


class Pace:
    """`clock` tells seconds since 1970, UTC; `gap` is seconds between two messages, 0 for no limit."""

    def __init__(self, clock: Callable[[], float], gap: float) -> None:
        self._clock = clock
        self.gap = gap
        self._least_gap = gap * CATCH_UP
        self._times: list[float] = []
        self._waiting: list[tuple[int, int, asyncio.Future[float]]] = []
        self._count = 0
        self._free_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, rank: int, at: float) -> float:
        """Bring in the time `at` that was booked, and wait for a turn: an earlier one, if no one urgent wants it.

        Returns how many seconds late the turn is.
        """
        if not self._least_gap:
            return 0.0
        self._count += 1
        mine: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._times, at)
        heapq.heappush(self._waiting, (rank, self._count, mine))
        self._let_go()
        return await mine

    def _let_go(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._times:
            now = self._clock()
            at = max(self._times[0], self._free_at)
            if at > now:
                self._timer = asyncio.get_running_loop().call_later(at - now, self._let_go)
                return
            late = now - heapq.heappop(self._times)
            _, _, first = heapq.heappop(self._waiting)
            if not first.done():
                first.set_result(late)
                self._free_at = max(at, now - RINGS_LATE * self.gap) + self._least_gap
