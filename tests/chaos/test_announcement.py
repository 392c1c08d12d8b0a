"""An announcement under way while the power goes: everyone has it, and who may have it twice is counted."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine

from playground.server import running
from playground.world import World
from storage.database import open_engine
from tests.chaos.announcing import Town, town
from tests.chaos.programs import Program, environment
from tests.chaos.storm import luck

Make = Callable[..., tuple[Town, list[Program]]]


@pytest.fixture
def makes(tmp_path: Path) -> Iterator[Make]:
    """A town of so many and its processes."""
    with ExitStack() as stack:

        def make(engine: Engine, people: int, *commands: str, **settings: object) -> tuple[Town, list[Program]]:
            world = World(random=Random(5))
            url = engine.url.render_as_string(hide_password=False)
            telegram = stack.enter_context(running(world, people=False))
            around = environment(world.state.token, telegram, url, tmp_path / "data", **settings)
            programs: list[Program] = []
            for number, command in enumerate(commands):
                programs.append(Program(command, around, tmp_path / f"{number}.log"))
                stack.callback(programs[-1].stop)
            return town(world, engine, people), programs

        yield make


@contextmanager
def closing(engine: Engine) -> Iterator[Engine]:
    yield engine
    engine.dispose()


def complaints(programs: list[Program]) -> list[str]:
    return [line for program in programs for line in program.complaints()]


@pytest.mark.timeout(400)  # ten starts of the command line, where all is proven thoroughly
def test_killed_again_and_again_everyone_has_it(
    engine: Engine, makes: Make, request: pytest.FixtureRequest, pytestconfig: pytest.Config
) -> None:
    kills, people = (10, 600) if pytestconfig.getoption("--thorough") else (2, 100)
    rt, programs = makes(engine, people, "run", send_per_second=100)
    rt.is_cut_off(programs, kills, luck(request.node.name))
    assert not rt.faults()
    print(f"{rt.twice()} have it twice, {rt.report().twice} are said to")  # noqa: T201 - pytest -rP shows it
    assert rt.twice() > 0, "nothing was under way when the power went"
    assert not complaints(programs)


@pytest.mark.thorough
def test_two_workers_share_it_and_nobody_has_it_twice(postgresql_url: str, makes: Make) -> None:
    with closing(open_engine(postgresql_url)) as engine:
        rt, programs = makes(engine, 60, "work", "work", send_per_second=60)
        rt.is_shared(programs)
        assert set(rt.arrivals().values()) == {1}
        assert not rt.faults()
        assert not complaints(programs)
