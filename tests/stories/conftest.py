"""Stories happen in a town: the whole bot on each database, spoken to through the playground."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.town import Town, town_on


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    with town_on(database_url, tmp_path / "data") as built:
        yield built
