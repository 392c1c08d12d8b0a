"""Stories happen in a town: the whole bot on each database, spoken to through the playground."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import clock
from community import living_cards
from playground.driver import Neighbour
from storage import communities
from storage.people import Role
from tests.stories.rt_three import neighbour, rt_three
from tests.stories.town import Town, town_on


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    with town_on(database_url, tmp_path / "data") as built:
        yield built


# ── whom Rembuk does not know yet ──


@pytest.fixture
def budi(town: Town) -> Neighbour:
    """He places it, where it is not placed yet."""
    return town.person("Budi")


@pytest.fixture
def joko(town: Town) -> Neighbour:
    return town.person("Joko")


# ── RT 03, and who joined it long ago ──


@pytest.fixture
def rt(town: Town) -> int:
    """Some weeks after it was placed; the community's id."""
    return rt_three(town)


@pytest.fixture
def tini(town: Town, rt: int) -> Neighbour:
    return neighbour(town, "Bu Tini")


@pytest.fixture
def asep(town: Town, rt: int) -> Neighbour:
    return neighbour(town, "Asep")


@pytest.fixture
def siti(town: Town, rt: int) -> Neighbour:
    return neighbour(town, "Siti")


@pytest.fixture
def chair(town: Town, rt: int) -> Neighbour:
    return neighbour(town, "Pak Budi", role=Role.chair)


@pytest.fixture
def rina(town: Town, rt: int) -> Neighbour:
    """She helps the chair."""
    return neighbour(town, "Bu Rina", role=Role.organiser)


@pytest.fixture(autouse=True)
def nobody_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stories are told at any hour: a neighbourhood that is founded in one begins without quiet hours."""
    monkeypatch.setattr(communities, "QUIET_HOURS", ())


@pytest.fixture(autouse=True)
def the_clock_looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story does not wait a quarter of a minute for what has become due in it."""
    monkeypatch.setattr(clock, "LOOK_EVERY", 2)


@pytest.fixture(autouse=True)
def cards_are_drawn_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups' limits are counted where a whole neighbourhood answers, which keeps the real time."""
    monkeypatch.setattr(living_cards, "GATHER", timedelta(seconds=1))
