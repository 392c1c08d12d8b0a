"""A world, its server on a free loopback port, and a real python-telegram-bot at its door."""

import asyncio
import os
from collections.abc import Iterator
from random import Random

import pytest
import telegram
from telegram.request import HTTPXRequest

from playground.driver import Group, Neighbour, Neighbourhood
from playground.server import running
from playground.world import World
from tests.playground.kit import Ask, Clock, NewBot, Updates, line

# The library's coming form of durations; without it each reading of one warns, and warnings are errors.
os.environ.setdefault("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock=clock, random=Random(7))


@pytest.fixture
def people() -> bool:
    """Whether the people's door is open over HTTP too: where it is tried."""
    return False


@pytest.fixture
def url(world: World, people: bool) -> Iterator[str]:  # noqa: FBT001 - a fixture
    with running(world, people=people, speed=1000) as address:
        yield address


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as one:
        yield one


@pytest.fixture
def ask(runner: asyncio.Runner) -> Ask:
    return runner.run


@pytest.fixture
def new_bot(url: str, world: World, ask: Ask) -> Iterator[NewBot]:
    """Makes bots that have not introduced themselves yet."""
    requests: list[HTTPXRequest] = []

    def make(token: str = world.state.token) -> telegram.Bot:
        sending, polling = line(), line()
        requests.extend((sending, polling))
        return telegram.Bot(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=sending,
            get_updates_request=polling,
        )

    yield make
    for one in requests:
        ask(one.shutdown())


@pytest.fixture
def bot(new_bot: NewBot, ask: Ask) -> telegram.Bot:
    one = new_bot()
    ask(one.initialize())
    return one


@pytest.fixture
def town(world: World) -> Neighbourhood:
    return Neighbourhood.in_process(world, patience=5)


@pytest.fixture
def siti(town: Neighbourhood, world: World) -> Neighbour:
    """She has started the bot; that update is already taken."""
    person = town.person("Siti", last_name="Aminah", username="siti_rt03")
    person.starts()
    world.post.clear()
    return person


@pytest.fixture
def budi(town: Neighbourhood) -> Neighbour:
    """He has never started the bot."""
    return town.person("Budi")


@pytest.fixture
def updates(bot: telegram.Bot, ask: Ask) -> Updates:
    """All updates waiting for the bot, each given once."""
    last = [0]

    def take() -> list[telegram.Update]:
        found = list(ask(bot.get_updates(offset=last[0] + 1 if last[0] else None)))
        if found:
            last[0] = found[-1].update_id
        return found

    return take


@pytest.fixture
def group(town: Neighbourhood, siti: Neighbour, budi: Neighbour, updates: Updates) -> Group:
    """A basic group of two; its beginnings are already taken."""
    one = town.group("RT 03", creator=budi, members=[siti])
    one.add_bot(by=budi)
    updates()
    return one
