"""Reminders of a process whose clock jumps, forward and back, which is down when they fall due, or killed just then."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from playground.server import running
from playground.world import World
from storage.reminders import Wave
from tests.chaos.house_time import HouseTime, house_time
from tests.chaos.programs import Program, environment, wait_until
from tests.chaos.storm import is_noticed
from tests.chaos.village import Village, in_days, village

Make = Callable[..., tuple[Village, HouseTime, Program]]
SECONDS = 90.0
STILL = 20.0
"""Longer than the clock waits between two looks at events."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ASKED, SEEN = "Bisa ikut?", "Sampai jumpa"
RAPAT = "rapat warga"


@pytest.fixture
def makes(engine: Engine, tmp_path: Path) -> Iterator[Make]:
    """A village of so many, its clock, and a process that is not running yet."""
    with ExitStack() as stack:

        def make(people: int, **more: object) -> tuple[Village, HouseTime, Program]:
            world = World(random=Random(5))
            telegram = stack.enter_context(running(world))
            clock = stack.enter_context(house_time(engine, tmp_path))
            url = engine.url.render_as_string(hide_password=False)
            around = environment(world.state.token, telegram, url, tmp_path / "data", **more)
            program = Program("run", around | clock.environment, tmp_path / "log")
            stack.callback(program.stop)
            return village(world, engine, people), clock, program

        yield make


def everyone_has(here: Village, *words: str, but: int = 0) -> Callable[[], bool]:
    return lambda: len(here.arrivals(*words)) == len(here.chats) - but


def stays(here: Village, seconds: float) -> int:
    """How many messages have left, after so many seconds in which no more do."""
    known = [sum(here.arrivals().values())]

    def has_grown() -> bool:
        known.append(sum(here.arrivals().values()))
        return known[-1] != known[0]

    with pytest.raises(AssertionError, match="in vain"):
        wait_until(has_grown, "what must not come", seconds)
    return known[0]


def test_what_fell_due_while_nobody_was_there_is_made_up_for(makes: Make) -> None:
    """In words that are true by then; what has begun meanwhile is not spoken of."""
    here, clock, program = makes(12)
    now = in_days(0, 3)
    here.calls("arisan", in_days(2), now=now)
    here.calls(RAPAT, in_days(3), now=now)
    here.come("arisan", here.people[:4])
    here.come(RAPAT, here.people[:4])
    clock.jumps(here.due(RAPAT, Wave.soon) + MINUTE)
    program.start()
    wait_until(everyone_has(here, RAPAT), "everybody", SECONDS)
    assert here.is_written("arisan", Wave.soon)
    assert here.reminded("arisan", Wave.eve) == here.reminded("arisan", Wave.soon) == {}, "it is over"
    assert set(here.arrivals(RAPAT, ASKED, "Hari ini")) == set(here.chats[4:])
    assert set(here.arrivals(RAPAT, SEEN)) == set(here.chats[:4])
    assert set(here.arrivals().values()) == {1}
    assert program.complaints() == []


@pytest.mark.thorough
@pytest.mark.timeout(400)
def test_a_clock_that_jumps_forward_and_back_neither_doubles_nor_loses(makes: Make) -> None:
    here, clock, program = makes(30)
    here.calls(RAPAT, in_days(3), now=in_days(0, 3))
    here.come(RAPAT, here.people[:10])
    evening, morning = here.due(RAPAT, Wave.eve), here.due(RAPAT, Wave.soon)
    program.start()
    assert stays(here, STILL) == 0
    clock.jumps(evening - 2 * MINUTE)
    wait_until(lambda: here.is_written(RAPAT, Wave.eve), "what is written before it is due", SECONDS)
    assert stays(here, 2.0) == 0
    clock.jumps(evening)
    wait_until(everyone_has(here, ASKED, but=10), "the evening's", SECONDS)
    for moment in (evening - 5 * HOUR, evening + MINUTE, morning - HOUR):
        clock.jumps(moment)
        assert stays(here, STILL) == 20
    clock.jumps(morning)
    wait_until(lambda: len(here.arrivals(SEEN)) == 10, "the morning's", SECONDS)
    for moment in (evening, in_days(4)):
        clock.jumps(moment)
        assert stays(here, STILL) == 30
    assert set(here.arrivals().values()) == {1}
    assert program.complaints() == []


@pytest.mark.thorough
@pytest.mark.timeout(400)
def test_what_falls_due_in_a_restart_leaves_once_and_to_all(makes: Make, engine: Engine) -> None:
    """The power goes as the reminders leave, and again; only what was in hand then may have come twice."""
    here, clock, program = makes(200, send_per_second=60)
    here.calls(RAPAT, in_days(2), now=in_days(0, 3))
    clock.jumps(here.due(RAPAT, Wave.eve) - MINUTE)
    program.start()
    wait_until(lambda: here.is_written(RAPAT, Wave.eve), "what is written", SECONDS)
    clock.jumps(here.due(RAPAT, Wave.eve))
    for many in (1, 40, 90):
        wait_until(lambda many=many: len(here.arrivals(ASKED)) >= many, f"arrival {many}", SECONDS)
        number = program.number
        program.kill()
        is_noticed(engine, number)
        program.start()
    wait_until(everyone_has(here, ASKED), "everybody", SECONDS)
    twice = sum(times - 1 for times in here.arrivals().values())
    assert twice <= here.unknown()
    assert here.rows() == 200
    assert program.complaints() == []
