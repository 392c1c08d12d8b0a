"""What piles up on the line does not arrive in a burst, and a way that is merely long costs no speed."""

import asyncio
from collections.abc import Callable

import pytest

from bot.flight import HANGS_AFTER, SPARE, Flight
from tests.bot.leaping import leaping, most_in_a_second

RATE = 28


def arrivals(
    ways: Callable[[float], tuple[float, float]], seconds: float, *, per_second: float = RATE, others: int = 0
) -> list[float]:
    """When messages arrive that want to leave evenly at the rate; `ways` gives the way there and back from a moment."""
    arrived: list[float] = []
    with leaping() as (loop, clock):
        flight = Flight(clock, per_second)
        flight.others = others

        async def call() -> None:
            there, back = ways(clock())
            await asyncio.sleep(there)
            arrived.append(clock())
            await asyncio.sleep(back)

        async def all_of_them() -> None:
            under_way = []
            for _ in range(int(seconds * RATE)):
                under_way.append(asyncio.ensure_future(flight.carries(call)))
                await asyncio.sleep(1 / RATE)
            await asyncio.gather(*under_way)

        loop.run_until_complete(all_of_them())
    return sorted(at - 1_000 for at in arrived)


def stalls(begin: float, end: float) -> Callable[[float], tuple[float, float]]:
    """The line holds everything between two moments, and then lets it all through."""

    def ways(now: float) -> tuple[float, float]:
        held = max(0.0, 1_000 + end - now) if now >= 1_000 + begin else 0.0
        return 0.01 + held, 0.01

    return ways


@pytest.mark.parametrize("length", [0.05, 0.1, 0.2, 0.5, 1.0, 3.0])
def test_after_a_stall_no_second_holds_more_than_telegram_takes(length: float) -> None:
    times = arrivals(stalls(3.0, 3.0 + length), 8)
    assert len(times) == 8 * RATE
    assert most_in_a_second(times) <= RATE + SPARE


def test_without_it_there_would_be_a_burst() -> None:
    """The other tests can fail."""
    assert most_in_a_second(arrivals(stalls(3.0, 3.2), 8, per_second=0)) > RATE + SPARE


@pytest.mark.parametrize("way", [0.002, 0.1, 0.4, 0.9, 1.6])
def test_a_long_way_costs_no_speed(way: float) -> None:
    times = arrivals(lambda _: (way / 2, way / 2), 10)
    assert times[-1] <= 10 + way


def test_beside_others_each_evens_out_only_its_own() -> None:
    times = arrivals(stalls(3.0, 3.4), 8, others=1)
    assert most_in_a_second(times) <= RATE + 1


def test_beside_others_a_long_stall_ends_too() -> None:
    times = arrivals(stalls(3.0, 6.0), 10, others=1)
    assert len(times) == 10 * RATE
    assert times[-1] <= 15


def test_one_call_that_hangs_holds_the_others_up_for_no_longer_than_it_may() -> None:
    hung: list[float] = []

    def ways(now: float) -> tuple[float, float]:
        if not hung:
            hung.append(now)
            return 0.01, 40.0
        return 0.01, 0.01

    times = arrivals(ways, 20)
    assert times[-1] <= 20 + 0.1


def test_when_all_hang_the_rest_goes_on_after_a_while() -> None:
    times = arrivals(lambda now: (0.01, 100.0 if now < 1_002 else 0.01), 12)
    assert len(times) == 12 * RATE
    assert times[-1] <= 12 + HANGS_AFTER


def test_what_fails_has_landed_too() -> None:
    async def fails() -> None:
        raise ConnectionError

    with leaping() as (loop, clock):
        flight = Flight(clock, RATE)

        async def many() -> None:
            for _ in range(3 * RATE):
                with pytest.raises(ConnectionError):
                    await flight.carries(fails)

        loop.run_until_complete(many())
        assert clock() - 1_000 >= 1.9, "they count as arrived"
