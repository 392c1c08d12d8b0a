"""Whatever the power cuts off: nothing acknowledged is lost, nothing happens twice, all stand where they saw it."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import open_engine, reading
from tests.chaos.audit import faults
from tests.chaos.programs import Program, by_webhook, environment
from tests.chaos.storm import LONG, SHORT, Storm, Strength, luck, storm


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    return luck(request.node.name)


@pytest.fixture
def strength(pytestconfig: pytest.Config) -> Strength:
    return LONG if pytestconfig.getoption("--thorough") else SHORT


class House:
    """The processes of one installation, all of them ended at the end."""

    def __init__(self, weather: Storm, url: str, folder: Path, **settings: object) -> None:
        self.folder = folder
        token = weather.world.state.token
        self._environment = environment(token, weather.telegram, url, folder / "data", **settings)
        self.programs: list[Program] = []

    def program(self, command: str) -> Program:
        log = self.folder / f"{len(self.programs)}-{command}.log"
        made = Program(command, self._environment, log)
        self.programs.append(made)
        return made

    def stop(self) -> None:
        for program in self.programs:
            program.stop()

    def complaints(self) -> list[str]:
        return [line for program in self.programs for line in program.complaints()]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def weather_on(stack: ExitStack, url: str, rng: random.Random, strength: Strength) -> Storm:
    engine = open_engine(url)
    stack.callback(engine.dispose)
    return stack.enter_context(storm(engine, rng, strength))


def house_of(stack: ExitStack, weather: Storm, url: str, folder: Path, **settings: object) -> House:
    house = House(weather, url, folder, **settings)
    stack.callback(house.stop)
    return house


def all_is_well(weather: Storm, house: House, engine: Engine) -> None:
    with reading(engine) as session:
        found = faults(weather, session)
    assert not found, "\n".join(found)
    assert not house.complaints()
    updates = weather.world.state.updates.last_id - weather.first_update
    print(f"{updates} updates, {weather.cuts} cuts")  # noqa: T201 - pytest -rP shows it
    assert updates >= weather.strength.updates, "too little happened to prove anything"


@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.thorough)])
def test_one_process_on_sqlite(
    mode: str, sqlite_url: str, tmp_path: Path, rng: random.Random, strength: Strength, stack: ExitStack
) -> None:
    weather = weather_on(stack, sqlite_url, rng, strength)
    settings = by_webhook() if mode == "webhook" else {}
    house = house_of(stack, weather, sqlite_url, tmp_path, **settings)
    weather.rages([house.program("run")])
    weather.clears_up()
    all_is_well(weather, house, weather.engine)


@pytest.mark.thorough
def test_one_worker_on_postgresql(
    postgresql_url: str, tmp_path: Path, rng: random.Random, strength: Strength, stack: ExitStack
) -> None:
    weather = weather_on(stack, postgresql_url, rng, strength)
    house = house_of(stack, weather, postgresql_url, tmp_path)
    weather.rages([house.program("run")])
    weather.clears_up()
    all_is_well(weather, house, weather.engine)


def test_two_workers_and_a_web_door_on_postgresql(
    postgresql_url: str, tmp_path: Path, rng: random.Random, strength: Strength, stack: ExitStack
) -> None:
    weather = weather_on(stack, postgresql_url, rng, strength)
    house = house_of(stack, weather, postgresql_url, tmp_path, **by_webhook())
    weather.rages([house.program(command) for command in ("web", "work", "work")], unnoticed=2)
    weather.clears_up()
    all_is_well(weather, house, weather.engine)
