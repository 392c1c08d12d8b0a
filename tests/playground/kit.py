"""The shapes of what these tests are given."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

import telegram
from telegram.request import HTTPXRequest

# Every part of an Update may be missing; a test that reads one is the proof that it is there.
Updates = Callable[[], list[Any]]
NewBot = Callable[..., telegram.Bot]


def line() -> HTTPXRequest:
    """To a door on loopback, where nobody has a certificate: to read those of all the world takes 40 ms."""
    return HTTPXRequest(httpx_kwargs={"verify": False})


class Ask(Protocol):
    """Waits for one call of the bot's. The answer's type is left open: each test asserts what it needs."""

    def __call__(self, call: Coroutine[Any, Any, Any], /) -> Any: ...


class Lamp:
    """A supervisor that has only a light."""

    def __init__(self) -> None:
        self.is_on = True

    async def off(self) -> None:
        self.is_on = False

    async def on(self) -> None:
        self.is_on = True


class Clock:
    """A clock moved by hand; seconds since the epoch."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time

    def passes(self, seconds: float) -> None:
        self.time += seconds
