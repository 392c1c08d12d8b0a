"""An event is cancelled, or moved, while its reminders are leaving: each hears what is so, and hears it once."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from community import event_moves
from playground.server import running
from playground.world import World
from storage.database import writing
from storage.reminders import Wave
from tests.chaos.house_time import HouseTime, house_time
from tests.chaos.programs import Program, environment, wait_until
from tests.chaos.village import Village, in_days, village

SECONDS = 60.0
PEOPLE, SOME = 60, 12
RAPAT, ASKED, CANCELLED, MOVED = "rapat warga", "Bisa ikut?", "batal", "dipindah"
MINUTE = timedelta(minutes=1)


@dataclass
class Evening:
    """The evening before: some have been asked whether they come, and the others are about to be."""

    here: Village
    clock: HouseTime
    program: Program

    def has(self, many: int, *words: str) -> None:
        wait_until(lambda: len(self.here.arrivals(*words)) >= many, f"{many} with {words}", SECONDS)

    def is_quiet(self) -> None:
        """Nothing has come for a while, and the house has nothing to complain of."""
        while True:
            known = sum(self.here.arrivals().values())
            try:
                wait_until(lambda known=known: sum(self.here.arrivals().values()) > known, "more", 3.0)
            except AssertionError:
                break
        assert self.program.complaints() == []


@pytest.fixture
def evening(engine: Engine, tmp_path: Path) -> Iterator[Evening]:
    with ExitStack() as stack:
        world = World(random=Random(5))
        telegram = stack.enter_context(running(world))
        clock = stack.enter_context(house_time(engine, tmp_path))
        url = engine.url.render_as_string(hide_password=False)
        around = environment(world.state.token, telegram, url, tmp_path / "data", send_per_second=20)
        program = Program("run", around | clock.environment, tmp_path / "log")
        stack.callback(program.stop)
        here = village(world, engine, PEOPLE)
        here.calls(RAPAT, in_days(2), now=in_days(0, 3))
        clock.jumps(here.due(RAPAT, Wave.eve) - MINUTE)
        program.start()
        wait_until(lambda: here.is_written(RAPAT, Wave.eve), "what is written", SECONDS)
        clock.jumps(here.due(RAPAT, Wave.eve))
        found = Evening(here, clock, program)
        found.has(SOME, ASKED)
        yield found


@pytest.mark.thorough
@pytest.mark.timeout(400)
def test_cancelled_as_they_leave_nobody_is_asked_any_more_and_everybody_is_told(
    evening: Evening, engine: Engine
) -> None:
    now = evening.here.due(RAPAT, Wave.eve)
    with writing(engine) as session:
        event_moves.cancel(session, evening.here.called[RAPAT], "Hujan deras", by=evening.here.people[0], now=now)
    evening.has(PEOPLE - 1, CANCELLED)
    evening.is_quiet()
    asked, told = evening.here.arrivals(ASKED), evening.here.arrivals(CANCELLED)
    assert set(told.values()) == {1}
    assert SOME <= len(asked) < PEOPLE
    assert set(asked.values()) == {1}


@pytest.mark.thorough
@pytest.mark.timeout(400)
def test_moved_as_they_leave_everybody_is_told_and_asked_anew_the_evening_before(
    evening: Evening, engine: Engine
) -> None:
    here, clock = evening.here, evening.clock
    now = here.due(RAPAT, Wave.eve)
    with writing(engine) as session:
        event_moves.move(session, here.called[RAPAT], in_days(5), "Hujan deras", by=here.people[0], now=now)
    evening.has(PEOPLE - 1, MOVED)
    evening.is_quiet()
    assert set(here.arrivals(MOVED).values()) == {1}
    before = here.arrivals(ASKED)
    clock.jumps(here.due(RAPAT, Wave.eve) - MINUTE)
    wait_until(lambda: here.is_written(RAPAT, Wave.eve), "the new wave", SECONDS)
    clock.jumps(here.due(RAPAT, Wave.eve))
    wait_until(lambda: (here.arrivals(ASKED) - before).total() >= PEOPLE, "everybody, anew", SECONDS)
    evening.is_quiet()
    assert here.arrivals(ASKED) - before == dict.fromkeys(here.chats, 1)
