"""An event loop whose clock leaps to whatever comes next: minutes of waiting are over at once, and always alike."""

import asyncio
import selectors
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class _Leaping(selectors.SelectSelector):
    def __init__(self, late: float) -> None:
        super().__init__()
        self.now, self._late = 1_000.0, late

    def select(self, timeout: float | None = None) -> Any:
        found = super().select(0)
        if not found and timeout:
            self.now += timeout + self._late
        return found


@contextmanager
def leaping(late: float = 0.0) -> Iterator[tuple[asyncio.AbstractEventLoop, Callable[[], float]]]:
    """An event loop, and its clock, which begins at 1000; each of its timers rings so many seconds late."""
    selector = _Leaping(late)
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.now  # type: ignore[method-assign]  # asyncio asks the loop for the time
    try:
        yield loop, loop.time
    finally:
        loop.close()


def most_in_a_second(times: list[float]) -> int:
    """Of moments in their order."""
    return max(bisect_right(times, at + 1 - 1e-6) - number for number, at in enumerate(times))
