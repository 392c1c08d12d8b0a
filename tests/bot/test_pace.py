"""Send times are taken by the most urgent first; after a stall nothing leaves in a burst."""

import asyncio
import time

import pytest

from bot.pace import CATCH_UP, RINGS_LATE, Pace
from tests.bot.leaping import leaping, most_in_a_second


def told(pace: Pace, wanted: list[tuple[str, int, float]]) -> list[tuple[str, float]]:
    """Who got a turn when, in seconds since the start; `wanted` is name, rank and the time brought in."""
    began, turns = time.time(), []

    async def one(name: str, rank: int, after: float) -> None:
        await pace.turn(rank, began + after)
        turns.append((name, time.time() - began))

    async def all_of_them() -> None:
        await asyncio.gather(*(one(*each) for each in wanted))

    asyncio.run(all_of_them())
    return turns


def test_a_reply_takes_the_next_time_and_the_others_move_on() -> None:
    wanted = [("satu", 3, 0.02), ("dua", 3, 0.06), ("jawaban", 0, 0.10)]
    turns = told(Pace(time.time, 0.01), wanted)
    assert [name for name, _ in turns] == ["jawaban", "satu", "dua"]
    assert all(at >= after for (_, at), after in zip(turns, (0.02, 0.06, 0.10), strict=True)), "no time is added"


def test_of_one_class_whoever_came_first_goes_first() -> None:
    assert [name for name, _ in told(Pace(time.time, 0.001), [(str(n), 3, 0.01) for n in range(5)])] == list("01234")


def test_what_is_late_does_not_leave_all_at_once() -> None:
    turns = told(Pace(time.time, 0.02), [(str(n), 3, -1.0) for n in range(6)])
    assert all(at >= 0.02 * (CATCH_UP * number - RINGS_LATE) for number, (_, at) in enumerate(turns))


@pytest.mark.parametrize("late", [0.0, 0.001, 0.004])
def test_a_stall_is_made_up_by_and_by_though_timers_ring_late(late: float) -> None:
    """Each a little: what is lost to one timer is not lost for good, and nothing leaves much faster than the rate."""
    turns: list[float] = []
    with leaping(late) as (loop, clock):
        pace, rate, stall, began = Pace(clock, 1 / 28), 28, 0.5, clock()

        async def one(number: int) -> None:
            await pace.turn(3, began + number / rate)
            turns.append(clock() - began)

        async def all_of_them() -> None:
            await asyncio.sleep(stall)
            await asyncio.gather(*(one(number) for number in range(60 * rate)))

        loop.run_until_complete(all_of_them())
    assert stall <= turns[0] <= stall + 2 * late
    assert turns[-1] - (len(turns) - 1) / rate <= 2 * late + 1e-6
    assert most_in_a_second(turns) <= rate + 2


def test_without_a_limit_nobody_waits() -> None:
    async def turn() -> None:
        await Pace(lambda: 0.0, 0.0).turn(3, 10.0**9)

    asyncio.run(asyncio.wait_for(turn(), 1))


def test_who_gives_up_waiting_holds_nobody_up() -> None:
    async def story() -> None:
        pace = Pace(time.time, 0.001)
        impatient = asyncio.ensure_future(pace.turn(0, time.time() + 0.01))
        patient = asyncio.ensure_future(pace.turn(3, time.time() + 0.02))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.wait_for(patient, 5)

    asyncio.run(story())
