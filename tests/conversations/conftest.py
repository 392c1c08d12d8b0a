"""A parlour on each database, and Siti in it."""

import pytest
from sqlalchemy import Engine

from tests.community.conftest import place
from tests.conversations.parlour import Guest, Parlour

__all__ = ["place"]


@pytest.fixture
def parlour(engine: Engine) -> Parlour:
    return Parlour(engine)


@pytest.fixture
def siti(parlour: Parlour) -> Guest:
    return parlour.guest()
