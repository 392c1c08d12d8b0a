"""Offices that send, and the neighbours they send to."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from playground.server import running
from playground.world import World
from tests.bot.office import Office, office_on
from tests.conversations.parlour import Parlour


@pytest.fixture
def office(engine: Engine) -> Iterator[Office]:
    with office_on(engine) as built:
        yield built


@pytest.fixture(scope="session")
def telegram() -> Iterator[str]:
    """A Bot API for those who only must be able to say who they are."""
    with running(World(), people=False) as url:
        yield url


@pytest.fixture
def parlour(engine: Engine) -> Parlour:
    return Parlour(engine)
