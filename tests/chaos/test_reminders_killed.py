"""Reminders that are being written while the power goes: each person's once, and nobody's missing."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from playground.server import running
from playground.world import World
from storage.database import open_engine
from storage.reminders import Wave
from tests.chaos.house_time import house_time
from tests.chaos.programs import Program, environment, wait_until
from tests.chaos.storm import is_noticed, luck
from tests.chaos.village import Village, in_days, village

SECONDS = 90.0
RAPAT = "rapat warga"


@dataclass
class Night:
    """A village, and the processes that write its reminders three hours before they are due."""

    here: Village
    programs: Sequence[Program]
    engine: Engine
    interrupted: int = 0
    """How often some were written when the power went, and not all."""

    def passes(self, kills: int, rng: Random) -> None:
        """The power goes for one of them, again and again, as the rows are written."""
        everyone = len(self.here.people)
        for program in self.programs:
            program.start()
        for moment in sorted(rng.sample(range(1, everyone // 3), kills)):  # a busy machine sees it late
            wait_until(lambda many=moment: self.here.rows() >= many, f"row {moment}", SECONDS)
            program = rng.choice(self.programs)
            number = program.number
            program.kill()
            self.interrupted += self.here.rows() < everyone
            is_noticed(self.engine, number)
            program.start()
        wait_until(lambda: self.here.rows() == everyone, "everybody's", SECONDS)


@contextmanager
def night(engine: Engine, folder: Path, people: int, *commands: str) -> Iterator[Night]:
    with ExitStack() as stack:
        world = World(random=Random(5))
        telegram = stack.enter_context(running(world))
        clock = stack.enter_context(house_time(engine, folder))
        here = village(world, engine, people)
        here.calls(RAPAT, in_days(2), now=in_days(0, 3))
        clock.jumps(here.due(RAPAT, Wave.eve) - timedelta(hours=3))
        url = engine.url.render_as_string(hide_password=False)
        programs: list[Program] = []
        for number, command in enumerate(commands):
            around = environment(world.state.token, telegram, url, folder / "data") | clock.environment
            programs.append(Program(command, around, folder / f"{number}.log"))
            stack.callback(programs[-1].stop)
        yield Night(here, programs, engine)


def judge(after: Night) -> None:
    assert after.interrupted > 0, "nothing was being written when the power went"
    assert after.here.reminded(RAPAT, Wave.eve) == dict.fromkeys(after.here.people, 1)
    assert after.here.arrivals() == {}, "none is due"
    assert [line for program in after.programs for line in program.complaints()] == []


@pytest.mark.timeout(400)  # seven starts of the command line, where all is proven thoroughly
def test_killed_as_they_are_written_each_is_there_once(
    engine: Engine, tmp_path: Path, request: pytest.FixtureRequest, pytestconfig: pytest.Config
) -> None:
    kills, people = (6, 6_000) if pytestconfig.getoption("--thorough") else (2, 3_000)
    with night(engine, tmp_path, people, "run") as one:
        one.passes(kills, luck(request.node.name))
        judge(one)


@pytest.mark.thorough
@pytest.mark.timeout(400)
def test_two_workers_write_them_beside_each_other_and_are_killed(
    postgresql_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    engine = open_engine(postgresql_url)
    try:
        with night(engine, tmp_path, 6_000, "work", "work") as one:
            one.passes(6, luck(request.node.name))
            judge(one)
    finally:
        engine.dispose()
