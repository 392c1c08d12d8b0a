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
    ours = here.parlour.community_id
    presses(here, who, "feed", [f"{ours}.{what}" for what in ("new", "void", "", "x")])
    if who != "joko":  # he organises the RT beside, and may make theirs
        presses(here, who, "feed", [f"here.{what}" for what in ("new", "void", "", "x")])
    presses(here, who, "year", ["", "x", f"{ours}", f"{ours}.1"])
    presses(here, who, "mark", [f"{ours}.{one}" for one in ("budget", "1", "", "x")])
    acts = ("earlier", "later", "name", "when", "remove", "restore", "", "x")
    presses(here, who, "setmark", [f"{ours}.{one}.{act}" for one in ("budget", "1", "", "x") for act in acts])
    presses(here, who, "newmark", ["", "x", *(f"{ours}.{kind}" for kind in ("season", "planning", "", "x"))])
    presses(here, who, "feed", ["", "mine", "mine.void", "mine.x", "x.new", "here"])


@pytest.mark.parametrize("who", ["budi", "siti"])
def test_a_button_of_another_neighbourhood_ends_no_address_of_this_one(here: Street, who: str) -> None:
    """Who organises two may speak in the other by the time that an old button is tapped."""
    presses(here, who, "feed", [f"{here.parlour.community_id + 1}.{what}" for what in ("new", "void")])
