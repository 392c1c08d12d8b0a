"""The buttons of a rota, pressed by everyone who must not."""

import pytest
from sqlalchemy import Engine

from tests.conversations.forgeries import Street, street
from tests.conversations.pressing import OUTSIDE, RESIDENTS, presses

# Who may do what is decided above the database; on both of them it is tried use case by use case.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(engine: Engine) -> Street:
    return street(engine)


@pytest.mark.parametrize("who", sorted({"ani", "asep", "siti", "budi"} | OUTSIDE))
def test_a_turn_is_swapped_by_its_owner_and_who_was_asked_alone(here: Street, who: str) -> None:
    presses(here, who, "trade", [f"{here.night}{said}" for said in ("", ".any", ".for.1", ".for.2", ".for.x", ".x")])
    presses(here, who, "traded", [f"{here.trade}{said}" for said in ("", ".back", ".x")])
    if who != "asep":
        presses(here, who, "traded", [f"{here.trade}{said}" for said in (".yes", ".no")])
        presses(here, who, "turns", [f"{here.rota}{page}" for page in ("", ".1")])
        presses(here, who, "leaverota", [f"{here.rota}{said}" for said in ("", ".yes")])
    presses(here, "tini", "traded", [f"{here.trade}{said}" for said in (".yes", ".no")])


@pytest.mark.parametrize("who", sorted(RESIDENTS | OUTSIDE))
def test_who_is_on_a_rota_is_settled_by_organisers_alone(here: Street, who: str) -> None:
    presses(here, who, "rota", [f"{here.rota}{said}" for said in ("", ".1", ".fill", ".change", ".text")])
