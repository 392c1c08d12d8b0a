"""The buttons of the calendar, pressed by everyone who must not: refused, and not one row is changed."""

import pytest
from sqlalchemy import Engine

from tests.conversations.forgeries import Street, street
from tests.conversations.pressing import OUTSIDE, RESIDENTS, presses

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(engine: Engine) -> Street:
    return street(engine)


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_the_neighbourhoods_calendar_is_made_by_organisers_alone(here: Street, who: str) -> None:
    if who != "joko":  # he organises the RT beside, and may make theirs
        presses(here, who, "feed", [f"here.{what}" for what in ("new", "void", "", "x")])
        presses(here, who, "year", ["", "1"])
        presses(here, who, "mark", ["budget", "1", "", "x"])
        acts = ("earlier", "later", "name", "when", "remove", "restore", "", "x")
        presses(here, who, "setmark", [f"{one}.{act}" for one in ("budget", "1", "", "x") for act in acts])
        presses(here, who, "newmark", ["season", "planning", "", "x"])
    presses(here, who, "feed", ["", "mine", "mine.void", "mine.x", "x.new", "here"])
