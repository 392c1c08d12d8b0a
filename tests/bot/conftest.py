"""Offices that send, and the neighbours they send to."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.bot.office import Office, office_on


@pytest.fixture
def office(engine: Engine) -> Iterator[Office]:
    with office_on(engine) as built:
        yield built
